"""Waivers of rules that exist, and days that have been."""

from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.content import load
from scicomm_bot.errors import ContentError
from support.yaml_samples import GOOD, changed, written

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULES = ("hashtag-case", "hype")
WAIVED = changed("        evidence:", "        waive:\n          {rule}: a reason\n        evidence:")


def read(text):
    return load(written(text), rules=RULES, now=NOW)


def problems(text):
    with pytest.raises(ContentError) as caught:
        read(text)
    return list(map(str, caught.value.problems))


def test_a_waiver_of_a_rule_that_exists_passes():
    document = read(WAIVED.replace("{rule}", "hashtag-case"))
    assert document.content.papers[0].findings[0].waive == {"hashtag-case": "a reason"}


def test_a_waiver_of_an_unknown_rule_is_told_with_its_line_and_the_nearest():
    assert problems(WAIVED.replace("{rule}", "hashtag-cas")) == [
        "posts.yaml:17: waive: there is no rule 'hashtag-cas'; did you mean 'hashtag-case'?"
    ]


def test_a_waiver_of_something_quite_else_says_where_the_rules_are():
    (told,) = problems(WAIVED.replace("{rule}", "xyzzy"))
    assert told.endswith("there is no rule 'xyzzy'; `scicomm-bot check` names the rule before each thing that it found")


@pytest.mark.parametrize("kind", ["authors", "source"])
def test_waivers_of_the_posts_that_come_by_themselves_are_looked_at_too(kind):
    text = changed("    abstract:", f"    waive:\n      {kind}:\n        hyp: a reason\n    abstract:")
    assert problems(text) == ["posts.yaml:14: waive: there is no rule 'hyp'; did you mean 'hype'?"]


def test_a_day_that_has_been_passes():
    assert read(changed("    abstract:", "    retraction_check: {by: A, on: 2026-11-01, where: x}\n    abstract:"))


def test_a_day_that_does_not_exist_is_told_once():
    text = changed("    abstract:", "    retraction_check: {by: A, on: 2026-02-30, where: x}\n    abstract:")
    assert len(problems(text)) == 1


def test_a_day_that_is_still_to_come_is_told():
    day = (NOW + timedelta(days=3)).date().isoformat()
    (told,) = problems(changed("    abstract:", f"    retraction_check: {{by: A, on: {day}, where: x}}\n    abstract:"))
    assert told.startswith(f"posts.yaml:12: retraction_check.on: '{day}' is still to come")


def test_today_has_been_everywhere_on_earth():
    day = (NOW + timedelta(hours=13, minutes=59)).date().isoformat()
    assert read(changed("    abstract:", f"    retraction_check: {{by: A, on: {day}, where: x}}\n    abstract:"))


def test_the_account_s_label_is_looked_at_too():
    account = "account:\n  operator: A\n  automated_label:\n    by: A\n    on: 2199-01-01\n    where: X\n"
    (told,) = problems(account + GOOD)
    assert told.startswith("posts.yaml:5: automated_label.on: '2199-01-01' is still to come")


def test_another_form_of_a_day_is_told_once():
    assert (
        len(problems(changed("    abstract:", "    retraction_check: {by: A, on: yesterday, where: x}\n    abstract:")))
        == 1
    )


def test_where_the_rules_are_not_given_waivers_are_not_looked_at():
    assert load(written(WAIVED.replace("{rule}", "xyzzy")))
