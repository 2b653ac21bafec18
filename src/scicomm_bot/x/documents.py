"""X's JSON: the one place where its documents, ids and times are read.

Whatever has another shape raises UnreadableError, whoever sent it. Shapes: X's OpenAPI description
(https://docs.x.com/openapi.json; schemas `Problem` and `Error`), and answers quoted in public threads.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scicomm_bot.medium import ids
from scicomm_bot.transport import Answer

Document = Mapping[str, Any]

_PROBLEM_TYPE = re.compile(r"about:blank|https://api\.(?:x|twitter)\.com/2/problems/.*")
_MOST_WORDS = 300


class UnreadableError(Exception):
    """An answer does not have X's shape; the text says what is wrong with it."""


def document_of(body: bytes) -> Document:
    """Return the JSON object of a body.

    Raises:
        UnreadableError: there is none.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("its body is not JSON") from error
    if not isinstance(document, dict):
        raise UnreadableError("its body is JSON, but no object")
    return document


def id_of(value: object) -> str:
    """Return an id of X's: a string of ASCII digits without leading zeros, below 2 ** 63.

    Raises:
        UnreadableError: it is none.
    """
    if not isinstance(value, str) or not ids.is_id(value):
        raise UnreadableError("an id in it is none of X's")
    return value


def moment_of(value: object) -> datetime:
    """Return a time that is written as in ISO 8601 (`2026-11-28T07:00:02.000Z`), in UTC.

    Raises:
        UnreadableError: it is none, or has no zone.
    """
    if not isinstance(value, str):
        raise UnreadableError("a time in it is no string")
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise UnreadableError("a time in it has no zone")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableError("a time in it cannot be read") from error


def date_of(answer: Answer) -> datetime:
    """Return X's own time, from its `Date` header (whole seconds), in UTC.

    Raises:
        UnreadableError: there is none, or it cannot be read.
    """
    try:
        moment = parsedate_to_datetime(answer.headers["date"])
        # "-0000" gives a time without a zone: RFC 5322 means UTC by it.
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (KeyError, ValueError, TypeError, IndexError, OverflowError) as error:
        raise UnreadableError("it has no Date header that can be read") from error


def problem_of(answer: Answer) -> Document:
    """Return X's own account of a problem: its problem document, or its list of errors with codes.

    A page of a proxy, an empty body, or another program's JSON is none.

    Raises:
        UnreadableError: the answer is not X's.
    """
    document = document_of(answer.body)
    kind, status = document.get("type"), document.get("status", answer.status)
    if isinstance(kind, str) and isinstance(document.get("title"), str):
        if _PROBLEM_TYPE.fullmatch(kind) and status == answer.status:
            return document
    elif "type" not in document and any(
        isinstance(one.get("code"), int) and isinstance(one.get("message"), str) for one in errors_in(document)
    ):
        return document
    raise UnreadableError("its body is JSON, but not X's")


def errors_in(document: Document) -> list[Document]:
    """Return the objects in a document's list of errors; none where it has no such list."""
    errors = document.get("errors")
    return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []


def words_of(document: Document, redact: Callable[[str], str] | None = None) -> str:
    """Return X's own words, from its problem document and the first of its errors, on one line; empty for none.

    They are redacted before they are cut: half a secret would not be known for one.
    """
    first = next(iter(errors_in(document)), {})
    for holder in (document, first):
        for key in ("detail", "message", "title"):
            if isinstance(holder.get(key), str) and holder[key].strip():
                more = first.get("message") if holder is document else None
                text = f"{holder[key]} ({more})" if isinstance(more, str) and more else str(holder[key])
                return " ".join((redact(text) if redact else text).split())[:_MOST_WORDS]
    return ""


def fields_in(document: Document) -> set[str]:
    """Return the fields of our request that a problem names: `text`, `media`, `reply`; empty for none.

    X names them as `parameter: "text"`, or in its errors as `parameters: {"$.media.media_ids": [...]}`.
    """
    named = [document.get("parameter"), *(one.get("parameter") for one in errors_in(document))]
    for one in errors_in(document):
        parameters = one.get("parameters")
        named += list(parameters) if isinstance(parameters, dict) else []
    return {name.removeprefix("$.").partition(".")[0] for name in named if isinstance(name, str)}
