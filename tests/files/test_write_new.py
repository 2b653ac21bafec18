"""A file that must not be there yet is written whole or not at all."""

import os
from pathlib import Path

import pytest

from scicomm_bot.files import write_new

PATH = Path("naps.yaml")


def names():
    return sorted(path.name for path in Path().iterdir())


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_made_and_nothing_else_is_left(durable):
    write_new(PATH, b"one", durable=durable)
    assert (PATH.read_bytes(), names()) == (b"one", ["naps.yaml"])


@pytest.mark.parametrize("there", ["file", "folder", "link", "dangling-link"])
def test_what_is_there_stays_as_it_is(there):
    match there:
        case "file":
            PATH.write_bytes(b"mine")
        case "folder":
            PATH.mkdir()
        case _:
            PATH.symlink_to("/" if there == "link" else "nowhere")
    with pytest.raises(FileExistsError):
        write_new(PATH, b"one")
    assert names() == ["naps.yaml"]
    assert not PATH.is_file() or PATH.read_bytes() == b"mine"


def test_a_file_system_without_hard_links_is_written_on_and_nothing_replaced(monkeypatch):
    def refuse(*_, **__):
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    write_new(PATH, b"one")
    with pytest.raises(FileExistsError):
        write_new(PATH, b"two")
    assert (PATH.read_bytes(), names()) == (b"one", ["naps.yaml"])


def test_a_folder_that_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        write_new(Path("nowhere/naps.yaml"), b"one")
