"""The plan as a calendar file (iCalendar, RFC 5545), for the calendar programs that people have.

An event is known by its UID, which is made of the post's id: who imports a newer file moves the events that are there.
Times are in UTC, so that no program needs our zone's rules; each shows them by the clocks of who looks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from icalendar import Calendar, Component, Event, vDDDTypes

from scicomm_bot.app import handouts
from scicomm_bot.app.handouts import Handout
from scicomm_bot.app.planning import Plan, out_at
from scicomm_bot.characters.invisible import shown
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication
from scicomm_bot.files import read_ordinary
from scicomm_bot.medium.prices import usd

_BEGIN, _MARK = b"BEGIN:VCALENDAR", b"PRODID:-//scicomm-bot//"
_SPACE = UUID("7a3c1f52-8d0e-4b6a-9c25-3f1e60d9b7a4")
"""What our UIDs are made in: RFC 7986, section 5.3, wants UIDs that say nothing of who made them."""
_LASTS = timedelta(minutes=15)
"""A post takes no time; an event of none is hard to see."""
_FIRST_SECOND = datetime(2026, 1, 1, tzinfo=UTC)
_GREATEST = 2**31 - 1
"""An INTEGER of iCalendar (RFC 5545, section 3.3.8)."""
_MOST_BYTES = 64_000_000


def is_calendar(begin: bytes) -> bool:
    """Whether a file that begins like this is a calendar of ours, of this version or another."""
    return begin.startswith(_BEGIN) and _MARK in begin[: handouts.LOOKED_AT]


_FILE = Handout("calendar", "calendar of scicomm-bot", "plan.ics", "--ics", is_calendar)


@dataclass(frozen=True, slots=True)
class Written:
    """How many posts are in a calendar file, and how many events of before are in it as cancelled."""

    posts: int
    cancelled: int


def write(plan: Plan, path: Path, own: Iterable[Path] = ()) -> Written:
    """Write the calendar into a file; events of the file of before that are gone are in the new one as cancelled.

    Raises:
        ScicommError: as `handouts.write` does.
    """
    before = _events_of(_read(path))
    events = _events(plan, _sequence(plan.survey.now, before.values()))
    gone = _gone(plan, events, before)
    handouts.write(_FILE, path, _calendar(plan, [*events, *gone]), own)
    return Written(sum(not _is_day(event) for event in events), len(gone))


def calendar_of(plan: Plan) -> bytes:
    """Return the calendar, as a file of iCalendar holds it."""
    return _calendar(plan, _events(plan, _sequence(plan.survey.now, ())))


def uid_of(post: Post, *, rehearsal: bool = False) -> str:
    """Return by what name calendars know a post: the same at each slot, and under an id that it has got since."""
    first = post.was[0] if post.was else post.id
    return str(uuid5(_SPACE, f"{'rehearsal' if rehearsal else 'post'}:{first}"))


def _calendar(plan: Plan, events: Sequence[Event]) -> bytes:
    survey = plan.survey
    name = "X posts (rehearsal)" if survey.rehearsal else "X posts"
    made = Calendar()
    made.add("prodid", "-//scicomm-bot//plan//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)  # what Google, Outlook and Apple read instead of RFC 7986's NAME
    made.add("x-wr-timezone", survey.zone.key)
    made.add("last-modified", survey.now.astimezone(UTC))
    for event in events:
        made.add_component(event)
    return bytes(made.to_ical())


def _events(plan: Plan, sequence: int) -> list[Event]:
    planned = [_planned(plan, at, post, sequence) for at, post in plan.entries]
    out = [_out(plan, post, publication, sequence) for post, publication in plan.out]
    return [*out, *planned, *(_quiet(plan, day, why, sequence) for day, why in _quiet_days(plan))]


def _planned(plan: Plan, at: datetime, post: Post, sequence: int) -> Event:
    made = f"Planned on {_moment(plan, plan.survey.now)}; `scicomm-bot plan` says what holds now."
    event = _post_event(plan, at, post, sequence)
    event.add("description", _description(plan, post.text, post.price_micro_usd, made))
    event.add("status", "TENTATIVE")
    return event


def _out(plan: Plan, post: Post, publication: Publication, sequence: int) -> Event:
    gone = publication.withdrawn_text(plan.survey.zone)
    where = "withdrawn" if gone else "may be out" if publication.open else "out"
    event = _post_event(plan, out_at(publication), post, sequence, f" ({where})")
    event.add("description", _description(plan, publication.text, publication.price_micro_usd, gone))
    event.add("status", "CANCELLED" if gone else "TENTATIVE" if publication.open else "CONFIRMED")
    if publication.address and not gone:
        event.add("url", publication.address)
    return event


def _post_event(plan: Plan, at: datetime, post: Post, sequence: int, where: str = "") -> Event:
    event = _event(plan, uid_of(post, rehearsal=plan.survey.rehearsal), sequence)
    event.add("dtstart", at.astimezone(UTC))
    event.add("dtend", at.astimezone(UTC) + _LASTS)
    event.add("summary", f"{'Rehearsal: ' if plan.survey.rehearsal else ''}{post.id}{where}")
    event.add("categories", ["scicomm-bot", post.paper_id])
    return event


def _description(plan: Plan, text: str, price_micro_usd: int, note: str) -> str:
    price = f"{usd(price_micro_usd)} by {plan.survey.prices.source}"
    return "\n\n".join(filter(None, [shown(text), price, shown(note)]))


def _quiet(plan: Plan, day: date, why: str, sequence: int) -> Event:
    event = _event(plan, str(uuid5(_SPACE, f"quiet:{day}")), sequence)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"No X posts: {shown(why)}")
    event.add("categories", ["scicomm-bot"])
    event.add("status", "CONFIRMED")
    return event


def _event(plan: Plan, uid: str, sequence: int) -> Event:
    """Return an event without a time, as all are: known by its name, revised now, and keeping nobody busy."""
    event, now = Event(), plan.survey.now.astimezone(UTC)
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("sequence", sequence)
    event.add("transp", "TRANSPARENT")
    return event


def _quiet_days(plan: Plan) -> Iterator[tuple[date, str]]:
    """Yield the quiet days that leave a slot empty: where none would be, nobody misses a post."""
    zone = plan.survey.zone
    empty = {slot.at.astimezone(zone).date() for slot in plan.calendar.slots if not slot.posts}
    for quiet in plan.calendar.quiet:
        if quiet.day in empty:
            yield quiet.day, quiet.why


def _moment(plan: Plan, moment: datetime) -> str:
    return f"{moment.astimezone(plan.survey.zone):%a %d %b %Y %H:%M} {plan.survey.zone.key}"


# Events of before


def _read(path: Path) -> bytes:
    """Return the calendar of ours that is there; nothing where none is, and `handouts.write` says why."""
    try:
        data = read_ordinary(path, _MOST_BYTES)
    except OSError:
        return b""
    return data if is_calendar(data[: handouts.LOOKED_AT]) else b""


def _events_of(data: bytes) -> dict[str, Component]:
    """Return the events of a calendar by their UIDs; none of one that a person has broken."""
    try:
        events = [event for event in Calendar.from_ical(data).walk("VEVENT") if event.get("uid")] if data else []
    except ValueError:
        return {}
    return {str(event["uid"]): event for event in events}


def _sequence(now: datetime, before: Iterable[Component]) -> int:
    """Return the number of a revision: it goes up with time, and is above those of the file of before.

    Seconds, since a program may refuse what has a lower number than it knows, and the file of before may be elsewhere.
    They fit into an INTEGER until 2094.
    """
    known = [_number(event) + 1 for event in before]
    return min(max(int((now - _FIRST_SECOND).total_seconds()), 0, *known), _GREATEST)


def _number(event: Component) -> int:
    """Return the number of a revision; 0 of one that is none, or that nothing can be above."""
    try:
        number = int(event.get("sequence", 0))
    except (TypeError, ValueError):
        return 0
    return number if 0 <= number < _GREATEST else 0


def _gone(plan: Plan, events: Sequence[Event], before: Mapping[str, Component]) -> list[Event]:
    """Return what the file of before has in the time that is told, still to come, and the plan has not, as cancelled.

    A calendar program takes nothing away because a file has it no more; it does for what a file has as cancelled.
    """
    names = {str(event["uid"]) for event in events}
    sequence = _sequence(plan.survey.now, before.values())
    gone = [event for uid, event in before.items() if uid not in names and _is_told(plan, event)]
    return [_cancelled(plan, event, sequence) for event in gone]


def _is_told(plan: Plan, event: Component) -> bool:
    begins = _begins(plan, event)
    if begins is None or begins < plan.survey.now:
        return False
    return plan.window is None or plan.window.start <= begins < plan.window.until


def _begins(plan: Plan, event: Component) -> datetime | None:
    """Return when an event begins; None where that is not said as we say it."""
    begins = _start(event)
    if isinstance(begins, datetime):
        return None if begins.tzinfo is None else begins
    return datetime.combine(begins, time(), plan.survey.zone) if isinstance(begins, date) else None


def _is_day(event: Component) -> bool:
    return not isinstance(_start(event), datetime)


def _start(event: Component) -> object:
    start = event.get("dtstart")
    return start.dt if isinstance(start, vDDDTypes) else None


def _cancelled(plan: Plan, event: Component, sequence: int) -> Event:
    told = _event(plan, str(event["uid"]), sequence)
    for name in ("dtstart", "dtend", "categories"):
        if name in event:
            told[name] = event[name]
    told.add("status", "CANCELLED")
    told.add("summary", f"{_CANCELLED}{str(event.get('summary', '')).removeprefix(_CANCELLED)}")
    told.add("description", f"Not planned for this time any more, as of {_moment(plan, plan.survey.now)}.")
    return told


_CANCELLED = "Cancelled: "
