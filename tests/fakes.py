"""Hand-written fakes for the one seam between the bot and the world: the clock, the ledger, the publisher.

`FakeLedger` passes the same contract suite as the real ledgers (tests/ledger/test_contract.py).
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from samples import NOW
from scicomm_bot.errors import ClaimLostError, LedgerError, NotFoundError
from scicomm_bot.models import (
    OPEN_STATES,
    Account,
    Claim,
    History,
    Outcome,
    Publication,
    PublicationState,
    Published,
    ServiceSign,
)

OUT_OR_OPEN = OPEN_STATES | {PublicationState.POSTED}
FILLING = OUT_OR_OPEN | {PublicationState.REFUSED}


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
    """Returns the outcomes it was given, in order; with none left, an id of its own making.

    - `during`: called in mid-send, after `may_send` was asked; an exception of it passes through, like a crash.
    - `texts`: what it was asked to publish. `allowed`: what `may_send` said each time.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    before: Callable[[], object] | None = None
    during: Callable[[], object] | None = None
    texts: list[str] = field(default_factory=list)
    allowed: list[bool] = field(default_factory=list)

    def publish(self, text: str, *, may_send: Callable[[], bool]) -> Outcome:
        self.texts.append(text)
        if self.before is not None:
            self.before()
        self.allowed.append(may_send())
        if self.during is not None:
            self.during()
        return self.outcomes.pop(0) if self.outcomes else Published(str(1_000 + len(self.texts)))


class FakeLedger:
    """A ledger in memory, with the rules of the real ones; `fails` names calls that raise: `{"claim": error}`."""

    def __init__(self, path: Path = Path("memory.db")) -> None:
        self.path = path
        self.fails: dict[str, Exception] = {}
        self.calls: list[str] = []
        self._lock = threading.RLock()
        self._account: Account | None = None
        self._fingerprint = ""
        self._publications: dict[str, Publication] = {}
        self._signs: dict[str, ServiceSign] = {}

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
            if known is not None and known.id != account.id:
                raise LedgerError(f"{self.path}: the state file belongs to account {known.id}, not to {account.id}")
            if known is not None:
                account = replace(known, username=account.username)
            self._account, self._fingerprint = replace(account), fingerprint

    def pause(self, account_id: str, reason: str | None, until: datetime | None = None) -> None:
        self._called("pause")
        if self._account is not None and self._account.id == account_id:
            self._account = replace(self._account, paused=reason, paused_until=until)

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
            latest={one.post_id: one for one in everything if one.post_id in post_ids},
            taken={
                one.text_sha256: one.post_id
                for one in everything
                if one.state in OUT_OR_OPEN and one.text_sha256 in text_hashes
            },
            open=self.open_publication(),
            last_posted_at=max(posted, default=None),
            spent_micro_usd=sum(
                one.price_micro_usd for one in everything if one.state in OUT_OR_OPEN and one.claimed_at >= since
            ),
            filled_slots=frozenset(one.slot for one in everything if one.state in FILLING and one.slot in slots),
        )

    def open_publication(self) -> Publication | None:
        self._called("open_publication")
        return next((one for one in self.publications() if one.open), None)

    def publication(self, attempt_id: str) -> Publication:
        self._called("publication")
        with self._lock:
            if attempt_id not in self._publications:
                raise NotFoundError(f"{self.path}: no attempt {attempt_id}")
            return self._publications[attempt_id]

    def claim(self, account_id: str, claim: Claim) -> Publication:
        self._called("claim")
        new = Publication(
            claim.attempt_id, account_id, claim.post_id, claim.text, claim.text_sha256, claim.price_micro_usd,
            PublicationState.CLAIMED, claim.claimed_at, claim.send_by, claim.ends_by, claim.slot,
        )  # fmt: skip
        with self._lock:
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
        x_post_id: str | None = None,
        reason: str | None = None,
    ) -> Publication:
        self._called("record")
        with self._lock:
            if attempt_id not in self._publications:
                raise NotFoundError(f"{self.path}: no attempt {attempt_id}")
            before = self._publications[attempt_id]
            if before.state is PublicationState.POSTED:
                if state is PublicationState.POSTED and before.x_post_id == x_post_id:
                    return before
                raise LedgerError(f"{before.post_id}: posted already as {before.x_post_id}; that does not change")
            after = replace(before, state=state, x_post_id=x_post_id, reason=reason, ended_at=at)
            if (state is PublicationState.POSTED) != (x_post_id is not None) or self._clash(after):
                raise LedgerError(f"{before.post_id}: cannot become {state}")
            self._publications[attempt_id] = after
        return after

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
            or (new.x_post_id is not None and one.x_post_id == new.x_post_id)
            for one in others
        )

    def publications(self, *, newest: int | None = None) -> list[Publication]:
        with self._lock:
            everything = list(self._publications.values())
        return everything if newest is None else everything[-newest:]

    def newest_of(self, post_id: str) -> Publication | None:
        return next((one for one in reversed(self.publications()) if one.post_id == post_id), None)

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


def attempt_ids(prefix: str = "a") -> Callable[[], str]:
    """Return a maker of attempt ids: a1, a2, a3 ..."""
    numbers: Iterable[int] = iter(range(1, 1_000_000))
    return lambda: f"{prefix}{next(numbers)}"
