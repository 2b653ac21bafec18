"""`scicomm-bot resolve`: a person's word on what became of a post."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access
from scicomm_bot.app.resolving import resolve, retry
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_which_ledger
from scicomm_bot.cli.terminal import print_lines
from scicomm_bot.domain.publication import PublicationState


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `resolve`."""
    parser.add_argument("id", metavar="ID", help="the post")
    word = parser.add_mutually_exclusive_group(required=True)
    word.add_argument(
        "--posted", metavar="X_ID", help="it is on X, under this id (the number at the end of its address)"
    )
    word.add_argument("--not-posted", action="store_true", help="it is not on X; it may be sent again")
    word.add_argument("--skip", action="store_true", help="it is not on X, and is not to be sent")
    word.add_argument("--retry", action="store_true", help="send a refused or skipped post again")
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """Write the person's word into the ledger."""
    with open_desk(options, Access.CHANGE) as desk:
        word = _state(options)
        done = retry(desk, options.id) if word is None else resolve(desk, options.id, word, options.posted)
    if done.before.state is done.after.state:
        print_lines([f"{options.id} is {done.after.state} as {done.after.address}, and nowhere else."])
    else:
        print_lines([f"{options.id} was {done.before.state}, and is {done.after.state} now."])
    return 0


def _state(options: Namespace) -> PublicationState | None:
    """Return what the person says of the post; None where it is to be sent again."""
    if options.retry:
        return None
    if options.posted is not None:
        return PublicationState.POSTED
    return PublicationState.SKIPPED if options.skip else PublicationState.RELEASED
