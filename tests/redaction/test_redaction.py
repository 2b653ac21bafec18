"""A secret is blotted out in whatever writing it comes, and nothing else is."""

import base64
import json
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from scicomm_bot.redaction import SHORTEST, Redactor

SECRETS = {
    "of X": "1234567890-AbCdEfGhIjKlMnOpQrStUvWxYz",
    "with a quote": "pa\"ss'w",
    "with a backslash": "back\\slash\\n",
    "with signs": "wo+rd/42=x&y%z",
    "with a space": "two words",
    "with a tab": "tab\there",
    "of other letters": "gehëim-ключ",
    "beyond the first plane": "key-😀-key",
    "as short as can be": "k3y!",
}
WRITINGS = {
    "as it is": lambda s: s,
    "JSON": json.dumps,
    "JSON with its letters": lambda s: json.dumps(s, ensure_ascii=False),
    "JSON in JSON": lambda s: json.dumps(json.dumps(s)),
    "JSON in JSON in JSON": lambda s: json.dumps(json.dumps(json.dumps(s))),
    "Python": repr,
    "Python's ASCII": ascii,
    "Python's bytes": lambda s: repr(s.encode()),
    "an address": quote,
    "a query": lambda s: quote(s, safe=""),
    "a form": quote_plus,
    "a query in a query": lambda s: quote(quote(s, safe=""), safe=""),
    "small hexadecimal digits": lambda s: "".join(
        c if c.isalnum() and c.isascii() else quote(c, safe="").lower() for c in s
    ),
    "two lines": lambda s: f"{s[:2]}\n    {s[2:]}",
    "two lines of Windows": lambda s: f"{s[:2]}\r\n{s[2:]}",
    "two lines in JSON": lambda s: json.dumps(f"{s[:2]}\n{s[2:]}"),
    "each letter on its line": "\n".join,
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("written", WRITINGS.values(), ids=WRITINGS)
def test_a_secret_is_blotted_out_in_each_writing(secret, written):
    text = Redactor([secret]).text(f"before <{written(secret)}> after")
    assert text.replace('"', "").replace("\\", "").replace("'", "").replace("b***", "***") == "before <***> after"


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("after", ["", ":tail"], ids=["at the end", "in the middle"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_secret_is_blotted_out_in_base64_wherever_it_begins(secret, before, after, encode):
    lead = "user:x"[:before]
    coded = encode(f"{lead}{secret}{after}".encode()).decode()
    end = len(f"{lead}{secret}".encode())
    # of four characters to three bytes, only those stay that hold no bit of the secret
    shown = f"<{coded[: before * 8 // 6]}***{coded[-(-end * 8 // 6) :]}>"
    redactor = Redactor([secret])
    assert redactor.text(f"<{coded}>") == shown
    assert secret not in redactor.text(quote(coded, safe=""))
    assert "***" in redactor.text(quote(coded, safe=""))


@pytest.mark.parametrize("secret", ["a", "ab", "abc", ""])
def test_what_is_too_short_for_a_secret_blots_out_nothing(secret):
    assert len(secret) < SHORTEST
    assert Redactor([secret]).text("abc: a cab came back") == "abc: a cab came back"


def test_a_longer_secret_goes_before_one_that_it_holds():
    assert Redactor(["pass", "password"]).text("a password") == "a ***"


@pytest.mark.parametrize(
    "text", ["posted id=gcsf-als/what-als-is price_usd=0.015", "wo rd", "WORD!", "w\\ord", "w%6Frd"]
)
def test_what_is_no_secret_stays(text):
    assert Redactor(["word!"]).text(text) == text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("postgresql://bot:p4ss@db/posts", "postgresql://bot:***@db/posts"),
        ("postgres://bot:p@ss@db/posts", "postgres://bot:***@db/posts"),
        ("http://me:pw@proxy:3128", "http://me:***@proxy:3128"),
        ("host=db password=p4ss user=bot", "host=db password=*** user=bot"),
        ("host=db password='p 4 ss' user=bot", "host=db password=*** user=bot"),
        (
            "postgresql://db/posts?sslpassword=p4ss&connect_timeout=5",
            "postgresql://db/posts?sslpassword=***&connect_timeout=5",
        ),
        ("Authorization: Basic Ym90OnA0c3M=", "Authorization: Basic ***"),
        ("{'authorization': b'Bearer AAAA%2B'}", "{'authorization': b'Bearer ***'}"),
        ('{"Proxy-Authorization": "Basic Ym90OnA0c3M="}', '{"Proxy-Authorization": "Basic ***"}'),
    ],
)
def test_a_password_is_known_by_its_place(said, shown):
    assert Redactor([]).text(said) == shown


@pytest.mark.parametrize(
    "text",
    [
        "see https://x.example:443/a, mail me@x.example",
        "postgresql://db:5432/posts",
        "10:30 bot@db",
        "basic research",
        "password",
    ],
)
def test_what_only_looks_like_a_place_of_passwords_stays(text):
    assert Redactor([]).text(text) == text


def test_values_keep_their_shape_and_lose_their_secrets():
    given = {"n": 12345, "on": True, "none": None, "of": ["a word!", {"word!": ("word!",)}], "at": Path("/x/word!")}
    assert Redactor(["word!", "12345"]).value(given) == {
        "n": 12345, "on": True, "none": None, "of": ["a ***", {"***": ["***"]}], "at": "/x/***",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://jane:p@ss/word@host/db",
        "postgres://jane:word/pass#a?b@host:5432/db?sslmode=require",
        "host=h password='pass word' user=jane",
        r"host=h password='pass\'word' user=jane",
        "password = pass-word",
        "password='pass word without an end",
    ],
)
def test_password_of_a_database_is_told_by_its_place_whatever_is_in_it(text):
    blotted = Redactor([]).text(text)
    assert "pass" not in blotted.replace("password", "")
    assert "word" not in blotted.replace("password", "")
