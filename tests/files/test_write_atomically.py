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
