"""`scicomm-bot withdraw`."""

import sys
from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.withdrawing import BY, draft_of, withdraw
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_live_or_dry, one_line
from scicomm_bot.cli.terminal import hanging, print_errors, print_lines, width, wrap
from scicomm_bot.cli.views.withdrawing import rejected_line, unrecorded_lines, withdrawn_line
from scicomm_bot.errors import ScicommError


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `withdraw`."""
    parser.add_argument("id", metavar="ID", help="the post")
    parser.add_argument(
        "--why", required=True, type=_as_text, metavar="TEXT", help="the reason; it is kept, and put into the draft"
    )
    parser.add_argument(
        "--by", default=BY, type=one_line, metavar="NAME", help=f"who says so in approved.yaml (default: {BY})"
    )
    add_live_or_dry(parser, "delete it on X", "touch nothing on X, withdraw in the rehearsal")


def run(options: Namespace) -> int:
    """Delete a post on X, record that it must not come back, and draft a correction."""
    with open_desk(options, Access.CHANGE) as desk:
        done = withdraw(desk, options.id, options.why, options.by)
        print_lines(hanging("", withdrawn_line(options.id, done.price_micro_usd, rehearsal=desk.rehearse)))
        if done.no is not None and done.unrecorded is None:
            print_lines(hanging("", rejected_line(desk.approved_file)))
        sys.stdout.flush()
        if done.no is not None and done.unrecorded is not None:
            print_errors(unrecorded_lines(done.no, done.unrecorded))
        try:
            draft = draft_of(desk, done.publication, options.why)
        except ScicommError as error:
            print_lines(hanging("", f"There is no draft of a correction: {' '.join(str(error).split())}"))
        else:
            print_lines(["A draft of a correction:", ""])
            print_lines([f"    {line}".rstrip() for line in wrap(draft, width() - 4)])
    return 0 if done.unrecorded is None else 1


def _as_text(words: str) -> str:
    """Read a reason; bytes that are no text must not break off a command that has deleted a post already."""
    return words.encode("utf-8", "replace").decode()
