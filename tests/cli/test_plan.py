"""`plan` shows which post goes out at which slot."""

import json


def test_each_pending_post_gets_the_next_slot_in_order(project, cli):
    plan = json.loads(cli("plan", "--json").out)
    assert len(plan["plan"]) == 10
    assert [entry["id"] for entry in plan["plan"]][:2] == ["gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"]
    slots = [entry["slot"] for entry in plan["plan"]]
    assert slots == sorted(set(slots))
    assert (plan["price_usd"], plan["without_a_slot"]) == (0.335, [])


def test_slots_can_be_limited(project, cli):
    plan = json.loads(cli("plan", "--slots", "3", "--json").out)
    assert (len(plan["plan"]), len(plan["without_a_slot"]), plan["price_usd"]) == (3, 7, 0.045)
    assert "7 more posts without a slot." in cli("plan", "--slots", "3").out.splitlines()


def test_lines_show_local_time_price_and_id_and_then_the_sum(project, cli):
    lines = cli("plan").out.splitlines()
    assert lines[0].endswith(":30 Asia/Tehran    $0.015  gcsf-als/what-als-is")
    assert lines[10].startswith("10 posts scheduled, for $0.335 (X's prices of 20")


def test_without_slots_every_post_is_without_a_slot(project, cli):
    path = project / "posts.yaml"
    text = path.read_text()
    start, end = text.index("  slots:"), text.index("  least_gap")
    path.write_text(text[:start] + "  slots: []\n" + text[end:])
    assert len(json.loads(cli("plan", "--json").out)["without_a_slot"]) == 10


def test_no_slots_is_a_usage_error(project, cli):
    assert cli("plan", "--slots", "0").code == 2
