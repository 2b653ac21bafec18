"""Links that nobody meant, and addresses that X cuts."""

import time

import pytest

from scicomm_bot.domain.paper import Author
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.links import accidental_link, cut_link, unasked_link
from scicomm_bot.medium.length import urls
from support.fidelity_samples import found, paper_with

PAPER = paper_with("In mice, the drug was followed by longer survival. The study is on health.")
SICI = "10.1002/(SICI)1096-9861(19960129)365:1<113::AID-CNE9>3.0.CO;2-6"
ENCODED = "https://doi.org/10.1002/(SICI)1096-9861(19960129)365:1%3C113::AID-CNE9%3E3.0.CO;2-6"


@pytest.mark.parametrize("rule", [accidental_link, cut_link], ids=lambda rule: rule.id)
def test_the_bad_example_is_found_and_the_good_one_passes(rule):
    assert found(rule, rule.bad)
    assert not found(rule, rule.good)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("It was longer.In trials it was not.", "longer.In"),
        ("J.Am.Chem.Soc., 2024", "J.Am"),
        ("An M.Sc. thesis", "M.Sc"),
        ("See data.py for it", "data.py"),
        ("See README.md for it", "README.md"),
        ("some, e.g.in mice", "e.g.in"),
        ("Doe et al.in mice", "al.in"),
        ("bei Mäusen.Am Ende", "Mäusen.Am"),
        ("seen in mice.it was longer", "mice.it"),
        ("good for health.study more", "health.study"),
    ],
)
def test_a_link_that_nobody_meant_is_told_with_its_price(text, linked):
    (one,) = found(accidental_link, text, paper=PAPER)
    assert one.what == f"X makes a link of “{linked}”, and the post costs $0.200 instead of $0.015, $0.185 more"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a.In",
        "www.example.In",
        "see example.org for more",
        "Nature.com and WHO.INT have it",
        "doi.org/10.1000/abc",
        "zenodo.org/record/1",
        "univie.ac.at, unibo.it and uio.no took part",
        "write to jane@example.org",
        "doi:10.1000/abc.5",
        "G-CSF, e.g. in mice, i.e. not in people",
        "v. 2.0, p < 0.05",
        "موش‌ها بهتر شدند.در انسان نه",
    ],
)
def test_an_address_that_is_meant_and_a_text_without_a_link_pass(text):
    assert found(accidental_link, text, paper=PAPER) == []


def test_the_papers_own_address_passes_whatever_its_ending():
    assert found(accidental_link, "mice.it", paper=PAPER.model_copy(update={"url": "https://mice.it/"})) == []


def test_beside_a_link_that_is_meant_the_price_is_not_told():
    (one,) = found(accidental_link, "It was longer.In trials not. https://example.org", paper=PAPER)
    assert "costs" not in one.what


def test_a_part_of_a_doi_is_told_with_a_wording_without_it_and_the_whole_address():
    (one,) = found(accidental_link, f"doi:{SICI}", paper=PAPER.model_copy(update={"doi": SICI}), kind="source")
    assert "“3.0.CO”" in one.what
    assert "source-without-doi.txt.j2" in one.instead
    assert ENCODED in one.instead
    assert urls(ENCODED) == [ENCODED]


@pytest.mark.parametrize(
    ("address", "linked", "whole"),
    [
        (f"https://doi.org/{SICI}", "https://doi.org/10.1002/(SICI)1096-9861(19960129)365:1", ENCODED),
        ("https://fa.example.org/سل", "https://fa.example.org/", "https://fa.example.org/%D8%B3%D9%84"),
        ("https://example.org/{id}", "https://example.org/", "https://example.org/%7Bid%7D"),
        ("https://example.org/a^b", "https://example.org/a", "https://example.org/a%5Eb"),
        ("https://example.org/中文", "https://example.org/", "https://example.org/%E4%B8%AD%E6%96%87"),
        ("www.example.org/a\\b", "www.example.org/a", "www.example.org/a%5Cb"),
    ],
)
def test_an_address_that_x_cuts_is_told_with_the_whole_one(address, linked, whole):
    (one,) = found(cut_link, f"See {address}.", paper=PAPER)
    assert one.what == f"of “{address}” X links only “{linked}”"
    assert one.instead.startswith(f"write {whole},")
    assert urls(whole) == [whole]
    assert found(accidental_link, f"See {address}.", paper=PAPER) == []


@pytest.mark.parametrize(
    "text",
    [
        "(https://example.org/x)",
        "<https://example.org/x>.",
        "“https://example.org/x”,",
        "https://example.org/x…",
        "https://example.org/x—and more",
        "https://example.org/x_(y)",
        "https://example.org/x؛ و",
        "https://example.org/x, https://example.org/y.",
        ENCODED,
    ],
)
def test_punctuation_around_an_address_is_no_cut(text):
    assert found(cut_link, text, paper=PAPER) == []


@pytest.mark.parametrize("piece", ["a.in ", "3.0.CO", "https://a.in/<", "10.1000/a.In ", "https://a.org/)", "J.Am"])
def test_hostile_texts_are_read_in_time(piece):
    began = time.process_time()
    for rule in (accidental_link, cut_link):
        found(rule, piece * (40_000 // len(piece)), paper=PAPER, kind="source")
    assert time.process_time() - began < 4


@pytest.mark.parametrize("name", ["M.de Jong", "J.Smith.me", "B.com Smith"])
def test_a_piece_of_an_authors_name_is_no_address(name):
    paper = paper_with(authors=(Author(name=name),))
    assert found(accidental_link, f"The review was written by {name} and others.", paper=paper, kind="authors")


def test_a_journal_that_is_named_by_its_site_is_an_address():
    assert found(accidental_link, "Health.org, 2022", paper=paper_with(journal="Health.org"), kind="source") == []


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ('https://example.org/a"b', "X links only \u201chttps://example.org/a\u201d"),
        ("https://example.org@evil.com/", "X makes no link"),
        ("http://localhost/a", "X makes no link"),
        ("https://example.notatld/a", "X makes no link"),
    ],
)
def test_the_papers_address_that_x_does_not_link_whole_is_told(url, told):
    (one,) = found(cut_link, f"The source is here: {url}", paper=paper_with(url=url), kind="source")
    assert told in one.what


def test_an_address_with_a_sign_that_nobody_sees_is_not_encoded():
    assert found(cut_link, "https://example.org/a\u200bb") == []


class TestUnaskedLink:
    """Addresses that somebody wrote where the paper asks for no link."""

    @pytest.mark.parametrize(
        "address", ["https://example.org/a", "example.org", "doi.org/10.1000/abc", "www.x.com", "https://t.me/a"]
    )
    def test_any_address_in_a_finding_is_a_warning_where_there_is_to_be_none(self, address):
        (one,) = found(
            unasked_link, f"Mice lived longer: {address}", paper=paper_with(link="none", url="https://example.com")
        )
        assert f"X makes a link of “{address}”, so the post costs $0.200 instead of $0.015, $0.185 more" in one.what
        assert one.level is Level.WARNING

    @pytest.mark.parametrize(
        "address", ["https://example.org/a", "example.org/a/full", "doi.org/10.1000/abc", "https://www.doi.org/10.1/a"]
    )
    def test_the_papers_address_in_a_finding_is_told_with_what_it_costs_more(self, address):
        (one,) = found(unasked_link, f"Mice lived longer: {address}", paper=paper_with(url="https://example.org/a/"))
        assert f"X makes a link of “{address}”, so the post costs $0.200 instead of $0.015, $0.185 more" in one.what
        assert one.level is None

    @pytest.mark.parametrize("address", ["https://example.com/help", "www.x.com", "https://t.me/a"])
    def test_another_address_that_somebody_wrote_into_a_finding_is_silent(self, address):
        assert found(unasked_link, f"Ask for help: {address}", paper=paper_with(url="https://example.org/a")) == []

    @pytest.mark.parametrize(
        ("text", "kind", "fields"),
        [
            ("Mice lived longer: doi:10.1000/abc", "finding", {}),
            ("Mice lived longer.", "finding", {"link": "none"}),
            ("https://example.org", "source", {"url": "https://example.org"}),
            ("https://example.org", "finding", {"link": "all", "url": "https://example.org"}),
            ("Mice lived longer.In people not.", "finding", {}),
            ("doi:10.1000/abc", "source", {"link": "none", "doi": "10.1000/abc"}),
            ("A title", "source", {"link": "none"}),
        ],
    )
    def test_what_is_asked_for_and_what_is_no_address_is_silent(self, text, kind, fields):
        assert found(unasked_link, text, paper=paper_with(**fields), kind=kind) == []

    @pytest.mark.parametrize(("doi", "told"), [("10.1000/abc", "names the DOI"), (None, "by its title alone")])
    def test_an_address_that_no_post_has_is_told(self, doi, told):
        paper = paper_with(link="none", url="https://example.org", doi=doi)
        (one,) = found(unasked_link, "The source", paper=paper, kind="source")
        assert told in one.instead

    @pytest.mark.parametrize(
        "doi",
        [
            "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
            "10.5555/12;nature.com",
            "10.1000/(x.org)12",
        ],
    )
    @pytest.mark.parametrize("link", ["source", "none"])
    def test_a_doi_in_which_x_sees_a_link_is_told_as_an_accident(self, doi, link):
        paper = paper_with(link=link, doi=doi)
        (one,) = found(accidental_link, f"doi:{doi}", paper=paper, kind="source")
        assert "instead of $0.015, $0.185 more" in one.what
        assert ("as `url`" in one.instead) == (link == "source")
        assert found(unasked_link, f"doi:{doi}", paper=paper, kind="source") == []
