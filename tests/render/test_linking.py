"""Where the link to a paper goes, whatever templates are used."""

from datetime import date
from pathlib import Path

import pytest

from scicomm_bot.domain.notice import Update
from scicomm_bot.domain.paper import LINK_WAYS, Content
from scicomm_bot.medium.length import LIMIT, urls, weighted_length
from scicomm_bot.medium.prices import X_PRICES
from scicomm_bot.notices.corrections import CorrectionDue
from scicomm_bot.render import Templates, render_posts
from scicomm_bot.render.linking import relinked
from support.paper_samples import PAPER

URL = "https://example.org/paper"
SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
SHIPPED = Path(__file__).resolve().parents[2] / "templates"
OWN = {
    "finding": "{{ finding.text }}\n\n#ALS",
    "authors": "by {{ paper.authors[0].name }}{% if paper.url is not none %} {{ paper.url }}{% endif %}",
    "source": "in {{ paper.journal }} {{ paper.url }}",
}


class Places:
    folder = Path()

    def place(self, *where):
        return ".".join(map(str, where))


def posts(link, *, templates=SHIPPED, fallen=None, prices=X_PRICES, **fields):
    paper = PAPER.model_copy(update={"link": link, **fields})
    return render_posts(Content(papers=(paper,)), Templates(templates), Places(), fallen, prices)


@pytest.fixture
def own():
    folder = Path("templates")
    folder.mkdir()
    for name, text in OWN.items():
        (folder / f"{name}.txt.j2").write_text(text)
    return folder


def linked(made):
    return [(post.id, urls(post.text)) for post in made if post.has_link]


@pytest.mark.parametrize(
    ("link", "found"),
    [("source", ["p/source"]), ("all", ["p/f", "p/authors", "p/source"]), ("none", [])],
)
def test_it_goes_where_the_paper_says(link, found):
    made = posts(link, url=URL, doi="10.1000/abc")
    assert linked(made) == [(one, [URL]) for one in found]
    assert [post.price_micro_usd for post in made] == [200_000 if post.id in found else 15_000 for post in made]
    assert [post.link_micro_usd for post in made] == [185_000 if post.id in found else 0 for post in made]


def test_without_a_link_the_source_names_the_doi_as_text():
    assert "doi:10.1000/abc" in posts("none", url=URL, doi="10.1000/abc")[-1].text


def test_without_a_link_templates_of_before_that_print_the_address_print_nothing(own):
    made = posts("none", templates=own, url=URL)
    assert [post.text for post in made] == ["A finding.\n\n#ALS", "by Doe J", "in A Journal"]
    assert [post.failure for post in made] == [None] * 3


def test_in_all_posts_the_address_stands_once_below_the_text(own):
    made = posts("all", templates=own, url=URL)
    assert [post.text for post in made] == [f"A finding.\n\n#ALS\n\n{URL}", f"by Doe J {URL}", f"in A Journal {URL}"]


@pytest.mark.parametrize("doi", ["10.1000/abc", SICI, "10.1000/a.b(c)", "10.1000/x.com;2-2"])
def test_in_all_posts_of_a_paper_without_an_address_its_doi_is_linked_whole(doi):
    made = posts("all", doi=doi)
    assert len(linked(made)) == 3
    [address] = {one for _, found in linked(made) for one in found}
    assert address.startswith("https://doi.org/10.")
    assert all(post.text.endswith(address) for post in made)


def test_a_wording_is_chosen_that_fits_with_the_address():
    finding = PAPER.findings[0].model_copy(update={"text": "x" * 230, "short": "y" * 200})
    made = posts("all", url=URL, findings=(finding,))
    assert made[0].text.startswith("y")
    assert made[0].weighted_length == weighted_length(made[0].text) <= LIMIT
    assert posts("source", url=URL, findings=(finding,))[0].text.startswith("x")


@pytest.mark.parametrize("link", ["source", "all", "none"])
def test_a_correction_is_as_its_template_has_it(link):
    fallen = CorrectionDue(Update(type="retraction", sources=("publisher",), doi=None, on=None), date(2026, 11, 22))
    assert not posts(link, url=URL, fallen={"p": fallen})[-1].has_link


def test_prices_are_those_that_are_handed_in():
    made = posts("source", url=URL, prices=X_PRICES.with_own({"post": 20_000, "post_with_link": 20_000}))
    assert {post.price_micro_usd for post in made} == {20_000}
    assert (made[-1].has_link, made[-1].link_micro_usd) == (True, 0)


class TestWithoutRendering:
    """What a post is with the link elsewhere, told from the post that is there."""

    @pytest.mark.parametrize(
        "template",
        [
            "{{ paper.url }}",
            '{{ paper["url"] }}',
            '{{ paper["u" + "rl"] }}',
            "{{ [paper] | map(attribute='url') | first }}",
            "{{ [paper] | listed(' and ', ', ', 'url') }}",
            "{% set one = paper %}{% if one.link == 'none' %}no link{% endif %} here",
            "{% include 'part.j2' %}",
        ],
    )
    def test_a_template_that_reads_the_link_in_any_way_must_be_rendered_again(self, own, template):
        (own / "part.j2").write_text("see {{ paper.url }}")
        (own / "authors.txt.j2").write_text(template)
        made = posts("source", templates=own, url=URL)[1]
        assert (made.failure, made.asks_for_link) == (None, True)
        assert relinked(made, PAPER.model_copy(update={"url": URL}), "none") is None

    def test_one_that_does_not_read_it_need_not_be(self, own):
        made = posts("source", templates=own, url=URL)
        assert [post.asks_for_link for post in made] == [False, True, True]

    @pytest.mark.parametrize("size", [1, 235, 236, 237, 238, 239, 240, 241, 242, 260, 280, 281, 400])
    @pytest.mark.parametrize("url", [None, URL, "https://example.org/a"])
    def test_it_is_what_rendering_makes(self, own, size, url):
        (own / "finding.txt.j2").write_text(
            "{{ finding.text }}\n\n#ALS #{{ paper.id }}{{ or_shorter }}{{ finding.text }}"
        )
        text = f"https://example.org/a {'word ' * 80}"[:size].strip()
        finding = PAPER.findings[0].model_copy(update={"text": text})
        fields = {"url": url, "doi": "10.1000/abc", "findings": (finding,)}
        for was in LINK_WAYS:
            paper = PAPER.model_copy(update={"link": was, **fields})
            for way in LINK_WAYS:
                rendered = {post.id: post for post in posts(way, templates=own, **fields)}
                for post in posts(was, templates=own, **fields):
                    told, made = relinked(post, paper, way), rendered[post.id]
                    if told is not None:
                        known = (told.text, told.weighted_length, told.has_link)
                        assert known == (made.text, made.weighted_length, made.has_link)
