"""`scicomm-bot posted`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.sharing import share
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_which_ledger
from scicomm_bot.cli.terminal import print_lines
from scicomm_bot.cli.views.sharing import shared_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `posted`."""
    parser.add_argument("id", metavar="ID", help="the post")
    parser.add_argument(
        "--as", dest="address", required=True, metavar="ADDRESS", help="its address on X, or the number at its end"
    )
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """Take a post that a person shared themselves into the ledger."""
    with open_desk(options, Access.CHANGE) as desk:
        done = share(desk, options.id, options.address)
    print_lines(shared_lines(done))
    return 0
