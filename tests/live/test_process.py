"""Real processes against the stand-in for X: signals, kills, two at once. Time goes on when the test says so."""

import inspect
import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.heartbeat import Heartbeat
from scicomm_bot.content import load
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.plan import upcoming_slots
from scicomm_bot.service import DRAIN_SECONDS, Service
from support.running import Running, wait_until
from xserver import Fault, Kind

CREATE = "POST /2/tweets"
FIRST = "gcsf-als/what-als-is"
START = datetime(2026, 12, 1, tzinfo=UTC)
BOTH_SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])


@pytest.fixture
def slots(live):
    """The first slots of the project's own schedule after START: one more than there are posts."""
    return upcoming_slots(load(live / "posts.yaml").content.schedule, START, 11)


class TestSchedule:
    def test_every_post_goes_out_at_its_slot_in_order_and_once(self, run, x, cli, slots, clock_file, posts):
        service = run()
        for number, slot in enumerate(slots[:-1]):
            assert len(x.posts) == number
            clock_file(slot + timedelta(seconds=2))
            wait_until(lambda number=number: service.log.count(" info posted ") == number + 1)
        clock_file(slots[-1])
        wait_until(lambda: "nothing is left to post" in service.log)
        assert service.signal(signal.SIGTERM) == 0
        assert [post.text for post in x.posts] == [post.text for post in posts]
        assert [request.route for request in x.requests].count(CREATE) == len(posts)
        for command in ("preview", "status"):
            told = json.loads(cli(command, "--json").out)["posts"]
            assert [(one["state"], one["text"], one["x_post_id"]) for one in told] == [
                ("posted", post.text, post.id) for post in x.posts
            ]
            at = [datetime.fromisoformat(one["posted_at"]) for one in told]
            assert at == [slot + timedelta(seconds=2) for slot in slots[:-1]]

    def test_two_services_that_start_at_once_on_a_new_state_file_post_each_post_once(
        self, run, x, slots, clock_file, posts
    ):
        services = [run(wait=False), run(wait=False)]
        for service in services:
            wait_until(lambda service=service: "next slot" in service.log or service.process.poll() is not None)
        for number, slot in enumerate(slots[:-1]):
            clock_file(slot + timedelta(seconds=2))
            wait_until(lambda number=number: sum(one.log.count(" info posted ") for one in services) == number + 1)
        assert [service.signal(signal.SIGTERM) for service in services] == [0, 0]
        assert [post.text for post in x.posts] == [post.text for post in posts]
        assert [request.route for request in x.requests].count(CREATE) == len(posts)

    def test_a_changed_file_is_taken_over_and_a_broken_one_is_not(self, run, x, live, slots, clock_file):
        service = run()
        path = live / "posts.yaml"
        whole = path.read_text("utf-8")
        path.write_text(whole.replace("\npapers:", "\npaper:"), "utf-8")
        wait_until(lambda: "change not taken over" in service.log)
        path.write_text(whole.replace("neurodegenerative disorder: nerve", "disorder: nerve"), "utf-8")
        wait_until(lambda: "change taken over" in service.log)
        clock_file(slots[0])
        wait_until(lambda: x.posts)
        assert "disorder: nerve" in x.posts[0].text
        assert "neurodegenerative" not in x.posts[0].text
        assert service.signal(signal.SIGTERM) == 0

    def test_a_log_has_one_line_to_an_event_and_no_secret(self, run, x, slots, clock_file):
        service = run()
        clock_file(slots[0])
        wait_until(lambda: " info posted " in service.log)
        service.signal(signal.SIGTERM)
        assert all(line[:2] == "20" and line[10] == "T" for line in service.log.splitlines())
        assert "loopback-" not in service.log.replace("loopback-x", "")


class TestEnding:
    @BOTH_SIGNALS
    def test_a_service_at_rest_ends_at_once(self, run, x, number, ledger):
        service = run()
        assert service.signal(number) == 0
        assert service.log.rstrip().endswith("info service ended")
        assert ledger().signs() == []
        assert x.posts == []

    @BOTH_SIGNALS
    def test_an_answer_that_is_late_is_waited_for_and_recorded(self, run, x, slots, clock_file, ledger, number):
        x.faults.next(CREATE, Fault(Kind.LATE, publish=True, seconds=1.0))
        service = run()
        clock_file(slots[0])
        wait_until(lambda: x.posts)
        assert service.signal(number) == 0
        [kept] = ledger().publications()
        assert (kept.state, kept.remote_id) == (PublicationState.POSTED, x.posts[0].id)

    def test_an_answer_that_does_not_come_is_left_unknown(self, run, x, slots, clock_file, ledger, cli):
        x.faults.next(CREATE, Fault(Kind.HANG, publish=True))
        service = run(drain_seconds=0.3)
        clock_file(slots[0])
        wait_until(lambda: x.posts)
        assert service.signal(signal.SIGTERM) == 0
        assert f"left unknown id={FIRST}" in service.log
        [kept] = ledger().publications()
        assert (kept.state, kept.reason) == (
            PublicationState.UNKNOWN, "the service was ended before X's answer came",
        )  # fmt: skip
        done = cli("post", "--once", "--live")
        assert done.code == 0
        assert (
            f"An earlier attempt at {FIRST} had gone through: https://x.com/i/web/status/{x.posts[0].id}"
            in " ".join(done.out.split())
        )
        assert [request.route for request in x.requests].count(CREATE) == len(x.posts) == 2

    def test_a_publication_in_flight_gets_eight_seconds(self):
        assert inspect.signature(Service.end).parameters["drain_seconds"].default == DRAIN_SECONDS == 8.0


class TestKilled:
    """SIGKILL in mid-send: nothing can be recorded, so nothing is sent until the timeline was looked at."""

    @pytest.fixture
    def killed(self, live, x, tmp_path, request):
        published = request.param
        x.faults.next(CREATE, Fault(Kind.HANG, publish=published))
        one = Running(["-m", "scicomm_bot", "post", "--once", "--live"], tmp_path / "log")
        wait_until(lambda: CREATE in [request.route for request in x.requests] and (x.posts or not published))
        assert one.signal(signal.SIGKILL) == -signal.SIGKILL
        return x

    @pytest.mark.parametrize("killed", [True], ids=["published"], indirect=True)
    def test_it_blocks_while_it_might_be_sending_and_is_then_found(self, killed, cli, later, posts):
        done = cli("post", "--once", "--live")
        assert done.code == 1
        assert f"{FIRST}: it is being sent by another process" in done.err
        assert "Try again after 20" in done.err
        assert cli("resolve", FIRST, "--not-posted").code == 1  # it might still be sending
        later(minutes=1)
        done = cli("post", "--once", "--live")
        assert done.code == 0
        assert f"An earlier attempt at {FIRST} had gone through" in done.out
        assert [post.text for post in killed.posts] == [post.text for post in posts[:2]]

    @pytest.mark.parametrize("killed", [False], ids=["unpublished"], indirect=True)
    def test_what_two_looks_did_not_find_goes_out_again(self, killed, cli, later, posts):
        later(minutes=1)
        done = cli("post", "--once", "--live")
        assert done.code == 1
        assert "it was not on X at the first look; a second decides" in done.err
        later(minutes=3)
        assert cli("post", "--once", "--live").code == 0
        assert [post.text for post in killed.posts] == [posts[0].text]

    @pytest.mark.parametrize("killed", [False], ids=["unpublished"], indirect=True)
    def test_what_a_person_did_not_find_goes_out_again(self, killed, cli, later, posts):
        later(minutes=1)
        assert cli("resolve", FIRST, "--not-posted").code == 0
        assert cli("post", "--once", "--live").code == 0
        assert [post.text for post in killed.posts] == [posts[0].text]

    def test_what_a_killed_service_was_sending_is_settled_by_the_next(self, run, x, slots, clock_file, ledger):
        x.faults.next(CREATE, Fault(Kind.HANG, publish=True))
        first = run()
        clock_file(slots[0])
        wait_until(lambda: x.posts)
        assert first.signal(signal.SIGKILL) == -signal.SIGKILL
        second = run()
        clock_file(slots[0] + timedelta(minutes=1))
        wait_until(lambda: "found on X" in second.log)
        assert second.signal(signal.SIGTERM) == 0
        assert len(x.posts) == 1
        [kept] = ledger().publications()
        assert (kept.state, kept.remote_id) == (PublicationState.POSTED, x.posts[0].id)


class TestStarting:
    def started(self, *words):
        return subprocess.run(
            [sys.executable, "-m", "scicomm_bot", "run", *words], capture_output=True, text=True, timeout=30
        )

    def test_live_without_credentials_it_does_not_start(self, live, monkeypatch):
        monkeypatch.delenv("SCICOMM_X_API_KEY")
        done = self.started("--live")
        assert done.returncode == 1
        assert "missing: SCICOMM_X_API_KEY." in done.stderr
        assert not (live / "state.db").exists()

    def test_with_a_broken_file_it_does_not_start(self, live):
        (live / "posts.yaml").write_text("papers: 7")
        done = self.started("--live")
        assert done.returncode == 1
        assert "posts.yaml:1" in done.stderr
        assert "Traceback" not in done.stderr


class TestAStateFileThatIsGone:
    """It was deleted or replaced under the service; X takes duplicates here, so nothing but the bot prevents them."""

    @pytest.fixture
    def service(self, run, x, slots, clock_file, monkeypatch):
        monkeypatch.setattr(x.account, "has_text", lambda _: False)
        service = run()
        clock_file(slots[0] + timedelta(seconds=2))
        wait_until(lambda: " info posted " in service.log)
        return service

    def test_the_service_posts_no_more_and_log_and_status_say_so(
        self, service, live, x, cli, slots, clock_file, monkeypatch
    ):
        for path in live.glob("state.db*"):
            path.unlink()
        clock_file(slots[1] + timedelta(seconds=2))
        wait_until(lambda: "the state file was deleted or moved away" in service.log)
        clock_file(slots[2] + timedelta(seconds=2))
        heartbeat = Heartbeat(str(live / "state.db"))
        wait_until(lambda: heartbeat.last() == slots[2] + timedelta(seconds=2))
        monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: slots[2] + timedelta(seconds=9))
        done = cli("status", "--json")
        assert done.code == 1
        [needed] = [one for one in json.loads(done.out)["needs"] if one["when"] == "now"]
        assert "state.db is gone, but a service on this machine still has it open" in needed["text"]
        assert service.signal(signal.SIGTERM) == 0
        assert len(x.posts) == 1
        assert list(live.glob("state.db*")) == []

    def test_a_command_beside_it_that_makes_a_new_one_sends_nothing_twice(
        self, service, live, x, cli, slots, clock_file, posts, monkeypatch
    ):
        for path in live.glob("state.db*"):
            path.unlink()
        assert cli("post", "--once", "--live").code == 0
        clock_file(slots[1] + timedelta(seconds=2))
        wait_until(lambda: "another file was put in the place of the state file" in service.log)
        monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: slots[1] + timedelta(seconds=9))
        told = json.loads(cli("status", "--json").out)["needs"]
        assert ["has another file of this name open" in one["text"] for one in told if one["when"] == "now"] == [True]
        assert service.signal(signal.SIGTERM) == 0
        assert [post.text for post in x.posts] == [post.text for post in posts[:2]]

    def test_one_that_is_put_back_goes_on(self, service, live, x, slots, clock_file, posts):
        kept = [path.rename(path.with_name(f"kept-{path.name}")) for path in live.glob("state.db*")]
        clock_file(slots[1] + timedelta(seconds=2))
        wait_until(lambda: "the state file was deleted or moved away" in service.log)
        for path in kept:
            path.rename(path.with_name(path.name.removeprefix("kept-")))
        clock_file(slots[2] + timedelta(seconds=2))
        wait_until(lambda: service.log.count(" info posted ") == 2)
        assert [post.text for post in x.posts] == [post.text for post in posts[:2]]
