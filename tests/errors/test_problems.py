"""What is wrong with a file: where, and in what words."""

from pathlib import Path

import pytest

from scicomm_bot.errors import ContentError, FileError, Place, Problem, near


@pytest.mark.parametrize(
    ("place", "shown"),
    [(Place(Path("posts.yaml"), 41), "posts.yaml:41"), (Place(Path("sub/posts.yaml")), "sub/posts.yaml")],
)
def test_a_place_is_shown_as_compilers_write_it(place, shown):
    assert str(place) == shown


def test_a_problem_is_shown_with_its_place_where_it_has_one():
    assert str(Problem(Place(Path("posts.yaml"), 41), "is wrong")) == "posts.yaml:41: is wrong"
    assert str(Problem(None, "is wrong")) == "is wrong"


def test_an_error_has_a_line_for_each_of_its_problems():
    problems = [Problem(Place(Path("a.yaml"), 1), "x"), Problem(Place(Path("a.yaml"), 2), "y")]
    error = FileError(problems)
    assert (str(error), error.problems) == ("a.yaml:1: x\na.yaml:2: y", tuple(problems))


def test_an_error_of_one_problem_is_of_the_class_that_was_asked():
    error = ContentError.at(Path("a.yaml"), "x", 3)
    assert (type(error), error.problems) == (ContentError, (Problem(Place(Path("a.yaml"), 3), "x"),))


def test_the_nearest_known_word_is_found_and_none_where_none_is_like_it():
    assert near("isue", {"issue", "pages"}) == "issue"
    assert near("xyzzy", iter(["issue", "pages"])) is None
    assert near("x", []) is None
