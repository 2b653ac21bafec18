"""Whether a paper still stands: what is on record against it, and whether anybody has looked lately enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scicomm_bot.domain.notice import RetractionRecord, day_text
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.fidelity.rule import ALL, Found, Rule

RETRACTED = Rule(
    "retracted",
    Level.ERROR,
    detects="the paper is retracted, withdrawn, removed or under an expression of concern, or nobody has looked lately",
    why="what a retracted paper said must not be told any more, and who read it here must hear of it",
    bad="a post on a paper whose DOI has a retraction on record at Crossref",
    good="a correction that names the notice, approved by a person",
    kinds=ALL - {"correction"},
    english=False,
    also=(Level.WARNING, Level.INFO),
)


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
class PaperStanding:
    """How a paper stands, and in what words; `said` is empty for `CLEAR`."""

    case: Case
    said: str = ""
    instead: str = ""

    def remark(self, *, live: bool) -> Remark | None:
        """Return what its posts are told: before a live post, not knowing blocks; else it is worth knowing."""
        if self.case is Case.CLEAR:
            return None
        level = {Case.LOOK: Level.WARNING, Case.STOPPED: Level.ERROR}.get(
            self.case, Level.ERROR if live else Level.INFO
        )
        return RETRACTED.remark(Found(self.said, self.instead, level))


@dataclass(frozen=True, slots=True)
class Trust:
    """How long an answer of Crossref's, and how long a person's word, is relied on."""

    answer: timedelta
    word: timedelta


def is_recent(record: RetractionRecord | None, now: datetime, within: timedelta) -> bool:
    """Whether a record is younger than this; one from the future was dated by a clock set back since, and is not."""
    return record is not None and timedelta(0) <= now - record.checked_at < within


def standing_of(
    paper: Paper, record: RetractionRecord | None, now: datetime, trust: Trust, *, just_looked: bool = False
) -> PaperStanding:
    """Say how a paper stands.

    Args:
        paper: The paper.
        record: What the newest look-up of its DOI found, or None.
        now: The time.
        trust: How long to rely on what.
        just_looked: The record was made a moment ago, for this very question.
    """
    if paper.doi is None:
        return _by_word(paper, now, trust, "has no DOI here, so it cannot be looked up at Crossref")
    if record is None:
        said = f"nobody has looked yet whether doi:{paper.doi} is retracted"
        return PaperStanding(Case.OLD, said, "a live post looks first, and so does `scicomm-bot check --online`")
    when = f"{record.checked_at:%Y-%m-%d %H:%M} UTC"
    if record.stops is not None:
        said = f"the paper {record.stops}, on record at {record.source} as of {when}"
        return PaperStanding(Case.STOPPED, said, "nothing more of it goes out; see `scicomm-bot status`")
    if not just_looked and not is_recent(record, now, trust.answer):
        what = "nothing was on record" if record.known else "the DOI was not known"
        said = f"whether doi:{paper.doi} is retracted was last looked up at {when} ({what}), which is too long ago"
        return PaperStanding(Case.OLD, said, "a live post looks again first, and so does `scicomm-bot check --online`")
    if not record.known:
        return _by_word(paper, now, trust, f"has a DOI that {record.source} does not know (doi:{paper.doi}, {when})")
    if record.updates_of:
        said = f"doi:{paper.doi} is itself a notice about another work: {_notices(record)}"
        return PaperStanding(Case.LOOK, said, "check that it is the paper's own DOI")
    if record.updates:
        said = f"the paper {'; it '.join(map(str, record.updates))}, on record at {record.source} as of {when}"
        return PaperStanding(Case.LOOK, said, "read the notice, and whether the findings here still hold")
    return PaperStanding(Case.CLEAR)


def _notices(record: RetractionRecord) -> str:
    return "; ".join(f"{update.type.replace('_', ' ')} of doi:{update.doi}" for update in record.updates_of)


def _by_word(paper: Paper, now: datetime, trust: Trust, why: str) -> PaperStanding:
    word, today = paper.retraction_check, now.date()
    if word is not None:
        on = date.fromisoformat(word.on)
        # Tomorrow may be today where the person is.
        if on <= today + timedelta(days=1) and today - on <= trust.word:
            return PaperStanding(Case.CLEAR)
    said = f"the paper {paper.id} {why}"
    if word is None:
        said += ", and no person has said that they looked"
    elif on > today:
        said += f", and {word.by}'s word is dated {day_text(on)}, which is still to come"
    else:
        said += f", and {word.by}'s word is of {day_text(on)}, more than {trust.word.days} days ago"
    form = f"`retraction_check: {{by: NAME, on: {today.isoformat()}, where: the journal's own page of the paper}}`"
    look = "look at the journal's own page whether it was retracted, then sign for it below the paper in posts.yaml"
    return PaperStanding(Case.ASK, said, f"{look}: {form}")


def remarks_on(
    posts: Sequence[Post], standings: Mapping[str, PaperStanding], *, live: bool = False
) -> dict[str, list[Remark]]:
    """Return the remarks of the rule by the ids of posts: what stops a paper holds all its posts.

    The rest is told once for each paper, at its first post. `standings` is by the papers' ids.
    """
    remarks: dict[str, list[Remark]] = {}
    told: set[str] = set()
    for post in posts:
        standing = standings.get(post.paper_id)
        remark = standing.remark(live=live) if standing is not None and post.kind in RETRACTED.kinds else None
        if remark is not None and (remark.level is Level.ERROR or post.paper_id not in told):
            remarks[post.id] = [remark]
            told.add(post.paper_id)
    return remarks
