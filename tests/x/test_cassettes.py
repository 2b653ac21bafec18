"""Replays of what the stand-in for X answered; no server is there, and no name is looked up."""

import re

import pytest
import yaml

from scicomm_bot.domain.account import Account
from scicomm_bot.domain.outcome import AccountRefused, DuplicateText, Lost, Published, RateLimited, TextRefused
from support.cassettes import FOLDER, LABEL, NOW, SCENES, URL, cassette, client_of, record
from xserver import DEFAULT_CREDENTIALS

EXPECTED = {
    "me": Account("2244994945", "scicomm_bot"),
    "me-unauthorized": "CredentialsError: http://loopback-x.invalid: X does not accept the credentials",
    "me-unavailable": "XError: http://loopback-x.invalid: X answered 503",
    "created": Published,
    "created-with-url": Published,
    "duplicate": DuplicateText,
    "bad-request": TextRefused,
    "unauthorized": AccountRefused,
    "out-of-credits": AccountRefused,
    "no-permission": AccountRefused,
    "suspended": AccountRefused,
    "too-many-requests": RateLimited,
    "redirect": Lost,
    "server-error": Lost,
    "bad-gateway": Lost,
    "created-no-id": Lost,
    "created-garbage": Lost,
}
NAMES = pytest.mark.parametrize("name", SCENES)


def replay(name):
    with cassette(name, "none") as tape:
        got = SCENES[name].act(client_of(URL))
        assert tape.all_played
        assert tape.play_count == 1
    return got


@NAMES
def test_the_client_reads_the_recorded_answer(name):
    got, expected = replay(name), EXPECTED[name]
    if isinstance(expected, str):
        assert got.startswith(expected)
    elif isinstance(expected, type):
        assert type(got) is expected
    else:
        assert got == expected


def test_the_reset_time_is_that_of_the_recorded_header():
    assert replay("too-many-requests").until.timestamp() == NOW.timestamp() // 1 + 900


def test_what_was_not_recorded_is_not_sent():
    with cassette("created", "none") as tape:
        got = client_of(URL).publish("another text", may_send=lambda: True)
        assert tape.play_count == 0
    assert not isinstance(got, Published)


@NAMES
def test_recording_afresh_gives_the_same_cassette(name, tmp_path):
    """Fails when the stand-in, or what the client sends, has changed: then run `make cassettes`."""
    record(name, tmp_path)
    assert (tmp_path / f"{name}.yaml").read_text("utf-8") == (FOLDER / f"{name}.yaml").read_text("utf-8")


def test_there_is_a_cassette_for_each_scene_and_no_other_file():
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.yaml" for name in SCENES}


@NAMES
def test_it_says_in_its_first_lines_that_it_is_not_from_x(name):
    assert (FOLDER / f"{name}.yaml").read_text("utf-8").startswith(LABEL)
    assert "NOT from X" in LABEL


@NAMES
def test_it_holds_no_secret_and_nothing_that_signs(name):
    written = (FOLDER / f"{name}.yaml").read_text("utf-8")
    for secret in vars(DEFAULT_CREDENTIALS).values():
        assert secret not in written
    assert re.search(r"(?i)authorization|oauth_|bearer|cookie|signature|nonce", written) is None


@NAMES
def test_of_a_request_it_keeps_no_header_but_the_type(name):
    [interaction] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))["interactions"]
    assert {header.lower() for header in interaction["request"]["headers"]} <= {"content-type"}
    assert interaction["request"]["uri"].startswith(URL + "/2/")
