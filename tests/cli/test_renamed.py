"""A finding that was renamed: what is out, refused, lost, approved or rejected under its old id is its own."""

import contextlib
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from scicomm_bot.domain.history import all_ids
from scicomm_bot.ledger import open_ledger
from scicomm_bot.ledger.migrations import APPLICATION_ID, statements
from scicomm_bot.plan import Publish, Terms, decide, post_states
from support.samples import MONTH, NOW, make_post
from support.yaml_samples import changed

BEFORE = Path(__file__).resolve().parents[1] / "before" / "ledger"
NAMES = ("one", "two", "three", "four", "five", "six", "ten", "eleven")
RENAMED = changed("- id: f", "- id: g\n        was: [f]")


@pytest.fixture
def old_ledger(tmp_path):
    """A ledger as the program of version 5 left it (tests/before/README.md), opened by that of today."""
    path = tmp_path / "state.db"
    rows = re.split(r";\s*\n", (BEFORE / "all-of-version-5.sql").read_text("utf-8"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as old:
        for statement in [*statements((BEFORE / "sqlite-5.sql").read_text("utf-8")), *filter(str.strip, rows)]:
            old.execute(statement)
        old.execute(f"PRAGMA application_id={APPLICATION_ID}")
        old.execute("PRAGMA user_version=5")
    ledger = open_ledger(str(path), create=True, now=NOW)
    yield ledger
    ledger.close()


def renamed(name, text=None):
    return replace(make_post(f"new-{name}", text or f"What finding {name} says."), was=(f"paper/{name}",))


def known(ledger, posts):
    return ledger.history(all_ids(posts), [post.text_sha256 for post in posts], since=MONTH).of_renamed(posts)


def test_a_ledger_of_before_knows_each_post_by_its_new_id(old_ledger):
    posts = [renamed(name) for name in NAMES]
    states = {
        post.id.partition("new-")[2]: where.state for post, where in post_states(posts, known(old_ledger, posts), NOW)
    }
    by_old = [make_post(name, f"What finding {name} says.") for name in NAMES]
    before = {
        post.id.partition("/")[2]: where.state for post, where in post_states(by_old, known(old_ledger, by_old), NOW)
    }
    assert states == before
    assert {"posted", "refused", "unknown", "held"} == set(states.values())


def test_nothing_that_is_out_is_chosen_again_also_with_another_text(old_ledger):
    posts = [renamed(name, f"Other words on {name}.") for name in ("one", "two", "three", "ten")]
    history = known(old_ledger, posts)
    assert not isinstance(decide(posts, history, NOW, Terms()), Publish)
    assert {where.state for _, where in post_states(posts, history, NOW)} == {"posted"}


def test_the_same_text_is_not_a_duplicate_of_its_own_old_id(old_ledger):
    post = renamed("six")
    history = known(old_ledger, [post])
    assert post_states([post], history, NOW)[0][1].reason != "finding"


@pytest.fixture
def of(project, cli):
    def run(text, *words):
        (project / "posts.yaml").write_text(text)
        return cli(*words)

    return run


def states(ended):
    return {one["id"]: (one["state"], one["reason"]) for one in json.loads(ended.out)["posts"]}


def test_a_renamed_post_is_not_posted_again(of):
    assert of(changed(), "post", "p/f", "--once", "--dry-run").code == 0
    assert states(of(RENAMED, "preview", "--dry-run", "--json"))["p/g"] == ("posted", None)
    assert "is out already" in of(RENAMED, "post", "p/g", "--once", "--dry-run").out


def test_without_was_the_same_text_is_held_all_the_same(of):
    of(changed(), "post", "p/f", "--once", "--dry-run")
    text = changed("- id: f", "- id: g")
    assert states(of(text, "preview", "--dry-run", "--json"))["p/g"] == ("held", "finding")


def test_a_renamed_post_is_withdrawn_by_its_new_id(of):
    of(changed(), "post", "p/f", "--once", "--dry-run")
    assert of(RENAMED, "withdraw", "p/g", "--why", "A word was wrong.", "--dry-run").code == 0
    shown = json.loads(of(RENAMED, "preview", "--dry-run", "--json").out)["posts"][0]
    assert shown["withdrawn_at"] is not None


def test_a_post_is_resolved_by_its_new_id(of, project):
    of(changed(), "post", "p/f", "--once", "--dry-run")
    with contextlib.closing(sqlite3.connect(project / "state.dry.db", isolation_level=None)) as ledger:
        ledger.execute("UPDATE publication SET state = 'refused', x_post_id = NULL")
    assert states(of(RENAMED, "preview", "--dry-run", "--json"))["p/g"][0] == "refused"
    assert of(RENAMED, "resolve", "p/g", "--retry", "--dry-run").code == 0
    assert states(of(RENAMED, "preview", "--dry-run", "--json"))["p/g"][0] == "pending"


def test_an_id_that_nothing_was_tried_under_is_still_an_error(of):
    of(changed(), "post", "p/f", "--once", "--dry-run")
    assert "no attempt at a post 'p/nix'" in of(RENAMED, "resolve", "p/nix", "--retry", "--dry-run").err


def test_a_thread_goes_on_behind_a_renamed_part(of):
    thread = ("    journal: J", "    series: thread\n    journal: J")
    of(changed(*thread), "post", "p/f", "--once", "--dry-run")
    text = changed(*thread, "- id: f", "- id: g\n        was: [f]")
    assert {state for state, _ in states(of(text, "preview", "--dry-run", "--json")).values()} == {"posted"}


@pytest.mark.usefixtures("_supervised")
class TestApprovals:
    """What people said was said of a text, and a new id is no new text."""

    def test_a_yes_goes_along(self, of):
        of(changed(), "approve", "p/f", "--by", "Jane Doe")
        assert states(of(RENAMED, "preview", "--json"))["p/g"] == ("pending", None)

    def test_a_yes_to_another_text_does_not(self, of):
        of(changed(), "approve", "p/f", "--by", "Jane Doe")
        text = RENAMED.replace("A text.", "Another text.")
        assert states(of(text, "preview", "--json"))["p/g"] == ("held", "unapproved")

    def test_a_no_goes_along(self, of):
        of(changed(), "approve", "--reject", "p/f", "--why", "Wrong.", "--by", "Jane Doe")
        ended = of(RENAMED.replace("A text.", "Another text."), "preview", "--json")
        assert states(ended)["p/g"] == ("held", "unapproved")
        assert json.loads(ended.out)["posts"][0]["approval"]["state"] == "rejected"

    def test_a_later_yes_under_the_new_id_counts(self, of):
        of(changed(), "approve", "--reject", "p/f", "--why", "Wrong.", "--by", "Jane Doe")
        of(RENAMED, "approve", "p/g", "--by", "Jane Doe")
        assert states(of(RENAMED, "preview", "--json"))["p/g"] == ("pending", None)

    def test_an_entry_that_was_changed_by_hand_holds_the_renamed_post(self, of, project):
        of(changed(), "approve", "p/f", "--by", "Jane Doe")
        path = project / "approved.yaml"
        path.write_text(path.read_text().replace("Jane Doe", "John Roe"))
        assert states(of(RENAMED, "preview", "--json"))["p/g"] == ("held", "unapproved")


@pytest.fixture
def _supervised(project, monkeypatch):
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
