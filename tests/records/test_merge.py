"""One record of what several sources say: which source for which field, and what is a disagreement."""

import time
from datetime import date

import pytest

from scicomm_bot.records.merge import merged
from scicomm_bot.records.merged import Other
from scicomm_bot.records.names import group, person
from scicomm_bot.records.record import AbstractPart, Record, Remark, Standing, Suggestion

DAY = date(2026, 11, 30)
ABSTRACT = (
    "Naps were timed in forty mice. Mice that napped ran further than mice that did not. No effect on weight was seen."
)


def crossref(**fields):
    return Record("Crossref", **fields)


def pubmed(**fields):
    return Record("PubMed", **fields)


def said(*records, field):
    """Return what was chosen for a field, from where, and what others say."""
    made = merged(records, DAY)
    return getattr(made.record, field), made.origins.get(field), list(made.others.get(field, ()))


def names_of(*records):
    return [one.name for one in merged(records, DAY).record.authors]


def test_one_record_is_kept_as_it_is_with_its_source_for_each_field():
    only = crossref(title="Naps in mice", year=2020, doi="10.5555/nap")
    made = merged([only], DAY)
    assert (made.record, made.origins) == (only, dict.fromkeys(("title", "year", "doi"), "Crossref"))
    assert (made.others, made.asked, made.day) == ({}, ("Crossref",), DAY)


@pytest.mark.parametrize("order", [1, -1])
def test_identity_is_crossrefs_and_content_pubmeds_in_whatever_order_they_come(order):
    abstract = (AbstractPart("Naps help."),)
    records = [
        crossref(title="Naps in mice", journal="Journal of Naps", volume="3", language="de", keywords=["nap"]),
        pubmed(title="Naps of mice", journal="Sleep notes", volume="4", language="en", abstract=abstract, pmid="1"),
    ][::order]
    made = merged(records, DAY)
    assert {name: made.origins[name] for name in ("title", "journal", "volume")} == dict.fromkeys(
        ("title", "journal", "volume"), "Crossref"
    )
    assert {name: made.origins[name] for name in ("language", "abstract", "pmid")} == dict.fromkeys(
        ("language", "abstract", "pmid"), "PubMed"
    )
    assert made.origins["keywords"] == "Crossref"
    assert made.others["title"] == [Other("Naps of mice", "PubMed")]


@pytest.mark.parametrize(
    ("field", "one", "other", "kept"),
    [
        ("title", "NAPS IN MICE", "Naps in mice", "Naps in mice"),
        ("title", "Naps in mice", "Naps in mice: a trial in the dark", "Naps in mice: a trial in the dark"),
        ("title", "Naps in mice", "RETRACTED: Naps in mice", "RETRACTED: Naps in mice"),
        ("title", "TNF-\u03b1 and Ca\u00b2\u207a in naps", "TNF-alpha and Ca(2+) in naps", "TNF-\u03b1 and Ca\u00b2\u207a in naps"),
        ("title", "Naps\u2014why \u201cshort\u201d?", "Naps - why 'short'?", "Naps\u2014why \u201cshort\u201d?"),
        ("title", "Naps of M\u00fcller", "Naps of Muller", "Naps of M\u00fcller"),
        ("journal", "J Nap Res", "Journal of Nap Research", "Journal of Nap Research"),
        ("journal", "Journal of Naps", "The journal of naps (London, England)", "Journal of Naps"),
        ("journal", "Naps", "Naps : a journal of sleep", "Naps"),
        ("journal", "Naps & Sleep", "Naps and sleep", "Naps & Sleep"),
        ("pages", "763-71", "763-771", "763-771"),
        ("pages", "763", "763-771", "763-771"),
        ("pages", "e12-e9", "e12\u2013e9", "e12-e9"),
        ("issue", "03", "3", "03"),
        ("volume", "12 Suppl 1", "12 (suppl. 1)", "12 Suppl 1"),
        ("doi", "10.5555/NAP", "10.5555/nap", "10.5555/NAP"),
        ("language", "en", "en-GB", "en-GB"),
    ],
)  # fmt: skip
def test_two_spellings_of_the_same_are_no_disagreement_and_the_fuller_one_is_taken(field, one, other, kept):
    value, _, others = said(crossref(**{field: one}), pubmed(**{field: other}), field=field)
    assert (value, others) == (kept, [])


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("title", "Naps in mice", "Naps in rats"),
        ("title", "Naps in mice, part 1", "Naps in mice, part 2"),
        ("journal", "Journal of Naps", "Journal of Sleep"),
        ("journal", "Naps A", "Naps B"),
        ("journal", "Naps", "Naps and Medicine"),
        ("pages", "763-771", "763-772"),
        ("issue", "3", "4"),
        ("volume", "12", "12 Suppl 1"),
        ("language", "en", "fr"),
        ("doi", "10.5555/nap.1", "10.5555/nap.2"),
    ],
)
def test_what_differs_is_kept_for_a_person_to_choose(field, one, other):
    value, _, others = said(crossref(**{field: one}), pubmed(**{field: other}), field=field)
    kept, second = (other, one) if field == "language" else (one, other)
    assert (value, [told.value for told in others]) == (kept, [second])


@pytest.mark.parametrize(
    ("years", "year", "online", "others"),
    [
        ([(2023, None), (2023, None)], 2023, None, []),
        ([(2022, None), (2023, 2022)], 2023, 2022, []),  # Crossref knows the year online alone
        ([(2023, 2022), (2022, None)], 2023, 2022, []),
        ([(2023, 2022), (2023, None)], 2023, 2022, []),
        ([(2022, None), (2023, None)], 2022, None, ["2023"]),
        ([(None, None), (2023, None)], 2023, None, []),
        ([(None, None), (None, None)], None, None, []),
        ([(2022, 2021), (2023, 2021)], 2022, 2021, ["2023"]),
    ],
)
def test_the_year_is_the_issues(years, year, online, others):
    (one, one_online), (two, two_online) = years
    records = crossref(year=one, online_year=one_online), pubmed(year=two, online_year=two_online)
    assert said(*records, field="year")[::2] == (year, [Other(other, "PubMed") for other in others])
    assert said(*records, field="online_year")[0] == online


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        (person("Smith", "A. B."), person("Smith", "Amos B."), "Amos B. Smith"),
        (person("Smith", "Amos B.", "III"), person("Smith", "AB"), "Amos B. Smith III"),
        (person("Smith", "AB", initials_last=True), person("Smith", "Amos"), "Amos Smith"),
        (person("SMITH", "AMOS"), person("Smith", "Amos"), "Amos Smith"),
        (person("M\u00fcller", "J\u00fcrgen"), person("Muller", "Jurgen"), "J\u00fcrgen M\u00fcller"),
        (person("Berg", "Jan van der"), person("van der Berg", "J"), "Jan van der Berg"),
        (person("Li", "Wei"), person("Wei", "Li"), "Wei Li"),
        (person("Sukarno"), person("Sukarno"), "Sukarno"),
        (group("NAP Study Group"), group("Nap Study Group"), "NAP Study Group"),
    ],
)
def test_two_spellings_of_a_name_are_one_author(one, other, kept):
    records = crossref(authors=(one,)), pubmed(authors=(other,))
    assert names_of(*records) == [kept]
    assert said(*records, field="authors")[2] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Smith", "Amos"), person("Smith", "Peter")),
        (person("Smith", "Amos"), person("Smythe", "Amos")),
        (person("Smith", "Amos"), group("Smith Group")),
    ],
)
def test_two_authors_are_two(one, other):
    value, _, others = said(crossref(authors=(one,)), pubmed(authors=(other,)), field="authors")
    assert list(value) == [one]
    assert others == [Other(f"1 author: {other.name}", "PubMed")]


def test_affiliations_are_filled_in_author_by_author():
    first = crossref(
        authors=(person("Doe", "Jane", affiliations=("Nap Lab",)), person("Roe", "Rita"), person("Poe", "Peter"))
    )
    second = pubmed(
        authors=(person("Doe", "J", affiliations=("Nap Lab, Basel",)), person("Poe", "P", affiliations=("Bed Lab",)))
    )
    value, origin, others = said(first, second, field="authors")
    assert [(one.name, list(one.affiliations)) for one in value] == [
        ("Jane Doe", ["Nap Lab, Basel"]),
        ("Rita Roe", []),
        ("Peter Poe", ["Bed Lab"]),
    ]
    assert (origin, others) == ("Crossref; affiliations from PubMed", [])


def test_affiliations_that_pubmed_lacks_stay_crossrefs():
    first = crossref(authors=(person("Doe", "Jane", affiliations=("Nap Lab",)),))
    value, origin, _ = said(first, pubmed(authors=(person("Doe", "J"),)), field="authors")
    assert ([*value[0].affiliations], origin) == (["Nap Lab"], "Crossref")


def test_a_list_that_has_all_authors_of_another_and_more_is_taken():
    some = crossref(authors=(person("Doe", "Jane"),), authors_left_out=2)
    whole = pubmed(authors=(person("Doe", "J"), person("Roe", "R"), group("Nap Group")))
    assert names_of(some, whole) == ["Jane Doe", "R Roe", "Nap Group"]
    assert said(some, whole, field="authors")[2] == []
    assert merged([some, whole], DAY).record.authors_left_out == 0


def test_authors_in_another_order_are_a_disagreement():
    first = crossref(authors=(person("Doe", "Jane"), person("Roe", "Rita")))
    second = pubmed(authors=(person("Roe", "Rita"), person("Doe", "Jane")))
    assert said(first, second, field="authors")[2] == [
        Other("2 authors, the first is Rita Roe, the second is Jane Doe", "PubMed")
    ]


def test_an_abstract_with_labels_goes_before_its_copy_without():
    labelled = (
        AbstractPart("Naps were timed in forty mice.", "METHODS"),
        AbstractPart("Mice that napped ran further."),
    )
    plain = (AbstractPart("Naps were timed in forty mice. Mice that napped ran further."),)
    value, origin, others = said(crossref(abstract=plain), pubmed(abstract=labelled), field="abstract")
    assert (value, origin, others) == (labelled, "PubMed", [])


def test_a_whole_abstract_goes_before_a_copy_that_was_cut_off():
    whole, cut = (AbstractPart(ABSTRACT),), (AbstractPart(ABSTRACT[:70]),)
    value, origin, others = said(crossref(abstract=whole), pubmed(abstract=cut), field="abstract")
    assert (value, origin, others) == (whole, "Crossref", [])


def test_another_abstract_is_a_disagreement():
    other = (AbstractPart("We review what is known of the sleep of whales, and find little that was measured well."),)
    _, origin, others = said(crossref(abstract=other), pubmed(abstract=(AbstractPart(ABSTRACT),)), field="abstract")
    assert (origin, others) == ("PubMed", [Other(other[0].text, "Crossref")])


def test_remarks_and_doubts_of_all_sources_are_kept_once():
    retracted, corrected = Remark(Standing.RETRACTED, "updated-by"), Remark(Standing.CORRECTED, "ErratumIn")
    made = merged(
        [crossref(remarks=(retracted,), doubts=("a",)), pubmed(remarks=(corrected, retracted), doubts=("b", "a"))], DAY
    )
    assert (made.record.remarks, made.record.doubts) == ((retracted, corrected), ("a", "b"))


def test_suggestions_that_differ_are_told():
    review, trial = Suggestion("review", "type"), Suggestion("trial", "type")
    value, origin, others = said(crossref(kind=review), pubmed(kind=trial), field="kind")
    assert (value, origin, others) == (trial, "PubMed", [Other("review", "Crossref")])


def test_a_preprint_that_another_source_calls_none_is_told():
    value, _, others = said(Record("arXiv", is_preprint=True), crossref(is_preprint=False), field="is_preprint")
    assert (value, others) == (False, [Other("yes", "arXiv")])


def test_a_file_comes_behind_the_registries():
    damaged = Record("page.txt", title="Naps (Nps) In Mice", journal="Naps")
    assert said(damaged, crossref(title="Naps (NPS) in mice"), field="title")[:2] == ("Naps (NPS) in mice", "Crossref")
    assert said(damaged, crossref(), field="journal")[:2] == ("Naps", "page.txt")


def test_thousands_of_authors_are_matched_within_a_second():
    people = tuple(person(f"Doe{number}", "Jane") for number in range(3_000))
    began = time.process_time()
    made = merged([crossref(authors=people), pubmed(authors=people[1:])], DAY)
    assert time.process_time() - began < 1
    assert len(made.record.authors) == 3_000
