"""Publications, as lines and as JSON."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from scicomm_bot.app.withdrawing import reject_command
from scicomm_bot.approval import Approval
from scicomm_bot.cli.terminal import WIDTH, hanging, wrap
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import ApprovalError
from scicomm_bot.medium.prices import DELETE_MICRO_USD, usd


def publication_lines(publication: Publication) -> Iterator[str]:
    """Yield what is known of one attempt."""
    when = time_text(publication.ended_at or publication.claimed_at, ZoneInfo("UTC"))
    state = publication.state if publication.withdrawn_at is None else "withdrawn"
    yield f"{when}  {publication.post_id}  {state}  {usd(publication.price_micro_usd)}"
    if publication.withdrawn_at is not None:
        yield from hanging("  ", publication.withdrawn_text())
        number = f"its number on X was {publication.remote_id}; " if publication.address else ""
        yield from hanging("  ", f"{number}deleting it cost {usd(DELETE_MICRO_USD)}")
    elif publication.address or publication.reason:
        yield from hanging("  ", publication.address or publication.reason or "")
    for line in wrap(publication.text, WIDTH - 4):
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


def withdrawn_line(post_id: str, *, rehearsal: bool) -> str:
    """Say that a post was taken back, and what that cost."""
    if rehearsal:
        return f"Dry run: {post_id} is withdrawn in the rehearsal; nothing on X was touched."
    return f"{post_id} is withdrawn ({usd(DELETE_MICRO_USD)}); its history is kept."


def rejected_line(file: Path) -> str:
    """Say where the no is recorded that keeps a withdrawn post away."""
    return f"{file} rejects it now, so that it stays away even where the ledger is lost; commit that file."


def unrecorded_lines(no: Approval, error: ApprovalError) -> Iterator[str]:
    """Say that `approved.yaml` does not reject a withdrawn post, and how to make it; the command is not wrapped."""
    why = " ".join(str(error).split())
    told = f"{no.id} is deleted, but not rejected, so it could come back if the ledger is lost: {why}"
    yield from hanging("scicomm-bot: error: ", told)
    yield "Where approved.yaml can be written, run:"
    yield f"    {reject_command(no.id, no.why or '', no.by)}"
