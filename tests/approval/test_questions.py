"""Questions and approvals: what an entry keeps, when its answer counts, and what an open question holds."""

from dataclasses import replace
from pathlib import Path

import pytest

from scicomm_bot.approval import (
    approval_of,
    approval_state,
    approval_states,
    as_in_file,
    hold_asked,
    hold_unapproved,
    last_answer,
    parse_file,
    with_answers,
)
from scicomm_bot.approval.read import read_approvals
from scicomm_bot.approval.write import HEAD, entry_text
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Level, Remark
from support.approval_samples import AT, CONTENT, IMAGE, TEXT, approvals, approved, post, rejected

KEY = "strength-up/0123456789"
SENTENCE = "The trial was randomised and large."
QUESTION = Remark("strength-up", Level.QUESTION, "“helps”, but the paper says “may help”; write it so.", key=KEY)
OTHER = Remark("cure", Level.QUESTION, "“a cure”; say what was measured.", key="cure/aaaaaaaaaa")
BEFORE = """\
posts:
- id: p/f
  decision: approved
  by: Doe J
  at: '2026-11-22T16:00:05+00:00'
  text: |-
    In mice, survival increased.

    A Journal, 2023
  images:
  - file: figure.png
    sha256: a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
    alt_sha256: b76fd7da0705bb8a5c3bf1d7c25385f315634825b50d589cf988572805a4e352
  evidence: 75edd627513b058408ec5e54a1fa8a91aaefcfe61f06fdec388ee615bb8dbab6
  seal: 6941b19fa38d4784984a308fbe3ed0148b6fb864cea5277107846a0acf765a76

- id: p/source
  decision: rejected
  by: Roe R
  at: '2026-11-22T16:00:05+00:00'
  why: A word is wrong.
  text: |-
    In mice, survival increased.

    A Journal, 2023
  evidence: abf977bf8dab9c03ec9bcf0fd75495ad9a65b0cc0a91e749a8bc2f72b730312e
  seal: fbb7e86753583af22b0e04ce75d8d0d3933b1e55e0e9937d42a7015b61f52d59
"""
"""Entries as the program of commit 4827fe2 wrote them, which knew no questions."""


def asked(*remarks, **fields):
    return post(remarks=remarks or (QUESTION,), **fields)


def answered(remark=QUESTION, answer=SENTENCE):
    return replace(remark, answer=answer)


def held(one, entries, **words):
    """The post as it is held live."""
    states = approval_states([one], CONTENT, entries)
    return hold_asked(hold_unapproved(with_answers([one], states), states, entries, **words), states)[0]


class TestEntry:
    def test_it_keeps_the_question_as_it_was_asked_and_its_answer(self):
        [entry] = approved(asked(answered()))
        assert [(one.key, one.question, one.answer) for one in entry.answers] == [(KEY, QUESTION.message, SENTENCE)]

    def test_it_keeps_the_question_without_why_it_is_asked(self):
        remark = replace(answered(), brief="In short.")
        [entry] = approved(asked(remark))
        assert entry.answers[0].question == "In short."

    def test_a_question_that_is_asked_twice_is_kept_once(self):
        [entry] = approved(asked(answered(), answered()))
        assert len(entry.answers) == 1

    def test_it_reads_as_it_was_written(self):
        [entry] = approved(asked(answered(answer="It says so: in table 2, # and all.\nTwice."), answered(OTHER)))
        text = f"{HEAD}{entry_text(entry)}"
        file = parse_file(Path("approved.yaml"), text)
        assert file.entries == (entry,)
        assert file.tampered == {}

    def test_an_answer_that_is_changed_by_hand_does_not_fit_its_seal(self):
        [entry] = approved(asked(answered()))
        text = f"{HEAD}{entry_text(entry)}".replace("randomised and large", "randomised and small")
        assert parse_file(Path("approved.yaml"), text).tampered.keys() == {"p/f"}

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (f"  - key: {KEY}\n    ", "  - ", "an answer in the entry of p/f has no `key:`"),
            (f"    answer: {SENTENCE}", "    answer: 7", "an answer in the entry of p/f: `answer:` must be a text"),
            ("    answer:", "    anser:", "an answer in the entry of p/f has an unknown field 'anser'"),
            (
                "answers:\n  - key",
                "answers:\n    key",
                "`answers:` must be a list of `key:`, `question:` and `answer:`",
            ),
        ],
    )
    def test_a_wrong_one_says_what_is_wrong(self, old, new, said):
        [entry] = approved(asked(answered()))
        text = f"{HEAD}{entry_text(entry)}"
        assert old in text
        Path("approved.yaml").write_text(text.replace(old, new))
        assert said in " ".join(map(str, read_approvals(Path("approved.yaml")).broken))

    def test_a_no_keeps_no_answers(self):
        no = approval_of(asked(answered()), CONTENT, "rejected", by="Roe R", at=AT, why="Too long.")
        assert no.answers == ()


class TestBefore:
    """Entries of before there were questions."""

    def test_their_seals_fit(self):
        file = parse_file(Path("approved.yaml"), BEFORE)
        assert (len(file.entries), file.tampered) == (2, {})

    def test_an_entry_without_answers_is_written_as_it_was_to_the_byte(self):
        entries = [*approved(post(images=(IMAGE,))), rejected(post("source"))]
        assert "posts:\n" + "\n".join(map(entry_text, entries)) == BEFORE

    def test_an_approval_without_answers_stands_and_its_post_is_held_as_asked_alone(self):
        one = asked(images=(IMAGE,))
        entries = approvals(*parse_file(Path("approved.yaml"), BEFORE).entries[:1])
        assert approval_state(one, CONTENT, entries).state == "approved"
        assert held(one, entries).obstacle.code is ObstacleCode.ASKED


class TestCounts:
    """An answer in an entry counts while the approval stands."""

    def test_it_fills_the_open_question_and_says_who_answered(self):
        one = held(asked(), approvals(*approved(asked(answered()))))
        assert (one.obstacle, one.asking) == (None, False)
        assert [(remark.answer, remark.answered_by) for remark in one.questions] == [(SENTENCE, "Doe J")]

    def test_one_in_the_file_counts_by_itself(self):
        one = held(asked(answered()), approvals(*approved(asked())))
        assert one.obstacle is None
        assert one.questions[0].answered_by is None

    @pytest.mark.parametrize("now", [{"text": "Other words."}, {"images": (IMAGE,)}])
    def test_it_does_not_once_the_post_has_changed(self, now):
        one = held(asked(**now), approvals(*approved(asked(answered()))))
        assert one.asking
        assert one.obstacle.code is ObstacleCode.UNAPPROVED

    def test_one_that_is_too_short_does_not_count(self):
        assert held(asked(), approvals(*approved(asked(answered(answer="ok"))))).asking

    def test_another_in_the_file_voids_the_approval(self):
        now = asked(answered(answer="Another sentence stands here."))
        state = approval_state(now, CONTENT, approvals(*approved(asked(answered()))))
        assert state.state == "changed"
        assert f"the answer to {KEY} was changed" in state.obstacle.text("p/f")

    def test_one_that_the_entry_has_and_the_file_has_not_voids_nothing(self):
        assert approval_state(asked(), CONTENT, approvals(*approved(asked(answered())))).state == "approved"

    def test_a_question_that_is_not_asked_any_more_voids_nothing(self):
        entries = approvals(*approved(asked(answered(), answered(OTHER))))
        assert held(asked(), entries).obstacle is None
        assert held(post(), entries).obstacle is None
        assert held(asked(replace(QUESTION, level=Level.WARNING, key=None)), entries).obstacle is None

    def test_a_new_question_beside_an_answered_one_holds_as_asked(self):
        one = held(asked(QUESTION, OTHER), approvals(*approved(asked(answered()))))
        assert [remark.rule for remark in one.open_questions] == ["cure"]
        assert one.obstacle.code is ObstacleCode.ASKED

    def test_the_file_alone_is_seen_again_without_what_was_approved(self):
        one = held(asked(QUESTION, answered(OTHER)), approvals(*approved(asked(answered(), answered(OTHER)))))
        assert [remark.rule for remark in as_in_file(one).open_questions] == ["strength-up"]


class TestHeld:
    def test_an_open_question_holds_where_approval_is_not_required_too(self):
        assert held(asked(), approvals(), required=False).obstacle.code is ObstacleCode.ASKED

    def test_it_says_what_is_asked_and_how_to_answer_later(self):
        obstacle = held(asked(QUESTION, OTHER), approvals(), required=False).obstacle
        assert obstacle.text("p/f") == (
            "strength-up asks (and 1 more): “helps”, but the paper says “may help”; write it so; change the post, or "
            "answer with `scicomm-bot approve p/f --by NAME`"
        )
        assert obstacle.needs is Need.LATER

    def test_what_nobody_has_seen_is_held_as_asked(self):
        assert held(asked(), approvals()).obstacle.code is ObstacleCode.ASKED

    def test_a_no_and_a_broken_file_go_before_it(self):
        assert held(asked(), approvals(rejected(post()))).obstacle.code is ObstacleCode.UNAPPROVED
        renamed = replace(asked(), id="p/g")
        assert held(renamed, approvals(rejected(post()))).obstacle.code is ObstacleCode.UNAPPROVED

    def test_another_obstacle_stays(self):
        one = asked(obstacle=Obstacle(ObstacleCode.RETRACTED, "x"))
        assert held(one, approvals()).obstacle.code is ObstacleCode.RETRACTED

    def test_a_post_without_a_question_is_as_it_was(self):
        assert held(post(), approvals()).obstacle.code is ObstacleCode.UNAPPROVED
        assert held(post(), approvals(*approved(post()))).obstacle is None


def test_the_last_answer_of_a_rule_is_there_whatever_became_of_the_text():
    entries = approvals(*approved(asked(answered(), text=TEXT)))
    assert last_answer(entries, "p/f", "strength-up").answer == SENTENCE
    assert last_answer(entries, "p/f", "cure") is None
    assert last_answer(entries, "p/g", "strength-up") is None
