"""`scicomm-bot card`."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from scicomm_bot.app.carding import draw_card, write_card
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, file_name
from scicomm_bot.cli.terminal import print_json, print_lines
from scicomm_bot.cli.views.cards import card_json, card_lines
from scicomm_bot.errors import ScicommError

_STANDARD_OUTPUT = "-"


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `card`."""
    parser.add_argument("id", metavar="ID", help="the post (gcsf-als/authors)")
    parser.add_argument(
        "-o",
        "--output",
        type=file_name,
        required=True,
        metavar="FILE",
        help="write the picture, a PNG, there (- for standard output)",
    )
    add_json(parser)


def usage_error(options: Namespace) -> str | None:
    """Return what is wrong with options that do not go together, or None."""
    if options.json and options.output == _STANDARD_OUTPUT:
        return "--json and -o - both write to standard output"
    return None


def run(options: Namespace) -> int:
    """Draw the card of one post, also where the file asks for none."""
    try:
        with open_desk(options) as desk:
            card, own = draw_card(desk, options.id), desk.own_files
        if options.output == _STANDARD_OUTPUT:
            sys.stdout.buffer.write(card.data)
            return 0
        write_card(card, Path(options.output), own)
    except ScicommError as error:
        if not options.json:
            raise
        print_json({"error": str(error)})
        return 1
    if options.json:
        print_json(card_json(card, options.output))
    else:
        print_lines(card_lines(card, options.output))
    return 0
