"""Small data that many tests need: one account, one moment, posts and claims made to measure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.domain.publication import Claim, Publication, PublicationState
from scicomm_bot.domain.timing import ANY_TIME, Timing
from scicomm_bot.plan import Skip, SkipKind

NOW = datetime(2026, 11, 28, 7, 0, 2, tzinfo=UTC)
SLOT = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
MONTH = datetime(2026, 11, 1, tzinfo=UTC)
ACCOUNT = Account(id="2244994945", username="scicomm_bot")
CALL_WITHIN = timedelta(seconds=30)
SETTLE_WITHIN = timedelta(seconds=60)
APART = timedelta(seconds=5) + CALL_WITHIN + SETTLE_WITHIN + timedelta(seconds=1)
"""How far apart, by X's clock, two looks must be to release a publication."""


def make_post(name="one", text=None, *, blocked=False, price=15_000, follows=None):
    remarks = (Remark("too-long", Level.ERROR, "much too long"),) if blocked else ()
    said = f"What finding {name} says." if text is None else text
    return Post(f"paper/{name}", "paper", "finding", said, len(said), price, "posts.yaml:7", remarks, follows)


def make_posts(*names):
    return [make_post(name) for name in names or ("one", "two", "three")]


def make_papers(*papers, count=2, **timing):
    """Posts of several papers, `a/1`, `a/2`, `b/1`, ...; all have these moments."""
    return [
        replace(
            make_post(f"{paper}-{number}"),
            id=f"{paper}/{number}",
            paper_id=paper,
            timing=Timing(**timing) if timing else ANY_TIME,
        )
        for paper in papers
        for number in range(1, count + 1)
    ]


def make_thread(*names):
    """Posts of which each replies to the one before."""
    before = [None, *(f"paper/{name}" for name in names)]
    return [make_post(name, follows=follows) for name, follows in zip(names, before, strict=False)]


def make_claim(attempt="a1", name="one", text=None, *, at=NOW, slot=None, price=15_000):
    said = f"What finding {name} says." if text is None else text
    send_by = at + timedelta(seconds=5)
    return Claim(attempt, f"paper/{name}", said, price, at, send_by, send_by + CALL_WITHIN, slot)


def record(post, state, **others) -> Publication:
    """Return the ledger's record of a post."""
    known = {"remote_id": "77", "ended_at": NOW} if state is PublicationState.POSTED else {}
    fields = {
        "attempt_id": "a1", "account_id": ACCOUNT.id, "post_id": post.id, "text": post.text,
        "text_sha256": post.text_sha256, "price_micro_usd": post.price_micro_usd, "state": state,
        "claimed_at": NOW - timedelta(seconds=60), "send_by": NOW - timedelta(seconds=55), "ends_by": NOW - timedelta(seconds=25),
    }  # fmt: skip
    return Publication(**{**fields, **known, **others})


def after(*records: Publication, **others) -> History:
    """Return the history that holds these records."""
    out = {one.text_sha256: one.post_id for one in records if one.state is PublicationState.POSTED or one.open}
    still_open = next((one for one in records if one.open), None)
    fields = {"account": ACCOUNT, "latest": {one.post_id: one for one in records}, "taken": out, "open": still_open}
    return History(**{**fields, **others})


def told(skip: Skip) -> tuple[SkipKind, str, datetime | None]:
    """Return what is told of a step in which nothing went out: its kind, why, and until when."""
    return skip.kind, skip.reason, skip.until


def paused(note="suspended", *, cause=PauseCause.ACCOUNT_REFUSED, until=None, since=NOW, paper_id=None):
    """Return a pause; one with an end is a rate limit."""
    return Pause(PauseCause.RATE_LIMIT if until is not None else cause, note, since, until, paper_id)


def notes(ledger):
    """Return why nothing goes out on a ledger's account: the note of each pause, and when it ends."""
    return [(pause.note, pause.until) for pause in ledger.account().pauses]


def end_pauses(ledger, at=NOW):
    """Do what a person does with `doctor --online --resume`."""
    for pause in ledger.account().pauses:
        assert ledger.end_pause(ACCOUNT.id, pause, at)
