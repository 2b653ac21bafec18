"""Whether papers stand, in words."""

from collections.abc import Collection

from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.paper import Paper
from scicomm_bot.notices.policy import Case, PaperState


def needs_a_word(papers: Collection[str]) -> str:
    """Say what these papers, by their ids, need before a post of theirs goes live; at least one."""
    first, *others = papers
    who = f"{first} needs" if not others else f"{first} and {len(others)} more papers need"
    return f"{who} a `retraction_check` before posts go live, for nobody can look up whether the paper stands"


def paper_line(paper: Paper, state: PaperState, record: RetractionRecord | None) -> str:
    """Say whether a paper stands, with when and where that was found out: nothing on record does not mean clean."""
    if state.case is Case.STOPPED:
        return f"{state.message}; nothing more of it goes out"
    if state.case is not Case.CLEAR:
        return f"{state.message}; {state.remedy}"
    if record is not None and record.known:
        return f"nothing on record at {record.source} (as of {record.checked_at:%Y-%m-%d %H:%M} UTC)"
    word = paper.retraction_check
    return f"by the word of {word.by} ({word.on}, {word.where})" if word is not None else "nothing on record"
