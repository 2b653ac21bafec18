"""From papers and templates to posts."""

from datetime import date
from pathlib import Path

import pytest

from scicomm_bot.domain.notice import Update
from scicomm_bot.domain.paper import Content, Why
from scicomm_bot.errors import Place
from scicomm_bot.medium.length import LIMIT
from scicomm_bot.notices.corrections import CorrectionDue
from scicomm_bot.render import Templates, given_to, render_posts
from scicomm_bot.render.posts import choose, tidy
from scicomm_bot.render.templates import GIVEN, VARIABLES
from support.paper_samples import PAPER


class Places:
    folder = Path()

    """Every value's place is its path."""

    def place(self, *where):
        return ".".join(map(str, where))


def posts(
    finding="{{ finding.text }}",
    authors="by {{ paper.authors[0].name }}",
    source="in {{ paper.journal }}",
    paper=PAPER,
    fallen=None,
    **others,
):
    """Render the posts of a paper with these templates."""
    Path("templates").mkdir(exist_ok=True)
    sources = {"finding": finding, "authors": authors, "source": source, **others}
    for name, text in sources.items():
        Path(f"templates/{name}.txt.j2").write_text(text)
    return render_posts(Content(papers=(paper,)), Templates(Path("templates")), Places(), fallen)


def test_a_series_is_findings_then_authors_then_source():
    assert [(post.id, post.kind, post.text) for post in posts()] == [
        ("p/f", "finding", "A finding."),
        ("p/authors", "authors", "by Doe J"),
        ("p/source", "source", "in A Journal"),
    ]


def test_a_post_knows_where_it_stands_its_length_and_its_price():
    first = posts(finding="See example.com")[0]
    assert (first.place, first.weighted_length, first.price_micro_usd) == ("papers.0.findings.0", 27, 200_000)


def test_only_a_paper_s_first_post_is_first():
    given = "{{ 'first' if first else 'later' }}"
    assert [post.text for post in posts(given, given, given)] == ["first", "later", "later"]


def test_each_kind_of_post_is_given_its_own_names_and_no_others():
    ask = " ".join(f"{{{{ '{name}' if {name} is defined }}}}" for name in sorted(VARIABLES))
    fallen = CorrectionDue(Update(type="retraction", sources=("publisher",), doi=None, on=None), date(2026, 11, 22))
    spoken = PAPER.model_copy(update={"why": Why(text="It matters.", by="Doe J")})
    made = posts(ask, ask, ask, why=ask, correction=ask, fallen={"p": fallen}, paper=spoken)
    assert {post.kind: frozenset(post.text.split()) for post in made} == GIVEN


def test_a_template_is_given_what_all_its_posts_have():
    finding = PAPER.findings[0].model_copy(update={"template": "own.txt.j2"})
    names = PAPER.templates.model_copy(update={"authors": "own.txt.j2", "source": "last.txt.j2"})
    paper = PAPER.model_copy(update={"findings": (finding,), "templates": names})
    assert given_to(Content(papers=(paper,))) == {
        "own.txt.j2": {"paper", "first", "position", "count", "hashtags", "words"},
        "last.txt.j2": {"paper", "first", "position", "count", "hashtags", "words"},
        "correction.txt.j2": {"paper", "withdrawn", "retraction", "why", "words"},
    }


def test_a_finding_may_name_another_template():
    finding = PAPER.findings[0].model_copy(update={"template": "other.txt.j2"})
    paper = PAPER.model_copy(update={"findings": (finding,)})
    assert posts(paper=paper, other="other: {{ finding.text }}")[0].text == "other: A finding."


def test_a_paper_may_name_another_template():
    names = PAPER.templates.model_copy(update={"authors": "other.txt.j2"})
    assert posts(paper=PAPER.model_copy(update={"templates": names}), other="others")[1].text == "others"


def test_a_post_that_cannot_be_rendered_is_empty_and_says_why_and_the_others_are_there():
    first, second, _ = posts(finding="{{ nix }}")
    assert (first.text, first.failure.place, first.blocked) == ("", Place(Path("templates/finding.txt.j2"), 1), True)
    assert first.failure.message.startswith("'nix' is undefined")
    assert second.text == "by Doe J"


@pytest.mark.parametrize(
    ("wordings", "chosen"),
    [
        pytest.param(["long" * 10, "short"], "long" * 10, id="the longest"),
        pytest.param(["short", "long" * 10], "long" * 10, id="the longest, wherever it stands"),
        pytest.param(["x" * 281, "y" * 280], "y" * 280, id="the longest that fits"),
        pytest.param(["x" * 281, "y" * 279, "z" * 300], "y" * 279, id="not one that is too long"),
        pytest.param(["x" * 300, "y" * 290], "y" * 290, id="the shortest where none fits"),
        pytest.param(["aaa", "bbb"], "aaa", id="the first of equals"),
        pytest.param(["字" * 140, "x" * 150], "字" * 140, id="by weight, not by characters"),
        pytest.param(["字" * 141, "x" * 150], "x" * 150, id="too long by weight"),
        pytest.param([""], "", id="empty"),
    ],
)
def test_the_longest_wording_that_fits_is_taken(wordings, chosen):
    assert choose(wordings) == chosen
    assert LIMIT == 280


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        pytest.param("  a  ", "a", id="ends"),
        pytest.param("a  b\t c", "a b c", id="blanks"),
        pytest.param("a \n  b", "a\nb", id="line ends"),
        pytest.param("a\n\n\n\nb", "a\n\nb", id="empty lines"),
        pytest.param("a\n \n\t\nb", "a\n\nb", id="lines of blanks"),
        pytest.param("Cafe\u0301", "Caf\u00e9", id="NFC"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a Persian zero-width non-joiner stays"),
        pytest.param("\n \n", "", id="nothing"),
    ],
)
def test_a_text_is_tidied_into_the_form_in_which_it_is_sent(text, tidied):
    assert tidy(text) == tidied
