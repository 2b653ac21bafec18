"""A withdrawn post looks withdrawn wherever it is shown: its state stays `posted`, but nobody is led to a dead address."""

import json
from datetime import UTC, datetime

import pytest

FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
WHY = "A figure was wrong."
GONE = f"withdrawn on {datetime.now(UTC).day} {datetime.now(UTC):%B %Y}: A figure was wrong"
"""By days of UTC; the fixture sets the schedule to that zone."""


def flat(text):
    return " ".join(text.split())


@pytest.fixture
def folder(live, x, cli):
    """A live project in which the first post was withdrawn, and the second is out."""
    path = live / "posts.yaml"
    path.write_text(path.read_text("utf-8").replace("timezone: Asia/Tehran", "timezone: UTC"), "utf-8")
    cli("post", "--once", "--live")
    cli("withdraw", FIRST, "--why", WHY, "--live")
    cli("post", "--once", "--live")
    return live


@pytest.fixture
def address(folder, x):
    """The address under which the withdrawn post was."""
    return f"https://x.com/i/web/status/{x.posts[0].id}"


def of(posts, post_id):
    return next(post for post in posts if post["id"] == post_id)


@pytest.mark.parametrize("command", ["preview", "status"])
def test_json_keeps_the_state_and_says_when_and_why(folder, cli, command):
    posts = json.loads(cli(command, "--json").out)["posts"]
    first, second = of(posts, FIRST), of(posts, SECOND)
    assert (first["state"], first["withdrawn_why"]) == ("posted", WHY)
    assert datetime.fromisoformat(first["withdrawn_at"]) >= datetime.fromisoformat(first["posted_at"])
    assert (second["state"], second["withdrawn_at"], second["withdrawn_why"]) == ("posted", None, None)
    assert of(posts, "gcsf-als/authors")["withdrawn_at"] is None


def test_preview_calls_it_withdrawn(folder, cli, address):
    told = cli("preview").out
    assert told.splitlines()[0].split() == [FIRST, "withdrawn"]
    assert f"  {GONE}.\n" in told
    assert "8 pending, 1 posted, 1 withdrawn" in flat(told)
    assert address not in told


def test_status_does_not_count_it_as_out(folder, cli, address):
    told = cli("status").out
    assert "Out: 1 of 10 posts; 1 withdrawn.\n" in told
    assert f"    {GONE}.\n" in told
    assert address not in told


def test_history_says_it_with_its_number_and_the_price_of_deleting(folder, cli, x, address):
    told = cli("history").out
    assert f"{FIRST}  withdrawn  $0.015\n  {GONE}.\n" in told
    assert f"  its number on X was {x.posts[0].id}; deleting it cost $0.010\n" in told
    assert address not in told
    assert f"{SECOND}  posted  $0.015" in told


def test_posting_it_by_name_says_that_it_was_withdrawn(folder, cli, address):
    done = cli("post", "--once", "--live", FIRST)
    assert (done.code, flat(done.out)) == (0, f"{FIRST} was {GONE}; it is never sent again.")
    assert max(map(len, done.out.splitlines())) <= 80


def test_approve_calls_it_withdrawn(folder, cli, address):
    told = cli("approve", FIRST, "--by", "Jane Doe").out
    assert told.splitlines()[0].split() == [FIRST, "withdrawn"]
    assert address not in told


def test_check_approved_does_not_ask_for_it(folder, cli):
    cli("approve", "--all", "--by", "Jane Doe")
    assert cli("check", "--approved").code == 0


def test_check_approved_without_the_ledger_passes_once_the_finding_is_out_of_the_file(live, x, cli):
    cli("approve", "--all", "--by", "Jane Doe")
    cli("post", "--once", "--live", SECOND)
    cli("withdraw", SECOND, "--why", WHY, "--live")
    (live / "state.db").unlink()
    done = cli("check", "--approved")
    assert (done.code, "withdraw rejected it on" in flat(done.out)) == (1, True)
    path = live / "posts.yaml"
    content = path.read_text("utf-8")
    start, end = content.index("      - id: what-gcsf-is"), content.index("      - id: nerve-cells")
    path.write_text(content[:start] + content[end:], "utf-8")
    assert cli("check", "--approved").code == 0
    assert f"- id: {SECOND}\n  decision: rejected" in (live / "approved.yaml").read_text("utf-8")


def test_check_says_of_a_change_that_it_was_withdrawn(folder, cli, address):
    path = folder / "posts.yaml"
    path.write_text(path.read_text("utf-8").replace("neurodegenerative disorder: nerve", "disorder: nerve"), "utf-8")
    told = flat(cli("check", "--approved").out)
    assert f"was {GONE}, and had another text; the change is not published" in told
    assert address not in told


def test_the_sign_off_page_offers_neither_its_address_nor_the_composer(folder, cli, address):
    cli("preview", "--html", "page.html", FIRST)
    page = (folder / "page.html").read_text("utf-8")
    assert "It was out on" in page
    assert "and was withdrawn on" in page
    assert WHY in page
    assert "https://x.com/" not in page


def test_a_rehearsal_shows_it_likewise(live, cli):
    cli("post", "--once", "--dry-run")
    cli("withdraw", FIRST, "--why", WHY, "--dry-run")
    assert cli("preview", "--dry-run").out.splitlines()[0].split() == [FIRST, "withdrawn"]
    assert "its number on X" not in cli("history", "--dry-run").out
    done = cli("post", "--once", "--dry-run", FIRST)
    assert (done.code, "was withdrawn on" in done.out) == (0, True)
