"""One examination: what it is about, and what it found."""

from collections.abc import Callable
from dataclasses import dataclass

from scicomm_bot.errors import ScicommError


@dataclass(frozen=True, slots=True)
class Examination:
    """What one examination found: `trouble` is None where all is well, else the thing and the remedy.

    A `note` is no trouble yet: something is missing before posts go live.
    """

    about: str
    said: str
    trouble: str | None = None
    note: bool = False


def examined(name: str, examine: Callable[[], Examination]) -> Examination:
    """Return what an examination found; one that fails as expected has found that."""
    try:
        return examine()
    except ScicommError as error:
        return Examination(name, "", str(error))
