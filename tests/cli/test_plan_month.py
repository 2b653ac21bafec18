"""`plan --days`, `--from` and `--to`: every slot of a time, what it costs, and why each other post has none."""

import json
import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.paper_files import write_papers

NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
"""A Monday, 9:30 in Tehran."""


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: NOW)


def lines(ended):
    assert (ended.code, ended.err) == (0, "")
    return ended.out.splitlines()


def edit(project, *changes):
    path = project / "posts.yaml"
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)


def test_each_slot_has_a_line_by_weeks_and_months_and_each_month_its_sum(shipped, cli):
    found = lines(cli("plan", "--from", "2026-12-08", "--to", "2026-12-19"))
    assert found[: found.index("")] == [
        "December 2026, Asia/Tehran",
        "  Week 50, from Mon 07 Dec",
        "  Wed 09 Dec 17:30  $0.015  gcsf-als/what-the-review-did",
        "  Sat 12 Dec 10:30  $0.015  gcsf-als/authors",
        "  Week 51, from Mon 14 Dec",
        "  Mon 14 Dec 17:30  $0.200  gcsf-als/source",
        "  Wed 16 Dec 17:30       -  nothing is left to post",
        "  Sat 19 Dec 10:30       -  nothing is left to post",
        "  December 2026: 3 posts to come for $0.230.",
    ]


def test_what_is_planned_of_a_time_is_what_is_planned_without_one(shipped, cli):
    whole = json.loads(cli("plan", "--json").out)["plan"]
    for asked in (["--days", "60"], ["--from", "2026-12-05", "--to", "2026-12-12"], ["--days", "1"]):
        told = json.loads(cli("plan", "--json", *asked).out)
        between = [one for one in whole if told["from"] <= one["slot"] < told["to"]]
        assert told["plan"] == between
    assert len(between) == 1


def test_costs_are_told_by_month_and_in_all(shipped, cli):
    found = lines(cli("plan", "--days", "30"))
    at = found.index("What is to come costs:")
    assert [" ".join(line.split()) for line in found[at + 1 : at + 5]] == [
        "November 2026 1 post $0.015",
        "December 2026 6 posts $0.275",
        "in all 7 posts $0.290",
        "7 posts scheduled, for $0.290 (X's prices of 2026-08-22).",
    ]


def test_costs_are_told_by_paper_where_there_are_several(project, cli):
    write_papers(project, "alpha", "beta")
    found = lines(cli("plan", "--days", "30"))
    at = found.index("What is to come costs:")
    assert [" ".join(line.split()) for line in found[at + 1 : at + 6]] == [
        "November 2026 1 post $0.015",
        "December 2026 7 posts $0.105",
        "alpha 4 posts $0.060",
        "beta 4 posts $0.060",
        "in all 8 posts $0.120",
    ]
    told = json.loads(cli("plan", "--json", "--days", "30").out)
    assert told["papers"] == [{"paper": one, "posts": 4, "price_usd": 0.06} for one in ("alpha", "beta")]
    assert [(one["month"], one["posts"]) for one in told["months"]] == [("2026-11", 1), ("2026-12", 7)]


def test_months_are_those_of_the_schedules_zone(shipped, cli):
    edit(shipped, ("30 17 * * 1,3", "15 0 1 12 *"))  # 20:45 on 30 November in UTC
    told = json.loads(cli("plan", "--json", "--days", "2").out)
    assert [one["month"] for one in told["months"]] == ["2026-12"]
    assert told["slots"][0] | {"why_empty": 0} == {
        "slot": "2026-11-30T20:45:00+00:00", "local": "2026-12-01T00:15:00+03:30", "exact": False,
        "ids": ["gcsf-als/studies-in-people"], "price_usd": 0.015, "why_empty": 0,
    }  # fmt: skip


def test_each_post_without_a_slot_says_why(shipped, cli, monkeypatch):
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    edit(shipped, ("      - id: what-gcsf-is\n", "      - id: what-gcsf-is\n        draft: true\n"))
    cli("approve", "gcsf-als/authors", "gcsf-als/source", "--by", "Jane Doe")
    told = " ".join(cli("plan", "--days", "2").out.split())
    assert "6 posts without a slot in this time: not approved: gcsf-als/studies-in-people, " in told
    assert "a draft: gcsf-als/what-gcsf-is " in told
    found = {one["id"]: one for one in json.loads(cli("plan", "--json", "--days", "2").out)["without"]}
    assert (found["gcsf-als/what-als-is"]["reason"], found["gcsf-als/what-gcsf-is"]["reason"]) == (
        "unapproved",
        "draft",
    )
    assert found["gcsf-als/source"]["message"]


def test_a_day_of_many_empty_slots_has_one_line_for_them(shipped, cli):
    edit(shipped, ("30 10 * * 6", "*/10 9 * * *"), ("30 17 * * 1,3", "*/10 9 * * *"))
    found = lines(cli("plan", "--from", "2026-12-03", "--to", "2026-12-03"))
    assert found[2:4] == [
        "  Thu 03 Dec 09:00       -  nothing is left to post (6 slots up to 09:50)",
        "  December 2026: 0 posts to come for $0.000.",
    ]


def test_what_is_out_is_shown_where_the_time_has_begun(shipped, cli):
    cli("post", "--once", "--dry-run")
    found = lines(cli("plan", "--dry-run", "--from", "2026-11-01", "--to", "2026-11-30"))
    assert found[2] == "  Mon 30 Nov 09:30  $0.015  gcsf-als/studies-in-people, out"
    assert found[3] == "  Mon 30 Nov 17:30  $0.015  gcsf-als/five-activities"
    assert found[4] == "  November 2026: 1 post to come for $0.015, and 1 post out for $0.015."


@pytest.mark.parametrize(
    "line",
    ['pause: {why: Holidays., until: "2026-12-24"}\nschedule:\n', "schedule:\n  quiet: [30 nov to 23 dec]\n"],
    ids=["a pause", "quiet time"],
)
def test_however_many_slots_come_before_the_first_that_is_filled_the_plan_reaches_it(shipped, cli, line):
    edit(shipped, ("schedule:\n", line), ("30 17 * * 1,3", "* * * * *"))
    assert json.loads(cli("plan", "--json").out)["plan"][0]["slot"] == "2026-12-23T20:30:00+00:00"


def test_a_pause_is_said_first_and_why_each_slot_is_empty(shipped, cli):
    edit(shipped, ("schedule:\n", "pause: {why: The minister died.}\nschedule:\n"))
    found = lines(cli("plan", "--days", "3"))
    assert found[0].startswith("PAUSED: the account is paused: The minister died")
    assert any("Mon 30 Nov 17:30       -  the account is paused: The minister died" in line for line in found)


def test_no_slot_at_all_is_said_with_what_to_write(shipped, cli):
    text = (shipped / "posts.yaml").read_text()
    start, end = text.index("  slots:"), text.index("  least_gap")
    (shipped / "posts.yaml").write_text(text[:start] + "  slots: []\n" + text[end:])
    told = " ".join(cli("plan", "--days", "30").out.split())
    assert "The schedule has no slot: write some below `schedule:` in posts.yaml, as `slots:`." in told
    assert "0 posts scheduled, for $0.000" in told
    assert "7 posts without a slot in this time:" in told


def test_a_time_without_a_slot_says_so(shipped, cli):
    told = cli("plan", "--from", "2026-12-03", "--to", "2026-12-04").out
    assert told.startswith("No slot lies in this time.\n0 posts scheduled")


def test_no_paper_says_what_to_do(project, cli):
    (project / "posts.yaml").write_text('include: "papers/*.yaml"\nschedule: {slots: ["30 9 * * *"]}\n')
    told = cli("plan", "--days", "2")
    assert told.code == 0
    assert "No paper yet: `scicomm-bot add` makes the file of one" in told.out


@pytest.mark.parametrize("asked", [["--days", "3655"], ["--to", "2036-11-30"]])
def test_ten_years_can_be_asked_for_at_any_hour(shipped, cli, asked):
    edit(shipped, ("30 17 * * 1,3", "30 17 1 1 *"), ("30 10 * * 6", "30 10 1 1 *"), ("Asia/Tehran", "Europe/Brussels"))
    assert lines(cli("plan", *asked))[0] == "January 2027, Europe/Brussels"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--days", "0"], 2, "--days: must be 1 or more"),
        (["--days", "-3"], 2, "--days: must be 1 or more"),
        (["--days", "146000"], 2, "--days: must be at most 3655"),
        (["--days", "a month"], 2, "--days: invalid number value: 'a month'"),
        (["--days", "1.5"], 2, "--days: invalid number value: '1.5'"),
        (["--days", "3", "--from", "2026-12-01"], 2, "either --days, or --from and --to"),
        (["--days", "3", "--to", "2026-12-01"], 2, "either --days, or --from and --to"),
        (["--from", "2026-12-20", "--to", "2026-12-01"], 1, "--to 2026-12-01 is before --from 2026-12-20"),
        (["--from", "2025-12-20"], 1, "30 days from --from 2025-12-20 is over"),
        (["--to", "2426-12-20"], 1, "--to 2426-12-20 is too far away"),
        (["--json", "--ics", "-"], 2, "--json, --ics - and --csv - all print to standard output"),
        (["--csv", "-", "--ics", "-"], 2, "--json, --ics - and --csv - all print to standard output"),
        (["--csv", "a", "--ics", "a"], 2, "--ics and --csv both name a"),
    ],
)
def test_bad_options_are_refused_in_a_line(project, cli, words, code, said):
    ended = cli("plan", *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err.splitlines()[-1]


def test_with_json_an_expected_failure_is_json(project, cli):
    ended = cli("plan", "--json", "--from", "2026-12-20", "--to", "2026-12-01")
    assert (ended.code, ended.err) == (1, "")
    assert json.loads(ended.out) == {"error": "--to 2026-12-01 is before --from 2026-12-20"}


def test_more_slots_than_anybody_reads_are_refused(project, cli):
    edit(project, ("slots:", 'slots:\n    - "* * * * *"'))
    ended = cli("plan", "--days", "365")
    assert ended.code == 1
    assert "more than 250,000 slots come before that day; ask for fewer days" in ended.err


def in_terminal(columns, *words):
    """Run the program in a terminal of so many columns; return what it writes there."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    env.pop("NO_COLOR")
    with subprocess.Popen([sys.executable, "-m", "scicomm_bot", *words], stdout=theirs, stderr=theirs, env=env) as one:
        os.close(theirs)
        said = b""
        while True:
            try:
                more = os.read(ours, 65_536)
            except OSError:
                break
            if not more:
                break
            said += more
        one.wait()
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [80, 40])
def test_no_line_is_wider_than_the_terminal(shipped, columns):
    said = in_terminal(columns, "plan", "--days", "30")
    plain = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in said.splitlines()]
    assert max(map(len, plain)) <= columns
    assert "\x1b[1m" in said
    assert any(line.lstrip().startswith("gcsf-als/source") or line.endswith("gcsf-als/source") for line in plain)


def test_a_pipe_gets_no_colours(shipped):
    done = subprocess.run(
        [sys.executable, "-m", "scicomm_bot", "plan", "--days", "30"],
        env={name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"},
        capture_output=True,
        check=True,
    )
    assert b"\x1b" not in done.stdout
    assert b"  Week " in done.stdout


def test_nothing_is_imported_for_a_calendar_that_nobody_asks_for(shipped):
    loaded = (
        "import sys; from scicomm_bot.cli import main; main(sys.argv[1:]); "
        "print([name for name in ('icalendar', 'holidays', 'csv') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", loaded, "plan"], capture_output=True, text=True, check=True)
    assert "icalendar" not in done.stderr
    assert "holidays" not in done.stderr
    assert not list(Path().glob("*.ics"))


# With quiet time, moments and an embargo


def quiet(project, *entries):
    edit(project, ("  least_gap_minutes: 30\n", f"  least_gap_minutes: 30\n  quiet: [{', '.join(entries)}]\n"))


def test_a_moment_in_quiet_hours_is_shown_as_empty_with_the_hours(shipped, cli):
    quiet(shipped, "'wed 12:00-18:00'")
    found = lines(cli("plan", "--days", "4"))
    assert "  Wed 02 Dec 17:30       -  quiet: wed 12:00-18:00" in found
    slots = json.loads(cli("plan", "--json", "--days", "4").out)["slots"]
    assert [(one["slot"][:10], one["why_empty"] and one["why_empty"]["reason"]) for one in slots] == [
        ("2026-11-30", None),
        ("2026-12-02", "quiet"),
    ]


def test_a_quiet_day_is_one_line_with_the_times_that_it_takes(shipped, cli):
    quiet(shipped, "2026-12-01 to 2026-12-02")
    found = lines(cli("plan", "--days", "3"))
    at = found.index("  Tue 01 Dec                quiet: 2026-12-01 to 2026-12-02")
    assert found[at + 1 : at + 3] == [
        "  Wed 02 Dec                quiet: 2026-12-01 to 2026-12-02; no post at 17:30",
        "  December 2026: 0 posts to come for $0.000.",
    ]


def test_all_that_is_quiet_is_no_schedule_without_slots(shipped, cli):
    quiet(shipped, "'mon-sun'")
    told = cli("plan", "--days", "3").out
    assert "The schedule has no slot" not in told
    assert told.count("quiet: every day") == 3


def test_a_post_with_a_moment_of_its_own_says_so(shipped, cli):
    edit(shipped, ("      - id: what-als-is\n", "      - id: what-als-is\n        at: 2026-12-01 11:11\n"))
    assert "  Tue 01 Dec 11:11  $0.015  gcsf-als/what-als-is (`at:`)" in lines(cli("plan", "--days", "2"))
    exact = [one["exact"] for one in json.loads(cli("plan", "--json", "--days", "2").out)["slots"]]
    assert exact == [False, True]


@pytest.mark.parametrize("asked", [["--days", "3"], ["--days", "30"], []])
def test_a_moment_in_quiet_time_is_the_reason_whenever_the_plan_ends(shipped, cli, asked):
    edit(shipped, ("      - id: what-als-is\n", "      - id: what-als-is\n        at: 2026-12-04 11:11\n"))
    quiet(shipped, "fri")
    told = " ".join(cli("plan", *asked).out.split())
    assert "quiet hours: gcsf-als/what-als-is" in told
    assert "its moment, 2026-12-04 11:11 Asia/Tehran (`at:`), lies in quiet time: fri" in told
    assert "has passed" not in told


def test_a_post_under_embargo_says_until_when_in_the_schedules_zone_and_then_has_a_slot(shipped, cli):
    edit(shipped, ("    journal: Acta", '    not_before: "2026-12-20 10:00 Asia/Tehran"\n    journal: Acta'))
    found = " ".join(cli("plan", "--days", "3").out.split())
    assert (
        "7 posts without a slot in this time: under embargo until Sun 20 Dec 2026 10:00 Asia/Tehran: gcsf-als/" in found
    )
    assert cli("plan").out.startswith("Mon 21 Dec 2026 17:30 Asia/Tehran    $0.015  gcsf-als/studies-in-people\n")


def test_a_paper_whose_time_is_over_before_its_turn_says_so(shipped, cli):
    edit(shipped, ("    journal: Acta", '    not_after: "2026-12-03"\n    journal: Acta'))
    for asked in (["--days", "30"], []):
        told = " ".join(cli("plan", *asked).out.split())
        assert "its time is over: gcsf-als/what-als-is, " in told
    assert len(json.loads(cli("plan", "--json").out)["plan"]) == 2


def test_after_a_budget_is_used_up_posts_go_on_in_the_next_month(shipped, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", "0.02")
    told = cli("plan", "--days", "60").out
    assert re.findall(r"^  (\w+ \d\d \w+) \d\d:\d\d  \$", told, re.MULTILINE) == [
        "Mon 30 Nov",
        "Wed 02 Dec",
        "Sat 02 Jan",
    ]
    assert "gcsf-als/what-als-is would go over this month's budget" in " ".join(told.split())


def test_slots_cut_the_calendar_and_say_what_comes_later(shipped, cli):
    quiet(shipped, "fri")
    found = cli("plan", "--days", "30", "--slots", "2").out
    assert "6 posts scheduled" not in found
    assert "quiet: fri" not in found
    assert "no slot is left in this time: gcsf-als/what-als-is, " in " ".join(found.split())


def test_slots_without_a_time_are_those_that_have_a_post(shipped, cli):
    quiet(shipped, "2026-12-01 to 2027-01-31")
    told = json.loads(cli("plan", "--json", "--slots", "2").out)
    assert [one["slot"][:10] for one in told["plan"]] == ["2026-11-30", "2027-02-01"]


@pytest.mark.parametrize(
    ("zone", "now", "clocks"),
    [
        ("Europe/Brussels", datetime(2027, 10, 30, 12, 0, tzinfo=UTC), ["02:30+0200"]),
        ("Europe/Brussels", datetime(2027, 3, 27, 12, 0, tzinfo=UTC), ["03:00"]),
        ("America/New_York", datetime(2027, 3, 13, 12, 0, tzinfo=UTC), ["03:00"]),
        ("Australia/Lord_Howe", datetime(2027, 4, 3, 0, 0, tzinfo=UTC), ["02:30"]),
    ],
)
def test_a_time_that_the_clocks_show_twice_or_never_is_told_apart(shipped, cli, monkeypatch, zone, now, clocks):
    monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: now)
    edit(shipped, ("Asia/Tehran", zone), ("30 17 * * 1,3", "30 2 * * 0"), ("30 10 * * 6", "30 2 * * 0"))
    found = [line.split()[3] for line in lines(cli("plan", "--days", "2")) if "$0.015  gcsf" in line]
    assert found == clocks


def test_a_calendar_does_not_tell_of_the_time_before_it(shipped, cli):
    edit(shipped, ("    journal: Acta", '    not_before: "2026-12-03 10:00 Asia/Tehran"\n    journal: Acta'))
    assert "Nothing goes out before Sat 05 Dec 2026 10:30 Asia/Tehran: " in " ".join(cli("plan").out.split())
    told = cli("plan", "--from", "2026-12-08", "--to", "2026-12-10").out
    assert "Wed 09 Dec 17:30  $0.015" in told
    assert "Nothing goes out" not in told


def test_preview_shows_the_moment_of_a_post_that_has_one_to_come(shipped, cli):
    edit(shipped, ("        text:", '        at: "2026-12-05 09:15"\n        text:'))
    assert cli("preview").out.count("\n  goes out at Sat 05 Dec 2026 09:15 Asia/Tehran (`at:`)\n") == 1
