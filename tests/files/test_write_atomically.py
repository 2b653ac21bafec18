"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from scicomm_bot.files import write_atomically

PATH = Path("page.html")


def names():
    return sorted(path.name for path in Path().iterdir())


def test_a_file_is_made_and_one_that_is_there_gives_way():
    write_atomically(PATH, b"one")
    write_atomically(PATH, b"two")
    assert (PATH.read_bytes(), names()) == (b"two", ["page.html"])


def test_a_file_that_is_there_hands_on_its_mode():
    PATH.touch(0o640)
    write_atomically(PATH, b"x")
    assert PATH.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link():
    PATH.symlink_to("real.html")
    write_atomically(PATH, b"x")
    assert (PATH.is_symlink(), Path("real.html").read_bytes()) == (True, b"x")


def test_a_folder_or_a_pipe_is_refused_and_nothing_is_left_behind():
    PATH.mkdir()
    os.mkfifo("pipe")
    with pytest.raises(OSError, match="a folder"):
        write_atomically(PATH, b"x")
    with pytest.raises(OSError, match="not an ordinary file"):
        write_atomically(Path("pipe"), b"x")
    assert names() == ["page.html", "pipe"]


def test_what_was_there_stays_where_writing_fails(monkeypatch):
    PATH.write_bytes(b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(PATH, b"new")
    assert (PATH.read_bytes(), names()) == (b"old", ["page.html"])


def test_a_link_in_the_place_of_the_file_on_its_way_is_not_followed(monkeypatch):
    Path("victim").write_bytes(b"precious")
    monkeypatch.setattr("os.urandom", lambda count: b"\1" * count)
    Path(".page.html.01010101").symlink_to("victim")
    with pytest.raises(FileExistsError):
        write_atomically(PATH, b"x")
    assert Path("victim").read_bytes() == b"precious"


def test_a_hard_link_keeps_what_it_had():
    PATH.write_bytes(b"old")
    os.link(PATH, "other")
    write_atomically(PATH, b"new")
    assert (PATH.read_bytes(), Path("other").read_bytes()) == (b"new", b"old")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_that_is_there_hands_on_its_owner():
    PATH.touch(0o600)
    os.chown(PATH, 4321, 1234)
    write_atomically(PATH, b"x")
    status = PATH.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (4321, 1234, 0o600)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/full", "/proc/self/fd/1"])
def test_a_device_is_not_replaced(name):
    aim = os.pipe()
    saved = os.dup(1)
    os.dup2(aim[1], 1)
    try:
        with pytest.raises(OSError, match="not an ordinary file"):
            write_atomically(Path(name), b"x")
    finally:
        os.dup2(saved, 1)
        for one in (*aim, saved):
            os.close(one)
