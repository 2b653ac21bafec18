"""A ledger with something of everything in it."""

from datetime import date, timedelta

from scicomm_bot.domain.account import Pause, PauseCause
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.health import FailureCode, MissedSlot, Source
from scicomm_bot.domain.notice import RetractionRecord, Update
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timeline import KnownText, LookRecord, OwnPost
from support.samples import ACCOUNT, NOW, SLOT, make_claim

CLAIMED, POSTED, UNKNOWN, REFUSED, RELEASED, SKIPPED = PublicationState
LATER = NOW + timedelta(days=2)
"""When everything that happened at NOW has come to an end."""
PERSON = Pause(PauseCause.PERSON, "holidays", NOW, None, None, "Jane Doe")


def put(ledger, claim, state, remote_id=None):
    ledger.claim(ACCOUNT.id, claim)
    return ledger.record(claim.attempt_id, state, claim.claimed_at, remote_id=remote_id, reason="why")


def fill(ledger):
    """Write something of everything: each table, each state, each kind of pause."""
    ledger.adopt(ACCOUNT, "fingerprint")
    own = OwnPost("7", "What finding found says.", NOW - timedelta(days=9))
    ledger.adopt_posts(
        ACCOUNT.id, [(KnownText("paper/found", "What finding found says."), own)], NOW, baseline_remote_id="9"
    )
    put(ledger, make_claim("a1", "one", "Zwölf \u2066نورون\u2069 🧠\nnext", slot=SLOT), POSTED, "1790000000000000001")
    put(ledger, make_claim("a2", "two"), POSTED, "1790000000000000002")
    ledger.withdraw("a2", NOW, "a name was wrong")
    put(ledger, make_claim("a3", "three"), REFUSED)
    put(ledger, make_claim("a4", "four"), SKIPPED)
    put(ledger, make_claim("a5", "five"), RELEASED)
    put(ledger, make_claim("a6", "five"), POSTED, "1790000000000000003")
    ledger.record_late("a5", "1790000000000000004", NOW)
    put(ledger, make_claim("a7", "seven"), UNKNOWN)
    ledger.add_look("a7", LookRecord(NOW, NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)))
    for pause in (Pause(PauseCause.RATE_LIMIT, "429", NOW, NOW + timedelta(minutes=9)), PERSON,
                  Pause(PauseCause.PERSON, "the editor", NOW, None, "paper"), Pause(PauseCause.TWO_REFUSALS, "two", NOW)):  # fmt: skip
        ledger.pause(ACCOUNT.id, pause)
    ledger.end_pause(ACCOUNT.id, Pause(PauseCause.TWO_REFUSALS, "two", NOW), NOW + timedelta(minutes=1))
    update = Update("correction", "10.5555/notice", date(2026, 1, 2), ("publisher",))
    for checked_at in (NOW, NOW + timedelta(hours=1)):
        ledger.add_retraction(RetractionRecord("10.5555/x", checked_at, "Crossref", known=True, updates=(update,)))
    ledger.wait_for("https://api.crossref.org", NOW)
    ledger.note_failures(Source.SERVICE, FailureCode.CONNECTION, "no connection", NOW, count=3, since=NOW)
    ledger.note_success(Source.ONCE, NOW)
    ledger.note_missed(MissedSlot(SLOT, "no connection", failure=True))
    ledger.add_charge(Charge(ChargeKind.READ_POST, NOW, 3, 3_000, "paper/seven", "a7"))
    ledger.add_charge(Charge(ChargeKind.READ_USER, NOW, 1, 10_000))
    ledger.sign(ServiceSign("host:1:abc", NOW, NOW))
