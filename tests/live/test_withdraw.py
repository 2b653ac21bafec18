"""`withdraw` deletes a post on X, keeps its history, sees to it that it stays away, and drafts a correction."""

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scicomm_bot.approval import read_approvals
from scicomm_bot.errors import LedgerError
from xserver import Fault, Kind, LoopbackX

DELETE = "DELETE /2/tweets/:id"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
POST = ("post", "--once", "--live")
WITHDRAW = ("withdraw", FIRST, "--why", "A figure was wrong.")


def deleted(x):
    return [request for request in x.requests if request.route.startswith("DELETE")]


def texts_out(x):
    return [post.text for post in x.posts if not post.deleted]


def flat(text):
    return " ".join(text.split())


def command_in(err):
    """The words of the command that is told, without the program's name."""
    return shlex.split(err.splitlines()[-1])[1:]


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


class TestStaysAway:
    """A withdrawn post is rejected in approved.yaml, too, so that it stays away when the ledger is lost."""

    @pytest.fixture
    def lost(self, live):
        """Loses the ledger, as a move to a new disk or to a database does."""

        def lose():
            for path in live.glob("state.db*"):
                path.unlink()

        return lose

    def entry(self, live):
        return read_approvals(live / "approved.yaml").of.get(FIRST)

    def test_the_no_has_the_text_that_was_sent_and_the_reason(self, live, x, cli, posts):
        cli(*POST)
        done = cli(*WITHDRAW, "--live")
        entry = self.entry(live)
        assert (entry.decision, entry.by, entry.why) == ("rejected", "withdraw", "A figure was wrong.")
        assert entry.text == posts[0].text
        said = "approved.yaml rejects it now, so that it stays away even where the ledger is lost."
        assert said in flat(done.out)

    def test_it_is_recorded_in_the_name_that_is_given(self, live, x, cli):
        cli(*POST)
        cli(*WITHDRAW, "--live", "--by", "Jane Doe")
        assert self.entry(live).by == "Jane Doe"

    def test_it_does_not_come_back_when_the_ledger_is_lost(self, live, x, cli, posts, lost):
        cli("approve", "--all", "--by", "Jane Doe")
        cli(*POST)
        cli(*WITHDRAW, "--live")
        lost()
        assert cli(*POST).code == 0
        assert cli(*POST, FIRST).code == 1
        assert texts_out(x) == [posts[1].text]

    def test_it_does_not_come_back_under_another_id(self, live, x, cli, posts, lost):
        cli(*POST)
        cli(*WITHDRAW, "--live")
        lost()
        content = (live / "posts.yaml").read_text("utf-8")
        (live / "posts.yaml").write_text(content.replace("id: what-als-is", "id: renamed"), "utf-8")
        done = cli(*POST, "gcsf-als/renamed")
        assert done.code == 1
        assert f"withdraw rejected the same text as {FIRST}" in done.err
        assert texts_out(x) == []

    def test_approved_anew_by_a_person_it_goes_out(self, live, x, cli, posts, lost, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
        cli("approve", FIRST, "--by", "Jane Doe")
        cli(*POST)
        cli(*WITHDRAW, "--live")
        lost()
        content = (live / "posts.yaml").read_text("utf-8")
        (live / "posts.yaml").write_text(content.replace("id: what-als-is", "id: renamed"), "utf-8")
        assert cli("approve", "gcsf-als/renamed", "--by", "Jane Doe").code == 0
        assert cli(*POST, "gcsf-als/renamed").code == 0
        assert texts_out(x) == [posts[0].text]

    @pytest.mark.parametrize(
        "spoil", [lambda path: path.write_text("papers: 7"), Path.unlink], ids=["broken", "missing"]
    )
    def test_it_is_recorded_without_a_posts_file(self, live, x, cli, posts, spoil):
        cli(*POST)
        spoil(live / "posts.yaml")
        assert cli(*WITHDRAW, "--live").code == 0
        assert self.entry(live).text == posts[0].text

    def test_a_rehearsal_records_nothing(self, live, x, cli):
        cli("post", "--once", "--dry-run")
        assert cli(*WITHDRAW, "--dry-run").code == 0
        assert not (live / "approved.yaml").exists()

    def test_what_x_does_not_delete_is_not_rejected(self, live, x, cli):
        cli(*POST)
        x.faults.next(DELETE, Fault(Kind.UNAVAILABLE))
        cli(*WITHDRAW, "--live")
        assert not (live / "approved.yaml").exists()

    def test_it_is_rejected_also_where_the_ledger_cannot_be_written_any_more(self, live, x, cli, monkeypatch):
        def full(*_words):
            raise LedgerError("state.db: the disk is full")

        cli(*POST)
        monkeypatch.setattr("scicomm_bot.ledger.sqlite.SqliteLedger.withdraw", full)
        done = cli(*WITHDRAW, "--live")
        assert (done.code, len(deleted(x))) == (1, 1)
        assert "the disk is full" in done.err
        assert self.entry(live).decision == "rejected"

    @pytest.mark.parametrize(
        ("why", "told"),
        [
            ("Two\nlines,  \tfolded.", "Two lines, folded."),
            ("", "it was withdrawn"),
            ("bad \udcff byte", "bad ? byte"),
            ("a bell\x07", "a bell<U+0007>"),
            ("-starts 'oddly'", "-starts 'oddly'"),
            ("long " * 200, f"{'long ' * 99}lo..."),
        ],
        ids=["lines", "blank", "no-text", "control", "dash", "long"],
    )
    def test_any_reason_is_recorded_as_a_line_and_the_command_that_is_told_takes_it(self, live, x, cli, why, told):
        cli(*POST)
        (live / "approved.yaml").write_text("broken: true")
        done = cli("withdraw", FIRST, f"--why={why}", "--live")
        assert done.code == 1
        assert len(deleted(x)) == 1
        (live / "approved.yaml").unlink()
        assert cli(*command_in(done.err)).code == 0
        assert (self.entry(live).why, self.entry(live).by) == (told, "withdraw")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_text("posts: 7"), "approved.yaml:1: must hold a list"),
        (lambda path: path.write_text("<<<<<<< HEAD\nposts:"), "a conflict that a merge left"),
        (lambda path: path.write_bytes(b"\xff\xfe\xff"), "approved.yaml"),
        (Path.mkdir, "approved.yaml"),
        (lambda path: path.symlink_to("nowhere/approved.yaml"), "approved.yaml"),
    ],
    ids=["broken", "conflict", "no-text", "folder", "dangling-link"],
)
def test_an_approved_file_that_cannot_be_written_keeps_no_post_on_x(live, x, cli, ledger, posts, spoil, said):
    cli(*POST)
    path = live / "approved.yaml"
    spoil(path)
    done = cli(*WITHDRAW, "--live", "--by", "Jane Doe")
    assert done.code == 1
    assert len(deleted(x)) == 1
    assert ledger().publications()[0].withdrawn_why == "A figure was wrong."
    assert f"{FIRST} is withdrawn" in done.out
    assert "A draft of a correction:" in done.out
    assert f"{FIRST} is deleted, but not rejected, so it could come back if the ledger is lost: " in flat(done.err)
    assert said in flat(done.err)
    told = f"scicomm-bot approve --reject {FIRST} --why 'A figure was wrong.' --by 'Jane Doe'"
    assert done.err.splitlines()[-1].strip() == told
    path.rmdir() if path.is_dir() else path.unlink()
    assert cli(*command_in(done.err)).code == 0
    entry = read_approvals(path).of[FIRST]
    assert (entry.decision, entry.by, entry.text) == ("rejected", "Jane Doe", posts[0].text)


class TestApprove:
    """`approve` knows what was withdrawn."""

    @pytest.fixture
    def withdrawn(self, live, cli):
        cli(*POST)
        cli(*WITHDRAW, "--live")
        (live / "approved.yaml").unlink()
        return live

    def test_a_no_keeps_the_text_that_was_sent_also_where_the_file_has_another(self, withdrawn, cli, posts):
        content = (withdrawn / "posts.yaml").read_text("utf-8")
        (withdrawn / "posts.yaml").write_text(content.replace("neurodegenerative disorder: nerve", "disorder: nerve"))
        assert cli("approve", "--reject", FIRST, "--why", "No.", "--by", "Jane Doe").code == 0
        assert read_approvals(withdrawn / "approved.yaml").of[FIRST].text == posts[0].text

    @pytest.mark.parametrize("known_by", ["ledger", "entry"])
    def test_a_no_to_what_is_no_longer_in_the_file_is_recorded(self, withdrawn, cli, posts, known_by):
        path = withdrawn / "approved.yaml"
        if known_by == "entry":
            (withdrawn / "state.db").unlink()
            cli("approve", FIRST, "--by", "Jane Doe")
        content = (withdrawn / "posts.yaml").read_text("utf-8")
        (withdrawn / "posts.yaml").write_text(content.replace("id: what-als-is", "id: renamed"), "utf-8")
        done = cli("approve", "--reject", FIRST, "--why", "No.", "--by", "Roe R")
        assert done.code == 0, done.err
        assert f"{FIRST} (no longer in posts.yaml)" in done.out
        assert "1 post rejected by Roe R in approved.yaml" in done.out
        entry = read_approvals(path).of[FIRST]
        assert (entry.decision, entry.by, entry.text) == ("rejected", "Roe R", posts[0].text)

    def test_a_no_to_what_nobody_knows_is_a_mistake(self, withdrawn, cli):
        done = cli("approve", "--reject", "gcsf-als/what-als-was", "--why", "No.", "--by", "Roe R")
        assert (done.code, "no post 'gcsf-als/what-als-was'" in done.err) == (1, True)

    @pytest.mark.parametrize("words", [(FIRST,), ("--all",)], ids=["named", "all"])
    def test_a_yes_is_not_recorded_and_it_says_why(self, withdrawn, cli, words):
        done = cli("approve", *words, "--by", "Jane Doe")
        assert done.code == 0
        day = f"{datetime.now(UTC).day} {datetime.now(UTC):%B %Y}"
        said = f"not recorded: {FIRST} was withdrawn on {day}: A figure was wrong; it is never sent again"
        assert said in flat(done.out)
        assert FIRST not in read_approvals(withdrawn / "approved.yaml").of


def test_a_deletion_counts_in_what_the_month_costs_and_against_its_budget(live, x, cli, monkeypatch):
    def spent(*words):
        return json.loads(cli("status", "--json", *words).out)["spent_this_month_usd"]

    for live_or_dry in ("--live", "--dry-run"):
        cli("post", "--once", live_or_dry)
        cli(*WITHDRAW, live_or_dry)
    assert (spent(), spent("--dry-run")) == (0.035, 0.025)  # live, X was asked who we are
    monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", "0.035")
    assert "would go over this month's budget" in flat(cli(*POST).err)
