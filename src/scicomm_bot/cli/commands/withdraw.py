"""`scicomm-bot withdraw`."""

import sys
from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.withdrawing import draft_of, withdraw
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_live_or_dry
from scicomm_bot.cli.terminal import WIDTH, hanging, print_lines, wrap
from scicomm_bot.cli.views.publications import withdrawn_line
from scicomm_bot.errors import ScicommError


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `withdraw`."""
    parser.add_argument("id", metavar="ID", help="the post")
    parser.add_argument("--why", required=True, metavar="TEXT", help="the reason; it is kept, and put into the draft")
    add_live_or_dry(parser, "delete it on X", "touch nothing on X, withdraw in the rehearsal")


def run(options: Namespace) -> int:
    """Delete a post on X, and draft a correction."""
    with open_desk(options, Access.CHANGE) as desk:
        publication = withdraw(desk, options.id, options.why)
        print_lines(hanging("", withdrawn_line(options.id, rehearsal=desk.rehearse)))
        sys.stdout.flush()
        try:
            draft = draft_of(desk, publication, options.why)
        except ScicommError as error:
            print_lines(hanging("", f"There is no draft of a correction: {' '.join(str(error).split())}"))
            return 0
    print_lines(["A draft of a correction:", ""])
    print_lines([f"    {line}".rstrip() for line in wrap(draft, WIDTH - 4)])
    return 0
