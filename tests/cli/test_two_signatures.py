"""`approvals: 2`: who has signed and who is missing, in each command; and nothing changes without it."""

import json
import re
from pathlib import Path

import pytest

from scicomm_bot.approval import read_approvals

POST, OTHER = "gcsf-als/authors", "gcsf-als/source"
PATH = Path("approved.yaml")


@pytest.fixture
def two(project, monkeypatch):
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    asks_for(2)
    return project


def asks_for(number):
    path = Path("posts.yaml")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = lines[1:] if lines[0].startswith("approvals: ") else lines
    path.write_text(f"approvals: {number}\n{''.join(kept)}", "utf-8")


def flat(text):
    return " ".join(text.split())


def shown(cli, post=POST):
    posts = json.loads(cli("preview", "--json").out)["posts"]
    return next(one for one in posts if one["id"] == post)


def test_the_first_signature_holds_the_post_and_says_who_is_missing(two, cli):
    done = cli("approve", POST, "--by", "Jane Doe")
    assert done.code == 0
    assert "1 of 2: signed by Jane Doe on" in done.out
    assert (
        f"1 post signed by Jane Doe in approved.yaml; it waits for another person: `scicomm-bot approve {POST} --by"
        in (flat(done.out))
    )
    post = shown(cli)
    assert (post["state"], post["reason"], post["approval"]["state"]) == ("held", "unapproved", "unapproved")
    assert ([one["by"] for one in post["approval"]["signed"]], post["approval"]["needed"]) == (["Jane Doe"], 2)
    for command in ("preview", "status"):
        assert "1 of 2: signed by Jane Doe on" in flat(cli(command).out)
    assert "1 of 2: signed by Jane Doe" in flat(cli("check", "--approved").out)


def test_the_same_person_twice_is_one(two, cli):
    cli("approve", POST, "--by", "Jane Doe")
    again = cli("approve", POST, "--by", "DOE, Jane")
    assert again.code == 0
    assert "was signed by Jane Doe on" in flat(again.out)
    assert "which is one person (1 of 2); it waits for another person" in flat(again.out)
    assert shown(cli)["reason"] == "unapproved"


def test_another_person_lets_it_out(two, cli):
    cli("approve", POST, "--by", "Jane Doe")
    done = cli("approve", POST, "--by", "Joe Roe", "--json")
    (entry,) = json.loads(done.out)["recorded"]
    assert (entry["by"], [one["by"] for one in entry["also"]]) == ("Jane Doe", ["Joe Roe"])
    assert shown(cli)["state"] == "pending"
    assert "approved by Jane Doe on" in cli("preview", POST).out


def test_a_no_of_one_holds_what_two_approved(two, cli):
    cli("approve", POST, "--by", "Jane Doe")
    cli("approve", POST, "--by", "Joe Roe")
    cli("approve", "--reject", POST, "--why", "A name is misspelt.", "--by", "Ann Poe")
    assert shown(cli)["approval"]["state"] == "rejected"
    cli("approve", POST, "--by", "Joe Roe")
    assert [one["by"] for one in shown(cli)["approval"]["signed"]] == ["Joe Roe"]
    cli("approve", POST, "--by", "Jane Doe")
    assert shown(cli)["state"] == "pending"


def test_a_no_to_the_same_text_under_another_id_takes_what_was_signed_before_it(two, cli):
    first = "gcsf-als/what-als-is"
    cli("approve", first, "--by", "Jane Doe")
    text = Path("posts.yaml").read_text("utf-8")
    Path("posts.yaml").write_text(text.replace("id: what-als-is", "id: als-is"), "utf-8")
    cli("approve", "--reject", "gcsf-als/als-is", "--why", "Too long.", "--by", "Ann Poe")
    Path("posts.yaml").write_text(text, "utf-8")
    cli("approve", first, "--by", "Joe Roe")
    assert [one["by"] for one in shown(cli, first)["approval"]["signed"]] == ["Joe Roe"]


def test_what_one_approved_waits_once_two_are_asked_for(two, cli):
    asks_for(1)
    cli("approve", POST, "--by", "Jane Doe")
    before = PATH.read_bytes()
    assert shown(cli)["state"] == "pending"
    asks_for(2)
    assert shown(cli)["reason"] == "unapproved"
    assert before == PATH.read_bytes()


def test_without_the_key_an_approval_is_replaced_as_before(two, cli):
    asks_for(1)
    cli("approve", POST, "--by", "Jane Doe")
    cli("approve", "--reject", POST, "--why", "A name is misspelt.", "--by", "Joe Roe")
    cli("approve", POST, "--by", "Joe Roe")
    assert [one.by for one in read_approvals(PATH).of[POST].signatures] == ["Joe Roe"]
    assert "also:" not in PATH.read_text()


@pytest.mark.parametrize("value", ["0", "3", "'2'", "two", "true", "2.0", "[2]"])
def test_another_number_is_refused(project, cli, value):
    asks_for(value)
    assert re.search(r"posts\.yaml:1: E file: approvals: (\S+ )?must be 1 or 2", flat(cli("check").out))


def test_a_paper_may_ask_for_two_alone(two, cli):
    asks_for(1)
    path = Path("posts.yaml")
    path.write_text(
        path.read_text("utf-8").replace("  - id: gcsf-als\n", "  - id: gcsf-als\n    approvals: 2\n"), "utf-8"
    )
    cli("approve", POST, "--by", "Jane Doe")
    assert shown(cli)["approval"]["needed"] == 2
    assert shown(cli)["reason"] == "unapproved"
