"""Whether two records are one paper's."""

import pytest

from scicomm_bot.records.same import work

NAP = work("Naps in forty mice", "Jane Doe", 2020, None)


@pytest.mark.parametrize(
    "other",
    [
        work("NAPS IN FORTY MICE.", "Doe J", 2020, None),
        work("Naps in forty mice", "Doe, Jane", 2021, None),
        work("Naps in <i>forty</i> mice".replace("<i>", "").replace("</i>", ""), None, None, "10.5555/nap"),
    ],
)
def test_one_paper_in_two_spellings_is_one(other):
    assert NAP.is_same(other)
    assert set(NAP.marks()) & set(other.marks())


@pytest.mark.parametrize(
    "other",
    [
        work("Naps in forty rats", "Jane Doe", 2020, None),
        work("Naps in forty mice", "Rita Roe", 2020, None),
        work("Naps in forty mice", "Jane Doe", 2023, None),
    ],
)
def test_another_paper_is_another(other):
    assert not NAP.is_same(other)


def test_one_doi_is_one_paper_whatever_its_title():
    assert work("A", "B", 1999, "10.5555/NAP").is_same(work("C", "D", 2020, "10.5555/nap"))


def test_two_dois_are_two_papers_whatever_their_title():
    one, other = (work("Naps in forty mice", "Jane Doe", 2020, f"10.5555/nap.{n}") for n in (1, 2))
    assert not one.is_same(other)


@pytest.mark.parametrize("title", ["Editorial", "Book reviews", "", None])
def test_a_title_of_a_word_or_two_tells_nothing(title):
    assert not work(title, "Jane Doe", 2020, None).is_same(work(title, "Jane Doe", 2020, None))
