"""What the page says of a post, a time and a deadline, in words for people who know nothing of the program."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from scicomm_bot.approval import Signature
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.post import Level
from scicomm_bot.signoff.pack import Asking, Entry, PaperPart

_HELD = {
    ObstacleCode.DRAFT: "A draft. It goes out only when its writer has finished it.",
    ObstacleCode.INCOMPLETE: "Not ready yet. Something about the paper is still missing.",
    ObstacleCode.FILE: "Not ready yet. The file that it stands in has a mistake, which must be put right first.",
    ObstacleCode.FINDING: "Not ready yet. Something in it must be put right first.",
    ObstacleCode.IMAGE: "Not ready yet. Its picture cannot be sent.",
    ObstacleCode.QUIET: "It waits. Nothing goes out in quiet time.",
    ObstacleCode.BUDGET: "It waits. The money for posts is used up for this month.",
    ObstacleCode.PAUSED: "It waits. Posting is paused.",
    ObstacleCode.RETRACTED: "It waits until somebody has checked that the paper still stands.",
    ObstacleCode.CHANGED: "It waits. It was changed after it was sent, and nobody knows yet whether it arrived.",
    ObstacleCode.SKIPPED: "It will not go out.",
    ObstacleCode.EXPIRED: "It will not go out any more. Its time is over.",
    ObstacleCode.THREAD: "It waits for the post that it replies to.",
}
_WHY_IS_TOLD = frozenset({
    ObstacleCode.INCOMPLETE, ObstacleCode.IMAGE, ObstacleCode.PAUSED, ObstacleCode.SKIPPED, ObstacleCode.FINDING,
})  # fmt: skip
"""Where the obstacle's own words say more than ours, and name nothing of the program."""

_STAY = "\u00a0"
"""A space at which no line ends; before the month alone, since in large letters a line must end somewhere."""


@dataclass(frozen=True, slots=True)
class Says:
    """What stands above a post about where it is.

    Attributes:
        kind: `good`, `wait` or `bad`, for the eye.
        text: One or two sentences; with `by`, what stands behind the name.
        why: Why, in somebody's or the program's own words; they may have `code` in backquotes. Empty where none.
        by: The person that the sentence begins with, or empty.
    """

    kind: Literal["good", "wait", "bad"]
    text: str
    why: str = ""
    by: str = ""


def zone_name(zone: ZoneInfo) -> str:
    """Return a time zone as people say it: "Tehran time"; one that names no place as it is written."""
    area, _, place = zone.key.rpartition("/")
    return f"{place.replace('_', ' ')} time" if area and area != "Etc" else zone.key


def day_of(at: datetime, zone: ZoneInfo) -> str:
    """Return the day of a time as people write it: "Mon 7 Dec 2026"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day}{_STAY}{local:%b %Y}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return a time as people write it: "Mon 7 Dec 2026, 17:30 Tehran time"."""
    return f"{day_of(at, zone)}, {at.astimezone(zone):%H:%M} {zone_name(zone)}"


def deadline(asking: Asking, zone: ZoneInfo) -> str:
    """Return until when an answer is asked for: "Monday 7 December 2026", and the time if there is one; or nothing."""
    if asking.day is None:
        return ""
    return _day(asking.day) + (f", {_clock(asking.clock)} {zone_name(zone)}" if asking.clock is not None else "")


def _day(day: date) -> str:
    return f"{day:%A} {day.day}{_STAY}{day:%B %Y}"


def _clock(clock: time) -> str:
    return f"{clock:%H:%M}"


def as_sentence(text: str) -> str:
    """Return words of the program, which are a clause, as a sentence: a capital letter first, a full stop behind."""
    plain = re.match(r"[a-z]+\s", text)
    text = text[:1].upper() + text[1:] if plain else text
    return text if re.search(r"[.!?…:][”\"')`]*$", text) else f"{text}."


def says_of(entry: Entry, part: PaperPart, zone: ZoneInfo) -> tuple[Says, ...]:
    """Return what stands above a post: where it is out, or what people said of it and what holds it."""
    if entry.where.state == "posted":
        return _of_posted(entry, zone)
    if entry.where.state == "unknown":
        return (Says("wait", "It is being sent, or nobody knows yet whether it arrived."),)
    if entry.where.state == "refused":
        return (Says("bad", "X did not take it."),)
    if part.stopped is not None and entry.post.kind != "correction":
        return (Says("bad", "It does not go out, because of the paper."),)
    return (*_of_approval(entry, zone), *_of_embargo(entry, part, zone), *_of_obstacle(entry))


def _of_posted(entry: Entry, zone: ZoneInfo) -> tuple[Says, ...]:
    publication = entry.where.publication
    when = publication.ended_at if publication is not None else None
    if publication is None or publication.withdrawn_at is None:
        return (Says("good", f"Out since {moment(when, zone)}." if when is not None else "Out already."),)
    gone = f"It was out{f' on {moment(when, zone)}' if when is not None else ''}"
    gone += f", and was withdrawn on {moment(publication.withdrawn_at, zone)}."
    return (Says("bad", gone, publication.withdrawn_why or ""),)


def _of_approval(entry: Entry, zone: ZoneInfo) -> tuple[Says, ...]:
    approval = entry.approval
    if approval is None or approval.by is None or approval.at is None:
        return ()
    when = f"on {moment(approval.at, zone)}"
    match approval.state:
        case "approved" | "unapproved":
            signed = approval.signed or (Signature(approval.by, approval.at),)
            yes = [(one.by, f"said yes on {moment(one.at, zone)}.") for one in signed]
            more = _more(entry, len(signed))
            last = len(yes) - 1
            return tuple(
                Says("wait" if more else "good", text + (more if number == last else ""), by=by)
                for number, (by, text) in enumerate(yes)
            )
        case "rejected":
            since = " The text was changed since." if entry.is_mended else ""
            return (Says("wait" if since else "bad", f"said no {when}.{since}", approval.why or "", approval.by),)
        case "changed":
            return (Says("wait", f"said yes {when}. It was changed since.", by=approval.by),)


def _more(entry: Entry, signed: int) -> str:
    """Return what stands behind the yes of the last who said it: that it is not enough, or that something came up."""
    needed = entry.approval.needed if entry.approval is not None else 1
    others = " One more person must say yes." if signed < needed else ""
    return others + (" A question has come up since." if entry.post.asking and not others else "")


def _of_embargo(entry: Entry, part: PaperPart, zone: ZoneInfo) -> tuple[Says, ...]:
    """Say until when a post is under embargo, unless that of its whole paper, told above, is the same."""
    if entry.embargo is None or entry.embargo == part.embargo:
        return ()
    return (Says("bad", f"Under embargo until {moment(entry.embargo, zone)}."),)


def _of_obstacle(entry: Entry) -> tuple[Says, ...]:
    obstacle = entry.where.obstacle
    if obstacle is None or obstacle.code not in _HELD:
        return ()
    text, why = _HELD[obstacle.code], obstacle.message if obstacle.code in _WHY_IS_TOLD else ""
    if obstacle.code is ObstacleCode.FINDING:
        errors = [one.message for one in entry.post.remarks if one.level is Level.ERROR]
        why = ("; ".join(errors) or why) if entry.post.text else ""
    why = as_sentence(why) if why else ""
    to_be_mended = obstacle.code in {ObstacleCode.FINDING, ObstacleCode.FILE, ObstacleCode.IMAGE}
    return (Says("bad" if to_be_mended else "wait", text, why),)
