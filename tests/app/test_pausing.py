"""A person stops everything, or one paper, and goes on: what holds, and what they are told."""

from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.broken import survey_anyway
from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.pausing import pause, resume
from scicomm_bot.app.status import status_of
from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.obstacle import Need
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.errors import ContentError, LedgerError, NotFoundError, ScicommError
from scicomm_bot.ledger import open_ledger
from scicomm_bot.plan import SkipKind
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.samples import make_claim, paused

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
ACCOUNT = Account("2244994945", "scicomm_bot")
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    return FakeClock(MONDAY)


@pytest.fixture
def ledger(project, clock):
    ledger = open_ledger("state.db", create=True, now=clock.now())
    ledger.adopt(ACCOUNT, "fingerprint")
    yield ledger
    ledger.close()


@pytest.fixture
def desk(project, clock):
    with Desk(Settings(dry_run=False), clock, rehearse=False, access=Access.CHANGE) as desk:
        yield desk


def stop(desk, why="an accident", until=None, paper_id=None, by=None):
    return pause(desk, why, until=until, paper_id=paper_id, by=by)


class TestPause:
    def test_it_is_in_the_ledger_with_its_reason_its_end_and_its_person(self, desk, ledger, clock):
        done = stop(desk, until="tomorrow 9:00", by="Ann")
        until = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)  # 9:00 in Tehran, the zone of the schedule
        assert ledger.account().pauses == (Pause(PauseCause.PERSON, "an accident", MONDAY, until, None, "Ann"),)
        assert (done.ledger, done.pause) == ("state.db", ledger.account().pauses[0])

    def test_it_stands_beside_the_other_pauses_and_a_rate_limit_does_not_end_it(self, desk, ledger):
        ledger.pause(ACCOUNT.id, paused("402", since=MONDAY))
        stop(desk)
        ledger.pause(ACCOUNT.id, paused("429", cause=PauseCause.RATE_LIMIT, since=MONDAY, until=MONDAY + HOUR))
        assert {one.cause for one in ledger.account().pauses} == {
            PauseCause.ACCOUNT_REFUSED, PauseCause.PERSON, PauseCause.RATE_LIMIT,
        }  # fmt: skip

    def test_it_is_written_before_the_ledger_knows_its_account(self, desk, project):
        open_ledger("state.db", create=True).close()
        stop(desk)
        assert desk.ledger.account().pauses[0].note == "an accident"
        assert status_of(desk.survey()).paused == "an accident"

    def test_no_ledger_is_made(self, desk, project):
        with pytest.raises(LedgerError, match=r"state.db: there is no ledger, so nothing was paused; .*pause: \{why"):
            stop(desk)
        assert not (project / "state.db").exists()

    @pytest.mark.parametrize(("ago", "seen"), [(0, True), (119, True), (121, False)])
    def test_services_that_were_seen_in_the_last_two_minutes_are_told(self, desk, ledger, ago, seen):
        ledger.sign(ServiceSign("host:1", MONDAY - HOUR, MONDAY - timedelta(seconds=ago)))
        assert [sign.name for sign in stop(desk).services] == ["host:1"] * seen

    @pytest.mark.parametrize("state", [PublicationState.CLAIMED, PublicationState.UNKNOWN])
    def test_a_post_in_flight_or_lost_is_told_of(self, desk, ledger, clock, state):
        ledger.claim(ACCOUNT.id, make_claim(at=MONDAY))
        if state is PublicationState.UNKNOWN:
            ledger.record("a1", state, MONDAY)
        assert stop(desk).opened.state is state

    @pytest.mark.parametrize(
        ("until", "why"),
        [
            ("today 9:00", r"is Mon 30 Nov 2026 09:00 Asia/Tehran, which is over already"),
            ("2026-11-29", "over already"),
            ("2026-11-30 05:59 UTC", "over already"),
            ("2036-11-30", "more than 2 years away; leave --until out"),
            ("soon", "'soon' is no moment that is understood; write it as"),
            ("30.11.2026", "two ways"),
            ("0h", "over already"),
        ],
    )
    def test_an_end_that_cannot_be_is_refused_with_what_was_understood(self, desk, ledger, until, why):
        with pytest.raises(ScicommError, match=why):
            stop(desk, until=until)
        assert ledger.account().pauses == ()

    def test_two_people_s_become_one_that_lasts_as_long_as_the_longer(self, desk, ledger, clock):
        stop(desk, "one", until="3h")
        clock.forward(hours=1)
        done = stop(desk, "two", until="1h")
        assert (done.pause.note, done.pause.since, done.pause.until) == ("one; two", MONDAY, MONDAY + 3 * HOUR)

    def test_one_of_a_paper_holds_that_paper(self, desk, ledger):
        stop(desk, paper_id="gcsf-als")
        states = desk.survey().forecast.states
        assert {where.reason for _, where in states} == {"paused"}
        assert desk.survey().forecast.why.kind is SkipKind.WAITING

    @pytest.mark.parametrize(
        ("paper_id", "hint"),
        [("gcsf-al", "did you mean gcsf-als?"), ("gcsf-als/authors", "this is a post; name its paper, gcsf-als"), ("zzz", "the papers are gcsf-als.")],
    )  # fmt: skip
    def test_a_paper_that_nobody_knows_is_refused(self, desk, ledger, paper_id, hint):
        with pytest.raises(NotFoundError, match=hint):
            stop(desk, paper_id=paper_id)
        assert ledger.account().pauses == ()

    @pytest.mark.parametrize("text", ["papers: [", "", "papers: 7"])
    def test_a_broken_file_is_in_nobody_s_way(self, desk, ledger, project, text):
        (project / "posts.yaml").write_text(text)
        assert stop(desk, until="2h", paper_id="gcsf-als").unseen_paper
        assert stop(desk, until="tomorrow 9:00").pause.until == datetime(2026, 12, 1, 9, tzinfo=UTC)

    def test_it_is_for_later_and_no_alarm(self, desk, ledger, clock):
        stop(desk)
        stop(desk, paper_id="gcsf-als")
        clock.forward(days=3)
        told = [(need.code, need.when) for need in status_of(survey_anyway(desk)).needs]
        assert told[:2] == [("paused", Need.LATER)] * 2
        assert Need.NOW not in {when for _, when in told}


class TestResume:
    def test_it_ends_a_person_s_pause_and_its_row_stays(self, desk, ledger):
        stop(desk)
        done = resume(desk, paper_id=None)
        assert (done.ended.note, done.left) == ("an accident", [])
        assert ledger.account().pauses == ()
        assert ledger._rows("SELECT count(*) AS n FROM pause WHERE ended_at IS NOT NULL")[0]["n"] == 1

    @pytest.mark.parametrize(
        "cause", [one for one in PauseCause if one not in {PauseCause.PERSON, PauseCause.FILE, PauseCause.MOVED}]
    )
    def test_no_other_is_ended(self, desk, ledger, cause):
        until = MONDAY + HOUR if cause is PauseCause.RATE_LIMIT else None
        ledger.pause(ACCOUNT.id, paused("why", cause=cause, since=MONDAY, until=until))
        done = resume(desk, paper_id=None)
        assert (done.ended, [one.cause for one in done.left]) == (None, [cause])
        assert len(ledger.account().pauses) == 1

    def test_the_account_s_and_a_paper_s_are_ended_each_by_itself(self, desk, ledger):
        stop(desk)
        stop(desk, "a mistake in it", paper_id="gcsf-als")
        first = resume(desk, paper_id="gcsf-als")
        assert (first.ended.note, [one.note for one in first.left]) == ("a mistake in it", ["an accident"])
        assert resume(desk, paper_id=None).ended.note == "an accident"
        assert resume(desk, paper_id=None).ended is None

    def test_one_that_is_over_by_itself_is_none(self, desk, ledger, clock):
        stop(desk, until="1h")
        clock.forward(hours=1)
        assert resume(desk, paper_id=None).ended is None

    def test_the_file_s_is_named_and_left(self, desk, ledger, project):
        stop(desk)
        path = project / "posts.yaml"
        path.write_text(f"pause: {{why: in the file}}\n{path.read_text('utf-8')}", "utf-8")
        done = resume(desk, paper_id=None)
        assert (done.ended.note, [one.note for one in done.left]) == ("an accident", ["in the file"])

    def test_without_a_ledger_nothing_is_made(self, desk, project):
        with pytest.raises(LedgerError, match="there is no ledger"):
            resume(desk, paper_id=None)
        assert not (project / "state.db").exists()


class TestInTheFile:
    """`pause:` at the top of posts.yaml stops everything, whatever is wrong with the rest of the file."""

    @pytest.fixture
    def write(self, project):
        path = project / "posts.yaml"
        whole = path.read_text("utf-8")
        return lambda top, rest=whole: path.write_text(f"{top}\n{rest}", "utf-8")

    def held(self, desk):
        found = desk.pause_in_file()
        return None if found is None else (found.note, found.until)

    @pytest.mark.parametrize(
        ("top", "until"),
        [
            ("pause: {why: an accident}", None),
            ("pause:\n  why: an accident", None),
            ('"pause": {"why": "an accident"}', None),
            ("pause: {why: an accident, until: 2026-12-24}", datetime(2026, 12, 23, 20, 30, tzinfo=UTC)),
            ("pause: {why: an accident, until: 2026-12-24 08:00}", datetime(2026, 12, 24, 4, 30, tzinfo=UTC)),
            ("pause: {why: an accident., until: '2026-12-24T08:00Z'}", datetime(2026, 12, 24, 8, tzinfo=UTC)),
        ],
    )
    def test_it_is_read_in_the_zone_of_the_schedule(self, desk, write, top, until):
        write(top)
        assert self.held(desk) == ("an accident", until)
        assert desk.document().content.pause.why.startswith("an accident")

    def test_it_stops_and_is_for_later(self, desk, ledger, write):
        write("pause: {why: an accident}")
        survey = desk.survey()
        assert {(where.state, where.reason) for _, where in survey.forecast.states} == {("held", "paused")}
        assert survey.forecast.why.kind is SkipKind.WAITING
        assert next((need.code, need.when) for need in status_of(survey).needs) == ("paused", Need.LATER)
        assert status_of(survey).paused == "an accident"

    def test_one_that_is_over_stops_nothing_and_breaks_no_file(self, desk, ledger, write):
        write("pause: {why: an accident, until: 2026-11-29}")
        assert self.held(desk) is None
        assert desk.survey().forecast.upcoming is not None

    @pytest.mark.parametrize(
        "top",
        [
            "pause:", "pause: yes", "pause: an accident", "pause: {}", "pause: [an accident]", "pause: {why: ''}",
            "pause: {reason: an accident}", "pause: {why: an accident, until: tomorrow}", "pause: {why: a, until: 2h}",
            "pause: {why: a, until: 24.12.2026}", "pause: {why: a, until: 2099-01-01}", "pause: {why: a, until: 2026}",
        ],
    )  # fmt: skip
    def test_one_that_nobody_understands_stops_everything_and_is_an_error(self, desk, write, top):
        write(top)
        assert "cannot be understood" in desk.pause_in_file().note
        with pytest.raises(ContentError, match="pause"):
            desk.document()

    @pytest.mark.parametrize("top", ["pause: {why: an accident", "pause: stop: now", "pause: {why: x}\n\tpapers: 7"])
    def test_in_a_file_that_is_no_yaml_it_stops_everything(self, desk, write, top):
        write(top)
        assert "cannot be understood" in desk.pause_in_file().note

    @pytest.mark.parametrize(
        ("top", "rest"),
        [("", "papers: 7"), ("title: 'After a pause: nothing'", "papers: ["), ("# pause: {why: x}", ""), ("a:\n  pause: {why: x}", "")],
    )  # fmt: skip
    def test_the_word_elsewhere_stops_nothing(self, desk, write, top, rest):
        write(top, rest)
        assert desk.pause_in_file() is None

    def test_the_rest_of_the_file_may_be_wrong(self, desk, write):
        write("pause: {why: an accident}", "papers: 7\nshedule: 8")
        assert self.held(desk) == ("an accident", None)

    def test_it_is_seen_as_soon_as_it_is_written_and_gone_as_soon_as_it_is_deleted(self, desk, write):
        assert self.held(desk) is None
        write("pause: {why: an accident}")
        assert self.held(desk) is not None
        write("")
        assert self.held(desk) is None

    def test_a_file_that_is_away_for_a_moment_says_what_it_said(self, desk, write, project):
        write("pause: {why: an accident}")
        assert self.held(desk) is not None
        (project / "posts.yaml").unlink()
        assert self.held(desk) is not None
