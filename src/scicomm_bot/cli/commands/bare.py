"""`scicomm-bot` without a word: what comes next."""

from argparse import Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.next_step import next_step
from scicomm_bot.cli.opening import open_desks
from scicomm_bot.cli.terminal import print_lines
from scicomm_bot.cli.views.next_step import next_lines


def run(options: Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """Say where this folder stands, and what a person does next."""
    open_desk = open_desks()
    with open_desk(False, Access.READ) as desk:  # noqa: FBT003 - of the live ledger
        step = next_step(desk, open_desk)
    print_lines(next_lines(step))
    return 0
