"""`scicomm-bot approve`: a person's yes or no to posts, kept in `approved.yaml`."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from scicomm_bot.approval import UNAPPROVED, Approval, Verdict, approval_of, record, standings_of
from scicomm_bot.approval.read import read_file
from scicomm_bot.cli import retractions, show, wiring
from scicomm_bot.cli.show_approval import difference_lines, word_of
from scicomm_bot.clock import SystemClock
from scicomm_bot.domain.history import History
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import Standing, standing
from scicomm_bot.render import Templates


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one post: its new entry; or why it has none, and whether that is as it should be."""

    post: Post
    entry: Approval | None = None
    left: str | None = None
    fine: bool = False


def run(options: Namespace) -> int:
    """Show the posts and record what the person says of them; 1 if a post could not be approved."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    ledger = wiring.open_ledger(settings, dry_run=False, create=False)
    document, posts = wiring.checked_posts(settings, now, ledger)
    content, path = document.content, settings.approved_file
    read_file(path)  # one that cannot be used is said before anything is shown
    wanted = {post.paper_id for post in wiring.selected(posts, options.ids)}
    if not options.reject:
        wiring.warn_if_not_looked_up(settings)
        ledger = wiring.ledger_to_change(settings, dry_run=False)
        papers = [paper for paper in content.papers if paper.id in wanted]
        looked = retractions.look(papers, ledger, settings, SystemClock().now)
        posts = wiring.posts_of(document, settings, now, ledger, Templates(settings.templates), looked=looked)
    chosen = wiring.selected(posts, options.ids)
    history = wiring.history_of(ledger, posts, now)
    stands = {post.id: standing(post, history) for post in chosen}
    verdicts = standings_of(chosen, content, wiring.approvals_of(settings))
    answers: list[Answer] = []
    for post, verdict in zip(chosen, verdicts, strict=True):
        left, fine = _why_not(post, verdict, stands[post.id], options)
        decision = "rejected" if options.reject else "approved"
        entry = None
        if left is None:
            entry = approval_of(post, content, decision, by=options.by, at=now, why=options.why)  # type: ignore[arg-type]
        answers.append(Answer(post, entry, left, fine))
    new = [answer.entry for answer in answers if answer.entry is not None]
    if new:
        record(path, new, [post.id for post in posts])
    price = sum(answer.post.price_micro_usd for answer in answers if answer.entry is not None)
    if options.json:
        show.print_json({
            "file": str(path),
            "recorded": [_entry_json(entry) for entry in new],
            "left": [{"id": one.post.id, "reason": one.left, "fine": one.fine} for one in answers if one.left],
            "price_usd": price / 1_000_000,
        })  # fmt: skip
    else:
        paint, zone = show.paint_for_stdout(), ZoneInfo(content.schedule.timezone)
        now_stands = {post.id: _after(post, history) for post in wiring.for_live(settings, content, chosen)}
        for answer, verdict in zip(answers, verdicts, strict=True):
            shown = show.post_lines(answer.post, now_stands[answer.post.id], paint, zone, upcoming=False)
            show.print_lines([*shown, *_evidence_lines(answer.post, content)])
            if verdict.difference:
                seen = f"  from what {word_of(verdict)} looked at, to what it is now:"
                show.print_lines([seen, *difference_lines(verdict.difference, paint)])
            show.print_lines([*_answer_lines(answer, paint), ""])
        show.print_lines(_summary_lines(answers, str(path), price, options))
    return 1 if any(answer.left and not answer.fine for answer in answers) else 0


def _why_not(post: Post, verdict: Verdict, where: Standing, options: Namespace) -> tuple[str | None, bool]:
    """Return why nothing is recorded for a post, and whether that is as it should be; None where it is recorded."""
    if where.state == "posted":
        return f"is out already; to take it back, run `scicomm-bot withdraw {post.id}`", not options.reject
    if options.reject:
        return None, True
    if blocking := [remark for remark in post.remarks if remark.level is Level.ERROR]:
        rules = " and ".join(dict.fromkeys(one.rule for one in blocking))
        return f"cannot be approved while {rules} blocks it; mend it first", False
    if unreadable := [image.file for image in post.images if not image.sha256]:
        return f"cannot be approved while {', '.join(unreadable)} cannot be read; mend that first", False
    if verdict.state == "approved":
        return f"is approved as it is, by {word_of(verdict)}", True
    if verdict.state == "rejected" and options.all:
        why = f"was rejected by {word_of(verdict)}: {str(verdict.why).rstrip('.')}"
        return f"{why}; --all leaves it so, name it to approve it after all", False
    return None, True


def _after(post: Post, history: History) -> Standing:
    """Return where a post stands by what was just recorded, without the reason, which is told below it."""
    where = standing(post, history)
    return replace(where, detail=None) if where.reason == UNAPPROVED else where


def _evidence_lines(post: Post, content: Content) -> Iterator[str]:
    """Yield what a post rests on, word for word."""
    paper = next(paper for paper in content.papers if paper.id == post.paper_id)
    finding = next((one for one in paper.findings if f"{paper.id}/{one.id}" == post.id), None)
    if post.kind == "correction":
        yield from show.hanging("  evidence: ", f"what `scicomm-bot status` shows on record against {paper.title!r}")
        return
    if finding is None:
        yield from show.hanging("  evidence: ", f"the record of {paper.title!r}")
        return
    for one in finding.evidence:
        quote = " ".join(one.quote.split())
        on = "on what, the paper does not say" if one.on == ("unstated",) else f"on {', '.join(one.on)}"
        yield from show.hanging(f"  evidence ({on}): ", f"\u201c{quote}\u201d")


def _answer_lines(answer: Answer, paint: show.Paint) -> Iterator[str]:
    if answer.entry is None:
        first, *rest = show.hanging("  ", f"not recorded: {answer.post.id} {answer.left}")
        yield paint(first, *([] if answer.fine else ["red"]))
        yield from rest
    elif answer.entry.why is not None:
        yield from show.hanging("  ", f"rejected by {answer.entry.by}: {answer.entry.why}")
    else:
        yield paint(f"  approved by {answer.entry.by}", "green")


def _summary_lines(answers: Sequence[Answer], path: str, price: int, options: Namespace) -> Iterator[str]:
    count = sum(answer.entry is not None for answer in answers)
    posts = f"{count} post{'s' if count != 1 else ''}"
    if not count:
        yield f"Nothing was recorded in {path}."
    elif options.reject:
        yield from show.hanging("", f"{posts} rejected by {options.by} in {path}; commit that file.")
    else:
        yield from show.hanging("", f"{posts} approved by {options.by} in {path}, for {usd(price)}; commit that file.")
    failed = [answer.post.id for answer in answers if answer.left and not answer.fine]
    if failed:
        yield from show.hanging("Not approved: ", f"{', '.join(failed)}.")


def _entry_json(entry: Approval) -> dict[str, object]:
    return {
        "id": entry.id,
        "decision": entry.decision,
        "by": entry.by,
        "at": show.iso(entry.at),
        "why": entry.why,
        "text": entry.text,
        "evidence": entry.evidence,
        "images": [{"file": one.file, "sha256": one.sha256, "alt_sha256": one.alt_sha256} for one in entry.images],
        "seal": entry.seal,
    }
