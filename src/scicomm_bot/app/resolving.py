"""A person's word on what became of a post whose answer was lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.renamed import attempt_at
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import NotFoundError, ScicommError
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.medium import ids

CLOCKS_ASTRAY = timedelta(hours=1)
"""As far as a machine's clock may be wrong before an id is not believed."""
_BY_A_PERSON = "a person said so"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a publication was, and what it is now."""

    before: Publication
    after: Publication


def resolve(desk: Desk, post_id: str, state: PublicationState, address: str | None) -> Resolved:
    """Write a person's word on a lost answer into the ledger, or on a post that may be on X twice.

    Args:
        desk: One that may change the ledger.
        post_id: The post, by its id or one that it had before.
        state: POSTED, RELEASED (it is not on X, and may be sent again) or SKIPPED (it is not to be sent).
        address: With POSTED, its address on X or the id at the end of it. For a post that may be there twice: of the
            one that is left, after the other was deleted by hand.

    Raises:
        NotFoundError: there is no attempt at the post.
        ScicommError: there is nothing to find out, or the id cannot be this post's.
    """
    ledger, publication = _attempt(desk, post_id)
    post_id, now = publication.post_id, desk.clock.now()
    late = [one for one in ledger.late() if one.post_id == post_id]
    if not publication.open:
        if late and address is not None:
            return Resolved(publication, _kept(ledger, publication, late, address, now))
        raise ScicommError(f"{post_id} is {publication.state}; there is nothing to find out")
    if publication.in_flight(now):
        until = publication.ends_by.isoformat(timespec="seconds")
        raise ScicommError(f"{post_id} is being sent just now; wait until {until}")
    remote_id = None if address is None else _remote_id(address, publication, now)
    after = ledger.record(publication.attempt_id, state, now, remote_id=remote_id, reason=_BY_A_PERSON)
    if remote_id is not None and remote_id in {one.late_remote_id for one in late}:  # it is there, and not twice
        after = ledger.keep_one(post_id, remote_id, now) or after
    return Resolved(publication, _taken(after, state, remote_id))


def _kept(
    ledger: SqlLedger, publication: Publication, late: Sequence[Publication], address: str, now: datetime
) -> Publication:
    """Write down which one is left of a post that was on X twice, or may have been."""
    post_id, remote_id = publication.post_id, _id_in(address)
    ours = [one for one in (publication.remote_id, *(one.late_remote_id for one in late)) if one is not None]
    if remote_id not in ours:
        known = " and as ".join(ours)
        raise ScicommError(f"--posted {address}: {post_id} was sent as {known}; name the one that is left")
    if publication.withdrawn_at is not None and remote_id != publication.remote_id:
        raise ScicommError(
            f"--posted {address}: {post_id} was withdrawn, so this one must go, too: delete it by hand, and then say "
            f"`scicomm-bot resolve {post_id} --posted {publication.remote_id}`"
        )
    kept = ledger.keep_one(post_id, remote_id, now) or publication
    return _taken(kept, PublicationState.POSTED, remote_id)


def retry(desk: Desk, post_id: str) -> Resolved:
    """Let a post be sent again that was refused or skipped, or whose text was changed after a lost answer.

    Raises:
        NotFoundError: there is no attempt at the post.
        ScicommError: it is out, or nobody knows yet.
    """
    ledger, publication = _attempt(desk, post_id)
    if publication.state is PublicationState.POSTED or publication.open:
        raise ScicommError(
            f"{post_id} is {publication.state}; --retry is for a post that X refused, that was skipped, "
            "or whose text was changed after a lost answer"
        )
    after = ledger.reopen(publication.attempt_id, desk.clock.now())
    return Resolved(publication, _taken(after, PublicationState.RELEASED, None))


def _attempt(desk: Desk, post_id: str) -> tuple[SqlLedger, Publication]:
    if desk.ledger is None:
        raise NotFoundError(f"{desk.ledger_name}: there is no ledger, so nothing was ever posted with it")
    publication = attempt_at(desk, post_id)
    if publication is None:
        raise NotFoundError(f"{desk.ledger_name}: no attempt at a post {post_id!r}; see `scicomm-bot history`")
    return desk.ledger, publication


def _taken(ended: Publication, state: PublicationState, remote_id: str | None) -> Publication:
    """Return what was written, or say that the ledger did not take the word.

    Raises:
        ScicommError: another process found out meanwhile, or the post was sent again.
    """
    if (ended.state, ended.remote_id) != (state, remote_id):
        raise ScicommError(
            f"nothing was written: another process settled {ended.post_id} meanwhile, and it is {ended.state} now"
            f"{f' ({ended.address})' if ended.address else ''}"
        )
    return ended


def _remote_id(address: str, publication: Publication, now: datetime) -> str:
    """Read X's id from an address; it must have been made about when the post was claimed."""
    remote_id = _id_in(address)
    made_at = ids.made_at(remote_id)
    if not publication.claimed_at - CLOCKS_ASTRAY <= made_at <= now + CLOCKS_ASTRAY:
        raise ScicommError(
            f"--posted {address}: that id is of a post made at {made_at.isoformat(timespec='seconds')}, but this one "
            f"was claimed at {publication.claimed_at.isoformat(timespec='seconds')}"
        )
    return remote_id


def _id_in(address: str) -> str:
    remote_id = address.partition("?")[0].rstrip("/").rpartition("/")[2].lstrip("0")
    if not ids.is_id(remote_id):
        raise ScicommError(f"--posted {address}: must be the number at the end of the post's address")
    return remote_id
