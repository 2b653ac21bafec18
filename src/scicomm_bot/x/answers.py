"""What X's answers mean: one pure function from an answer to an outcome.

Sources: https://docs.x.com/x-api/fundamentals/response-codes-and-errors and `docs/operations.md`, which has the same
table for people. What is not listed is unknown: it may have been published.
"""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scicomm_bot.domain.outcome import (
    AccountRefused,
    DuplicateText,
    Lost,
    Outcome,
    Published,
    RateLimited,
    ReplyRefused,
    TextRefused,
)
from scicomm_bot.transport import Answer

DEFAULT_WAIT = timedelta(minutes=15)
"""How long to wait after a 429 that does not say: X's window for `POST /2/tweets`."""
LONGEST_WAIT = timedelta(hours=25)
"""A reset time further off than the longest window (24 hours) is not believed."""

_DUPLICATE = "duplicate content"
_REPLY = (
    "reply to this conversation is not allowed", "not allowed to reply", "you can only reply to",
    "mentioned or are the author", "attempted to reply to",
)  # fmt: skip
_ACCOUNT = (
    "suspend", "permission", "permitted", "locked", "oauth", "credential", "client-forbidden", "not-authorized",
    "usage-capped", "enrolled", "access to", "unsupported-authentication", "your account",
)  # fmt: skip
_MOST_WORDS = 300


def outcome_of(answer: Answer, now: datetime, *, reply: bool = False) -> Outcome:
    """Return what an answer to `POST /2/tweets` means; `reply` says whether the post was one."""
    document = document_of(answer.body)
    words = words_of(document)
    said = f"X answered {answer.status}: {words}" if words else f"X answered {answer.status}"
    match answer.status:
        case 201:
            x_post_id = _id_in(document)
            return Published(x_post_id) if x_post_id else Lost("X answered 201 without an id that can be read")
        case 429:
            return RateLimited(said, _reset(answer, now))
        case 401:
            return AccountRefused(f"{said}; the four credentials are wrong, revoked or swapped")
        case 402:
            return AccountRefused(f"{said}; the credits are used up, buy some in X's developer console")
        case 404:
            return AccountRefused(f"{said}; look at SCICOMM_X_API_URL")
        case 400 | 403 | 422:
            return _refusal(answer.status, document, words, said, reply=reply)
        case status if 300 <= status < 400:
            return Lost(f"X answered {status}, a redirect, which is not followed")
        case _:
            return Lost(said)


def _refusal(status: int, document: dict[str, object] | None, words: str, said: str, *, reply: bool) -> Outcome:
    if document is None or not words:
        return AccountRefused(f"{said}, but not in X's words; something between here and X may have answered")
    folded = f"{words} {document.get('type', '')} {document.get('reason', '')}".lower()
    if status == 403:
        if _DUPLICATE in folded:
            return DuplicateText(said)
        if reply and any(sign in folded for sign in _REPLY):
            return ReplyRefused(said)
        if any(sign in folded for sign in _ACCOUNT):
            return AccountRefused(said)
    return TextRefused(said)


def document_of(body: bytes) -> dict[str, object] | None:
    """Return the JSON object of a body, or None where there is none."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _id_in(document: dict[str, object] | None) -> str | None:
    data = (document or {}).get("data")
    x_post_id = data.get("id") if isinstance(data, dict) else None
    return x_post_id if isinstance(x_post_id, str) and x_post_id.isascii() and x_post_id.isdigit() else None


def words_of(document: dict[str, object] | None) -> str:
    """Return X's own words, from its problem document or its list of errors, on one line."""
    if document is None:
        return ""
    errors = document.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    for holder in (document, first):
        for key in ("detail", "message", "title"):
            if isinstance(holder.get(key), str) and str(holder[key]).strip():
                more = first.get("message") if holder is document else None
                text = f"{holder[key]} ({more})" if isinstance(more, str) and more else str(holder[key])
                return " ".join(text.split())[:_MOST_WORDS]
    return ""


def _reset(answer: Answer, now: datetime) -> datetime:
    """Return when the rate limit ends: `x-rate-limit-reset`, in Unix seconds, as far off as it is by X's own `Date`.

    Both are whole seconds, so a limit that ends within this one is given another second.
    """
    try:
        reset = datetime.fromtimestamp(int(answer.headers.get("x-rate-limit-reset", "")), UTC)
        left = reset - (x_time(answer) or now)
    except (ValueError, OverflowError, OSError):
        return now + DEFAULT_WAIT
    return now + max(left, timedelta(seconds=1)) if -DEFAULT_WAIT < left <= LONGEST_WAIT else now + DEFAULT_WAIT


def x_time(answer: Answer) -> datetime | None:
    """Return X's own time, from its `Date` header (whole seconds), or None where there is none that can be read."""
    try:
        return parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None
