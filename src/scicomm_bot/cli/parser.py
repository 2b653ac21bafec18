"""The command line: the commands with what each is for. Their options stand beside the commands themselves."""

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from scicomm_bot import version_line
from scicomm_bot.characters.invisible import shown
from scicomm_bot.cli.options import EPILOG

COMMANDS = {
    "init": "write what a folder begins with, and change nothing that is there",
    "add": "write a paper's file from a DOI, a PMID, an arXiv id, or a file of references",
    "preview": "show every post as it will read, with its length, price and state",
    "check": "find everything that is wrong with posts.yaml, its papers' files and the templates",
    "facts": "show what was read from the quotations, and how figures follow",
    "approve": "show posts with their evidence, and record that a person approved them",
    "card": "draw the card of a post: a picture with its own words",
    "post": "publish one post now",
    "run": "run the service that publishes on schedule",
    "pause": "stop everything, or one paper, until a person says go on",
    "resume": "go on after a pause that a person made",
    "status": "show what went out, what is next, and what needs a person",
    "history": "list every attempt: what, when, address, text, price",
    "spend": "show what was spent in a month, by paper and by kind of call",
    "report": "list what went out in a month and what it cost, for whoever pays",
    "plan": "show which post goes out at which slot, and what that costs",
    "resolve": "say what became of a post whose answer was lost",
    "posted": "say that you have shared a post yourself, so that it is not posted again",
    "withdraw": "delete a post on X, keep its history, and draft a correction",
    "ledger": "copy what is remembered to another place, such as PostgreSQL",
    "doctor": "check settings, templates, state file, clock and time zones",
    "schema": "print the JSON Schema of posts.yaml or of a paper's file, for editors",
}


class _Parser(argparse.ArgumentParser):
    """A parser whose errors repeat nothing raw of what was typed."""

    def error(self, message: str) -> NoReturn:
        super().error(shown(message))


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of `scicomm-bot`; with `only`, the options of that command alone are there."""
    parser = _Parser(
        prog="scicomm-bot",
        description="Turns the findings of published papers into short X posts: only what the paper says, "
        "exactly once, at a cost known beforehand.",
        allow_abbrev=False,
        epilog=f"Settings come from SCICOMM_... variables, .env and /run/secrets. {EPILOG}",
    )
    parser.add_argument("--version", action="version", version=version_line())
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        description = f"{about[0].upper()}{about[1:]}."
        command = commands.add_parser(name, help=about, description=description, epilog=EPILOG, allow_abbrev=False)
        if only is None or name == only:
            module = import_module(f"scicomm_bot.cli.commands.{name}")
            module.add_options(command)
    return parser


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Parse the words of a command line; argparse exits with 2 on a usage error. No word at all is `bare`."""
    if not words:
        return argparse.Namespace(command="bare")
    name = next((word for word in words if not word.startswith("-")), None)
    parser = build_parser(name or "")
    options = parser.parse_args(words)
    usage_error = getattr(import_module(f"scicomm_bot.cli.commands.{options.command}"), "usage_error", None)
    if usage_error is not None and (wrong := usage_error(options)) is not None:
        parser.error(wrong)
    return options
