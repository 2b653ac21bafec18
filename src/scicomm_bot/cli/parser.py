"""The commands and their options; nothing heavy is imported here."""

import argparse
from collections.abc import Sequence

from scicomm_bot import __version__

_EPILOG = "Exit codes: 0 done or nothing to do, 1 an expected failure, 2 usage, 3 a bug, 130 ^C."


_LONGEST_LINE = 500


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `scicomm-bot`."""
    parser = argparse.ArgumentParser(
        prog="scicomm-bot",
        description="Turns the findings of published papers into short X posts: only what the paper says, "
        "exactly once, at a cost known beforehand.",
        allow_abbrev=False,
        epilog=f"Settings come from SCICOMM_... variables, .env and /run/secrets. {_EPILOG}",
    )
    parser.add_argument("--version", action="version", version=f"scicomm-bot {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    preview = _command(commands, "preview", "show every post as it will read, with its length, price and state")
    preview.add_argument("ids", nargs="*", metavar="ID", help="a post (gcsf-als/authors) or a paper (gcsf-als)")
    form = preview.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument(
        "--html",
        metavar="FILE",
        help="write the sign-off pack, one page to read, share or print (- for standard output)",
    )
    _which_ledger(preview)

    _check(commands)
    _approve(commands)

    post = _command(commands, "post", "publish one post now")
    post.add_argument("--once", action="store_true", required=True, help="publish one post, say what was done, and end")
    post.add_argument("id", nargs="?", metavar="ID", help="this post instead of the next one")
    _live_or_dry(post)
    _json(post)

    run = _command(commands, "run", "run the service that publishes on schedule")
    _live_or_dry(run)

    status = _command(commands, "status", "show what went out, what is next, and what needs a person")
    _json(status)
    _which_ledger(status)

    history = _command(commands, "history", "list every attempt: what, when, address, text, price")
    history.add_argument("--last", type=_count, default=None, metavar="N", help="only the newest N")
    _json(history)
    _which_ledger(history)

    plan = _command(commands, "plan", "show which post goes out at which slot, and what that costs")
    plan.add_argument("--slots", type=_count, default=None, metavar="N", help="only the next N slots")
    _json(plan)
    _which_ledger(plan)

    resolve = _command(commands, "resolve", "say what became of a post whose answer was lost")
    resolve.add_argument("id", metavar="ID", help="the post")
    word = resolve.add_mutually_exclusive_group(required=True)
    word.add_argument(
        "--posted", metavar="X_ID", help="it is on X, under this id (the number at the end of its address)"
    )
    word.add_argument("--not-posted", action="store_true", help="it is not on X; it may be sent again")
    word.add_argument("--skip", action="store_true", help="it is not on X, and is not to be sent")
    word.add_argument("--retry", action="store_true", help="send a refused or skipped post again")
    _which_ledger(resolve)

    withdraw = _command(commands, "withdraw", "delete a post on X, keep its history, and draft a correction")
    withdraw.add_argument("id", metavar="ID", help="the post")
    withdraw.add_argument("--why", required=True, metavar="TEXT", help="the reason; it is kept, and put into the draft")
    _live_or_dry(withdraw, "delete it on X", "touch nothing on X, withdraw in the rehearsal")

    doctor = _command(commands, "doctor", "check settings, templates, state file, clock and time zones")
    doctor.add_argument(
        "--online",
        action="store_true",
        help="look the papers up at Crossref, and ask X about the credentials and the newest own posts too ($0.010, "
        "and $0.001 for each post read)",
    )
    doctor.add_argument(
        "--resume", action="store_true", help="with --online: a person has looked; end any pause of the account"
    )
    doctor.add_argument(
        "--service",
        action="store_true",
        help="check only that the service on this state file is alive, as a container does",
    )
    _json(doctor)

    _command(commands, "schema", "print the JSON Schema of posts.yaml, for editors")
    return parser


def _check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = _command(commands, "check", "find everything that is wrong with posts.yaml and the templates")
    check.add_argument(
        "--approved", action="store_true", help="also fail if what would be posted is not what a person approved"
    )
    check.add_argument("--online", action="store_true", help="look each paper up at Crossref, too")
    check.add_argument("--explain", metavar="RULE", help="say what a rule looks for, why, and how to write it instead")
    _json(check)


def _approve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    approve = _command(commands, "approve", "show posts with their evidence, and record that a person approved them")
    approve.add_argument("ids", nargs="*", metavar="ID", help="a post (gcsf-als/authors) or a paper (gcsf-als)")
    approve.add_argument("--all", action="store_true", help="all posts that are not out, approved or rejected")
    approve.add_argument("--by", required=True, type=_one_line, metavar="NAME", help="who approves, or rejects")
    approve.add_argument("--reject", action="store_true", help="record a no: the posts are held; takes --why")
    approve.add_argument("--why", type=_one_line, metavar="TEXT", help="with --reject: the reason; it is kept")
    _json(approve)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Parse the words of a command line; argparse exits with 2 on a usage error."""
    parser = build_parser()
    options = parser.parse_args(words)
    if options.command == "doctor" and options.resume and not options.online:
        parser.error("--resume goes with --online")
    if options.command == "check" and options.explain is not None:
        others = [name for name, value in vars(options).items() if value and name not in {"command", "explain", "json"}]
        if others:
            parser.error(f"--explain goes without --{others[0]}")
    if options.command == "approve":
        if bool(options.ids) == options.all:
            parser.error("approve takes the ids of posts, or --all")
        if options.reject != (options.why is not None):
            parser.error("--reject and --why go together")
        if options.reject and options.all:
            parser.error("--reject takes the ids of posts, not --all")
    return options


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:] + ".", epilog=_EPILOG, allow_abbrev=False
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _live_or_dry(
    parser: argparse.ArgumentParser, live: str = "publish on X", dry_run: str = "send nothing, rehearse"
) -> None:
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--dry-run", dest="dry_run", action="store_true", default=None, help=dry_run)
    either.add_argument("--live", dest="dry_run", action="store_false", default=None, help=live)


def _which_ledger(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="use the rehearsal's state file instead of the live one")


def _one_line(words: str) -> str:
    line = " ".join(words.split())
    if not line or not line.isprintable() or len(line) > _LONGEST_LINE:
        raise argparse.ArgumentTypeError(f"must be a line of text, of at most {_LONGEST_LINE} letters")
    return line


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
