"""`scicomm-bot facts`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.edition import selected
from scicomm_bot.app.facts import facts_of_posts
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json
from scicomm_bot.cli.terminal import paint_for_stdout, print_json, print_lines
from scicomm_bot.cli.views.facts import facts_json, facts_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `facts`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="a post (gcsf-als/what-als-is) or a paper (gcsf-als)")
    add_json(parser)


def run(options: Namespace) -> int:
    """Show what was read from the quotations, and how the figures of the posts come from them."""
    with open_desk(options, Access.NONE) as desk:
        edition = desk.read()
    found = list(facts_of_posts(edition.content, selected(edition, options.ids)))
    if options.json:
        print_json(facts_json(found))
    else:
        print_lines(facts_lines(found, paint_for_stdout()))
    return 0
