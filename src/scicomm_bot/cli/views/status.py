"""The status, as lines and as JSON."""

from collections.abc import Iterator

from scicomm_bot.app.failing import shown_signs
from scicomm_bot.app.spending import is_near, near_budget
from scicomm_bot.app.status import Status
from scicomm_bot.app.survey import Survey
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.views.files import NO_PAPER, has_no_paper
from scicomm_bot.cli.views.notices import notices_json, notices_lines
from scicomm_bot.cli.views.pausing import pauses_json, standing_lines
from scicomm_bot.cli.views.posts import corrected_lines, out_lines, post_json, state_word
from scicomm_bot.cli.views.supervision import supervision_lines
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.health import Health
from scicomm_bot.domain.obstacle import Need
from scicomm_bot.medium.prices import month_of, usd
from scicomm_bot.plan import SkipKind


def status_json(status: Status) -> dict[str, object]:
    """Return the status as its JSON object."""
    survey, history, ahead = status.survey, status.survey.history, status.survey.forecast
    missed = survey.ledger.missed
    return {
        "posts": [post_json(post, where) for post, where in ahead.states],
        "next": ahead.upcoming.id if ahead.upcoming else None,
        "why_none": ahead.why.reason if ahead.why else None,
        "next_slot": iso(status.next_slot),
        "account": (history.account.id if history.account else None) or None,
        "paused": status.paused,
        "pauses": pauses_json(survey.pauses),
        "spent_this_month_usd": None if survey.ledger.trouble else history.spent_micro_usd / 1_000_000,
        "monthly_budget_usd": None
        if survey.terms.monthly_budget_micro_usd is None
        else survey.terms.monthly_budget_micro_usd / 1_000_000,
        "waiting": list(status.waiting),
        "asked": list(survey.asked.ids),
        "needs_a_person": [need.text for need in status.needs],
        "needs": [
            {"code": need.code, "when": need.when, "text": need.text, "since": iso(need.since)} for need in status.needs
        ],
        "approval_required": survey.supervision.approval,
        "retractions": notices_json(survey),
        "services": [
            {
                "name": sign.name,
                "started_at": iso(sign.started_at),
                "seen_at": iso(sign.seen_at),
                "alive": sign.alive(survey.now),
            }
            for sign in shown_signs(survey)
        ],
        "ledger": {"name": survey.ledger.name, "exists": survey.ledger.exists, "trouble": survey.ledger.trouble},
        "problems": [
            {"place": str(one.place) if one.place is not None else None, "message": one.message}
            for one in (*survey.problems, *survey.edition.document.problems)
        ],
        "posting": [_health_json(one) for one in survey.ledger.health],
        "missed_slot": None if missed is None else {"at": iso(missed.slot), "why": missed.words},
    }


def _health_json(one: Health) -> dict[str, object]:
    return {
        "by": str(one.source),
        "failures": one.failures,
        "failing_since": iso(one.failing_since),
        "last_error": None
        if one.code is None
        else {"code": str(one.code), "at": iso(one.failed_at), "text": one.words},
        "last_success": iso(one.good_at),
    }


def nothing_known_json(error: str) -> dict[str, object]:
    """Return the same object where not even the settings can be read: its keys, and what is wrong."""
    need = {"code": "settings", "when": Need.NOW, "text": error, "since": None}
    unknown = (
        "next",
        "why_none",
        "next_slot",
        "account",
        "paused",
        "spent_this_month_usd",
        "monthly_budget_usd",
        "approval_required",
    )
    empty = ("posts", "pauses", "waiting", "asked", "retractions", "services", "problems", "posting")
    return {
        **dict.fromkeys((*unknown, "ledger", "missed_slot")),
        **{key: [] for key in empty},
        "needs_a_person": [error],
        "needs": [need],
    }


def status_lines(status: Status) -> Iterator[str]:
    """Yield the status, from what is out to what needs a person."""
    survey = status.survey
    yield from hanging("Ledger: ", f"{survey.ledger.name}{_about_ledger(survey)}")
    yield from standing_lines(survey)
    yield from _posted_lines(status)
    yield from _next_lines(status)
    yield from _correction_lines(survey)
    if survey.knows_what_is_out:
        yield from _spent_lines(survey)
    if not survey.rehearsal:
        yield from supervision_lines(survey.supervision)
    if survey.edition.content.papers:
        yield from notices_lines(survey)
    yield from _service_lines(status)
    if survey.asked.ids:
        yield from hanging("Questions: ", f"{survey.asked.text}.")
    if has_no_paper(survey.edition.document) and not survey.problems:
        yield from hanging("", NO_PAPER)
    for wait in status.waiting:
        yield from hanging("Waiting: ", wait)
    yield "Needs a person:" if status.needs else "Nothing needs a person."
    for need in status.needs:
        yield from hanging("  - now: " if need.when is Need.NOW else "  - ", need.text)


def _spent_lines(survey: Survey) -> Iterator[str]:
    spent, budget = survey.history.spent_micro_usd, survey.terms.monthly_budget_micro_usd
    yield f"Spent this month: {usd(spent)}."
    if budget is not None and is_near(spent, budget):
        yield from hanging("Budget: ", f"{near_budget(month_of(survey.now), spent, budget)}.")


def _about_ledger(survey: Survey) -> str:
    if survey.ledger.trouble is not None:
        return " (cannot be read: what is out is not known)"
    if survey.ledger.exists:
        return ""
    return " (no rehearsal yet)" if survey.rehearsal else " (no ledger here: what is out is not known)"


def _posted_lines(status: Status) -> Iterator[str]:
    """Yield what is out, two lines each: the id and when, and its address, or that it was withdrawn."""
    survey = status.survey
    if not survey.knows_what_is_out:
        return
    states, where = survey.forecast.states, survey.forecast.by_id()
    out = [(post, one.publication) for post, one in states if one.state == "posted"]
    gone = sum(one.withdrawn for _, one in states)
    of_all = "" if survey.problems else f" of {len(states)}"
    yield f"Out: {len(out) - gone}{of_all} posts{f'; {gone} withdrawn' if gone else ''}."
    for post, publication in out:
        if publication is not None and publication.ended_at is not None:
            yield from hanging("  ", f"{post.id:<40} {time_text(publication.ended_at, survey.zone)}")
            yield from out_lines(publication, survey.zone, indent="    ")
            if (corrected := where[post.id].corrected) is not None:
                yield from corrected_lines(corrected, where[post.id], survey.zone, indent="    ")


def _next_lines(status: Status) -> Iterator[str]:
    ahead, slot = status.survey.forecast, status.next_slot
    if ahead.upcoming is not None:
        without = "with `post --once` (the schedule has no slots)"
        when = time_text(slot, status.survey.zone) if slot else without
        yield from hanging("Next: ", f"{ahead.upcoming.id}, {when}.")
    elif ahead.why is not None:
        nothing = "" if ahead.why.kind is SkipKind.DONE else "nothing goes out: "
        yield from hanging("Next: ", f"{nothing}{ahead.why.reason}.")


def _correction_lines(survey: Survey) -> Iterator[str]:
    """Yield the corrections that are still to come: they go before all other posts."""
    for post, where in survey.forecast.states:
        if where.corrected is None or where.state == "posted" or not survey.knows_what_is_out:
            continue
        held = f": {where.reason_words}" if where.state == "held" else ""
        yield from hanging("Correction: ", f"{post.id}, {state_word(where)}{held}.")
        yield from corrected_lines(where.corrected, where, survey.zone, indent="  ")


def _service_lines(status: Status) -> Iterator[str]:
    now = status.survey.now
    for sign in shown_signs(status.survey):
        if sign.alive(now):
            ago = max(0, round((now - sign.seen_at).total_seconds()))
            yield from hanging(f"Service {sign.name}: ", f"last seen {ago} s ago.")
        else:
            seen = time_text(sign.seen_at, status.survey.zone)
            yield from hanging(f"Service {sign.name}: ", f"seen last {seen}; not running.")
