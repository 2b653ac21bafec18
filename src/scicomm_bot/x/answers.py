"""What X's answers mean: one pure function from an answer to an outcome.

Sources: https://docs.x.com/x-api/fundamentals/response-codes-and-errors and `docs/operations.md`, which has the same
table for people. What is not listed, or is not in X's own JSON whatever its status, is unknown: something between here
and X may have answered after X had published.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from scicomm_bot.domain.outcome import (
    AccountRefused,
    DuplicateText,
    Lost,
    Outcome,
    PictureRefused,
    Published,
    RateLimited,
    ReplyRefused,
    TextRefused,
)
from scicomm_bot.transport import Answer
from scicomm_bot.x.documents import (
    Document,
    UnreadableError,
    date_of,
    document_of,
    fields_in,
    id_of,
    problem_of,
    words_of,
)

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
_ABOUT_MEDIA = re.compile(r"\bmedia (?:ids?|file|type|category)\b|\bimage\b|\bpicture\b|\bgif\b", re.IGNORECASE)
_ABOUT_TEXT = re.compile(r"\b(?:tweet|post) (?:text|needs)\b|\btext\b|\btoo long\b", re.IGNORECASE)


def outcome_of(
    answer: Answer,
    now: datetime,
    *,
    reply: bool = False,
    media: bool = False,
    redact: Callable[[str], str] | None = None,
) -> Outcome:
    """Return what an answer to `POST /2/tweets` means.

    `reply` and `media` say whether the post had such a thing; `redact` blots secrets out of X's words, which may repeat
    what was sent.
    """
    status = answer.status
    if status == 201:
        return _published(answer)
    if 300 <= status < 400:
        return Lost(f"X answered {status}, a redirect, which is not followed")
    try:
        problem = problem_of(answer)
    except UnreadableError as error:
        return Lost(f"an answer {status} came that is not X's own: {error}")
    words = words_of(problem, redact)
    said = f"X answered {status}: {words}" if words else f"X answered {status}"
    match status:
        case 429 if str(problem.get("type")).endswith("/usage-capped"):
            return AccountRefused(f"{said}; the usage cap of your plan is reached, see X's developer console")
        case 429:
            return RateLimited(said, _reset(answer, now))
        case 401:
            return AccountRefused(f"{said}; the four credentials are wrong, revoked or swapped")
        case 402:
            return AccountRefused(f"{said}; the credits are used up, buy some in X's developer console")
        case 404:
            return AccountRefused(f"{said}; look at SCICOMM_X_API_URL")
        case 400 | 403 | 422:
            return _refusal(status, problem, words, said, reply=reply, media=media)
        case _:
            return Lost(said)


def _published(answer: Answer) -> Outcome:
    try:
        data = document_of(answer.body).get("data")
        return Published(id_of(data.get("id") if isinstance(data, dict) else None))
    except UnreadableError:
        return Lost("X answered 201 without an id that can be read")


def _refusal(status: int, problem: Document, words: str, said: str, *, reply: bool, media: bool) -> Outcome:
    folded = f"{words} {problem.get('type', '')} {problem.get('reason', '')}".lower()
    if status == 403:
        if _DUPLICATE in folded:
            return DuplicateText(said)
        if reply and any(sign in folded for sign in _REPLY):
            return ReplyRefused(said)
        if any(sign in folded for sign in _ACCOUNT):
            return AccountRefused(said)
    fields = fields_in(problem)
    if media and ("media" in fields or (not fields and _ABOUT_MEDIA.search(words))):
        return PictureRefused(said)
    if status == 400 and not fields & {"text", "media", "reply"} and not _ABOUT_TEXT.search(words):
        return AccountRefused(
            f"{said}; X does not take the form of the request, which is no fault of the text: look whether there is a "
            "newer scicomm-bot, or report this"
        )
    return TextRefused(said)


def _reset(answer: Answer, now: datetime) -> datetime:
    """Return when the rate limit ends: `x-rate-limit-reset`, in Unix seconds, as far off as it is by X's own `Date`.

    Both are whole seconds, so a limit that ends within this one is given another second.
    """
    try:
        reset = datetime.fromtimestamp(int(answer.headers.get("x-rate-limit-reset", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return now + DEFAULT_WAIT
    try:
        left = reset - date_of(answer)
    except UnreadableError:
        left = reset - now
    return now + max(left, timedelta(seconds=1)) if -DEFAULT_WAIT < left <= LONGEST_WAIT else now + DEFAULT_WAIT
