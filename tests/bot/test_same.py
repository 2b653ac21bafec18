"""Whether a text on X is the text that was claimed."""

import pytest

from scicomm_bot.bot.same import bare_url, same_text

SAME = [
    pytest.param("a text", "a text", id="equal"),
    pytest.param("cafe\u0301", "caf\u00e9", id="another-normal-form"),
    pytest.param("one  two\nthree ", " one two three", id="white-space"),
    pytest.param("one\u00a0two", "one two", id="no-break-space"),
    pytest.param("see example.org now", "see http://example.org now", id="scheme-added"),
    pytest.param("see https://example.org now", "see http://example.org/ now", id="scheme-and-final-slash"),
    pytest.param("see HTTPS://Example.ORG/Path now", "see https://example.org/Path now", id="case-of-the-host"),
    pytest.param("at https://a.org/x and b.org", "at http://a.org/x/ and https://b.org/", id="two-urls"),
    pytest.param("https://a.org.", "http://a.org/.", id="a-full-stop-behind"),
    pytest.param("\u2066نورون\u2069 🧠", "\u2066نورون\u2069 🧠", id="directions-and-emoji"),
    *(
        pytest.param(f"G-CSF{sign} may{sign} help", "G-CSF may help", id=f"without-U+{ord(sign):04X}")
        for sign in "\u00ad\ufeff\u200b\u200c\u200d\u200e\u202e\u2060\u2066\u061c\u034f\u3164\ufe0f\U000e0100\U000e0041\u0000\u007f"
    ),
    pytest.param("cafe\u034f\u0301", "caf\u00e9", id="a-joiner-between-a-letter-and-its-accent"),
    pytest.param("see example\u00ad.org", "see http://example.org", id="a-soft-hyphen-in-a-url"),
]
OTHER = [
    pytest.param("a text", "a Text", id="case-of-a-word"),
    pytest.param("a text", "a text.", id="one-sign-more"),
    pytest.param("a text", "a tex", id="cut"),
    pytest.param("one two", "onetwo", id="no-space"),
    pytest.param("see example.org/a", "see example.org/A", id="case-of-a-path"),
    pytest.param("see example.org/a", "see example.org/a/b", id="longer-path"),
    pytest.param("see example.org", "see www.example.org", id="another-host"),
    pytest.param("a &amp; b", "a & b", id="escapes-are-the-edge-s-to-undo"),
    pytest.param("", "a", id="empty"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one, other):
    assert same_text(one, other)
    assert same_text(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_not_the_same(one, other):
    assert not same_text(one, other)
    assert not same_text(other, one)


@pytest.mark.parametrize(
    ("url", "bare"),
    [("https://Example.org/", "example.org"), ("HTTP://example.org/A/", "example.org/A"), ("example.org", "example.org"),
     ("https://example.org?Q=1", "example.org?q=1"), ("https://example.org/?Q=1/", "example.org/?Q=1")],
)  # fmt: skip
def test_a_bare_url_has_no_scheme_and_no_final_slash(url, bare):
    assert bare_url(url) == bare
