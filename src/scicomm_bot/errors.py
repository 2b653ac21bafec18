"""What can go wrong and is expected to: each error names the thing, the place and the remedy.

::

    ScicommError                exit code 1, printed without a traceback
    ├── ContentError            posts.yaml cannot be read, or says something it may not
    ├── ApprovalError           approved.yaml cannot be read or written
    ├── TemplateError           a template is missing, does not parse, or cannot be rendered
    ├── SettingsError           a setting or a credential is missing or wrong
    ├── LedgerError             the state file or database cannot be used
    │   ├── LedgerBusyError     another process holds it just now
    │   └── ClaimLostError      another publication of the account is open, or this post is already out
    ├── NotFoundError           an id that nobody knows
    └── XError                  X could not be asked (publishing itself returns an outcome instead)

Anything else that reaches the top is a bug: exit code 3, with its traceback.
"""

from collections.abc import Sequence


class ScicommError(Exception):
    """An expected failure; its text is shown to the user as it is."""


class ContentError(ScicommError):
    """`posts.yaml` cannot be used; `problems` holds one line for each thing that is wrong, in file order."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class ApprovalError(ScicommError):
    """`approved.yaml` cannot be read or written; nothing goes out live meanwhile."""


class TemplateError(ScicommError):
    """A template cannot be loaded or rendered; the text begins with `file:line:` where a line is known."""


class SettingsError(ScicommError):
    """A setting is missing or wrong; the text names the environment variable."""


class LedgerError(ScicommError):
    """The ledger cannot be used. No ledger, no posting."""


class LedgerBusyError(LedgerError):
    """Another process is writing to the ledger, and did not finish in time."""


class ClaimLostError(LedgerError):
    """The claim was not won: another publication is open, or this post or text is already out."""


class NotFoundError(ScicommError):
    """An id given by the user is not known; the text suggests the nearest."""


class XError(ScicommError):
    """X could not be asked, or answered in a way that needs a person."""
