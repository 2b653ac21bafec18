"""A result that holds for a part only."""

import pytest

from scicomm_bot.fidelity.rules.limits import exception_dropped
from support.fidelity_samples import found

QUOTE = "The drug lowered mortality among patients on a ventilator but not among patients without breathing support."
MALES = "The drug lengthened lifespan by 13% in males, but lifespan was not changed in females."
ONLY = "The drug lowered blood pressure only in smokers."


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (QUOTE, "In patients, the drug lowered mortality"),
        (QUOTE, "Fewer deaths: mortality fell with the drug"),
        (MALES, "The drug lengthened lifespan by 13%"),
        (ONLY, "The drug lowered blood pressure"),
        ("Sleep improved in adults, although it did not in children.", "Sleep improved with naps"),
    ],
)
def test_a_part_that_is_left_out_is_asked_about(quote, text):
    assert found(exception_dropped, text, quote), text


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (QUOTE, "In patients on a ventilator, the drug lowered mortality"),
        (QUOTE, "The drug lowered mortality, though not in all"),
        (QUOTE, "It depends: the drug lowered mortality in some"),
        (MALES, "Male lifespan was lengthened by 13% with the drug"),
        (MALES, "Lifespan of females? The drug lengthened it by 0%"),
        (ONLY, "In smokers, the drug lowered blood pressure"),
        (QUOTE, "Does the drug lower mortality in patients?"),
        ("The drug lowered mortality among patients.", "The drug lowered mortality"),
    ],
)
def test_who_it_holds_for_or_a_limit_in_any_words_passes(quote, text):
    assert not found(exception_dropped, text, quote), text
