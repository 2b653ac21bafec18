"""Examines whether the service goes on: one question, asked each minute, so it must be cheap."""

import socket
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.examine.examination import Examination
from scicomm_bot.domain.service import is_sign_of_life
from scicomm_bot.errors import LedgerError


def service(desk: Desk, open_desk: Callable[[bool, Access], Desk]) -> Examination:
    """Look for a live service of this machine, live or rehearsing: `run --live` goes by no setting.

    The file of this machine is asked first. The ledger is asked where it does not tell of one, as where the service
    runs as another user.
    """
    now, unread, signs = desk.clock.now(), "", []
    with open_desk(False, Access.READ) as live, open_desk(True, Access.READ) as rehearsal:  # noqa: FBT003 - as it says
        signs = [one.heartbeat.last() for one in (live, rehearsal)]
        if not any(_fresh(signs, now)):
            for one in (live, rehearsal):
                try:
                    signs += _in_ledger(one)
                except LedgerError as error:
                    unread = f"; the ledger could not be asked: {error}"
    seen = max((sign for sign in signs if sign is not None), default=None)
    when = "never" if seen is None else f"last at {seen.isoformat(timespec='seconds')}"
    if fresh := max(_fresh(signs, now), default=None):
        return Examination("service", f"alive, last seen at {fresh.isoformat(timespec='seconds')}")
    return Examination("service", "", f"no sign of life ({when}){unread}; look at the log of `scicomm-bot run`")


def _in_ledger(desk: Desk) -> Iterator[datetime]:
    host = f"{socket.gethostname()}:"
    for sign in desk.ledger.signs() if desk.ledger is not None else ():
        if sign.name.startswith(host):
            yield sign.seen_at


def _fresh(signs: Iterable[datetime | None], now: datetime) -> Iterator[datetime]:
    """Yield those that a live service gave; one from the future is from before a clock was set back."""
    for sign in signs:
        if sign is not None and is_sign_of_life(sign, now):
            yield sign
