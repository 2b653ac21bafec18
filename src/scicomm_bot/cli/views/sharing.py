"""What came of taking in a post that a person shared themselves, as lines."""

from collections.abc import Iterator

from scicomm_bot.app.sharing import Shared
from scicomm_bot.cli.terminal import WIDTH, hanging, wrap
from scicomm_bot.cli.wording import time_text


def shared_lines(done: Shared) -> Iterator[str]:
    """Yield what was written, with the text that was taken for the one on X."""
    kept = done.publication
    when = time_text(kept.ended_at or kept.claimed_at, done.zone)
    yield from hanging(
        "", f"{kept.post_id} is out, shared by hand on {when}. The bot does not post it, and it cost nothing:"
    )
    yield ""
    for line in wrap(kept.text, WIDTH - 4):
        yield f"    {line}".rstrip()
    yield ""
    yield f"{kept.address}"
    yield from hanging("  Ledger: ", done.ledger)
    if done.held is not None:
        yield from hanging("Note: ", f"the bot would not have posted it: {done.held.text(kept.post_id)}.")
