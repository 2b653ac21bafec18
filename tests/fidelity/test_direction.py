"""The opposite direction."""

import pytest

from scicomm_bot.english.direction import changes_in
from scicomm_bot.english.text import read_text
from scicomm_bot.fidelity.rules.direction import direction
from support.fidelity_samples import found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("The aldosterone level was significantly higher in patients.", "Aldosterone was lower in patients"),
        ("Insect biomass declined by 76%.", "Insect biomass rose by 76%"),
        ("Participants had fewer migraine days.", "Participants had more migraine days"),
        ("We saw a reduction in body weight.", "We saw an increase in body weight"),
        ("The drug increased bone density.", "The drug reduced bone density"),
        ("Reaction time shrank with practice.", "Reaction time grew with practice"),
        ("Fledglings fell from 5.1 in 1985-1994 to 4.3 in 2013.", "Nests went from 4.3 fledglings then to 5.1 now"),
        ("The share went from 24 to 38.", "The share fell from 24 to 38"),
        ("The hazard ratio for death was 0.88 with coffee.", "Mortality was higher with coffee"),
        ("We estimate a decline of 76%, and in summer of 82%, in insect biomass.", "Insect biomass rose by 76%"),
        ("Sleep improved in both groups.", "Sleep got worse: it deteriorated in both groups"),
        ("Pain was lower with heat than with ice.", "Pain was lower with ice than with heat"),
        ("Mice on X lived longer than controls.", "Controls lived longer than mice on X"),
        ("Mortality was lower with X compared with care.", "Mortality was lower with care than with X-ray"),
        ("Compared with ice, pain was lower with heat.", "Pain was lower with ice than with heat"),
        ("The assay read 6% higher.", "Compared with the new method, the assay read about 6% lower"),
        ("They saw a reduction of 8%.", "It was up 8% on last year"),
    ],
)
def test_the_opposite_direction_is_asked_about(quote, text):
    assert found(direction, text, quote)
    assert not found(direction, quote, quote)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Wages were higher in men than in women.", "In women, wages were lower than in men"),
        ("Body weight fell, then body weight rose.", "Body weight rose"),
        ("The drug did not increase bone density.", "The drug lowered bone density"),
        ("Coffee was inversely associated with higher mortality.", "Lower mortality with coffee"),
        ("The drug increased bone density.", "Did the drug reduce bone density?"),
        ("The drug increased bone density.", "The drug did not reduce bone density"),
        ("The drug increased bone density.", "The drug reduced the price of care"),
        ("Depression scores fell.", "Depression improved"),
        ("The share rose from 24 to 38.", "From 24 to 38: so much the share rose"),
        ("Pain was lower with heat than with ice.", "Pain was higher with ice than with heat"),
        ("Pain was lower with heat compared with ice.", "Compared with ice, pain was lower with heat"),
        ("Pain was lower with heat than with ice.", "Pain was not lower with ice than with heat"),
        ("The assay read 6% higher.", "The assay read 6% of its scale"),
        ("The gap was 6% higher, then 6% lower.", "The gap was 6% lower"),
        ("Wages were 8% higher in men than in women.", "In women wages were 8% lower than in men"),
    ],
)
def test_other_outcomes_denials_and_turned_comparisons_pass(quote, text):
    assert not found(direction, text, quote)


@pytest.mark.parametrize(
    ("text", "sign", "word"),
    [
        ("Fewer deaths were seen", -1, "die"),
        ("Plasma aldosterone was much lower in them", -1, "aldost"),
        ("A fall in pressure", -1, "pressu"),
        ("Bone density rose", 1, "densit"),
    ],
)
def test_a_word_of_direction_belongs_to_what_stands_beside_it(text, sign, word):
    (change,) = changes_in(read_text(text).sentences[0])
    assert (change.sign, word in change.outcome) == (sign, True)
