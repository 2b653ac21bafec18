"""The image has the licence texts of all that is installed in it, or it is not built."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "collect_licenses.py"
PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)


def collect(*words, path=""):
    """Run the script; `path` is a folder of packages that are found first."""
    environment = {"PYTHONPATH": str(path)} if path else {}
    return subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, env=environment)


@pytest.fixture
def package(tmp_path):
    """Makes a package, as pip would have installed it, from the files of its metadata."""

    def make(**files):
        site = tmp_path / "site"
        info = site / "odd_package-1.0.dist-info"
        written = {
            "METADATA": "Metadata-Version: 2.4\nName: Odd.Package\nVersion: 1.0\nLicense-Expression: MIT\n",
            **files,
        }
        for name, text in written.items():
            path = info / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name in (
            "odd_package.libs/libodd-0123abcd.so.1",
            "odd/LICENSE",
        ):  # a bundled library, and a file of the code
            (site / name).parent.mkdir(exist_ok=True)
            (site / name).write_text("x", encoding="utf-8")
        record = "".join(f"{path.relative_to(site)},,\n" for path in site.rglob("*") if path.is_file())
        (info / "RECORD").write_text(record, encoding="utf-8")
        lock = tmp_path / "its.lock"
        lock.write_text("odd_package==1.0 --hash=sha256:0\n", encoding="utf-8")
        return collect(tmp_path / "out", "--lock", lock, path=site)

    return make


def test_every_package_of_the_image_has_a_licence_text(tmp_path):
    done = collect(tmp_path, "--lock", ROOT / "requirements.lock")
    assert (done.returncode, done.stderr) == (0, "")
    index = (tmp_path / "INDEX.txt").read_text(encoding="utf-8")
    found = re.findall(r"^([\w-]+) (\S+): .+: (.+)$", index, re.MULTILINE)
    assert {"psycopg-binary", "requests", "tweepy", "tzdata"} <= {name for name, _, _ in found}
    assert {name for name, _, _ in found} <= set(PINNED.findall((ROOT / "requirements.lock").read_text("utf-8")))
    for name, version, texts in found:
        for text in texts.split(", "):
            assert (tmp_path / f"{name}-{version}" / text).stat().st_size > 100


def test_a_list_of_bundled_parts_goes_along(tmp_path):
    collect(tmp_path, "--lock", ROOT / "requirements.lock")
    assert list(tmp_path.glob("psycopg-binary-*/sboms/*.json"))
    assert re.search(
        r"^psycopg-binary .*\n    bundles .*libpq.*libssl", (tmp_path / "INDEX.txt").read_text("utf-8"), re.MULTILINE
    )


@pytest.mark.parametrize(
    "name", ["LICENSE", "licenses__COPYING.txt", "licenses__vendored__LICENCE.md", "odd-license.txt"]
)
def test_a_licence_text_is_found_by_its_name_or_folder(package, tmp_path, name):
    done = package(**{name: "Permission is granted"})
    assert (done.returncode, done.stderr) == (0, "")
    place = name.replace("__", "/").removeprefix("licenses/")
    index = (tmp_path / "out" / "INDEX.txt").read_text("utf-8")
    assert index == f"odd-package 1.0: MIT: {place}\n    bundles libodd\n"
    assert (tmp_path / "out" / "odd-package-1.0" / place).read_text("utf-8") == "Permission is granted"


@pytest.mark.parametrize(
    "files", [{}, {"licenses__AUTHORS": "Jane Doe"}, {"NOTICE": "by Jane Doe"}, {"licenses__LICENSE": " \n"}],
    ids=["none", "authors alone", "a notice alone", "an empty one"],
)  # fmt: skip
def test_a_package_without_one_ends_the_build(package, tmp_path, files):
    done = package(**files)
    assert (done.returncode, done.stderr) == (1, "no licence text in: odd-package 1.0\n")
    assert not (tmp_path / "out" / "INDEX.txt").exists()


def test_nothing_at_all_is_no_success(tmp_path):
    (tmp_path / "empty.lock").write_text("# nothing\n")
    assert collect(tmp_path, "--lock", tmp_path / "empty.lock").returncode == 1


def test_the_build_of_the_image_collects_them_into_the_image():
    steps = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.search(
        r'^RUN \["/opt/scicomm-bot/bin/python", "/build/collect_licenses.py", "/build/licenses"\]$', steps, re.MULTILINE
    )
    assert "\nCOPY --from=builder /build/licenses /usr/share/doc/scicomm-bot/licenses\n" in steps
