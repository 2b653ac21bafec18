"""Hashtags, an author's own words, ids of before, languages: what the file may say, and how it is told that it may not."""

import pytest

from scicomm_bot.content import examine, load
from support.yaml_samples import GOOD, changed, written

OTHER = "      - id: g\n        text: B.\n        evidence: [{quote: More of it., on: [people]}]\n"


def told(text: str) -> list[str]:
    return [f"{problem.place.line}: {problem.message}" for problem in examine(written(text))[1]]


def paper(text: str):
    return load(written(text)).content.papers[0]


def with_paper(lines: str) -> str:
    return changed("    journal: J", f"    {lines}\n    journal: J")


def with_finding(lines: str) -> str:
    return changed("        text: A text.", f"        {lines}\n        text: A text.")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("[ALS, '#GCSF']", ("#ALS", "#GCSF")),
        ("[COVID19, سلول_بنیادی, '＃Größe']", ("#COVID19", "#سلول_بنیادی", "#Größe")),
        ("[می‌شود]", ("#می‌شود",)),
        ("[]", ()),
        ("[' ALS ']", ("#ALS",)),
    ],
)
def test_hashtags_are_kept_with_their_mark(given, kept):
    assert paper(with_paper(f"hashtags: {given}")).hashtags == kept
    assert paper(with_finding(f"hashtags: {given}")).findings[0].hashtags == kept


def test_a_finding_without_hashtags_says_nothing_of_them():
    assert paper(GOOD).findings[0].hashtags is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("[G-CSF]", "papers.1.hashtags.1: 'G-CSF' is no hashtag: X links only '#G' of it; write 'GCSF'"),
        ("[als research]", "is no hashtag: it is one word; write 'alsResearch'"),
        ("['#ALS #MND']", "is more than one hashtag; write each as an entry of its own"),
        ("['#']", "is no hashtag; write a word"),
        ("['']", "is no hashtag; write a word"),
        ("['-']", "is no hashtag; write a word"),
        ("['2023']", "is no hashtag: X makes none of digits alone; put a word to it"),
        ("[2023]", "must be a text, but is 2023; put it in quotes"),
        ("['@ALS']", "is no hashtag: X links nothing of it; write 'ALS'"),
        ("[ALS, GCSF, als]", "papers.1.hashtags: ['ALS', 'GCSF', 'als'] has #als twice; delete one of them"),
        ("ALS", "papers.1.hashtags: must be a list"),
        ("[a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2]", "takes up to 10 entries, but here are 11"),
    ],
)
def test_what_x_does_not_link_as_a_whole_is_no_hashtag(given, says):
    (one,) = told(with_paper(f"hashtags: {given}"))
    assert one.startswith("9: ")
    assert says in one


def test_a_hashtag_in_the_comment_of_a_list_is_told():
    (one,) = told(with_paper("hashtags:\n      - #ALS"))
    assert "# begins a comment: '#ALS'; put the text in quotes" in one


WHY = "why: {text: It matters., by: N}"


def test_the_words_of_an_author_make_a_post_after_the_findings():
    content = load(written(with_paper(WHY))).content
    assert [*content.post_ids()] == ["p/f", "p/why", "p/authors", "p/source"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("{text: It matters., by: M}", "9: why.by: 'M' is none of the paper's authors;"),
        ("{text: It matters.}", "papers.1.why: 'by' is missing"),
        ("{by: N}", "papers.1.why: 'text' is missing"),
        ("It matters.", "papers.1.why: must have keys of its own"),
        ("{text: It matters., by: N, form: x}", "papers.1.why: unknown key 'form'"),
        ("{text: It matters., by: N, lang: Farsi}", "papers.1.why.lang: 'Farsi' must be a language code"),
    ],
)
def test_what_the_words_of_an_author_may_not_be_is_told(given, says):
    assert any(says in one for one in told(with_paper(f"why: {given}")))


@pytest.mark.parametrize("more", ["", "authors_more: 9\n    "])
def test_an_author_whom_the_list_does_not_name_may_speak_where_there_are_such(more):
    problems = told(with_paper(f"{more}why: {{text: It matters., by: Unlisted U}}"))
    assert bool(problems) is not bool(more)


def test_a_finding_may_be_called_why_where_the_paper_has_none():
    assert next(load(written(changed("- id: f", "- id: why"))).content.post_ids()) == "p/why"


def test_a_finding_may_not_be_called_why_beside_one():
    text = with_paper(WHY).replace("- id: f", "- id: why")
    assert told(text) == ["15: finding id 'why' is reserved for the post of that name; choose another"]


def test_ids_of_before_are_kept():
    assert paper(with_finding("was: [old, older]")).findings[0].was == ("old", "older")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (with_finding("was: [f]"), "15: was: 'f' is the finding's own id; delete it"),
        (with_finding("was: [g]") + OTHER, "15: was: 'g' is the id of the finding in line 19; only one can be meant"),
        (
            with_finding("was: [authors]"),
            "15: was: 'authors' is the post of that name, which no finding was; delete it",
        ),
        (
            with_finding("was: [old, old]"),
            "15: was: 'old' stands in line 15 already; a post can be one finding's alone",
        ),
        (
            with_finding("was: [old]") + OTHER.replace("id: g", "id: g\n        was: [old]"),
            "20: was: 'old' stands in line 15 already; a post can be one finding's alone",
        ),
        (with_finding("was: [Old]"), "papers.1.findings.1.was.1: 'Old'"),
        (with_finding("was: old"), "papers.1.findings.1.was: must be a list"),
    ],
)
def test_an_id_of_before_that_cannot_be_one_is_told_with_its_line(text, says):
    assert any(says in one for one in told(text))


def test_two_papers_may_have_had_the_same_id():
    second = (
        with_finding("was: [old]")
        .partition("papers:\n")[2]
        .replace("id: p", "id: q")
        .replace("on: [people]", "on: [people]")
    )
    assert told(with_finding("was: [old]") + second) == []


def test_a_paper_s_language_is_that_of_its_posts_unless_they_say_another():
    one = paper(with_paper(f"lang: fa\n    {WHY}"))
    assert (one.lang_of(one.findings[0]), one.lang_of(None, "why"), one.lang_of(None, "source")) == ("fa", "fa", "fa")
    other = paper(
        with_paper("lang: fa\n    why: {text: It matters., by: N, lang: en}").replace(
            "        text: A", "        lang: de\n        text: A"
        )
    )
    assert (other.lang_of(other.findings[0]), other.lang_of(None, "why")) == ("de", "en")


@pytest.mark.parametrize("key", ["hashtag", "whi", "langs", "author_more"])
def test_a_misspelt_new_field_of_a_paper_is_named(key):
    assert any("did you mean" in one for one in told(with_paper(f"{key}: x")))


@pytest.mark.parametrize("key", ["drafts", "hashtag"])
def test_a_misspelt_new_field_of_a_finding_is_named(key):
    assert any("did you mean" in one for one in told(with_finding(f"{key}: x")))


def test_a_paper_s_language_that_is_none_is_told_once():
    assert len(told(with_paper("lang: Farsi"))) == 1


def test_the_language_of_a_finding_is_in_the_finding():
    findings = paper(with_paper("lang: fa") + OTHER.replace("text: B.", "lang: en\n        text: B.")).findings
    assert [one.lang for one in findings] == ["fa", "en"]
    assert [one.lang for one in paper(GOOD).findings] == ["en"]
