"""`withdraw` deletes a post on X, keeps its history, and drafts a correction."""

import json

import pytest

from xserver import Fault, Kind, LoopbackX

DELETE = "DELETE /2/tweets/:id"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
POST = ("post", "--once", "--live")
WITHDRAW = ("withdraw", FIRST, "--why", "A figure was wrong.")


def deleted(x):
    return [request for request in x.requests if request.route.startswith("DELETE")]


def test_live_it_deletes_the_post_keeps_its_history_and_drafts_a_correction(live, x, cli, posts):
    cli(*POST)
    done = cli(*WITHDRAW, "--live")
    assert done.code == 0, done.err
    assert f"{FIRST} is withdrawn ($0.010); its history is kept." in done.out
    assert "Correction: on " in done.out
    assert "A figure was wrong." in done.out
    assert len(deleted(x)) == 1
    [told] = json.loads(cli("history", "--json").out)["publications"]
    assert (told["state"], told["text"], told["withdrawn_why"]) == ("posted", posts[0].text, "A figure was wrong.")
    assert told["withdrawn_at"]
    again = cli(*WITHDRAW, "--live")
    assert again.code == 1
    assert f"{FIRST} was withdrawn already" in again.err
    assert len(deleted(x)) == 1


@pytest.mark.parametrize("words", [(), ("--dry-run",)], ids=["default", "option"])
def test_in_a_dry_run_no_live_post_is_touched(live, x, cli, ledger, monkeypatch, words):
    cli(*POST)
    if not words:
        monkeypatch.delenv("SCICOMM_DRY_RUN")
    done = cli(*WITHDRAW, *words)
    assert done.code == 1
    assert "this is a dry run, and nothing on X was touched. To delete a post on X, add --live" in done.err
    assert deleted(x) == []
    assert ledger().publications()[0].withdrawn_at is None
    assert not (live / "state.dry.db").exists()


def test_in_a_dry_run_it_withdraws_in_the_rehearsal_only(live, x, cli, ledger):
    cli(*POST)
    cli("post", "--once", "--dry-run")
    done = cli(*WITHDRAW, "--dry-run")
    assert done.code == 0
    assert f"Dry run: {FIRST} is withdrawn in the rehearsal; nothing on X was touched." in " ".join(done.out.split())
    assert deleted(x) == []
    assert ledger().publications()[0].withdrawn_at is None
    assert json.loads(cli("history", "--dry-run", "--json").out)["publications"][0]["withdrawn_at"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "posts.yaml").write_text("papers: 7"), "posts.yaml:1"),
        (lambda folder: (folder / "posts.yaml").unlink(), "posts.yaml"),
        (lambda folder: (folder / "templates/correction.txt.j2").unlink(), "no such template"),
        (lambda folder: (folder / "templates/correction.txt.j2").write_text("{{ nothing }}"), "nothing"),
    ],
    ids=["broken-file", "no-file", "no-template", "broken-template"],
)
def test_it_needs_neither_the_file_nor_a_template(live, x, cli, spoil, said):
    cli(*POST)
    spoil(live)
    done = cli(*WITHDRAW, "--live")
    assert done.code == 0, done.err
    assert f"{FIRST} is withdrawn" in done.out
    assert "There is no draft of a correction: " in done.out
    assert said in " ".join(done.out.split())
    assert len(deleted(x)) == 1


def test_another_account_s_credentials_delete_nothing(live, x, cli, ledger, monkeypatch):
    cli(*POST)
    with LoopbackX(user_id="77", username="somebody_else") as other:
        monkeypatch.setenv("SCICOMM_X_API_URL", other.url)
        done = cli(*WITHDRAW, "--live")
        assert done.code == 1
        assert "the ledger belongs to account 2244994945 (scicomm_bot)" in done.err
        assert deleted(other) == []
    assert ledger().publications()[0].withdrawn_at is None


def test_what_x_does_not_delete_is_not_written_down(live, x, cli, ledger):
    cli(*POST)
    x.faults.next(DELETE, Fault(Kind.UNAVAILABLE))
    done = cli(*WITHDRAW, "--live")
    assert done.code == 1
    assert "X answered 503 to deleting" in done.err
    assert ledger().publications()[0].withdrawn_at is None
    assert cli(*WITHDRAW, "--live").code == 0


def test_what_is_not_out_cannot_be_withdrawn_and_no_ledger_is_made(live, x, cli):
    done = cli(*WITHDRAW, "--live")
    assert done.code == 1
    assert f"{FIRST} is not out" in done.err
    assert not (live / "state.db").exists()
    cli(*POST)
    assert f"{SECOND} is not out" in cli("withdraw", SECOND, "--why", "x", "--live").err


def test_missing_credentials_are_named(live, cli, monkeypatch):
    cli(*POST)
    monkeypatch.setenv("SCICOMM_X_API_KEY", "")
    assert "missing: SCICOMM_X_API_KEY" in cli(*WITHDRAW, "--live").err
