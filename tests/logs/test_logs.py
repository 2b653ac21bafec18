"""A log line is whole, and has no secret in it, as text and as JSON."""

import io
import json
import logging

import pytest

from scicomm_bot.logs import event, start_logging

HARD = ['pa"ss', "back\\slash", "gehëim", "two words", "it's=so"]
STYLES = ["text", "json"]


def logged(style, secrets, log):
    """What `log` writes in a style."""
    stream = io.StringIO()
    start_logging(style, secrets, stream)
    log()
    return stream.getvalue()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("secret", HARD)
def test_a_secret_is_in_no_field_and_no_message(style, secret):
    def log():
        event(logging.INFO, f"said {secret}", reason=f"it is {secret}", of=[secret], answer=json.dumps({"key": secret}))

    line = logged(style, [secret], log)
    assert line.count("***") == 4
    for written in (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]):
        assert written not in line


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("secret", HARD)
def test_a_secret_is_in_no_traceback(style, secret):
    def log():
        try:
            int(f"not this: {secret}")
        except ValueError:
            logging.getLogger("scicomm_bot").exception("bug")

    line = logged(style, [secret], log)
    assert "ValueError: invalid literal" in line
    assert "***" in line
    assert secret not in line


@pytest.mark.parametrize("secret", ["a", "in", "inf", "posted"[:3]])
def test_a_short_secret_does_not_blot_the_log_out(secret):
    assert logged("text", [secret], lambda: event(logging.INFO, "posted", id="a/info")).endswith(
        " info posted id=a/info\n"
    )


@pytest.mark.parametrize("secret", ["info", "2026", "price", "time", "0.015", "null", "12345678"])
def test_a_secret_never_breaks_the_line_itself(secret):
    line = logged("json", [secret], lambda: event(logging.INFO, "posted", price=0.015, number=12345678))
    found = json.loads(line)
    assert (found["level"], found["event"], found["price"], found["number"]) == ("info", "posted", 0.015, 12345678)
    assert "***" not in line


def test_a_value_that_is_no_json_is_logged_as_its_text():
    assert json.loads(logged("json", [], lambda: event(logging.INFO, "x", error=ValueError("no"))))["error"] == "no"


@pytest.mark.parametrize("style", STYLES)
def test_what_moves_the_cursor_or_turns_a_line_is_written_out(style):
    raw = "\x1b[31m \x9b2J \u202e \u2028 \U000e0041"
    line = logged(style, [], lambda: event(logging.INFO, f"said {raw}", reason=raw))
    assert set("\x1b\x9b\u202e\u2028\U000e0041").isdisjoint(line)
    assert line.count("\n") == 1
    if style == "json":
        assert json.loads(line)["reason"] == raw
