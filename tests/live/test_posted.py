"""`posted`: what a person shared is not posted again, and hides no lost post."""

import json
from datetime import UTC, datetime, timedelta

from scicomm_bot.medium.ids import first_id_at
from xserver import Fault, Kind

CREATE = "POST /2/tweets"
POST = ("post", "--once", "--live")


def an_hour_ago():
    return first_id_at(datetime.now(UTC) - timedelta(hours=3))


def test_it_is_not_posted_and_history_shows_it_as_shared_by_hand(live, x, cli, posts):
    cli(*POST)
    done = cli("posted", posts[1].id, "--as", an_hour_ago())
    assert done.code == 0
    assert f"{posts[1].id} is out, shared by hand on " in done.out
    assert "Ledger: state.db" in done.out
    cli(*POST)
    assert [post.text for post in x.posts] == [posts[0].text, posts[2].text]
    assert "posted (shared by hand) $0.000" in " ".join(cli("history").out.split())
    told = json.loads(cli("history", "--json").out)["publications"]
    assert [(one["by_hand"], one["price_usd"]) for one in told] == [(False, 0.015), (True, 0.0), (False, 0.015)]


def test_one_that_was_shared_before_a_lost_post_hides_it_from_no_look(live, x, cli, posts, later):
    """Looks begin at the greatest own id that the bot has seen; what a person shared says nothing of what is before."""
    cli(*POST)
    x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
    cli(*POST)
    ahead = first_id_at(datetime.now(UTC) + timedelta(minutes=50))  # by a clock that is a little ahead
    refused = cli("posted", posts[4].id, "--as", ahead)
    assert refused.code == 1
    assert f"{posts[1].id} is in flight, or its answer was lost" in refused.err
    later(minutes=2)
    assert f"An earlier attempt at {posts[1].id} had gone through" in cli(*POST).out
    assert cli("posted", posts[4].id, "--as", ahead).code == 0
    x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
    cli(*POST)
    later(minutes=4)
    assert "An earlier attempt at " in cli(*POST).out
    texts = [post.text for post in x.posts]
    assert len(texts) == len(set(texts))


def test_it_acts_on_the_live_ledger_in_a_dry_run_and_makes_none(live, x, cli, ledger, posts, monkeypatch):
    monkeypatch.delenv("SCICOMM_DRY_RUN")
    assert cli("posted", posts[0].id, "--as", an_hour_ago()).code == 1
    assert not list(live.glob("state*"))
    cli(*POST)
    assert cli("posted", posts[1].id, "--as", an_hour_ago()).code == 0
    assert [one.by_hand for one in ledger().publications()] == [False, True]
