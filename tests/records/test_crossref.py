import json
import time
from datetime import date

import pytest
import yaml

from scicomm_bot.records.record import Record, RecordError, Standing
from scicomm_bot.records.sources.crossref import crossref_json
from support.record_files import only, only_error, shared


def read(**fields):
    """Read one of Crossref's works, with some fields put in."""
    work = {"DOI": "10.1000/sheep.1", "type": "journal-article", "title": ["Sleep in sheep"], "member": "1", **fields}
    return only(crossref_json, json.dumps({"status": "ok", "message-type": "work", "message": work}))


def csl(**fields):
    return only(crossref_json, json.dumps({"id": "x", "type": "article-journal", "title": "Sleep in sheep", **fields}))


def day(*parts):
    return {"date-parts": [list(parts)]}


# Kinds of files.


def test_an_answer_a_bare_work_and_a_list_are_read():
    work = {"DOI": "10.1000/a", "type": "journal-article", "title": ["A"]}
    for document in ({"status": "ok", "message": work}, work, [work], {"message": {"items": [work], "total": 1}}):
        assert only(crossref_json, json.dumps(document)).title == "A"


@pytest.mark.parametrize(
    "document",
    [
        {"status": "ok", "message-type": "work-agency", "message": {"DOI": "10.1000/a", "agency": {"id": "crossref"}}},
        {"status": "failed", "message-type": "validation-failure", "message": [{"type": "x", "value": "y"}]},
        {"data": {"id": "10.1000/a", "type": "dois", "attributes": {"titles": [{"title": "A"}]}}},
        {"records": [{"pmid": "1", "doi": "10.1000/a"}]},
        [],
    ],
)
def test_what_is_no_work_is_an_error(document):
    assert only_error(crossref_json, json.dumps(document)).text


def test_one_broken_work_loses_no_other():
    good = json.dumps({"type": "book", "title": ["A"]})
    read_ = list(crossref_json(f'[{good}, {{"type": "x", "title"}}, {good}]'.encode(), "here"))
    assert [type(one) for one in read_] == [Record, RecordError, Record]


@pytest.mark.parametrize("value", [None, 3, "x", [], {}, [None], [[]], [{}], {"a": 1}, True, [3.5], "\ud800"])
def test_a_field_of_any_type_breaks_nothing(value):
    keys = (
        "author", "editor", "published-print", "published-online", "issued", "container-title", "page", "volume", "issue",
        "abstract", "update-to", "updated-by", "relation", "institution", "resource", "language", "URL", "DOI", "subtitle",
        "journal-issue", "note", "keyword", "PMID", "subtype",
    )  # fmt: skip
    for key in keys:
        record = read(**{key: value})
        assert isinstance(record, Record)
        repr(record).encode()
    read(author=[{"family": value, "given": value, "affiliation": value}])
    read(issued={"date-parts": value})


# Titles.


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<i>Ovis</i> at 10<sup>6</sup>/ml", "Ovis at 10⁶/ml"),
        ("Ca<sup>2+</sup> in\n   <scp>sheep</scp>", "Ca²⁺ in sheep"),
        ("Sheep &amp;amp; goats", "Sheep & goats"),
        ("A &lt;i&gt;mass&lt;/i&gt;", "A mass"),
        (
            '<mml:math xmlns:mml="m"><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math> of sheep',
            "x² of sheep",
        ),
        (r"The $\alpha$ of sheep", "The α of sheep"),
    ],
)
def test_a_title_comes_clean(written, title):
    assert read(title=[written]).title == title


def test_a_subtitle_is_told_and_not_added():
    record = read(subtitle=["A study"])
    assert (record.title, record.doubts) == ("Sleep in sheep", ("it has a subtitle: 'A study'",))


@pytest.mark.parametrize(
    ("written", "title", "standing"),
    [
        ("RETRACTED: Sleep in sheep", "Sleep in sheep", Standing.RETRACTED),
        ("RETRACTED ARTICLE: Sleep in sheep", "Sleep in sheep", Standing.RETRACTED),
        ("WITHDRAWN: Sleep in sheep", "Sleep in sheep", Standing.RETRACTED),
        ("[Retracted] Sleep in sheep", "Sleep in sheep", Standing.RETRACTED),
        ("Sleep in sheep (Retracted)", "Sleep in sheep", Standing.RETRACTED),
        ("TEMPORARY REMOVAL: Sleep in sheep", "Sleep in sheep", Standing.RETRACTED),
        ("Retraction Note: Sleep in sheep", "Retraction Note: Sleep in sheep", Standing.NOTICE),
        ("Statement of Retraction: Sleep in sheep", "Statement of Retraction: Sleep in sheep", Standing.NOTICE),
    ],
)
def test_a_mark_leaves_the_title_of_a_paper_and_stays_on_a_notice(written, title, standing):
    record = read(title=[written])
    assert record.title == title
    assert [one.standing for one in record.remarks] == [standing]


def test_a_title_about_retractions_has_no_mark():
    record = read(title=["Retracted articles on sheep"])
    assert (record.title, record.remarks) == ("Retracted articles on sheep", ())


# Authors.


def test_names_groups_and_suffixes_stand_in_order():
    record = read(
        author=[
            {"given": "Amy B.", "family": "Hill", "suffix": "III", "sequence": "first", "affiliation": []},
            {"name": "Sheep, Goats and Others Group", "sequence": "additional"},
            {"family": "Sukarno", "sequence": "additional"},
            {
                "given": "Anna",
                "family": "van der Berg",
                "affiliation": [{"name": "A"}, {"name": "B, C."}, {"name": "A"}],
            },
        ]
    )
    assert [one.name for one in record.authors] == [
        "Amy B. Hill III", "Sheep, Goats and Others Group", "Sukarno", "Anna van der Berg",
    ]  # fmt: skip
    assert [one.is_group for one in record.authors] == [False, True, False, False]
    assert record.authors[3].affiliations == ("A", "B, C")


def test_an_affiliation_is_put_together_from_its_parts():
    place = {"department": ["Sleep"], "name": "University of A", "place": ["Town, Country"]}
    assert read(author=[{"family": "Roe", "affiliation": [place]}]).authors[0].affiliations == (
        "Sleep, University of A, Town, Country",
    )


def test_et_al_is_no_author():
    record = read(author=[{"family": "Roe"}, {"name": "et al."}])
    assert [one.name for one in record.authors] == ["Roe"]
    assert record.doubts == ("its list of the authors is not complete: it ends with 'et al.'",)


def test_five_thousand_authors_are_read_at_once():
    began = time.process_time()
    one = {"given": "A", "family": "Roe", "affiliation": [{"name": "University of A, Town"}]}
    assert len(read(author=[one] * 5_000).authors) == 5_000
    assert time.process_time() - began < 2


@pytest.mark.parametrize("piece", [". ", "(", "a@ ", "Retracted ", "Methods. ", "© ", "1-", "(a,", "<p>", "$x "])
def test_a_long_text_is_read_in_linear_time(piece):
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    read(
        title=[text], abstract=text, page=text, **{"container-title": [text]},
        author=[{"family": text, "affiliation": [{"name": f"{text}@x"}]}],
    )  # fmt: skip
    assert time.process_time() - began < 5


# Where it appeared.


@pytest.mark.parametrize(
    ("dates", "year", "online"),
    [
        (
            {"published-print": day(2023, 6), "published-online": day(2022, 12, 1), "issued": day(2022, 12, 1)},
            2023,
            2022,
        ),
        ({"published-print": day(2022), "published-online": day(2022, 1)}, 2022, None),
        ({"published-online": day(2022, 1)}, 2022, None),
        ({"published-online": day(2022), "journal-issue": {"published-print": day(2023)}}, 2023, 2022),
        ({"published-online": day(2022, 12), "journal-issue": {"published-online": day(2023)}}, 2023, 2022),
        ({"published-online": day(2022), "journal-issue": {"published-online": day(2021)}}, 2022, None),
        ({"issued": day(1970, 8, 14)}, 1970, None),
        ({"issued": day(None)}, None, None),
        ({"issued": day("2019")}, 2019, None),
    ],
)
def test_the_year_is_the_issues_and_an_earlier_one_online_is_kept(dates, year, online):
    record = read(**dates)
    assert (record.year, record.online_year) == (year, online)


def test_the_day_of_the_deposit_is_no_year():
    record = read(issued=day(None), created=day(2015, 3))
    assert record.year is None
    assert record.doubts == ("it has no date of publication; it was registered in 2015",)


@pytest.mark.parametrize(
    ("fields", "pages"),
    [
        ({"page": "763-771"}, "763-771"),
        ({"page": "2918–22"}, "2918-2922"),
        ({"page": "n/a-n/a"}, None),
        ({"page": "no-no"}, None),
        ({"page": "0-0"}, None),
        ({"page": "e12", "article-number": "e12"}, "e12"),
        ({"article-number": "136101"}, "136101"),
        ({}, None),
    ],
)
def test_pages_or_the_number_of_the_article(fields, pages):
    assert read(**fields).pages == pages


def test_journal_volume_and_issue():
    record = read(**{"container-title": ["Sheep &amp; Wool"], "volume": "3", "journal-issue": {"issue": "4"}})
    assert (record.journal, record.volume, record.issue) == ("Sheep & Wool", "3", "4")


def test_a_preprint_has_its_server_as_journal():
    record = read(
        type="posted-content", subtype="preprint", institution=[{"name": "sheepRxiv"}], posted=day(2021, 2, 3),
        relation={"is-preprint-of": [{"id-type": "doi", "id": "10.1000/printed", "asserted-by": "subject"}]},
    )  # fmt: skip
    assert (record.is_preprint, record.journal, record.year) == (True, "sheepRxiv", 2021)
    assert record.doubts == ("the published version of this preprint is 10.1000/printed",)


def test_an_institution_that_is_no_server_is_told():
    record = read(type="posted-content", subtype="preprint", institution=[{"name": "University of A"}])
    assert record.journal is None
    assert record.doubts == ("it names an institution beside the authors: 'University of A'",)


def test_a_dataset_is_doubted():
    assert read(type="dataset").doubts == ("Crossref has it as 'dataset', which is no paper",)


def test_the_page_is_the_publishers_and_no_resolver():
    assert read(URL="http://dx.doi.org/10.1000/sheep.1").url is None
    assert read(resource={"primary": {"URL": "https://example.org/1"}}).url == "https://example.org/1"


@pytest.mark.parametrize(
    ("written", "code"), [("en", "en"), (None, None), ("EN", "en"), ("en-US", "en-US"), ("ger", "de")]
)
def test_the_language_is_a_code_or_nothing(written, code):
    assert read(language=written).language == code


# Abstracts.


def parts(abstract):
    return [(one.label, one.text) for one in read(abstract=abstract).abstract]


def test_sections_have_their_titles_as_labels():
    assert parts(
        "<jats:title>Abstract</jats:title><jats:sec><jats:title>Background</jats:title><jats:p>Sheep &amp;lt; 5.</jats:p>"
        "<jats:p>More.</jats:p></jats:sec>\n<jats:sec><jats:title>Results:</jats:title><jats:p>10<jats:sup>-3</jats:sup> "
        "<jats:italic>O</jats:italic>.</jats:p></jats:sec>"
    ) == [("Background", "Sheep < 5. More."), ("Results", "10⁻³ O.")]


def test_paragraphs_without_titles_are_parts():
    assert parts("<jats:p>Sheep sleep.</jats:p><jats:p>Goats do not.</jats:p>") == [
        (None, "Sheep sleep."), (None, "Goats do not."),
    ]  # fmt: skip


def test_a_stressed_word_with_a_colon_is_a_label():
    assert parts(
        "<jats:p><jats:bold>Aims:</jats:bold> To see.</jats:p><jats:p><jats:bold>Methods</jats:bold>: We saw.</jats:p>"
        "<jats:p><jats:italic>Ovis aries</jats:italic> sleeps.</jats:p>"
    ) == [("Aims", "To see."), ("Methods", "We saw."), (None, "Ovis aries sleeps.")]


def test_labels_in_a_plain_abstract_are_found():
    assert parts("Background: Sheep sleep. Methods: We looked. Results: They did.") == [
        ("Background", "Sheep sleep."), ("Methods", "We looked."), ("Results", "They did."),
    ]  # fmt: skip


def test_labels_with_full_stops_are_found_where_they_are_sentences_of_their_own():
    assert parts("<jats:p><i>Objective</i>. To see. <i>Methods</i>. We looked.</jats:p><jats:p>Results. We saw.</jats:p>") == [
        ("Objective", "To see."), ("Methods", "We looked."), ("Results", "We saw."),
    ]  # fmt: skip
    assert parts("<jats:p>Methods of sleep. Results differ.</jats:p>") == [(None, "Methods of sleep. Results differ.")]


def test_words_that_run_together_around_italics_are_doubted():
    (doubt,) = read(abstract="<jats:p>Sleep of<jats:italic>Ovis aries</jats:italic>is long.</jats:p>").doubts
    assert "'ofOvis'" in doubt
    assert read(abstract="<jats:p>The <i>n</i>-th of anti<i>A</i> sheep.</jats:p>").doubts == ()


def test_letters_that_were_lost_are_doubted():
    record = read(author=[{"family": "Fern\ufffdndez", "given": "A"}])
    assert record.doubts == ("letters were lost before it came to us: Fern\ufffdndez",)


def test_an_abstract_that_was_escaped_whole_is_read():
    assert parts("&lt;jats:p&gt;Sheep &amp;lt; 5.&lt;/jats:p&gt;") == [(None, "Sheep < 5.")]


@pytest.mark.parametrize(
    "abstract",
    ["<jats:p>Abstract</jats:p><jats:p>Sheep sleep.</jats:p>", "ABSTRACT Sheep sleep.", "Abstract: Sheep sleep."],
)
def test_the_heading_of_an_abstract_is_no_part_of_it(abstract):
    assert parts(abstract) == [(None, "Sheep sleep.")]
    assert parts("Abstract art is no sheep.") == [(None, "Abstract art is no sheep.")]


def test_an_abstract_that_ends_in_the_middle_is_doubted():
    record = read(abstract="<jats:p>Sheep sleep. In particular, any sheep</jats:p>")
    assert record.doubts == ("the abstract ends without a full stop: it may be cut off",)


# What stands against it.


def update(kind, **more):
    return {"type": kind, "DOI": "10.1000/N", "source": "retraction-watch", "updated": day(2010, 2, 6), **more}


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("retraction", Standing.RETRACTED),
        ("withdrawal", Standing.RETRACTED),
        ("expression_of_concern", Standing.CONCERN),
        ("correction", Standing.CORRECTED),
        ("unheard_of", Standing.CONCERN),
    ],
)
def test_an_update_of_the_paper_is_a_remark(kind, standing):
    (remark,) = read(**{"updated-by": [update(kind)]}).remarks
    assert (remark.standing, remark.doi, remark.on) == (standing, "10.1000/n", date(2010, 2, 6))
    assert remark.told == f"updated-by: {kind} (retraction-watch)"


def test_a_notice_names_the_paper_that_it_is_about():
    (remark,) = read(**{"update-to": [update("retraction", source="publisher")]}).remarks
    assert (remark.standing, remark.doi) == (Standing.NOTICE, "10.1000/n")


def test_a_new_version_is_doubted_and_no_remark():
    record = read(**{"updated-by": [update("new_version")]})
    assert record.remarks == ()
    assert record.doubts == ("a later version of this is on record: 10.1000/n",)


def test_updates_that_cannot_be_read_are_doubted():
    (doubt,) = read(**{"updated-by": "retraction"}).doubts
    assert "look at its page" in doubt


# CSL-JSON.


def test_csl_json_is_read():
    record = csl(
        DOI="https://doi.org/10.1000/A", PMID="12", **{"container-title": "Sheep"}, page="763-71", volume=4, issue="2",
        author=[
            {"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"}, {"literal": "Sheep Group"},
            {"family": "Hill", "given": "R", "suffix": "Jr"},
        ],
        issued={"date-parts": [["2019", "4"]]}, language="en-GB", keyword="wool, sleep", abstract="Sheep sleep.",
    )  # fmt: skip
    assert (record.doi, record.pmid, record.journal, record.pages) == ("10.1000/A", "12", "Sheep", "763-771")
    assert (record.volume, record.issue, record.year, record.language) == ("4", "2", 2019, "en-GB")
    assert [one.name for one in record.authors] == ["Anna van der Berg", "Sheep Group", "R Hill Jr"]
    assert record.authors[0].family == "van der Berg"
    assert record.keywords == ("wool", "sleep")
    assert record.abstract_text == "Sheep sleep."
    assert record.is_preprint is None


@pytest.mark.parametrize("issued", [{"raw": "2019-05"}, {"literal": "Spring 2019"}, "2019-05-01", day("2019", 5)])
def test_csl_dates_come_in_many_forms(issued):
    assert csl(issued=issued).year == 2019


def test_an_arxiv_doi_is_a_preprint():
    record = csl(DOI="10.48550/ARXIV.1711.05739", publisher="arXiv", type="article")
    assert (record.is_preprint, record.arxiv_id, record.journal) == (True, "1711.05739", "arXiv")


def test_an_item_from_arxiv_is_the_preprint_whatever_its_doi():
    record = csl(
        **{
            "container-title": "arXiv",
            "number": "1707.02264v3",
            "URL": "https://arxiv.org/abs/1707.02264v3",
            "DOI": "10.1000/p",
        }
    )
    assert (record.is_preprint, record.arxiv_id, record.pages) == (True, "1707.02264", None)
    assert record.doubts == ("this is arXiv's preprint; its DOI, 10.1000/p, may be that of the published version",)


def test_the_answer_of_doi_org_for_crossref_is_crossrefs():
    record = csl(**{"prefix": "10.1000", "type": "journal-article", "updated-by": [update("retraction")]})
    assert record.is_preprint is False
    assert [one.standing for one in record.remarks] == [Standing.RETRACTED]


# Recordings.


def test_recorded_works_are_read():
    names = ("cr_works__parses_funders", "cr_works_parses_affilitation", "cr_cn_citeproc_json")
    records = {}
    for name in names:
        cassette = yaml.load(shared(f"crossref/{name}.yml"), Loader=yaml.CSafeLoader)
        for one in cassette["http_interactions"]:
            for record in crossref_json(one["response"]["body"]["string"].encode(), "Crossref"):
                if isinstance(record, Record):
                    records[record.doi] = record
    assert records["10.1515/crelle-2013-0024"].year == 2015
    assert records["10.4018/978-1-4666-9588-7.les2"].authors[0].affiliations == ("Illinois State University, USA",)
    assert records["10.1126/science.169.3946.635"].title == "The Structure of Ordinary Water"
    assert len(records) == 4


def test_a_recorded_suffix_stands_behind_the_name():
    record = only(crossref_json, shared("crossref/abbotsbury-test5.json"))
    assert [one.name for one in record.authors] == ["Amos B. Smith III"]
