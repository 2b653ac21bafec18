"""A loopback stand-in for X, for tests and chaos runs: not X itself.

It keeps to X's own description of its API (OpenAPI 2.167) and to what docs.x.com and public issue threads say of its
behaviour; where X is silent, the docstring of the function says what was chosen. It listens on 127.0.0.1 only.

    with LoopbackX() as x:
        x.faults.next("POST /2/tweets", Fault(Kind.LOST, publish=True))
        ...  # point the client at x.url
        assert [post.text for post in x.posts] == ["hello"]
"""

from .contract import Contract
from .faults import Fault, FaultBoard, Kind, chaos
from .oauth import DEFAULT_CREDENTIALS, XCredentials
from .posts import ServedPost
from .routes import RecordedRequest
from .server import LoopbackX

__all__ = [
    "DEFAULT_CREDENTIALS",
    "Contract",
    "Fault",
    "FaultBoard",
    "Kind",
    "LoopbackX",
    "RecordedRequest",
    "ServedPost",
    "XCredentials",
    "chaos",
]
