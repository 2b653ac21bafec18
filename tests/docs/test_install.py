"""What the pages and messages say to install can be had: the program itself is in no package index."""

import importlib
import re
import sys
import tomllib
from pathlib import Path

import pytest

from scicomm_bot import __version__
from scicomm_bot.cards import how_to_install
from scicomm_bot.errors import LedgerError
from scicomm_bot.shipped import start_text

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
[DRIVER] = PROJECT["optional-dependencies"]["postgres"]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
BY_NAME = re.compile(r"pip\d? install[^\n`|#]*?[\s'\"]scicomm[-_]bot(?![\w.-]*\.whl)")
SPEAKS = [
    path
    for pattern in (
        "*.md",
        "docs/*.md",
        "deploy/*",
        "Dockerfile",
        "compose.yaml",
        ".env.example",
        "src/**/*.py",
        "src/**/*.j2",
    )
    for path in ROOT.glob(pattern)
]


@pytest.mark.parametrize(
    "text", ["pip install scicomm-bot", "pip install 'scicomm-bot[postgres]'", "pip install -U scicomm_bot"]
)
def test_a_promise_is_known_for_one(text):
    assert BY_NAME.search(text)


@pytest.mark.parametrize(
    "text", ["pip install './dist/scicomm_bot-0.1.0-py3-none-any.whl[postgres]'", "pip install psycopg # scicomm-bot"]
)
def test_what_can_be_had_is_no_such_promise(text):
    assert not BY_NAME.search(text)


def test_nothing_tells_to_install_the_program_from_an_index():
    assert len(SPEAKS) > 100
    assert [path for path in SPEAKS if BY_NAME.search(path.read_text("utf-8"))] == []


def test_a_missing_driver_is_named_as_the_extra_has_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "scicomm_bot.ledger.postgres", raising=False)
    with pytest.raises(LedgerError, match=re.escape(f"pip install '{DRIVER}'")):
        importlib.import_module("scicomm_bot.ledger.postgres")


def test_missing_typst_is_named_as_the_extra_has_it():
    [extra] = PROJECT["optional-dependencies"]["cards"]
    page = (ROOT / "docs" / "cards.md").read_text("utf-8")
    assert f"pip install '{extra}'" in how_to_install()
    assert f"pip install '{extra}'" in page
    assert f"pip install '{extra}'" in start_text("posts.yaml")


def test_the_page_names_the_driver_and_the_wheel_as_they_are():
    assert OPERATIONS.count(f"pip install '{DRIVER}'") == 2
    assert re.findall(r"scicomm_bot-(.+?)-py3-none-any\.whl", OPERATIONS) == [__version__]


def test_the_lock_file_that_the_page_names_has_the_driver():
    assert "pip install --require-hashes -r requirements.lock" in OPERATIONS
    locked = re.findall(r"^([\w-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert {"psycopg", "psycopg-binary"} <= set(locked)
