"""The stand-in itself: a server on 127.0.0.1, what it was asked, and the faults to come.

It keeps to X's description, as `api` does for its routes and `limits` for its rate limits. It is not X.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from . import answers
from .account import Account
from .answers import Answer
from .api import Api
from .contract import Contract
from .faults import Fault, FaultBoard
from .limits import RateLimits
from .oauth import DEFAULT_CREDENTIALS, XCredentials, header_parameters
from .posts import ServedPost
from .routes import RecordedRequest
from .wire import XHTTPServer, serve_in_thread


class LoopbackX:
    """X on 127.0.0.1 for one account.

    - `clock` gives Unix seconds: ids, `created_at`, the `Date` header and the timeline's lag follow it. Waits (late,
      hang, trickle, `publish_after`) are real seconds.
    - `validate` holds requests and answers against X's description, into `violations`; `contract.skipped` says why not.
    - `length` gives weighted characters: texts over 280 are then refused. By default nothing is.
    - `timeline_lag`: seconds before a new post shows on the timeline. A reply to it, and the duplicate check, see it at
      once.
    - `enforce_limits`: answer 429 when a rate limit is used up; otherwise it is only told in the headers.

    `stop()` and `start()` again keep the port and the posts: an outage.
    """

    def __init__(
        self,
        *,
        credentials: XCredentials = DEFAULT_CREDENTIALS,
        user_id: str = "2244994945",
        username: str = "scicomm_bot",
        clock: Callable[[], float] = time.time,
        validate: bool = True,
        port: int = 0,
        length: Callable[[str], int] | None = None,
        timeline_lag: float = 0.0,
        enforce_limits: bool = False,
    ) -> None:
        self.account = Account(user_id, username, clock)
        self.api = Api(self.account, credentials, length)
        self.limits = RateLimits()
        self.faults = FaultBoard()
        self.contract = Contract()
        self.timeline_lag = timeline_lag
        self.enforce_limits = enforce_limits
        self.stopping = threading.Event()
        self.on_change: Callable[[], None] | None = None
        self._validate = validate and self.contract.skipped is None
        self._lock = threading.RLock()
        self._requests: list[RecordedRequest] = []
        self._violations: list[str] = []
        self._nonces: set[str] = set()
        self._later: list[threading.Thread] = []
        self._port = port
        self._server: XHTTPServer | None = None
        self._thread: threading.Thread | None = None

    # -- its life ------------------------------------------------------------------------------------------------------

    def start(self) -> Self:
        self.stopping.clear()
        self._server = XHTTPServer(self, self._port)
        self._port = self._server.server_port
        self._thread = serve_in_thread(self._server)
        return self

    def stop(self) -> None:
        """Hang up on everybody; what was to be published later is not."""
        self.stopping.set()
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._server.hang_up()
            self._thread.join()
            self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, without a final slash."""
        return f"http://127.0.0.1:{self._port}"

    # -- what tests look at and do -------------------------------------------------------------------------------------

    @property
    def posts(self) -> list[ServedPost]:
        """All posts, deleted ones too, in order of publishing."""
        return self.account.posts

    @property
    def clock(self) -> Callable[[], float]:
        return self.account.clock

    @property
    def timeline_lag(self) -> float:
        """Seconds before a new post shows on the timeline; may be changed at any time."""
        return self.account.timeline_lag

    @timeline_lag.setter
    def timeline_lag(self, seconds: float) -> None:
        self.account.timeline_lag = seconds

    @property
    def requests(self) -> list[RecordedRequest]:
        with self._lock:
            return list(self._requests)

    @property
    def violations(self) -> list[str]:
        """Where a request, or an answer of the stand-in, was not as X's description wants it; and nonces used twice."""
        with self._lock:
            return list(self._violations)

    def foreign_post(self, text: str, reply_to: str | None = None) -> ServedPost:
        """A post by people who use the same account."""
        post = self.account.publish(ServedPost("", text, 0.0, reply_to, author="human"))
        self.changed()
        return post

    def delete(self, post_id: str) -> bool:
        """Delete a post, as a person would on x.com; False if there is no such live post."""
        deleted = self.account.delete(post_id)
        self.changed()
        return deleted

    def state(self) -> dict[str, Any]:
        """All of it as JSON data: posts, injected, the number of requests (in all and by route), violations."""
        with self._lock:
            routes = [request.route for request in self._requests]
            return {
                "posts": [asdict(post) for post in self.posts],
                "injected": dict(self.faults.injected),
                "faults_waiting": self.faults.waiting(),
                "requests": len(routes),
                "requests_by_route": {route: routes.count(route) for route in sorted(set(routes))},
                "violations": list(self._violations),
                "contract_skipped": self.contract.skipped,
            }

    def something_comes_later(self) -> bool:
        """Whether a request was answered that is acted on later only."""
        return any(thread.is_alive() for thread in list(self._later))

    def wait_for_later(self, timeout: float = 10.0) -> None:
        """Wait until every `publish_after` has come true."""
        for thread in list(self._later):
            thread.join(timeout)

    # -- what the wire asks --------------------------------------------------------------------------------------------

    def changed(self) -> None:
        if self.on_change:
            self.on_change()

    def note_violation(self, line: str) -> None:
        with self._lock:
            self._violations.append(line)

    def record(self, request: RecordedRequest) -> None:
        """Remember a request, count it against its limit, and note where it breaks the contract.

        A nonce used twice is noted, since it shows that something below the client sent the request again; it is not
        refused, so that the second sending has its effect.
        """
        nonce = header_parameters(request.authorization or "").get("oauth_nonce")
        with self._lock:
            self._requests.append(request)
            self.limits.count(request.route, request.at)
            if nonce in self._nonces:
                self._violations.append(f"{request.method} {request.path}: oauth_nonce used twice")
            if nonce:
                self._nonces.add(nonce)
            if self._validate and request.route:
                self._violations += self.contract.query(request.method, request.template, request.query)
                if request.method == "POST":
                    self._violations += self.contract.request_body(request.method, request.template, request.body)

    def answer(self, request: RecordedRequest) -> Answer:
        """Do what is asked, and hold the answer against the contract."""
        if request.route and self.enforce_limits and self.limits.exceeded(request.route, request.at):
            reset = self.limits.reset(request.at)
            return answers.too_many_requests(reset, reset - int(request.at))
        answer = self.api.answer(request)
        if self._validate and request.route:
            found = self.contract.answer(request.method, request.template, answer.status, json.loads(answer.body))
            for line in found:
                self.note_violation(line)
        return answer

    def act(self, fault: Fault, request: RecordedRequest) -> Answer | None:
        """The true answer to a request that a fault will spoil, or None if the fault keeps X from acting on it."""
        reads = request.method == "GET"
        answer = self.answer(request) if fault.publish or reads else None
        done = answer is not None and answer.status < 300
        self.faults.count(fault, "read" if reads else "published" if done else "unpublished")
        self.changed()
        return answer

    def act_later(self, fault: Fault, request: RecordedRequest) -> None:
        def wait_and_act() -> None:
            if not self.stopping.wait(fault.publish_after):
                self.act(fault, request)

        thread = threading.Thread(target=wait_and_act, daemon=True)
        self._later.append(thread)
        thread.start()

    def control(self, request: RecordedRequest) -> Answer:
        """The routes under `/_control/`, for a stand-in in a process of its own; X has none of them.

        - `GET state`: see `state`.
        - `POST faults`: `{"route": "POST /2/tweets", "faults": [{"kind": "lost", "publish": true}]}`, or
          `{"clear": true}`.
        - `POST foreign`: `{"text": ..., "reply_to": null}` -> the post. `POST delete`: `{"id": ...}`.
        - `POST settings`: `{"timeline_lag": 2.5}`.
        """
        body: Mapping[str, Any] = request.body if isinstance(request.body, dict) else {}
        orders: dict[str, Callable[[], Any]] = {
            "GET state": self.state,
            "POST faults": lambda: self._queue_faults(body),
            "POST foreign": lambda: asdict(self.foreign_post(body["text"], body.get("reply_to"))),
            "POST delete": lambda: {"deleted": self.delete(body["id"])},
            "POST settings": lambda: self._change_settings(body),
        }
        order = orders.get(f"{request.method} {request.path.removeprefix('/_control/')}")
        try:
            return answers.document(200, order()) if order else answers.no_route()
        except (KeyError, TypeError, ValueError) as error:
            return answers.invalid_request(repr(error))

    def _queue_faults(self, body: Mapping[str, Any]) -> dict[str, int]:
        if body.get("clear"):
            self.faults.clear()
        else:
            self.faults.next(body["route"], *map(Fault.from_json, body["faults"]))
        return {"faults_waiting": self.faults.waiting()}

    def _change_settings(self, body: Mapping[str, Any]) -> dict[str, float]:
        self.timeline_lag = float(body["timeline_lag"])
        return {"timeline_lag": self.timeline_lag}
