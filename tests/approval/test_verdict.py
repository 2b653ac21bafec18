"""Whether a post is what a person approved, and what holds it."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scicomm_bot.approval import approval_state, approval_states, evidence_hashes, hold_unapproved
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Content, CorrectedFacts, Evidence
from scicomm_bot.errors import Place, Problem
from support.approval_samples import CONTENT, IMAGE, TEXT, approvals, approved, post, rejected
from support.paper_samples import PAPER

FILE = Path("approved.yaml")


def with_finding(**fields):
    return Content(papers=(PAPER.model_copy(update={"findings": (PAPER.findings[0].model_copy(update=fields),)}),))


def test_what_was_approved_and_is_as_it_was_is_approved():
    state = approval_state(post(), CONTENT, approvals(*approved(post())))
    assert (state.state, state.by, state.obstacle, state.difference) == ("approved", "Doe J", None, ())
    assert f"{state.at:%H:%M:%S.%f}" == "16:00:05.000000"


def test_facts_are_part_of_what_is_approved_only_where_a_person_put_any_right():
    plain = PAPER.findings[0].evidence[0]
    before = evidence_hashes([post()], CONTENT)
    old = json.dumps([[one.quote, one.on] for one in PAPER.findings[0].evidence], ensure_ascii=False)
    assert before["p/f"] == hashlib.sha256(old.encode()).hexdigest()  # as every approval so far has it
    for given, same in ((None, True), (CorrectedFacts(), True), (CorrectedFacts(on="mice"), False)):
        content = with_finding(evidence=(plain.model_copy(update={"facts": given}), *PAPER.findings[0].evidence[1:]))
        assert (evidence_hashes([post()], content) == before) is same
        state = approval_state(post(), content, approvals(*approved(post())))
        assert state.state == ("approved" if same else "changed")


def test_what_nobody_has_seen_is_unapproved_and_says_what_to_do():
    state = approval_state(post(), CONTENT, approvals())
    assert state.state == "unapproved"
    assert state.obstacle.text("p/f") == "not approved yet; read it, then run `scicomm-bot approve p/f --by NAME`"


def test_one_letter_changed_voids_an_approval_and_the_letter_is_named():
    state = approval_state(post(text=TEXT.replace("increased", "increases")), CONTENT, approvals(*approved(post())))
    assert state.state == "changed"
    assert state.obstacle.text("p/f") == (
        "changed after Doe J approved it on 2026-11-22 16:00 UTC: word 4: 'increased.' is now 'increases.' (its 9th "
        "letter, 'd', is now 's'); restore what was approved, or read the new version and run `scicomm-bot approve p/f --by NAME`"
    )
    assert [piece.kind for piece in state.difference] == ["same", "deleted", "added", "same"]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"images": ()}, "1 image was approved, and now there are 0"),
        ({"images": (IMAGE.__class__(IMAGE.file, "b2" * 32, IMAGE.alt),)}, "image 1 (figure.png) is another picture now"),
        ({"images": (IMAGE.__class__(IMAGE.file, "", IMAGE.alt),)}, "image 1 (figure.png) cannot be read"),
        ({"images": (IMAGE.__class__(IMAGE.file, IMAGE.sha256, "One curve."),)}, "the alt text of image 1 (figure.png)"),
        ({"images": (IMAGE.__class__(IMAGE.file, IMAGE.sha256, None),)}, "the alt text of image 1 (figure.png)"),
    ],
)  # fmt: skip
def test_a_changed_image_or_alt_text_voids_an_approval(now, said):
    state = approval_state(post(**now), CONTENT, approvals(*approved(post(images=(IMAGE,)))))
    assert state.state == "changed"
    assert said in state.obstacle.text("p/f")


@pytest.mark.parametrize(
    "evidence", [Evidence(quote="It goes on.", on=("people",)), Evidence(quote="An abstract.", on=("animals",))]
)
def test_changed_evidence_voids_an_approval(evidence):
    state = approval_state(post(), with_finding(evidence=(evidence,)), approvals(*approved(post())))
    assert state.state == "changed"
    assert "the evidence was changed" in state.obstacle.text("p/f")


def test_a_changed_record_voids_the_posts_that_rest_on_it_and_no_other():
    content = Content(papers=(PAPER.model_copy(update={"journal": "Another Journal"}),))
    both = approvals(*approved(post(), post("authors")))
    assert approval_state(post(), content, both).state == "approved"
    state = approval_state(post("authors"), content, both)
    assert state.state == "changed"
    assert "the paper's record was changed" in state.obstacle.text("p/f")


def test_what_does_not_touch_the_post_leaves_the_approval_alone():
    assert (
        approval_state(post(), with_finding(waive={"hype": "quoted"}), approvals(*approved(post()))).state == "approved"
    )


def test_a_rejected_post_says_who_when_and_why():
    state = approval_state(post(), CONTENT, approvals(rejected(post())))
    assert (state.state, state.by, state.why) == ("rejected", "Roe R", "A word is wrong.")
    assert state.obstacle.text("p/f").startswith(
        "Roe R rejected it on 2026-11-22 16:00 UTC: A word is wrong; fix it, then run"
    )


def test_a_rejection_holds_whatever_the_text_becomes():
    assert approval_state(post(text="Other words."), CONTENT, approvals(rejected(post()))).state == "rejected"


class TestRejectedText:
    """A no is to the text, too: another id does not bring it back."""

    def renamed(self, *entries, text=TEXT):
        return approval_state(post("renamed", text), CONTENT, approvals(rejected(post()), *entries))

    def later(self, entry, **by):
        return replace(entry, at=entry.at + timedelta(**by))

    def test_under_another_id_it_is_rejected_and_says_as_what(self):
        state = self.renamed()
        assert (state.state, state.by, state.why) == ("rejected", "Roe R", "A word is wrong.")
        assert state.obstacle.text("p/renamed") == (
            "Roe R rejected the same text as p/f on 2026-11-22 16:00 UTC: A word is wrong; fix it, then run "
            "`scicomm-bot approve p/renamed --by NAME`"
        )

    def test_another_text_under_another_id_is_not_rejected(self):
        assert self.renamed(text="Other words.").state == "unapproved"

    def test_a_later_yes_to_that_text_counts(self):
        [yes] = approved(post("renamed"))
        assert self.renamed(self.later(yes, seconds=1)).state == "approved"

    @pytest.mark.parametrize("seconds", [0, -60])
    def test_a_yes_that_is_not_later_does_not_count(self, seconds):
        [yes] = approved(post("renamed"))
        assert self.renamed(self.later(yes, seconds=seconds)).state == "rejected"

    def test_a_later_yes_to_another_text_does_not_count(self):
        [yes] = approved(post("renamed", "Other words."))
        assert self.renamed(self.later(yes, days=1)).state == "rejected"

    def test_of_two_noes_the_one_to_the_text_as_it_is_now_is_told(self):
        own = self.later(rejected(post("renamed", "Other words."), why="Too long."), days=1)
        assert self.renamed(own).why == "A word is wrong."

    def test_posts_that_cannot_be_rendered_have_no_text_in_common(self):
        entries = approvals(rejected(post(text="")))
        assert approval_state(post("renamed", ""), CONTENT, entries).state == "unapproved"

    def test_it_is_held_where_approval_is_not_required_too(self):
        one, entries = post("renamed"), approvals(rejected(post()))
        states = approval_states([one], CONTENT, entries)
        assert hold_unapproved([one], states, entries, required=False)[0].obstacle.code == "unapproved"


class TestHeld:
    def hold(self, one, entries, **words):
        return hold_unapproved([one], approval_states([one], CONTENT, entries), entries, **words)[0].obstacle

    def test_only_what_is_approved_as_it_is_goes_out(self):
        assert self.hold(post(), approvals(*approved(post()))) is None
        assert self.hold(post(), approvals()).code == "unapproved"
        assert self.hold(post(text="x"), approvals(*approved(post()))).code == "unapproved"
        assert self.hold(post(), approvals(rejected(post()))).code == "unapproved"

    def test_a_file_that_cannot_be_used_holds_everything(self):
        entries = approvals(*approved(post()), broken=(Problem(Place(FILE, 3), "it is broken"),))
        assert "approved.yaml:3: it is broken" in self.hold(post(), entries).text("p/f")
        assert self.hold(post(), entries, required=False) is not None

    def test_an_entry_changed_by_hand_holds_its_post_alone(self):
        entries = approvals(*approved(post("authors")), tampered={"p/f": Problem(Place(FILE, 3), "changed by hand")})
        assert self.hold(post(), entries).text("p/f") == "approved.yaml:3: changed by hand"
        assert self.hold(post("authors"), entries) is None

    def test_another_hold_stays(self):
        assert self.hold(post(obstacle=Obstacle(ObstacleCode.RETRACTED, "x")), approvals()).code == "retracted"

    def test_where_approval_is_not_required_what_nobody_saw_goes_out(self):
        assert self.hold(post(), approvals(), required=False) is None
        assert self.hold(post(text="x"), approvals(*approved(post())), required=False) is None

    def test_where_approval_is_not_required_a_no_is_still_a_no(self):
        assert self.hold(post(), approvals(rejected(post())), required=False) is not None

    def test_a_correction_is_approved_by_a_person_in_any_case(self):
        assert self.hold(post("correction"), approvals(), required=False).code == "unapproved"
        assert self.hold(post("correction"), approvals(*approved(post("correction"))), required=False) is None


def test_a_record_from_before_preprints_were_told_apart_is_still_the_one_that_was_approved():
    known = "abf977bf8dab9c03ec9bcf0fd75495ad9a65b0cc0a91e749a8bc2f72b730312e"  # as written before `preprint:`
    assert evidence_hashes([post("authors")], Content(papers=(PAPER,))) == {"p/authors": known}


def test_a_paper_that_is_called_a_preprint_after_approval_is_another_record():
    preprint = PAPER.model_copy(update={"study": PAPER.study.model_copy(update={"preprint": True})})
    before, after = (evidence_hashes([post("authors")], Content(papers=(one,))) for one in (PAPER, preprint))
    assert before != after
