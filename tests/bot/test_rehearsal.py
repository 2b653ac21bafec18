"""The dry run's publisher."""

from scicomm_bot.domain.outcome import NotSent, Published
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.domain.timeline import TimelineRead
from scicomm_bot.rehearsal import Rehearsal
from support.fakes import attempt_ids
from support.samples import NOW


def test_it_says_that_each_post_went_out_under_an_id_of_its_own():
    rehearsal = Rehearsal(attempt_ids(), lambda: NOW)
    got = [rehearsal.publish("text", reply_to=None, may_send=lambda: True) for _ in range(2)]
    assert got == [Published("rehearsal-a1"), Published("rehearsal-a2")]


def test_it_keeps_to_the_senders_rule():
    assert isinstance(
        Rehearsal(attempt_ids(), lambda: NOW).publish("text", reply_to=None, may_send=lambda: False), NotSent
    )


def test_its_ids_are_none_of_xs():
    kept = Publication(
        "a1", "dry-run", "p/1", "t", "0", 1, PublicationState.POSTED, NOW, NOW, NOW, remote_id="rehearsal-a1"
    )
    assert kept.address is None


def test_it_sees_nothing_of_what_is_out():
    assert Rehearsal(attempt_ids(), lambda: NOW).read_timeline(since_id=None, newest=100) == TimelineRead((), NOW, NOW)
