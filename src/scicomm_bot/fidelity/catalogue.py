"""All rules, in the order in which their remarks are shown. A new rule is added here."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from scicomm_bot.fidelity import duplicates, evidence, form
from scicomm_bot.fidelity.rule import Found, Rule
from scicomm_bot.models import Paper, Post

RULES: tuple[Rule, ...] = (
    form.too_long,
    form.empty,
    form.control_characters,
    evidence.evidence_missing,
    evidence.evidence_vague,
)
"""The rules that look at one post."""

SERIES_RULES: tuple[Rule, ...] = ()
"""The rules that look at a paper's whole series."""

ACROSS: tuple[tuple[Rule, Callable[[Sequence[Post], Mapping[str, Paper]], Iterator[tuple[str, Found]]]], ...] = (
    (duplicates.DUPLICATE, duplicates.duplicates),
)
"""The rules that compare all posts of the account, each with the function that does."""


def all_rules() -> Iterator[Rule]:
    """Yield every rule."""
    yield from RULES
    yield from SERIES_RULES
    for rule, _ in ACROSS:
        yield rule
