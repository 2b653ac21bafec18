"""The plan, as lines and as JSON."""

from collections.abc import Iterator

from scicomm_bot.app.asked import ANSWER_ALL
from scicomm_bot.app.papers import needs_a_word
from scicomm_bot.app.planning import Plan
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.views.files import NO_PAPER, broken_json, broken_lines, has_no_paper
from scicomm_bot.cli.views.pausing import pauses_json, standing_lines
from scicomm_bot.cli.views.supervision import supervision_lines
from scicomm_bot.cli.wording import counted, iso, time_text
from scicomm_bot.medium.prices import usd


def plan_json(plan: Plan) -> dict[str, object]:
    """Return the plan as its JSON object."""
    return {
        "plan": [
            {"slot": iso(slot), "id": post.id, "price_usd": post.price_micro_usd / 1_000_000}
            for slot, post in plan.entries
        ],
        "price_usd": plan.price_micro_usd / 1_000_000,
        "without_a_slot": [post.id for post in plan.without_slot],
        "unapproved": [post.id for post in plan.unapproved],
        "asked": [post.id for post in plan.asked],
        "why_none": plan.why_none,
        "problems": broken_json(plan.survey.edition.document),
        "pauses": pauses_json(plan.survey.pauses),
    }


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield a line for each slot, and what is to be said of the rest."""
    yield from standing_lines(plan.survey)
    for slot, post in plan.entries:
        start = f"{time_text(slot, plan.survey.zone):<36} {usd(post.price_micro_usd)}  "
        yield from hanging(start, post.id)
    total = usd(plan.price_micro_usd)
    scheduled = f"{counted(len(plan.entries), 'post')} scheduled, for {total}"
    yield from hanging("", f"{scheduled} ({plan.survey.prices.source}).")
    if left := len(plan.without_slot):
        yield f"{counted(left, 'more post')} without a slot."
    if waiting := len(plan.unapproved):
        waits = f"{counted(waiting, 'more post')} not approved yet"
        them, which = ("it", f" {plan.unapproved[0].id}") if waiting == 1 else ("them", "")
        approve = f"scicomm-bot approve{which or ' ID'} --by NAME"
        yield from hanging("", f"{waits}: read {them} with `scicomm-bot preview{which}`, then run `{approve}`.")
    if asked := len(plan.asked):
        wait = "waits" if asked == 1 else "wait"
        yield from hanging("", f"{counted(asked, 'more post')} {wait} for an answer: `{ANSWER_ALL}`.")
        yield from hanging("  ", ", ".join(post.id for post in plan.asked))
    for post, where in plan.threads:
        yield from hanging(f"{post.id}: ", f"{where.text(post.id)}.")
    yield from broken_lines(plan.survey.edition.document)
    if has_no_paper(plan.survey.edition.document):
        yield from hanging("", NO_PAPER)
    if unlooked := [*plan.survey.unlooked]:
        yield from hanging("", f"{needs_a_word(unlooked)}; see `scicomm-bot status`.")
    if plan.why_none:
        yield from hanging("Nothing goes out: ", f"{plan.why_none}.")
    if not plan.survey.rehearsal:
        yield from supervision_lines(plan.survey.supervision)
