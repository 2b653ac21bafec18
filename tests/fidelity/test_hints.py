"""What a person should look at where no rule is sure."""

import pytest

from scicomm_bot.domain.paper import Content, Study
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity.hints import hint, hints
from support.fidelity_samples import paper_with, reading

TRIAL = Study(kind="randomised trial", peer_reviewed=True, on=("people",))
COHORT = Study(kind="cohort study", peer_reviewed=True, on=("people",))
PREPRINT = Study(kind="randomised trial", peer_reviewed=False, preprint=True, on=("people",))


def shown(text: str, quote: str, study: Study = TRIAL, on: str = "people") -> str | None:
    return hint(reading(text, (quote, on), paper=paper_with(quote, study=study)))


@pytest.mark.parametrize(
    ("text", "quote", "study", "on", "words"),
    [
        ("It was 12% and 40%", "It was 12% with tea and 40% without.", TRIAL, "people", "Whose is each figure: 12%"),
        ("Tea helped", "Tea helped among women over 65.", TRIAL, "people", "among women over 65"),
        ("Tea helped", "Tea may have helped.", TRIAL, "people", "as open as in the paper"),
        ("Tea helped", "Antibody titres rose with tea.", TRIAL, "people", "more than what was measured"),
        ("Tea drinkers had a lower weight", "Body weight was lower.", COHORT, "people", "It is a cohort study"),
        ("Tea helped", "Tea helped.", PREPRINT, "people", "not peer-reviewed"),
        ("Tea helped the mice", "Tea helped.", TRIAL, "animals", "take it for people"),
        ("Tea helped", "Tea helped at 20 mg.", TRIAL, "people", "without the dose"),
    ],
)
def test_the_one_thing_that_applies_is_pointed_at(text, quote, study, on, words):
    assert words in (shown(text, quote, study, on) or "")


def test_a_post_to_which_nothing_applies_has_no_hint():
    assert shown("Tea helped", "Tea helped.") is None


def test_a_post_without_a_finding_or_in_another_language_has_none():
    assert hint(reading("Doe J", kind="authors")) is None
    assert hint(reading("چای کمک کرد", ("Tea may have helped.", "people"), lang="fa")) is None


def test_hints_go_by_the_ids_of_posts():
    of_tea = reading("Tea helped", ("Tea may have helped.", "people"))
    paper = of_tea.paper.model_copy(update={"findings": (of_tea.finding,), "study": TRIAL})
    authors = Post("p/authors", "p", "authors", "Doe J", 5, 15_000, "posts.yaml:1")
    assert list(hints([of_tea.post, authors], Content(papers=(paper,)))) == ["p/f"]
