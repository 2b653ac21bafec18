"""A DOI in any of its spellings."""

import pytest

from scicomm_bot.domain.doi import bare_doi, folded_doi

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
        "", "abc", "10.5555", "10.5555/", "10.555/abc", "11.5555/abc", "10.5555/a b", "10.5555 /abc", "doi:", "10./x",
        "https://doi.org/abc12", "https://example.org/10.5555/abc", "10.5555/a\u0007b", "10.5555/%20", "10.5555/...",
        "10.5555/" + "x" * 2_000, "pmid:12345",
    ],
)  # fmt: skip
def test_what_is_no_doi_is_none(written):
    assert bare_doi(written) is None


def test_folding_is_for_ascii_letters_alone():
    assert folded_doi("10.5555/ABC\u0130") == "10.5555/abc\u0130"
