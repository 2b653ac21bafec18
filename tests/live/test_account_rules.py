"""`doctor` looks at X's rules for automated accounts."""

import json

import pytest

from conftest import ROOT
from scicomm_bot.content import load


def check(about: str, cli, *words: str) -> tuple[bool, str]:
    """Whether `doctor` finds this in order, and what it says."""
    (found,) = [one for one in json.loads(cli("doctor", "--json", *words).out)["checks"] if one["about"] == about]
    return found["ok"], found["said"]


def change(project, old: str, new: str) -> None:
    path = project / "posts.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_signed_statement_is_told_with_who_signed_it(live, cli):
    ok, said = check("X's rules", cli)
    assert ok
    assert said == (
        "run by A stand-in; label “Automated” seen by Jane Doe on 2026-01-22: the account's page on X. "
        "10 posts: no mention, cashtag, near-duplicate, duplicate"
    )


def test_without_a_statement_a_live_bot_is_in_trouble_and_is_told_what_to_write(live, cli):
    (live / "posts.yaml").write_text((ROOT / "posts.yaml").read_text())
    ok, said = check("X's rules", cli)
    assert not ok
    assert said.startswith("nobody has said who runs the account")
    assert "write `account:` at the left margin of posts.yaml" in said
    assert "`automated_label: {by: ..., on: ..., where: ...}`" in said
    assert cli("doctor").code == 1


def test_a_statement_that_nobody_signed_is_trouble(live, cli):
    change(live, "  automated_label: {by", "  # automated_label: {by")
    ok, said = check("X's rules", cli)
    assert not ok
    assert said.startswith("nobody has signed that X labels the account as automated; write")


def test_in_a_dry_run_the_missing_statement_is_only_a_note(project, cli):
    ok, said = check("X's rules", cli)
    assert ok
    assert said.startswith("before posts go live: nobody has said who runs the account")


def test_posts_that_x_forbids_are_counted(live, cli):
    change(live, "text: >-\n          What about people?", "text: >-\n          @someone $GCSF $ALS What about people?")
    assert check("X's rules", cli)[1].endswith(". 10 posts: 1 mention, 1 cashtag")


@pytest.mark.parametrize("operator", ["A stand-in", "a STAND\u2010IN"])
def test_a_bio_that_names_the_operator_is_in_order(operator, live, cli):
    change(live, "operator: A stand-in", f"operator: {operator}")
    assert check("bio", cli, "--online") == (True, "it names the operator")


def test_a_bio_that_does_not_name_the_operator_is_trouble(live, cli):
    change(live, "operator: A stand-in", "operator: Press office")
    ok, said = check("bio", cli, "--online")
    assert not ok
    assert said.startswith(
        "the bio does not name Press office, the operator in posts.yaml; write the name into the bio"
    )


def test_without_a_statement_the_bio_cannot_be_compared(live, cli):
    (live / "posts.yaml").write_text((ROOT / "posts.yaml").read_text())
    assert check("bio", cli, "--online")[0] is False


def test_who_we_are_and_the_bio_are_one_read(live, cli, x):
    cli("doctor", "--online")
    assert [request.route for request in x.requests if "users/me" in str(request.route)].count("GET /2/users/me") == 1


def test_the_shipped_statement_is_unsigned():
    assert load(ROOT / "posts.yaml").content.account is None
