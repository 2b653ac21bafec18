"""No secret reaches an outcome, an error, a repr or a log, however much is logged."""

import logging
import traceback

import pytest

from scicomm_bot.domain.outcome import Published
from scicomm_bot.errors import XError
from scicomm_bot.x import XClient, XCredentials
from support.samples import NOW
from xserver import Fault, Kind, LoopbackX
from xserver import XCredentials as ServerCredentials
from xserver import answers as xs

SECRETS = ("MARKED-api-key", "MARKED-api-secret", "MARKED-access-token", "MARKED-access-token-secret")
TOLD_BY = ("", "tweepy", "tweepy.client", "oauthlib", "oauthlib.oauth1.rfc5849", "requests_oauthlib",
           "requests_oauthlib.oauth1_auth", "urllib3", "urllib3.connectionpool", "requests", "scicomm_bot")  # fmt: skip
KINDS = [kind for kind in Kind if kind not in {Kind.HANG, Kind.LATE, Kind.TRICKLE}]


@pytest.fixture
def x():
    with LoopbackX(credentials=ServerCredentials(*SECRETS)) as server:
        yield server


@pytest.fixture
def everything_logged(caplog, monkeypatch):
    for name in TOLD_BY:
        caplog.set_level(logging.DEBUG, name or None)
        monkeypatch.setattr(logging.getLogger(name or None), "disabled", False)
    return caplog


def client_of(url, secrets=SECRETS):
    return XClient(XCredentials(*secrets), url, 5, lambda: NOW)


def assert_clean(*texts):
    for text in texts:
        assert "MARKED" not in text
        if "Traceback" not in text:  # a traceback shows lines of oauthlib's source, which has these words
            for mark in ("oauth_signature", "oauth_token", "oauth_consumer_key", "Authorization"):
                assert mark not in text


def test_the_credentials_do_not_show_themselves():
    assert_clean(repr(XCredentials(*SECRETS)), str(XCredentials(*SECRETS)), repr(client_of("http://x.invalid")))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_publishing_tells_none(x, everything_logged, kind):
    x.faults.next("POST /2/tweets", Fault(kind, publish=True))
    outcome = client_of(x.url).publish("hello", may_send=lambda: True)
    assert_clean(repr(outcome), everything_logged.text)
    assert "DEBUG" in everything_logged.text  # urllib3's, so DEBUG was on


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_asking_who_we_are_tells_none(x, everything_logged, kind):
    x.faults.next("GET /2/users/me", Fault(kind))
    try:
        told = repr(client_of(x.url).me())
    except XError as error:
        told = "".join(traceback.format_exception(error))
    assert_clean(told, everything_logged.text)


@pytest.mark.parametrize("url", ["http://x.invalid", "http://127.0.0.1:9", "https://127.0.0.1:9"])
def test_a_connection_that_is_not_made_tells_none(everything_logged, url):
    outcome = client_of(url).publish("hello", may_send=lambda: True)
    with pytest.raises(XError) as raised:
        client_of(url).me()
    assert_clean(repr(outcome), "".join(traceback.format_exception(raised.value)), everything_logged.text)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 422, 429, 500])
def test_an_answer_that_repeats_the_secrets_is_blotted_out(x, monkeypatch, everything_logged, status):
    echo = xs.problem(status, "Echo", f"you sent {' and '.join(SECRETS)}")
    monkeypatch.setattr(x, "answer", lambda _: echo)
    outcome = client_of(x.url).publish("hello", may_send=lambda: True)
    with pytest.raises(XError) as raised:
        client_of(x.url).me()
    assert not isinstance(outcome, Published)
    assert "***" in outcome.reason
    assert_clean(repr(outcome), "".join(traceback.format_exception(raised.value)), everything_logged.text)


@pytest.mark.parametrize("bad", ["line\nbreak", "tab\there", "nul\0", "ümläut", "\udcff"], ids=ascii)
def test_a_secret_that_cannot_be_sent_is_not_told_either(x, everything_logged, bad):
    client = client_of(x.url, tuple(f"{secret}{bad}" for secret in SECRETS))
    outcome = client.publish("hello", may_send=lambda: True)
    with pytest.raises(XError) as raised:
        client.me()
    assert not isinstance(outcome, Published)
    assert_clean(repr(outcome), "".join(traceback.format_exception(raised.value)), everything_logged.text)


@pytest.mark.parametrize("room", range(250, 300, 7))
def test_a_secret_at_the_end_of_a_long_answer_is_not_cut_in_half_and_told(x, monkeypatch, room):
    echo = xs.problem(403, "Echo", f"{'.' * room}{SECRETS[3]}{'.' * 100}")
    monkeypatch.setattr(x, "answer", lambda _: echo)
    assert_clean(client_of(x.url).publish("hello", may_send=lambda: True).reason.replace("***", ""))


def test_a_secret_that_an_answer_repeats_in_another_writing_is_blotted_out(x, monkeypatch):
    echo = xs.problem(403, "Echo", "you sent wo%252Brd%252F42 and\n  wo+rd/\n  42")
    monkeypatch.setattr(x, "answer", lambda _: echo)
    client = client_of(x.url, ("wo+rd/42", *SECRETS[1:]))
    assert "you sent *** and ***" in client.publish("hello", may_send=lambda: True).reason
