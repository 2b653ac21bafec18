"""Answers in the file: which count, which do not, and what is told of them."""

from dataclasses import replace

import pytest

from scicomm_bot.domain.answer import counts, too_short, words_of
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity import all_rules, check_posts
from support.fidelity_samples import reading

EVIDENCE = "In mice, a nap helped."
TEXT = "In 12 mice, a nap helped."
RULE = "number-unsourced"
SENTENCE = "The paper counts them in its methods."


def checked(text=TEXT, **finding):
    """The post, with all that the rules say of it."""
    one = reading(text, (EVIDENCE, "animals"))
    made = one.finding.model_copy(update=finding)
    paper = one.paper.model_copy(update={"findings": (made,)})
    [post] = check_posts([replace(one.post, remarks=())], Content(papers=(paper,)))
    return post


def key(text=TEXT):
    [question] = checked(text).open_questions
    return question.key


def told(post, rule="answer"):
    return [(remark.level, remark.message) for remark in post.remarks if remark.rule == rule]


def test_a_question_without_an_answer_is_open():
    post = checked()
    assert post.asking
    assert [one.rule for one in post.open_questions] == [RULE]
    assert not post.blocked


def test_an_answer_under_its_key_counts():
    post = checked(answers={key(): SENTENCE})
    assert not post.asking
    assert [(one.answer, one.answered_by) for one in post.questions] == [(SENTENCE, None)]
    assert told(post) == []


@pytest.mark.parametrize(
    "blank", ["", "  ", "...", "ok", "It does.", "- - - -", "1 2 3 4", "well-known fact", "\u200b \u200b \u200b \u200b"]
)
def test_a_blank_or_a_short_answer_is_none_and_is_told(blank):
    post = checked(answers={key(): blank})
    assert post.asking
    [(level, message)] = told(post)
    assert level is Level.WARNING
    assert key() in message


@pytest.mark.parametrize(
    "sentence", ["Yes it does", "论文如此说", "การศึกษาบอกเช่นนี้", "Tabelle 2 zeigt es", "(see page 4 there)", "مقاله چنین می‌گوید"]
)  # fmt: skip
def test_three_words_are_an_answer_in_any_script(sentence):
    assert counts(sentence)
    assert not checked(answers={key(): sentence}).asking


@pytest.mark.parametrize(("text", "count"), [("", 0), ("a b c", 3), ("it's fine", 2), ("p = 0.03 here", 2)])
def test_words_are_counted_as_pieces_with_a_letter(text, count):
    assert words_of(text) == count


def test_what_is_wrong_with_a_short_answer_says_how_short_it_is():
    assert too_short(" ").startswith("is blank;")
    assert too_short("...").startswith("has no words;")
    assert too_short("ok").startswith("has 1 word;")


def test_an_answer_counts_while_the_question_is_worded_otherwise_but_is_about_the_same_words():
    assert key("In 12 mice,  a nap helped!") == key()


def test_an_answer_to_other_words_is_told_with_the_right_key():
    post = checked("In 13 mice, a nap helped.", answers={key(): SENTENCE})
    assert post.asking
    [(level, message)] = told(post)
    assert level is Level.INFO
    assert f"`{key('In 13 mice, a nap helped.')}:`" in message


def test_an_answer_that_is_not_asked_for_any_more_is_to_be_deleted():
    [(level, message)] = told(checked("In mice, a nap helped.", answers={key(): SENTENCE}))
    assert level is Level.INFO
    assert message == f"{key()} is not asked any more; delete its answer"


def test_a_bare_rule_gets_the_line_to_write():
    [(level, message)] = told(checked(answers={RULE: SENTENCE}))
    assert level is Level.WARNING
    assert message == f"`answers:` names {RULE} without its question; write `{key()}:`"


def test_a_bare_rule_that_asks_nothing_is_to_be_deleted():
    [(_, message)] = told(checked(answers={"cure": SENTENCE}))
    assert "asks nothing here, so delete that line" in message


def test_a_rule_that_there_is_not_gets_the_nearest_with_its_key():
    [(level, message)] = told(checked(answers={"number-unsorced/0123456789": SENTENCE}))
    assert level is Level.WARNING
    assert "there is no rule 'number-unsorced'; write `" in message
    assert key() in message


def test_what_is_near_to_no_rule_gets_the_nearest_open_key():
    [(_, message)] = told(checked(answers={"editor": SENTENCE}))
    assert message.endswith(f"the open question nearest to it is `{key()}:`")


def test_none_of_this_blocks_a_post_or_asks():
    post = checked("In mice, a nap helped.", answers={"editor": SENTENCE, RULE: "", "cure/0": SENTENCE})
    assert not post.blocked
    assert not post.asking


class TestWaiver:
    """`waive:` of a rule that asks is its answer."""

    def test_it_answers_all_that_its_rule_asks_of_the_post(self):
        post = checked("In 12 mice, a nap of 7 minutes helped.", waive={RULE: SENTENCE})
        assert not post.asking
        assert {one.answer for one in post.questions} == {SENTENCE}
        assert {one.waived for one in post.questions} == {None}
        assert told(post, "waiver") == []

    def test_an_answer_under_the_key_goes_before_it(self):
        post = checked(waive={RULE: SENTENCE}, answers={key(): "The methods say so."})
        assert [one.answer for one in post.questions] == ["The methods say so."]

    def test_one_of_the_time_when_the_rule_only_noted_may_be_short(self):
        post = checked("In mice, a breakthrough: a nap helped.", waive={"hype": "quoted"})
        assert [one.answer for one in post.questions if one.rule == "hype"] == ["quoted"]

    def test_a_warning_is_waived_in_one_word_as_before(self):
        post = checked("In mice, a nap helped significantly.", waive={"significant": "quoted"})
        assert [one.waived for one in post.remarks if one.rule == "significant"] == ["quoted"]

    def test_what_blocks_is_not_answered(self):
        post = checked("In mice, a nap helped. @someone", waive={"mention": "The author agreed to it."})
        assert post.blocked
        assert [level for level, _ in told(post, "waiver")] == [Level.ERROR]


def test_no_rule_asks_about_a_correction():
    asking = [rule for rule in all_rules() if Level.QUESTION in (rule.level, *rule.also)]
    assert asking
    assert [rule.id for rule in asking if "correction" in rule.kinds] == []
