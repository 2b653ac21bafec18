"""What can go wrong and is expected to: each error names the thing, the place and the remedy.

::

    ScicommError                exit code 1, printed without a traceback
    ├── FileError               a file that people write cannot be used; it holds a problem for each thing
    │   ├── ContentError        posts.yaml cannot be read, or says something it may not
    │   ├── ApprovalError       approved.yaml cannot be read or written
    │   └── TemplateError       a template is missing, does not parse, or cannot be rendered
    ├── SettingsError           a setting or a credential is missing or wrong
    ├── LedgerError             the state file or database cannot be used
    │   ├── LedgerBusyError     another process holds it just now
    │   │   └── OlderServiceError   a service of an older version still uses it
    │   ├── LedgerReplacedError     the file that is open is no longer the one on the disk
    │   ├── OverBudgetError     the month's budget has no room for it
    │   ├── ClaimLostError      another publication of the account is open, or this post is already out
    │   └── OtherAccountError   it belongs to another account than the credentials
    ├── NotFoundError           an id that nobody knows
    ├── SourceError             what a paper's record was to be made from cannot be used
    └── XError                  X could not be asked (publishing itself returns an outcome instead)
        ├── UnreachableError    no whole answer came
        └── CredentialsError    X does not accept the credentials

Anything else that reaches the top is a bug: exit code 3, with its traceback.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file or folder, and a line of it (from 1) where one is known."""

    path: Path
    line: int | None = None

    def __str__(self) -> str:
        """Return the place as compilers write it: `posts.yaml:41`, or `posts.yaml` where no line is known."""
        return str(self.path) if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file that people write.

    Attributes:
        place: Where; None where it stands nowhere.
        message: What is wrong there, and the remedy.
        other: Another place that has to do with it, where there is one.
    """

    place: Place | None
    message: str
    other: Place | None = None

    def __str__(self) -> str:
        """Return the problem as compilers write it: `posts.yaml:41: what is wrong`."""
        return self.message if self.place is None else f"{self.place}: {self.message}"


def near(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like `word`, for a "did you mean"; None where none is like it."""
    import difflib  # noqa: PLC0415 - only for a mistake

    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)


def listed(words: Sequence[str]) -> str:
    """Return words as a list within a sentence: "a", "a and b", "a, b and c"."""
    *but_last, last = words
    return f"{', '.join(but_last)} and {last}" if but_last else last


class ScicommError(Exception):
    """An expected failure; its text is shown to the user as it is."""


class FileError(ScicommError):
    """A file that people write cannot be used.

    Attributes:
        problems: What is wrong, in the file's order; at least one. The error's text has a line for each.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)

    @classmethod
    def at(cls, path: Path, message: str, line: int | None = None) -> Self:
        """Return the error of one problem."""
        return cls([Problem(Place(path, line), message)])


class ContentError(FileError):
    """`posts.yaml` cannot be used."""


class ApprovalError(FileError):
    """`approved.yaml` cannot be read or written; nothing goes out live meanwhile."""


class TemplateError(FileError):
    """A template cannot be loaded or rendered."""


class SettingsError(ScicommError):
    """A setting is missing or wrong; the text names the environment variable."""


class LedgerError(ScicommError):
    """The ledger cannot be used. No ledger, no posting."""


class LedgerReplacedError(LedgerError):
    """The state file was deleted, or another was put in its place, while it was open: nothing may be done with it."""


class LedgerBusyError(LedgerError):
    """Another process is writing to the ledger, and did not finish in time."""


class OlderServiceError(LedgerBusyError):
    """A service of an older version still uses the ledger, so its tables cannot be changed; it may end any moment."""


class ClaimLostError(LedgerError):
    """The claim was not won: another publication is open, or this post or text is already out."""


class OverBudgetError(LedgerError):
    """The month's budget has no room for what was to be spent; nothing was written."""


class OtherAccountError(LedgerError):
    """The ledger belongs to another account than the credentials."""


class NotFoundError(ScicommError):
    """An id given by the user is not known; the text suggests the nearest."""


class SourceError(ScicommError):
    """What a paper's record was to be made from cannot be used; the text says what it was taken for, and the remedy."""


class XError(ScicommError):
    """X could not be asked, or answered in a way that needs a person."""


class UnreachableError(XError):
    """X could not be reached, or its whole answer did not come in time."""


class CredentialsError(XError):
    """X does not accept the credentials."""
