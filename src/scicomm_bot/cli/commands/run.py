"""`scicomm-bot run`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.announcer import announce_notice
from scicomm_bot.app.desk import Access
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_live_or_dry
from scicomm_bot.service import run_service


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `run`."""
    add_live_or_dry(parser)


def run(options: Namespace) -> int:
    """Run the service until SIGTERM or SIGINT."""
    return run_service(open_desk(options, Access.MAKE, on_notice=announce_notice))
