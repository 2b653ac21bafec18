"""Facts of a quotation: figures and whose they are, what is compared, whom it is on, which way it went."""

import pytest

from scicomm_bot.english.facts import fact_lines, facts_of
from scicomm_bot.english.facts.figures import RATIO, figures_of
from scicomm_bot.english.facts.follows import how_it_follows
from scicomm_bot.english.text import read_text

ARMS = (
    "Overall, 482 patients (22.9%) in the drug group and 1110 patients (25.7%) in the usual care group died within 28 "
    "days (age-adjusted rate ratio, 0.83; 95% confidence interval [CI], 0.75 to 0.93; P<0.001)."
)
GROUPS = (
    "In the drug group, the incidence of death was lower than that in the usual care group among patients receiving "
    "oxygen (29.3% vs. 41.4%; rate ratio, 0.64; 95% CI, 0.51 to 0.81) but not among those without (17.8% vs. 14.0%; "
    "rate ratio, 1.19; 95% CI, 0.92 to 1.55)."
)


def follows(text, *quotes):
    rows = [figures_of(one.text) for quote in quotes for one in read_text(quote).sentences]
    (sentence,) = read_text(text).sentences
    return [how_it_follows(one, rows, sentence.words) for one in figures_of(sentence.text)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("0.83 (95% CI, 0.75 to 0.93; P<0.001)", ["value", "level", "bound", "bound", "p"]),
        ("8% (3% to 12%)", ["value", "bound", "bound"]),
        ("current smokers (0.71, 0.60 to 0.84)", ["value", "bound", "bound"]),
        ("1297.5 +/-80.9 ml", ["value", "spread"]),
        ("410+160-180 Mpc", ["value", "spread", "spread"]),
        ("9.3 cases per 100,000", ["value", "base"]),
        ("out of every 100, about 23", ["base", "value"]),
        ("4.6 (2.4-3.4)", ["value", "value", "value"]),
    ],
)
def test_a_figure_has_its_role(text, roles):
    assert [one.role for one in figures_of(text)] == roles


def test_an_interval_belongs_to_its_figure():
    ratio = figures_of(ARMS)[5]
    assert (ratio.value, ratio.unit, ratio.low, ratio.high, ratio.level) == (0.83, RATIO, 0.75, 0.93, 95)
    assert ratio.spans_none is False


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("rate ratio, 1.19; 95% CI, 0.92 to 1.55", True),
        ("rate ratio, 0.64; 95% CI, 0.51 to 0.81", False),
        ("the difference was 0.3 (95% CI, -0.4 to 1.0)", True),
        ("the difference was 1.3 (95% CI, 0.4 to 2.0)", False),
        ("the ratio was 1.19", None),
    ],
)
def test_an_interval_tells_whether_it_may_be_no_effect(text, spans):
    assert figures_of(text)[0].spans_none is spans


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (ARMS, ["drug", "drug", "usual care", "usual care"]),
        ("22.9% dexa, 25.7% usual care", ["dexa", "usual care"]),
        ("a gain of 14% for females and 9% for males", ["females", "males"]),
        ("The IM and IV products had 51 and 6 IU/mL, respectively.", ["IM", "IV"]),
        (GROUPS, ["In the drug group", "the usual care", "", "In the drug group", "the usual care"]),
    ],
)
def test_a_figure_has_its_label(text, labels):
    shown = [one.shown for one in facts_of(text).figures]
    assert all(label in one for label, one in zip(labels, shown, strict=False)), shown


def test_a_person_may_give_a_figure_another_label():
    facts = facts_of("It was 22.9% and 25.7%.").with_labels({"22.9%": "the drug", "25.7%": "usual care"})
    assert [one.text for one in facts.figures] == ["the drug", "usual care"]


def test_whom_it_is_on_is_a_noun_phrase():
    assert facts_of(GROUPS).on == ("patients receiving oxygen",)
    assert facts_of("In old female mice fed the drug, survival rose.").on == ("old female mice",)
    assert facts_of("Survival rose.").on == ()


def test_direction_denial_dose_and_time_are_read():
    facts = facts_of("In mice given 10 mg/kg for 6 weeks, weight fell, and survival did not differ between groups.")
    assert [one.way for one in facts.directions] == ["same", "down"]
    assert facts.doses == ("10 mg/kg",)
    assert facts.times == ("6 weeks",)
    assert facts.denied == ("not differ between groups",)


def test_what_is_compared_has_two_sides():
    ((one, other),) = facts_of("Deaths were lower in the drug group than in the usual care group.").compared
    assert "drug group" in one
    assert "usual care group" in other


def test_facts_are_told_in_plain_words():
    lines = fact_lines(facts_of(GROUPS))
    assert (
        "1.19 (ratio; 95% interval 0.92 to 1.55, which holds 1: it may be no effect): rate ratio; not among those without"
        in lines
    )
    assert "on: patients receiving oxygen" in lines
    assert lines[-1].startswith("claims: ")


@pytest.mark.parametrize(
    ("text", "quote", "how"),
    [
        ("12 percentage points", GROUPS, "12 percentage points = 41.4% - 29.3%"),
        ("36% lower", "risk ratio 0.64", "36%: 0.64 is 36% from 1"),
        ("four weeks", "28 days", "four weeks = 28 days"),
        ("402,260 people", "229,119 men and 173,141 women", "402,260 = 229,119 + 173,141"),
        ("13 years", "between 1995 and 2008", "13 years = from 1995 to 2008"),
        ("23%", "22.9%", "23%: 22.9%, rounded"),
        ("22.9%", "22.9%", "“22.9%” stands there"),
        ("99%", "22.9%", None),
    ],
)
def test_how_a_figure_follows_is_told(text, quote, how):
    assert follows(text, quote) == [how]
