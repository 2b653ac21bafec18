"""What was spent and what went out, as far as the ledger knows; what it does not know is said."""

import contextlib
import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.spending import CallKind, month_of, report_of, spend_of
from scicomm_bot.domain.account import Account
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timeline import KnownText, OwnPost
from scicomm_bot.errors import LedgerError, ScicommError
from scicomm_bot.ledger import open_ledger
from scicomm_bot.ledger.migrations import APPLICATION_ID, statements
from scicomm_bot.medium.ids import first_id_at
from scicomm_bot.medium.length import urls
from scicomm_bot.medium.prices import X_PRICES, next_month
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.samples import make_claim

NOVEMBER = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
ACCOUNT = Account("2244994945", "scicomm_bot")
POSTED, UNKNOWN, REFUSED, RELEASED = (
    PublicationState.POSTED, PublicationState.UNKNOWN, PublicationState.REFUSED, PublicationState.RELEASED,
)  # fmt: skip


BEFORE = Path(__file__).resolve().parents[1] / "before" / "ledger"


def parts(name):
    """The statements of a file of rows; a semicolon inside of a text ends none."""
    return [one.strip() for one in re.split(r";\s*\n", (BEFORE / f"{name}.sql").read_text("utf-8")) if one.strip()]


@pytest.fixture
def clock():
    return FakeClock(NOVEMBER)


@pytest.fixture
def ledger(project, clock):
    ledger = open_ledger("state.db", create=True, now=clock.now())
    ledger.adopt(ACCOUNT, "fingerprint")
    yield ledger
    ledger.close()


@pytest.fixture
def desk(project, clock):
    with Desk(Settings(dry_run=False, monthly_budget_usd=5), clock, rehearse=False, access=Access.READ) as desk:
        yield desk


def put(ledger, post_id, at, price=15_000, *, text=None, media="", state=POSTED):
    attempt = f"a{len(ledger.publications())}"
    claim = make_claim(attempt, "x", text or f"The text of {post_id}.", at=at, price=price)
    link = bool(urls(claim.text))
    alt = price - X_PRICES.of_post(link=link) if media else 0
    claim = replace(claim, post_id=post_id, media_sha256=media, alt_micro_usd=alt, with_link=link)
    if alt:
        ledger.reserve(Charge(ChargeKind.ALT_TEXT, at, alt // 5_000, alt, post_id, attempt), None)
    ledger.claim(ACCOUNT.id, claim)
    remote_id = str(int(first_id_at(at)) + len(ledger.publications())) if state is POSTED else None
    ledger.record(attempt, state, at, remote_id=remote_id, reason=None if state is POSTED else "no")
    return attempt


def calls(spend):
    return {one.kind: (one.count, one.micro_usd) for one in spend.calls}


class TestSpend:
    def test_each_kind_of_call_is_counted_and_the_sum_is_what_the_budget_counts(self, desk, ledger):
        put(ledger, "one/a", NOVEMBER)
        put(ledger, "one/b", NOVEMBER, 200_000, text="See https://example.org/paper.")
        gone = put(ledger, "two/c", NOVEMBER, 25_000, media="of two pictures")
        ledger.withdraw(gone, NOVEMBER, "wrong")
        put(ledger, "two/d", NOVEMBER, state=REFUSED)
        put(ledger, "two/e", NOVEMBER, state=UNKNOWN)
        spend = spend_of(desk, "this")
        assert calls(spend) == {
            CallKind.POST: (2, 30_000), CallKind.POST_WITH_LINK: (1, 200_000), CallKind.ALT_TEXT: (2, 10_000),
            CallKind.DELETION: (1, 10_000), CallKind.OPEN: (1, 15_000),
        }  # fmt: skip
        assert spend.micro_usd == desk.history(()).spent_micro_usd == 265_000
        assert [(one.paper_id, one.posts, one.micro_usd) for one in spend.papers] == [
            ("one", 2, 215_000),
            ("two", 2, 50_000),
        ]
        assert spend.budget_micro_usd == 5_000_000

    def test_a_month_is_one_of_utc_and_a_deletion_counts_in_its_own(self, desk, ledger):
        early = put(ledger, "one/a", datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC))
        put(ledger, "one/b", datetime(2026, 11, 1, tzinfo=UTC))
        ledger.withdraw(early, NOVEMBER, "wrong")
        assert calls(spend_of(desk, "2026-10")) == {CallKind.POST: (1, 15_000)}
        assert calls(spend_of(desk, "2026-11")) == {CallKind.POST: (1, 15_000), CallKind.DELETION: (1, 10_000)}
        assert spend_of(desk, "last").month == datetime(2026, 10, 1, tzinfo=UTC)
        assert spend_of(desk, "2026-12").calls == []

    def test_what_a_person_shared_cost_nothing(self, desk, ledger):
        ledger.keep_by_hand(
            ACCOUNT.id, replace(make_claim(at=NOVEMBER, price=0), post_id="one/a"), "1790000000000000009"
        )
        assert calls(spend_of(desk, "this")) == {CallKind.BY_HAND: (1, 0)}

    def test_reads_are_told_by_paper_and_kind_and_those_of_no_paper_last(self, desk, ledger):
        put(ledger, "one/a", NOVEMBER)
        ledger.add_charge(Charge(ChargeKind.READ_POST, NOVEMBER, 7, 7_000, "one/a", "a0"))
        ledger.add_charge(Charge(ChargeKind.READ_POST, NOVEMBER, 2, 2_000))
        ledger.add_charge(Charge(ChargeKind.READ_USER, NOVEMBER, 1, 10_000))
        spend = spend_of(desk, "this")
        assert calls(spend) == {
            CallKind.POST: (1, 15_000), CallKind.POST_READ: (9, 9_000), CallKind.ACCOUNT_READ: (1, 10_000),
        }  # fmt: skip
        assert [(one.paper_id, one.posts, one.micro_usd) for one in spend.papers] == [
            ("one", 1, 22_000),
            (None, 0, 12_000),
        ]
        assert sum(one.micro_usd for one in spend.papers) == spend.micro_usd == ledger.spent(spend.month)

    def test_alt_texts_of_an_attempt_that_came_to_nothing_are_counted(self, desk, ledger):
        put(ledger, "one/a", NOVEMBER, 20_000, media="m", state=RELEASED)
        assert calls(spend_of(desk, "this")) == {CallKind.ALT_TEXT: (1, 5_000)}

    def test_what_the_ledger_cannot_know_is_said(self, desk, ledger):
        own = OwnPost("1790000000000000001", "Found.", NOVEMBER)
        ledger.adopt_posts(ACCOUNT.id, [(KnownText("one/c", "Found."), own)], NOVEMBER)
        put(ledger, "one/d", NOVEMBER, state=PublicationState.SKIPPED)
        said = " ".join(spend_of(desk, "this").not_known)
        for words in ("1 post that was found on X", "1 post whose answer was lost", "other programs", "X's console"):
            assert words in said
        assert "read" not in said
        assert len(spend_of(desk, "2026-12").not_known) == 1

    def test_of_a_ledger_from_before_reads_are_not_known_and_alt_texts_are_split_off(self, project, clock):
        path = project / "state.db"
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as old:
            for part in (*statements((BEFORE / "sqlite-7.sql").read_text()), *parts("all-of-version-7")):
                old.execute(part)
            old.execute(f"PRAGMA application_id={APPLICATION_ID}")
            old.execute("PRAGMA user_version=7")
        for access in (Access.READ, Access.CHANGE, Access.READ):
            with Desk(Settings(dry_run=False), clock, rehearse=False, access=access) as desk:
                spend = spend_of(desk, "2026-11")
            assert calls(spend) == {
                CallKind.POST: (3, 45_000), CallKind.POST_WITH_LINK: (1, 200_000), CallKind.ALT_TEXT: (2, 10_000),
                CallKind.OPEN: (1, 15_000), CallKind.FOUND: (1, 0), CallKind.BY_HAND: (1, 0), CallKind.DELETION: (1, 10_000),
            }  # fmt: skip
            said = " ".join(spend.not_known)
            assert "reads of the timeline, at $0.001 for each post" in said
            assert "alt texts of 1 attempt" in said


class TestReport:
    def test_it_lists_what_went_out_in_the_month_of_the_schedule(self, desk, ledger):
        put(ledger, "one/a", datetime(2026, 10, 31, 20, 29, 59, tzinfo=UTC))  # 23:59:59 in Tehran
        gone = put(ledger, "one/b", datetime(2026, 10, 31, 20, 30, tzinfo=UTC))
        put(ledger, "one/c", NOVEMBER, state=REFUSED)
        ledger.withdraw(gone, NOVEMBER, "wrong")
        october, november = report_of(desk, "last"), report_of(desk, "this")
        assert [(line.publication.post_id, line.kind) for line in october.lines] == [("one/a", CallKind.POST)]
        assert [(line.publication.post_id, line.kind) for line in november.lines] == [
            ("one/b", CallKind.POST), ("one/b", CallKind.DELETION),
        ]  # fmt: skip
        assert (october.micro_usd, november.micro_usd) == (15_000, 25_000)
        assert november.zone.key == "Asia/Tehran"

    def test_what_is_of_no_post_that_went_out_is_told_besides(self, desk, ledger):
        put(ledger, "one/a", NOVEMBER, 20_000, media="m")
        put(ledger, "one/b", NOVEMBER, 25_000, media="m", state=REFUSED)
        ledger.add_charge(Charge(ChargeKind.READ_POST, NOVEMBER, 3, 3_000, "one/a", "a0"))
        report = report_of(desk, "this")
        assert [(line.publication.post_id, line.micro_usd) for line in report.lines] == [("one/a", 20_000)]
        assert [(one.kind, one.count) for one in report.besides] == [(CallKind.ALT_TEXT, 2), (CallKind.POST_READ, 3)]
        assert report.all_micro_usd == 33_000 == spend_of(desk, "this").micro_usd

    def test_without_a_file_it_is_in_utc(self, desk, ledger, project):
        (project / "posts.yaml").write_text("papers: [")
        assert report_of(desk, "this").zone.key == "UTC"


@pytest.mark.parametrize(
    "written", ["2026-13", "2026-00", "november", "", "2026", "26-11", "2026-11-01", "0001-01", "9999-12"]
)
def test_what_is_no_month_is_refused(written):
    with pytest.raises(ScicommError, match="must be a month such as 2026-11"):
        month_of(written, NOVEMBER, UTC)


def test_the_month_before_january_is_december():
    first, following = month_of("last", datetime(2027, 1, 5, tzinfo=UTC), UTC)
    assert (first, following) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def test_without_a_ledger_nothing_is_known_and_none_is_made(desk, project):
    for of in (spend_of, report_of):
        with pytest.raises(LedgerError, match="there is no ledger"):
            of(desk, "this")
    assert not (project / "state.db").exists()


class TestCommands:
    """The real commands, on the machine's clock."""

    @pytest.fixture
    def filled(self, ledger):
        put(ledger, "one/a", datetime(2026, 3, 5, 6, tzinfo=UTC), text='=HYPERLINK("x")\nand a second line')
        put(ledger, "one/b", datetime(2026, 3, 31, 20, 45, tzinfo=UTC), text="On 1 April in Tehran: نورون")
        return ledger

    def test_a_table_has_no_formula_and_keeps_each_text(self, filled, cli):
        for words in (("report", "--month", "2026-03", "--csv"), ("history", "--to", "2026-03-31", "--csv")):
            [row] = csv.DictReader(io.StringIO(cli(*words).out))
            assert row["text"] == '\'=HYPERLINK("x")\nand a second line'
            assert (row["date"], row["time"], row["timezone"], row["price_usd"]) == (
                "2026-03-05",
                "09:30:00",
                "Asia/Tehran",
                "0.015",
            )

    def test_history_is_of_a_time_in_the_zone_of_the_schedule(self, filled, cli):
        def listed(*words):
            return [one["id"] for one in json.loads(cli("history", "--json", *words).out)["publications"]]

        assert listed() == ["one/a", "one/b"]
        assert listed("--from", "2026-04-01") == ["one/b"]
        assert listed("--to", "2026-03-31") == ["one/a"]
        assert listed("--from", "2026-03-05", "--to", "2026-03-05") == ["one/a"]
        assert listed("--from", "2026-03-05 09:31", "--to", "2026-04-01 00:10") == []
        assert listed("--from", "2026-01-01", "--last", "1") == ["one/b"]
        assert "Wed 01 Apr 2026 00:15 Asia/Tehran" in cli("history", "--from", "2026-04-01").out

    @pytest.mark.parametrize(
        ("words", "why"),
        [(("--from", "yesterday"), "no moment"), (("--to", "1.4.2026"), "two ways"), (("--from", "2026-04-02", "--to", "2026-04-01"), "is before")],
    )  # fmt: skip
    def test_a_time_that_is_none_is_refused(self, filled, cli, words, why):
        done = cli("history", *words)
        assert done.code == 1
        assert why in done.err

    def test_spend_and_report_are_read_by_people_and_by_programs(self, filled, cli):
        said = cli("spend", "--month", "2026-03").out
        assert "in all" in said
        assert "$0.030  (no SCICOMM_MONTHLY_BUDGET_USD)" in said
        assert json.loads(cli("spend", "--month", "2026-03", "--json").out)["spent_usd"] == 0.03
        assert "1 post, $0.015 in all" in cli("report", "--month", "2026-03").out
        [line] = json.loads(cli("report", "--month", "2026-04", "--json").out)["lines"]
        assert (line["id"], line["at"]) == ("one/b", "2026-04-01T00:15:00+03:30")

    def test_near_the_budget_a_line_says_so_and_from_when_posts_go_out_again(self, ledger, cli, monkeypatch):
        now = datetime.now(UTC)
        put(ledger, "one/a", now, 200_000, text="See https://example.org/paper.")
        again = f"nothing more goes out before 1 {next_month(now):%B %Y}, 00:00 UTC"
        for budget, said, over in (
            ("0.2501", False, False),
            ("0.25", True, False),
            ("0.2", True, True),
            ("0", True, True),
        ):
            monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", budget)
            for command in ("spend", "status"):
                out = " ".join(cli(command).out.split())
                assert ("Budget: " in out) == said, (command, budget)
                assert (again in out) == over, (command, budget)
            told = json.loads(cli("spend", "--json").out)
            assert (told["near_budget"], told["budget_usd"]) == (said, float(budget))
            assert "Budget: " not in cli("spend", "--month", "2026-01").out

    @pytest.mark.parametrize("command", ["spend", "report"])
    def test_without_a_ledger_each_ends_with_1_and_json_stays_json(self, project, cli, command):
        assert cli(command).code == 1
        done = cli(command, "--json")
        assert (done.code, list(json.loads(done.out))) == (1, ["error"])
        assert not list(project.glob("state*"))
