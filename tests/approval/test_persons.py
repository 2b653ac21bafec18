"""Whether two who signed are one person."""

import pytest

from scicomm_bot.approval import Signature, different_people, same_person
from support.approval_samples import AT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "Jane Doe"),
        ("Jane Doe", "jane  DOE"),
        ("Jane Doe", "Doe, Jane"),
        ("Jane Doe", "J. Doe"),
        ("Jane Doe", "Jane M. Doe"),
        ("Jane Doe", "Dr. Jane Doe, press office"),
        ("Jane Doe", "Jane"),
        ("José Peña", "Jose Pena"),
        ("Jane Doe", "Jane Doe <jane@example.org>"),
        ("Jane Doe", "jane.doe@example.org"),
        ("Jane Doe <jane@example.org>", "Jane Doe <jane@example.com>"),
        ("Jane Doe <press@example.org>", "Joe Roe <Press@example.org>"),
        ("press@example.org", "The office <press@example.org>"),
        ("علي کاظمی", "علی كاظمي"),
        ("Jane\u200b Doe", "Jane\u00a0Doe"),
        ("Ｊａｎｅ Doe", "Jane Doe"),
        ("✓", "✓"),
    ],
)
def test_one_person_in_two_spellings_is_one(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "Joe Roe"),
        ("Jane Doe", "Jane Roe"),
        ("Jane Doe", "John Doe"),
        ("J. Doe", "J. Roe"),
        ("J. D.", "Jane Doe"),
        ("Jane Doe <jane@example.org>", "Joe Roe <joe@example.org>"),
        ("jane@example.org", "joe@example.org"),
        ("jane@example.org", "Joe Roe"),
        ("علی کاظمی", "رضا کاظمی"),
        ("✓", "✗"),
        ("Jane Doe", "✓"),
    ],
)
def test_two_people_are_two(one, other):
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_of_each_person_the_first_signature_counts():
    signed = [Signature(by, AT) for by in ("Jane Doe", "J. Doe", "Joe Roe", "Roe, Joe")]
    assert [one.by for one in different_people(signed)] == ["Jane Doe", "Joe Roe"]


def test_long_names_are_compared_in_bounded_time():
    assert same_person("ab " * 100_000, "ab " * 100_000)
    assert not same_person("a" * 100_000, "b" * 100_000)
