"""The rules on negative results; the posts of `species_samples` are run through them by `test_species`."""

import pytest

from scicomm_bot.english.text import read_text
from scicomm_bot.fidelity.rules.flipped import negative_flipped
from scicomm_bot.fidelity.rules.negatives import (
    clinical_negative,
    negative_omitted,
    negative_overstated,
)
from support.fidelity_samples import found, found_in_series, paper_with, reading
from support.species_samples import (
    ACTIVITIES,
    DISORDER,
    FASTER,
    NEGATIVE,
    NO_EFFECT,
    REVIEW,
    SURVIVAL,
    TOO,
    paper_of,
    post_of,
)

THREAD = REVIEW.model_copy(update={"series": "thread"})


def series(*posts: tuple[str, list[tuple[str, str]]], paper=REVIEW) -> set[str]:
    """The ids of the posts that drop the negative result."""
    readings = [post_of(text, evidence, post_id=f"p/{number}") for number, (text, evidence) in enumerate(posts, 1)]
    for one in readings:
        one.source.paper = paper
    return set(found_in_series(negative_omitted, readings))


MICE = ("In mice, G-CSF increased survival.", [SURVIVAL])
NERVES = ("G-CSF may protect nerve cells.", [ACTIVITIES])
WHAT = ("ALS is a disorder in which nerve cells degenerate.", [DISORDER])
NO = ("Clinical studies in people did not reproduce the results in mice.", [NEGATIVE])


def test_the_rules_own_examples():
    assert series((negative_omitted.bad, [SURVIVAL]))
    assert not series((negative_omitted.good, [SURVIVAL, NEGATIVE]))
    for rule in (negative_flipped, negative_overstated):
        assert found(rule, rule.bad, NEGATIVE)
        assert not found(rule, rule.good, NEGATIVE)


def test_each_post_that_stands_alone_carries_the_negative_itself():
    assert series(WHAT, MICE, NERVES, NO) == {"p/2", "p/3"}
    assert series(WHAT, (MICE[0] + TOO, [SURVIVAL, NEGATIVE]), NO) == set()


def test_a_thread_carries_it_once():
    assert series(WHAT, MICE, NERVES, NO, paper=THREAD) == set()
    assert series(WHAT, MICE, NERVES, paper=THREAD) == {"p/2"}


def test_a_series_of_definitions_needs_none():
    assert series(WHAT, ("G-CSF is a growth factor for blood cells.", [DISORDER])) == set()


def test_an_abstract_without_a_negative_result_asks_for_none():
    of = paper_with(SURVIVAL[0])
    one = post_of(*MICE)
    one.source.paper = of
    one.source.__dict__["abstract"] = read_text(SURVIVAL[0])
    assert not found_in_series(negative_omitted, [one])


def test_the_message_shows_the_negative_result():
    ((one,),) = found_in_series(negative_omitted, [post_of(*MICE)]).values()
    assert NEGATIVE[0] in one.what


@pytest.mark.parametrize(
    "text",
    [
        NEGATIVE[0],
        "Trials in patients did not confirm these findings.",
        "In a randomised trial, the drug had no effect on survival.",
        "The improvement was not seen in people.",
        "Results of clinical trials have been disappointing.",
        "No benefit was found in two phase 3 trials.",
        "In patients, neither survival nor function improved.",
    ],
)
def test_negative_clinical_results(text):
    assert clinical_negative(read_text(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "There is no cure for people with ALS.",
        "No effective treatment is available for patients with ALS.",
        "No serious adverse events were seen in patients.",
        "Patients with ALS cannot move.",
        "The drug did not increase the survival of mice.",
        "Clinical trials confirmed the results.",
        "Further trials are needed.",
        "Pre-clinical studies did not address dosing.",
    ],
)
def test_sentences_that_are_no_negative_clinical_result(text):
    assert clinical_negative(read_text(text)) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Survival was similar in both groups.", "Survival did not differ between the groups."),
        ("Drug X was well tolerated.", "No serious adverse events were reported."),
        ("ALS lacks a cure.", "There is no cure for ALS."),
        ("In male mice, survival rose.", "Survival rose in male mice but not in females."),
        ("Drug X was well tolerated.", "Drug X was well tolerated, without serious adverse events."),
    ],
)
def test_a_denial_may_be_put_in_other_words(text, quote):
    assert not found(negative_flipped, text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("In female mice, survival rose.", "Survival rose in male mice but not in females."),
        ("Drug X slowed decline.", "Drug X did not slow decline."),
        ("Drug X slowed decline, with no side effects.", "Drug X did not slow decline."),
        ("There is a link between X and ALS.", "There was no association between X and ALS."),
        ("A diet caused ALS.", "No diet was found to cause ALS."),
    ],
)
def test_a_denial_may_not_be_lost(text, quote):
    assert found(negative_flipped, text, quote)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Drug X had no effect on survival in patients.", NO_EFFECT),
        ("In patients, drug X was ineffective: survival was no longer than without it.", NO_EFFECT),
        ("Drug X was harmful to patients, not helpful.", ("Drug X was harmful and did not help patients.", "people")),
        ("The idea was refuted.", ("Trials refuted the idea; they did not show a gain in patients.", "people")),
    ],
)
def test_a_verdict_of_the_paper_may_be_told(text, evidence):
    assert not found(negative_overstated, text, evidence)


@pytest.mark.parametrize(
    "text",
    [
        "It regulates harmful inflammation. Studies in people did not reproduce results in mice.",
        "Studies in people did not reproduce this. Is G-CSF useless?",
        "Studies in people did not reproduce this. That does not make it useless, nor is it harmful.",
        "Studies in people did not reproduce this, which does not rule out a benefit.",
        "Studies in people did not reproduce this: the difference was too small to rule out chance.",
        "Studies in people did not reproduce this. The first result rules out neither bias nor chance.",
        "No side effects are told of. Studies in people did not reproduce results in mice.",
    ],
)
def test_words_of_a_verdict_that_give_none(text):
    assert not found(negative_overstated, text, NEGATIVE, paper=paper_of([NEGATIVE]))


NONE_FOUND = ("No trial found an effect on lung function.", "people")  # made up


def test_no_effect_may_be_told_where_none_was_found_but_not_that_it_does_not_work():
    assert not found(negative_overstated, "Trials found no effect on lung function.", NONE_FOUND)
    assert found(negative_overstated, "Singing doesn't work.", NONE_FOUND)
    assert not found(negative_overstated, "It did not work in patients.", ("It did not work in patients.", "people"))


def test_a_verdict_may_have_its_no_inside():
    for text in ("It is of no use to people, studies show.", "In people it has no effect, studies show."):
        assert found(negative_overstated, text, NEGATIVE, paper=paper_of([NEGATIVE])), text


@pytest.mark.parametrize(
    "denial",
    ["In people it did not.", "In people, that was not so.", "In patients, no such result was seen."],
)
def test_a_denial_may_leave_out_what_was_said_before(denial):
    text = f"In mice, drug X worked in pre-clinical studies. {denial}"
    mice = ("Pre-clinical studies have shown efficacy of drug X in mice.", "animals")
    assert not found(negative_flipped, text, mice, NEGATIVE)
    assert found(negative_flipped, "In people, drug X worked in clinical studies.", mice, NEGATIVE)


def test_a_trial_may_confirm_that_there_is_no_effect():
    assert not found(negative_flipped, "A trial confirms it: drug X had no effect on survival.", NO_EFFECT)


def test_without_a_negative_result_the_words_are_not_looked_at():
    assert not found(negative_overstated, "Not treating it is harmful.", FASTER)


def test_a_benefit_that_people_had_of_another_kind_may_be_told_alone():
    abstract = "Lessons improved asthma control in children. A trial found no evidence that lessons work in adults."
    told = ("Lessons improved asthma control in children.", "people")
    one = reading("Lessons improved the control of asthma in children.", told, paper=paper_with(abstract))
    assert not found_in_series(negative_omitted, [one])


@pytest.mark.parametrize(
    "text",
    [
        "Adding the gene on a vector did not work",
        "Putting it back that way didn't work",
        "The first attempt did not work",
    ],
)
@pytest.mark.parametrize(
    "quote", ["Attempts to add the gene were unsuccessful.", "All attempts to put it back failed."]
)
def test_an_attempt_that_failed_did_not_work(text, quote):
    assert not found(negative_overstated, text, quote)


def test_a_failure_to_reproduce_does_not_say_that_it_does_not_work():
    assert found(negative_overstated, "G-CSF did not work", "Studies in people failed to reproduce this.")


def test_that_a_placebo_was_given_does_not_say_that_a_drug_is_useless():
    quote = "Drug X was compared with placebo, and did not prolong survival."
    assert found(negative_overstated, "Drug X is useless", quote)


def test_no_better_than_placebo_may_be_told_where_nothing_differed_from_it():
    quote = "Survival with drug X did not differ from placebo."
    assert not found(negative_overstated, "Drug X was no better than placebo", quote)


@pytest.mark.parametrize(
    "caveat",
    [
        "In people, only riluzole has borne that out.",
        "In patients, that was seen with riluzole only, and only riluzole is in use.",
        "Trials in people? Only edaravone came through.",
    ],
)
def test_a_result_of_another_thing_alone_carries_the_negative(caveat):
    told = f"In mice, G-CSF increased survival. {caveat}"
    series = [reading(told, SURVIVAL, paper=REVIEW)]
    assert not found_in_series(negative_omitted, series), caveat


@pytest.mark.parametrize(
    "caveat",
    [
        "Only in people is more to come.",
        "In people, only one trial has begun.",
        "People were followed for only a year.",
    ],
)
def test_an_only_that_names_nothing_else_carries_no_negative(caveat):
    series = [reading(f"In mice, G-CSF increased survival. {caveat}", SURVIVAL, paper=REVIEW)]
    assert found_in_series(negative_omitted, series), caveat
