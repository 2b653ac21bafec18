"""What `facts` shows: each quotation with what was read from it, and how the post's figures come from them."""

from collections.abc import Iterator, Sequence

from scicomm_bot.cli.terminal import Paint, hanging
from scicomm_bot.english.facts import Facts
from scicomm_bot.english.facts.labels import Labelled
from scicomm_bot.fidelity.told_facts import FindingFacts


def facts_lines(found: Sequence[FindingFacts], paint: Paint) -> Iterator[str]:
    """Yield the facts of findings, in plain words."""
    for one in found:
        yield paint(one.id, "bold")
        yield from hanging("  post: ", one.text)
        for text, how in one.figures:
            yield from hanging("    - ", f"{text}: {how}" if how is not None else f"{text}: not in the quotations")
        for quote in one.quotes:
            yield from hanging("  quotation: ", quote.quote)
            for line in quote.marked_lines:
                yield from hanging("    - ", line)
        yield ""
    if not found:
        yield from hanging("", "No facts: these posts rest on no quotation.")
    else:
        yield from hanging(
            "", "Is one wrong? Put it right below its quotation: `facts:`; `scicomm-bot schema --paper` has its form."
        )


def facts_json(found: Sequence[FindingFacts]) -> dict[str, object]:
    """Return the facts of findings as JSON."""
    return {"findings": [_finding(one) for one in found]}


def _finding(one: FindingFacts) -> dict[str, object]:
    return {
        "id": one.id,
        "text": one.text,
        "figures": [{"text": text, "how": how} for text, how in one.figures],
        "quotations": [
            {"quote": quote.quote, "corrected": quote.corrected, **_facts(quote.facts), "lines": quote.lines}
            for quote in one.quotes
        ],
    }


def _facts(facts: Facts) -> dict[str, object]:
    return {
        "figures": [_figure(one) for one in facts.figures],
        "p_values": list(facts.p_values),
        "compared": [list(pair) for pair in facts.compared],
        "on": list(facts.on),
        "directions": [{"way": one.way, "of": one.of} for one in facts.directions],
        "strength": facts.strength,
        "denied": list(facts.denied),
        "doses": list(facts.doses),
        "times": list(facts.times),
    }


def _figure(one: Labelled) -> dict[str, object]:
    figure = one.figure
    return {
        "text": figure.text,
        "value": figure.value,
        "unit": figure.unit,
        "label": one.text,
        "low": figure.low,
        "high": figure.high,
        "level": figure.level,
        "per": figure.per,
        "spans_none": figure.spans_none,
    }
