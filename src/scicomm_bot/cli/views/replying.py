"""What `approve --reply` shows: each mail, what it answers, and what was recorded of it."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from scicomm_bot.app.replying import Reply, Replying
from scicomm_bot.cli.terminal import Paint, hanging, paint_for_stdout
from scicomm_bot.cli.views.approval import signed_text
from scicomm_bot.cli.views.approving import approving_json
from scicomm_bot.cli.wording import committed, counted, iso, time_text
from scicomm_bot.errors import listed
from scicomm_bot.signoff.hearing import Heard


def replying_json(done: Replying) -> dict[str, object]:
    """Return the same as of `approve`, and the mails with their answers, as its JSON object."""
    whole = approving_json(done.approving)
    entries = whole["recorded"]
    replies = [one for one in done.replies if one.left is not None]
    left = [{"id": one.answer.post_id, "by": one.sender, "reason": _reason(one), "fine": one.fine} for one in replies]
    recorded = {"recorded": entries, "would_record": []} if done.records else {"recorded": [], "would_record": entries}
    return {**whole, **recorded, "left": left, "mails": [_mail_json(one, done) for one in done.heard]}


def _mail_json(heard: Heard, done: Replying) -> dict[str, object]:
    mail = heard.mail
    return {
        "place": mail.place,
        "sender": mail.sender,
        "sent": iso(mail.sent),
        "automatic": mail.automatic,
        "trouble": mail.trouble,
        "answers": [_answer_json(one) for one in done.replies if one.heard is heard],
        "unclear": [{"id": one.post_id, "line": one.line, "reason": one.why} for one in heard.unclear],
        "quoted": heard.quoted,
    }


def _answer_json(one: Reply) -> dict[str, object]:
    answer = one.answer
    given = [{"key": key, "answer": words} for key, words in answer.given]
    said = {"id": answer.post_id, "code": answer.code, "word": answer.word, "words": answer.words, "given": given}
    return {**said, "recorded": one.left is None, "reason": _reason(one)}


def _reason(one: Reply) -> str | None:
    run = one.said.run if one.said is not None else None
    return one.left if run is None else f"{one.left}; to answer it, run `{run}`"


def replying_lines(done: Replying, by: str) -> Iterator[str]:
    """Yield each mail with its answers and what came of each, and what was recorded in all."""
    paint = paint_for_stdout()
    zone = ZoneInfo(done.approving.edition.content.schedule.timezone)
    for heard in done.heard:
        sent = f", {time_text(heard.mail.sent, zone)}" if heard.mail.sent is not None else ""
        yield from hanging("", f"{heard.mail.place}: from {heard.mail.sender or 'nobody who is named'}{sent}")
        for one in done.replies:
            if one.heard is heard:
                yield from _reply_lines(one, paint, records=done.records)
        yield from _other_lines(heard, paint)
        yield ""
    yield from _summary_lines(done, by)


def _reply_lines(one: Reply, paint: Paint, *, records: bool) -> Iterator[str]:
    said = f": {_quoted(one.answer.words)}" if one.is_no and one.answer.words else ""
    yield from hanging("  ", f"{one.answer.word} to {one.answer.post_id}{said}")
    if one.left is not None:
        first, *rest = hanging("    ", f"not recorded: {one.answer.post_id} {one.left}")
        yield paint(first, *([] if one.fine else ["red"]))
        yield from rest
    elif one.said is not None and one.said.entry is not None:
        yield from hanging("    ", _outcome(one, records=records))
    if not one.is_no and one.answer.below:
        yield from hanging("    ", f"They also wrote: {_quoted(one.answer.below)}")


def _outcome(one: Reply, *, records: bool) -> str:
    said = one.said
    would = "" if records else "would be "
    if said is None or said.entry is None or said.entry.decision == "rejected":
        return f"{would}recorded: the post is held until somebody approves it"
    if said.missing:
        return f"{would}recorded; {signed_text(said.signed, said.before.needed)}"
    return f"{would}recorded: approved by {listed([signature.by for signature in said.signed])}"


def _other_lines(heard: Heard, paint: Paint) -> Iterator[str]:
    """Yield what else a mail says, or why it says nothing that counts."""
    mail = heard.mail
    if mail.automatic:
        yield "  A program sent it, so it answers nothing."
        return
    if mail.trouble is not None:
        first, *rest = hanging("  ", f"It cannot be used: it {mail.trouble}.")
        yield paint(first, "red")
        yield from rest
    for one in heard.unclear:
        first, *rest = hanging("  ", f"Not understood: {_quoted(one.line)}: {one.why}.")
        yield paint(first, "red")
        yield from rest
    if heard.answers or heard.unclear or (mail.trouble is not None and not heard.quoted):
        return
    if heard.quoted:
        what = f"{counted(heard.quoted, 'answer')} in what it quotes or forwards, which counts for nobody"
        yield from hanging("  ", f"It answers nothing itself. It has {what}. Use the mail that was answered with.")
    else:
        yield from hanging("  ", "It has no line that answers, such as `PAPER/FINDING 0123456789ab: yes`. Read it.")


def _quoted(words: str) -> str:
    return f"\u201c{words}\u201d"


def _summary_lines(done: Replying, by: str) -> Iterator[str]:
    path = done.approving.path
    recorded = [one for one in done.replies if one.left is None]
    yeses = sum(not one.is_no for one in recorded)
    noes = len(recorded) - yeses
    each = [f"{count} {word}{'' if count == 1 else 'es'}" for count, word in ((yeses, "yes"), (noes, "no")) if count]
    what = listed(each) if each else ""
    if not recorded:
        yield f"Nothing {'was' if done.records else 'would be'} recorded in {path}."
    elif done.records:
        yield from hanging("", f"{what} recorded by {by} in {path}{committed(path)}. A mail is no signature.")
    else:
        yield from hanging("", f"{what} would be recorded in {path}. Nothing was: run it again without --check.")
    if runs := [one.said.run for one in done.replies if one.said is not None and one.said.run is not None]:
        yield ""
        yield "Open questions are in the way. Run this with a sentence for the dots:"
        yield ""
        yield from runs  # unfolded, to be copied
