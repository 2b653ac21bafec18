"""`scicomm-bot init`."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from scicomm_bot.cli.terminal import print_lines


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `init`."""
    parser.add_argument("folder", nargs="?", default=".", type=_folder, metavar="FOLDER", help="where; left out: here")
    parser.add_argument("--example", action="store_true", help="with the paper that comes with the program, to look at")


def run(options: Namespace) -> int:
    """Write what a folder begins with; what is there already is left as it is, and that is no failure."""
    from scicomm_bot.app.starting import begin  # noqa: PLC0415 - `--help` need not wait for it
    from scicomm_bot.cli.views.starting import beginning_lines  # noqa: PLC0415 - as above

    print_lines(beginning_lines(begin(Path(options.folder), example=options.example)))
    return 0


def _folder(name: str) -> str:
    if not name.strip():
        raise ArgumentTypeError("takes the name of a folder, and got none; leave it out for this folder")
    return name
