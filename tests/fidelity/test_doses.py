"""Doses and times: a result of another one."""

import pytest

from scicomm_bot.fidelity.rules.doses import dose_time
from support.fidelity_samples import found

_TWO_DOSES = "Caffeine, 10 mg/kg, reduced the fall to 1.9 °C, whereas caffeine, 40 mg/kg, did not alter it."


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("At 180 mg, lifespan was 8% shorter. At 60 mg it was unchanged.", "At 60 mg, lifespan was 8% shorter"),
        ("At 6 months 30% had relapsed. At 12 months 45% had.", "After 12 months 30% had relapsed"),
        ("A 20 µg dose did not lower the burden, whereas 100 µg lowered it.", "Just 20 µg slashed the burden"),
        (_TWO_DOSES, "Caffeine at 40 mg/kg cut the drop"),
    ],
)
def test_a_result_of_another_dose_or_time_is_asked_about(quote, text):
    assert found(dose_time, text, quote)
    assert not found(dose_time, quote, quote)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (_TWO_DOSES, "Caffeine at 10 mg/kg cut the drop"),
        (_TWO_DOSES, "Caffeine at 40 mg/kg did not cut the drop"),
        (_TWO_DOSES, "Did caffeine at 40 mg/kg cut the drop?"),
        ("At 6 months 30% had relapsed.", "After 26 weeks 30% had relapsed"),
        ("Visits rose by 2.4% within three days.", "In a nine-year study, visits rose by 2.4%"),
        ("At 6 months 30% had relapsed. At 12 months 45% had.", "30% had relapsed at 6 months, 45% at 12 months"),
        ("The drug lowered it by 8%.", "At 60 mg, the drug lowered it by 8%"),
        ("A 20 µg dose did not lower the burden.", "A dose of 20 µg was tried"),
    ],
)
def test_the_same_dose_another_unit_and_a_denial_pass(quote, text):
    assert not found(dose_time, text, quote)
