"""`check --explain` says what a rule is for."""

import json
import re
from pathlib import Path

import pytest

from scicomm_bot.cli.terminal import columns
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity import all_rules
from scicomm_bot.fidelity.extra_rules import EXTRA_RULES

RULES = {rule.id: rule for rule in (*all_rules(), *EXTRA_RULES)}
WRITING = Path(__file__).resolve().parents[2] / "docs" / "writing.md"


@pytest.mark.parametrize("rule_id", RULES)
def test_each_rule_is_explained_within_80_columns(rule_id, cli):
    ended = cli("check", "--explain", rule_id)
    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (0, "")
    assert lines[0].startswith(f"{rule_id}: {RULES[rule_id].level}, ")
    assert max(map(columns, lines)) <= 80
    for name in ("Detects:", "Why:", "Bad:", "Good:", "Waiving:"):
        assert re.search(f"^{name} +\\S", ended.out, re.MULTILINE)


def test_a_warning_says_how_to_waive_it_and_an_error_that_it_cannot_be(cli):
    assert "waive: {title-hype: the reason}" in cli("check", "--explain", "title-hype").out
    assert "cannot be waived" in cli("check", "--explain", "mention").out


def test_a_question_says_how_to_answer_it(cli):
    told = " ".join(cli("check", "--explain", "number-unsourced").out.split())
    assert told.startswith("number-unsourced: Q, asks you a question; or I, is worth knowing ")
    assert (
        "Answer: the post does not go live until somebody has said why it may stand: run `scicomm-bot approve" in told
    )
    assert "waive: {number-unsourced: the reason}" in told
    assert "it answers all that the rule asks about that post" in told


def test_a_rule_of_several_levels_says_so_and_that_its_warning_can_be_waived(cli):
    told = cli("check", "--explain", "retracted").out
    assert told.startswith("retracted: E, blocks the post; or W, asks you to look; or I, is worth knowing\n")
    assert "an error cannot be waived; fix what it found. A warning can: waive: {retracted: the reason}" in " ".join(
        told.split()
    )
    told = json.loads(cli("check", "--explain", "retracted", "--json").out)
    assert (told["level"], told["also"], told["can_be_waived"]) == ("E", ["W", "I"], True)
    assert "A warning can" not in cli("check", "--explain", "waiver").out


def test_an_unknown_rule_fails_and_names_the_nearest(cli):
    ended = cli("check", "--explain", "acronym-frst")
    assert (ended.code, ended.out) == (1, "")
    assert "did you mean acronym-first?" in ended.err


def test_json_has_the_same(cli):
    told = json.loads(cli("check", "--explain", "title-hype", "--json").out)
    rule = RULES["title-hype"]
    assert told == {
        "rule": "title-hype",
        "level": "W",
        "also": [],
        "detects": rule.detects,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "can_be_waived": True,
    }


def test_it_reads_no_file(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("SCICOMM_POSTS", str(tmp_path / "nowhere.yaml"))
    assert cli("check", "--explain", "title-hype").code == 0


def test_it_goes_with_no_other_option_of_check(cli):
    ended = cli("check", "--explain", "title-hype", "--approved")
    assert ended.code == 2
    assert "--explain goes without --approved" in ended.err


def test_the_table_of_rules_in_the_docs_has_each_rule_with_its_level():
    text = WRITING.read_text(encoding="utf-8").partition("## What check looks for")[2].partition("\n## ")[0]
    table = dict(re.findall(r"^\| `([a-z-]+)` \| ([EQWI, ]+) \|", text, re.MULTILINE))
    assert set(table) == set(RULES)
    assert table == {one: ", ".join([rule.level, *rule.also]) for one, rule in RULES.items()}
    assert set(Level) == {Level.ERROR, Level.QUESTION, Level.WARNING, Level.INFO}
