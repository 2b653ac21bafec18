"""What can go wrong between a client and X, one fault to a request.

The kinds follow "Errors that matter" of `x-platform.md`; the broken transports are those tweepy 4.17 was seen to meet
while the post had in fact been published. `publish` says whether X acts on the request before its answer is spoiled.
"""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from . import answers
from .answers import Answer

if TYPE_CHECKING:
    from .routes import RecordedRequest


class Kind(StrEnum):
    """A fault's name, as counted in `FaultBoard.injected` and sent to `/_control/faults`."""

    OK = "ok"  # the true answer; to leave a gap in a queue of faults
    LOST = "lost"  # the connection is closed with no byte
    RESET = "reset"  # ... by a TCP reset
    LATE = "late"  # the true answer after `seconds`
    HANG = "hang"  # no byte until the client goes away, or `seconds` are over
    TRICKLE = "trickle"  # the true answer, a byte every `seconds`
    CUT_OFF = "cut-off"  # all headers, half of the body
    GARBAGE = "garbage"  # a success whose body is not JSON
    EMPTY = "empty"  # a success without a body
    NO_ID = "no-id"  # a success whose JSON has no `data.id`
    REDIRECT = "redirect"  # 307 to another path of this server, which serves what it is asked
    BAD_REQUEST = "400"
    BAD_FORM = "400-form"  # about the request's form, not about the text
    UNAUTHORIZED = "401"
    HTML_UNAUTHORIZED = "401-html"  # a proxy's page: a body that is not X's, as with every `-html`
    OUT_OF_CREDITS = "402"
    NO_PERMISSION = "403-permission"
    NOT_PERMITTED = "403-not-permitted"
    REPLY_NOT_ALLOWED = "403-reply"
    DUPLICATE = "403-duplicate"
    SUSPENDED = "403-suspended"
    HTML_FORBIDDEN = "403-html"
    JSON_FORBIDDEN = "403-json"  # another program's JSON
    NOT_FOUND = "404"
    HTML_NOT_FOUND = "404-html"
    TOO_LARGE = "413"
    HTML_TOO_LARGE = "413-html"
    UNPROCESSABLE = "422"
    TOO_MANY = "429"
    USAGE_CAPPED = "429-usage-capped"
    HTML_TOO_MANY = "429-html"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502-html"
    UNAVAILABLE = "503"
    GATEWAY_TIMEOUT = "504"


RELAYED = frozenset({Kind.OK, Kind.LATE, Kind.TRICKLE, Kind.CUT_OFF})
"""Kinds that bring the true answer, or a part of it. Without `publish` they bring that of a 503."""

_STATUS_BODIES: Mapping[Kind, Callable[[], Answer]] = {
    Kind.BAD_REQUEST: lambda: answers.invalid_request("One or more parameters to your request was invalid.", "text"),
    Kind.BAD_FORM: answers.bad_form,
    Kind.UNAUTHORIZED: answers.unauthorized,
    Kind.HTML_UNAUTHORIZED: lambda: answers.page(401, "Please log in"),
    Kind.OUT_OF_CREDITS: answers.out_of_credits,
    Kind.NO_PERMISSION: answers.no_permission,
    Kind.NOT_PERMITTED: answers.not_permitted,
    Kind.REPLY_NOT_ALLOWED: answers.reply_not_allowed,
    Kind.DUPLICATE: answers.duplicate,
    Kind.SUSPENDED: answers.suspended,
    Kind.HTML_FORBIDDEN: lambda: answers.page(403, "Attention Required!"),
    Kind.JSON_FORBIDDEN: lambda: answers.document(403, {"error": "Blocked", "message": "Forbidden by policy"}),
    Kind.NOT_FOUND: lambda: answers.not_found("user", "id", "0"),
    Kind.HTML_NOT_FOUND: lambda: answers.page(404, "404 Not Found"),
    Kind.USAGE_CAPPED: answers.usage_capped,
    Kind.HTML_TOO_MANY: lambda: answers.page(429, "Too Many Requests"),
    Kind.TOO_LARGE: lambda: answers.problem(413, "Payload Too Large", "The request is too large.", "about:blank"),
    Kind.HTML_TOO_LARGE: lambda: answers.page(413, "413 Request Entity Too Large"),
    Kind.UNPROCESSABLE: answers.unprocessable,
    Kind.SERVER_ERROR: answers.internal_error,
    Kind.BAD_GATEWAY: lambda: answers.page(502, "502 Bad Gateway"),
    Kind.UNAVAILABLE: lambda: answers.unavailable(503),
    Kind.GATEWAY_TIMEOUT: lambda: answers.unavailable(504),
}


@dataclass(frozen=True)
class Fault:
    """One spoiled request.

    - `publish`: X acts on it (stores the post, deletes the post). Reads are always answered.
    - `seconds`: how long LATE waits and HANG at most holds; the gap between bytes of TRICKLE.
    - `publish_after`: seconds until X acts, counted from the request. With LOST, RESET and the like the answer is
      spoiled at once and the post appears later; with LATE, TRICKLE, CUT_OFF the answer waits for it.
    - `retry_after`: seconds until the reset that a 429 tells of.
    """

    kind: Kind
    publish: bool = False
    seconds: float = 0.0
    publish_after: float = 0.0
    retry_after: int = 900

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Fault:
        """`{"kind": "lost", "publish": true}`; unknown names are a TypeError, unknown kinds a ValueError."""
        return cls(**content)

    def spoiled(self, method: str, now: float) -> Answer | None:
        """The answer that stands in for the true one, or None for kinds that relay it or send nothing."""
        success = 201 if method == "POST" else 200
        if self.kind is Kind.GARBAGE:
            return Answer(success, b"<!-- \xff\xfe not JSON")
        if self.kind is Kind.EMPTY:
            return Answer(success, b"")
        if self.kind is Kind.NO_ID:
            return answers.document(success, {"data": {"text": "no id here"}} if method == "POST" else {"data": {}})
        if self.kind is Kind.TOO_MANY:
            return answers.too_many_requests(int(now) + self.retry_after, self.retry_after)
        body = _STATUS_BODIES.get(self.kind)
        return body() if body else None


Chooser = Callable[["RecordedRequest"], Fault | None]


class FaultBoard:
    """The faults that wait for requests, and a count of those injected. Thread-safe.

    `injected` counts `kind/what-happened`, such as `lost/published`, `lost/unpublished` (not asked to publish, or X
    refused the post), `hang/read`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[str, deque[Fault]] = defaultdict(deque)
        self.chooser: Chooser | None = None
        self.injected: Counter[str] = Counter()

    def next(self, route: str, *faults: Fault) -> None:
        """Queue faults for the next requests of a route, one each: `POST /2/tweets`, `GET /2/users/:id/tweets`."""
        with self._lock:
            self._queues[route.replace("{id}", ":id")].extend(faults)

    def take(self, request: RecordedRequest) -> Fault | None:
        """The fault for this request: the queue's next, else the chooser's, else None."""
        with self._lock:
            queue = self._queues[request.route]
            if queue:
                return queue.popleft()
            return self.chooser(request) if self.chooser else None

    def waiting(self) -> int:
        """How many queued faults have not met their request yet."""
        with self._lock:
            return sum(map(len, self._queues.values()))

    def clear(self) -> None:
        """Drop what waits, the chooser included; the counts stay."""
        with self._lock:
            self._queues.clear()
            self.chooser = None

    def count(self, fault: Fault, outcome: str) -> None:
        with self._lock:
            self.injected[f"{fault.kind}/{outcome}"] += 1


CHAOS_WRITES = (
    Kind.LOST,
    Kind.RESET,
    Kind.LATE,
    Kind.HANG,
    Kind.TRICKLE,
    Kind.CUT_OFF,
    Kind.GARBAGE,
    Kind.EMPTY,
    Kind.NO_ID,
    Kind.REDIRECT,
    Kind.TOO_MANY,
    Kind.SERVER_ERROR,
    Kind.BAD_GATEWAY,
    Kind.UNAVAILABLE,
    Kind.GATEWAY_TIMEOUT,
)
CHAOS_READS = tuple(kind for kind in CHAOS_WRITES if kind not in (Kind.REDIRECT, Kind.NO_ID))


def chaos(
    rng: random.Random,
    rate: float,
    *,
    seconds: float = 1.0,
    retry_after: int = 1,
    writes: Sequence[Kind] = CHAOS_WRITES,
    reads: Sequence[Kind] = CHAOS_READS,
) -> Chooser:
    """A chooser that spoils a share `rate` (0 to 1) of requests, at random but the same for the same seed and order.

    LATE, HANG and TRICKLE take up to `seconds` (TRICKLE in all about 300 bytes times a 300th). Refusals that a person
    must lift (401, 402, 403, 404) are left out: they end a run. A 429 is never published.
    """

    def choose(request: RecordedRequest) -> Fault | None:
        if rng.random() >= rate:
            return None
        kind = rng.choice(reads if request.method == "GET" else writes)
        publish = rng.random() < 0.5 and kind is not Kind.TOO_MANY
        span = rng.uniform(0, seconds)
        return Fault(kind, publish, span / 300 if kind is Kind.TRICKLE else span, retry_after=retry_after)

    return choose
