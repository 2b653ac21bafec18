"""The routes that are served, and a request as it is remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_ROUTES = {
    ("POST", r"/2/tweets"): "/2/tweets",
    ("POST", r"/2/media/upload"): "/2/media/upload",
    ("POST", r"/2/media/metadata"): "/2/media/metadata",
    ("DELETE", r"/2/tweets/([^/]+)"): "/2/tweets/{id}",
    ("GET", r"/2/tweets/([^/]+)"): "/2/tweets/{id}",
    ("GET", r"/2/users/me"): "/2/users/me",
    ("GET", r"/2/users/([^/]+)/tweets"): "/2/users/{id}/tweets",
}


@dataclass(frozen=True)
class RecordedRequest:
    """One request as it came in. `body` is decoded JSON, or text if it is none, or None. `at` is the server's clock.

    `route` is its template in the manner of `POST /2/tweets`, `GET /2/users/:id/tweets`, or "" if there is none;
    `resource` is the `:id`. `path` is as received, `target` has the query and no `/_moved`. `headers` have small names
    and no Authorization.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    at: float
    route: str = ""
    resource: str = ""
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    authorization: str | None = field(default=None, repr=False)

    @property
    def template(self) -> str:
        """`/2/users/{id}/tweets`: the path by the name that X's description gives it, or ""."""
        return self.route.partition(" ")[2].replace(":id", "{id}")


def route_of(method: str, path: str) -> tuple[str, str]:
    """`GET`, `/2/users/12/tweets` -> `GET /2/users/:id/tweets`, `12`; empty strings for no route."""
    for (verb, pattern), template in _ROUTES.items():
        if verb == method and (match := re.fullmatch(pattern, path)):
            return f"{method} {template.replace('{id}', ':id')}", "".join(match.groups())
    return "", ""
