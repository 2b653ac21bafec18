"""`scicomm-bot history`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, add_which_ledger, count
from scicomm_bot.cli.terminal import print_json, print_lines
from scicomm_bot.cli.views.publications import publication_json, publication_lines
from scicomm_bot.cli.wording import counted


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `history`."""
    parser.add_argument("--last", type=count, default=None, metavar="N", help="only the newest N")
    add_json(parser)
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """List every attempt, in the order of claiming."""
    with open_desk(options) as desk:
        publications = desk.ledger.publications(newest=options.last) if desk.ledger is not None else []
    if options.json:
        print_json({"publications": [publication_json(one) for one in publications]})
        return 0
    for publication in publications:
        print_lines(publication_lines(publication))
    print_lines([f"{counted(len(publications), 'attempt')}."])
    return 0
