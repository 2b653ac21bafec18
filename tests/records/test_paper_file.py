"""The file of a paper, as `add` writes it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from scicomm_bot.domain.paper import Id
from scicomm_bot.records.findings import propose
from scicomm_bot.records.merged import Other
from scicomm_bot.records.names import group, person
from scicomm_bot.records.paper_fields import MOST_AUTHORS
from scicomm_bot.records.paper_file import missing, new_id, paper_yaml
from scicomm_bot.records.record import AbstractPart, Record, Remark, Standing
from support.written_papers import RECORD, changed, file_of, loaded, merged, read

VALID = TypeAdapter(Id)


def test_fields_stand_in_the_order_of_posts_yaml():
    assert list(read(file_of())) == [
        "id", "title", "authors", "journal", "year", "issue", "pages", "url", "doi", "abstract", "findings",
    ]  # fmt: skip


def test_each_field_says_where_it_is_from_and_on_which_day():
    text = file_of()
    for name in ("title", "authors", "journal", "year", "issue", "pages", "url", "doi", "abstract"):
        line = next(one for one in text.split("\n") if one.startswith(f"{name}:"))
        assert "  # Crossref, 2026-11-30" in line
    assert "year: 2023  # Crossref, 2026-11-30; online already in 2022" in text


def test_the_file_is_read_without_a_problem_or_a_doubt(tmp_path):
    paper = loaded(file_of(), tmp_path)
    assert paper.missing == ("study",)
    assert paper.is_all_draft
    assert paper.authors[0].affiliation == "Field School, Leeds; Barn Institute"
    assert paper.authors[1].affiliation is None
    assert paper.abstract.split("\n")[1] == "RESULTS: Hay improved the sleep of sheep. Naps were not longer."


def test_the_negative_result_stands_in_the_file_beside_the_benefit():
    findings = read(file_of())["findings"]
    assert [one["quote"] for one in findings[1]["evidence"]] == [
        "Hay improved the sleep of sheep.",
        "Naps were not longer.",
    ]


def test_what_another_source_says_stands_above_the_field():
    text = file_of(others={"year": (Other("2022", "PubMed"),)})
    assert "# Choose: PubMed has “2022”\nyear: 2023" in text
    assert ("year", "PubMed has another one; choose, and delete the comment above it") in missing(
        merged(others={"year": (Other("2022", "PubMed"),)})
    )


def test_what_nobody_knows_is_left_out_and_listed_at_the_top(tmp_path):
    bare = Record("refs.ris, record 3", title="Sheep")
    text = file_of(bare)
    assert list(read(text)) == ["id", "title"]
    listed = [line.split(":")[0] for line in text.split("\n") if line.startswith("# - ")]
    assert listed == [f"# - {name}" for name in ("authors", "journal", "year", "doi", "study", "abstract", "findings")]
    assert loaded(text, tmp_path).missing == ("authors", "journal", "year", "study", "abstract")


def test_what_a_paper_file_may_not_have_is_left_out():
    wrong = Record("here", title="a" * 2_001, year=1066, url="ftp://example.org/x", doi="11.1/x", journal=" ")
    assert list(read(file_of(wrong))) == ["id"]
    assert ("title", "the source's has 2,001 characters, and 2,000 are allowed: copy what posts rest on") in missing(
        merged(wrong)
    )


def test_the_study_is_suggested_in_comments_alone():
    text = file_of()
    assert '#   kind: trial  # PublicationType "Clinical Trial"\n' in text
    assert '#   on: [animals]  # MeSH "Sheep"\n' in text
    uncommented = text.replace("# study:", "study:")
    for key in ("kind", "peer_reviewed", "on"):
        uncommented = uncommented.replace(f"#   {key}:", f"  {key}:")
    assert read(uncommented)["study"] == {"kind": "trial", "peer_reviewed": "...", "on": ["animals"]}


@pytest.mark.parametrize("standing", [*Standing])
def test_what_stands_against_a_paper_is_told_first(standing):
    text = file_of(changed(remarks=(Remark(standing, "RetractionIn", "10.1000/notice", date(2024, 1, 2)),)))
    assert text.startswith("# ====")
    assert "# RetractionIn; DOI 10.1000/notice; 2024-01-02" in text


def test_what_to_look_at_is_told_at_the_top():
    assert "# To look at:\n# - the title has acronyms in title case: 'Als'\n" in file_of(
        changed(doubts=("the title has acronyms in title case: 'Als'",))
    )


def test_of_very_many_authors_the_first_are_named_and_the_others_counted(tmp_path):
    many = [person(f"Roe{number}", "A") for number in range(999)]
    text = file_of(changed(authors=(*many, group("The Barn Group")), authors_left_out=2))
    assert len(read(text)["authors"]) == MOST_AUTHORS
    assert read(text)["authors_more"] == 1_002 - MOST_AUTHORS
    assert "the last is The Barn Group; with The Barn Group" in text


def test_others_that_no_source_names_are_counted():
    assert read(file_of(changed(authors_left_out=7)))["authors_more"] == 7


def test_affiliations_that_are_too_many_for_one_text_end_with_a_whole_one():
    one = "Institute of Sleep, " * 10
    written = read(file_of(changed(authors=(person("Roe", affiliations=tuple(f"{one}{n}" for n in range(50))),))))
    affiliation = written["authors"][0]["affiliation"]
    assert len(affiliation) <= 2_000
    assert affiliation.endswith(tuple("0123456789"))


def test_a_finding_in_another_language_says_so(tmp_path):
    persian = changed(
        abstract=(AbstractPart("\u0628\u0642\u0627 \u0628\u06cc\u0634\u062a\u0631 \u0634\u062f."),), language="fa"
    )
    assert loaded(file_of(persian), tmp_path).findings[0].lang == "fa"
    unknown = file_of(replace(persian, language=None))
    assert "# lang: ...    # say which language it is in" in unknown


TEXT = st.text(min_size=1, max_size=120).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    title=TEXT,
    journal=TEXT,
    pages=TEXT,
    names=st.lists(st.tuples(TEXT, TEXT), max_size=4),
    parts=st.lists(st.tuples(TEXT, st.none() | TEXT), max_size=3),
    said=TEXT,
)
def test_every_field_is_read_back_whatever_it_holds(title, journal, pages, names, parts, said):
    record = changed(
        title=title,
        journal=journal,
        pages=pages,
        authors=tuple(replace(person("x", affiliations=("y",)), name=name, affiliations=(at,)) for name, at in names),
        abstract=tuple(AbstractPart(text, label) for text, label in parts),
        doubts=(said,),
        keywords=(said,),
        remarks=(Remark(Standing.CORRECTED, said),),
    )
    findings = propose(record)
    value = read(paper_yaml(merged(record, origin=said, others={"title": (Other(said, said),)}), "x", findings))
    assert (value["title"], value["journal"], value["pages"]) == tuple(map(_whole, (title, journal, pages)))
    assert value.get("authors", []) == [{"name": _whole(name), "affiliation": _whole(at)} for name, at in names]
    assert value.get("abstract", "") == _whole(record.abstract_text.strip())
    written = [
        (one["id"], one["text"], [quote["quote"] for quote in one["evidence"]]) for one in value.get("findings", [])
    ]
    assert written == [(one.id, _whole(one.text), [_whole(quote.quote) for quote in one.evidence]) for one in findings]
    assert all(one["draft"] is True for one in value.get("findings", []))


def _whole(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


@pytest.mark.parametrize(
    ("record", "taken", "expected"),
    [
        (RECORD, (), "roe-2023"),
        (RECORD, ("roe-2023",), "roe-2023-sleep"),
        (RECORD, ("roe-2023", "roe-2023-sleep", "roe-2023-sheep", "roe-2023-trial"), "roe-2023-2"),
        (changed(authors=(person("Vafaei Mastanabad", "M"),)), (), "vafaei-mastanabad-2023"),
        (changed(authors=(group("International Human Genome Sequencing Consortium"),)), (), "international-human-genome-sequencing-2023"),
        (changed(authors=(person("\u0645\u062d\u0645\u062f"),)), (), "sleep-sheep-2023"),
        (Record("x", doi="10.1000/ABC.123"), (), "abc-123"),
        (Record("x", title="\u7814\u7a76"), (), "paper"),
        (Record("x"), ("paper",), "paper-2"),
        (changed(year=None), (), "roe"),
    ],
)  # fmt: skip
def test_an_id_has_the_first_author_and_the_year(record, taken, expected):
    made = new_id(record, taken)
    assert made == expected
    VALID.validate_python(made)


@given(TEXT, TEXT, st.integers() | st.none())
def test_any_record_has_a_valid_id_that_is_free(family, title, year):
    record = changed(authors=(replace(person("x"), family=family),), title=title, year=year)
    first = new_id(record, ())
    for made in (first, new_id(record, (first,))):
        VALID.validate_python(made)
    assert new_id(record, (first,)) != first


def test_a_file_of_a_thousand_authors_stays_small():
    assert len(file_of(changed(authors=tuple(person(f"Roe{n}", "A") for n in range(1_000))))) < 20_000


KINDS = [(Standing.RETRACTED, "retracted"), (Standing.NOTICE, "notice"), (Standing.CONCERN, "expression of concern")]


@pytest.mark.parametrize(("standing", "kind"), KINDS)
def test_what_holds_a_papers_posts_is_a_field_of_its_file(tmp_path, standing, kind):
    said = loaded(
        file_of(changed(remarks=(Remark(standing, "Its words: 'x'", "10.1000/notice"),))), tmp_path
    ).retraction
    assert (said.kind, said.told, said.source, said.on, said.doi) == (
        kind, "Its words: 'x'", "Crossref", "2026-11-30", "10.1000/notice",
    )  # fmt: skip


def test_a_correction_holds_nothing():
    assert "retraction" not in read(file_of(changed(remarks=(Remark(Standing.CORRECTED, "ErratumIn"),))))


def test_several_sources_of_a_retraction_are_one_field_and_one_banner():
    remarks = (
        Remark(Standing.CONCERN, "Before", origin="PubMed"),
        Remark(Standing.RETRACTED, "A type", origin="PubMed"),
        Remark(Standing.RETRACTED, "RetractionIn", "10.1000/n", origin="PubMed"),
        Remark(Standing.RETRACTED, "updated-by", origin="Crossref"),
    )
    text = file_of(changed(remarks=remarks))
    said = read(text)["retraction"]
    assert (said["told"], said["source"], said["doi"]) == ("A type; RetractionIn; updated-by", "PubMed and Crossref", "10.1000/n")  # fmt: skip
    assert [text.count(word) for word in ("# RETRACTED: ", "# EXPRESSION OF CONCERN: ", "# ====")] == [1, 1, 2]


@pytest.mark.parametrize("doi", ["no doi", "10.1000/a b", ""])
def test_what_is_no_doi_of_a_notice_is_left_out(tmp_path, doi):
    assert loaded(file_of(changed(remarks=(Remark(Standing.RETRACTED, "x", doi),))), tmp_path).retraction.doi is None


@pytest.mark.parametrize("told", ["x" * 9_000, "quotes \" and ': # [x]", "two\nlines", "- a: b", "\u202etfel"])
def test_whatever_a_source_says_against_a_paper_is_read_back(tmp_path, told):
    assert loaded(file_of(changed(remarks=(Remark(Standing.RETRACTED, told),))), tmp_path).retraction is not None


def test_nothing_is_asked_to_be_written_of_a_retracted_paper():
    text = file_of(changed(remarks=(Remark(Standing.RETRACTED, "x"),)))
    for ask in ("To fill in", "write its `text`", "# - study", "take its first two signs away"):
        assert ask in file_of()
        assert ask not in text
