"""`scicomm-bot approve`."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from scicomm_bot.app.approving import approve
from scicomm_bot.app.desk import Access
from scicomm_bot.app.judging import Word
from scicomm_bot.cli.dialogue import Dialogue, at_terminal
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, one_line
from scicomm_bot.cli.terminal import print_json, print_lines
from scicomm_bot.cli.views.approving import approving_json, approving_lines
from scicomm_bot.cli.views.files import warn_of_broken
from scicomm_bot.cli.views.supervision import warn_if_not_looked_up
from scicomm_bot.domain.answer import counts, too_short
from scicomm_bot.errors import ScicommError


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `approve`."""
    parser.add_argument(
        "ids",
        nargs="*",
        metavar="ID",
        help="a post (gcsf-als/authors) or a paper (gcsf-als); at a terminal, without one: what waits for an answer",
    )
    parser.add_argument("--all", action="store_true", help="all posts that are not out, approved or rejected")
    parser.add_argument("--by", type=one_line, metavar="NAME", help="who approves, or rejects; asked at a terminal")
    parser.add_argument(
        "--answer",
        action="append",
        type=answer,
        default=[],
        metavar="RULE=TEXT",
        help="the answer to what a rule asks about the post, as a sentence; or KEY=TEXT, of one question (repeatable)",
    )
    parser.add_argument("--reject", action="store_true", help="record a no: the posts are held; takes --why")
    parser.add_argument("--why", type=one_line, metavar="TEXT", help="with --reject: the reason; it is kept")
    parser.add_argument(
        "--reply",
        action="append",
        default=[],
        metavar="FILE",
        help="record what mails answer: a mail, an mbox, a text with pasted mails, a folder of them, or - (repeatable)",
    )
    parser.add_argument("--check", action="store_true", help="with --reply: only say what would be recorded")
    add_json(parser)


def answer(words: str) -> tuple[str, str]:
    """Read `RULE=TEXT` or `KEY=TEXT`."""
    name, sign, text = words.partition("=")
    if not sign or not name.strip():
        raise ArgumentTypeError('takes a rule and a sentence: RULE="..."')
    if not counts(text):
        raise ArgumentTypeError(f"{name.strip()}: the answer {too_short(text)}")
    return name.strip(), one_line(text)


def usage_error(options: Namespace, *, asks: bool | None = None) -> str | None:
    """Return what is wrong with options that do not go together, or None; `asks`: whether a person can be asked."""
    asks = _can_ask(options) if asks is None else asks
    if options.reply:
        return _wrong_with_reply(options, asks=asks)
    if options.check:
        return "--check goes with --reply"
    if options.ids and options.all:
        return "approve takes the ids of posts, or --all"
    if not options.ids and not options.all and (options.reject or options.why or options.answer or not asks):
        return "approve takes the ids of posts, or --all"
    if options.by is None and (options.reject or not asks):
        return "the following arguments are required: --by"
    if options.reject != (options.why is not None):
        return "--reject and --why go together"
    if options.reject and options.answer:
        return "--answer goes with a yes, not with --reject"
    return "--reject takes the ids of posts, not --all" if options.reject and options.all else None


def _wrong_with_reply(options: Namespace, *, asks: bool) -> str | None:
    others = {"--all": options.all, "--reject": options.reject, "--why": options.why, "--answer": options.answer}
    if options.ids or (wrong := next((name for name, given in others.items() if given), None)) is not None:
        return f"--reply goes without {'ID' if options.ids else wrong}: the mails say which posts, and what"
    if options.reply.count("-") > 1:
        return "standard input (-) can be read once"
    asked = asks and "-" not in options.reply
    return "the following arguments are required: --by" if options.by is None and not asked else None


def _can_ask(options: Namespace) -> bool:
    return not options.json and at_terminal()


def run(options: Namespace, dialogue: Dialogue | None = None) -> int:
    """Show the posts, ask what is open, and record what the person says; 1 if a post could not be approved."""
    if dialogue is None and _can_ask(options):
        dialogue = Dialogue()
    by = options.by or (dialogue.name() if dialogue is not None else None)
    if by is None:
        raise ScicommError("nobody gave their name, so nothing was recorded; add --by NAME")
    if options.reply:
        return _reply(options, by)
    with open_desk(options, Access.READ if options.reject else Access.CHANGE) as desk:
        ask = dialogue.ask if dialogue is not None and not options.reject else None
        word = Word(by, options.why, every=options.all, given=options.answer)
        done = approve(desk, options.ids, word, ask)
        warn_of_broken(done.edition.document)
        if not options.reject:
            warn_if_not_looked_up(desk.supervision)
    if options.json:
        print_json(approving_json(done))
    else:
        print_lines(approving_lines(done, by, rejects=options.reject))
    return 1 if any(said.failed for said in done.results) else 0


def _reply(options: Namespace, by: str) -> int:
    """Record what mails answer; 1 if a person must look at something."""
    from scicomm_bot.app.replying import reply  # noqa: PLC0415 - only here; mails take a while to import
    from scicomm_bot.cli.views.replying import replying_json, replying_lines  # noqa: PLC0415

    with open_desk(options, Access.READ if options.check else Access.CHANGE) as desk:
        done = reply(desk, options.reply, by, sys.stdin.buffer.read, records=not options.check)
        warn_of_broken(done.approving.edition.document)
        if not options.check:
            warn_if_not_looked_up(desk.supervision)
    if options.json:
        print_json(replying_json(done))
    else:
        print_lines(replying_lines(done, by))
    return 1 if done.failed else 0
