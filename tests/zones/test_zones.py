"""The newer of the system's and the package's time-zone data is used, whichever that is."""

import os
import struct
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from scicomm_bot import zones

PLACE = "Made/Up"


def tzif(hours):
    """A TZif file (RFC 9636) of a zone that is always so many hours ahead of UTC."""
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    block = header + struct.pack(">lbb", hours * 3_600, 0, 0) + b"ABC\0"
    return block + block + f"\n<+{hours:02}>-{hours}\n".encode()


def make(folder, hours, *names, **files):
    """Make a folder of zone data with a zone for each name, and files that say a version."""
    for name in names or (PLACE,):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tzif(hours))
    for name, text in files.items():
        (folder / {"plus": "+VERSION", "zi": "tzdata.zi"}.get(name, name)).write_text(text)
    return folder


@pytest.fixture
def system(tmp_path):
    """The system's folder: zones there are three hours ahead. zoneinfo is put back afterwards."""
    before = zoneinfo.TZPATH
    folder = tmp_path / "system"
    zoneinfo.reset_tzpath([str(folder)])
    yield folder
    zoneinfo.reset_tzpath(before)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Makes the package of a version: its zones are four hours ahead."""

    def install(version, *names):
        make(tmp_path / "tzdata" / "zoneinfo", 4, *names)
        package = SimpleNamespace(__file__=str(tmp_path / "tzdata" / "__init__.py"), IANA_VERSION=version)
        monkeypatch.setitem(sys.modules, "tzdata", package)

    return install


def hours(name=PLACE):
    """How far a zone is ahead, as the program would see it."""
    zones.use_newest()
    return zoneinfo.ZoneInfo.no_cache(name).utcoffset(datetime(2027, 1, 1, tzinfo=UTC)) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("of_system", "of_package", "used"),
    [
        ("2025b", "2026a", 4), ("2026a", "2025b", 3), ("2026a", "2026a", 3), ("2026b", "2026a", 3), ("2026z", "2026za", 4),
        ("2026zb", "2026z", 3),
    ],
)  # fmt: skip
def test_the_newer_data_is_used(system, package, of_system, of_package, used):
    make(system, 3, zi=f"# version {of_system}\nR d 1916\n")
    package(of_package)
    assert hours() == used


@pytest.mark.parametrize(
    "files",
    [{"plus": "2026b\n"}, {"zi": "# version 2026b\n"}, {"version": "2026b\n"}, {"zi": "# version 2026b-dirty\n"},
     {"plus": "?", "version": "2026b"}],
    ids=["+VERSION", "tzdata.zi", "version", "dirty", "the-next-file"],
)  # fmt: skip
def test_a_version_is_found_in_each_of_its_files(system, package, files):
    make(system, 3, **files)
    package("2026a")
    assert hours() == 3


@pytest.mark.parametrize(
    "files",
    [{}, {"zi": ""}, {"zi": "# version unknown\n"}, {"version": "99"}, {"version": "20264a"}, {"version": "2099abc"},
     {"plus": "\N{SNOWMAN}2099z"}, {"zi": "\x00" * 100}],
    ids=["none", "empty", "unknown", "a-number", "five-digits", "three-letters", "not-ascii", "binary"],
)  # fmt: skip
def test_without_a_version_that_can_be_read_the_package_is_used(system, package, files):
    make(system, 3, **files)
    package("2026a")
    assert hours() == 4


def test_a_version_file_that_is_a_folder_is_no_version(system, package):
    make(system, 3)
    (system / "tzdata.zi").mkdir()
    package("2026a")
    assert hours() == 4


def test_a_zone_that_the_newer_data_lacks_comes_from_the_older(system, package):
    make(system, 3, PLACE, "localtime", version="2025b")
    package("2026a")
    assert (hours("localtime"), hours()) == (3, 4)


def test_without_the_package_the_system_s_data_is_used(system, monkeypatch):
    make(system, 3)
    monkeypatch.setitem(sys.modules, "tzdata", None)
    assert hours() == 3


def test_without_the_system_s_data_the_package_is_used(system, package):
    package("2026a")
    assert hours() == 4


def test_of_several_folders_of_the_system_the_newest_comes_first(system, package, tmp_path):
    zoneinfo.reset_tzpath([str(system), str(tmp_path / "newer")])
    make(system, 3, version="2026a")
    make(tmp_path / "newer", 5, version="2026b")
    package("2025a")
    assert hours() == 5


def test_to_ask_twice_changes_nothing(system, package):
    make(system, 3, version="2025b")
    package("2026a")
    zones.use_newest()
    once = zoneinfo.TZPATH, zones.by_age()
    zones.use_newest()
    assert (zoneinfo.TZPATH, zones.by_age()) == once
    assert [(one.version, one.packaged) for one in once[1]] == [("2026a", True), ("2025b", False)]


OTHER = """
import sys, zoneinfo
before = zoneinfo.TZPATH
from scicomm_bot import zones
import scicomm_bot.plan.slots, scicomm_bot.length, scicomm_bot.fidelity
assert zoneinfo.TZPATH == before, "an import changed it"
from scicomm_bot.cli import main
main(["schema"])
print(zoneinfo.TZPATH[0], file=sys.stderr)
"""


def test_importing_changes_nothing_and_a_command_does(tmp_path):
    """In a process of its own, with the real package and an old system."""
    old = make(tmp_path / "old", 3, version="1999a")
    done = subprocess.run(
        [sys.executable, "-c", OTHER], env=os.environ | {"PYTHONTZPATH": str(old)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().endswith("tzdata/zoneinfo")


class TestDoctor:
    def told(self, cli):
        out = " ".join(cli("doctor").out.split())
        return out.partition("time zones: ")[2].partition(" ok ")[0].partition(" fail ")[0]

    def test_it_names_the_version_and_where_it_came_from(self, system, package, project, cli):
        make(system, 3, "Asia/Tehran", version="2025b")
        package("2026a", "Asia/Tehran")
        assert self.told(cli) == f"2026a, from the package tzdata (the system's {system} has 2025b)"

    def test_it_names_the_system_where_that_is_newer(self, system, package, project, cli):
        make(system, 3, "Asia/Tehran", version="2026b")
        package("2026a", "Asia/Tehran")
        assert self.told(cli) == f"2026b, from the system's {system} (the package tzdata has 2026a)"

    def test_a_version_that_nobody_knows_is_told(self, system, package, project, cli):
        make(system, 3, "Asia/Tehran")
        package("2026a", "Asia/Tehran")
        assert self.told(cli) == f"2026a, from the package tzdata (the system's {system} has an unknown version)"

    def test_no_data_at_all_fails_with_the_remedy(self, system, project, cli, monkeypatch):
        monkeypatch.setitem(sys.modules, "tzdata", None)
        zoneinfo.ZoneInfo.clear_cache()
        done = cli("doctor")
        assert done.code == 1
        assert "fail time zones: no time-zone data can be read; install the package tzdata" in done.out
