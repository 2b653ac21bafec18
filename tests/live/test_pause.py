"""`pause`, `resume` and `pause:` in the file, against the stand-in for X: nothing goes out, and then it goes on."""

import json
import signal
from datetime import timedelta

import pytest

from scicomm_bot.content import load
from scicomm_bot.domain.account import PauseCause
from scicomm_bot.plan import upcoming_slots
from support.running import wait_until
from support.samples import ACCOUNT, paused
from xserver import Fault, Kind

from .conftest import START

CREATE = "POST /2/tweets"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
POST = ("post", "--once", "--live")
STOP = ("pause", "--why", "The minister died.")
KEPT = "the pause is kept, but no service was seen on this ledger"


def flat(text):
    return " ".join(text.split())


@pytest.fixture
def write(live):
    """Writes `pause:` at the top of posts.yaml, or takes it away."""
    path = live / "posts.yaml"
    whole = path.read_text("utf-8")

    def put(top=""):
        new = path.with_name("new")
        new.write_text(f"{top}\n{whole}" if top else whole, "utf-8")
        new.rename(path)

    return put


class TestEverything:
    def test_it_stops_the_next_post_and_resume_goes_on(self, live, x, cli):
        cli(*POST)
        done = cli(*STOP)
        assert (done.code, KEPT in done.err) == (1, True)
        assert "Paused: nothing goes out any more." in done.out
        assert "Ledger: state.db" in done.out
        stopped = cli(*POST)
        assert stopped.code == 1
        assert flat(stopped.err).endswith(
            "nothing was posted: the account is paused: The minister died; to go on, run `scicomm-bot resume`"
        )
        assert len(x.posts) == 1
        assert cli("resume").code == 0
        assert cli(*POST).code == 0
        assert len(x.posts) == 2

    def test_with_an_end_post_says_when(self, live, x, cli):
        cli(*POST)
        cli(*STOP, "--until", "2h")
        done = cli(*POST, "--json")
        told = json.loads(done.out)
        assert (done.code, told["posted"]) == (1, False)
        assert told["until"] is not None
        assert "Try again after" in cli(*POST).err

    def test_it_acts_on_the_live_ledger_whatever_the_mode_is(self, live, x, cli, ledger, monkeypatch):
        cli(*POST)
        monkeypatch.delenv("SCICOMM_DRY_RUN")
        cli(*STOP)
        assert [one.note for one in ledger().account().pauses] == ["The minister died"]
        assert not (live / "state.dry.db").exists()
        assert cli("post", "--once").code == 0  # a rehearsal has a ledger of its own
        cli("pause", "--dry-run", "--why", "Only here.")
        assert cli("post", "--once").code == 1

    @pytest.mark.parametrize("words", [STOP, ("resume",), (*STOP, "--dry-run"), ("resume", "--dry-run")])
    def test_without_a_ledger_none_is_made(self, live, x, cli, words):
        done = cli(*words)
        assert done.code == 1
        assert "there is no ledger" in done.err
        assert not list(live.glob("state*"))

    def test_status_plan_and_preview_say_so(self, live, x, cli):
        cli(*POST)
        cli(*STOP, "--by", "Ann", "--until", "2036-01-01 08:00")
        cli(*STOP, "--by", "Ann", "--until", "tomorrow 9:00")
        for command in ("status", "plan", "preview"):
            said = flat(cli(command).out)
            assert "PAUSED: the account is paused: The minister died (by Ann), since " in said
            assert "09:00 Asia/Tehran; to go on, run `scicomm-bot resume`." in said
            [told] = json.loads(cli(command, "--json").out)["pauses"]
            assert (told["why"], told["by"], told["cause"], told["paper"]) == (
                "The minister died",
                "Ann",
                "person",
                None,
            )

    def test_the_person_s_other_commands_work_meanwhile(self, live, x, cli):
        cli(*POST)
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        cli(*POST)
        cli(*STOP)
        assert cli("approve", "gcsf-als/authors", "--by", "Ann").code == 0
        assert cli("resolve", SECOND, "--posted", x.posts[-1].id).code == 0
        assert cli("withdraw", FIRST, "--why", "A figure was wrong.", "--live").code == 0

    def test_a_lost_answer_is_looked_for_and_nothing_is_sent(self, live, x, cli, later):
        cli(*POST)
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        cli(*POST)
        assert f"{SECOND} may be on X: its answer was lost" in flat(cli(*STOP).out)
        later(minutes=2)
        done = cli(*POST)
        assert f"An earlier attempt at {SECOND} had gone through" in done.out
        assert done.code == 1
        assert len(x.posts) == 2

    def test_another_pause_is_named_with_the_command_that_ends_it(self, live, x, cli, ledger):
        cli(*POST)
        ledger().pause(ACCOUNT.id, paused("X answered 402", cause=PauseCause.ACCOUNT_REFUSED))
        done = cli("resume")
        assert done.code == 1
        assert "No person has paused everything" in done.out
        assert "Still: the account is paused: X answered 402" in done.out
        assert "scicomm-bot doctor --online" in flat(done.out)

    def test_a_paper_s_pause_stops_its_posts_alone(self, live, x, cli):
        cli(*POST)
        assert "nothing of the paper gcsf-als goes out" in cli(*STOP, "--paper", "gcsf-als", "--until", "3h").out
        done = cli(*POST)
        assert done.code == 1
        assert "the paper gcsf-als is paused: The minister died" in flat(done.err)
        assert "Try again after" in done.err
        assert "Try again after" in cli(*POST, SECOND).err
        assert "the paper gcsf-als is paused" in flat(cli("status").out.partition("Needs a person")[2])
        assert cli("resume", "--paper", "gcsf-als").code == 0
        assert cli(*POST).code == 0


class TestInTheFile:
    def test_it_stops_the_next_post_until_it_is_deleted(self, live, x, cli, write):
        write("pause: {why: The minister died.}")
        done = cli(*POST)
        assert done.code == 1
        assert flat(done.err).endswith(
            "the account is paused: The minister died; to go on, delete `pause:` from posts.yaml"
        )
        assert "PAUSED: the account is paused: The minister died" in cli("status").out
        write()
        assert cli(*POST).code == 0

    def test_it_is_looked_at_before_the_first_byte(self, live, x, cli, write, ledger, monkeypatch):
        from scicomm_bot.bot import Bot

        choose = Bot._publish
        monkeypatch.setattr(Bot, "_publish", lambda *a: write("pause: {why: The minister died}") or choose(*a))
        done = cli(*POST)
        assert done.code == 1
        assert "stopped just before it was sent: the account is paused: The minister died" in flat(done.err)
        assert CREATE not in [one.route for one in x.requests]
        assert [str(one.state) for one in ledger().publications()] == ["released"]
        assert ledger().health() == [] or ledger().health()[0].failures == 0

    def test_each_is_ended_where_it_was_made(self, live, x, cli, write):
        cli(*POST)
        cli(*STOP)
        write("pause: {why: In the file.}")
        done = cli("resume")
        assert done.code == 0
        assert "Still: the account is paused: In the file" in done.out
        assert "delete `pause:` from posts.yaml" in flat(done.out)
        assert cli(*POST).code == 1
        write()
        assert cli(*POST).code == 0

    def test_one_that_is_over_is_told_and_stops_nothing(self, live, x, cli, write):
        write("pause: {why: The minister died., until: 2026-01-01}")
        assert cli(*POST).code == 0
        assert "The pause in posts.yaml is over; delete `pause:` there." in cli("status").out


class TestService:
    @pytest.fixture
    def slots(self, live):
        return upcoming_slots(load(live / "posts.yaml").content.schedule, START, 3)

    def stop(self, ledger, clock):
        ledger().pause(ACCOUNT.id, paused("The minister died", cause=PauseCause.PERSON, since=clock))

    def test_a_running_service_stops_and_goes_on(self, run, x, slots, clock_file, ledger):
        service = run()
        wait_until(lambda: ledger().account() is not None)
        self.stop(ledger, START)
        wait_until(lambda: "warning paused " in service.log)
        clock_file(slots[0] + timedelta(seconds=1))
        wait_until(lambda: f"slot={slots[0].isoformat()}" in service.log)
        assert x.posts == []
        [pause] = ledger().account().pauses
        ledger().end_pause(ACCOUNT.id, pause, slots[0])
        clock_file(slots[0] + timedelta(seconds=62))
        wait_until(lambda: x.posts)
        assert " info pause ended " in service.log
        assert "slot missed" not in service.log
        assert service.signal(signal.SIGTERM) == 0

    def test_the_file_stops_it_and_lets_it_go_on(self, run, x, slots, clock_file, write):
        service = run()
        write("pause: {why: The minister died.}")
        wait_until(lambda: "warning paused " in service.log)
        clock_file(slots[0] + timedelta(seconds=1))
        wait_until(lambda: f"slot={slots[0].isoformat()}" in service.log)
        write("pause: [broken")
        wait_until(lambda: "change not taken over" in service.log)
        clock_file(slots[1] + timedelta(seconds=1))
        wait_until(lambda: f"slot={slots[1].isoformat()}" in service.log)
        assert x.posts == []
        write()
        clock_file(slots[1] + timedelta(seconds=63))
        wait_until(lambda: x.posts)
        assert service.signal(signal.SIGTERM) == 0

    def test_it_holds_for_one_that_starts_later(self, run, x, cli, slots, clock_file, ledger, live):
        cli(*POST)
        self.stop(ledger, START)
        clock_file(slots[0] + timedelta(seconds=1))
        service = run()
        wait_until(lambda: f"slot={slots[0].isoformat()}" in service.log)
        assert len(x.posts) == 1
        assert service.signal(signal.SIGTERM) == 0


class TestOnOneDatabase:
    """Several containers on one PostgreSQL: whoever stops, stops them all."""

    def test_a_pause_from_anywhere_stops_every_process_on_it(self, live, x, cli, postgres, monkeypatch):
        monkeypatch.setenv("SCICOMM_STATE", postgres)
        assert cli(*POST).code == 0
        done = cli(*STOP, "--until", "2h", "--by", "Ann")
        assert (done.code, KEPT in done.err) == (1, True)
        assert "Ledger: postgresql://" in done.out
        assert "secret" not in done.out
        assert cli(*POST).code == 1
        assert len(x.posts) == 1
        assert "PAUSED: the account is paused: The minister died (by Ann)" in flat(cli("status").out)
        assert cli("resume").code == 0
        assert cli(*POST).code == 0
        assert json.loads(cli("spend", "--json").out)["spent_usd"] == pytest.approx(0.04)  # and who we are
        assert "2 posts, $0.030 in all" in cli("report", "--month", "this").out

    def test_without_a_ledger_in_it_none_is_made(self, live, x, cli, postgres, monkeypatch):
        monkeypatch.setenv("SCICOMM_STATE", postgres)
        for words in (STOP, ("resume",), ("posted", FIRST, "--as", "1790000000000000001"), ("spend",), ("report",)):
            done = cli(*words)
            assert done.code == 1
            assert "there is no ledger" in done.err
