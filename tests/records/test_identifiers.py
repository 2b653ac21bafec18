"""What a source on the command line is taken for."""

import pytest

from scicomm_bot.errors import SourceError
from scicomm_bot.records.identifiers import Meant, Sort, arxiv_id, understood


def taken(word):
    return tuple(understood(word, is_there=False))


def refusal(word):
    with pytest.raises(SourceError) as caught:
        understood(word, is_there=False)
    return str(caught.value)


@pytest.mark.parametrize(
    "word", ["10.5555/Nap.1", "doi:10.5555/Nap.1", "https://doi.org/10.5555/Nap.1", "http://dx.doi.org/10.5555%2FNap.1.", " DOI 10.5555/Nap.1 "]
)  # fmt: skip
def test_a_doi_is_taken_in_any_spelling(word):
    assert taken(word) == (Sort.DOI, "10.5555/Nap.1")


@pytest.mark.parametrize(
    "word",
    ["123456", "PMID: 123456", "pmid:0123456", "PMID123456", "PubMed ID: 123456", "PMID 123456.",
     "https://pubmed.ncbi.nlm.nih.gov/123456/?from_term=nap", "pubmed.ncbi.nlm.nih.gov/123456",
     "https://www.ncbi.nlm.nih.gov/pubmed/123456"],
)  # fmt: skip
def test_a_pmid_is_taken_in_any_spelling(word):
    assert taken(word) == (Sort.PMID, "123456")


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("2101.00012", "2101.00012"),
        ("0705.0012v2", "0705.0012"),
        ("arXiv:2101.00012v3 [q-bio.NC] 4 Jan 2021", "2101.00012"),
        ("arXiv: hep-th/9901001v1", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/2101.00012v1", "2101.00012"),
        ("http://export.arxiv.org/pdf/2101.00012.pdf", "2101.00012"),
        ("arxiv.org/html/2101.00012v1#S2", "2101.00012"),
        ("10.48550/arXiv.2101.00012", "2101.00012"),
        ("https://doi.org/10.48550/ARXIV.HEP-TH/9901001", "hep-th/9901001"),
    ],
)
def test_an_arxiv_id_is_taken_in_any_spelling_without_its_version(word, bare):
    assert taken(word) == (Sort.ARXIV, bare)


@pytest.mark.parametrize("word", ["10.5555/nap.1", "123456", "refs.ris", "2101.00012"])
def test_a_file_that_is_there_is_that_whatever_its_name_looks_like(word):
    assert understood(word, is_there=True) == Meant(Sort.FILE, word)


def test_a_hyphen_is_standard_input():
    assert understood("-", is_there=False).sort is Sort.STDIN


@pytest.mark.parametrize(
    "word", ["refs.riss", "papers/nap.ris", "pubmed.xml", "pubmed123.xml", "notes/9912345", "data.old/nap.ris", "Naps in mice", "arXiv"]
)  # fmt: skip
def test_a_misspelt_file_name_is_no_id(word):
    assert f"'{word}': there is no such file, and it is no DOI, PMID or arXiv id" in refusal(word)


def test_the_name_of_a_file_that_begins_as_a_doi_is_one_only_behind_its_label():
    assert refusal("10.5555/refs.ris").endswith("there is no such file; if it is a DOI, write doi:10.5555/refs.ris")
    assert taken("doi:10.5555/refs.ris") == (Sort.DOI, "10.5555/refs.ris")


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("123456789", "is no PMID: these have one to eight digits"),
        ("PMID: abc", "is no PMID"),
        ("0", "is no PMID"),
        ("2113.00012", "is no arXiv id: these begin with the year and the month"),
        ("1711.5739", "five since 2015"),
        ("arXiv:2101.0001", "begins as an arXiv id, and is none"),
        ("PMC123456", "is an id of PubMed Central's; give the PMID or the DOI"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC123456/", "PubMed Central"),
        ("https://journal.example/nap", "pages are not downloaded; give the paper's DOI, or save the page"),
        ("journal.example/papers/nap", "pages are not downloaded"),
        ("https://journal.example/nap.html", "pages are not downloaded"),
        ("https://journal.example/doi/10.5555/nap.1", "write the DOI that is in it, '10.5555/nap.1'"),
        ("10.5555/nap...", "is cut off"),
        ("10.5555/a, 10.5555/b", "holds two DOIs"),
        ("file:///home/jane/refs.ris", "give the path of the file"),
        ("*.ris", "no file matches"),
        ("", "an empty source"),
    ],
)
def test_what_is_no_source_is_told_with_what_it_was_taken_for(word, why):
    assert why in refusal(word)


@pytest.mark.parametrize("doi", ["10.5555/arXiv.2101.00012", "10.48550/arXiv.x", "10.48550/arXiv.2101.00012.s1"])
def test_another_doi_is_none_of_arxivs(doi):
    assert arxiv_id(doi) is None
