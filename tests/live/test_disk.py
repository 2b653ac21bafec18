"""Disks that fill up or may not be written to: nothing is sent without a claim, and nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scicomm_bot.domain.publication import PublicationState
from support import disks
from xserver import Fault, Kind

CREATE = "POST /2/tweets"
FIRST = "gcsf-als/what-als-is"
POST = ("post", "--once", "--live")
NOBODY = 65_534


@pytest.fixture
def small_disk(tmp_path):
    """A file system of half a megabyte; only root can mount one."""
    with disks.small_disk(tmp_path / "small", 512) as place:
        yield place


@pytest.fixture
def on_small_disk(live, small_disk, monkeypatch):
    monkeypatch.setenv("SCICOMM_STATE", str(small_disk / "state.db"))
    return small_disk


class TestFull:
    def test_before_the_first_post_nothing_is_sent(self, on_small_disk, x, cli, posts):
        filler = disks.fill(on_small_disk)
        done = cli(*POST)
        assert done.code == 1, done.err
        assert "Traceback" not in done.err
        assert x.posts == []
        filler.unlink()
        assert cli(*POST).code == 0
        assert [post.text for post in x.posts] == [posts[0].text]

    @pytest.mark.parametrize("leave", [0, 4096, 8192, 16384, 32768, 65536])
    def test_at_any_moment_nothing_is_posted_twice_and_nothing_is_lost(
        self, on_small_disk, x, cli, posts, later, leave
    ):
        """A little room is left, so that it fills up before the claim, or between the claim and the record."""
        assert cli(*POST).code == 0
        filler = disks.fill(on_small_disk, leave)
        cli(*POST)
        cli(*POST)
        filler.unlink()
        for minutes in (5, 10, 15):
            later(minutes=minutes)
            cli(*POST)
        out = [post.text for post in x.posts]
        assert out == [post.text for post in posts[: len(out)]]
        assert len(out) >= 3

    def test_a_disk_that_fills_in_mid_send_leaves_the_claim_and_says_the_id(
        self, on_small_disk, x, cli, posts, monkeypatch
    ):
        cli(*POST)
        filler = []
        publish = "scicomm_bot.x.publisher.XPublisher.publish"
        from scicomm_bot.x import XPublisher

        send = XPublisher.publish

        def fill_up_first(own, *arguments, **options):
            outcome = send(own, *arguments, **options)
            filler.append(disks.fill(on_small_disk))
            return outcome

        monkeypatch.setattr(publish, fill_up_first)
        done = cli(*POST)
        if done.code == 1:  # SQLite may have had room left in its log
            assert f"{posts[1].id} was published as {x.posts[1].id}, but that could not be written down" in done.err
        monkeypatch.setattr(publish, send)
        filler[0].unlink()
        assert cli(*POST).code in {0, 1}
        assert [post.text for post in x.posts][:2] == [post.text for post in posts[:2]]
        assert len({post.text for post in x.posts}) == len(x.posts)


def as_nobody(live, environment):
    """Run `post --once --live` as a user who may do little."""
    code = (
        "import contextlib, io, os, sys; import scicomm_bot.x; from scicomm_bot.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['post', '--once', '--dry-run'])\n"  # loads what they may not be allowed to read
        f"os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        "sys.exit(main(['post', '--once', '--live']))"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=live, env=environment)


@pytest.mark.parametrize("made", [False, True], ids=["new", "used"])
def test_a_folder_that_may_not_be_written_to_publishes_nothing(live, x, cli, tmp_path_factory, monkeypatch, made):
    if os.geteuid() != 0:
        pytest.skip("only root can become a user who may not write")
    if made:
        assert cli(*POST).code == 0
    for folder in (live, *live.parents):
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o055)
    for path in live.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    before = len(x.posts)
    done = as_nobody(live, dict(os.environ))
    assert done.returncode == 1, done.stderr
    assert "state.db" in done.stderr
    assert "writable" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(x.posts) == before


def test_a_state_file_that_is_put_away_while_a_post_is_in_flight_is_not_made_anew_by_its_record(
    live, x, cli, monkeypatch
):
    """Its sender cannot record the answer anywhere else; the next run, on the file put back, finds the post."""
    cli(*POST)
    x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
    cli(*POST)
    kept = {path.name: path.read_bytes() for path in live.glob("state.db*")}
    for path in live.glob("state.db*"):
        path.unlink()
    assert cli("status").code == 0
    assert not (live / "state.db").exists()
    for name, content in kept.items():
        Path(live / name).write_bytes(content)
    done = cli(*POST)
    assert done.code == 0
    assert "had gone through" in done.out
    assert len(x.posts) == 3


@pytest.fixture
def older(live, ledger):
    """Keep the state file as it is now; call what is returned to put it back."""

    def keep():
        ledger().close()
        kept = {path.name: path.read_bytes() for path in live.glob("state.db*")}

        def put_back():
            for path in live.glob("state.db*"):
                path.unlink()
            for name, content in kept.items():
                Path(live / name).write_bytes(content)

        return put_back

    return keep


@pytest.mark.parametrize("duplicates", [False, True], ids=["x-refuses-duplicates", "x-takes-duplicates"])
def test_an_older_state_file_put_back_posts_nothing_twice(live, x, cli, posts, ledger, older, monkeypatch, duplicates):
    """X's own duplicate check is not what prevents it."""
    if duplicates:
        monkeypatch.setattr(x.account, "has_text", lambda _: False)
    cli(*POST)
    put_back = older()
    cli(*POST)
    cli(*POST)
    put_back()
    assert "newer than the ledger's newest" in " ".join(cli("doctor", "--online").out.split())
    assert cli(*POST).code == 0
    assert [post.text for post in x.posts] == [post.text for post in posts[:4]]
    assert [one.state for one in ledger().publications()] == [PublicationState.POSTED] * 4


def test_a_text_of_the_approved_file_is_known_though_the_post_was_changed_since(live, x, cli, posts, monkeypatch):
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
    monkeypatch.setattr(x.account, "has_text", lambda _: False)
    cli("approve", "--all", "--by", "Ann")
    cli(*POST)
    for path in live.glob("state.db*"):
        path.unlink()
    path = live / "posts.yaml"
    path.write_text(path.read_text("utf-8").replace("neurodegenerative disorder: nerve", "disorder: nerve"), "utf-8")
    assert cli(*POST).code == 0
    assert [post.text for post in x.posts] == [post.text for post in posts[:2]]
