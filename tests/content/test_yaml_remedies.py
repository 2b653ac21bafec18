"""What is no YAML names what a person did, on the line on which they did it."""

from pathlib import Path

import pytest

from scicomm_bot.content import examine
from scicomm_bot.content.yaml_file import parse_yaml
from scicomm_bot.errors import ContentError
from support.yaml_samples import GOOD, changed, written


def told(text):
    with pytest.raises(ContentError) as caught:
        examine(written(text))
    (problem,) = caught.value.problems
    return str(problem)


CAUSES = {
    "a Windows path": (changed("title: T", r'title: "C:\Users\me\a.png"'), 6, r"\U is none; use single quotes, or write / for \ in a path"),
    "a path with \\x": (changed("title: T", r'title: "D:\xray\1.png"'), 6, r"\x is none; use single quotes"),
    "LaTeX in quotes": (changed("title: T", r'title: "the $\delta$ wave"'), 6, r"\d is none; use single quotes"),
    "a line separator": (changed("title: T", "title: one\u2028two"), 6, "holds U+2028, which cannot be seen and ends a line"),
    "a paragraph separator": (changed("A text.", "one\u2029two"), 15, "holds U+2029, which cannot be seen"),
    "a next-line sign": (changed("title: T", "title: one\x85two"), 6, "holds U+0085, which cannot be seen"),
    "one in a block": (changed("title: T", "title: >-\n      one\u2028two"), 7, "holds U+2028"),
    "spaces that do not break": (changed("    title: T", "\xa0\xa0\xa0\xa0title: T"), 6, "U+00A0 stands before the text"),
    "one behind a colon": (changed("title: T", "title:\xa0T"), 6, "after the colon stands U+00A0"),
    "a full-width colon": (changed("title: T", "title\uff1a T"), 6, "(U+FF1A) is another colon"),
    "a colon without a space": (changed("title: T", "title:T"), 6, "put a space after the colon"),
    "a hyphen without a space": (changed("- {name", "-{name"), 8, "put a space after the hyphen"),
    "a dash for a hyphen": (changed("- {name", "\u2013 {name"), 8, "(U+2013) begins no item of a list"),
    "a bullet for a hyphen": (changed("- {name", "\u2022 {name"), 8, "(U+2022) begins no item of a list"),
    "a tab": (changed("    title: T", "\ttitle: T"), 6, "with spaces, never tabs"),
    "curly quotation marks": (changed("title: T", "title: \u201cSleep: a review\u201d"), 6, "is no quotation mark to YAML; use straight ones"),
    "a text behind quotes": (changed("title: T", 'title: "Sleep" in mice'), 6, 'the text ends at its second " and then goes on'),
    "an apostrophe in quotes": (changed("title: T", "title: 'the mouse's sleep'"), 6, "write each apostrophe twice"),
    "brackets before a text": (changed("title: T", "title: [Letter] Sleep"), 6, "begins with that sign in quotes"),
    "a greater-than sign": (changed("title: T", "title: > 5 mice"), 6, "put a text that begins with > in quotes"),
    "a question mark": (changed("title: T", "title: ? or not"), 6, "begins with that sign in quotes"),
    "a comment in a text": (changed("A text.", "A text #1\n          and more."), 15, '" #" begins a comment'),
    "a hashtag that begins a list": (changed("title: T", "title: T\n    hashtags: [#Naps, Mice]"), 7, "YAML does not see #Naps"),
    "a hashtag within a list": (changed("title: T", "title: T\n    hashtags: [Mice, #Naps]"), 7, "does not see #Naps"),
    "a hashtag below its list": (changed("title: T", "title: T\n    hashtags: [Mice,\n      #Naps]"), 8, "leave # out"),
    "a comment in braces": (changed("affiliation: A}", "affiliation: A #6}"), 8, '" #" begins a comment'),
    "no colon": (changed("title: T", "title T"), 6, "a key needs a colon and a space behind it"),
    "a text that goes on at the margin": (changed("More of it.", "More of it.\nAnd more."), 13, "a text that goes on is indented deeper"),
    "a text that goes on too flat": (changed("More of it.", "More of it.\n  And more."), 13, "a text that goes on is indented deeper"),
    "a bracket without its partner": (changed("on: [people]}\n    abs", "on: [people}\n    abs"), 11, "a bracket has no partner in this line"),
    "too deep a line": (changed("    journal: J", "      journal: J"), 9, "indent"),
    "too flat a line": (changed("    title: T", "   title: T"), 6, "no line above is indented like this one"),
    "marks of a merge conflict": (changed("    title: T", "<<<<<<< HEAD\n    title: T"), 6, "the marks of a merge conflict"),
    "a fence of Markdown": (f"```yaml\n{GOOD}```\n", 1, "delete this line"),
    "a quotation without its end": (changed("title: T", "title: 'T"), 17, "what begins in line 6 has no end"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "remedy"), CAUSES.values(), ids=CAUSES)
def test_an_error_of_yaml_names_its_cause_its_line_and_the_remedy(text, line, remedy):
    problem = told(text)
    assert problem.startswith(f"posts.yaml:{line}: not YAML: ")
    assert remedy in problem


def test_a_sign_that_only_yaml_takes_for_a_line_end_does_not_count_as_a_line():
    """Editors do not count it."""
    _, problems = examine(written(changed("title: T", 'title: "one\u2028two"', "year: 2020", "year: x")))
    assert [one.place.line for one in problems] == [10]


@pytest.mark.parametrize(
    "text",
    [
        "a: one\u2028  two\n",
        "a: 'one\u2028two'\n",
        "a: \u201cone\u201d\n",
        "a:\tb\n",
        "a: C:\\x\\y\n",
        "a: 'C:\\Users'\n",
    ],
)
def test_what_yaml_can_read_is_read(text):
    assert parse_yaml(Path("a.yaml"), text).value


def test_a_long_text_behind_many_aliases_is_refused():
    text = f"a: &a {'x' * 1_000_000}\nb: [{'*a, ' * 40}]\n"
    with pytest.raises(ContentError, match="more than 32 MB of text; is an anchor used too often"):
        parse_yaml(Path("a.yaml"), text)
