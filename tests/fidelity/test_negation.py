"""What a sentence denies."""

import pytest

from scicomm_bot.english.negation import denials, denies
from scicomm_bot.english.text import Sentence, read_text
from scicomm_bot.english.tokens import analyse


def sentence(text: str) -> Sentence:
    (one,) = read_text(text).sentences
    return one


def reached(text: str) -> set[str]:
    """The words that a denial reaches."""
    one = sentence(text)
    return {one.words[at] for at in denials(one).after}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Clinical studies did not reproduce this.", "reproduce"),
        ("Clinical studies didn't reproduce this.", "reproduce"),
        ("Clinical studies didn\u2019t reproduce this.", "reproduce"),
        ("However, clinical studies on ALS patients failed to clone pre-clinical results.", "clone"),
        ("The results were not reproduced.", "reproduced"),
        ("The results could not be reproduced.", "reproduced"),
        ("It has not yet been reproduced in people.", "reproduced"),
        ("Studies have been unable to reproduce it.", "reproduce"),
        ("There is no evidence that G-CSF helps.", "helps"),
        ("There is a lack of evidence that G-CSF helps.", "helps"),
        ("Neither trial reproduced it.", "reproduced"),
        ("None of the trials reproduced it.", "reproduced"),
        ("No trial has ever reproduced it.", "reproduced"),
        ("It never reproduced.", "reproduced"),
        ("Attempts to reproduce the results failed.", "reproduce"),
        ("Attempts to reproduce it in people were unsuccessful.", "reproduce"),
        ("The gain was reproduced in no trial.", "reproduced"),
        ("G-CSF works without any side effects.", "effects"),
        ("It increased survival in mice but not in people.", "people"),
    ],
)
def test_a_denial_reaches_its_verb(text, word):
    assert word in reached(text)


@pytest.mark.parametrize(
    "text",
    [
        "Clinical studies did not, in people with ALS, reproduce the results.",
        "Clinical studies failed, in people, to reproduce the results.",
        "Clinical studies (in people) did not (so far) reproduce the results.",
        "Clinical studies did not - so far - reproduce the results.",
        "Neither study, however, did reproduce the results.",
        "Clinical studies that looked at the many patients of three countries did not fully and exactly reproduce it.",
    ],
)
def test_it_reaches_a_verb_far_away(text):
    assert "reproduce" in reached(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It did not slow, stop or cure ALS.", "slow stop cure"),
        ("It did not slow, stop, or cure ALS.", "slow stop cure"),
        ("It failed to slow decline, stop it or, so far, cure ALS.", "slow stop"),
        ("It has not slowed, stopped or cured ALS.", "slowed stopped cured"),
        ("It has not slowed or cured ALS.", "slowed cured"),
        ("There is no evidence that it slows, stops, reverses or cures ALS.", "slows stops reverses cures"),
        ("None of the trials slowed ALS, helped patients or found a cure.", "slowed helped"),
        ("No drug, diet or exercise cured ALS.", "diet exercise cured"),
        ("Although it did not slow, stop or cure ALS, it was safe.", "slow stop cure"),
    ],
)
def test_a_denial_reaches_a_whole_list_with_or(text, words):
    assert set(words.split()) <= reached(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It did not slow ALS, but stopped or cured it.", "cured"),
        ("It did not slow ALS, and it stopped or cured it.", "cured"),
        ("It did not slow ALS, it stopped or cured it.", "cured"),
        ("It did not slow ALS, stopped it or cured it.", "cured"),
        ("Although it did not slow ALS, patients lived or recovered.", "recovered"),
        ("Those who did not smoke, lived or recovered.", "recovered"),
        ("In those not given it, health or speech improved.", "improved"),
        ("Like a drug that does not work, it slows or cures ALS.", "cures"),
        ("With no side effects, it slows or cures ALS.", "cures"),
        ("Without side effects, it slows or cures ALS.", "cures"),
        ("It did not slow, stop or cure ALS, and mice recovered.", "recovered"),
        ("It did not slow, stop or cure ALS, mice recovered.", "recovered"),
        ("It did not slow ALS, harm anyone and cure it.", "cure"),
    ],
)
def test_what_is_no_list_with_or_is_not_reached(text, word):
    assert word not in reached(text)


def test_a_sentence_of_many_lists_takes_no_longer_than_its_words():
    text = "It did not " + "slow, stop or cure it, " * 4_000 + "so far."
    one = Sentence(text)  # reading a text would cut it
    assert "cure" in {one.words[at] for at in denials(one).after}


@pytest.mark.parametrize(
    "text",
    [
        "Clinical studies did not fail to reproduce the results.",
        "No study failed to reproduce the results.",
        "None of the studies failed to reproduce the results.",
        "The studies never failed to reproduce the results.",
        "Doctors cannot fail to reproduce it.",
    ],
)
def test_two_denials_cancel_out(text):
    one = sentence(text)
    assert one.words.index("reproduce") not in analyse(one).negated
    assert not denies(one)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Not only mice but also people lived longer.", "lived"),
        ("No doubt it increased survival.", "increased"),
        ("It was studied whether or not it increased survival.", "increased"),
        ("It increased survival in mice but not in people.", "increased"),
        ("It increased survival in mice; studies in people did not reproduce it.", "increased"),
        ("Studies did not reproduce this, so the survival fell.", "survival"),
        ("It did not reproduce this and caused harm.", "caused"),
        ("Without side effects, it increased survival.", "increased"),
        ("With no side effects, it increased survival.", "increased"),
        ("It increased survival without side effects and slowed decline.", "slowed"),
        ("Studies (which did not last) increased survival.", "increased"),
        ("In non-human primates it increased survival.", "increased"),
        ("Although trials did not confirm it, mice lived longer.", "lived"),
        ("Notable studies noted knots.", "noted"),
    ],
)
def test_it_reaches_no_further_than_its_own_statement(text, word):
    assert word not in reached(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The benefit was not seen in people.", "benefit"),
        ("The increase in survival was not reproduced.", "increase"),
        ("The same did not hold in people.", "same"),
    ],
)
def test_what_something_is_denied_of_is_denied_but_not_negated(text, word):
    one = sentence(text)
    at = one.words.index(word)
    assert at in analyse(one).denied
    assert at not in analyse(one).negated


@pytest.mark.parametrize("text", ["It did not harm and did not help.", "It neither harmed nor did it help."])
def test_two_denials_side_by_side_are_two(text):
    assert "help" in reached(text)


@pytest.mark.parametrize("text", ["", "Not", "no", "Failed.", "failed, (not", ") not", "not not", ", , not ,"])
def test_any_text_can_be_read(text):
    assert all(denials(one) for one in read_text(text).sentences)


@pytest.mark.parametrize(
    "text", ["Calmer? No. The rats stayed as they were.", "Did it help? No. Mice slept as before."]
)
def test_a_no_that_answers_denies_nothing_of_the_next_sentence(text):
    assert not any(denies(one) for one in read_text(text).sentences[2:])
    assert len(read_text(text).sentences) == 3


def test_a_no_before_a_number_ends_no_sentence():
    assert len(read_text("Compound No. 5 helped. See pp. 7 to 9.").sentences) == 2
