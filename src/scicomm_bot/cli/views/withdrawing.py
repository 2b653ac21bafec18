"""What came of a withdrawal, as lines."""

from collections.abc import Iterator
from pathlib import Path

from scicomm_bot.app.withdrawing import reject_command
from scicomm_bot.approval import Approval
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.wording import committed
from scicomm_bot.errors import ApprovalError
from scicomm_bot.medium.prices import usd


def withdrawn_line(post_id: str, price_micro_usd: int, *, rehearsal: bool) -> str:
    """Say that a post was taken back, and what that cost."""
    if rehearsal:
        return f"Dry run: {post_id} is withdrawn in the rehearsal; nothing on X was touched."
    return f"{post_id} is withdrawn ({usd(price_micro_usd)}); its history is kept."


def rejected_line(file: Path) -> str:
    """Say where the no is recorded that keeps a withdrawn post away."""
    return f"{file} rejects it now, so that it stays away even where the ledger is lost{committed(file)}."


def unrecorded_lines(no: Approval, error: ApprovalError) -> Iterator[str]:
    """Say that `approved.yaml` does not reject a withdrawn post, and how to make it; the command is not wrapped."""
    why = " ".join(str(error).split())
    told = f"{no.id} is deleted, but not rejected, so it could come back if the ledger is lost: {why}"
    yield from hanging("scicomm-bot: error: ", told)
    yield "Where approved.yaml can be written, run:"
    yield f"    {reject_command(no.id, no.why or '', no.by)}"
