"""A post as X shows it, and the links that lead out of the page."""

from urllib.parse import parse_qs, urlsplit

import pytest

from scicomm_bot.signoff.shown import as_on_x, composer, data_address, doi_address, web_address
from support.pictures import png


def bits(text: str) -> list[tuple[str, str]]:
    return [(bit.kind, bit.text) for bit in as_on_x(text)]


@pytest.mark.parametrize(
    ("text", "coloured"),
    [
        ("see https://example.org/a?b=1 and", [("link", "https://example.org/a?b=1")]),
        ("see example.org.", [("link", "example.org")]),
        ("doi:10.1000/abc", []),
        ("#ALSResearch, yes", [("tag", "#ALSResearch")]),
        ("#چرت_کوتاه‌تر خوب", [("tag", "#چرت_کوتاه‌تر")]),
        ("#2023 a#b C# &#39;", []),
        ("by @who_is", [("tag", "@who_is")]),
        ("a@b c", []),
        ("https://x.com/#top #Top", [("link", "https://x.com/#top"), ("tag", "#Top")]),
        ("$GCSF but $5", [("tag", "$GCSF")]),
    ],
)
def test_links_and_tags_are_those_that_x_sees(text, coloured):
    assert [bit for bit in bits(text) if bit[0] != "plain"] == coloured
    assert "".join(piece for _, piece in bits(text)) == text


def test_only_a_link_with_its_scheme_leads_somewhere():
    assert [bit.href for bit in as_on_x("https://example.org example.com #a")] == [
        "https://example.org", None, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["In mice,\n\n100% & more + #Tag?", "“quoted” 👩‍🔬 é", "درمان با G-CSF #علم", "a\tb 'c' \"d\" <e> {f} \\ ~ . /"],
    ids=["signs", "emoji", "Persian", "all sorts"],
)
def test_the_composer_gets_the_text_to_the_letter(text):
    address = composer(text)
    assert address.isascii()
    assert not set(" \"'<>+#\n") & set(address)
    assert address.startswith("https://x.com/intent/tweet?")
    assert parse_qs(urlsplit(address).query, strict_parsing=True) == {"text": [text]}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//x.org", "", None])
def test_only_web_addresses_become_links(url):
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["https://example.org/", "HTTP://EXAMPLE.ORG"])
def test_web_addresses_become_links(url):
    assert web_address(url) == url


def test_a_doi_leads_to_its_resolver_with_strange_signs_encoded():
    assert doi_address("10.1002/(SICI)1<1::AID>3.0.CO;2-#") == (
        "https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-%23"
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [(png(1, 1), "png"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"GIF89a", "gif"), (b"RIFF\0\0\0\0WEBPVP8 ", "webp")],
)
def test_a_picture_becomes_an_address_of_its_kind(data, kind):
    assert data_address(data).startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"<html>", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_picture_becomes_none(data):
    assert data_address(data) is None


def test_added_words_are_told_from_the_others_and_never_within_a_link():
    text = "G-CSF (a growth factor) at https://example.org/growth #growth"
    pieces = [(bit.kind, bit.text) for bit in as_on_x(text, ["a growth factor", "growth"]) if bit.added]
    assert pieces == [("plain", "a "), ("plain", "growth"), ("plain", " factor")]
    assert "".join(bit.text for bit in as_on_x(text, ["a growth factor"])) == text
