"""A DOI in any of its spellings."""

import time

import pytest

from scicomm_bot.domain.doi import bare_doi, folded_doi, why_no_doi

SICI = "10.1002/(SICI)1097-4636(199823)43:4<449::AID-JBM12>3.0.CO;2-J"


@pytest.mark.parametrize(
    "written",
    [
        "10.5555/Abc", "doi:10.5555/Abc", "DOI: 10.5555/Abc", "doi 10.5555/Abc", "https://doi.org/10.5555/Abc",
        "http://dx.doi.org/10.5555/Abc", "HTTPS://DX.DOI.ORG/10.5555/Abc", "doi.org/10.5555/Abc",
        "https://www.doi.org/10.5555/Abc", "https://doi.org/10.5555%2FAbc", "10.5555%2fAbc", "  10.5555/Abc \n",
        "10.5555/Abc.", "10.5555/Abc,", "(10.5555/Abc)", "<https://doi.org/10.5555/Abc>", "\u201c10.5555/Abc\u201d",
        "https://doi.org/10.5555/Abc?utm_source=x#top", "https://doi.org/ 10.5555/Abc", "10.5555/Abc).",
        "\u200b10.5555/Abc", "doi:https://doi.org/10.5555/Abc", "info:doi/10.5555/Abc", "urn:doi:10.5555/Abc",
        "10.5555 / Abc", "10.5555/ Abc", "10. 5555/Abc", "https://doi.org/doi:10.5555/Abc", "doi:doi:10.5555/Abc",
        "doi: doi.org/10.5555/Abc", "https://doi.org/https://doi.org/10.5555/Abc", "DOI\uff1a10.5555/Abc",
        "\u00ab10.5555/Abc\u00bb", "10.5555/Abc..", "10.5555/Abc\u060c", "10.5555/Abc\u3002",
    ],
)  # fmt: skip
def test_every_spelling_is_the_bare_doi(written):
    assert bare_doi(written) == "10.5555/Abc"


@pytest.mark.parametrize(
    "doi",
    [
        SICI,
        "10.1016/S0140-6736(97)11096-0",
        "10.1000.10/123",
        "10.5555/a/b/c",
        "10.5555/x#y",
        "10.5555/[a]",
        "10.123456789/1",
    ],
)
def test_what_belongs_to_a_doi_is_kept(doi):
    assert bare_doi(doi) == doi


def test_an_address_with_everything_encoded_is_decoded():
    from urllib.parse import quote

    assert bare_doi(f"https://doi.org/{quote(SICI, safe='')}") == SICI


@pytest.mark.parametrize(
    "written",
    [
        "", "abc", "10.5555", "10.5555/", "10.555/abc", "11.5555/abc", "10.5555/a b", "doi:", "10./x",
        "https://doi.org/abc12", "https://example.org/10.5555/abc", "10.5555/a\u0007b", "10.5555/%20", "10.5555/...",
        "10.5555/" + "x" * 2_000, "pmid:12345",
    ],
)  # fmt: skip
def test_what_is_no_doi_is_none(written):
    assert bare_doi(written) is None


def test_folding_is_for_ascii_letters_alone():
    assert folded_doi("10.5555/ABC\u0130") == "10.5555/abc\u0130"


CUT = [
    "10.5555/abc\u2026", "10.5555/abc...", "10.5555/abc....", "10.5555/abc \u2026", "10.5555/abc ...",
    "https://doi.org/10.5555/abc...", "10.5555/abc\u2026)", "10.5555/abc[...]", "10.5555/abc[\u2026]", "10.5555/ab\u2026ef",
    "https://doi.org/10.5555/abc%E2%80%A6", "10.5555/abc&hellip;", "10.5555/abc...?utm_source=x", "10.5555/abc. . .",
    "10.5555/...", "10.5555/abc\u2026.",
]  # fmt: skip


@pytest.mark.parametrize("written", CUT)
def test_a_doi_that_is_cut_off_is_none(written):
    """A web page shortens it so; what is left may be the DOI of another paper."""
    assert bare_doi(written) is None
    assert why_no_doi(written) == "is cut off: an ellipsis stands for the rest; copy the whole DOI"


@pytest.mark.parametrize(
    ("written", "doi", "why"),
    [
        ("10.5555/abc?utm_source=x", "10.5555/abc", "goes on with '?utm_source=x', which is no part of a DOI"),
        ("10.5555/abc&utm_source=x", "10.5555/abc", "goes on with"),
        ("10.5555/abc?download", "10.5555/abc", "goes on with"),
        ("10.5555/abc;jsessionid=7", "10.5555/abc", "goes on with"),
        ("10.5555/abc#:~:text=a", "10.5555/abc", "goes on with"),
        ("10.5555/abc; PMID: 123", "10.5555/abc", "goes on with '; PMID: 123'"),
        ("10.5555/abc;PMID:123", "10.5555/abc", "goes on with"),
        ("10.5555/abc PMID 123", "10.5555/abc", "has a space in it; if the DOI ends there"),
        ("10.5555/a b", "10.5555/a", "else delete the space"),
        ("10.5555/a\u2013b", "10.5555/a-b", "has '\u2013' (U+2013) in it, where a DOI has '-'"),
        ("https://doi.org/10.5555/a\u2014b", "10.5555/a-b", "U+2014"),
        ("10.5555/a\u2212b", "10.5555/a-b", "U+2212"),
        ("10.5555/e\ufb03cient", "10.5555/efficient", "U+FB03"),
        ("10\u20245555/abc", "10.5555/abc", "has '\u2024' (U+2024) in it, where a DOI has '.'"),
        ("\uff11\uff10\uff0e\uff15\uff15\uff15\uff15\uff0fabc", "10.5555/abc", "U+FF11"),
        (
            "\u06f1\u06f0.\u06f5\u06f5\u06f5\u06f5/abc",
            "10.5555/abc",
            "has '\u06f1' (U+06F1) in it, where a DOI has '1'",
        ),
        ("10.5555/\u0661\u0662", "10.5555/12", "U+0661"),
        ("10.5555/\uff41bc", "10.5555/abc", "U+FF41"),
        ("https://doi-org.proxy.example.edu/10.5555/abc", "10.5555/abc", "is the address of a page"),
        ("https://proxy.example.edu/login?url=https://doi.org/10.5555/abc", "10.5555/abc", "is the address of a page"),
        ("https://proxy.example.edu/login?url=https%3A%2F%2Fdoi.org%2F10.5555%2Fabc", "10.5555/abc", "is the address"),
        ("https://www.journal.example/doi/full/10.5555/abc?x=1", "10.5555/abc", "is the address of a page"),
        ("https://journal.example/articles/10.5555/abc/full", "10.5555/abc", "is the address of a page"),
        ("https://preprints.example/content/10.5555/abc.1v2.full.pdf", "10.5555/abc.1", "is the address of a page"),
        ("www.journal.example/10.5555/abc", "10.5555/abc", "is the address of a page"),
        ("See 10.5555/abc", "10.5555/abc", "has more than a DOI in it"),
    ],
)
def test_what_may_be_another_doi_is_asked_for_with_the_one_that_is_in_it(written, doi, why):
    assert bare_doi(written) is None
    assert repr(doi) in why_no_doi(written)
    assert why in why_no_doi(written)


@pytest.mark.parametrize(
    "written",
    ["10.5555/abc; 10.5555/def", "10.5555/abc;10.5555/def", "10.5555/abc,10.5555/def", "10.5555/abc and 10.5555/def",
     "https://doi.org/10.5555/abc https://doi.org/10.5555/def"],
)  # fmt: skip
def test_two_dois_are_named_both(written):
    assert bare_doi(written) is None
    assert why_no_doi(written) == "holds two DOIs, '10.5555/abc' and '10.5555/def'; keep the paper's own"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("10.5555/", "has nothing behind the slash; copy the whole DOI"),
        ("https://journal.example/article/7", "is an address with no DOI in it"),
        ("PMID: 123", "must be a DOI, such as"),
        ("10.5555/" + "x" * 4_000, "is longer than any DOI"),
    ],
)
def test_what_holds_no_doi_is_told_so(written, why):
    assert why_no_doi(written).startswith(why)


@pytest.mark.parametrize("doi", ["10.5555/a\u2013b", "10.5555/a?b", "10.5555/a?b=c"])
def test_a_sign_that_is_meant_may_be_percent_encoded(doi):
    from urllib.parse import quote

    assert bare_doi(quote(doi)) == doi


@pytest.mark.parametrize(
    "written", ["10.5555/" + "a&amp;" * 400, "(" * 2_900 + "10.5555/a" + ")" * 80, "10.5555/a" * 300]
)
def test_a_long_text_is_answered_at_once(written):
    began = time.process_time()
    if bare_doi(written) is None:
        assert why_no_doi(written)
    assert time.process_time() - began < 1
