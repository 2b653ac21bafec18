"""Pictures of cards on the disk: those that people approved, and those that were only drawn."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from scicomm_bot.cards import Folder, keep, kept, marked, write
from scicomm_bot.errors import FileError
from scicomm_bot.medium.images import read_image
from support.card_samples import CARD
from support.pictures import png

PICTURE = marked(png(8, 8), CARD)


def test_a_marked_picture_is_a_sound_png():
    assert read_image(PICTURE).width == 8


def test_a_picture_is_found_where_it_was_kept(tmp_path):
    keep(tmp_path / "cards/p/f.png", PICTURE, tmp_path)
    assert kept(tmp_path / "cards", ("p/x.png", "p/f.png"), CARD) == (tmp_path / "cards/p/f.png", PICTURE)


@pytest.mark.parametrize(
    "data",
    [b"", png(8, 8), PICTURE[:-1], PICTURE.replace(b"IDAT", b"IDAX"), marked(png(8, 8), replace(CARD, lang="fa"))],
    ids=["empty", "another", "cut off", "altered", "of other words"],
)
def test_what_is_not_that_picture_is_not_taken_for_it(tmp_path, data):
    (tmp_path / "f.png").write_bytes(data)
    assert kept(tmp_path, ("f.png",), CARD) is None


def test_a_link_that_leads_out_is_not_followed(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "f.png").write_bytes(PICTURE)
    (tmp_path / "in/f.png").symlink_to(tmp_path / "f.png")
    assert kept(tmp_path / "in", ("f.png",), CARD) is None


def test_a_picture_is_not_kept_through_a_link_that_leads_out(tmp_path):
    inner, outer = tmp_path / "in", tmp_path / "out"
    inner.mkdir()
    outer.mkdir()
    (inner / "cards").symlink_to(outer)
    with pytest.raises(FileError, match="leads through a link out of"):
        keep(inner / "cards/p/f.png", PICTURE, inner)
    assert [*outer.iterdir()] == []


def test_only_a_card_or_nothing_gives_way_to_a_card(tmp_path):
    path = tmp_path / "f.png"
    for there in (b"", PICTURE):
        path.write_bytes(there)
        write(path, PICTURE)
    path.write_bytes(png(8, 8))
    with pytest.raises(FileError, match="is no card as this program has drawn it"):
        write(path, PICTURE)
    assert path.read_bytes() == png(8, 8)


def test_what_was_drawn_lies_in_a_folder_of_the_users_own(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    drawn = Folder().put("f.png", PICTURE)
    assert Folder().get("f.png", CARD) == drawn
    assert drawn.path.parent.stat().st_mode & 0o777 == 0o700
    assert drawn.path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_others_may_write_in_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    drawn = Folder().put("f.png", PICTURE)
    drawn.path.parent.chmod(0o777)
    assert Folder().get("f.png", CARD) is None
    with pytest.raises(OSError, match="somebody else made that folder"):
        Folder().put("f.png", PICTURE)


def test_the_oldest_pictures_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("scicomm_bot.cards.keeping._MOST_DRAWN", 4)
    for number in range(6):
        drawn = Folder().put(f"{number}.png", PICTURE)
        os.utime(drawn.path, (number, number))
    assert sorted(path.name for path in Path(drawn.path.parent).iterdir()) == ["2.png", "3.png", "4.png", "5.png"]
