"""The import contracts of pyproject.toml fail when they are broken: each is broken on purpose, in a copy of the source."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
BROKEN_BY = {
    "Imports go one way: from the outside in": [
        ("bot/settle.py", "import scicomm_bot.ledger.sqlite"),
        ("english/text.py", "import scicomm_bot.fidelity.rules.cure"),
        ("english/text.py", "import scicomm_bot.domain.post"),
    ],
    "In fidelity, the check knows the rules, and a rule knows no check": [
        ("fidelity/rules/cure.py", "import scicomm_bot.fidelity.check"),
        ("fidelity/lost_denials.py", "import scicomm_bot.fidelity.rules.cure"),
    ],
    "A rule knows no rule": [
        ("fidelity/rules/cure.py", "from scicomm_bot.fidelity.rules.advice import advice"),
        ("fidelity/rules/species.py", "from scicomm_bot.fidelity.rules import negatives"),
    ],
    "Only app and cli know the settings": [
        ("x/client.py", "import scicomm_bot.settings"),
        ("service.py", "from scicomm_bot.settings import Settings"),
        ("announcer.py", "from scicomm_bot.settings import Settings"),
    ],
    "A command asks app, and shows by views": [
        ("cli/commands/plan.py", "import scicomm_bot.content"),
        ("cli/commands/check.py", "import scicomm_bot.records.merge"),
        ("cli/commands/status.py", "from scicomm_bot.ledger.sqlite import open_sqlite"),
    ],
    "The core knows no edge": [
        ("bot/thread.py", "import scicomm_bot.transport"),
        ("render/posts.py", "import scicomm_bot.notices.crossref"),
        ("records/names.py", "import scicomm_bot.registries.client"),
        ("approval/write.py", "import scicomm_bot.ledger.sqlite"),
    ],
    "An edge knows no rule, and neither does what reads posts.yaml": [
        ("notices/gate.py", "import scicomm_bot.fidelity.rules.cure"),
        ("ledger/sqlite.py", "import scicomm_bot.fidelity"),
        ("registries/client.py", "import scicomm_bot.fidelity"),
        ("content/load.py", "from scicomm_bot.fidelity import rule_ids"),
    ],
    "Only x knows tweepy": [
        ("approval/write.py", "import tweepy"),
        ("signoff/page.py", "import tweepy"),
        ("rehearsal.py", "import tweepy.client"),
        ("__init__.py", "import tweepy"),
    ],
    "Only x, registries, ping and the transport below them know requests": [
        ("watch.py", "import requests"),
        ("approval/write.py", "import requests"),
        ("notices/crossref.py", "import requests"),
        ("registries/pubmed.py", "import requests"),
        ("logs.py", "import urllib3"),
    ],
    "Only service knows APScheduler": [
        ("approval/write.py", "import apscheduler"),
        ("app/desk.py", "import apscheduler"),
    ],
    "Only cards knows typst": [
        ("render/cards.py", "import typst"),
        ("app/carding.py", "import typst"),
    ],
    "Only settings reads the environment's settings library": [
        ("cli/opening.py", "import pydantic_settings"),
        ("clock.py", "from dotenv import dotenv_values"),
    ],
}
CASES = [
    pytest.param(name, path, line, id=f"{name}: {path}") for name, cases in BROKEN_BY.items() for path, line in cases
]


def broken_contracts(source: Path) -> set[str]:
    """Run import-linter over a copy of the source; return the names of the contracts that it finds broken."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml", "--no-cache"],
        env={**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200"},
        cwd=source,
        capture_output=True,
        text=True,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return {contract["name"] for contract in CONTRACTS if f"{contract['name']} BROKEN" in done.stdout}


@pytest.fixture
def source(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "src"


def test_every_contract_is_broken_by_something_here():
    assert set(BROKEN_BY) == {contract["name"] for contract in CONTRACTS}


def test_the_source_as_it_is_keeps_them_all(source):
    assert broken_contracts(source) == set()


@pytest.mark.parametrize(("name", "path", "line"), CASES)
def test_a_contract_fails_when_it_is_broken(source, name, path, line):
    module = source / "scicomm_bot" / path
    module.write_text(f"{module.read_text('utf-8')}\n{line}\n", "utf-8")
    assert name in broken_contracts(source)
