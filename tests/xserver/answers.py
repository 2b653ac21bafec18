"""Answers the stand-in gives: a status, headers and a body, and X's problem documents.

Shapes: `Problem` of X's OpenAPI 2.167 for the types under https://api.x.com/2/problems/. X also sends problems that its
description does not list, of type `about:blank`, or about credits and permissions; their words are from public threads,
named below.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROBLEMS = "https://api.x.com/2/problems/"
JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=UTF-8"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer before it is put on the wire; `Date` and the rate-limit headers are added there."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON_TYPE


def document(status: int, content: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer."""
    return Answer(status, json.dumps(content, ensure_ascii=False).encode(), dict(headers or {}))


def problem(status: int, title: str, detail: str, kind: str = "about:blank", **more: Any) -> Answer:
    """A problem document; `kind` is a name under X's problems, or `about:blank`."""
    type_ = kind if ":" in kind else PROBLEMS + kind
    return document(status, {"title": title, "detail": detail, "type": type_, "status": status, **more})


def page(status: int, title: str) -> Answer:
    """An HTML page such as a proxy in front of X sends: no words of X in it."""
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Answer(status, html.encode(), content_type=HTML_TYPE)


def invalid_request(detail: str, parameter: str | None = None) -> Answer:
    """400 with `InvalidRequestProblem`; `parameter` names what was wrong."""
    more = {"parameter": parameter} if parameter else {}
    return problem(400, "Invalid Request", detail, "invalid-request", **more)


def bad_form() -> Answer:
    """400 about the request's form, as in plhery/node-twitter-api-v2 #591 and abraham/twitteroauth #1082."""
    content = {
        "errors": [{"parameters": {}, "message": "Requests with bodies must have content-type of application/json."}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request",
    }
    return document(400, content)


def unauthorized() -> Answer:
    return problem(401, "Unauthorized", "Unauthorized")


def out_of_credits() -> Answer:
    """402, as in tryethernal/ethernal #1324: waiting does not help."""
    detail = "Your enrolled account [1234567890] does not have any credits to fulfill this request."
    return problem(402, "CreditsDepleted", detail, "credits")


def forbidden(detail: str) -> Answer:
    return problem(403, "Forbidden", detail)


def duplicate() -> Answer:
    """403 whose words are those of `x-platform.md`, "Errors that matter"."""
    return forbidden("You are not allowed to create a Tweet with duplicate content.")


def no_permission() -> Answer:
    """403 of an app whose OAuth 1.0a permissions are read-only, as public threads of 2025 and 2026 quote it."""
    detail = "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint."
    return problem(403, "Forbidden", detail, "oauth1-permissions")


def not_permitted() -> Answer:
    """403 that does not say why."""
    return forbidden("You are not permitted to perform this action.")


def reply_not_allowed() -> Answer:
    """403, as in gptme/gptme-contrib #1302 (2026-07)."""
    return forbidden("You can only reply to or quote posts where you are mentioned or are the author.")


def reply_target_gone() -> Answer:
    """403, as in plhery/node-twitter-api-v2 #366: the post replied to is not there."""
    return forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")


def suspended() -> Answer:
    return forbidden("Your account is suspended and is not permitted to access this feature.")


def too_long() -> Answer:
    return forbidden("Your Tweet text is too long.")


def not_found(resource_type: str, parameter: str, value: str) -> Answer:
    """404 with `ResourceNotFoundProblem`."""
    detail = f"Could not find {resource_type} with {parameter}: [{value}]."
    more = {"resource_type": resource_type, "parameter": parameter, "value": value, "resource_id": value}
    return problem(404, "Not Found Error", detail, "resource-not-found", **more)


def no_route() -> Answer:
    """404 for a route that is not served. (X's own has been seen with an empty body: xdevplatform/docs #395.)"""
    return problem(404, "Not Found", "Not Found")


def unprocessable() -> Answer:
    return problem(422, "Unprocessable Entity", "The text of this post cannot be processed.", "invalid-request")


def too_many_requests(reset: int, retry_after: int) -> Answer:
    """429; `reset` in Unix seconds [fundamentals/rate-limits], `retry_after` in seconds."""
    told = {"x-rate-limit-reset": str(reset), "x-rate-limit-remaining": "0", "retry-after": str(retry_after)}
    content = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    return document(429, content, told)


def usage_capped() -> Answer:
    """429 of a cap that waiting does not lift, as in xdevplatform/xdk #25 (2026-02)."""
    content = {
        "title": "UsageCapExceeded",
        "period": "Monthly",
        "scope": "Product",
        "detail": "Usage cap exceeded: Monthly product cap",
        "type": "https://api.twitter.com/2/problems/usage-capped",
    }
    return document(429, content)


def internal_error() -> Answer:
    """500 with `InternalErrorProblem`."""
    return problem(500, "Internal Server Error", "Something is broken. This is our fault.", "internal-error")


def unavailable(status: int = 503) -> Answer:
    """503 or 504 in the bare form X gives them."""
    title = {503: "Service Unavailable", 504: "Gateway Timeout"}[status]
    return problem(status, title, title)
