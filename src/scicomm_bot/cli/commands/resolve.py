"""`scicomm-bot resolve`: a person's word on what became of a post."""

from argparse import Namespace
from datetime import UTC, datetime, timedelta

from scicomm_bot.cli import show, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.errors import NotFoundError, ScicommError

_X_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
"""X's ids count from here: the bits above the lowest 22 are milliseconds."""
_LONGEST_ID = 19
_ASTRAY = timedelta(hours=1)
"""As far as a machine's clock may be wrong before an id is not believed."""


def run(options: Namespace) -> int:
    """Write the person's word into the ledger."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    name = settings.ledger_name(dry_run=options.dry_run)
    ledger = wiring.ledger_to_change(settings, dry_run=options.dry_run)
    if ledger is None:
        raise NotFoundError(f"{name}: there is no ledger, so nothing was ever posted with it")
    publication = ledger.newest_of(options.id)
    if publication is None:
        raise NotFoundError(f"{name}: no attempt at a post {options.id!r}; see `scicomm-bot history`")
    if options.retry:
        _refuse_retry(publication)
        ended = ledger.reopen(publication.attempt_id, now)
        _refuse_untaken(ended, PublicationState.RELEASED, None)
    else:
        if not publication.open:
            raise ScicommError(f"{options.id} is {publication.state}; there is nothing to find out")
        if publication.in_flight(now):
            raise ScicommError(f"{options.id} is being sent just now; wait until {show.iso(publication.ends_by)}")
        state, remote_id = _word(options, publication, now)
        ended = ledger.record(publication.attempt_id, state, now, remote_id=remote_id, reason="a person said so")
        _refuse_untaken(ended, state, remote_id)
    show.print_lines([f"{options.id} was {publication.state}, and is {ended.state} now."])
    return 0


def _refuse_retry(publication: Publication) -> None:
    """Refuse to send again what is out, or what may be.

    Raises:
        ScicommError: the post is out, or nobody knows yet.
    """
    if publication.state is PublicationState.POSTED or publication.open:
        raise ScicommError(
            f"{publication.post_id} is {publication.state}; --retry is for a post that X refused, that was skipped, "
            "or whose text was changed after a lost answer"
        )


def _refuse_untaken(ended: Publication, state: PublicationState, remote_id: str | None) -> None:
    """Say so where the ledger did not take the word.

    Raises:
        ScicommError: another process found out meanwhile, or the post was sent again.
    """
    if (ended.state, ended.remote_id) != (state, remote_id):
        raise ScicommError(
            f"nothing was written: another process settled {ended.post_id} meanwhile, and it is {ended.state} now"
            f"{f' ({ended.address})' if ended.address else ''}"
        )


def _word(options: Namespace, publication: Publication, now: datetime) -> tuple[PublicationState, str | None]:
    """Return the new state of an open publication, and X's id where the post is out."""
    if options.posted is None:
        return (PublicationState.SKIPPED if options.skip else PublicationState.RELEASED), None
    remote_id = options.posted.partition("?")[0].rstrip("/").rpartition("/")[2].lstrip("0")
    if not (remote_id.isascii() and remote_id.isdigit() and len(remote_id) <= _LONGEST_ID):
        raise ScicommError(f"--posted {options.posted}: must be the number at the end of the post's address")
    made_at = _X_EPOCH + timedelta(milliseconds=int(remote_id) >> 22)
    if not publication.claimed_at - _ASTRAY <= made_at <= now + _ASTRAY:
        raise ScicommError(
            f"--posted {options.posted}: that id is of a post made at {show.iso(made_at)}, but this one was claimed at "
            f"{show.iso(publication.claimed_at)}"
        )
    return PublicationState.POSTED, remote_id
