"""OAuth 1.0a as X checks it: header parameters present, key and token known, HMAC-SHA1 signature right.

Sources: RFC 5849, sections 3.4.1 and 3.4.2; docs.x.com [fundamentals/authentication, OAuth 1.0a]. What X does and this
does not: refusing an old timestamp (the clock here may be a test's).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

REQUIRED = (
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
)


@dataclass(frozen=True)
class XCredentials:
    """The four secrets of an OAuth 1.0a user context."""

    api_key: str
    api_secret: str
    access_token: str
    access_token_secret: str


DEFAULT_CREDENTIALS = XCredentials(
    "loopback-api-key", "loopback-api-secret", "2244994945-loopback-access-token", "loopback-access-token-secret"
)


def header_parameters(authorization: str) -> dict[str, str]:
    """The `OAuth ...` header's parameters, decoded; empty if it is of another scheme."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() != "oauth":
        return {}
    found = {}
    for part in rest.split(","):
        name, _, value = part.strip().partition("=")
        found[unquote(name)] = unquote(value.strip('"'))
    return found


def signature(
    method: str, url: str, query: Iterable[tuple[str, str]], oauth: dict[str, str], credentials: XCredentials
) -> str:
    """HMAC-SHA1 over the base string of RFC 5849; a JSON body takes no part in it."""
    pairs = [*query, *((name, value) for name, value in oauth.items() if name not in ("oauth_signature", "realm"))]
    listed = "&".join(f"{name}={value}" for name, value in sorted((_escape(n), _escape(v)) for n, v in pairs))
    base = "&".join(_escape(part) for part in (method.upper(), url, listed))
    key = f"{_escape(credentials.api_secret)}&{_escape(credentials.access_token_secret)}"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


def refusal(
    authorization: str | None, method: str, target: str, origins: Iterable[str], credentials: XCredentials
) -> str | None:
    """Why this request is not signed as it must be, or None if it is.

    `target` is the path with its query. `origins` are the addresses (`https://api.x.com`) it may have been signed for:
    a client may reach the stand-in under another name than the one it signs.
    """
    oauth = header_parameters(authorization or "")
    missing = [name for name in REQUIRED if not oauth.get(name)]
    if missing:
        return "missing " + ", ".join(missing)
    if oauth["oauth_signature_method"] != "HMAC-SHA1":
        return "signature method is not HMAC-SHA1"
    if oauth["oauth_consumer_key"] != credentials.api_key or oauth["oauth_token"] != credentials.access_token:
        return "unknown key or token"
    parts = urlsplit(target)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for origin in origins:
        expected = signature(method, origin + parts.path, query, oauth, credentials)
        if hmac.compare_digest(expected, oauth["oauth_signature"]):
            return None
    return "wrong signature"


def _escape(text: str) -> str:
    return quote(text, safe="-._~")
