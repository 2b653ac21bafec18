"""The machine's own time zone: from TZ, from where /etc/localtime leads, or from /etc/timezone; UTC says nothing."""

import pytest

from scicomm_bot import zones


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Make a machine of what TZ, /etc/localtime and /etc/timezone say; None for what is not there."""

    def make(tz=None, localtime=None, timezone=None):
        monkeypatch.delenv("TZ", raising=False)
        if tz is not None:
            monkeypatch.setenv("TZ", tz)
        for name, value in (("_LOCALTIME", tmp_path / "localtime"), ("_TIMEZONE", tmp_path / "timezone")):
            value.unlink(missing_ok=True)
            monkeypatch.setattr(zones, name, value)
        if localtime is not None:
            (tmp_path / "localtime").symlink_to(localtime)
        if timezone is not None:
            (tmp_path / "timezone").write_text(timezone)
        return zones.of_this_machine()

    return make


@pytest.mark.parametrize("tz", ["Asia/Tehran", ":Asia/Tehran"])
def test_tz_goes_first(machine, tz):
    assert machine(tz, "/usr/share/zoneinfo/Europe/Paris", "Europe/Rome\n") == "Asia/Tehran"


@pytest.mark.parametrize(
    "tz", [None, "", "CET-1CEST", ":/etc/localtime", "../x", "/", "Nowhere/Land", "x" * 1000, "UTC"]
)
def test_a_tz_that_names_no_place_is_passed_over(machine, tz):
    assert machine(tz, "/usr/share/zoneinfo/Europe/Paris", "Europe/Rome\n") == "Europe/Paris"


@pytest.mark.parametrize(
    "link",
    [
        "/usr/share/zoneinfo/America/Argentina/Ushuaia",
        "/usr/share/zoneinfo/posix/America/Argentina/Ushuaia",
        "/var/db/timezone/zoneinfo/America/Argentina/Ushuaia",
    ],
)
def test_localtime_is_told_by_where_it_leads(machine, link):
    assert machine(localtime=link) == "America/Argentina/Ushuaia"


def test_debians_file_comes_last(machine):
    assert machine(localtime="/nowhere", timezone="Europe/Rome\n") == "Europe/Rome"


@pytest.mark.parametrize(
    "name", ["UTC", "Etc/UTC", "Etc/Universal", "Zulu", "Factory", "localtime", "posixrules", "GMT"]
)
def test_utc_and_names_of_no_place_are_not_known(machine, name):
    assert machine(localtime=f"/usr/share/zoneinfo/{name}", timezone=name) is None


@pytest.mark.parametrize("written", ["", "\n", "Nowhere/Land", "\xff\xfe", "Europe/Rome\nEurope/Paris", "a" * 5000])
def test_a_file_that_names_no_zone_is_none(machine, written):
    assert machine(timezone=written) is None


def test_a_machine_that_says_nothing_has_none(machine):
    assert machine() is None
