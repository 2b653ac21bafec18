"""What `approve` shows: each post with its evidence, and what was recorded of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from scicomm_bot.app.approving import Approving
from scicomm_bot.app.beside import Beside, beside
from scicomm_bot.app.judging import Said
from scicomm_bot.approval import Approval
from scicomm_bot.cli.terminal import Paint, hanging, paint_for_stdout, width, wrap
from scicomm_bot.cli.views.approval import by_mail_json, difference_lines, signature_json, signed_text
from scicomm_bot.cli.views.legend import legend_lines
from scicomm_bot.cli.views.posts import post_lines
from scicomm_bot.cli.wording import committed, counted, iso
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.errors import listed
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import PostState


def approving_json(done: Approving) -> dict[str, object]:
    """Return what was recorded, and what was left, as its JSON object."""
    return {
        "file": str(done.path),
        "recorded": [_entry_json(entry) for entry in done.recorded],
        "left": [{"id": one.post.id, "reason": _reason(one), "fine": one.fine} for one in done.results if one.left],
        "price_usd": done.price_micro_usd / 1_000_000,
    }


def _reason(said: Said) -> str | None:
    return said.left if said.run is None else f"{said.left}; to answer it, run `{said.run}`"


def _entry_json(entry: Approval) -> dict[str, object]:
    return {
        "id": entry.id,
        "decision": entry.decision,
        "by": entry.by,
        "at": iso(entry.at),
        "by_mail": by_mail_json(entry.mail),
        "also": [signature_json(one) for one in entry.also],
        "why": entry.why,
        "text": entry.text,
        "evidence": entry.evidence,
        "answers": [{"key": one.key, "question": one.question, "answer": one.answer} for one in entry.answers],
        "images": [{"file": one.file, "sha256": one.sha256, "alt_sha256": one.alt_sha256} for one in entry.images],
        "seal": entry.seal,
    }


def approving_lines(done: Approving, by: str, *, rejects: bool) -> Iterator[str]:
    """Yield each post as it reads, with what it rests on, what is different from before, and what was recorded."""
    paint, content = paint_for_stdout(), done.edition.content
    zone = ZoneInfo(content.schedule.timezone)
    for entry in done.gone:
        yield from hanging("", f"{entry.id} (no longer in posts.yaml)")
        for line in wrap(entry.text, width() - 4):
            yield f"{paint('  │', 'dim')} {line}".rstrip()
        yield from hanging("  ", f"rejected by {entry.by}: {entry.why}")
        yield ""
    shown = beside([said.post for said in done.results], content)
    for said in done.results:
        yield from post_lines(said.post, _without_reason(said.after), paint, zone, upcoming=False)
        yield from evidence_lines(said.post, content, shown[said.post.id])
        if said.before.difference:
            yield f"  from what {said.before.by_whom} looked at, to what it is now:"
            yield from difference_lines(said.before.difference, paint)
        yield from _said_lines(said, paint)
        yield ""
    yield from legend_lines(remark.level for said in done.results for remark in said.post.remarks)
    yield from _summary_lines(done, by, rejects=rejects)


def _without_reason(where: PostState) -> PostState:
    """Return where a post is without what stands in the way for want of a person's word, which is told below it."""
    obstacle = where.obstacle
    if obstacle is None or obstacle.code not in {ObstacleCode.UNAPPROVED, ObstacleCode.ASKED}:
        return where
    return replace(where, obstacle=replace(obstacle, message="", remedy=""))


def evidence_lines(post: Post, content: Content, shown: Beside) -> Iterator[str]:
    """Yield what a post rests on, word for word, with what was read from it, and what to look at."""
    paper = next(paper for paper in content.papers if paper.id == post.paper_id)
    finding = next((one for one in paper.findings if post_id(paper.id, one.id) == post.id), None)
    if post.kind == "correction":
        yield from hanging("  evidence: ", f"what `scicomm-bot status` shows on record against {paper.title!r}")
        return
    if post.kind == "why" and paper.why is not None:
        yield from hanging("  evidence: ", f"none; these are the words of {paper.why.by}, not of the paper")
        return
    if finding is None:
        yield from hanging("  evidence: ", f"the record of {paper.title!r}")
        return
    for one, facts in zip(finding.evidence, shown.facts, strict=True):
        quote = " ".join(one.quote.split())
        on = "on what, the paper does not say" if one.on == ("unstated",) else f"on {', '.join(one.on)}"
        yield from hanging(f"  evidence ({on}): ", f"\u201c{quote}\u201d")
        if facts:
            yield from hanging("    read from it: ", "; ".join(facts))
    if shown.look_at is not None:
        yield from hanging("  look at: ", shown.look_at)


def _said_lines(said: Said, paint: Paint) -> Iterator[str]:
    if said.entry is None:
        first, *rest = hanging("  ", f"not recorded: {said.post.id} {said.left}")
        yield paint(first, *([] if said.fine else ["red"]))
        yield from rest
    elif said.entry.why is not None:
        yield from hanging("  ", f"rejected by {said.entry.by}: {said.entry.why}")
    elif said.missing:
        yield from hanging("  ", signed_text(said.signed, said.before.needed))
    else:
        yield paint(f"  approved by {listed([one.by for one in said.signed])}", "green")


def _summary_lines(done: Approving, by: str, *, rejects: bool) -> Iterator[str]:
    waiting = [said for said in done.results if said.missing]
    posts = counted(len(done.recorded) - len(waiting), "post")
    if not done.recorded and not done.results:
        yield "No post waits for an answer, so nothing was recorded."
    elif not done.recorded:
        yield f"Nothing was recorded in {done.path}."
    elif rejects:
        yield from hanging("", f"{posts} rejected by {by} in {done.path}{committed(done.path)}.")
    else:
        price = usd(done.price_micro_usd)
        if len(done.recorded) > len(waiting):
            yield from hanging("", f"{posts} approved by {by} in {done.path}, for {price}{committed(done.path)}.")
        if waiting:
            yield from hanging("", _half_signed(waiting, by, done.path))
    yield from _failed_lines(done)


def _half_signed(waiting: Sequence[Said], by: str, path: Path) -> str:
    posts, wait = counted(len(waiting), "post"), "waits" if len(waiting) == 1 else "wait"
    what = f"{posts} signed by {by} in {path}{committed(path)}; {'it' if len(waiting) == 1 else 'they'} {wait}"
    ids = " ".join(said.post.id for said in waiting)
    return f"{what} for another person: `scicomm-bot approve {ids} --by NAME`."


def _failed_lines(done: Approving) -> Iterator[str]:
    failed: dict[str, list[str]] = {}
    for said in done.results:
        if said.failed and said.run is None:
            failed.setdefault(str(said.left), []).append(said.post.id)
    for why, ids in failed.items():
        yield from hanging("Not approved: ", f"{', '.join(ids)}: {why}.")
    if runs := [said.run for said in done.results if said.run is not None]:
        wait, line = ("post waits", "this line") if len(runs) == 1 else ("posts wait", "each line")
        yield ""
        yield f"{len(runs)} {wait} for an answer. Run {line} with your sentence for the dots:"
        yield ""
        yield from runs  # unfolded, to be copied
