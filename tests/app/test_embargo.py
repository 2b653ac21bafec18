"""An embargo in the files that people write: what a desk holds, what it says, and the look just before the first byte."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.afresh import Afresh
from scicomm_bot.app.approving import Word, approve
from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.diagnostics import diagnose
from scicomm_bot.app.status import status_of
from scicomm_bot.domain.obstacle import Need, ObstacleCode
from scicomm_bot.settings import Settings
from support.fakes import FakeClock

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
ENDS = datetime(2026, 12, 10, 10, 0, tzinfo=UTC)
LINE = "    not_before: 2026-12-10 10:00 Europe/London\n"


@pytest.fixture
def clock():
    return FakeClock(MONDAY)


@pytest.fixture
def desk(project, clock, monkeypatch):
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
    with Desk(Settings(dry_run=False), clock, rehearse=False, access=Access.MAKE) as desk:
        approve(desk, ["gcsf-als"], Word("Jane Doe"))
        yield desk


def write(project, paper="", finding="", schedule=""):
    """Put lines into the paper, its first finding and the schedule of the shipped file."""
    path = project / "posts.yaml"
    text = path.read_text(encoding="utf-8")
    for before, lines in (("    title:", paper), ("        text:", finding)):
        at = text.index(before)
        text = text[:at] + lines + text[at:]
    path.write_text(text.replace("schedule:\n", f"schedule:\n{schedule}"), encoding="utf-8")


def reasons(survey):
    return {where.reason for _, where in survey.forecast.states}


def test_every_post_is_held_in_every_mode(project, desk, clock):
    write(project, LINE)
    with Desk(Settings(dry_run=True), clock, rehearse=True, access=Access.MAKE) as rehearsal:
        assert (reasons(desk.survey()), reasons(rehearsal.survey())) == ({"embargo"}, {"embargo"})
    clock.time = ENDS
    assert reasons(desk.survey()) == {None}


def test_it_is_told_by_the_clocks_of_the_schedule(project, desk):
    write(project, LINE)
    [obstacle] = {where.obstacle for _, where in desk.survey().forecast.states}
    assert obstacle.message == "under embargo until 2026-12-10 13:30 Asia/Tehran"


def test_a_paper_under_embargo_needs_nobody(project, desk):
    write(project, LINE)
    status = status_of(desk.survey())
    assert [need for need in status.needs if need.code == "embargo" or need.when is Need.NOW] == []
    assert status.survey.forecast.why.why.code is ObstacleCode.EMBARGO


def test_one_that_is_set_while_a_picture_goes_up_stops_the_post(project, desk, clock):
    afresh = Afresh(desk, desk.read())
    post = next(one for one in afresh.posts("gcsf-als"))
    assert afresh.held_since(post, clock.now()) is None
    write(project, LINE)
    held = afresh.held_since(post, clock.now())
    assert (held.code, held.until) == (ObstacleCode.EMBARGO, ENDS)
    assert afresh.held_since(post, ENDS) is None


def test_the_last_word_on_a_post_knows_of_it(project, desk):
    edition = desk.read()
    afresh = Afresh(desk, edition)
    post = next(one for one in afresh.posts("gcsf-als"))
    word = desk._last_word(afresh)
    assert word.obstacle(post) is None
    write(project, LINE)
    assert word.obstacle(post).code is ObstacleCode.EMBARGO


def test_a_post_that_is_gone_from_its_file_meanwhile_is_not_sent(project, desk, clock):
    afresh = Afresh(desk, desk.read())
    post = next(one for one in afresh.posts("gcsf-als"))
    text = (project / "posts.yaml").read_text(encoding="utf-8")
    (project / "posts.yaml").write_text(
        text.replace(f"id: {post.id.partition('/')[2]}", "id: another"), encoding="utf-8"
    )
    assert afresh.held_since(post, clock.now()).code is ObstacleCode.FILE


def test_it_stands_above_the_paper_with_the_schedule_s_time_and_as_it_was_written(project, cli, monkeypatch, clock):
    monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: clock.now())
    write(project, LINE)
    lines = cli("preview").out.splitlines()
    assert lines[0] == lines[4] == "=" * 80
    assert lines[1:4] == [
        "EMBARGO: gcsf-als",
        "  No post of this paper goes out before Thu 10 Dec 2026 13:30 Asia/Tehran.",
        "  In the file: not_before: 2026-12-10 10:00 Europe/London",
    ]
    posts = json.loads(cli("preview", "--json").out)["posts"]
    assert {post["not_before"] for post in posts} == {"2026-12-10T10:00:00+00:00"}
    assert {(post["state"], post["reason"]) for post in posts} == {("held", "embargo")}


def test_a_post_of_it_is_refused_to_a_person_in_a_rehearsal_too(project, cli, monkeypatch, clock):
    monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: clock.now())
    write(project, LINE)
    done = cli("post", "--once", _first(cli))
    assert done.code == 1
    assert "under embargo until 2026-12-10 13:30 Asia/Tehran" in done.err
    assert "Try again after 2026-12-10 13:30:00 Asia/Tehran." in done.err


def _first(cli):
    return json.loads(cli("preview", "--json").out)["posts"][0]["id"]


def noted(desk, rule="moment"):
    return [one.message for one in diagnose(desk).diagnostics if one.rule == rule]


def test_check_tells_nothing_of_the_moment_of_a_draft(project, desk):
    write(project, finding="        draft: true\n        at: 2026-11-29 10:30\n")
    assert noted(desk) == []


def test_check_tells_of_a_pause_in_the_file_that_is_over(project, desk):
    path = project / "posts.yaml"
    pause = "pause: {why: Holidays., until: 2026-11-29}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("schedule:\n", f"{pause}schedule:\n"), encoding="utf-8")
    [told] = noted(desk, "schedule")
    assert told.startswith("pause: it is over since 2026-11-29 00:00 Asia/Tehran")
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-29", "2026-12-29"), encoding="utf-8")
    assert noted(desk, "schedule") == []


@pytest.mark.parametrize(
    ("paper", "finding", "schedule", "said"),
    [
        ("", "2026-11-29 10:30", "", "which has passed"),
        ("", "2026-12-11 10:30", "  quiet: [fri]\n", "which lies in quiet time (fri)"),
        (LINE, "2026-12-09 10:30", "", "which comes before the end of the embargo, 2026-12-10 13:30 Asia/Tehran"),
        ("    not_after: 2026-12-08\n", "2026-12-09 10:30", "", "which comes when its paper's time is over"),
    ],
    ids=["in the past", "in quiet time", "under embargo", "after the end"],
)
def test_check_tells_of_a_moment_at_which_nothing_will_go_out(project, desk, paper, finding, schedule, said):
    write(project, paper, f"        at: {finding}\n", schedule)
    [told] = noted(desk)
    assert said in told


def test_check_is_silent_about_a_moment_that_is_right(project, desk):
    write(project, LINE, "        at: 2026-12-10 13:30\n", "  quiet: [fri]\n")
    assert (noted(desk), noted(desk, "schedule")) == ([], [])


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ("2026-12-12 10:30", "is the same moment as that of"),
        ("2026-12-12 10:33", "comes 3 minutes after that of"),
        ("2026-12-12 17:40", None),
    ],
)
def test_check_tells_of_moments_that_are_too_near_to_one_another(project, desk, second, said):
    write(project, "", "        at: 2026-12-12 10:30\n")
    text = (project / "posts.yaml").read_text(encoding="utf-8")
    at = text.index("        text:", text.index("        text:") + 20)
    (project / "posts.yaml").write_text(f"{text[:at]}        at: {second}\n{text[at:]}", encoding="utf-8")
    assert [said in one for one in noted(desk)] == [True] * (said is not None)


@pytest.mark.parametrize(
    ("zone", "at", "said"),
    [
        ("Europe/Brussels", "2027-03-28 02:30", "does not exist; it is read as 03:30"),
        ("Europe/Brussels", "2027-10-31 02:30", "comes twice; it is read as the later one"),
        ("Australia/Lord_Howe", "2027-10-03 02:15", "does not exist; it is read as 02:45"),
        ("Europe/Brussels", "2027-03-28 02:30 Asia/Tehran", None),
        ("Europe/Brussels", "2027-03-28 01:30Z", None),
        ("Asia/Tehran", "2027-03-22 00:30", None),
    ],
)
def test_check_tells_of_a_moment_at_which_the_clocks_are_changed(project, desk, zone, at, said):
    write(project, "", f"        at: {at}\n")
    path = project / "posts.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("timezone: Asia/Tehran", f"timezone: {zone}"), encoding="utf-8"
    )
    assert [said in one for one in noted(desk)] == [True] * (said is not None)


def test_the_next_post_is_told_with_its_own_moment(project, desk, clock):
    write(project, "", "        at: 2026-11-30 11:00\n", "  most_per_day: 1\n")
    ahead = desk.survey().forecast
    assert ahead.at <= datetime(2026, 11, 30, 7, 30, tzinfo=UTC) + timedelta(days=7)
    assert ahead.upcoming is not None
