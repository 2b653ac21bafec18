"""A paper's record brought together from several sources: each field with where it is from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from scicomm_bot.records.record import Record


class Other(NamedTuple):
    """What another source says of a field: its value as text, and the source."""

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class MergedRecord:
    """A record whose fields are chosen among sources.

    Attributes:
        record: The chosen value of each field; `origin` names the first source.
        day: On which day the sources were read.
        origins: The source of each field that is there, by the field's name in `Record`.
        others: What other sources say instead, by the field's name; only where they disagree: a person chooses.
        asked: The sources that were asked or read, in order, also those that knew nothing.
    """

    record: Record
    day: date
    origins: Mapping[str, str]
    others: Mapping[str, Sequence[Other]] = field(default_factory=dict)
    asked: Sequence[str] = ()
