"""`scicomm-bot spend`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.spending import THIS, spend_of
from scicomm_bot.cli.opening import asked
from scicomm_bot.cli.options import add_json, add_which_ledger
from scicomm_bot.cli.terminal import print_json, print_lines
from scicomm_bot.cli.views.spending import spend_json, spend_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `spend`."""
    parser.add_argument(
        "--month", default=THIS, metavar="YYYY-MM", help="this month, or `this` (the default) or `last`, in UTC"
    )
    add_json(parser)
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """Show what was spent in a month, beside the budget."""
    spend = asked(options, lambda desk: spend_of(desk, options.month))
    if spend is None:
        return 1
    if options.json:
        print_json(spend_json(spend))
    else:
        print_lines(spend_lines(spend))
    return 0
