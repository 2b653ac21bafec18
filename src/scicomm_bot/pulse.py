"""Work that may take long says that it goes on, to whoever listens: a service, so that nobody takes it for dead."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[], object] | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Callable[[], object]) -> Iterator[None]:
    """Call `listener` each time that work in this block and thread goes on; it must be quick, and not raise."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def going_on() -> None:
    """Say that work goes on; what begins now ends within 90 seconds, or says so again."""
    listener = _listener.get()
    if listener is not None:
        listener()
