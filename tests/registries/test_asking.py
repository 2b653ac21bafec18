"""Asking about one paper: who is asked in which order, and whose answer is taken."""

import time
from datetime import timedelta

import pytest

from scicomm_bot.app.asking import Asking, Registries
from scicomm_bot.records.names import person
from scicomm_bot.records.record import Record, Standing
from scicomm_bot.registries.client import Registry
from support.crossref_standin import Given, update
from support.registries_standin import (
    ARXIV,
    DOI,
    PMID,
    TITLE,
    arxiv_feed,
    crossref_work,
    pubmed_article,
    pubmed_set,
)
from support.samples import NOW

NOBODY = "http://127.0.0.1:1"

AGAIN = "check the connection, or try again later"


@pytest.fixture
def asking(registries):
    """Make what asks; each registry is the stand-in, unless another address is given."""

    def make(on_record=lambda _record: None, seconds=20.0, mailto=None, **urls):
        made = (
            Registry(urls.get(name, registries.url), version="1.2", mailto=mailto, now=lambda: NOW, seconds=5)
            for name in ("crossref", "pubmed", "arxiv")
        )
        return Asking(Registries(*made, mailto), now=lambda: NOW, on_record=on_record, seconds=seconds)

    return make


def origins(learned):
    return [record.origin for record in learned.records]


def test_a_doi_is_asked_for_at_crossref_first_and_then_at_pubmed(asking, registries):
    registries.paper()
    learned = asking().about(doi=DOI)
    assert (origins(learned), learned.told) == (["Crossref", "PubMed"], [])
    assert [path.partition("?")[0] for path in registries.paths] == [
        f"/works/{DOI}", "/entrez/eutils/esearch.fcgi", "/entrez/eutils/efetch.fcgi",
    ]  # fmt: skip


def test_a_pmid_is_asked_for_at_pubmed_and_its_doi_at_crossref(asking, registries):
    registries.paper()
    learned = asking().about(pmid=PMID)
    assert (origins(learned), learned.told) == (["PubMed", "Crossref"], [])


@pytest.mark.parametrize("asked", [{"arxiv_id": ARXIV}, {"doi": f"10.48550/arXiv.{ARXIV}"}])
def test_a_preprint_is_asked_for_at_arxiv_alone(asking, registries, asked):
    registries.arxiv[ARXIV] = arxiv_feed()
    learned = asking().about(**asked)
    assert (origins(learned), learned.told, len(registries.requests)) == (["arXiv"], [], 1)


def test_an_old_id_is_the_same_with_and_without_its_subject_class(asking, registries):
    registries.arxiv["math.GT/0309136"] = arxiv_feed("math/0309136")
    assert origins(asking().about(arxiv_id="math.GT/0309136")) == ["arXiv"]


def test_arxivs_answer_must_be_about_the_id_that_was_asked_for(asking, registries):
    registries.arxiv[ARXIV] = arxiv_feed("2101.00013")
    learned = asking().about(arxiv_id=ARXIV)
    assert (learned.records, learned.told) == (
        [],
        [f"arXiv was asked about arXiv:{ARXIV}, and its answer is about arXiv:2101.00013; it is not used"],
    )


def test_ncbi_is_told_the_tool_and_the_mail_address(asking, registries):
    registries.paper()
    asking(mailto="press@example.org").about(pmid=PMID)
    assert "tool=scicomm-bot&email=press@example.org" in registries.paths[0]
    assert registries.requests[0][2] == "scicomm-bot/1.2 (mailto:press@example.org)"


def test_most_papers_are_not_in_pubmed_and_nothing_is_said_of_it(asking, registries):
    registries.crossref[DOI] = crossref_work()
    learned = asking().about(doi=DOI)
    assert (origins(learned), learned.told) == (["Crossref"], [])


def test_a_doi_that_crossref_does_not_know_may_be_misspelt_or_datacites(asking):
    learned = asking().about(doi="10.5555/nobody")
    assert learned.records == []
    assert (
        "Crossref does not know doi:10.5555/nobody; it may be misspelt, or registered elsewhere, as DataCite's"
        in learned.told[0]
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"pmid": "5"}, "PubMed does not know 5; check the number"),
        ({"arxiv_id": "2101.99999"}, "arXiv does not know 2101.99999; check the number"),
    ],
)
def test_a_number_that_nobody_knows_is_told(asking, asked, told):
    learned = asking().about(**asked)
    assert (learned.records, learned.told, learned.unasked) == ([], [told], False)


@pytest.mark.parametrize(("down", "left"), [("crossref", ["PubMed"]), ("pubmed", ["Crossref"])])
def test_one_that_cannot_be_asked_keeps_no_other_from_being_asked(asking, registries, down, left):
    registries.paper()
    learned = asking(**{down: NOBODY}).about(doi=DOI)
    name = {"crossref": "Crossref", "pubmed": "PubMed"}[down]
    assert (origins(learned), learned.told) == (left, [f"{name} cannot be asked: no answer (ConnectionError); {AGAIN}"])


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Given(b"oops", 500), "Crossref cannot be asked: it answered 500"),
        (Given(b"slow down", 429, {"Retry-After": "120"}), "Crossref cannot be asked: it answered 429 and asks to wait; ask again after"),
        (Given(b"<html>sorry</html>"), "Crossref's answer on doi:10.5555/naps.2023.7 cannot be used"),
        (Given(b'{"message": {"DOI": "10.5555/na'), "Crossref's answer on doi:10.5555/naps.2023.7 cannot be used"),
        (Given(b""), "Crossref's answer on doi:10.5555/naps.2023.7 cannot be used"),
        (crossref_work("10.5555/another"), "Crossref was asked about doi:10.5555/naps.2023.7, and its answer is about doi:10.5555/another; it is not used"),
    ],
    ids=["500", "429", "html", "half", "empty", "another"],
)  # fmt: skip
def test_what_is_no_answer_on_this_paper_is_told_and_not_used(asking, registries, given, why):
    registries.paper().crossref[DOI] = given if isinstance(given, Given) else Given(given)
    learned = asking().about(doi=DOI)
    assert origins(learned) == ["PubMed"]
    assert learned.told[0].startswith(why)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (pubmed_set(pubmed_article("5", DOI)), "is about PMID 5; it is not used"),
        (pubmed_set(pubmed_article(PMID, "10.5555/another")), f"is about PMID {PMID}; it is not used"),
        (pubmed_set(pubmed_article(PMID, None)), f"is about PMID {PMID}; it is not used"),
        (b"<html><body>Error</body></html>", "PubMed's answer on PMID"),
        (b"<PubmedArticleSet><PubmedArticle>", "PubMed's answer on PMID"),
    ],
    ids=["another-pmid", "another-doi", "no-doi", "html", "half"],
)
def test_pubmeds_answer_must_have_the_doi_that_was_looked_for(asking, registries, answer, why):
    registries.paper().pubmed[PMID] = answer
    learned = asking().about(doi=DOI)
    assert origins(learned) == ["Crossref"]
    assert why in learned.told[0]


def test_a_search_that_answers_something_else_is_told(asking, registries):
    registries.paper().pmids[DOI] = Given(b'{"error": "API rate limit exceeded"}')
    assert asking().about(doi=DOI).told == [f"PubMed cannot be asked: its answer is no list of PMIDs; {AGAIN}"]


def test_a_doi_that_was_replaced_is_told(asking, registries):
    registries.crossref[DOI] = Given(b"", 301, {"Location": "/works/10.5555/merged"})
    registries.crossref["10.5555/merged"] = crossref_work("10.5555/merged")
    learned = asking().about(doi=DOI)
    assert [record.doi for record in learned.records] == ["10.5555/merged"]
    assert learned.told == [f"Crossref leads from doi:{DOI} to doi:10.5555/merged, which replaced it"]


def test_a_retraction_is_told_before_pubmed_is_asked(asking, registries):
    registries.paper().crossref[DOI] = crossref_work(**{"updated-by": [update()]})
    told = []
    learned = asking(on_record=lambda record: told.append((record.stops.type, len(registries.requests)))).about(doi=DOI)
    assert told == [("retraction", 1)]
    assert [one.standing for one in learned.records[0].remarks] == [Standing.RETRACTED]


def test_all_questions_about_a_paper_end_in_time(asking, registries):
    registries.paper().crossref[DOI] = Given(crossref_work(), trickle=30)
    registries.pmids[DOI] = Given(b"[]", trickle=30)
    began = time.monotonic()
    learned = asking(seconds=0.6).about(doi=DOI)
    assert time.monotonic() - began < 3
    assert learned.records == []
    assert learned.told[0].startswith("Crossref cannot be asked: no whole answer within 0.6 s")
    assert learned.told[1] == f"PubMed cannot be asked: the time for this record is used up; {AGAIN}"


def test_who_asked_to_be_left_alone_is_not_asked_for_the_next_paper(asking, registries):
    registries.crossref[DOI] = Given(b"", 429, {"Retry-After": "120"})
    one = asking()
    one.about(doi=DOI)
    again = one.about(doi="10.5555/next").told[0]
    assert again.startswith("Crossref cannot be asked: it asked to be left alone for a while; ask again after")
    assert f"{NOW + timedelta(seconds=120):%H:%M:%S}" in again


CITED = Record("page.txt", title=TITLE.upper(), authors=[person("Doe", "J", initials_last=True)], year=2022)


def test_a_record_without_an_id_is_asked_for_by_the_doi_that_crossref_has_for_its_citation(asking, registries):
    registries.paper().like = [crossref_work("10.5555/other", "Naps of whales"), crossref_work()]
    learned = asking().about_record(CITED)
    assert origins(learned) == ["Crossref", "PubMed"]
    assert learned.told == [
        f"its DOI, {DOI}, was found at Crossref by title, year and first author; check that it is this paper's"
    ]


@pytest.mark.parametrize(
    ("like", "why"),
    [
        ([], "Crossref has no paper of this title, year and first author"),
        ([crossref_work(title="Short naps and wheel running in rats: a trial in the dark")], "Crossref has no paper"),
        ([crossref_work(**{"published-print": {"date-parts": [[2012]]}, "published-online": {"date-parts": [[2012]]}, "issued": {"date-parts": [[2012]]}})], "Crossref has no paper"),
        ([crossref_work(author=[{"family": "Poe", "given": "P."}])], "Crossref has no paper"),
        ([crossref_work(author=[])], "Crossref has no paper"),
        ([crossref_work(), crossref_work("10.5555/twin")], "Crossref has 2 papers (10.5555/naps.2023.7 and 10.5555/twin)"),
    ],
    ids=["none", "another-title", "another-year", "another-author", "no-author", "two"],
)  # fmt: skip
def test_no_doi_is_taken_that_may_be_another_papers(asking, registries, like, why):
    registries.paper().like = like
    learned = asking().about_record(CITED)
    assert learned.records == []
    assert why in learned.told[0]


def test_a_record_without_an_id_and_an_author_is_asked_for_nowhere(asking, registries):
    told = asking().about_record(Record("page.txt", title=TITLE, year=2023)).told
    assert "so nobody was asked about it" in told[0]
    assert registries.requests == []


def test_a_registry_that_fails_again_and_again_is_left_alone(asking, registries):
    one = asking()
    registries.crossref |= {f"10.5555/{number}": Given(b"", 500) for number in range(5)}
    told = [one.about(doi=f"10.5555/{number}").told[0] for number in range(5)]
    assert [path for path in registries.paths if path.startswith("/works/")] == [
        f"/works/10.5555/{number}" for number in range(3)
    ]
    assert (
        told[4]
        == f"Crossref cannot be asked: it could not be asked 3 times in a row, and is left alone from here on; {AGAIN}"
    )


def test_a_registry_that_answers_in_between_is_asked_on(asking, registries):
    one = asking()
    registries.crossref |= {f"10.5555/{number}": Given(b"", 404 if number == 2 else 500) for number in range(5)}
    for number in range(5):
        one.about(doi=f"10.5555/{number}")
    assert len([path for path in registries.paths if path.startswith("/works/")]) == 5
