"""Posts that are nearly others."""

import random
from time import perf_counter

import pytest

from scicomm_bot.domain.paper import Author
from scicomm_bot.fidelity.rules.duplicates import duplicates, grams_of, near_duplicates, similar
from support.fidelity_samples import paper_with, reading
from support.paper_samples import PAPER

LONG = "In mice, treatment with G-CSF increased survival, but clinical studies in people did not reproduce this result"


def posts(*texts, **more):
    return [reading(text, "An abstract.", post_id=f"p/{at}", **more) for at, text in enumerate(texts)]


def test_a_post_that_differs_in_a_word_is_found_and_names_the_earlier_one_and_the_share():
    ((post_id, one),) = near_duplicates(posts("Something else is said here.", f"{LONG}.", f"{LONG} yet."))
    assert post_id == "p/2"
    assert one.what == "94% of the word triples are those of p/1"


def test_posts_that_differ_pass():
    other = "Clinical studies in people with ALS did not reproduce the results that G-CSF had in pre-clinical studies."
    assert list(near_duplicates(posts(LONG, other))) == []


def test_case_and_punctuation_make_no_difference():
    assert [post_id for post_id, _ in near_duplicates(posts(LONG, f"{LONG.upper()}!"))] == ["p/1"]


def test_exactly_the_same_text_is_left_to_the_rule_for_that():
    same = posts(LONG, LONG)
    assert list(near_duplicates(same)) == []
    assert [post_id for post_id, _ in duplicates(same)] == ["p/1"]


def test_a_text_like_two_equal_ones_is_found_once():
    assert [post_id for post_id, _ in near_duplicates(posts(LONG, LONG, f"{LONG} yet."))] == ["p/2"]


def test_the_template_s_fixed_text_does_not_count():
    fixed = " and here follows the same long text of the template, which every post of this account carries at its end"
    one, two = posts("In mice.", "In cells.")
    texts = [reading(f"{text}{fixed}", "An abstract.", post_id=text) for text in ("In mice.", "In cells.")]
    for whole, part in zip(texts, (one, two), strict=True):
        whole.finding = part.finding
    assert list(near_duplicates(texts)) == []


def test_posts_on_authors_are_compared_by_what_they_print_of_the_record():
    text = "The review in {} was written by these authors, as all the posts of this kind say: {}."
    papers = [
        PAPER.model_copy(
            update={"id": name, "journal": f"Journal of {name}", "authors": (Author(name=author, affiliation="A"),)}
        )
        for name, author in (("Naps", "Doe J"), ("Dreams and their meaning", "Roe R"))
    ]
    readings = [
        reading(text.format(paper.journal, paper.authors[0].name), kind="authors", paper=paper, post_id=paper.id)
        for paper in papers
    ]
    assert list(near_duplicates(readings)) == []


@pytest.mark.parametrize(("common", "found"), [(7, True), (6, False)])
def test_seven_tenths_is_the_line(common, found):
    one = frozenset((str(number),) for number in range(10))
    other = frozenset((str(number),) for number in range(common))
    assert bool(list(similar([one, other]))) is found
    assert bool(list(similar([other, one]))) is found


def test_short_and_empty_texts_have_grams_of_their_own():
    assert grams_of("") == frozenset()
    assert grams_of("Two words") == {("two", "words")}
    assert list(near_duplicates(posts("Two words", "Two words!", "", ""))) != []
    assert list(similar([frozenset(), frozenset()])) == []


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_missed_and_nothing_invented(seed):
    chance = random.Random(seed)
    words = [str(number) for number in range(40)]
    base = chance.choices(words, k=20)
    sets = []
    for _ in range(50):
        text = base[: chance.randint(2, 20)]
        for _ in range(chance.randint(0, 3)):
            text[chance.randrange(len(text))] = chance.choice(words)
        sets.append(grams_of(" ".join(text)))
    pairs = list(similar(sets))
    by_hand = [
        at for at, one in enumerate(sets) if any(10 * len(one & sets[e]) >= 7 * len(one | sets[e]) for e in range(at))
    ]
    assert [at for at, _, _ in pairs] == by_hand
    for at, earlier, share in pairs:
        assert earlier < at
        assert share == pytest.approx(len(sets[at] & sets[earlier]) / len(sets[at] | sets[earlier]))


def test_ten_thousand_posts_of_one_pattern_take_less_than_their_square():
    text = "In mice, treatment {} with drug {} increased survival, but clinical studies in people did not reproduce it."
    sets = [grams_of(text.format(number, number * 7)) for number in range(10_000)]
    began = perf_counter()
    assert list(similar(sets)) == []
    assert perf_counter() - began < 5  # 0.2 s on an idle machine; comparing all with all takes minutes


def test_the_abstract_is_of_no_matter():
    assert list(near_duplicates([reading(LONG, paper=paper_with("x")), reading("Other", paper=paper_with("x"))])) == []
