"""What a step, and a command that looks, read in a state file does not grow with what went out long ago.

SQLite's own instructions are counted, so that the count is the same on every machine, however the planner words its plan.
"""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta

import pytest

from scicomm_bot.bot import Bot, Opening, Sent
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timeline import KnownText, OwnPost
from scicomm_bot.errors import LedgerError
from scicomm_bot.ledger import open_ledger
from scicomm_bot.ledger.rows import to_iso
from scicomm_bot.plan import Terms
from support.fakes import FakeClock, ScriptedPublisher, attempt_ids
from support.samples import ACCOUNT, CALL_WITHIN, MONTH, NOW, SETTLE_WITHIN, SLOT, make_claim, make_posts

FEW, MANY = 20, 500
SLACK = 200
"""So many instructions more are no scan: one of MANY rows takes a thousand and more."""
POSTED = PublicationState.POSTED


@pytest.fixture
def work(monkeypatch):
    """How many instructions each statement took, in all state files that were opened since."""
    taken = Counter()
    connect = sqlite3.connect

    def counting(*arguments, **options):
        connection, running = connect(*arguments, **options), [""]

        def began(sql):
            running[0] = sql

        def instruction():
            taken[running[0]] += 1
            return 0

        connection.set_trace_callback(began)
        connection.set_progress_handler(instruction, 1)
        return connection

    monkeypatch.setattr(sqlite3, "connect", counting)
    return taken


def filled(path, count):
    """A state file in which so much went out before this month; one is withdrawn, and one has a late id."""
    ledger = open_ledger(str(path), create=True, now=NOW)
    ledger.adopt(ACCOUNT, "fingerprint")
    old = [MONTH - timedelta(hours=count - number) for number in range(count)]
    with ledger._writing():
        ledger._db.executemany(
            "INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, slot, "
            "claimed_at, send_by, ends_by, ended_at, x_post_id) VALUES (?, ?, ?, 'Old.', ?, 15000, 'posted', ?, ?, ?, ?, ?, ?)",
            [(f"old-{number}", ACCOUNT.id, f"old{number}/one", f"{number:064}", *[to_iso(at)] * 5, str(10**12 + number))
             for number, at in enumerate(old)],
        )  # fmt: skip
    ledger.withdraw("old-3", NOW, "a name was wrong")
    ledger.record_late("old-4", "7", NOW)
    return ledger


def step(ledger):
    bot = Bot(
        ledger, ScriptedPublisher(), FakeClock(), ACCOUNT, Terms(), call_within=CALL_WITHIN, settle_within=SETTLE_WITHIN,
        new_attempt_id=attempt_ids(), opening=Opening(),
    )  # fmt: skip
    assert isinstance(bot.step(make_posts(), slot=SLOT), Sent)


def record_taken(ledger):
    with pytest.raises(LedgerError, match="is the id of old9/one already"):
        ledger.record("a1", POSTED, NOW, remote_id=str(10**12 + 9))


ASKED = {
    "history": lambda ledger: ledger.history(["old5/one", "paper/one"], ["0" * 64], since=MONTH, slots=[SLOT]),
    "what is open": lambda ledger: ledger.open_publication(),
    "the newest number": lambda ledger: ledger.newest_number(),
    "an attempt": lambda ledger: ledger.publication("old-7"),
    "the newest attempts": lambda ledger: ledger.publications(newest=3),
    "the newest of a post": lambda ledger: ledger.newest_of("old8/one"),
    "whether a post is out": lambda ledger: ledger.posted("old8/one"),
    "what is out of a paper": lambda ledger: ledger.posted_of("old8"),
    "what is late": lambda ledger: ledger.late(),
    "what went out today": lambda ledger: ledger.begun_between(NOW - timedelta(days=1), NOW),
    "whether a slot is filled": lambda ledger: ledger.slot_is_filled(SLOT),
    "whether a post is out in a slot": lambda ledger: ledger.slot_is_filled(SLOT, posted=True),
    "the greatest id": lambda ledger: ledger.greatest_remote_id(ACCOUNT.id),
    "whose ids they are": lambda ledger: ledger.known_remote_ids(ACCOUNT.id, ["7", str(10**12 + 9)]),
    "a claim and its outcome": lambda ledger: (
        ledger.claim(ACCOUNT.id, make_claim(slot=SLOT)),
        ledger.record("a1", POSTED, NOW, remote_id=str(10**15)),
    ),
    "an outcome whose id is taken": lambda ledger: (
        ledger.claim(ACCOUNT.id, make_claim()),
        record_taken(ledger),
    ),
    "a late id": lambda ledger: ledger.record_late("old-9", "9", NOW),
    "a withdrawal": lambda ledger: ledger.withdraw("old-9", NOW, "why"),
    "a look before a claim": lambda ledger: ledger.adopt_posts(
        ACCOUNT.id, [(KnownText("paper/one", "a text"), OwnPost(str(10**15), "a text"))], NOW
    ),
    "a whole step": step,
}  # fmt: skip


def grown(few, many):
    """The statements that took more with MANY; their values may differ, so they are compared in their order."""
    return [
        f"{after - before:+,}: {sql}"
        for (_, before), (sql, after) in zip(few.items(), many.items(), strict=True)
        if after > before + SLACK
    ]


@pytest.mark.parametrize("asked", ASKED)
def test_of_the_ledger_grows_with_no_old_row(tmp_path, work, asked):
    taken = []
    for count in (FEW, MANY):
        with closing(filled(tmp_path / f"{count}.db", count)) as ledger:
            work.clear()
            ASKED[asked](ledger)
            taken.append(Counter(work))
    assert grown(*taken) == []


@pytest.mark.parametrize("words", [["status"], ["preview"], ["plan"], ["history", "--last", "3"]], ids=" ".join)
def test_a_command_that_looks_grows_with_no_old_row(project, cli, monkeypatch, work, words):
    taken = []
    monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
    for count in (FEW, MANY):
        path = project / f"{count}.db"
        monkeypatch.setenv("SCICOMM_STATE", str(path))
        filled(path, count).close()
        work.clear()
        assert cli(*words).code in {0, 1}
        taken.append(Counter(work))
        assert any("publication" in sql for sql in work)
    assert grown(*taken) == []


def test_a_scan_is_seen(tmp_path, work):
    taken = []
    for count in (FEW, MANY):
        with closing(filled(tmp_path / f"{count}.db", count)) as ledger:
            work.clear()
            ledger._rows("SELECT count(*) FROM publication WHERE text = 'New.'")
            taken.append(Counter(work))
    assert len(grown(*taken)) == 1
