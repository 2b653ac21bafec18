"""`scicomm-bot doctor`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.examine import Doctor
from scicomm_bot.cli.opening import open_desks
from scicomm_bot.cli.options import add_json
from scicomm_bot.cli.terminal import paint_for_stdout, print_json, print_lines
from scicomm_bot.cli.views.examinations import examination_json, examination_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `doctor`."""
    parser.add_argument(
        "--online",
        action="store_true",
        help="look the papers up at Crossref, and ask X about the credentials and the newest own posts too ($0.010, "
        "and $0.001 for each post read)",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="with --online: a person has looked; end the account's pauses, but those that a person made",
    )
    parser.add_argument(
        "--service",
        action="store_true",
        help="check only that the service on this state file is alive, as a container does",
    )
    add_json(parser)


def usage_error(options: Namespace) -> str | None:
    """Return what is wrong with options that do not go together, or None."""
    return "--resume goes with --online" if options.resume and not options.online else None


def run(options: Namespace) -> int:
    """Examine everything that posting needs; 1 if something is wrong."""
    open_desk = open_desks()
    with open_desk(False, Access.READ) as desk:  # noqa: FBT003 - of the live ledger
        doctor = Doctor(desk, open_desk)
        found = [*(doctor.service() if options.service else doctor.offline())]
        if options.online:
            found += doctor.online(resume=options.resume)
    if options.json:
        print_json({"checks": [examination_json(one) for one in found]})
    else:
        paint = paint_for_stdout()
        print_lines(line for one in found for line in examination_lines(one, paint))
    return 1 if any(one.trouble for one in found) else 0
