"""What a network made of an attempt at sending a post."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Published:
    """X answered with the id of the new post."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing reached X: the name was not resolved, no connection was made, or the sender came too late."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing reached X: just before the first byte, a person's no or a pause was found."""

    reason: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """X answered 429; nothing was published. `until` is the reset time."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class TextRefused:
    """X refused this text, in the words of `reason`; other posts may go on."""

    reason: str


@dataclass(frozen=True, slots=True)
class PictureRefused:
    """X refused a picture of the post, in the words of `reason`; its text was not sent, or is not at fault."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReplyRefused:
    """X refused the reply; the thread ends here."""

    reason: str


@dataclass(frozen=True, slots=True)
class AccountRefused:
    """X refused the account (credentials, permission, suspension, credits, cap) or the program; a person must act."""

    reason: str


@dataclass(frozen=True, slots=True)
class DuplicateText:
    """X says that the same text is already there, perhaps from a lost attempt of our own: look before deciding."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The answer was lost or not understood: the post may be on X."""

    reason: str


Outcome = (
    Published
    | NotSent
    | Withheld
    | RateLimited
    | TextRefused
    | PictureRefused
    | ReplyRefused
    | AccountRefused
    | DuplicateText
    | Lost
)
