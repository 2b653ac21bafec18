"""A person stops everything, or one paper, and goes on: by the ledger, so that it holds wherever it is used."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.app.desk import Desk
from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.publication import Publication
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.errors import ContentError, LedgerError, NotFoundError, ScicommError, near
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.plan.moments import MomentError, read_moment

FARTHEST_YEARS = 2
"""No pause with an end is longer: who writes a later day means another, or no end."""
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Paused:
    """What came of a person's stop.

    Attributes:
        pause: The pause as the ledger has it now; it may have begun before, and last longer than was asked for.
        asked: What was asked for.
        ledger: How messages call the ledger.
        services: The services that were seen on it within two minutes.
        opened: The post that is in flight, or whose answer was lost; None where there is none.
        now: When it was written.
        zone: Whose clocks the times are shown by.
        unseen_paper: Whether nobody could look whether there is such a paper.
    """

    pause: Pause
    asked: Pause
    ledger: str
    services: Sequence[ServiceSign]
    opened: Publication | None
    now: datetime
    zone: ZoneInfo
    unseen_paper: bool = False


@dataclass(frozen=True, slots=True)
class Resumed:
    """What came of going on.

    Attributes:
        ended: The pause that was ended, or None where there was none of a person's.
        left: The pauses in which still nothing goes out, or nothing of a paper; not of papers that were not asked for
            where a paper was.
        ledger: How messages call the ledger.
        services: The services that were seen on it within two minutes.
        now: When it was.
        zone: Whose clocks the times are shown by.
    """

    ended: Pause | None
    left: Sequence[Pause]
    ledger: str
    services: Sequence[ServiceSign]
    now: datetime
    zone: ZoneInfo


def pause(desk: Desk, why: str, *, until: str | None, paper_id: str | None, by: str | None) -> Paused:
    """Let nothing go out, or nothing of one paper, from now on.

    Args:
        desk: One that may change the ledger; none is made for this.
        why: The reason.
        until: When it ends by itself, as a person writes it; None for when a person ends it.
        paper_id: The paper; None for everything.
        by: Who says so, or None.

    Raises:
        ScicommError: there is no ledger or no such paper, or the end is no moment that is to come. Nothing was written.
    """
    ledger = _ledger(desk, "nothing was paused")
    zone, unseen = desk.zone or _UTC, False
    ends = None if until is None else _end(until, desk.clock.now(), zone)
    if paper_id is not None:
        unseen = not _is_known(desk, ledger, paper_id)
    now = desk.clock.now()
    asked = Pause(PauseCause.PERSON, why.removesuffix("."), now, ends, paper_id, by)
    kept = ledger.pause_by_person(asked)
    # What is read behind the pause: a post that is not in flight now will see it before its first byte.
    return Paused(kept, asked, desk.ledger_name, _alive(ledger, now), ledger.open_publication(), now, zone, unseen)


def resume(desk: Desk, *, paper_id: str | None) -> Resumed:
    """End the pause that a person made of everything, or of one paper; no other.

    Raises:
        ScicommError: there is no ledger.
    """
    ledger = _ledger(desk, "nothing is paused in it")
    now, account = desk.clock.now(), ledger.account()
    pauses = account.pauses if account is not None else ()
    ours = (one for one in pauses if one.is_a_persons and one.paper_id == paper_id and one.holds_at(now))
    found = next(ours, None)
    if account is not None and found is not None and not ledger.end_pause(account.id, found, now):
        found, account = None, ledger.account()  # somebody else was quicker, or has added a reason of their own
        pauses = account.pauses if account is not None else ()
    in_file = desk.pause_in_file()
    still = [one for one in (*pauses, *([in_file] if in_file else ())) if one is not found and one.holds_at(now)]
    left = [one for one in still if paper_id is None or one.paper_id in {None, paper_id}]
    return Resumed(found, left, desk.ledger_name, _alive(ledger, now), now, desk.zone or _UTC)


def _ledger(desk: Desk, so: str) -> SqlLedger:
    if desk.ledger is None:
        raise LedgerError(
            f"{desk.ledger_name}: there is no ledger, so {so}; run this where the service runs, or set SCICOMM_STATE "
            "to its ledger. Who has only the files writes `pause: {why: ...}` at the top of posts.yaml"
        )
    return desk.ledger


def _alive(ledger: SqlLedger, now: datetime) -> list[ServiceSign]:
    return [sign for sign in ledger.signs() if sign.alive(now)]


def _end(written: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read when a pause is to end."""
    try:
        moment = read_moment(written, now, zone)
    except MomentError as error:
        raise ScicommError(f"--until {written!r} {error}") from error
    told = f"{moment.astimezone(zone):%a %d %b %Y %H:%M} {zone.key}"
    if moment <= now:
        raise ScicommError(
            f"--until {written!r} is {told}, which is over already, so nothing would be paused; write a time that is "
            "to come, or leave --until out to stop until `scicomm-bot resume`"
        )
    if moment.year > now.year + FARTHEST_YEARS:
        raise ScicommError(
            f"--until {written!r} is {told}, more than {FARTHEST_YEARS} years away; leave --until out to stop until "
            "`scicomm-bot resume`"
        )
    return moment


def _is_known(desk: Desk, ledger: SqlLedger, paper_id: str) -> bool:
    """Whether the file or the ledger has a paper; False where the file cannot be read, so that nobody knows.

    Raises:
        NotFoundError: neither has it.
    """
    if ledger.posted_of(paper_id):
        return True
    document = None
    with suppress(ContentError):
        document, _ = desk.examine()
    if document is None:
        return False
    known = [paper.id for paper in document.content.papers]
    if paper_id in known:
        return True
    if (of := paper_id_of(paper_id)) != paper_id and of in known:
        raise NotFoundError(f"--paper {paper_id}: this is a post; name its paper, {of}. Nothing was paused")
    nearest = near(paper_id, known)
    hint = f"did you mean {nearest}?" if nearest else f"the papers are {', '.join(known[:10])}."
    raise NotFoundError(f"--paper {paper_id}: {desk.posts_file} has no such paper; {hint} Nothing was paused")
