"""Cassettes of the loopback stand-in for X: recorded by `python tests/cassettes.py`, replayed by tests/x/test_cassettes.py.

They were recorded from tests/xserver, not from X, and say so in their first lines. Recording is the same to the letter
each time (a fixed clock, a fixed address), so a test can tell when the stand-in has changed and they are to be
recorded afresh. Nothing that signs a request is kept: of its headers only Content-Type is.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import vcr
from vcr.serializers import yamlserializer
from vcr.stubs import requests_stubs

import scicomm_bot.transport
from scicomm_bot.x import XClient, XCredentials
from xserver import DEFAULT_CREDENTIALS, Fault, Kind, LoopbackX

FOLDER = Path(__file__).resolve().parent.parent / "x" / "cassettes"
NOW = datetime(2026, 11, 28, 7, 0, 2, tzinfo=UTC)
URL = "http://loopback-x.invalid"
"""The address in the cassettes: one that no resolver knows, so that a replay cannot reach anything."""
LABEL = (
    "# Recorded from the loopback stand-in for X of this project (tests/xserver), NOT from X itself.\n"
    "# Do not edit: record afresh with `make cassettes`.\n"
)
TEXT = "G-CSF & ALS: what the review says (doi:10.1000/abc)"
WITH_URL = "The review: https://example.org/a?b=1&c=2"
CREATE, ME = "POST /2/tweets", "GET /2/users/me"


def publish(text: str = TEXT) -> Callable[[XClient], object]:
    return lambda client: client.publish(text, may_send=lambda: True)


def me(client: XClient) -> object:
    try:
        return client.me()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@dataclass(frozen=True)
class Scene:
    """What is recorded: what the client does, and with which fault the stand-in answers."""

    act: Callable[[XClient], object]
    fault: Fault | None = None
    posted_before: str | None = None


SCENES = {
    "me": Scene(me),
    "me-unauthorized": Scene(me, Fault(Kind.UNAUTHORIZED)),
    "me-unavailable": Scene(me, Fault(Kind.UNAVAILABLE)),
    "created": Scene(publish()),
    "created-with-url": Scene(publish(WITH_URL)),
    "duplicate": Scene(publish(), posted_before=TEXT),
    "bad-request": Scene(publish(), Fault(Kind.BAD_REQUEST)),
    "unauthorized": Scene(publish(), Fault(Kind.UNAUTHORIZED)),
    "out-of-credits": Scene(publish(), Fault(Kind.OUT_OF_CREDITS)),
    "no-permission": Scene(publish(), Fault(Kind.NO_PERMISSION)),
    "suspended": Scene(publish(), Fault(Kind.SUSPENDED)),
    "too-many-requests": Scene(publish(), Fault(Kind.TOO_MANY)),
    "redirect": Scene(publish(), Fault(Kind.REDIRECT, publish=True)),
    "server-error": Scene(publish(), Fault(Kind.SERVER_ERROR, publish=True)),
    "bad-gateway": Scene(publish(), Fault(Kind.BAD_GATEWAY)),
    "created-no-id": Scene(publish(), Fault(Kind.NO_ID, publish=True)),
    "created-garbage": Scene(publish(), Fault(Kind.GARBAGE, publish=True)),
}


class _Labelled:
    """vcrpy's YAML, below two lines that say what it is."""

    @staticmethod
    def serialize(content: dict) -> str:
        return LABEL + yamlserializer.serialize(content)

    deserialize = staticmethod(yamlserializer.deserialize)


def _scrub_request(request):
    request.uri = URL + "/" + request.uri.split("/", 3)[3]
    request.headers = {name: value for name, value in request.headers.items() if name.lower() == "content-type"}
    return request


def _scrub_response(response):
    dropped = {"set-cookie", "location"}
    response["headers"] = {name: value for name, value in response["headers"].items() if name.lower() not in dropped}
    return response


@contextlib.contextmanager
def cassette(name: str, mode: str, folder: Path = FOLDER) -> Iterator[vcr.cassette.Cassette]:
    """Record to, or replay from, a cassette.

    The transport makes its connection classes from the names that it imported, so these are patched as well as
    urllib3's own.
    """
    recorder = vcr.VCR(
        record_mode=mode,
        match_on=["method", "path", "query", "body"],
        before_record_request=_scrub_request,
        before_record_response=_scrub_response,
        custom_patches=(
            (scicomm_bot.transport, "HTTPConnection", requests_stubs.VCRRequestsHTTPConnection),
            (scicomm_bot.transport, "HTTPSConnection", requests_stubs.VCRRequestsHTTPSConnection),
        ),
    )
    recorder.register_serializer("labelled", _Labelled)
    with recorder.use_cassette(str(folder / f"{name}.yaml"), serializer="labelled") as tape:
        yield tape


def client_of(url: str) -> XClient:
    names = XCredentials.__slots__
    return XClient(XCredentials(*(getattr(DEFAULT_CREDENTIALS, name) for name in names)), url, 10, lambda: NOW)


def record(name: str, folder: Path = FOLDER) -> None:
    """Record one scene afresh."""
    scene = SCENES[name]
    (folder / f"{name}.yaml").unlink(missing_ok=True)
    with LoopbackX(clock=NOW.timestamp) as x:
        if scene.posted_before:
            x.foreign_post(scene.posted_before)
        if scene.fault:
            x.faults.next(ME if scene.act is me else CREATE, scene.fault)
        with cassette(name, "all", folder):
            scene.act(client_of(x.url))


def main() -> int:
    for name in SCENES:
        record(name)
    sys.stdout.write(f"{len(SCENES)} cassettes recorded from the stand-in into {FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
