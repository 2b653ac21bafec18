"""Examines whether the service is alive."""

import socket
from collections.abc import Callable

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.examine.examination import Examination


def service(desk: Desk, open_desk: Callable[[bool, Access], Desk]) -> Examination:
    """Look for a live service of this machine, live or rehearsing: `run --live` goes by no setting."""
    now, host = desk.clock.now(), f"{socket.gethostname()}:"
    signs = []
    for rehearse in (False, True):
        with open_desk(rehearse, Access.READ) as one:
            signs += one.ledger.signs() if one.ledger is not None else []
    seen = max((sign for sign in signs if sign.name.startswith(host)), key=lambda sign: sign.seen_at, default=None)
    if seen is None or not seen.alive(now):
        when = "never" if seen is None else f"last at {seen.seen_at.isoformat(timespec='seconds')}"
        return Examination("service", "", f"no sign of life ({when}); look at the log of `scicomm-bot run`")
    return Examination("service", f"alive, last seen at {seen.seen_at.isoformat(timespec='seconds')}")
