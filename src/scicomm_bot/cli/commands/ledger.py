"""`scicomm-bot ledger copy`."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from urllib.parse import parse_qs, urlsplit

from scicomm_bot.app.copying import copy
from scicomm_bot.app.desk import Access
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import EPILOG, add_json, add_which_ledger
from scicomm_bot.cli.terminal import print_json, print_lines, warn
from scicomm_bot.cli.views.copying import copy_json, copy_lines


def add_options(parser: ArgumentParser) -> None:
    """Add what can be done with the ledger, each with its options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    about = "copy everything to another place, and mark the old one as moved"
    one = actions.add_parser(
        "copy", help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=EPILOG, allow_abbrev=False
    )
    one.add_argument("to", type=place, metavar="TO", help="the new place: a file, or a postgresql:// address")
    one.add_argument(
        "--again",
        action="store_true",
        help="copy a ledger that was moved already: only if the place that it was moved to is lost for good",
    )
    add_json(one)
    add_which_ledger(one)


def place(word: str) -> str:
    """Read the path of a file, or a `postgresql://` address."""
    if not word.strip() or ("://" in word and not word.startswith(("postgresql://", "postgres://"))):
        raise ArgumentTypeError("must be the path of a file, or a postgresql:// address")
    rest = word.partition("://")[2].partition("?")[0]
    if rest.count("@") > 1 or "@" in rest.partition("/")[2]:  # else a part of the password is taken for the host's name
        raise ArgumentTypeError("in a user's name or password write @ as %40, and / as %2F")
    return word


def shows_password(address: str) -> bool:
    """Return whether an address has a password in it, as far as it can be read."""
    try:
        parts = urlsplit(address)
        return bool(parts.scheme and (parts.password or "password" in parse_qs(parts.query)))
    except ValueError:  # the ledger says what is wrong with it
        return False


def run(options: Namespace) -> int:
    """Copy the ledger."""
    if shows_password(options.to):
        warn(
            "others on this machine can see the password in TO while this runs; "
            "leave it out, and put it into PGPASSWORD or ~/.pgpass"
        )
    with open_desk(options, Access.COPY) as desk:
        done = copy(desk, options.to, again=options.again)
    if options.json:
        print_json(copy_json(done))
    else:
        print_lines(copy_lines(done))
    return 0
