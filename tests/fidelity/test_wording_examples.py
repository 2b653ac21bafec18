"""The examples that `check --explain` shows of the rules on words: read from the catalogue, so a new rule is looked at, too."""

import pytest

from scicomm_bot.fidelity import all_rules
from support.fidelity_samples import found

UNQUOTED = frozenset(
    {
        "strength-up", "cause-from-correlation", "hedge-lost", "exception-dropped", "species-missing", "species-late",
        "negative-flipped", "negative-overstated", "title-hype", "correction-unsaid",
    }
)  # fmt: skip
"""Their bad examples need a quotation, and do not name one whole; or a post that they correct."""
RULES = [rule for rule in all_rules() if rule.check is not None and rule.english]


def example(written: str) -> tuple[str, tuple[str, ...]]:
    """Return the post of an example, and its quotation: `A post (evidence: a quotation)`."""
    post, _, quotation = written.partition(" (evidence: ")
    return post, (quotation.removesuffix(")"),) if quotation else ()


@pytest.mark.parametrize("rule", [one for one in RULES if one.id not in UNQUOTED], ids=lambda rule: rule.id)
def test_the_bad_example_is_found(rule):
    post, quotations = example(rule.bad)
    assert found(rule, post, *quotations)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_good_example_passes(rule):
    _, quotations = example(rule.bad)
    assert not found(rule, rule.good, *quotations)
