"""A week in which nothing goes out reaches a person: what `post --once` and `status` make of each way to fail."""

import json
import sqlite3
from contextlib import closing

import pytest

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.clock import SystemClock
from scicomm_bot.errors import OtherAccountError
from scicomm_bot.settings import CREDENTIALS, load_settings
from xserver import DEFAULT_CREDENTIALS, Fault, Kind, LoopbackX

CREATE, ME, TIMELINE = "POST /2/tweets", "GET /2/users/me", "GET /2/users/:id/tweets"
POST = ("post", "--once", "--live")


def needs(cli):
    done = cli("status", "--json")
    told = json.loads(done.out)["needs"]
    assert done.code == (1 if "now" in {need["when"] for need in told} else 0)
    return [(need["code"], need["when"], need["text"]) for need in told]


def once(cli):
    """How `post --once` goes, by `status --json`."""
    rows = json.loads(cli("status", "--json").out)["posting"]
    return next((row for row in rows if row["by"] == "post --once"), None)


def test_credentials_that_x_does_not_accept_need_a_person_at_once_who_learns_their_names(live, x, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_X_API_KEY", "wrong")
    assert cli(*POST).code == 1
    [(code, when, text)] = needs(cli)
    assert (code, when) == ("failing", "now")
    assert all(f"SCICOMM_{name.upper()}" in text for name in CREDENTIALS)
    assert "restart" in text


def test_another_account_s_credentials_name_both_accounts(live, x, cli, monkeypatch):
    cli(*POST)
    with LoopbackX(user_id="77") as other:
        monkeypatch.setenv("SCICOMM_X_API_URL", other.url)
        assert cli(*POST).code == 1
    [(code, when, text)] = needs(cli)
    assert (code, when) == ("failing", "now")
    assert "belongs to account 2244994945 (scicomm_bot), but the credentials are those of 77 (" in text
    assert text.endswith("use that account's credentials, or another SCICOMM_STATE; then restart the service")


def test_whose_credentials_they_are_is_asked_and_paid_for_once(live, x, cli, monkeypatch):
    cli(*POST)
    with LoopbackX(user_id="77") as other:
        monkeypatch.setenv("SCICOMM_X_API_URL", other.url)
        with Desk(load_settings()[0], SystemClock(), rehearse=False, access=Access.MAKE) as desk:
            for _ in range(3):
                with pytest.raises(OtherAccountError):
                    desk.bot(desk.read())
        assert len(other.requests) == 1


@pytest.mark.parametrize(
    ("fault", "code"), [(Kind.UNAVAILABLE, "answer"), (Kind.LOST, "answer"), (Kind.TOO_MANY, "rate limit"), (Kind.OUT_OF_CREDITS, "account refused")]
)  # fmt: skip
def test_what_x_does_to_a_post_is_counted(live, x, cli, fault, code):
    cli(*POST)
    x.faults.next(CREATE, Fault(fault))
    assert cli(*POST).code == 1
    told = once(cli)
    assert (told["failures"], told["last_error"]["code"]) == (1, code)
    assert told["last_success"] is not None


def test_503_to_every_post_needs_a_person_after_an_hour_though_each_look_goes_well(live, x, cli, later):
    for minutes in range(0, 75, 5):
        x.faults.next(CREATE, Fault(Kind.UNAVAILABLE))
        later(minutes=minutes)
        cli(*POST)
    assert x.posts == []
    assert ("failing", "now") in [need[:2] for need in needs(cli)]
    for minutes in (80, 85, 90):
        later(minutes=minutes)
        x.faults.clear()
        cli(*POST)
    assert x.posts
    assert needs(cli) == []


def test_no_connection_needs_a_person_after_an_hour_who_is_told_where_to_look(live, x, cli, later, monkeypatch):
    cli(*POST)
    monkeypatch.setenv("SCICOMM_X_API_URL", "http://127.0.0.1:9")
    assert cli(*POST).code == 1
    assert needs(cli) == []
    later(minutes=61)
    [(code, when, text)] = needs(cli)
    assert (code, when) == ("failing", "now")
    assert "when this machine's network and SCICOMM_X_API_URL are right, run `scicomm-bot doctor --online`" in text
    assert cli("doctor", "--online").code == 1
    assert [need[:2] for need in needs(cli)] == [("failing", "now")]
    monkeypatch.setenv("SCICOMM_X_API_URL", x.url)
    assert cli("doctor", "--online").code == 0
    assert needs(cli) == []


def test_a_refusal_of_one_text_shows_that_the_way_is_open(live, x, cli):
    x.faults.next(CREATE, Fault(Kind.BAD_REQUEST))
    cli(*POST)
    assert once(cli)["failures"] == 0
    assert once(cli)["last_success"] is not None


def test_a_file_that_is_broken_is_counted_and_no_ledger_is_made_for_it(live, cli):
    whole = (live / "posts.yaml").read_text("utf-8")
    (live / "posts.yaml").write_text("papers: [")
    assert cli(*POST).code == 1
    assert not (live / "state.db").exists()
    (live / "posts.yaml").write_text(whole, "utf-8")
    cli(*POST)
    (live / "posts.yaml").write_text("papers: [")
    cli(*POST)
    assert once(cli)["last_error"]["code"] == "files"


def test_credentials_that_are_missing_are_counted_and_a_mistyped_id_is_not(live, cli, monkeypatch):
    cli(*POST)
    cli(*POST, "nobody/knows-this")
    assert once(cli)["failures"] == 0
    monkeypatch.delenv("SCICOMM_X_API_KEY")
    cli(*POST)
    assert once(cli)["last_error"]["code"] == "settings"


def test_a_rehearsal_s_failures_are_in_its_own_ledger(live, x, cli):
    cli(*POST)
    cli("post", "--once", "--dry-run")
    assert once(cli)["failures"] == 0
    assert json.loads(cli("status", "--dry-run", "--json").out)["posting"][0]["last_success"] is not None


def test_no_secret_gets_into_the_record(live, x, cli, monkeypatch):
    cli(*POST)
    for fault in (Kind.UNAUTHORIZED, Kind.HTML_FORBIDDEN, Kind.GARBAGE, Kind.REDIRECT):
        x.faults.next(ME, Fault(fault))
        x.faults.next(CREATE, Fault(fault))
        monkeypatch.setenv("SCICOMM_X_ACCESS_TOKEN", f"1-secret{fault.name.replace('_', '')}")
        cli(*POST)
    with closing(sqlite3.connect(live / "state.db")) as db:
        kept = str(db.execute("SELECT * FROM health").fetchall() + db.execute("SELECT * FROM missed_slot").fetchall())
    assert "post --once" in kept
    secrets = [getattr(DEFAULT_CREDENTIALS, name.removeprefix("x_")) for name in CREDENTIALS]
    assert not [secret for secret in (*secrets, "1-secret") if secret in kept]
