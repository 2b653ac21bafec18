"""A service's sign of life on its own machine: a file that only this user can have touched."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scicomm_bot.app.heartbeat import Heartbeat

NOW = datetime(2026, 11, 25, 9, 0, 0, 250_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path / f"scicomm-bot-{os.geteuid()}"


def test_it_tells_when_the_last_one_was():
    Heartbeat("a.db").beat(NOW - timedelta(hours=1))
    Heartbeat("a.db").beat(NOW)
    assert Heartbeat("a.db").last() == NOW


def test_there_is_none_before_the_first_of_another_ledger_or_after_its_end():
    assert Heartbeat("a.db").last() is None
    Heartbeat("b.db").beat(NOW)
    assert Heartbeat("a.db").last() is None
    Heartbeat("b.db").end()
    assert Heartbeat("b.db").last() is None


def test_no_other_user_sees_or_makes_one(folder):
    Heartbeat("a.db").beat(NOW)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o707])
def test_a_folder_that_others_may_write_to_counts_for_nothing(folder, mode):
    folder.mkdir()
    folder.chmod(mode)
    Heartbeat("a.db").beat(NOW)
    assert list(folder.iterdir()) == []
    assert Heartbeat("a.db").last() is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_counts_for_nothing(folder):
    Heartbeat("a.db").beat(NOW)
    os.chown(folder, 65_534, 65_534)
    assert Heartbeat("a.db").last() is None


def test_a_link_in_the_place_of_the_folder_or_the_file_is_not_followed(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    folder.symlink_to(elsewhere)
    Heartbeat("a.db").beat(NOW)
    assert list(elsewhere.iterdir()) == []
    folder.unlink()
    Heartbeat("a.db").beat(NOW)
    (file,) = folder.iterdir()
    file.unlink()
    victim = tmp_path / "victim"
    victim.touch()
    before = victim.stat().st_mtime
    file.symlink_to(victim)
    Heartbeat("a.db").beat(NOW)
    assert victim.stat().st_mtime == before


def test_where_nothing_can_be_written_it_is_silent(monkeypatch):
    monkeypatch.setenv("TMPDIR", "/proc/nowhere")
    Heartbeat("a.db").beat(NOW)
    Heartbeat("a.db").end()
    Heartbeat("a.db").forget_others(NOW)
    assert Heartbeat("a.db").last() is None


def test_those_of_services_that_were_killed_are_forgotten_after_a_day(folder):
    for name, hours in (("old", 25), ("young", 23)):
        Heartbeat(name).beat(NOW - timedelta(hours=hours))
    Heartbeat("new").forget_others(NOW)
    assert (Heartbeat("old").last(), Heartbeat("young").last()) == (None, NOW - timedelta(hours=23))
    assert len(list(Path(folder).iterdir())) == 1
