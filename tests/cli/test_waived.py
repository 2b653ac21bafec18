"""How waived warnings are shown: with their reason, and not as something to look at."""

import json

import pytest

from support.yaml_samples import changed

REASON = "the tag is the name of a campaign, which writes itself in small letters, and so it is known to its readers"


@pytest.fixture
def waived(project):
    text = changed(
        "text: A text.",
        "text: 'A text. #scicomm'",
        "        evidence:",
        f"        waive:\n          hashtag-case: {REASON}\n        evidence:",
    )
    (project / "posts.yaml").write_text(text)
    (project / "templates/finding.txt.j2").write_text("{{ finding.text }}")
    return project


def remarks(lines):
    return [line for line in lines if "hashtag-case" in line or "waived" in line]


def test_check_shows_the_reason_and_counts_it_apart(waived, cli):
    ended = cli("check")
    assert ended.code == 0
    first, second = remarks(ended.out.splitlines())[:2]
    assert first.startswith("posts.yaml:14: W hashtag-case, waived: p/f: #scicomm is not")
    assert second.startswith("    waived because: the tag is the name")
    assert ended.out.splitlines()[-1].endswith("1 waived.")
    assert max(map(len, ended.out.splitlines())) <= 80


def test_preview_shows_the_reason(waived, cli):
    first, second = remarks(cli("preview", "p/f").out.splitlines())[:2]
    assert first.startswith("  W hashtag-case, waived: #scicomm")
    assert second.startswith("    waived because: the tag is the name")


@pytest.mark.parametrize("command", ["check", "preview"])
def test_json_has_the_reason(command, waived, cli):
    told = json.loads(cli(command, "--json").out)
    found = told["problems"] if command == "check" else told["posts"][0]["findings"]
    assert [one["waived"] for one in found if one["rule"] == "hashtag-case"] == [REASON]


def test_what_is_not_waived_has_none(project, cli):
    text = changed("text: A text.", "text: 'A text. #scicomm'")
    (project / "posts.yaml").write_text(text)
    told = json.loads(cli("check", "--json").out)["problems"]
    assert {one["waived"] for one in told} == {None}
    assert cli("check").out.splitlines()[-1].endswith("warning.")
