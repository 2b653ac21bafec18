"""Pauses, as lines and as JSON: what was stopped, what was ended, and what stands still."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.app.pausing import Paused, Resumed
from scicomm_bot.app.survey import Survey
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.account import Pause
from scicomm_bot.domain.publication import Publication
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.plan.state import how_to_end, pause_obstacle

NO_SERVICE = (
    "the pause is kept, but no service was seen on this ledger in the last two minutes: if one runs, it uses another "
    "(SCICOMM_STATE), and is not stopped"
)


_GOES_ON = "Posts go out again at the next slot; the service sees it within a minute."
_NOBODY_GOES_ON = "No service was seen on this ledger in the last two minutes."


def pauses_json(pauses: Sequence[Pause]) -> list[dict[str, object]]:
    """Return pauses as JSON objects."""
    return [
        {
            "cause": str(one.cause),
            "paper": one.paper_id,
            "why": one.note,
            "by": one.by,
            "since": iso(one.since),
            "until": iso(one.until),
            "how_to_end": how_to_end(one) or None,
        }
        for one in pauses
    ]


def standing_lines(survey: Survey) -> Iterator[str]:
    """Yield the pauses in which nothing goes out now, each with its end."""
    for pause in survey.pauses:
        yield from hanging("PAUSED: ", f"{_standing(pause, survey.zone)}.")
    if survey.edition.content.pause is not None and survey.terms.pause is None:
        yield "The pause in posts.yaml is over; delete `pause:` there."


def _standing(pause: Pause, zone: ZoneInfo) -> str:
    what = pause_obstacle(pause).message
    by = f" (by {pause.by})" if pause.by else ""
    since = "" if pause.since.year == _UNKNOWN else f", since {time_text(pause.since, zone)}"
    until = "" if pause.until is None else f", until {time_text(pause.until, zone)}"
    end = how_to_end(pause)
    return f"{what}{by}{since}{until}{f'; {end}' if end else ''}"


_UNKNOWN = 1970
"""The year that stands for a time that is not known."""


def paused_lines(done: Paused) -> Iterator[str]:
    """Yield what a person is told who stopped something; that no service was seen is told apart."""
    pause = done.pause
    what = "nothing" if pause.paper_id is None else f"nothing of the paper {pause.paper_id}"
    yield from hanging("", f"Paused: {what} goes out any more.")
    yield from hanging("  Why: ", f"{pause.note}{f' (by {pause.by})' if pause.by else ''}")
    if pause.until is not None:
        yield from hanging("  Until: ", f"{time_text(pause.until, done.zone)}, or {_go_on(pause)}")
    else:
        yield from hanging("  Until: ", _go_on(pause))
    if pause.since < done.asked.since:
        yield from hanging("  ", f"It was paused already, since {time_text(pause.since, done.zone)}; the longer holds.")
    yield from hanging("  Ledger: ", done.ledger)
    yield from _service_lines(done.services, done.now)
    if done.unseen_paper:
        yield from hanging("  ", "posts.yaml cannot be read, so nobody has looked whether there is such a paper.")
    if done.opened is not None:
        yield from hanging("", _in_flight(done.opened, done.now))


def _go_on(pause: Pause) -> str:
    return f"you run `scicomm-bot resume{f' --paper {pause.paper_id}' if pause.paper_id else ''}`."


def _in_flight(opened: Publication, now: datetime) -> str:
    post_id = opened.post_id
    if opened.in_flight(now):
        return (
            f"{post_id} was being sent when you stopped, and may be out all the same: `scicomm-bot status` says so "
            f"within a minute. To take it back, run `scicomm-bot withdraw {post_id} --why ...`."
        )
    return (
        f"{post_id} may be on X: its answer was lost. The service goes on looking for it there, which sends nothing; "
        "`scicomm-bot status` says what came of it."
    )


def _service_lines(services: Sequence[ServiceSign], now: datetime) -> Iterator[str]:
    for sign in services:
        ago = max(0, round((now - sign.seen_at).total_seconds()))
        yield from hanging("  Service: ", f"{sign.name}, last seen {ago} s ago.")


def resumed_lines(done: Resumed, paper_id: str | None) -> Iterator[str]:
    """Yield what a person is told who goes on: what was ended, and what still stands in the way."""
    ended = done.ended
    what = "everything" if paper_id is None else f"the paper {paper_id}"
    if ended is not None:
        by = f" (by {ended.by})" if ended.by else ""
        yield from hanging("", f"The pause of {what} is ended. It was: {ended.note}{by}.")
    else:
        yield from hanging("", f"No person has paused {what} in this ledger.")
    yield from hanging("  Ledger: ", done.ledger)
    yield from _service_lines(done.services, done.now)
    for pause in done.left:
        yield from hanging("Still: ", f"{_standing(pause, done.zone)}.")
    if not done.left and ended is not None:
        yield from hanging("", _GOES_ON if done.services else _NOBODY_GOES_ON)
