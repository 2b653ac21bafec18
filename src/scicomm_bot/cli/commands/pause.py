"""`scicomm-bot pause`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.pausing import pause
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_which_ledger, one_line
from scicomm_bot.cli.terminal import on_stderr, print_errors, print_lines
from scicomm_bot.cli.views.pausing import NO_SERVICE, paused_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `pause`."""
    parser.add_argument("--why", required=True, type=one_line, metavar="TEXT", help="the reason; everybody is shown it")
    parser.add_argument(
        "--until",
        metavar="WHEN",
        help="when it ends by itself: '2026-12-24 08:00', 'tomorrow 9:00', friday or 2h, in the time zone of the "
        "schedule (default: when you run `resume`)",
    )
    parser.add_argument("--paper", metavar="ID", help="stop only this paper")
    parser.add_argument("--by", type=one_line, metavar="NAME", help="who says so")
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """Stop everything, or one paper, in every process that uses the ledger; 1 where no service was seen on it."""
    with open_desk(options, Access.CHANGE) as desk:
        done = pause(desk, options.why, until=options.until, paper_id=options.paper, by=options.by)
    print_lines(paused_lines(done))
    if done.services:
        return 0
    print_errors(on_stderr(f"scicomm-bot: error: {NO_SERVICE}"))
    return 1
