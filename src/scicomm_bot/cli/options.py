"""Options that several commands have, and the values that options take."""

import argparse
from collections.abc import Callable

from scicomm_bot.characters.invisible import hidden_signs

EPILOG = "Exit codes: 0 done or nothing to do, 1 an expected failure, 2 usage, 3 a bug, 130 ^C."
_LONGEST_LINE = 500


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_live_or_dry(
    parser: argparse.ArgumentParser, live: str = "publish on X", dry_run: str = "send nothing, rehearse"
) -> None:
    """Add `--dry-run` and `--live`, which go before SCICOMM_DRY_RUN."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--dry-run", dest="dry_run", action="store_true", default=None, help=dry_run)
    either.add_argument("--live", dest="dry_run", action="store_false", default=None, help=live)


def add_which_ledger(parser: argparse.ArgumentParser) -> None:
    """Add `--dry-run` to a command that only looks, or only writes into the ledger."""
    parser.add_argument("--dry-run", action="store_true", help="use the rehearsal's state file instead of the live one")


def one_line(words: str) -> str:
    """Read a line of text, its white space folded."""
    line = " ".join(words.split())
    if not line or next(hidden_signs(line), None) is not None or len(line) > _LONGEST_LINE:
        raise argparse.ArgumentTypeError(f"must be a line of text, of at most {_LONGEST_LINE} letters")
    return line


def file_name(name: str, example: str = "pack.html") -> str:
    """Read the name of a file to write; the name of a folder is none."""
    if not name.strip():
        raise argparse.ArgumentTypeError("takes the name of a file, and got none; - is standard output")
    if name.endswith(("/", "/.", "/..")) or name in {".", ".."}:
        raise argparse.ArgumentTypeError(f"{name} names a folder; give the name of a file, such as {example}")
    return name


def count(word: str) -> int:
    """Read a number of 1 or more."""
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def most(number: int) -> Callable[[str], int]:
    """Return what reads a number from 1 up to this one."""

    def read(word: str) -> int:
        if (given := count(word)) > number:
            raise argparse.ArgumentTypeError(f"must be at most {number}")
        return given

    read.__name__ = "number"  # what argparse calls it, of what is none
    return read
