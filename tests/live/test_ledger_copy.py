"""A live bot whose ledger moves from its state file to PostgreSQL: nothing goes out twice, with either of the two."""

import json

CREATE = "POST /2/tweets"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"


def sent(x):
    return [request for request in x.requests if request.route == CREATE]


def out(cli):
    return [one["id"] for one in json.loads(cli("history", "--json").out)["publications"] if one["state"] == "posted"]


def test_posting_goes_on_in_postgresql_and_ends_in_the_state_file(live, x, cli, postgres, monkeypatch):
    assert [cli("post", "--once").code for _ in range(2)] == [0, 0]
    moved = cli("ledger", "copy", postgres)
    assert moved.code == 0, moved.err
    assert "  2 attempts: 2 posted" in moved.out.splitlines()
    old = cli("post", "--once")
    assert old.code == 1
    assert "this ledger was moved to postgresql://" in old.err
    assert len(sent(x)) == 2
    monkeypatch.setenv("SCICOMM_STATE", postgres)
    new = cli("post", "--once")
    assert new.code == 0, new.err
    assert out(cli)[:2] == [FIRST, SECOND]
    assert len(out(cli)) == len(set(out(cli))) == len(sent(x)) == 3
    assert cli("post", "--once", FIRST).code == 0  # it is out already
    assert len(sent(x)) == 3


def test_and_back_again(live, x, cli, postgres, monkeypatch):
    cli("post", "--once")
    cli("ledger", "copy", postgres)
    monkeypatch.setenv("SCICOMM_STATE", postgres)
    cli("post", "--once")
    assert cli("ledger", "copy", "back.db").code == 0
    assert cli("post", "--once").code == 1
    monkeypatch.setenv("SCICOMM_STATE", "back.db")
    assert cli("post", "--once").code == 0
    assert len(out(cli)) == len(set(out(cli))) == len(sent(x)) == 3
