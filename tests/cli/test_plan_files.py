"""`plan --ics` and `plan --csv` write what the plan says into files for calendars and spreadsheets."""

import csv
import io
import json
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.calendar_reader import events
from support.yaml_samples import changed

NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("scicomm_bot.clock.SystemClock.now", lambda _: NOW)


def told(text):
    return " ".join(text.split())


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_calendar_has_each_post_when_the_plan_has_it(project, cli):
    ended = cli("plan", "--ics", "plan.ics")
    assert (ended.code, ended.err) == (0, "")
    assert told(ended.out) == (
        "The calendar is in plan.ics: 10 posts. Import it into any calendar; an import of a later one updates its "
        "events."
    )
    planned = json.loads(cli("plan", "--json").out)["plan"]
    found = events(Path("plan.ics").read_bytes())
    assert [(one["SUMMARY"], one["DTSTART"]) for one in found] == [
        (one["id"], f"{datetime.fromisoformat(one['slot']):%Y%m%dT%H%M%SZ}") for one in planned
    ]


def test_a_dash_prints_the_calendar_and_nothing_else(project):
    done = subprocess.run([sys.executable, "-m", "scicomm_bot", "plan", "--ics", "-"], capture_output=True, check=True)
    assert len(events(done.stdout)) == 10


def test_a_calendar_of_before_is_replaced_and_says_what_is_cancelled(project, cli):
    cli("plan", "--ics", "plan.ics")
    path = project / "posts.yaml"
    path.write_text(path.read_text().replace("- id: what-als-is\n", "- id: what-als-is\n        draft: true\n", 1))
    ended = cli("plan", "--ics", "plan.ics")
    assert "9 posts, and as cancelled 1 event that it had before." in told(ended.out)
    assert [one["STATUS"] for one in events(Path("plan.ics").read_bytes())].count("CANCELLED") == 1


def test_the_calendar_of_a_time_has_that_time_alone(project, cli):
    cli("plan", "--days", "1", "--ics", "plan.ics")
    assert len(events(Path("plan.ics").read_bytes())) == 1


def test_json_and_a_file_go_together(project, cli):
    ended = cli("plan", "--json", "--ics", "plan.ics", "--csv", "plan.csv")
    assert len(json.loads(ended.out)["plan"]) == len(events(Path("plan.ics").read_bytes())) == 10


@pytest.mark.parametrize("option", ["--ics", "--csv"])
@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("nowhere/plan.out", 1, "cannot be written: No such file or directory; name a file in a folder"),
        ("templates", 1, "cannot be written: a folder"),
        (".", 2, "names a folder; give the name of a file, such as plan."),
        ("", 2, "takes the name of a file, and got none"),
        ("posts.yaml", 1, "since the program reads such files; write it to plan."),
        ("state.db", 1, "since the program reads such files"),
        ("/dev/null", 1, "not an ordinary file"),
        ("foreign", 1, "and was left as it is; name another file"),
        ("link", 1, "is a link that leads to no file"),
    ],
)
def test_what_is_no_place_for_a_file_of_ours_is_refused(project, cli, option, name, code, said):
    Path("foreign").write_text("BEGIN:VCALENDAR\r\nPRODID:-//Another//EN\r\ndate,time,id\r\n")
    Path("link").symlink_to("leads-nowhere")
    before = {one: one.read_bytes() for one in project.iterdir() if one.is_file()}
    ended = cli("plan", option, name)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert {one: one.read_bytes() for one in project.iterdir() if one.is_file()} == before


def test_a_file_keeps_its_mode(project, cli):
    cli("plan", "--ics", "plan.ics")
    Path("plan.ics").chmod(0o640)
    cli("plan", "--ics", "plan.ics")
    assert stat.S_IMODE(Path("plan.ics").stat().st_mode) == 0o640


def test_the_table_has_a_row_for_each_post_in_both_zones(project, cli):
    ended = cli("plan", "--csv", "plan.csv", "--days", "2")
    assert told(ended.out) == "The table is in plan.csv: 10 posts."
    found = rows(Path("plan.csv").read_bytes().decode())
    assert len(found) == 10
    assert {name: found[0][name] for name in ("date", "time", "timezone", "slot_utc", "id", "paper", "price_usd", "state")} == {
        "date": "2026-11-30", "time": "17:30:00", "timezone": "Asia/Tehran", "slot_utc": "2026-11-30T14:00:00Z",
        "id": "gcsf-als/what-als-is", "paper": "gcsf-als", "price_usd": "0.015", "state": "pending",
    }  # fmt: skip
    assert [one["date"] for one in found].count("") == 9
    assert found[0]["text"].startswith("Amyotrophic ")


def test_a_post_without_a_slot_has_its_reason_in_the_table(project, cli):
    path = project / "posts.yaml"
    path.write_text(path.read_text().replace("- id: what-als-is\n", "- id: what-als-is\n        draft: true\n", 1))
    (draft,) = [one for one in rows(cli("plan", "--csv", "-").out) if one["id"] == "gcsf-als/what-als-is"]
    assert (draft["state"], draft["reason"], draft["slot_utc"]) == ("held", "draft", "")
    assert draft["why"]


def test_what_is_out_is_in_the_table_as_posted(project, cli):
    cli("post", "--once", "--dry-run")
    first = rows(cli("plan", "--dry-run", "--csv", "-").out)[0]
    assert (first["id"], first["state"], first["time"]) == ("gcsf-als/what-als-is", "posted", "09:30:00")


def test_no_cell_is_a_formula(project, cli):
    (project / "posts.yaml").write_text(changed("text: A text.", 'text: "=cmd|x!A1 in mice."'), "utf-8")
    cells = [cell for row in rows(cli("plan", "--csv", "-").out) for cell in row.values()]
    assert any(cell.startswith("'=cmd") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@"}]


def test_what_nobody_sees_is_written_out_in_a_table_as_well(project, cli):
    (project / "posts.yaml").write_text(changed("text: A text.", 'text: "A \\u202e \\e text."'), "utf-8")
    cli("plan", "--csv", "plan.csv")
    data = Path("plan.csv").read_text("utf-8")
    assert "A <U+202E> <U+001B> text." in data
    assert not {"\u202e", "\x1b"} & set(data)


def test_a_table_of_before_is_replaced(project, cli):
    Path("plan.csv").write_text("date,time,timezone,slot_utc,id,paper\r\nold\r\n")
    assert cli("plan", "--csv", "plan.csv").code == 0
    assert len(rows(Path("plan.csv").read_text())) == 10
