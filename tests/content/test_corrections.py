"""`corrects:` names another post of the paper, and never leads back to itself."""

import pytest

from scicomm_bot.content import load
from scicomm_bot.content.load import examine
from scicomm_bot.errors import ContentError
from support.growth import seconds
from support.yaml_samples import GOOD, changed, written

EVIDENCE = "evidence: [{quote: Text of it., on: [people]}]"
WITH_WHY = changed("    findings:", "    why: {text: It matters a lot., by: N}\n    findings:")


def fixing(*findings, base=GOOD):
    """The good file with more findings, each `(id, what it corrects)`."""
    return base + "".join(
        f"      - {{id: {name}, corrects: {corrects}, text: Right {name}., {EVIDENCE}}}\n"
        for name, corrects in findings
    )


def problems(text):
    with pytest.raises(ContentError) as error:
        load(written(text))
    return [str(one) for one in error.value.problems]


@pytest.mark.parametrize("name", ["f", "authors", "source"])
def test_a_finding_may_correct_any_post_of_its_paper(name):
    paper = load(written(fixing(("g", name)))).content.papers[0]
    assert [one.corrects for one in paper.findings] == [None, name]


def test_a_finding_may_correct_the_post_of_why():
    assert load(written(fixing(("g", "why"), base=WITH_WHY)))


def test_a_correction_may_be_corrected_and_a_post_twice_whatever_their_order():
    assert load(written(fixing(("i", "h"), ("h", "g"), ("g", "f"), ("j", "f"))))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ff", "no post of the paper 'p' is called 'ff'; did you mean 'f'?"),
        ("survival", "no post of the paper 'p' is called 'survival'; such are f, authors, source"),
        ("g", "'g' is the finding's own id; name the post that is out and wrong"),
        ("why", "the paper has no `why`, so there is no such post"),
        ("correction", "'correction' is made by itself when a paper falls, from what is on record; name a finding"),
    ],
)
def test_what_is_no_other_post_is_an_error_that_says_what_to_write(name, said):
    assert problems(fixing(("g", name))) == [f"posts.yaml:18: corrects: {said}"]


@pytest.mark.parametrize("name", ["p/f", "q/f", "'F'", "https://x.com/i/status/1", "f,source"])
def test_the_id_of_a_post_or_its_address_is_no_id_of_a_finding(name):
    [problem] = problems(fixing(("g", f'"{name}"' if ":" in name or "," in name else name)))
    assert (
        "must be the id of another finding of the same paper, without the paper's, or authors, source or why" in problem
    )


@pytest.mark.parametrize(
    ("given", "said"), [("[f, source]", "must be a text"), ("null", "is empty"), ("7", "in quotes")]
)
def test_something_else_than_one_id_is_an_error(given, said):
    [problem] = problems(fixing(("g", given)))
    assert said in problem


def test_the_id_that_a_finding_had_before_names_the_one_that_it_has():
    text = (
        changed("- id: f\n", "- id: new\n        was: [f]\n")
        + f"      - {{id: g, corrects: f, text: B., {EVIDENCE}}}\n"
    )
    assert problems(text) == ["posts.yaml:19: corrects: 'f' is called 'new' now; write that"]


def test_the_own_id_of_before_is_no_other_post():
    text = GOOD + f"      - {{id: g, was: [h], corrects: h, text: B., {EVIDENCE}}}\n"
    assert problems(text) == [
        "posts.yaml:18: corrects: 'h' is what this finding was; name the post that is out and wrong"
    ]


def test_a_circle_is_an_error_at_each_of_its_lines_and_at_no_other():
    assert problems(fixing(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "f"))) == [
        f"posts.yaml:{line}: corrects: {way}, so none of them can go out first; delete one `corrects`"
        for line, way in (
            (18, "'a' corrects 'b', which corrects 'c', which corrects 'a'"),
            (19, "'b' corrects 'c', which corrects 'a', which corrects 'b'"),
            (20, "'c' corrects 'a', which corrects 'b', which corrects 'c'"),
        )
    ]


def test_a_long_circle_is_told_in_short():
    names = [f"n{number}" for number in range(40)]
    first = problems(fixing(*zip(names, [*names[1:], names[0]], strict=True)))[0]
    assert (
        "'n0' corrects 'n1', which corrects 'n2', which corrects 'n3', which corrects 'n4', which corrects '...'"
        in first
    )


def test_check_goes_on_past_a_circle():
    document, found = examine(written(fixing(("a", "b"), ("b", "a"))))
    assert document is not None
    assert len(found) == 2


@pytest.mark.parametrize("last", ["f", "n0", "nobody"], ids=["a chain", "a circle", "a chain that leads nowhere"])
def test_eight_times_as_many_take_eight_times_as_long(last):
    def chain(length):
        return fixing(*((f"n{number}", f"n{number + 1}") for number in range(length)), (f"n{length}", last))

    short, long = (seconds(lambda text: examine(written(text)), chain(length)) for length in (100, 800))
    assert long < 24 * max(short, 0.01)


def test_eight_times_as_many_that_correct_nothing_take_eight_times_as_long():
    def wrong(length):
        return fixing(*((f"n{number}", f"m{number}") for number in range(length)))

    short, long = (seconds(lambda text: examine(written(text)), wrong(length)) for length in (100, 800))
    assert long < 24 * max(short, 0.01)
