"""Publications, as lines and as JSON."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from scicomm_bot.cli.terminal import hanging, width, wrap
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.publication import Publication
from scicomm_bot.medium.prices import DELETE_MICRO_USD, usd


def publication_lines(publication: Publication) -> Iterator[str]:
    """Yield what is known of one attempt."""
    when = time_text(publication.ended_at or publication.claimed_at, ZoneInfo("UTC"))
    state = publication.state if publication.withdrawn_at is None else "withdrawn"
    yield from hanging("", f"{when}  {publication.post_id}  {state}  {usd(publication.price_micro_usd)}")
    if publication.withdrawn_at is not None:
        yield from hanging("  ", publication.withdrawn_text())
        number = f"its number on X was {publication.remote_id}; " if publication.address else ""
        yield from hanging("  ", f"{number}deleting it cost {usd(DELETE_MICRO_USD)}")
    elif publication.address or publication.reason:
        yield from hanging("  ", publication.address or publication.reason or "")
    for line in wrap(publication.text, width() - 4):
        yield f"  │ {line}".rstrip()
    yield ""


def publication_json(publication: Publication) -> dict[str, object]:
    """Return a publication as its JSON object."""
    return {
        "id": publication.post_id,
        "state": str(publication.state),
        "text": publication.text,
        "price_usd": publication.price_micro_usd / 1_000_000,
        "x_post_id": publication.remote_id,
        "address": publication.address,
        "claimed_at": iso(publication.claimed_at),
        "ended_at": iso(publication.ended_at),
        "attempt_id": publication.attempt_id,
        "reason": publication.reason,
        "reply_to": publication.reply_to,
        "withdrawn_at": iso(publication.withdrawn_at),
        "withdrawn_why": publication.withdrawn_why,
    }
