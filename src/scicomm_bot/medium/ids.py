"""X's ids: snowflakes, which tell when a post was made (https://docs.x.com/x-api/fundamentals/x-ids)."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
"""The time that ids count from: the bits above the lowest 22 are milliseconds."""
_TOO_GREAT = 2**63
"""No id is as great: it is a signed number of 64 bits."""
_LONGEST = 19
"""No id has more digits."""
_SHIFT = 22
_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.|m\.)?(?:x|twitter)\.com/(?:i(?:/web)?|@?(?P<user>[A-Za-z0-9_]{1,15}))/status(?:es)?"
    r"/0*(?P<id>[0-9]{1,19})(?:[/?#][!-~]*)?",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """What the address of a post says: its id, and the handle of who posted it, or None where it names none."""

    remote_id: str
    user: str | None = None


def read_address(written: str) -> Address | None:
    """Read the address of a post as X's apps and pages show it, or its id alone; None where it is neither."""
    bare = written.strip()
    if is_id(bare):
        return Address(bare)
    found = _ADDRESS.fullmatch(bare)
    if found is None or not is_id(found["id"]):
        return None
    return Address(found["id"], found["user"])


def is_id(written: str) -> bool:
    """Whether a text can be an id of X's: a number below 2 ** 63 in ASCII digits, without leading zeros."""
    digits = written.isascii() and written.isdigit() and len(written) <= _LONGEST
    return digits and not written.startswith("0") and int(written) < _TOO_GREAT


def made_at(remote_id: str) -> datetime:
    """Return when the post with this id was made, to the millisecond, in UTC."""
    return EPOCH + timedelta(milliseconds=int(remote_id) >> _SHIFT)


def first_id_at(moment: datetime) -> str:
    """Return an id that is not greater than that of any post made at `moment` or later."""
    return str(int((moment - EPOCH) / timedelta(milliseconds=1)) << _SHIFT)


def in_order(remote_id: str) -> tuple[int, str]:
    """Return what ids are sorted by: they have no leading zeros, so the longer one is the greater."""
    return len(remote_id), remote_id


def address(remote_id: str | None) -> str | None:
    """Return where a post can be read, None for what is no id of X's. X leads from here to the account's own page."""
    if remote_id is None or not is_id(remote_id):
        return None
    return f"https://x.com/i/web/status/{remote_id}"
