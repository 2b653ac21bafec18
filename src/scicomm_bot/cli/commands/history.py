"""`scicomm-bot history`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.past import corrected_in, past_of
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_which_ledger, count
from scicomm_bot.cli.table import table_lines
from scicomm_bot.cli.terminal import print_json, print_lines, print_table
from scicomm_bot.cli.views.publications import COLUMNS, publication_json, publication_lines, publication_row
from scicomm_bot.cli.wording import counted


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `history`."""
    parser.add_argument("--last", type=count, default=None, metavar="N", help="only the newest N")
    parser.add_argument(
        "--from",
        dest="since",
        default=None,
        metavar="WHEN",
        help="only from then on: a day, or a day and a time, in the time zone of the schedule",
    )
    parser.add_argument("--to", dest="until", default=None, metavar="WHEN", help="only until then; a day is included")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print a table for spreadsheets")
    form.add_argument("--json", action="store_true", help="print JSON")
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """List every attempt, in the order of claiming."""
    with open_desk(options) as desk:
        in_zone = options.csv or options.since is not None or options.until is not None
        past = past_of(desk, newest=options.last, since=options.since, until=options.until, in_zone=in_zone)
        corrected = {} if options.json or options.csv else corrected_in(desk, past.publications)
    if options.json:
        told = [{**publication_json(one), "by_hand": one.by_hand} for one in past.publications]
        print_json({"publications": told})
        return 0
    if options.csv:
        print_table(table_lines(COLUMNS, (publication_row(one, past.zone) for one in past.publications)))
        return 0
    for publication in past.publications:
        print_lines(publication_lines(publication, past.zone, corrected.get(publication.post_id)))
    print_lines([f"{counted(len(past.publications), 'attempt')}."])
    return 0
