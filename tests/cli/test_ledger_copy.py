"""`ledger copy` says what it copied and what to do next; the old ledger says where to go, whatever is asked of it."""

import json
from pathlib import Path

import pytest

from scicomm_bot.ledger import new_place, open_ledger
from support.ledger_samples import LATER, fill
from support.samples import ACCOUNT


@pytest.fixture(autouse=True)
def _later(monkeypatch):
    monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: LATER)


@pytest.fixture
def filled(project):
    """A project with a live ledger in its state file; its setting is to rehearse."""
    ledger = open_ledger("state.db", create=True, now=LATER)
    fill(ledger)
    ledger.close()
    return project


@pytest.fixture
def moved(filled, cli):
    """The same, after its ledger was copied to `new.db`."""
    assert cli("ledger", "copy", "new.db").code == 0
    return filled


def folded(text):
    return " ".join(text.split())


def test_it_says_what_was_copied_and_what_to_do_next(filled, cli):
    ended = cli("ledger", "copy", "new.db")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "new.db has everything now that is in state.db. It was read back, and is the",
        "    same:",
        "  8 attempts: 4 posted (1 of them withdrawn), 1 unknown, 1 refused, 1",
        "    released, 1 skipped",
        "  4 pauses (2 in force)",
        "  1 look at the timeline for lost answers",
        "  2 look-ups of papers at Crossref",
        "state.db is marked as moved: nothing goes out with it any more. Keep it as a",
        "    backup.",
        "",
        "Next:",
        "  1. Set SCICOMM_STATE to what you gave as TO, for all services and commands.",
        "  2. See that `scicomm-bot status` lists what is out.",
        "  3. Start the service.",
    ]


def test_its_json_says_the_same(filled, cli):
    ended = cli("ledger", "copy", "new.db", "--json")
    assert json.loads(ended.out) == {
        "from": "state.db",
        "to": "new.db",
        "rows": [
            {"table": table, "count": count}
            for table, count in
            (("account", 1), ("pause", 4), ("publication", 8), ("charge", 3), ("look", 1), ("retraction", 2), ("wait", 1),
             ("health", 2), ("missed_slot", 1))
        ],
        "attempts": {"claimed": 0, "posted": 4, "unknown": 1, "refused": 1, "released": 1, "skipped": 1},
        "withdrawn": 1,
        "pauses_in_force": 2,
        "there_already": False,
        "moved": True,
    }  # fmt: skip


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_it_is_the_live_ledger_whatever_the_setting_says(filled, cli, monkeypatch, dry_run):
    monkeypatch.setenv("SCICOMM_DRY_RUN", dry_run)
    before = cli("history", "--json").out
    cli("ledger", "copy", "new.db")
    monkeypatch.setenv("SCICOMM_STATE", "new.db")
    assert cli("history", "--json").out == before


def test_a_rehearsal_is_copied_only_when_asked_for_and_goes_on(filled, cli):
    cli("post", "--once", "--dry-run")
    ended = cli("ledger", "copy", "copy.dry.db", "--dry-run")
    assert ended.out.splitlines()[-1] == "Dry run: a rehearsal was copied, and goes on where it was. Remove the copy."
    assert cli("post", "--once", "--dry-run").code == 0
    assert "moved" not in cli("status").out


@pytest.mark.parametrize("words", [(), ("--dry-run",)], ids=["live", "rehearsal"])
def test_without_a_ledger_nothing_is_made(project, cli, words):
    ended = cli("ledger", "copy", "new.db", *words)
    assert ended.code == 1
    assert "there is no ledger here, so there is nothing to copy" in ended.err
    assert [path.name for path in project.iterdir() if path.suffix == ".db"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "required: ACTION"),
        (("copy",), "required: TO"),
        (("move", "new.db"), "invalid choice: 'move'"),
        (("copy", ""), "TO: must be the path of a file, or a postgresql:// address"),
        (("copy", "mysql://h/d"), "TO: must be the path of a file, or a postgresql:// address"),
        (("copy", "file:///tmp/new.db"), "TO: must be the path of a file, or a postgresql:// address"),
        (("copy", "postgresql://bot:s3@cr3t@h/d"), "write @ as %40, and / as %2F"),
        (("copy", "postgresql://bot:s3/cr3t@h/d"), "write @ as %40, and / as %2F"),
        (("copy", "new.db", "--live"), "unrecognized arguments: --live"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(filled, cli, words, said):
    ended = cli("ledger", *words)
    assert ended.code == 2
    assert said in ended.err
    assert "cr3t" not in ended.err


@pytest.mark.parametrize(
    "address", ["postgresql://bot:s3cr3t@127.0.0.1:1/d", "postgres://127.0.0.1:1/d?user=bot&password=s3cr3t"]
)
def test_a_password_on_the_command_line_is_warned_of_and_shown_nowhere(filled, cli, address):
    ended = cli("ledger", "copy", address)
    assert ended.code == 1
    assert "warning: others on this machine can see the password in TO" in ended.err
    assert "127.0.0.1:1/d: the database cannot be reached" in ended.err
    assert "s3cr3t" not in ended.out + ended.err


@pytest.mark.parametrize("address", ["postgresql://bot@127.0.0.1:1/d", "postgresql://[::1/d", "no/such:file@h.db"])
def test_without_one_nothing_is_warned_of(filled, cli, address):
    ended = cli("ledger", "copy", address)
    assert ended.code == 1
    assert "warning" not in ended.err


def test_one_that_was_interrupted_is_to_be_run_again(filled, cli, monkeypatch):
    put_in_place = new_place._put_in_place

    def put_and_interrupt(half, path):
        put_in_place(half, path)
        raise KeyboardInterrupt  # everything is there, and the old one has no mark yet

    with monkeypatch.context() as interrupted:
        interrupted.setattr("scicomm_bot.ledger.new_place._put_in_place", put_and_interrupt)
        ended = cli("ledger", "copy", "new.db")
    assert ended.code == 130
    assert "interrupted; run the same command again before anything else" in ended.err
    assert "moved" not in cli("status").out
    again = cli("ledger", "copy", "new.db")
    assert "new.db has everything already that is in state.db." in folded(again.out)
    assert "state.db is marked as moved" in again.out


class TestTheOldOne:
    def test_its_status_needs_a_person_now_and_says_where_to_go(self, moved, cli):
        ended = cli("status")
        assert ended.code == 1
        assert "- now: this ledger was moved to" in folded(ended.out)
        assert "--resume" not in ended.out
        [need] = [one for one in json.loads(cli("status", "--json").out)["needs"] if one["code"] == "paused"]
        assert need["when"] == "now"
        assert need["text"] == (
            f"this ledger was moved to {Path('new.db').absolute()} on 30 November 2026; posting with both would "
            "publish everything twice; set SCICOMM_STATE to the new place"
        )

    def test_no_command_writes_into_it(self, moved, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
        for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET"):
            monkeypatch.setenv(f"SCICOMM_X_{name}", "1-a" if name == "ACCESS_TOKEN" else "a")
        before = cli("history", "--json").out
        for words in (
            ("post", "--once"),
            ("run",),
            ("resolve", "paper/seven", "--skip"),
            ("withdraw", "paper/one", "--why", "it is wrong"),
            ("pause", "--why", "an accident"),
            ("resume",),
            ("posted", "gcsf-als/authors", "--as", "1790000000000000001"),
            ("ledger", "copy", "another.db"),
        ):
            ended = cli(*words)
            assert ended.code == 1, words
            assert "this ledger was moved to" in ended.err, words
        assert cli("history", "--json").out == before

    def test_doctor_says_so_and_ends_no_pause(self, moved, cli):
        for words in ((), ("--online", "--resume")):
            ended = cli("doctor", *words)
            assert ended.code == 1
            assert "fail ledger: state.db: this ledger was moved to" in folded(ended.out)
        ledger = open_ledger("state.db", create=False, now=LATER)
        assert ledger.account().moved is not None
        ledger.close()

    def test_a_rehearsal_beside_it_goes_on(self, moved, cli):
        assert cli("post", "--once", "--dry-run").code == 0

    def test_the_new_one_works(self, moved, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_STATE", "new.db")
        assert "moved" not in cli("status").out
        assert cli("resolve", "paper/seven", "--skip").code == 0

    def test_if_the_new_one_is_lost_it_can_be_copied_once_more(self, moved, cli, monkeypatch):
        ended = cli("ledger", "copy", "again.db", "--again")
        assert ended.code == 0
        monkeypatch.setenv("SCICOMM_STATE", "again.db")
        ledger = open_ledger("again.db", create=False, now=LATER)
        assert [pause.note for pause in ledger.account_for("fingerprint").pauses if pause.until is None] == [
            "holidays",
            "the editor",
        ]
        assert ledger.account().id == ACCOUNT.id
        ledger.close()
