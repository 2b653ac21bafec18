"""`scicomm-bot resume`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.pausing import resume
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_which_ledger
from scicomm_bot.cli.terminal import print_lines
from scicomm_bot.cli.views.pausing import resumed_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `resume`."""
    parser.add_argument("--paper", metavar="ID", help="go on with this paper, which was paused by itself")
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """End a person's pause; 1 where there is none of a person's and something else still stands in the way."""
    with open_desk(options, Access.CHANGE) as desk:
        done = resume(desk, paper_id=options.paper)
    print_lines(resumed_lines(done, options.paper))
    return 1 if done.ended is None and done.left else 0
