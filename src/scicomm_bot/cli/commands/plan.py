"""`scicomm-bot plan`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.planning import plan_of
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, add_which_ledger, count
from scicomm_bot.cli.terminal import print_json, print_lines
from scicomm_bot.cli.views.plan import plan_json, plan_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `plan`."""
    parser.add_argument("--slots", type=count, default=None, metavar="N", help="only the next N slots")
    add_json(parser)
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """Show which post goes out at which slot, and what that costs, as things stand now."""
    with open_desk(options) as desk:
        plan = plan_of(desk.survey(), options.slots)
    if options.json:
        print_json(plan_json(plan))
    else:
        print_lines(plan_lines(plan))
    return 0
