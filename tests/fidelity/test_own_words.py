"""A post in an author's own words: what holds whoever speaks, and what is not looked at."""

import pytest

from scicomm_bot.domain.paper import Content, Why
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.fidelity import check_posts
from scicomm_bot.medium.length import weighted_length
from support.paper_samples import PAPER


def checked(text: str, lang: str = "en", **paper):
    of = PAPER.model_copy(update={"why": Why(text=text, by="Doe J", lang=lang), **paper})
    said = f"Why it matters, in the words of Doe J, an author of the review in A Journal:\n\n“{text}”"
    post = Post("p/why", "p", "why", said, weighted_length(said), 15_000, "posts.yaml:1")
    (one,) = check_posts([post], Content(papers=(of,)))
    return one


def rules(post) -> set[str]:
    return {remark.rule for remark in post.remarks}


@pytest.mark.parametrize(
    "text",
    [
        "Every year thousands of people fall ill with it, and 9 in 10 never hear of a trial.",
        "My grandmother had it, and nobody could tell us whether anything helps.",
        "We hope that the next trial asks the right question.",
        "It causes half of all falls in old age.",
        "Doctors have had no good answer to that for 30 years.",
        "If mice and people differ here, we need to know why.",
    ],
)
def test_a_sentence_of_an_author_is_told_to_be_one_and_nothing_else(text):
    post = checked(text)
    assert [(one.rule, one.level) for one in post.remarks] == [("own-words", Level.INFO)]
    assert post.remarks[0].message.startswith("these are the words of Doe J, not of the paper")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You should ask your doctor for this drug.", "advice"),
        ("This will cure ALS.", "cure"),
        ("It will add years to your life.", "reader-promise"),
        ("ALS victims have waited too long.", "stigma"),
        ("@drdoe knows why.", "mention"),
        ("See survival.In for more.", "accidental-link"),
        ("A zero-width\u200bspace hides here.", "control-character"),
        ("So many feelings 😀 😀 😀 about it.", "emoji"),
        ("It is #G-CSF that matters.", "hashtag-cut"),
        ("x" * 300, "length"),
    ],
)
def test_what_holds_whoever_speaks_holds_here(text, rule):
    assert rule in rules(checked(text))


def test_a_question_about_it_is_answered_at_the_paper():
    asked = checked("This will cure ALS.")
    (question,) = asked.open_questions
    answers = PAPER.answers.model_copy(update={"why": {question.key: "The author said so, and means the mouse model."}})
    assert not checked("This will cure ALS.", answers=answers).asking


def test_a_warning_about_it_is_waived_at_the_paper():
    waive = PAPER.waive.model_copy(update={"why": {"emoji": "they are the author's"}})
    (one,) = (one for one in checked("Look 😀 😀 😀", waive=waive).remarks if one.rule == "emoji")
    assert one.waived == "they are the author's"


def test_words_in_another_language_are_not_read_as_english():
    assert rules(checked("این بیماری درمانی ندارد.", "fa")) == {"own-words"}
