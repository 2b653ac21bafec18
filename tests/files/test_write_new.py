"""A new file is written whole or not at all, and never over another."""

import errno
import os
from pathlib import Path

import pytest

from scicomm_bot.files import write_new

PATH = Path("posts.yaml")


def names():
    return sorted(path.name for path in Path().iterdir())


@pytest.fixture(params=["links", "no links"])
def _file_system(request, monkeypatch):
    """A file system with hard links, and one that has none."""
    if request.param == "no links":

        def refuse(*_):
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        monkeypatch.setattr("os.link", refuse)


pytestmark = pytest.mark.usefixtures("_file_system")


def test_a_file_is_made_and_nothing_beside_it():
    write_new(PATH, b"one")
    assert (PATH.read_bytes(), names(), PATH.stat().st_nlink) == (b"one", ["posts.yaml"], 1)


def test_a_file_that_is_there_stays():
    PATH.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_new(PATH, b"new")
    assert (PATH.read_bytes(), names()) == (b"old", ["posts.yaml"])


def test_nothing_is_written_through_a_link_that_leads_nowhere():
    PATH.symlink_to("elsewhere")
    with pytest.raises(FileExistsError):
        write_new(PATH, b"x")
    assert names() == ["posts.yaml"]


def test_a_folder_of_that_name_stays():
    PATH.mkdir()
    with pytest.raises(FileExistsError):
        write_new(PATH, b"x")
    assert names() == ["posts.yaml"]


def test_a_file_for_its_owner_alone_is_that_from_the_first_moment(monkeypatch):
    seen, real = [], os.fsync

    def look(handle):
        seen.append(os.fstat(handle).st_mode & 0o777)
        real(handle)

    monkeypatch.setattr("os.fsync", look)
    write_new(PATH, b"x", 0o600)
    assert [*seen, PATH.stat().st_mode & 0o777] == [0o600, 0o600]


def test_nothing_is_left_where_writing_fails(monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_new(PATH, b"x")
    assert names() == []
