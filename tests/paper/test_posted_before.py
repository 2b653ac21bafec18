"""What was posted of the G-CSF paper under the ids of before stays out, and is not posted again."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from scicomm_bot.content import load
from scicomm_bot.domain.ids import post_id
from scicomm_bot.ledger.migrations import APPLICATION_ID, statements

BEFORE = Path(__file__).resolve().parents[1] / "before"
OLD = [post_id("gcsf-als", one.id) for one in load(BEFORE / "files/posts.yaml").content.papers[0].findings]
NEW = {
    "gcsf-als/nerve-cells": "gcsf-als/five-activities",
    "gcsf-als/blood-and-inflammation": "gcsf-als/five-activities",
    "gcsf-als/efficacy-in-mice": "gcsf-als/studies-in-people",
    "gcsf-als/survival-in-mice": "gcsf-als/studies-in-people",
}


@pytest.fixture
def posted(shipped):
    """Makes a live ledger as 4827fe2 left it (version 3), in which posts are out under these ids."""

    def make(*ids):
        tables = (BEFORE / "ledger/sqlite-3.sql").read_text("utf-8")
        with contextlib.closing(sqlite3.connect(shipped / "state.db", isolation_level=None)) as old:
            for statement in statements(tables):
                old.execute(statement)
            old.execute("INSERT INTO account (id, username, fingerprint) VALUES ('2244994945', 'scicomm_bot', '8d1c')")
            for number, name in enumerate(ids):
                at = f"2026-10-{number + 1:02}T07:00:00.000000+00:00"
                old.execute(
                    "INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, claimed_at,"
                    " send_by, ends_by, ended_at, x_post_id, settled, duplicate, adopted, media_sha256)"
                    " VALUES (?, '2244994945', ?, ?, ?, 15000, 'posted', ?, ?, ?, ?, ?, 0, 0, 0, '')",
                    [
                        f"attempt-{number}",
                        name,
                        f"Old text of {name}.",
                        f"{number:064}",
                        at,
                        at,
                        at,
                        at,
                        str(179 * 10**16 + number),
                    ],
                )
            old.execute(f"PRAGMA application_id={APPLICATION_ID}")
            old.execute("PRAGMA user_version=3")

    return make


def states(cli):
    return {post["id"]: post["state"] for post in json.loads(cli("preview", "--json").out)["posts"]}


@pytest.mark.parametrize("old", OLD)
def test_a_post_that_is_out_under_its_old_id_is_out(posted, cli, old):
    posted(old)
    found = states(cli)
    assert [name for name, state in found.items() if state == "posted"] == [NEW.get(old, old)]


def test_where_all_old_findings_are_out_only_authors_and_source_are_left(posted, cli):
    posted(*OLD)
    assert [name for name, state in states(cli).items() if state != "posted"] == ["gcsf-als/authors", "gcsf-als/source"]
