"""The status, as lines and as JSON."""

from collections.abc import Iterator

from scicomm_bot.app.status import Status
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.views.notices import notices_json, notices_lines
from scicomm_bot.cli.views.posts import out_lines, post_json
from scicomm_bot.cli.views.supervision import supervision_lines
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.obstacle import Need
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import SkipKind


def status_json(status: Status) -> dict[str, object]:
    """Return the status as its JSON object."""
    survey, history, ahead = status.survey, status.survey.history, status.survey.forecast
    return {
        "posts": [post_json(post, where) for post, where in ahead.states],
        "next": ahead.upcoming.id if ahead.upcoming else None,
        "why_none": ahead.why.reason if ahead.why else None,
        "next_slot": iso(status.next_slot),
        "account": history.account.id if history.account else None,
        "paused": status.paused,
        "spent_this_month_usd": history.spent_micro_usd / 1_000_000,
        "waiting": list(status.waiting),
        "needs_a_person": [need.text for need in status.needs],
        "needs": [{"code": need.code, "when": need.when, "text": need.text} for need in status.needs],
        "approval_required": survey.supervision.approval,
        "retractions": notices_json(survey),
        "services": [
            {"name": sign.name, "started_at": iso(sign.started_at), "seen_at": iso(sign.seen_at)}
            for sign in survey.ledger.signs
        ],
    }


def status_lines(status: Status) -> Iterator[str]:
    """Yield the status, from what is out to what needs a person."""
    survey = status.survey
    missing = "" if survey.ledger.exists else " (does not exist yet: nothing has been posted)"
    yield f"Ledger: {survey.ledger.name}{missing}"
    yield from _posted_lines(status)
    yield from _next_lines(status)
    yield f"Spent this month: {usd(survey.history.spent_micro_usd)}."
    if not survey.rehearsal:
        yield from supervision_lines(survey.supervision)
    yield from notices_lines(survey)
    yield from _service_lines(status)
    for wait in status.waiting:
        yield from hanging("Waiting: ", wait)
    yield "Needs a person:" if status.needs else "Nothing needs a person."
    for need in status.needs:
        yield from hanging("  - now: " if need.when is Need.NOW else "  - ", need.text)


def _posted_lines(status: Status) -> Iterator[str]:
    """Yield what is out, two lines each: the id and when, and its address, or that it was withdrawn."""
    states = status.survey.forecast.states
    out = [(post, where.publication) for post, where in states if where.state == "posted"]
    gone = sum(where.withdrawn for _, where in states)
    yield f"Out: {len(out) - gone} of {len(states)} posts{f'; {gone} withdrawn' if gone else ''}."
    for post, publication in out:
        if publication is not None and publication.ended_at is not None:
            yield f"  {post.id:<40} {time_text(publication.ended_at, status.survey.zone)}"
            yield from out_lines(publication, status.survey.zone, indent="    ")


def _next_lines(status: Status) -> Iterator[str]:
    ahead, slot = status.survey.forecast, status.next_slot
    if ahead.upcoming is not None:
        without = "with `post --once` (the schedule has no slots)"
        yield f"Next: {ahead.upcoming.id}, {time_text(slot, status.survey.zone) if slot else without}."
    elif ahead.why is not None:
        nothing = "" if ahead.why.kind is SkipKind.DONE else "nothing goes out: "
        yield from hanging("Next: ", f"{nothing}{ahead.why.reason}.")


def _service_lines(status: Status) -> Iterator[str]:
    now = status.survey.now
    for sign in status.survey.ledger.signs:
        ago = max(0, round((now - sign.seen_at).total_seconds()))
        yield f"Service {sign.name}: last seen {ago} s ago{'' if sign.alive(now) else ', so it has died or hangs'}."
