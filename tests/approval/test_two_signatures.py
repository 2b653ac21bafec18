"""Two people for one post: what is written, what is read, and what holds the post until then."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scicomm_bot.approval import (
    ByMail,
    GivenAnswer,
    Signature,
    approval_of,
    approval_state,
    approval_states,
    parse_file,
    read_approvals,
)
from scicomm_bot.approval.signing import signed_by_both
from scicomm_bot.approval.state import Known
from scicomm_bot.approval.write import entry_text, record
from scicomm_bot.domain.paper import Content
from support.approval_samples import AT, CONTENT, IMAGE, approvals, approved, post, rejected
from support.paper_samples import PAPER

PATH = Path("approved.yaml")
TWO = Content(papers=(PAPER,), approvals=2)
LATER = AT.replace(microsecond=0) + timedelta(hours=1)
MAIL = ByMail("Press office", LATER - timedelta(hours=3))


def yes(one, by="Joe Roe", at=LATER, **fields):
    return replace(approval_of(one, CONTENT, "approved", by=by, at=at), **fields)


def both(**fields):
    (first,) = approved(post())
    return replace(signed_by_both(first, yes(post())), **fields)


def test_one_of_two_holds_the_post_and_names_who_signed():
    state = approval_state(post(), TWO, approvals(*approved(post())))
    assert (state.state, state.by, [one.by for one in state.signed], state.needed) == (
        "unapproved",
        "Doe J",
        ["Doe J"],
        2,
    )
    assert state.obstacle.text("p/f") == (
        "1 of 2: signed by Doe J on 2026-11-22 16:00 UTC; waits for another person; they read it, then run "
        "`scicomm-bot approve p/f --by NAME`"
    )
    assert not state.unseen


def test_two_different_people_approve_a_post():
    state = approval_state(post(), TWO, approvals(both()))
    assert (state.state, state.by, state.obstacle) == ("approved", "Joe Roe", None)
    assert state.by_whom == "Doe J on 2026-11-22 16:00 UTC and Joe Roe on 2026-11-22 17:00 UTC"


def test_one_person_who_signs_twice_is_one():
    (first,) = approved(post(), by="Jane Doe")
    again = signed_by_both(first, yes(post(), by="Doe, Jane"))
    assert again.signatures == (Signature("Doe, Jane", LATER),)
    twice = replace(first, also=(Signature("J. Doe", LATER),))  # as no program writes it
    assert approval_state(post(), TWO, approvals(twice)).state == "unapproved"


def test_nobody_having_signed_is_as_before():
    state = approval_state(post(), TWO, approvals())
    assert (state.state, state.obstacle.message, state.unseen, state.needed) == (
        "unapproved",
        "not approved yet",
        True,
        2,
    )


def test_one_is_enough_where_the_file_asks_for_one():
    assert approval_state(post(), CONTENT, approvals(*approved(post()))).state == "approved"
    assert approval_state(post(), CONTENT, approvals(both())).state == "approved"


@pytest.mark.parametrize(("top", "paper", "needed"), [(1, 2, 2), (2, 1, 1), (2, None, 2), (1, None, 1)])
def test_the_nearest_number_counts(top, paper, needed):
    content = Content(papers=(PAPER.model_copy(update={"approvals": paper}),), approvals=top)
    assert approval_state(post(), content, approvals()).needed == needed


def test_what_was_worked_out_before_is_not_used_for_another_number():
    known, one = Known(), post()
    entries = approvals(*approved(one))
    for content, state in ((CONTENT, "approved"), (TWO, "unapproved"), (CONTENT, "approved")):
        assert approval_states([one], content, entries, known)[0].state == state


@pytest.mark.parametrize(
    "now",
    [post(text="In mice, survival rose."), post(images=(IMAGE,))],
)
def test_a_later_edit_drops_both(now):
    state = approval_state(now, TWO, approvals(both()))
    assert state.state == "changed"
    assert "changed after Doe J and Joe Roe approved it on 2026-11-22 17:00 UTC" in state.obstacle.message
    assert signed_by_both(both(), yes(now, by="Ann Poe")).signatures == (Signature("Ann Poe", LATER),)


def test_a_rejection_by_one_holds_it_and_what_was_signed_before_is_gone():
    assert approval_state(post(), TWO, approvals(rejected(post()))).state == "rejected"
    no = rejected(post())
    assert signed_by_both(both(), no) == no
    assert signed_by_both(no, yes(post())) == yes(post())


def test_an_answer_to_a_new_question_voids_no_signature_and_another_answer_does():
    old, new = GivenAnswer("cure/0123456789", "Why?", "It is so."), GivenAnswer("hype/0123456789", "Why?", "It is so.")
    first = replace(approved(post())[0], answers=(old,))
    assert len(signed_by_both(first, yes(post(), answers=(old, new))).signatures) == 2
    assert len(signed_by_both(first, yes(post(), answers=())).signatures) == 2
    changed = replace(old, answer="It is not so.")
    assert len(signed_by_both(first, yes(post(), answers=(changed,))).signatures) == 1


def test_the_answers_of_who_signed_first_count_for_the_second():
    answers = (GivenAnswer("cure/0123456789", "Why?", "It is so."),)
    state = approval_state(post(), TWO, approvals(replace(approved(post())[0], answers=answers)))
    assert (state.state, state.answers) == ("unapproved", answers)


def test_an_entry_that_uses_nothing_new_is_written_and_sealed_as_before():
    (entry,) = approved(post())
    assert entry.seal == "6db03ad94e58aad0c379d069fab10fb7acb3acb011abffe63129ec76082d0199"
    assert entry_text(entry) == (
        "- id: p/f\n  decision: approved\n  by: Doe J\n  at: '2026-11-22T16:00:05+00:00'\n  text: |-\n"
        "    In mice, survival increased.\n\n    A Journal, 2023\n"
        f"  evidence: {entry.evidence}\n  seal: {entry.seal}\n"
    )


@pytest.mark.parametrize(
    "entry",
    [
        both(),
        both(mail=MAIL),
        both(also=(Signature("Joe Roe", LATER, MAIL),)),
        both(also=(Signature("Joe Roe", LATER, ByMail("Press office")),)),
        replace(rejected(post()), mail=MAIL),
    ],
)
def test_what_was_signed_is_read_as_it_was_written(entry):
    record(PATH, [entry], [])
    assert read_approvals(PATH).of == {"p/f": entry}


def test_each_change_of_a_signature_breaks_the_seal():
    record(PATH, [both(mail=MAIL)], [])
    text = PATH.read_text()
    for old, new in (
        ("by: Joe Roe", "by: Ann Poe"),
        ("recorded_by: Press", "recorded_by: Post"),
        ("sent: '2026", "sent: '2025"),
    ):
        assert old in text
        assert "p/f" in parse_file(PATH, text.replace(old, new)).tampered
    (first, *rest), gone = text.split("  also:\n"), "  text: |"
    assert "p/f" in parse_file(PATH, first + gone + rest[0].partition(gone)[2]).tampered


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - by: Joe Roe", "  - bye: Joe Roe", "a signature in the entry of p/f has an unknown field 'bye'"),
        ("  - by: Joe Roe", "  - by: ' '", "`by:` is blank"),
        ("    recorded_by: Press office\n", "", "has no `recorded_by:`"),
        ("    sent: '2026-11-22T14:00:05+00:00'", "    sent: soon", "`sent:` must be a time"),
        (
            "  also:\n  - by: Joe Roe\n    at: '2026-11-22T17:00:05+00:00'\n",
            "  also: x\n",
            "`also:` must be a list of `by:` and `at:`",
        ),
        (
            "  by_mail:\n    recorded_by: Press office\n    sent: '2026-11-22T14:00:05+00:00'\n",
            "  by_mail: x\n",
            "`by_mail:` must have",
        ),
    ],
)
def test_what_is_wrong_in_a_signature_is_told(old, new, says):
    record(PATH, [both(mail=MAIL)], [])
    text = PATH.read_text()
    assert old in text
    PATH.write_text(text.replace(old, new))
    assert says in "\n".join(map(str, read_approvals(PATH).broken))


def test_the_second_signature_goes_to_the_entry_as_it_stands_when_it_is_written():
    one = post()
    record(PATH, [yes(one, by="Jane Doe", at=AT.replace(microsecond=0))], [], {"p/f": ["p/f"]})
    (written,) = record(PATH, [yes(one)], [], {"p/f": ["p/f"]})
    assert [signature.by for signature in written.signatures] == ["Jane Doe", "Joe Roe"]
    assert read_approvals(PATH).of["p/f"] == written


def test_a_signature_under_an_id_of_before_counts_under_the_new_one():
    old, new = post("f"), post("g", was=("p/f",))
    record(PATH, [yes(old, by="Jane Doe")], [])
    (written,) = record(PATH, [yes(new, evidence=yes(old).evidence)], [], {"p/g": ["p/g", "p/f"]})
    assert [signature.by for signature in written.signatures] == ["Jane Doe", "Joe Roe"]


def test_an_entry_that_was_changed_by_hand_is_not_signed_along():
    record(PATH, [yes(post(), by="Jane Doe")], [])
    PATH.write_text(PATH.read_text().replace("by: Jane Doe", "by: Ann Poe"))
    (written,) = record(PATH, [yes(post())], [], {"p/f": ["p/f"]})
    assert [signature.by for signature in written.signatures] == ["Joe Roe"]


def test_two_yeses_at_once_are_both_in_the_entry():
    record(PATH, [yes(post(), by="Jane Doe"), yes(post())], [], {"p/f": ["p/f"]})
    assert [one.by for one in read_approvals(PATH).of["p/f"].signatures] == ["Jane Doe", "Joe Roe"]
