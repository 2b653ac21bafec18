"""Publications, as lines and as JSON."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from scicomm_bot.cli.table import amount
from scicomm_bot.cli.terminal import hanging, width, wrap
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.corrected import Corrected
from scicomm_bot.domain.publication import Publication
from scicomm_bot.medium.prices import usd

_UTC = ZoneInfo("UTC")
COLUMNS = (
    "date", "time", "timezone", "id", "state", "by_hand", "price_usd", "address", "reason", "text", "withdrawn_at",
    "withdrawn_why",
)  # fmt: skip
"""Of a table of publications, for a spreadsheet."""


def publication_row(publication: Publication, zone: ZoneInfo) -> list[str]:
    """Return what is known of one attempt as the cells of COLUMNS."""
    at = (publication.ended_at or publication.claimed_at).astimezone(zone)
    gone = None if publication.withdrawn_at is None else publication.withdrawn_at.astimezone(zone)
    return [
        f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}", zone.key, publication.post_id, str(publication.state),
        "yes" if publication.by_hand else "no", amount(publication.price_micro_usd), publication.address or "",
        publication.reason or "", publication.text, "" if gone is None else f"{gone:%Y-%m-%d %H:%M:%S}",
        publication.withdrawn_why or "",
    ]  # fmt: skip


def publication_lines(
    publication: Publication, zone: ZoneInfo = _UTC, corrected: Corrected | None = None
) -> Iterator[str]:
    """Yield what is known of one attempt; of a correction, above its text, what it corrects."""
    when = time_text(publication.ended_at or publication.claimed_at, zone)
    state = publication.state if publication.withdrawn_at is None else "withdrawn"
    state = f"{state} (shared by hand)" if publication.by_hand else state
    yield from hanging("", f"{when}  {publication.post_id}  {state}  {usd(publication.price_micro_usd)}")
    if publication.withdrawn_at is not None:
        yield from hanging("  ", publication.withdrawn_text(zone))
        number = f"its number on X was {publication.remote_id}; " if publication.address else ""
        yield from hanging("  ", f"{number}deleting it cost {usd(publication.deletion_micro_usd)}")
    elif publication.address or publication.reason:
        yield from hanging("  ", publication.address or publication.reason or "")
    if corrected is not None:
        yield from hanging("  ", f"corrects {corrected.says(zone)}")
        yield from _indented(corrected.text or "")
        yield from hanging("  ", "The correction:")
    yield from _indented(publication.text)
    yield ""


def _indented(text: str) -> Iterator[str]:
    return (f"  │ {line}".rstrip() for line in wrap(text, width() - 4)) if text else iter(())


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
