"""What is out stays in the plan's month, calendar file and table, with its address and what was paid."""

import csv
import io
from datetime import UTC, datetime

from scicomm_bot.app.calendar_file import uid_of
from support.calendar_reader import events


def test_a_post_keeps_its_event_when_it_is_out_and_gets_its_address(live, x, cli, posts):
    cli("plan", "--ics", "plan.ics")
    planned = events((live / "plan.ics").read_bytes())[0]
    assert cli("post", "--once", "--live").code == 0
    cli("plan", "--ics", "plan.ics")
    out = next(one for one in events((live / "plan.ics").read_bytes()) if one["UID"] == uid_of(posts[0]))
    assert planned["UID"] == out["UID"]
    assert (planned["STATUS"], out["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert out["URL"] == f"https://x.com/i/web/status/{x.posts[0].id}"
    assert out["SUMMARY"] == f"{posts[0].id} (out)"
    assert int(planned["SEQUENCE"]) < int(out["SEQUENCE"])


def test_a_withdrawn_post_is_cancelled_in_the_calendar(live, x, cli, posts):
    cli("post", "--once", "--live")
    cli("withdraw", posts[0].id, "--why", "A word was wrong.", "--live")
    cli("plan", "--ics", "plan.ics")
    (gone,) = [one for one in events((live / "plan.ics").read_bytes()) if one["UID"] == uid_of(posts[0])]
    assert (gone["STATUS"], gone.get("URL")) == ("CANCELLED", None)


def test_the_month_and_the_table_show_where_it_is(live, x, cli, posts):
    cli("post", "--once", "--live")
    day = f"{datetime.now(UTC):%Y-%m-01}"
    address = f"https://x.com/i/web/status/{x.posts[0].id}"
    assert f"{posts[0].id}, out: {address}" in " ".join(cli("plan", "--from", day).out.split())
    first = next(csv.DictReader(io.StringIO(cli("plan", "--csv", "-").out)))
    assert (first["id"], first["state"], first["address"]) == (posts[0].id, "posted", address)
