"""Small data that many tests need: one account, one moment, posts and claims made to measure."""

from datetime import UTC, datetime, timedelta

from scicomm_bot.models import Account, Claim, Level, Post, Remark

NOW = datetime(2026, 11, 28, 7, 0, 2, tzinfo=UTC)
SLOT = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
MONTH = datetime(2026, 11, 1, tzinfo=UTC)
ACCOUNT = Account(id="2244994945", username="scicomm_bot")
CALL_WITHIN = timedelta(seconds=30)


def make_post(name="one", text=None, *, blocked=False, price=15_000):
    remarks = (Remark("too-long", Level.ERROR, "much too long"),) if blocked else ()
    said = f"What finding {name} says." if text is None else text
    return Post(f"paper/{name}", "paper", "finding", said, len(said), price, "posts.yaml:7", remarks)


def make_posts(*names):
    return [make_post(name) for name in names or ("one", "two", "three")]


def make_claim(attempt="a1", name="one", text=None, *, at=NOW, slot=None, price=15_000):
    said = f"What finding {name} says." if text is None else text
    send_by = at + timedelta(seconds=5)
    return Claim(attempt, f"paper/{name}", said, price, at, send_by, send_by + CALL_WITHIN, slot)
