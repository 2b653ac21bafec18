"""`scicomm-bot resolve`: a person's word on what became of a post."""

from argparse import Namespace

from scicomm_bot.cli import show, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.errors import NotFoundError, ScicommError
from scicomm_bot.models import Publication, PublicationState

_ENDED = {PublicationState.REFUSED, PublicationState.SKIPPED}


def run(options: Namespace) -> int:
    """Write the person's word into the ledger."""
    settings = wiring.settings_with_warnings()
    now = SystemClock().now()
    path = settings.ledger_path(dry_run=options.dry_run)
    ledger = wiring.open_ledger(settings, dry_run=options.dry_run, create=False)
    if ledger is not None:
        ledger.close()
        ledger = wiring.open_ledger(settings, dry_run=options.dry_run, create=True)
    publication = ledger.newest_of(options.id) if ledger else None
    if ledger is None or publication is None:
        raise NotFoundError(f"{path}: no attempt at a post {options.id!r}; see `scicomm-bot history`")
    state, x_post_id = _word(options, publication)
    if publication.state is PublicationState.CLAIMED and now < publication.ends_by:
        raise ScicommError(f"{options.id} is being sent just now; wait until {show.iso(publication.ends_by)}")
    ledger.record(publication.attempt_id, state, now, x_post_id=x_post_id, reason="a person said so")
    show.print_lines([f"{options.id} was {publication.state}, and is {state} now."])
    return 0


def _word(options: Namespace, publication: Publication) -> tuple[PublicationState, str | None]:
    """Return the new state, and X's id where the post is out.

    Raises:
        ScicommError: that word does not fit the state that the publication is in.
    """
    if options.retry:
        if publication.state not in _ENDED:
            raise ScicommError(f"{options.id} is {publication.state}; --retry is for what was refused or skipped")
        return PublicationState.RELEASED, None
    if not publication.open:
        raise ScicommError(f"{options.id} is {publication.state}; there is nothing to find out")
    if options.posted is not None:
        x_post_id = options.posted.rstrip("/").rpartition("/")[2]
        if not (x_post_id.isascii() and x_post_id.isdigit()):
            raise ScicommError(f"--posted {options.posted}: must be the number at the end of the post's address")
        return PublicationState.POSTED, x_post_id
    return (PublicationState.SKIPPED if options.skip else PublicationState.RELEASED), None
