"""What was spent and what went out, as lines, as JSON and as a table."""

from collections import Counter
from collections.abc import Iterator

from scicomm_bot.app.spending import CallKind, Calls, Report, ReportLine, Spend, near_budget
from scicomm_bot.cli.table import amount, table_lines
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.wording import counted, iso, time_text
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.medium.prices import PRICES_READ_ON, Prices, usd

_COLUMNS = ("date", "time", "timezone", "paper", "id", "what", "price_usd", "address", "text")
_TOLD = {
    CallKind.BY_HAND: "shared by hand",
    CallKind.FOUND: "found on X, sent by another ledger",
    CallKind.OPEN: "in flight or lost, if it is out",
}


def spend_json(spend: Spend) -> dict[str, object]:
    """Return what was spent as its JSON object."""
    budget = spend.budget_micro_usd
    return {
        "month": f"{spend.month:%Y-%m}",
        "timezone": "UTC",
        "ledger": spend.ledger,
        "spent_usd": spend.micro_usd / 1_000_000,
        "budget_usd": None if budget is None else budget / 1_000_000,
        "left_usd": None if budget is None else max(0, budget - spend.micro_usd) / 1_000_000,
        "near_budget": spend.is_near,
        "calls": [_calls_json(one) for one in spend.calls],
        "papers": [
            {"paper": one.paper_id, "posts": one.posts, "usd": one.micro_usd / 1_000_000} for one in spend.papers
        ],
        "not_known": list(spend.not_known),
        **prices_json(spend.prices),
    }


def _calls_json(calls: Calls) -> dict[str, object]:
    return {"kind": str(calls.kind), "count": calls.count, "usd": calls.micro_usd / 1_000_000}


def prices_json(prices: Prices) -> dict[str, object]:
    """Return the day of X's price list, and which prices an operator has set instead."""
    return {"prices_read_on": f"{PRICES_READ_ON}", "own_prices": list(prices.own)}


def spend_lines(spend: Spend) -> Iterator[str]:
    """Yield what was spent: by kind of call, in all beside the budget, by paper, and what is not known."""
    yield from hanging("", f"Spent in {spend.month:%B %Y} (UTC), by {spend.prices.source}:")
    yield from map(_calls_line, spend.calls)
    yield f"  {'in all':<40} {usd(spend.micro_usd):>10}{_beside(spend)}"
    if spend.is_current and spend.is_near and spend.budget_micro_usd is not None:
        yield from hanging("Budget: ", f"{near_budget(spend.month, spend.micro_usd, spend.budget_micro_usd)}.")
    if spend.papers:
        yield "By paper:"
    for paper in spend.papers:
        name = paper.paper_id or "(of no paper)"
        yield f"  {name:<28} {counted(paper.posts, 'post'):>11} {usd(paper.micro_usd):>10}"
    yield "Not in it, because the ledger does not keep it:"
    for clause in spend.not_known:
        yield from hanging("  - ", f"{clause}.")
    yield from hanging("Ledger: ", spend.ledger)


def _calls_line(calls: Calls) -> str:
    if calls.kind is CallKind.POST_WITH_LINK:
        what = f"{counted(calls.count, 'post')} with a link"
    else:
        noun = _TOLD.get(calls.kind)
        what = f"{calls.count} {noun}" if noun else counted(calls.count, str(calls.kind))
    return f"  {what:<40} {usd(calls.micro_usd):>10}"


def _beside(spend: Spend) -> str:
    budget = spend.budget_micro_usd
    if budget is None:
        return "  (no SCICOMM_MONTHLY_BUDGET_USD)"
    share = f", {spend.micro_usd / budget:.0%}" if budget else ""
    return f" of {usd(budget)}{share} (SCICOMM_MONTHLY_BUDGET_USD)"


def report_json(report: Report) -> dict[str, object]:
    """Return a report as its JSON object."""
    return {
        "month": f"{report.month:%Y-%m}",
        "timezone": report.zone.key,
        "ledger": report.ledger,
        "lines": [
            {
                "at": iso(line.at.astimezone(report.zone)),
                "id": line.publication.post_id,
                "kind": str(line.kind),
                "price_usd": line.micro_usd / 1_000_000,
                "address": line.publication.address,
                "text": line.publication.text,
            }
            for line in report.lines
        ],
        "price_usd": report.micro_usd / 1_000_000,
        "besides": [_calls_json(one) for one in report.besides],
        "in_all_usd": report.all_micro_usd / 1_000_000,
        **prices_json(report.prices),
    }


def report_table(report: Report) -> Iterator[str]:
    """Yield a report as CSV."""
    return table_lines(_COLUMNS, (_row(line, report) for line in report.lines))


def _row(line: ReportLine, report: Report) -> list[str]:
    at, post_id = line.at.astimezone(report.zone), line.publication.post_id
    return [
        f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}", report.zone.key, paper_id_of(post_id), post_id, str(line.kind),
        amount(line.micro_usd), line.publication.address or "", line.publication.text,
    ]  # fmt: skip


def report_lines(report: Report) -> Iterator[str]:
    """Yield a report for people: each thing that went out with its price, and the sum."""
    yield f"What went out in {report.month:%B %Y} ({report.zone.key}), and what it cost:"
    yield ""
    for line in report.lines:
        what = "" if line.kind is CallKind.POST else f" ({line.kind})"
        post_id = line.publication.post_id
        yield f"{time_text(line.at, report.zone):<36} {usd(line.micro_usd):>7}  {post_id}{what}"
        if line.publication.address and line.kind is not CallKind.DELETION:
            yield f"    {line.publication.address}"
    if report.lines:
        yield ""
    kinds = Counter(line.kind for line in report.lines)
    deleted = kinds.pop(CallKind.DELETION, 0)
    told = counted(sum(kinds.values()), "post") + (f" and {counted(deleted, 'deletion')}" if deleted else "")
    yield from hanging("", f"{told}, {usd(report.micro_usd)} in all, by {report.prices.source}.")
    if report.besides:
        yield "Besides, for no post that went out:"
        yield from map(_calls_line, report.besides)
        yield f"  {'in all with the posts':<40} {usd(report.all_micro_usd):>10}"
    yield "What X may bill beyond that, `scicomm-bot spend` says."
    yield from hanging("Ledger: ", report.ledger)
