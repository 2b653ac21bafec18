"""What the ledger's record of posting asks of a person: failures in a row, a missed slot, a service that is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from scicomm_bot.app.survey import Survey
from scicomm_bot.domain.health import URGENT, FailureCode, Health, MissedSlot, Source
from scicomm_bot.domain.obstacle import Need
from scicomm_bot.domain.paper import Schedule
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.plan import due_slots

TOLERATED = timedelta(hours=1)
"""Failures that last longer than this, without a success, need a person."""
SHOWN_FOR = timedelta(days=1)
"""So long is a service shown that died."""

_RUN = "run `scicomm-bot doctor --online`"
_SEE = f"then {_RUN}"
"""It asks X; what X answers well ends the failures."""
_REMEDIES = {
    FailureCode.CONNECTION: f"when this machine's network and SCICOMM_X_API_URL are right, {_RUN}",
    FailureCode.ANSWER: f"X may be in trouble: see its words in `scicomm-bot history`, {_SEE}",
    FailureCode.CREDENTIALS: "check SCICOMM_X_API_KEY, SCICOMM_X_API_SECRET, SCICOMM_X_ACCESS_TOKEN and "
    "SCICOMM_X_ACCESS_TOKEN_SECRET, then restart the service",
    FailureCode.ACCOUNT_REFUSED: f"look at the account, {_SEE}",
    FailureCode.RATE_LIMIT: f"X asks to wait again and again: look at the app's limits in X's console, {_SEE}",
    FailureCode.LOOKUP: f"when this machine's network and SCICOMM_CROSSREF_URL are right, {_RUN}",
    FailureCode.OTHER_ACCOUNT: "then restart the service",
    FailureCode.SETTINGS: "correct the setting, then restart the service",
    FailureCode.FILES: "run `scicomm-bot check`, then restart the service if it does not run",
    FailureCode.LEDGER: "see docs/operations.md, \u201cThe state file\u201d",
    FailureCode.BUG: f"report it with the lines of the log, {_SEE}",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something of the record that a person is told."""

    code: str
    when: Need
    text: str
    since: datetime | None = None
    failures: int = 0


def rows_of_failures(survey: Survey) -> list[Health]:
    """Return the failures in a row that still count: those after which nobody had a success."""
    rows = survey.ledger.health
    good = [one.good_at for one in rows if one.good_at is not None]
    return [one for one in rows if one.failures and not any(at >= (one.failed_at or at) for at in good)]


def failing(survey: Survey, *, paused: bool, limited: bool) -> Iterator[Trouble]:
    """Yield what fails, and for how long.

    Args:
        survey: What is known.
        paused: A pause that a person must end is told already.
        limited: A pause that ends by itself holds now: until then nothing can succeed.
    """
    alive = any(sign.alive(survey.now) for sign in survey.ledger.signs)
    for row in rows_of_failures(survey):
        code, since = row.code, row.failing_since or survey.now
        if code is None or (paused and code is FailureCode.ACCOUNT_REFUSED):
            continue
        if row.source is Source.ONCE and code is FailureCode.FILES:  # whether that still holds, the files say
            continue
        urgent = code in URGENT or survey.now - since >= TOLERATED
        by_hand = row.source is Source.ONCE and alive  # then the posts are the service's to send
        if not urgent or (limited and code is FailureCode.RATE_LIMIT):
            continue
        yield Trouble(
            "failing",
            Need.LATER if by_hand else Need.NOW,
            f"{failing_text(row)}; {_REMEDIES[code]}",
            since,
            row.failures,
        )


def failing_text(row: Health) -> str:
    """Say who fails, since when, how often, and with what words."""
    since = f"{row.failing_since:%Y-%m-%d %H:%M} UTC" if row.failing_since else "?"
    who = "the service" if row.source is Source.SERVICE else "`post --once`"
    if row.failures == 1:
        return f"{who} failed at {since} with: {row.words}"
    return f"{who} failed {row.failures} times in a row since {since}, the last time with: {row.words}"


def missed(survey: Survey, *, told: bool) -> Iterator[Trouble]:
    """Yield the last slot that was missed, until something goes out; `told` is whether failures are told already."""
    slot = survey.ledger.missed
    if slot is None:
        return
    successes = [survey.history.last_posted_at, *(one.good_at for one in survey.ledger.health)]
    if any(at is not None and at >= slot.slot for at in successes):
        return
    if slot.failure or survey.forecast.upcoming is None:
        when = f"{slot.slot:%Y-%m-%d %H:%M} UTC"
        why = f": {slot.words}{f'; see that the cause is gone, {_SEE}' if slot.failure else ''}"
        then = becomes_of(slot, survey.edition.content.schedule)
        text = f"the slot of {when} passed and nothing went out ({then}){'' if told and slot.failure else why}"
        yield Trouble("missed", Need.NOW, text, slot.slot)


def becomes_of(missed: MissedSlot, schedule: Schedule) -> str:
    """Say what becomes of a missed slot: it is dropped, as a rule, and so is the moment of a single post."""
    late = schedule.missed == "one" and missed.failure and is_of_schedule(missed.slot, schedule)
    return "one post goes out late, for all that were missed (`missed: one`)" if late else "dropped"


def is_of_schedule(slot: datetime, schedule: Schedule) -> bool:
    """Whether a slot is one of the schedule; else a post named it (`at:`), or the schedule has changed since."""
    return slot in due_slots(schedule, slot, timedelta(0))


def shown_signs(survey: Survey) -> list[ServiceSign]:
    """Return the services that run, and those that died within a day."""
    return [sign for sign in survey.ledger.signs if survey.now - sign.seen_at <= SHOWN_FOR]


def dead_service(survey: Survey) -> Iterator[Trouble]:
    """Yield that no service runs where one ran and did not sign off: then nothing goes out.

    Without a service ever, as where a timer runs `post --once`, there is none to miss. One after which `post --once`
    had a success has been replaced by it.
    """
    signs, now = survey.ledger.signs, survey.now
    if survey.rehearsal or not survey.live or not signs or any(sign.alive(now) for sign in signs):
        return
    if survey.ledger.is_in_use(now):  # it goes on, and what keeps it from signing is told
        return
    last = max(signs, key=lambda sign: sign.seen_at)
    once = [one.good_at for one in survey.ledger.health if one.source is Source.ONCE and one.good_at is not None]
    if not survey.edition.content.schedule.slots or any(at > last.seen_at for at in once):
        return
    seen = f"{last.seen_at:%Y-%m-%d %H:%M} UTC"
    text = (
        f"no service is running: {last.name} was last seen at {seen} and did not sign off, so nothing goes out; look "
        "at its log and start it again, or set SCICOMM_DRY_RUN=true if nothing is to go out"
    )
    yield Trouble("service", Need.NOW, text, last.seen_at)
