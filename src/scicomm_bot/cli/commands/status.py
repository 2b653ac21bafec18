"""`scicomm-bot status`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.broken import survey_anyway
from scicomm_bot.app.status import status_of
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, add_which_ledger
from scicomm_bot.cli.terminal import print_json, print_lines
from scicomm_bot.cli.views.status import nothing_known_json, status_json, status_lines
from scicomm_bot.errors import ScicommError


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `status`."""
    add_json(parser)
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """Show what went out, what is next, and what needs a person; 1 if something needs one now."""
    try:
        with open_desk(options) as desk:
            status = status_of(survey_anyway(desk))
    except ScicommError as error:
        if not options.json:
            raise
        print_json(nothing_known_json(str(error)))
        return 1
    if options.json:
        print_json(status_json(status))
    else:
        print_lines(status_lines(status))
    return 1 if status.needs_now else 0
