"""Whether a paper still stands: what is on record against it, and whether anybody has looked lately enough; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scicomm_bot.domain.notice import RetractionRecord, day_text
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Paper, Retraction

_ANY_FILE = "below the paper in posts.yaml, or in its own file"


class Case(StrEnum):
    """How a paper stands."""

    CLEAR = "clear"
    """Nothing on record, as of a look that is recent enough; or a person's recent word where nothing can be looked up.
    """
    LOOK = "look"
    """Something on record that a person should look at."""
    STOPPED = "stopped"
    """Something on record that stops the paper."""
    OLD = "old"
    """Never looked up, or too long ago."""
    ASK = "ask"
    """It cannot be looked up, and no person has given their word lately."""


@dataclass(frozen=True, slots=True)
class PaperState:
    """Whether a paper still stands; `message` and `remedy` are empty for `CLEAR`."""

    case: Case
    message: str = ""
    remedy: str = ""

    def stops(self, *, live: bool) -> bool:
        """Whether no post of the paper may go out: before a live post, not knowing is enough."""
        return self.case is Case.STOPPED or (live and self.case in {Case.OLD, Case.ASK})

    def obstacle(self, *, live: bool, until: datetime | None = None) -> Obstacle | None:
        """Return what holds the paper's posts, or None; `until` is when it is looked up again by itself."""
        if not self.stops(live=live):
            return None
        need = None if until is not None else Need.LATER if self.case is Case.ASK else Need.NOW
        return Obstacle(ObstacleCode.RETRACTED, self.message, self.remedy, until, need)


@dataclass(frozen=True, slots=True)
class Trust:
    """How long an answer of Crossref's, and how long a person's word, is relied on."""

    answer: timedelta
    word: timedelta


def is_recent(record: RetractionRecord | None, now: datetime, within: timedelta) -> bool:
    """Whether a record is younger than this; one from the future was dated by a clock set back since, and is not."""
    return record is not None and timedelta(0) <= now - record.checked_at < within


def paper_state(
    paper: Paper,
    record: RetractionRecord | None,
    now: datetime,
    trust: Trust,
    *,
    just_looked: bool = False,
    where: str = _ANY_FILE,
) -> PaperState:
    """Say how a paper stands; `retraction` in its file stops it, whatever a person's word says.

    Args:
        paper: The paper.
        record: What the newest look-up of its DOI found, or None.
        now: The time.
        trust: How long to rely on what.
        just_looked: The record was made a moment ago, for this very question.
        where: Where a person writes that they have looked, as in "add it to papers/naps.yaml".
    """
    if paper.retraction is not None and (record is None or record.stops is None):
        return _by_file(paper.retraction)
    if paper.doi is None:
        return _by_word(paper, now, trust, "has no DOI in its file, so Crossref cannot be asked about it", where)
    if record is None:
        said = f"nobody has looked yet whether doi:{paper.doi} is retracted"
        return PaperState(Case.OLD, said, "a live post looks first, and so does `scicomm-bot check --online`")
    when = f"{record.checked_at:%Y-%m-%d %H:%M} UTC"
    if record.stops is not None:
        said = f"the paper {record.stops}, on record at {record.source} as of {when}"
        return PaperState(Case.STOPPED, said, "nothing more of it goes out; see `scicomm-bot status`")
    if not just_looked and not is_recent(record, now, trust.answer):
        what = "nothing was on record" if record.known else "the DOI was not known"
        said = f"whether doi:{paper.doi} is retracted was last looked up at {when} ({what}), which is too long ago"
        return PaperState(Case.OLD, said, "a live post looks again first, and so does `scicomm-bot check --online`")
    if not record.known:
        unknown = f"has a DOI that {record.source} does not know (doi:{paper.doi}, {when})"
        return _by_word(paper, now, trust, unknown, where)
    if record.updates_of:
        said = f"doi:{paper.doi} is itself a notice about another work: {_notices(record)}"
        return PaperState(Case.LOOK, said, "check that it is the paper's own DOI")
    if record.updates:
        said = f"the paper {'; it '.join(map(str, record.updates))}, on record at {record.source} as of {when}"
        return PaperState(Case.LOOK, said, "read the notice, and whether the findings here still hold")
    return PaperState(Case.CLEAR)


_KINDS = {
    "retracted": "the paper was retracted",
    "notice": "this is no paper, but a notice about another one",
    "expression of concern": "the paper is under an expression of concern",
}


def _by_file(said: Retraction) -> PaperState:
    about = "about" if said.kind == "notice" else "notice"
    doi = f", {about} doi:{said.doi}" if said.doi is not None else ""
    day = day_text(date.fromisoformat(said.on))
    message = f"{_KINDS[said.kind]}, as `retraction` in its file has it from {said.source} ({day}{doi})"
    remedy = (
        "a person who has looked and finds that the source is wrong deletes `retraction` and says so in "
        "`retraction_check`"
    )
    return PaperState(Case.STOPPED, message, remedy)


def _notices(record: RetractionRecord) -> str:
    return "; ".join(f"{update.type.replace('_', ' ')} of doi:{update.doi}" for update in record.updates_of)


def _by_word(paper: Paper, now: datetime, trust: Trust, why: str, where: str) -> PaperState:
    word, today = paper.retraction_check, now.date()
    if word is not None:
        on = date.fromisoformat(word.on)
        # Tomorrow may be today where the person is.
        if on <= today + timedelta(days=1) and today - on <= trust.word:
            return PaperState(Case.CLEAR)
    said = f"the paper {paper.id} {why}"
    if word is None:
        said += ", and nobody has checked it by hand"
    elif on > today:
        said += f", and {word.by}'s word is dated {day_text(on)}, which is still to come"
    else:
        said += f", and {word.by}'s word is of {day_text(on)}, more than {trust.word.days} days ago"
    form = f"`retraction_check: {{by: NAME, on: {today.isoformat()}, where: the page}}`"
    look = f"check at the journal's page that it was not retracted, then add this {where}"
    return PaperState(Case.ASK, said, f"{look}: {form}")


def paper_states(
    papers: Iterable[Paper],
    records: Mapping[str, RetractionRecord],
    now: datetime,
    trust: Trust | None,
    where: Callable[[Paper], str] = lambda _paper: _ANY_FILE,
) -> dict[str, PaperState]:
    """Return whether each paper stands, by its id, from the records by the papers' ids.

    Where `trust` is None, papers are not looked up at all: then there is only what the file says against one.
    `where` is called with a paper, and returns what `paper_state` takes.
    """
    if trust is None:
        return {paper.id: _by_file(paper.retraction) for paper in papers if paper.retraction is not None}
    return {paper.id: paper_state(paper, records.get(paper.id), now, trust, where=where(paper)) for paper in papers}
