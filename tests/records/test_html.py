"""Pages of journals: what their heads say of a paper, which tag is trusted, and what is no paper's page."""

import json
import time
from html import escape

import pytest

from scicomm_bot.records.record import Record, RecordError, Standing
from scicomm_bot.records.sources.html import html
from support.record_files import SHARED

PAGES = SHARED / "html"
HEAD = (
    ("citation_title", "Frost in <i>Gentiana</i> meadows"),
    ("citation_author", "Brunner, Eva"),
    ("citation_author_institution", "Alpine University, Innsbruck"),
    ("citation_author_institution", "Frost Institute, Trento"),
    ("citation_author", "Amos Smith"),
    ("citation_author", "Alpine Frost Study Group"),
    ("citation_journal_title", "Journal of Alpine Botany"),
    ("citation_publication_date", "2023/05"),
    ("citation_online_date", "2022/12/01"),
    ("citation_volume", "12"),
    ("citation_issue", "3"),
    ("citation_firstpage", "41"),
    ("citation_lastpage", "57"),
    ("citation_doi", "10.1000/jab.7"),
    ("citation_language", "en_US"),
    ("citation_keywords", "frost; meadows"),
    ("citation_abstract", "<p>Frost came early.</p>"),
    ("citation_abstract_html_url", "https://example.org/jab/7"),
)


def page(*tags: tuple[str, str], head: str = "", body: str = "") -> str:
    metas = "\n".join(f'<meta name="{name}" content="{escape(content)}">' for name, content in tags)
    return f"<!DOCTYPE html>\n<html lang='de'><head><title>Frost | JAB</title>\n{metas}\n{head}</head><body>{body}</body></html>"


def one(text: str) -> Record:
    (found,) = html(text, "page.html")
    assert isinstance(found, Record), found.text
    return found


def refused(text: str) -> RecordError:
    (found,) = html(text, "page.html")
    assert isinstance(found, RecordError)
    return found


def ld(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


ARTICLE = {
    "@type": "ScholarlyArticle",
    "headline": "Frost in meadows",
    "author": [
        {
            "@type": "Person",
            "givenName": "Eva",
            "familyName": "Brunner",
            "affiliation": {"name": "Alpine University", "address": {"name": "Botany, Alpine University, Innsbruck"}},
        },
        {"@type": "Person", "name": "Smith, Amos", "affiliation": "Trento"},
        {"@type": "Organization", "name": "Frost Watchers"},
    ],
    "datePublished": "2023-05-01T00:00:00Z",
    "sameAs": "https://doi.org/10.1000/jab.7",
    "pageStart": "41",
    "pageEnd": "57",
    "keywords": ["frost", "meadows"],
    "isPartOf": {
        "@type": "PublicationIssue",
        "issueNumber": "3",
        "isPartOf": {
            "@type": ["PublicationVolume", "Periodical"],
            "volumeNumber": 12,
            "name": "Journal of Alpine Botany",
        },
    },
}


def test_head_is_read_field_by_field() -> None:
    record = one(page(*HEAD))
    assert record.origin == "page.html"
    assert record.title == "Frost in Gentiana meadows"
    assert [author.name for author in record.authors] == ["Eva Brunner", "Amos Smith", "Alpine Frost Study Group"]
    assert record.authors[2].is_group
    assert (record.journal, record.year, record.online_year) == ("Journal of Alpine Botany", 2023, 2022)
    assert (record.volume, record.issue, record.pages, record.doi) == ("12", "3", "41-57", "10.1000/jab.7")
    assert (record.language, record.keywords, record.url) == (
        "en-US",
        ("frost", "meadows"),
        "https://example.org/jab/7",
    )
    assert (record.abstract_text, record.is_preprint, record.doubts) == ("Frost came early.", None, ())


def test_institution_belongs_to_the_author_before_it() -> None:
    authors = one(page(*HEAD)).authors
    assert authors[0].affiliations == ("Alpine University, Innsbruck", "Frost Institute, Trento")
    assert authors[1].affiliations == ()


@pytest.mark.parametrize(
    "changed",
    [
        page(*HEAD).replace("<meta name", "<META NAME").replace("content=", "CONTENT = "),
        page(*HEAD).replace("citation_", "Citation_"),
        page(*HEAD).replace('<meta name="', '<meta property="'),
        page(*HEAD).replace('">\n', '" />\n'),
        page(*HEAD).replace('"', "'"),
        page(*HEAD).replace("<head>", "<head><style>a > b {x: '</p>'}</style><!-- <meta name='citation_title' content='Old'> -->"),
        page(*HEAD).replace("<head>", "<head><script>var a = \"<meta name='citation_title' content='Old'>\";</script>"),
        page(*HEAD).partition("</head>")[0],
        page(*HEAD) + "<p title=don't><a <b c='",
        page(*HEAD).replace("<head>", "").replace("</head>", ""),
        page(*HEAD).replace("&lt;i&gt;", "<i>").replace("&lt;/i&gt;", "</i>"),
        page(*HEAD, ("og:title", "Frost - JAB"), ("DC.title", "Other"), ("prism.volume", "99")),
        page(*HEAD, ("citation_reference", "citation_title=Old; citation_author=X; citation_doi=10.1/x")),
        page(*HEAD, *[tag for tag in HEAD if tag[0].startswith("citation_author")]),
        page(*HEAD, head=ld(ARTICLE | {"headline": "Other", "isPartOf": {"name": "Other"}})),
        page(*HEAD, head=ld({"broken": 1})[:-12]),
    ],
    ids=["capitals", "name-capitals", "property", "xhtml", "single-quotes", "comment", "script", "cut", "broken-tail", "no-head",
         "markup", "less-trusted", "references", "authors-twice", "json-ld", "open-script"],
)  # fmt: skip
def test_variant_says_the_same(changed: str) -> None:
    assert one(changed) == one(page(*HEAD))


@pytest.mark.parametrize(
    ("names", "tags"),
    [
        (["Eva Brunner", "Amos Smith"], [("citation_authors", "Brunner, Eva; Smith, Amos")]),
        (["Eva Brunner", "Amos Smith"], [("citation_authors", "Eva Brunner, Amos Smith")]),
        (["Eva Brunner", "Amos Smith"], [("citation_authors", "Brunner, Eva, Smith, Amos")]),
        (["Eva Brunner"], [("citation_authors", "Brunner, Eva")]),
        (["Eva Brunner", "Amos Smith"], [("citation_author", "Brunner, Eva; Smith, Amos")]),
        (["Eva Brunner"], [("DC.Creator", "Brunner, Eva")]),
        (["Eva Brunner"], [("dcterms.creator", "Brunner, Eva"), ("citation_title", "x")]),
        (["Eva Brunner"], [("bepress_citation_author", "Brunner, Eva")]),
        (["Eva Brunner"], [("eprints.creators_name", "Brunner, Eva")]),
        (["Amos B. Smith III"], [("citation_author", "Smith, Amos B., III")]),
        (["Brunner E"], [("citation_author", "Brunner E")]),
    ],
)
def test_authors_in_any_tag(names: list[str], tags: list[tuple[str, str]]) -> None:
    record = one(page(("citation_title", "Frost"), ("citation_doi", "10.1000/a"), *tags))
    assert [author.name for author in record.authors] == names


@pytest.mark.parametrize(
    "tags",
    [
        [("DC.Title", "Frost"), ("DC.Date.issued", "2023-05"), ("DC.Identifier", "doi:10.1000/a"), ("DC.relation.ispartof", "JAB")],
        [("dcterms:title", "Frost"), ("dcterms:issued", "2023"), ("dc:identifier", "10.1000/a"), ("prism:publicationName", "JAB")],
        [("bepress_citation_title", "Frost"), ("bepress_citation_date", "2023"), ("bepress_citation_doi", "10.1000/a"),
         ("bepress_citation_journal_title", "JAB")],
        [("eprints.title", "Frost"), ("eprints.date", "2023-05"), ("eprints.id_number", "10.1000/a"), ("eprints.publication", "JAB")],
    ],
    ids=["dublin-core", "dcterms", "bepress", "eprints"],
)  # fmt: skip
def test_other_vocabularies(tags: list[tuple[str, str]]) -> None:
    record = one(page(*tags))
    assert (record.title, record.year, record.doi, record.journal) == ("Frost", 2023, "10.1000/a", "JAB")


@pytest.mark.parametrize(
    "node",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "JAB"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Article", "MedicalScholarlyArticle"]},
        ARTICLE | {"@type": "Article"},
        ARTICLE | {"@type": "http://schema.org/ScholarlyArticle"},
        ARTICLE | {"citation": [ARTICLE | {"headline": "Cited"}]},
    ],
    ids=["alone", "list", "graph", "main", "types", "article", "address", "cites"],
)
def test_json_ld_is_read_where_no_tags_are(node: object) -> None:
    record = one(page(head=ld(node)))
    assert record.title == "Frost in meadows"
    assert [author.name for author in record.authors] == ["Eva Brunner", "Amos Smith", "Frost Watchers"]
    assert [author.affiliations for author in record.authors] == [
        ("Botany, Alpine University, Innsbruck",),
        ("Trento",),
        (),
    ]
    assert (record.journal, record.volume, record.issue) == ("Journal of Alpine Botany", "12", "3")
    assert (record.year, record.pages, record.doi) == (2023, "41-57", "10.1000/jab.7")
    assert record.keywords == ("frost", "meadows")


def test_authors_as_strings_in_json_ld() -> None:
    record = one(page(head=ld(ARTICLE | {"author": ["Brunner, Eva", "Smith, Amos"]})))
    assert [author.name for author in record.authors] == ["Eva Brunner", "Amos Smith"]


@pytest.mark.parametrize(
    "text",
    [
        page(),
        page(("og:title", "Frost"), ("og:description", "All on frost. " * 40), ("og:type", "website")),
        page(("description", "A shop"), ("keywords", "a, b")),
        page(head=ld({"@type": "NewsArticle", "headline": "Frost!", "citation": ARTICLE})),
        page(head=ld({"@type": "ItemList", "itemListElement": [ARTICLE, ARTICLE]})),
        "<html><body>Frost</body></html>",
        "<html><head><meta name='citation_title' content='",
    ],
    ids=["none", "social", "shop", "news", "list", "bare", "cut"],
)
def test_page_that_is_no_papers_is_told_with_what_to_do(text: str) -> None:
    error = refused(text)
    assert "no meta tags" in error.text
    assert "DOI" in error.text


def test_page_that_is_no_papers_is_told_by_its_title() -> None:
    assert "'Just a moment...'" in refused("<html><head><title>Just a moment...</title></head>").text


def test_page_that_names_no_authors_is_told() -> None:
    record = one(page(*[tag for tag in HEAD if not tag[0].startswith("citation_author")]))
    assert "no authors" in record.doubts[0]


def test_platforms_page_as_html_is_told_apart() -> None:
    assert ".txt" in refused("<html><body>Science Communicator Platform</body></html>").text


def test_abstract_of_the_pages_description_has_to_be_long_and_whole() -> None:
    tags = [tag for tag in HEAD if tag[0] != "citation_abstract"]
    whole = "Frost came early to the Gentiana of all meadows. " * 6
    site = "Our press has brought the best of all journals to everybody since 1920. " * 4
    cited = f"{whole}E. Brunner. Frost in Gentiana meadows. Journal of Alpine Botany."
    assert one(page(*tags, ("og:description", site))).abstract == ()
    assert one(page(*tags, ("description", cited))).abstract == ()
    assert one(page(*tags, ("description", "All on frost."))).abstract == ()
    taken = one(page(*tags, ("og:description", whole)))
    assert taken.abstract_text == whole.strip()
    assert "description" in taken.doubts[0]
    assert one(page(*tags, ("dc.description", whole))).doubts == ()
    cut = one(page(*tags, ("og:description", whole + "Then fro...")))
    assert cut.abstract == ()
    assert "beginning" in cut.doubts[0]


def test_labels_in_an_abstracts_markup_are_told() -> None:
    abstract = "<h3>Background</h3><p>Frost comes.</p><h3>Results</h3><p>No harm.</p>"
    record = one(page(*[tag for tag in HEAD if tag[0] != "citation_abstract"], ("citation_abstract", abstract)))
    assert [part.label for part in record.abstract] == ["Background", "Results"]


def test_page_with_two_titles_or_dois_is_told() -> None:
    doubts = one(page(*HEAD, ("citation_title", "Frost auf Wiesen"), ("prism.doi", "10.1000/other"))).doubts
    assert "'Frost auf Wiesen'" in doubts[0]
    assert "10.1000/other" in doubts[1]


def test_journal_is_no_address_and_no_citation() -> None:
    tags = [tag for tag in HEAD if tag[0] != "citation_journal_title"]
    assert one(page(*tags, ("DC.source", "https://doi.org/10.1000/jab.7"))).journal is None
    assert one(page(*tags, ("DC.source", "J Alp Bot 2023 12:3"))).journal is None
    assert one(page(*tags, ("DC.source", "Journal of Alpine Botany"))).journal == "Journal of Alpine Botany"


def test_page_of_arxiv_is_a_preprint() -> None:
    record = one(
        page(
            ("citation_title", "Frost"),
            ("citation_author", "Brunner, Eva"),
            ("citation_date", "2023/01/05"),
            ("citation_arxiv_id", "2301.01234v2"),
        )
    )
    assert (record.arxiv_id, record.journal, record.is_preprint) == ("2301.01234", "arXiv", True)


def test_page_of_a_preprint_server_is_a_preprint() -> None:
    assert one(page(*HEAD, ("x", "y")).replace("Journal of Alpine Botany", "medRxiv")).is_preprint is True


def test_retraction_in_the_title_is_a_remark() -> None:
    record = one(page(*HEAD).replace("Frost in", "RETRACTED: Frost in"))
    assert [remark.standing for remark in record.remarks] == [Standing.RETRACTED]


@pytest.mark.parametrize("script", ["[" * 200_000, '{"a":' * 100_000, "9" * 400_000, "{}" * 100_000])
def test_hostile_json_is_passed_over(script: str) -> None:
    begun = time.process_time()
    assert one(page(*HEAD, head=f'<script type="application/ld+json">{script}</script>')) == one(page(*HEAD))
    assert time.process_time() - begun < 5


@pytest.mark.skipif(not PAGES.is_dir(), reason=f"no folder {PAGES}: set SCICOMM_SHARED")
@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_real_page_is_read_as_another_program_read_it(path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}_expected.json").read_text(encoding="utf-8"))
    record = one(path.read_text(encoding="utf-8"))
    assert record.title == expected["title"]
    assert record.journal == expected["journal"]
    assert record.doi == expected["doi"]
    assert record.volume == expected["volume"]
    families = [author["family"] for author in expected["author_list"]]
    assert [author.name.endswith(family) for author, family in zip(record.authors, families, strict=True)] == [
        True
    ] * len(families)
    whose = [[where["name"] for where in author["affiliation"]] for author in expected["author_list"]]
    assert [list(author.affiliations) for author in record.authors] == whose
