"""A file is read where it belongs: below its folder, whatever its name says and wherever links lead."""

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from scicomm_bot.files import OutsideError, read_below, read_ordinary

FOLDER = Path("folder")


@pytest.fixture(autouse=True)
def folder(tmp_path):
    (FOLDER / "inner").mkdir(parents=True)
    (FOLDER / "a").write_bytes(b"within")
    (FOLDER / "inner/b").write_bytes(b"deeper")
    Path("secret").write_bytes(b"secret")
    Path("folder-2").mkdir()
    Path("folder-2/secret").write_bytes(b"secret")


def read(name, folder=FOLDER):
    return read_below(folder, name, 100)


@pytest.mark.parametrize(
    ("name", "raw"),
    [("a", b"within"), ("./a", b"within"), ("inner/b", b"deeper"), ("inner/../a", b"within"), ("inner//b", b"deeper")],
)
def test_a_file_below_is_read(name, raw):
    assert read(name) == raw


def test_a_file_below_is_read_by_its_whole_path():
    assert read(str(FOLDER.resolve() / "a")) == b"within"


def test_no_more_is_read_than_was_asked_for():
    assert read_below(FOLDER, "a", 3) == b"wit"


def test_a_file_is_read_from_the_working_folder_and_from_the_root():
    assert read("secret", Path()) == b"secret"
    assert read(str(Path("secret").resolve()), Path("/")) == b"secret"


def test_a_mount_of_kubernetes_is_read():
    """Files are links to `..data/x`, and `..data` is a link to a folder named by its time."""
    (FOLDER / "..2026_11_29").mkdir()
    (FOLDER / "..2026_11_29/c").write_bytes(b"mounted")
    (FOLDER / "..data").symlink_to("..2026_11_29")
    (FOLDER / "c").symlink_to("..data/c")
    assert read("c") == b"mounted"


def test_a_folder_that_is_a_link_is_read():
    Path("linked").symlink_to(FOLDER)
    assert read("a", Path("linked")) == b"within"
    assert read(str(FOLDER.resolve() / "a"), Path("linked")) == b"within"


def test_a_folder_that_may_be_entered_and_not_listed_is_read():
    FOLDER.chmod(0o300)
    try:
        assert read("a") == b"within"
    finally:
        FOLDER.chmod(0o700)


@pytest.mark.parametrize(
    "name",
    ["../secret", "inner/../../secret", "/etc/passwd", "../nowhere", "/nowhere", "../folder-2/secret", "..", "/"],
)
def test_a_name_that_leads_out_is_refused(name):
    with pytest.raises(OutsideError) as caught:
        read(name)
    assert not caught.value.by_link


@pytest.mark.parametrize(
    ("link", "aim", "name"),
    [
        ("out", "../secret", "out"),
        ("out", "/etc/passwd", "out"),
        ("out", "../nowhere", "out"),
        ("out", "../folder-2", "out/secret"),
        ("inner/out", "../../secret", "inner/out"),
        ("out", "inner/../../secret", "out"),
    ],
)
def test_a_link_that_leads_out_is_refused(link, aim, name):
    (FOLDER / link).symlink_to(aim)
    with pytest.raises(OutsideError) as caught:
        read(name)
    assert caught.value.by_link


def test_a_link_after_a_link_is_followed_to_the_end():
    (FOLDER / "one").symlink_to("two")
    (FOLDER / "two").symlink_to("../secret")
    with pytest.raises(OutsideError):
        read("one")


def test_a_link_that_is_put_in_place_meanwhile_is_not_followed(monkeypatch):
    looked = os.path.realpath

    def swapped(path, **more):
        found = looked(path, **more)
        if str(path).endswith("inner/b"):
            (FOLDER / "inner").rename("away")
            (FOLDER / "inner").symlink_to("../folder-2")
            Path("folder-2/b").write_bytes(b"secret")
        return found

    monkeypatch.setattr("os.path.realpath", swapped)
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
        read("inner/b")


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda path: None, FileNotFoundError, "No such file"),
        (Path.mkdir, IsADirectoryError, "a folder"),
        (os.mkfifo, OSError, "not an ordinary file"),
        (lambda path: path.symlink_to("inner"), IsADirectoryError, "a folder"),
        (lambda path: path.symlink_to("nowhere"), FileNotFoundError, "No such file"),
        (lambda path: path.symlink_to(path.name), OSError, "a link that leads in a circle"),
    ],
    ids=["missing", "folder", "pipe", "link-to-a-folder", "dangling-link", "circle"],
)
def test_what_is_no_file_is_refused(make, error, said):
    make(FOLDER / "x")
    with pytest.raises(error, match=said):
        read("x")


@pytest.mark.parametrize(
    ("name", "said"),
    [("x\0y", "no file can have this name"), ("\ud800", "no file can have this name"), ("x" * 300, "too long"), ("x/" * 3_000, "too long|No such file"), ("a/b", "Not a directory|No such file"), (".", "a folder"), ("", "a folder")],
    ids=["zero", "half-a-pair", "long", "deep", "below-a-file", "dot", "empty"],
)  # fmt: skip
def test_a_name_that_no_file_has_is_refused(name, said):
    with pytest.raises(OSError, match=said):
        read(name)


def test_a_pipe_is_not_opened_so_who_writes_to_it_goes_on_waiting():
    os.mkfifo(FOLDER / "pipe")
    writer = threading.Thread(target=lambda: (FOLDER / "pipe").write_bytes(b"x"))
    writer.start()
    for _ in range(20):
        with pytest.raises(OSError, match="not an ordinary file"):
            read("pipe")
    assert writer.is_alive()
    assert (FOLDER / "pipe").read_bytes() == b"x"
    writer.join(10)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero"])
def test_a_device_is_not_read(name):
    with pytest.raises(OSError, match="not an ordinary file"):
        read_ordinary(Path(name), 10)


def test_an_ordinary_file_is_read_wherever_it_lies():
    Path("link").symlink_to("folder-2/secret")
    assert read_ordinary(Path("link"), 3) == b"sec"


def test_no_handle_is_left_open():
    first = os.dup(0)
    os.close(first)
    for name in ("a", "inner/b", "inner/nix", "inner", "nix/b", "x\0"):
        with suppress(OSError):
            read(name)
    last = os.dup(0)
    os.close(last)
    assert last == first
