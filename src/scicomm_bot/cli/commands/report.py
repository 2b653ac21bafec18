"""`scicomm-bot report`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.spending import LAST, report_of
from scicomm_bot.cli.opening import asked
from scicomm_bot.cli.options import add_which_ledger
from scicomm_bot.cli.terminal import print_json, print_lines, print_table
from scicomm_bot.cli.views.spending import report_json, report_lines, report_table


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `report`."""
    parser.add_argument(
        "--month",
        default=LAST,
        metavar="YYYY-MM",
        help="this month, or `this` or `last` (the default), in the time zone of the schedule",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print a table for spreadsheets")
    form.add_argument("--json", action="store_true", help="print JSON")
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """List what went out in a month and what it cost."""
    report = asked(options, lambda desk: report_of(desk, options.month))
    if report is None:
        return 1
    if options.json:
        print_json(report_json(report))
    elif options.csv:
        print_table(report_table(report))
    else:
        print_lines(report_lines(report))
    return 0
