"""Hand-written fakes for the one seam between the bot and the world: the clock, the ledger, the publisher.

`FakeLedger` passes the same contract suite as the real ledgers (tests/ledger/test_contract.py).
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from scicomm_bot.bot import Opening
from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.health import FailureCode, Health, MissedSlot, Source
from scicomm_bot.domain.history import History
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.outcome import Outcome, Published
from scicomm_bot.domain.post import PostImage
from scicomm_bot.domain.publication import OPEN_STATES, Claim, Publication, PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timeline import CannotReadTimeline, KnownText, LookRecord, OwnPost, TimelineRead
from scicomm_bot.errors import ClaimLostError, LedgerError, NotFoundError, OverBudgetError
from scicomm_bot.ledger.accounts import MOVED_BY
from scicomm_bot.medium import ids
from scicomm_bot.medium.prices import X_PRICES, month_of
from support.samples import NOW

OUT_OR_OPEN = OPEN_STATES | {PublicationState.POSTED}
FILLING = OUT_OR_OPEN | {PublicationState.REFUSED}
ENDED_WITHOUT = frozenset({PublicationState.RELEASED, PublicationState.REFUSED, PublicationState.SKIPPED})


@dataclass
class FakeClock:
    """Stands still until it is told to go on. `forward` moves both hands; setting `time` alone is a clock set anew."""

    time: datetime = NOW
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.time

    def elapsed(self) -> float:
        return self.seconds

    def forward(self, seconds: float = 0.0, **parts: float) -> datetime:
        """Let time pass, and return the new time: `forward(5)`, `forward(minutes=30)`."""
        passed = timedelta(seconds=seconds, **parts)
        self.time += passed
        self.seconds += passed.total_seconds()
        return self.time


@dataclass
class ScriptedPublisher:
    """Returns the outcomes and looks it was given, in order; with none left, an id of its own making, and its timeline.

    - `during`: called in mid-send, after `may_send` was asked; an exception of it passes through, like a crash.
    - `alt_texts_taken`: so many alt texts are taken by an upload that fails.
    - `uploads`: what uploading comes to, else ids of its own; `uploaded`, `media`: which files, and the ids sent along.
    - `texts`: what it was asked to publish. `allowed`: what `may_send` said each time. `replies`: to which ids.
    - `timeline`: what a look sees that was not scripted, the newest first; `x_now` is X's own time of such a look.
    - `looked`: for each look, its `since_id` and `newest`.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    before: Callable[[], object] | None = None
    during: Callable[[], object] | None = None
    texts: list[str] = field(default_factory=list)
    allowed: list[bool] = field(default_factory=list)
    replies: list[str | None] = field(default_factory=list)
    uploads: list[tuple[str, ...] | Outcome] = field(default_factory=list)
    on_upload: Callable[[], object] | None = None
    alt_texts_taken: int = 0
    uploaded: list[list[str]] = field(default_factory=list)
    media: list[tuple[str, ...]] = field(default_factory=list)
    looks: list[TimelineRead | CannotReadTimeline] = field(default_factory=list)
    timeline: list[OwnPost] = field(default_factory=list)
    x_now: Callable[[], datetime] = lambda: NOW
    looked: list[tuple[str | None, int]] = field(default_factory=list)

    def upload(self, images: Sequence[PostImage], on_alt_text: Callable[[], object]) -> tuple[str, ...] | Outcome:
        if self.on_upload is not None:
            self.on_upload()
        self.uploaded.append([image.file for image in images])
        result = self.uploads.pop(0) if self.uploads else tuple(str(700 + at) for at in range(len(images)))
        with_alt = sum(bool(image.alt) for image in images)
        for _ in range(with_alt if isinstance(result, tuple) else self.alt_texts_taken):
            on_alt_text()
        return result

    def publish(
        self,
        text: str,
        *,
        reply_to: str | None = None,
        may_send: Callable[[], bool],
        media_ids: Sequence[str] = (),
    ) -> Outcome:
        self.texts.append(text)
        self.media.append(tuple(media_ids))
        self.replies.append(reply_to)
        if self.before is not None:
            self.before()
        self.allowed.append(may_send())
        if self.during is not None:
            self.during()
        return self.outcomes.pop(0) if self.outcomes else Published(str(1_000 + len(self.texts)))

    def read_timeline(self, *, since_id: str | None, newest: int) -> TimelineRead | CannotReadTimeline:
        self.looked.append((since_id, newest))
        if self.looks:
            return self.looks.pop(0)
        at = self.x_now()
        seen = [post for post in self.timeline if int(post.remote_id) > int(since_id or 0)]
        horizon = max((post.remote_id for post in seen), key=lambda one: (len(one), one), default=since_id)
        return TimelineRead(tuple(seen if since_id is not None else seen[:newest]), at, at, horizon)


class FakeLedger:
    """A ledger in memory, with the rules of the real ones; `fails` names calls that raise: `{"claim": error}`."""

    def __init__(self, path: Path = Path("memory.db")) -> None:
        self.name = str(path)
        self.fails: dict[str, Exception] = {}
        self.calls: list[str] = []
        self._lock = threading.RLock()
        self._account: Account | None = None
        self._fingerprint = ""
        self._publications: dict[str, Publication] = {}
        self._charges: list[Charge] = []
        self._told: datetime | None = None
        self._signs: dict[str, ServiceSign] = {}
        self._looks: dict[str, list[LookRecord]] = {}
        self.connection = 1
        self._baseline: str | None = None
        self._retractions: list[RetractionRecord] = []
        self._waits: dict[str, datetime] = {}
        self._health: dict[Source, Health] = {}
        self._missed: dict[datetime, MissedSlot] = {}

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.fails:
            raise self.fails[name]

    def account(self) -> Account | None:
        return self._account

    def account_for(self, fingerprint: str) -> Account | None:
        return self._account if fingerprint == self._fingerprint else None

    def adopt(self, account: Account, fingerprint: str) -> None:
        self._called("adopt")
        with self._lock:
            known = self._account
            if known is not None and known.id not in {"", account.id}:
                raise LedgerError(f"{self.name}: the ledger belongs to account {known.id}, not to {account.id}")
            if known is not None:
                account = replace(known, id=account.id, username=account.username)
            self._account, self._fingerprint = replace(account), fingerprint

    def pause(self, account_id: str, pause: Pause) -> None:
        self._called("pause")
        with self._lock:
            if self._account is None or self._account.id != account_id:
                raise LedgerError(f"{self.name}: the ledger belongs to another account")
            kept = []
            for one in self._account.pauses:
                if (one.cause, one.paper_id) != (pause.cause, pause.paper_id):
                    kept.append(one)
                elif pause.cause is not PauseCause.RATE_LIMIT and (one.until is None or one.until > pause.since):
                    pause = replace(pause, since=one.since)
            self._account = replace(self._account, pauses=tuple(sorted([*kept, pause], key=lambda one: one.since)))

    def pause_by_person(self, pause: Pause) -> Pause:
        self._called("pause_by_person")
        if pause.by == MOVED_BY:
            raise LedgerError(f"{self.name}: no person is called {MOVED_BY!r}")
        with self._lock:
            self._account = self._account or Account("")
            before = next(
                (
                    one
                    for one in self._account.pauses
                    if (one.cause, one.paper_id) == (pause.cause, pause.paper_id) and one.holds_at(pause.since)
                ),
                None,
            )
            if before is not None:
                ends = (before.until, pause.until)
                names = " and ".join(dict.fromkeys(one for one in (before.by, pause.by) if one))
                pause = replace(
                    pause,
                    note="; ".join(dict.fromkeys((before.note, pause.note))),
                    by=names or None,
                    until=None if None in ends else max(ends),
                )
            self.pause(self._account.id, pause)
            return next(one for one in self._account.pauses if one.note == pause.note)

    def keep_by_hand(self, account_id: str, claim: Claim, remote_id: str) -> Publication:
        self._called("keep_by_hand")
        with self._lock:
            at = claim.claimed_at
            new = Publication(
                claim.attempt_id, account_id, claim.post_id, claim.text, claim.text_sha256, claim.price_micro_usd,
                PublicationState.POSTED, at, claim.send_by, claim.ends_by, None, remote_id, at, "a person shared it",
                claim.reply_to, by_hand=True,
            )  # fmt: skip
            if self._clash(new):
                raise ClaimLostError(f"{claim.post_id}: taken")
            self._publications[new.attempt_id] = new
            return new

    def end_pause(self, account_id: str, pause: Pause, at: datetime) -> bool:
        self._called("end_pause")
        with self._lock:
            which = (pause.cause, pause.paper_id, pause.since)
            pauses = self._account.pauses if self._account is not None and self._account.id == account_id else ()
            left = tuple(
                one
                for one in pauses
                if (one.cause, one.paper_id, one.since) != which
                or (one.cause is PauseCause.PERSON and one.note != pause.note)
            )
            if len(left) == len(pauses):
                return False
            self._account = replace(self._account, pauses=left)
            if not left and not self._account.id:
                self._account = None
            return True

    def history(
        self, post_ids: Sequence[str], text_hashes: Sequence[str], *, since: datetime, slots: Sequence[datetime] = ()
    ) -> History:
        self._called("history")
        with self._lock:
            if self._account is None:
                return History()
            everything = list(self._publications.values())
        posted = [one.ended_at for one in everything if one.state is PublicationState.POSTED and one.ended_at]
        return History(
            account=self._account,
            latest={one.post_id: one for one in sorted(everything, key=_is_taken) if one.post_id in post_ids},
            taken={
                one.text_sha256: one.post_id
                for one in everything
                if one.state in OUT_OR_OPEN and one.text_sha256 in text_hashes
            },
            withdrawn={
                one.text_sha256: one
                for one in everything
                if one.withdrawn_at is not None and one.text_sha256 in text_hashes
            },
            open=self.open_publication(),
            last_posted_at=max(posted, default=None),
            spent_micro_usd=self.spent(since),
            filled_slots=frozenset(one.slot for one in everything if one.state in FILLING and one.slot in slots),
            newest=everything[-1] if everything else None,
        )

    def spent(self, since: datetime) -> int:
        with self._lock:
            everything = list(self._publications.values())
            posts = [one for one in everything if one.state in OUT_OR_OPEN and one.claimed_at >= since]
            gone = [one for one in everything if one.withdrawn_at is not None and one.withdrawn_at >= since]
            charges = [one for one in self._charges if one.at >= since]
            return (
                sum(one.price_micro_usd - (one.alt_micro_usd or 0) for one in posts)
                + sum(one.deletion_micro_usd for one in gone)
                + sum(one.micro_usd for one in charges)
            )

    def _room(self, budget: int | None, at: datetime, more: int) -> None:
        if budget is not None and self.spent(month_of(at)) + more > budget:
            raise OverBudgetError("no room")

    def add_charge(self, charge: Charge) -> None:
        self._called("add_charge")
        with self._lock:
            self._charges.append(charge)

    def reserve(self, charge: Charge, budget_micro_usd: int | None, *, beside: int = 0) -> None:
        self._called("reserve")
        with self._lock:
            self._room(budget_micro_usd, charge.at, charge.micro_usd + beside)
            self._charges.append(charge)

    def give_back(self, charge: Charge, count: int) -> None:
        self._called("give_back")
        with self._lock:
            at = self._charges.index(charge)
            kept = replace(charge, count=count, micro_usd=charge.micro_usd // charge.count * count)
            self._charges[at : at + 1] = [kept] if count else []

    def charges_between(self, start: datetime, end: datetime) -> list[Charge]:
        return sorted((one for one in self._charges if start <= one.at < end), key=lambda one: one.at)

    def tell_of_budget(self, month: datetime) -> bool:
        with self._lock:
            new, self._told = self._told != month, month
            return new

    def open_publication(self) -> Publication | None:
        self._called("open_publication")
        return next((one for one in self.publications() if one.open), None)

    def publication(self, attempt_id: str) -> Publication:
        self._called("publication")
        with self._lock:
            return self._known(attempt_id)

    def claim(self, account_id: str, claim: Claim, budget_micro_usd: int | None = None) -> Publication:
        self._called("claim")
        new = Publication(
            claim.attempt_id, account_id, claim.post_id, claim.text, claim.text_sha256, claim.price_micro_usd,
            PublicationState.CLAIMED, claim.claimed_at, claim.send_by, claim.ends_by, claim.slot,
            reply_to=claim.reply_to, media_sha256=claim.media_sha256,
            alt_micro_usd=claim.alt_micro_usd, with_link=claim.with_link,
        )  # fmt: skip
        with self._lock:
            self._room(budget_micro_usd, claim.claimed_at, claim.price_micro_usd - claim.alt_micro_usd)
            known = self._account is not None and self._account.id == account_id
            if not known or claim.attempt_id in self._publications or self._clash(new):
                raise ClaimLostError(f"{claim.post_id}: another process was first; nothing was sent")
            self._publications[claim.attempt_id] = new
        return new

    def record(
        self,
        attempt_id: str,
        state: PublicationState,
        at: datetime,
        *,
        remote_id: str | None = None,
        reason: str | None = None,
        settled: bool = False,
        duplicate: bool = False,
    ) -> Publication:
        self._called("record")
        with self._lock:
            before = self._known(attempt_id)
            if not before.open:
                return before
            duplicate = duplicate or before.duplicate
            after = replace(
                before,
                state=state,
                remote_id=remote_id,
                reason=reason,
                ended_at=at,
                settled=settled,
                duplicate=duplicate,
            )
            if (state is PublicationState.POSTED) != (remote_id is not None) or self._clash(after):
                raise LedgerError(f"{before.post_id}: cannot become {state}")
            self._publications[attempt_id] = after
        return after

    def record_late(self, attempt_id: str, remote_id: str, at: datetime) -> Publication:
        self._called("record_late")
        with self._lock:
            before = self._known(attempt_id)
            after = replace(before, state=PublicationState.POSTED, remote_id=remote_id, ended_at=at)
            if before.state not in ENDED_WITHOUT or self._clash(after):
                after = before if before.remote_id == remote_id else replace(before, late_remote_id=remote_id)
                if after.late_remote_id != before.late_remote_id:
                    kind = ChargeKind.POST_WITH_LINK if before.priced_with_link else ChargeKind.POST
                    price = before.price_micro_usd - (before.alt_micro_usd or 0)
                    self._charges.append(Charge(kind, before.claimed_at, 1, price, before.post_id, attempt_id))
            self._publications[attempt_id] = after
            return self._publications[attempt_id]

    def reopen(self, attempt_id: str, at: datetime) -> Publication:
        self._called("reopen")
        with self._lock:
            before = self._known(attempt_id)
            if before.state in ENDED_WITHOUT:
                self._publications[attempt_id] = replace(
                    before, state=PublicationState.RELEASED, settled=False, ended_at=at, reason="a person said so"
                )
            return self._publications[attempt_id]

    def withdraw(self, attempt_id: str, at: datetime, why: str, price_micro_usd: int = X_PRICES.delete) -> Publication:
        self._called("withdraw")
        with self._lock:
            before = self._known(attempt_id)
            if before.state is PublicationState.POSTED:
                self._publications[attempt_id] = replace(
                    before, withdrawn_at=at, withdrawn_why=why, delete_micro_usd=price_micro_usd
                )
            return self._publications[attempt_id]

    def _known(self, attempt_id: str) -> Publication:
        if attempt_id not in self._publications:
            raise NotFoundError(f"{self.name}: no attempt {attempt_id}")
        return self._publications[attempt_id]

    def greatest_remote_id(self, account_id: str) -> str | None:
        self._called("greatest_x_id")
        ids = [
            one.remote_id
            for one in self.publications()
            if one.account_id == account_id and one.remote_id and not one.by_hand
        ]
        if self._baseline is not None and self._account is not None and self._account.id == account_id:
            ids.append(self._baseline)
        return max(ids, key=lambda remote_id: (len(remote_id), remote_id), default=None)

    def known_remote_ids(self, account_id: str, remote_ids: Sequence[str]) -> dict[str, str]:
        self._called("known_x_ids")
        return {
            remote_id: one.post_id
            for one in self.publications()
            for remote_id in (one.remote_id, one.late_remote_id)
            if remote_id in remote_ids and one.account_id == account_id
        }

    def looks(self, attempt_id: str) -> list[LookRecord]:
        self._called("looks")
        return list(self._looks.get(attempt_id, ()))

    def add_look(self, attempt_id: str, look: LookRecord) -> None:
        self._called("add_look")
        with self._lock:
            self._known(attempt_id)
            self._looks.setdefault(attempt_id, []).append(look)

    def ask_person(self, attempt_id: str, why: str) -> Publication:
        self._called("ask_person")
        with self._lock:
            before = self._known(attempt_id)
            if before.open:
                self._publications[attempt_id] = replace(before, asks_person=why)
            return self._publications[attempt_id]

    def begun_between(self, start: datetime, end: datetime) -> int:
        self._called("begun_between")
        return sum(
            _is_taken(one)
            and start <= one.claimed_at < end
            and (one.reply_to is None or one.slot is not None)
            and not (one.adopted or one.by_hand)
            for one in self.publications()
        )

    def newest_number(self) -> int:
        return len(self._publications)

    def texts_not_out(self) -> list[KnownText]:
        self._called("texts_not_out")
        return [KnownText(one.post_id, one.text) for one in self.publications() if one.state in ENDED_WITHOUT]

    def adopt_posts(
        self,
        account_id: str,
        found: Sequence[tuple[KnownText, OwnPost]],
        at: datetime,
        *,
        baseline_remote_id: str | None = None,
        newest_number: int | None = None,
    ) -> bool:
        self._called("adopt_posts")
        with self._lock:
            if newest_number is not None and (newest_number != self.newest_number() or self.open_publication()):
                return False
            for post, own in found:
                when = own.created_at or at
                sha256 = hashlib.sha256(post.text.encode()).hexdigest()
                new = Publication(
                    f"adopted-{own.remote_id}", account_id, post.post_id, post.text, sha256, 0,
                    PublicationState.POSTED, when, when, when, None, own.remote_id, when, "found on X", own.reply_to,
                    adopted=True,
                )  # fmt: skip
                if new.attempt_id not in self._publications and not self._clash(new):
                    self._publications[new.attempt_id] = new
            known = [one for one in (self._baseline, baseline_remote_id) if one and ids.is_id(one)]
            self._baseline = max(known, key=lambda remote_id: (len(remote_id), remote_id), default=None)
            return True

    def _clash(self, new: Publication) -> bool:
        """Whether a unique index of the real ledgers would refuse this row."""
        others = [one for one in self._publications.values() if one.attempt_id != new.attempt_id]
        return any(
            (one.open and new.open)
            or (
                {one.state, new.state} <= OUT_OR_OPEN
                and (one.post_id == new.post_id or one.text_sha256 == new.text_sha256)
            )
            or ({one.state, new.state} <= FILLING and new.slot is not None and one.slot == new.slot)
            or (new.remote_id is not None and one.remote_id == new.remote_id)
            for one in others
        )

    def publications(self, *, newest: int | None = None) -> list[Publication]:
        with self._lock:
            everything = list(self._publications.values())
        return everything if newest is None else everything[-newest:]

    def newest_of(self, post_id: str) -> Publication | None:
        of_it = [one for one in self.publications() if one.post_id == post_id]
        return max(of_it, key=lambda one: (_is_taken(one), of_it.index(one)), default=None)

    def posted(self, post_id: str) -> Publication | None:
        newest = self.newest_of(post_id)
        return newest if newest is not None and newest.state is PublicationState.POSTED else None

    def posted_of(self, paper_id: str) -> list[Publication]:
        self._called("posted_of")
        out = [one for one in self.publications() if one.state is PublicationState.POSTED]
        return sorted((one for one in out if one.post_id.startswith(f"{paper_id}/")), key=lambda one: one.ended_at)

    def add_retraction(self, record: RetractionRecord) -> None:
        self._called("add_retraction")
        self._retractions.append(record)

    def retractions(self, dois: Sequence[str]) -> dict[str, RetractionRecord]:
        self._called("retractions")
        return {one.doi: one for one in self._retractions if one.doi in dois}

    def wait_for(self, source: str, until: datetime) -> None:
        self._called("wait_for")
        self._waits[source] = until

    def asked_to_wait(self, source: str) -> datetime | None:
        self._called("asked_to_wait")
        return self._waits.get(source)

    def health(self) -> list[Health]:
        return [self._health[source] for source in sorted(self._health)]

    def note_failures(
        self,
        source: Source,
        code: FailureCode,
        words: str,
        at: datetime,
        *,
        count: int = 1,
        since: datetime | None = None,
    ) -> None:
        self._called("note_failures")
        before = self._health.get(source, Health(source))
        self._health[source] = replace(
            before, failures=before.failures + count, failing_since=before.failing_since or since or at, code=code,
            words=words[:1_000], failed_at=at,
        )  # fmt: skip

    def note_success(self, source: Source, at: datetime) -> None:
        self._called("note_success")
        before = self._health.get(source, Health(source))
        self._health[source] = replace(before, failures=0, failing_since=None, good_at=at)

    def note_end_of_failures(self, source: Source) -> None:
        self._called("note_end_of_failures")
        if source in self._health:
            self._health[source] = replace(self._health[source], failures=0, failing_since=None)

    def note_missed(self, missed: MissedSlot) -> bool:
        self._called("note_missed")
        new = missed.slot not in self._missed
        if new:
            self._missed[missed.slot] = missed
            self._missed = {slot: self._missed[slot] for slot in sorted(self._missed)[-100:]}
        return new

    def last_missed(self) -> MissedSlot | None:
        return self._missed[max(self._missed)] if self._missed else None

    def slot_is_filled(self, slot: datetime, *, posted: bool = False) -> bool:
        self._called("slot_is_filled")
        states = {PublicationState.POSTED} if posted else FILLING
        return any(one.slot == slot and one.state in states for one in self.publications())

    def keep_one(self, post_id: str, remote_id: str, at: datetime) -> Publication | None:
        self._called("keep_one")
        newest = self.newest_of(post_id)
        late = [one for one in self.late() if one.post_id == post_id]
        out = newest if newest is not None and (newest.open or newest.state is PublicationState.POSTED) else None
        kept = out or next((one for one in late if one.late_remote_id == remote_id), None)
        if kept is None or kept.open or remote_id not in {kept.remote_id, *(one.late_remote_id for one in late)}:
            return newest
        for one in late:
            self._publications[one.attempt_id] = replace(one, late_remote_id=None)
        ended_at = kept.ended_at if kept.state is PublicationState.POSTED else at
        self._publications[kept.attempt_id] = replace(
            kept, state=PublicationState.POSTED, remote_id=remote_id, ended_at=ended_at, late_remote_id=None
        )
        return self.newest_of(post_id)

    def late(self) -> list[Publication]:
        return [one for one in self.publications() if one.late_remote_id is not None]

    def sign(self, sign: ServiceSign) -> None:
        self._called("sign")
        self._signs[sign.name] = sign

    def sign_off(self, name: str) -> None:
        self._called("sign_off")
        self._signs.pop(name, None)

    def signs(self) -> list[ServiceSign]:
        return sorted(self._signs.values(), key=lambda sign: sign.started_at)

    def damage(self) -> str | None:
        return None

    def close(self) -> None:
        """Nothing to close."""


def _is_taken(publication: Publication) -> bool:
    return publication.state in OUT_OR_OPEN


def looked(ledger: FakeLedger) -> Opening:
    """What a process knows that has compared this ledger with the account."""
    opening = Opening()
    opening.looked(ledger)
    return opening


def attempt_ids(prefix: str = "a") -> Callable[[], str]:
    """Return a maker of attempt ids: a1, a2, a3 ..."""
    numbers: Iterable[int] = iter(range(1, 1_000_000))
    return lambda: f"{prefix}{next(numbers)}"
