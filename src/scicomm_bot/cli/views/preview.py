"""What `preview` shows: posts, and below them how many, what they cost, and when the next one goes out."""

from collections.abc import Iterator, Sequence

from scicomm_bot.app.bill import PaperBill, Way, by_month, in_all
from scicomm_bot.app.facts import PUT_RIGHT, with_facts_put_right
from scicomm_bot.app.plain_words import ease_words, reading_eases
from scicomm_bot.app.survey import Survey
from scicomm_bot.cli.terminal import hanging, paint_for_stdout, width, wrap
from scicomm_bot.cli.views.approval import approval_json, approval_lines
from scicomm_bot.cli.views.embargo import embargo_lines, moment_lines, timing_json
from scicomm_bot.cli.views.files import NO_PAPER, broken_json, broken_lines, has_no_paper
from scicomm_bot.cli.views.pausing import pauses_json, standing_lines
from scicomm_bot.cli.views.posts import NOT_KNOWN, post_json, post_lines, state_word, waiting_lines
from scicomm_bot.cli.views.supervision import supervision_lines
from scicomm_bot.cli.wording import counted, time_text
from scicomm_bot.domain.obstacle import NOT_READY, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.medium.prices import PRICES_READ_ON, usd
from scicomm_bot.plan import PostState, SkipKind, upcoming_slots
from scicomm_bot.plan.forecast import STILL_TO_COME, held_posts

_STATES = ("pending", NOT_KNOWN, "posted", "withdrawn", "unknown", "refused", "held")
_BY_TIME = {ObstacleCode.EMBARGO, ObstacleCode.QUIET}
_NOT_PAID_YET = STILL_TO_COME | NOT_READY | _BY_TIME | {ObstacleCode.UNAPPROVED, ObstacleCode.ASKED}


def preview_json(survey: Survey, chosen: Sequence[Post], bills: Sequence[PaperBill]) -> dict[str, object]:
    """Return the chosen posts as JSON, whether a ledger says what is out, and what the papers cost."""
    states, approvals = survey.forecast.by_id(), survey.edition.approvals
    eases = reading_eases(chosen, survey.edition.content)
    return {
        "posts": [
            {
                **post_json(post, states[post.id]),
                **timing_json(post),
                "approval": approval_json(approvals.get(post.id), post.id),
                "reading_ease": eases.get(post.id),
            }
            for post in chosen
        ],
        "problems": broken_json(survey.edition.document),
        "ledger": {"name": survey.ledger.name, "exists": survey.ledger.exists},
        "pauses": pauses_json(survey.pauses),
        "price_usd": sum(post.price_micro_usd for post in chosen) / 1_000_000,
        "links": [
            {"paper": bill.paper_id, **{f"{way.link}_usd": way.micro_usd / 1_000_000 for way in bill.ways}}
            for bill in bills
        ],
        "months": [{"month": f"{month:%Y-%m}", "usd": price / 1_000_000} for month, price in by_month(survey, chosen)],
        "prices_read_on": f"{PRICES_READ_ON}",
        "own_prices": list(survey.prices.own),
    }


def preview_lines(survey: Survey, chosen: Sequence[Post], bills: Sequence[PaperBill] = ()) -> Iterator[str]:
    """Yield the chosen posts, and what is to be said of all of them; `bills` are of papers that were chosen whole."""
    paint, states = paint_for_stdout(), survey.forecast.by_id()
    several = [held for held in held_posts((post, states[post.id]) for post in chosen) if len(held.ids) > 1]
    told = [held.obstacle for held in several]
    put_right = with_facts_put_right(survey.edition.content)
    eases = {one: ease_words(ease) for one, ease in reading_eases(chosen, survey.edition.content).items()}
    papers, last = {paper.id: paper for paper in survey.edition.content.papers}, None
    for post in chosen:
        if post.paper_id != last:
            last = post.paper_id
            yield from embargo_lines(papers.get(last), chosen, survey.now, survey.zone, paint)
        upcoming = survey.forecast.upcoming is post
        known = survey.knows_what_is_out
        ease = eases.get(post.id)
        yield from post_lines(
            post, states[post.id], paint, survey.zone, upcoming=upcoming, told=told, known=known, ease=ease
        )
        if post.id in put_right:
            yield from hanging("  ", f"Facts of its quotations are {PUT_RIGHT}: see `scicomm-bot facts {post.id}`.")
        yield from moment_lines(post, states[post.id], survey.zone)
        yield from waiting_lines(post, states[post.id], paint)
        yield from approval_lines(survey.edition.approvals.get(post.id), states[post.id], paint)
        yield ""
    yield from standing_lines(survey)
    if not survey.rehearsal:
        yield from supervision_lines(survey.supervision)
    for held in several:
        yield from hanging("", f"{counted(len(held.ids), 'post')} {held.state}: {held.text}.")
    if not survey.knows_what_is_out:
        yield from hanging("", _no_ledger(survey))
    yield from broken_lines(survey.edition.document)
    if has_no_paper(survey.edition.document):
        yield from hanging("", NO_PAPER)
    elif chosen:
        yield from _bill_lines(survey, chosen, bills)
        yield from _summary(survey, chosen)


def _no_ledger(survey: Survey) -> str:
    """Say that no ledger says what is out: to who tries this out, and to who works beside a machine that posts."""
    if survey.live:
        told = "If posts went out already, look on the machine that posted them"
        return f"No ledger here ({survey.ledger.name}): what is out is not known. {told}."
    return f"Nothing was posted from this folder yet: there is no state file ({survey.ledger.name})."


def _summary(survey: Survey, chosen: Sequence[Post]) -> Iterator[str]:
    states, known = survey.forecast.by_id(), survey.knows_what_is_out
    words = [state_word(states[post.id], known=known) for post in chosen]
    counts = {state: words.count(state) for state in _STATES}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    whole = usd(sum(post.price_micro_usd for post in chosen))
    left = usd(sum(post.price_micro_usd for post in chosen if _is_to_come(states[post.id])))
    price = f"They cost {whole} in all{f'; {left} of that is not spent yet' if known else ''}."
    yield from wrap(f"{counted(len(chosen), 'post')}: {told}. {price}", width())
    schedule, why = survey.edition.content.schedule, survey.forecast.why
    slot = survey.forecast.at or next(iter(upcoming_slots(schedule, survey.now, 1)), None)
    if slot is not None and survey.forecast.upcoming is not None:
        yield from hanging("Next slot: ", f"{time_text(slot, survey.zone)}.")
    elif not schedule.slots:
        yield from hanging("No slots: ", "`schedule:` in the file has none, so only `post --once` publishes.")
    if why is not None and why.kind is not SkipKind.DONE:
        yield from hanging("Nothing goes out: ", f"{why.reason}.")


def _bill_lines(survey: Survey, chosen: Sequence[Post], bills: Sequence[PaperBill]) -> Iterator[str]:
    """Yield what the papers cost in the three ways of linking, and what is spent when."""
    bills = [bill for bill in bills if len({way.micro_usd for way in bill.ways}) > 1]  # else there is nothing to choose
    for bill in bills:
        yield from hanging("", f"{bill.paper_id}, by `link:`: {_ways(bill)}.")
    if len(bills) > 1:
        yield from hanging("", f"All papers, by `link:`: {_ways(in_all(bills))}.")
    months = by_month(survey, chosen)
    if len(months) > 1 or survey.prices.own:
        told = ", ".join(f"{month:%B %Y} {usd(price)}" for month, price in months)
        yield from hanging("By month (UTC), at the earliest: ", f"{told or 'nothing'}; by {survey.prices.source}.")


def _ways(bill: PaperBill) -> str:
    return ", ".join(f"{way.link} {usd(way.micro_usd)}{_about_way(way)}" for way in bill.ways)


def _about_way(way: Way) -> str:
    told = (["as now"] if way.is_used else []) + ([f"{way.too_long} too long"] if way.too_long else [])
    return f" ({', '.join(told)})" if told else ""


def _is_to_come(where: PostState) -> bool:
    """Whether a post will be paid for, once what holds it is gone."""
    return where.state == "pending" or (where.obstacle is not None and where.obstacle.code in _NOT_PAID_YET)
