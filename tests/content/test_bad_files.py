"""Every bad `posts.yaml` gives one clear error: the thing, the place, the remedy."""

import os
import time
from pathlib import Path

import pytest

from scicomm_bot.content import examine, load
from scicomm_bot.content.yaml_file import MOST_BYTES
from scicomm_bot.errors import ContentError
from support.yaml_samples import GOOD, SECOND_FINDING, changed, written


def problems(text: str | bytes) -> list[str]:
    """Return the lines of the error that this file gives."""
    with pytest.raises(ContentError) as caught:
        load(written(text))
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return list(map(str, caught.value.problems))


UNREADABLE = {
    "empty": ("", "posts.yaml: the file is empty"),
    "white space only": (" \n\n", "posts.yaml: the file is empty"),
    "comments only": ("# a\n# b\n", "posts.yaml: the file holds nothing but comments"),
    "binary": (b"papers:\0\n", "posts.yaml: this is no text file (it holds zero bytes); save it as UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), "posts.yaml: looks like UTF-16 text; save it as UTF-8 (in most editors"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "posts.yaml: looks like UTF-16 text; save it as UTF-8"),
    "UTF-16, the other way": (GOOD.encode("utf-16-be"), "posts.yaml: looks like UTF-16 text; save it as UTF-8"),
    "UTF-16 in Persian": (GOOD.replace("title: T", "title: \u0633\u0644\u0627\u0645").encode("utf-16-le"), "posts.yaml: looks like UTF-16"),
    "UTF-32": (GOOD.encode("utf-32"), "posts.yaml: looks like UTF-32 text; save it as UTF-8"),
    "UTF-32 without a mark": (GOOD.encode("utf-32-le"), "posts.yaml: looks like UTF-32 text; save it as UTF-8"),
    "not UTF-8": (b"papers:\n  - id: \xe9\n", "posts.yaml:2: not UTF-8 text; save the file as UTF-8"),
    "control character": (changed("title: T", "title: T\x07"), "posts.yaml:6: holds U+0007, which cannot be seen; delete it"),
    "half a surrogate pair": (changed("title: T", 'title: "\\ud800"'), "posts.yaml:6:"),
    "a list": ("- a\n", "posts.yaml:1: must begin with `papers:`, but holds ['a']"),
    "a word": ("abc\n", "posts.yaml:1: must begin with `papers:`, but holds 'abc'"),
    "nothing": ("~\n", "posts.yaml:1: must begin with `papers:`, but holds None"),
    "half a quotation": (changed("title: T", 'title: "T'), "posts.yaml:17: not YAML: found unexpected end of stream"),
    "half a list": ("papers: [", "posts.yaml:1: not YAML:"),
    "a tab": (changed("    title: T", "\ttitle: T"), "posts.yaml:6: not YAML: found a tab character that violates indentation"),
    "a colon in a text": (changed("title: T", "title: a: b"), "posts.yaml:6: not YAML: mapping values are not allowed"),
    "an alias that is none": (changed("title: T", "title: *T"), "posts.yaml:6: not YAML: found no &T in the file"),
    "a cron line without quotes": (changed('["0 9 * * 1"]', "\n    - * 9 * * 1"), "posts.yaml:4: not YAML:"),
    "a percent sign": (changed("title: T", "title: %T"), "posts.yaml:6: not YAML: found character that cannot start"),
    "two documents": (GOOD + "---\na: b\n", "posts.yaml:18: not YAML: but found another document"),
    "a Python object": (changed("title: T", "title: !!python/object/apply:os.system [ls]"), "posts.yaml:6: the tag"),
    "a private tag": (changed("title: T", "title: !mine T"), "posts.yaml:6: the tag '!mine' has no meaning here; delete it"),
    "a key that is a list": (changed("    journal: J", "    ? [a]\n    : J"), "posts.yaml:9: a key must be a plain word"),
    "a very long key": ("? " + "a" * 5000 + "\n: x\n", "posts.yaml:1: no key is as long as"),
    "an anchor in itself": ("papers: &a [*a]\n", "posts.yaml:1: nested more than 50 deep"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "begins"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_gives_one_line(text, begins):
    (line,) = problems(text)
    assert line.startswith(begins)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        pytest.param(changed("    title: T", "\ttitle: T"), "with spaces, never tabs", id="a tab"),
        pytest.param(changed("title: T", "title: a: b"), 'put a text with ": " in it in quotes', id="a colon"),
        pytest.param(changed("title: T", "title: *T"), "begins with * or & in quotes", id="an asterisk"),
        pytest.param(changed("title: T", "title: @T"), "in quotes", id="an at sign"),
        pytest.param(changed("title: T", 'title: "T'), "seems to end in the middle", id="half a file"),
        pytest.param(GOOD + "---\na: b\n", "delete the line `---`", id="two documents"),
    ],
)
def test_a_file_that_is_not_yaml_is_told_how_to_mend_it(text, remedy):
    assert problems(text)[0].endswith(remedy) or remedy in problems(text)[0]


def test_a_missing_file_is_named_with_its_setting():
    with pytest.raises(ContentError, match=r"^nix\.yaml: no such file; set SCICOMM_POSTS"):
        load(Path("nix.yaml"))


@pytest.mark.parametrize(("aim", "said"), [("nix.yaml", "leads nowhere"), ("posts.yaml", "leads in a circle")])
def test_a_broken_link_is_told_as_one(aim, said):
    Path("posts.yaml").symlink_to(aim)
    with pytest.raises(ContentError, match=rf"^posts\.yaml: is a link that {said}; delete it or .* SCICOMM_POSTS"):
        load(Path("posts.yaml"))


def test_a_folder_is_no_file():
    Path("posts.yaml").mkdir()
    with pytest.raises(ContentError, match=r"^posts\.yaml: is a folder, not a file"):
        load(Path("posts.yaml"))


def test_a_pipe_is_not_waited_for():
    os.mkfifo("posts.yaml")
    with pytest.raises(ContentError, match="is no ordinary file"):
        load(Path("posts.yaml"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_says_so():
    written(GOOD).chmod(0)
    with pytest.raises(ContentError, match=r"^posts\.yaml: cannot be read: Permission denied"):
        load(Path("posts.yaml"))


HUGE = {
    "over 8 MB": ("#" * (MOST_BYTES + 1), "larger than 8 MB; split it"),
    "10,000 brackets": ("[" * 10_000, "nested more than 50 deep"),
    "8 MB of brackets": ("[" * MOST_BYTES, "nested more than 50 deep"),
    "8 MB of braces": ("{a: " * (MOST_BYTES // 4), "nested more than 50 deep"),
    "8 MB of dashes": ("- " * (MOST_BYTES // 2), "nested more than 50 deep"),
    "8 MB of question marks": ("? " * (MOST_BYTES // 2), "nested more than 50 deep"),
    "8 MB of values": ("[" + "a," * (MOST_BYTES // 2 - 2) + "]", "more than 200,000 values"),
    "8 MB of keys": ("".join(f"k{i}: 1\n" for i in range(600_000)), "more than 200,000 values"),
    "anchors that explode": (
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(12)),
        "more than 200,000 values; are anchors nested?",
    ),
}


@pytest.mark.parametrize(("text", "said"), HUGE.values(), ids=HUGE)
def test_a_bomb_is_refused_soon(text, said):
    began = time.process_time()
    (line,) = problems(text)
    assert line.startswith("posts.yaml")
    assert said in line
    assert len(line) < 200
    assert time.process_time() - began < 5  # the slowest takes 0.5 s


WRONG = {
    "unknown key": (changed("year: 2020", "year: 2020\n    isue: x"), ["posts.yaml:11: papers.1: unknown key 'isue'; did you mean 'issue'?"]),
    "unknown key like no other": (changed("{name: N,", "{zzz: 1, name: N,"), ["posts.yaml:8: papers.1.authors.1: unknown key 'zzz'; known here: name, affiliation, institution"]),
    "unknown key at the top": (GOOD + "paper: 1\n", ["posts.yaml:18: the file: unknown key 'paper'; did you mean 'papers'?"]),
    "unknown key of the schedule": (changed("timezone:", "timezoen:"), ["posts.yaml:2: schedule: unknown key 'timezoen'; did you mean 'timezone'?"]),
    "a key that is a number": (changed("year: 2020", "year: 2020\n    5: x"), ["posts.yaml:11: papers.1: unknown key '5'; known here:"]),
    "a key that is true": (changed("year: 2020", "year: 2020\n    true: x"), ["posts.yaml:11: papers.1: unknown key 'true'; known here:"]),
    "a missing key": (changed("    title: T\n", ""), ["posts.yaml:5: papers.1: 'title' is missing"]),
    "a key twice": (changed("title: T", "title: T\n    title: U"), ["posts.yaml:7: 'title' stands here again, first in line 6; keep one"]),
    "a merge key": (changed("year: 2020", "year: 2020\n    <<: {issue: x}"), ["posts.yaml:11: merge keys (<<) are not read here; write the keys out"]),
    "a number for a text": (changed("title: T", "title: 5"), ["posts.yaml:6: papers.1.title: must be a text, but is 5; put it in quotes"]),
    "true for a text": (changed("title: T", "title: true"), ["posts.yaml:6: papers.1.title: must be a text, but is True; put it in quotes"]),
    "nothing for a text": (changed("title: T", "title:"), ["posts.yaml:6: papers.1.title: is empty;"]),
    "white space for a text": (changed("title: T", "title: '  '"), ["posts.yaml:6: papers.1.title: must not be empty"]),
    "a text for a number": (changed("year: 2020", "year: '2020'"), ["posts.yaml:10: papers.1.year: must be a number, but '2020' is a text; write it without quotes"]),
    "a fraction for a year": (changed("year: 2020", "year: 2020.5"), ["posts.yaml:10: papers.1.year: must be a whole number, but is 2020.5"]),
    "a year before journals": (changed("year: 2020", "year: 20"), ["posts.yaml:10: papers.1.year: must be 1665 or more, but is 20"]),
    "a text for a list": (changed("on: [people]}\n    abstract", "on: people}\n    abstract"), ["posts.yaml:11: papers.1.study.on: must be a list (lines that begin with `- `), but is 'people'"]),
    "a mapping for a list": ("papers: {a: 1}\n", ["posts.yaml:1: papers: must be a list"]),
    "a list for a mapping": (changed('schedule:\n  timezone: UTC\n  slots: ["0 9 * * 1"]', "schedule: []"), ["posts.yaml:1: schedule: must have keys of its own"]),
    "a text for evidence": (changed("evidence:\n          - {quote: Text of it., on: [people]}", "evidence: Text of it."), ["posts.yaml:16: papers.1.findings.1.evidence: must be a list"]),
    "yes for true": (changed("peer_reviewed: true", "peer_reviewed: yes"), ["posts.yaml:11: papers.1.study.peer_reviewed: must be true or false, but is 'yes'"]),
    "an unknown kind": (changed("kind: review", "kind: opinion"), ["posts.yaml:11: papers.1.study.kind: must be 'review', 'systematic review',"]),
    "another word for a kind": (changed("kind: review", "kind: RCT"), ["posts.yaml:11: papers.1.study.kind: must be 'review',"]),
    "a quotation on nothing": (changed("{quote: Text of it., on: [people]}", "{quote: Text of it.}"), ["posts.yaml:17: papers.1.findings.1.evidence.1: 'on' is missing"]),
    "a quotation on an empty list": (changed("of it., on: [people]", "of it., on: []"), ["posts.yaml:17: papers.1.findings.1.evidence.1.on: must have an entry at least (a line that begins with `- `), but is []"]),
    "unknown beings": (changed("of it., on: [people]", "of it., on: [plants]"), ["posts.yaml:17: papers.1.findings.1.evidence.1.on.1: must be 'people', 'animals', 'cells' or 'unstated', but is 'plants'"]),
    "no authors": (changed("authors:\n      - {name: N, affiliation: A}", "authors: []"), ["posts.yaml:7: papers.1.authors: must have an entry at least (a line that begins with `- `), but is []"]),
    "an id with blanks": (changed("id: f", "id: F x"), ["posts.yaml:14: papers.1.findings.1.id: 'F x' must be lower-case letters"]),
    "an id with a line break": (changed("id: f", 'id: "f\\n"'), ["posts.yaml:14: papers.1.findings.1.id: 'f\\n' must be lower-case letters"]),
    "a reserved id": (changed("id: f", "id: authors"), ["posts.yaml:14: finding id 'authors' is reserved"]),
    "the other reserved id": (changed("id: f", "id: source"), ["posts.yaml:14: finding id 'source' is reserved"]),
    "an id twice": (GOOD + SECOND_FINDING, ["posts.yaml:18: finding id 'f' is taken in line 14; ids must differ"]),
    "a paper's id twice": (GOOD + GOOD[GOOD.index("  - id: p"):], ["posts.yaml:18: paper id 'p' is taken in line 5; ids must differ"]),
    "half an address": (changed("journal: J", "journal: J\n    url: example.org"), ["posts.yaml:10: papers.1.url: 'example.org' must be a whole address"]),
    "a DOI without a suffix": (changed("journal: J", "journal: J\n    doi: https://doi.org/10.1000/"), ["posts.yaml:10: papers.1.doi: 'https://doi.org/10.1000/' has nothing behind the slash"]),
    "another institution": (changed("affiliation: A", "affiliation: A, institution: B"), ["posts.yaml:8: institution 'B' does not stand in the affiliation of N"]),
    "an unknown time zone": (changed("UTC", "Asia/Teheran"), ["posts.yaml:2: schedule.timezone: unknown time zone 'Asia/Teheran'; did you mean 'Asia/Tehran'?"]),
    "a path for a time zone": (changed("UTC", "../../etc/passwd"), ["posts.yaml:2: schedule.timezone: unknown time zone '../../etc/passwd'"]),
    "a negative gap": (changed("UTC", "UTC\n  least_gap_minutes: -1"), ["posts.yaml:3: schedule.least_gap_minutes: must be 0 or more, but is -1"]),
    "a gap of a week and more": (changed("UTC", "UTC\n  least_gap_minutes: 99999"), ["posts.yaml:3: schedule.least_gap_minutes: must be 10080 or less, but is 99999"]),
    "a number in quotes for a gap": (changed("UTC", "UTC\n  least_gap_minutes: '5.5'"), ["posts.yaml:3: schedule.least_gap_minutes: must be a number, but '5.5' is a text; write it without quotes"]),
    "a year like no other": (changed("year: 2020", "year: 99999999999999999999"), ["posts.yaml:10: papers.1.year: must be a whole number, but is"]),
    "true in quotes": (changed("peer_reviewed: true", "peer_reviewed: 'True'"), ["posts.yaml:11: papers.1.study.peer_reviewed: must be true or false, but 'True' is a text; write it without quotes"]),
    "five pictures": (changed("A text.", "A text.\n        images: [" + ", ".join(["{file: a.png}"] * 5) + "]"), ["posts.yaml:16: papers.1.findings.1.images: a post takes up to four pictures, but here are 5; delete some"]),
    "a long title": (changed("title: T", "title: " + "x" * 2001), ["posts.yaml:6: papers.1.title: must have 2,000 characters at most, but has 2,001: '" + "x" * 60 + "...'"]),
    "no papers": ("papers: []\n", ["posts.yaml:1: papers: must have an entry at least"]),
    "a list of waivers": (changed("A text.", "A text.\n        waive: [hype]"), ["posts.yaml:16: papers.1.findings.1.waive: must have keys of its own, each with a text"]),
    "a waiver of nothing": (changed("A text.", "A text.\n        waive: {'': x}"), ["posts.yaml:16: papers.1.findings.1.waive: a key: must not be empty"]),
    "a language by its name": (changed("A text.", "A text.\n        lang: farsi"), ["posts.yaml:16: papers.1.findings.1.lang: 'farsi' must be a language code, such as 'en', 'fa' or 'de-AT'"]),
    "a language in capitals": (changed("A text.", "A text.\n        lang: EN"), ["posts.yaml:16: papers.1.findings.1.lang: 'EN' must be a language code"]),
    "a language with an underscore": (changed("A text.", "A text.\n        lang: de_AT"), ["posts.yaml:16: papers.1.findings.1.lang: 'de_AT' must be a language code"]),
    "a template with a blank": (changed("A text.", "A text.\n        template: a b"), ["posts.yaml:16: papers.1.findings.1.template: 'a b' must be the name of a template, such as 'finding.txt.j2'"]),
    "a template of a paper with a blank": (changed("year: 2020", "year: 2020\n    templates: {source: a b}"), ["posts.yaml:11: papers.1.templates.source: 'a b' must be the name of a template"]),
    "a long DOI": (changed("journal: J", "journal: J\n    doi: https://www.journal.example/" + "x" * 60), ["posts.yaml:10: papers.1.doi: 'https://www.journal.example/" + "x" * 32 + "...' is an address"]),
    "a gap that is no number": (changed("UTC", "UTC\n  least_gap_minutes: .nan"), ["posts.yaml:3: schedule.least_gap_minutes: must be a number, but is '.nan'"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "begins"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_named_with_its_line_and_a_remedy(text, begins):
    lines = problems(text)
    assert len(lines) == len(begins)
    for line, start in zip(lines, begins, strict=True):
        assert line.startswith(start)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("0 9 * * 1 2", "has 6 fields, not five", id="6 fields"),
        pytest.param("@daily", "has 1 fields, not five", id="a nickname"),
        pytest.param("61 9 * * 1", "bad minute", id="61 minutes"),
        pytest.param("0 24 * * 1", "bad hour", id="24 hours"),
        pytest.param("0 9 * * 8", "bad day-of-week", id="an eighth day"),
        pytest.param("0 9 30 2 *", "names a day that never comes", id="30 February"),
        pytest.param("*/0 9 * * 1", "bad minute", id="a step of 0"),
        pytest.param("a b c d e", "bad minute", id="letters"),
        pytest.param("0 9 * * mon-fry", "bad day-of-week", id="a misspelt day"),
    ],
)
def test_a_bad_cron_line_is_shown_with_its_place_and_an_example(line, said):
    (told,) = problems(changed("0 9 * * 1", line))
    assert told.startswith(f"posts.yaml:3: schedule.slots.1: crontab line {line!r}")
    assert said in told
    assert told.endswith("minute hour day-of-month month day-of-week, e.g. '30 9 * * 1-5'")


@pytest.mark.parametrize("line", ["0 9 * * mon-fri", "0 9 * * 0", "0 9 * * 7", "0 9 29 2 *", "*/15 9,17 1-7 jan *"])
def test_crontab_s_own_forms_are_good(line):
    assert load(written(changed("0 9 * * 1", line))).content.schedule.slots == (line,)


@pytest.mark.parametrize(("right", "wrong"), [("title", "titel"), ("journal", "jurnal"), ("findings", "findngs")])
def test_a_misspelt_key_is_told_and_not_that_it_is_missing(right, wrong):
    (one,) = problems(changed(f" {right}:", f" {wrong}:"))
    assert f"unknown key {wrong!r}; did you mean {right!r}?" in one


@pytest.mark.parametrize(("right", "wrong", "name"), [("it., on:", "it., onn:", "on"), ("papers:", "paper:", "papers")])
def test_a_misspelt_key_of_a_quotation_or_of_the_file_is_told_alone(right, wrong, name):
    (one,) = problems(changed(right, wrong))
    assert f"did you mean {name!r}?" in one


def test_an_unknown_key_that_is_like_none_that_is_missing_hides_nothing():
    told = problems(changed(" journal: J", " zzz: J"))
    assert ["'journal' is missing" in told[0], "unknown key 'zzz'" in told[1]] == [True, True]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("farsi", "fa"), ("Persian", "fa"), ("german", "de"), ("EN", "en"), ("de_AT", "de-AT"), ("Deutsch", "de")],
)
def test_a_language_in_words_is_told_its_code(written, meant):
    (one,) = problems(changed("title: T", f"title: T\n    lang: {written}"))
    assert one.endswith(f"; did you mean {meant!r}?")


def test_everything_that_is_wrong_is_said_in_one_go_and_in_the_file_s_order():
    text = changed(
        "UTC",
        "Nowhere/Land",
        "0 9 * * 1",
        "99 9 * * 1",
        "title: T",
        "titel: T",
        "year: 2020",
        "year: x",
        "id: f",
        "id: source",
    )
    assert [line.split(":")[1] for line in problems(text)] == ["2", "3", "6", "10", "14"]


def test_a_file_with_hundreds_of_problems_says_how_many_more_there_are():
    lines = problems("papers:\n" + "  - 1\n" * 500)
    assert len(lines) == 101
    assert lines[-1] == "posts.yaml: and 400 more problems; fix these first"


def test_a_key_with_an_odd_space_beside_it_is_named_with_the_sign():
    _, problems = examine(written(changed("    title: T", "    \xa0title: T")))
    assert any("it is 'title' with U+00A0 beside it; delete that sign" in str(one) for one in problems)


def test_a_year_with_a_fraction_of_nothing_is_told_how_to_write_it():
    _, (problem,) = examine(written(changed("year: 2020", "year: 2020.0")))
    assert str(problem).endswith("must be a whole number, but is 2020.0; write 2020")


def test_a_word_that_a_program_made_false_is_told_what_it_may_have_been():
    _, (problem,) = examine(written(changed("A text.", "A text.\n        lang: false")))
    assert "was it `yes`, `no`, `on` or `off`?" in str(problem)


@pytest.mark.parametrize(("word", "meant"), [("yes", "true"), ("No", "false"), ("on", "true"), ("off", "false")])
def test_a_word_for_true_of_older_yaml_names_the_one_to_write(word, meant):
    _, problems = examine(written(changed("peer_reviewed: true", f"peer_reviewed: {word}")))
    assert any(f"is {word!r}; write {meant}" in str(one) for one in problems)


def test_an_address_in_capitals_is_one():
    assert load(written(changed("year: 2020", "url: HTTPS://EXAMPLE.ORG/A\n    year: 2020"))).content.papers[0].url
