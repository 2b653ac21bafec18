"""A ledger that was copied, as lines and as JSON."""

from collections.abc import Iterator

from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.ledger.copy import Copy


def copy_lines(copy: Copy) -> Iterator[str]:
    """Say what was copied, and what to do next."""
    done = "has everything already" if copy.there_already else "has everything now"
    yield from hanging("", f"{copy.target} {done} that is in {copy.source}. It was read back, and is the same:")
    attempts = counted(sum(copy.states.values()), "attempt")
    yield from hanging("  ", f"{attempts}{': ' if copy.states else ''}{', '.join(_states(copy))}")
    holding = f" ({copy.pauses} in force)" if copy.rows["pause"] else ""
    yield from hanging("  ", f"{counted(copy.rows['pause'], 'pause')}{holding}")
    yield from hanging("  ", f"{counted(copy.rows['look'], 'look')} at the timeline for lost answers")
    yield from hanging("  ", f"{counted(copy.rows['retraction'], 'look-up')} of papers at Crossref")
    if not copy.moved:
        yield from hanging("", "Dry run: a rehearsal was copied, and goes on where it was. Remove the copy.")
        return
    marked = f"{copy.source} is marked as moved: nothing goes out with it any more. Keep it as a backup."
    yield from hanging("", marked)
    yield ""
    yield "Next:"
    yield from hanging("  1. ", "Set SCICOMM_STATE to what you gave as TO, for all services and commands.")
    yield from hanging("  2. ", "See that `scicomm-bot status` lists what is out.")
    yield from hanging("  3. ", "Start the service.")


def _states(copy: Copy) -> Iterator[str]:
    for state in PublicationState:
        if count := copy.states.get(state, 0):
            withdrawn = state is PublicationState.POSTED and copy.withdrawn
            yield f"{count} {state}{f' ({copy.withdrawn} of them withdrawn)' if withdrawn else ''}"


def copy_json(copy: Copy) -> dict[str, object]:
    """Return what was copied as its JSON object."""
    return {
        "from": copy.source,
        "to": copy.target,
        "rows": [{"table": name, "count": count} for name, count in copy.rows.items()],
        "attempts": {str(state): copy.states.get(state, 0) for state in PublicationState},
        "withdrawn": copy.withdrawn,
        "pauses_in_force": copy.pauses,
        "there_already": copy.there_already,
        "moved": copy.moved,
    }
