"""A card: the picture that is made of a post, as the words and colours that stand on it."""

import json
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of the post's own text.

    Attributes:
        text: Its words, without the sign of a list before them.
        bullet: Whether it is an entry of a list.
        after_gap: Whether an empty line stands before it.
    """

    text: str
    bullet: bool = False
    after_gap: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose work it is, where it appeared, and how it is found.

    Attributes:
        text: One line, as it stands on the card.
        of: What of the paper's record it tells: `authors`, `journal` (and year), or `doi`.
    """

    text: str
    of: Literal["authors", "journal", "doi"]


@dataclass(frozen=True, slots=True)
class Label:
    """A chip of a card.

    Attributes:
        text: What stands on it.
        of: What of the record it tells: `status`, `kind` or `on`.
        said: What the record says there, by which the words were chosen: `preprint`; `review`; `animals`, or a word of
            the quotations such as `mice`.
    """

    text: str
    of: Literal["status", "kind", "on"]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """Who shows the card: an institution, as `posts.yaml` names it."""

    name: str
    short_name: str | None = None


@dataclass(frozen=True, slots=True)
class CardColours:
    """The colours, as `#0B5A7D`; `on_accent` is that of words on the accent."""

    background: str
    text: str
    accent: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card. The picture is made of this, of the logo and of the template, and of nothing else.

    Attributes:
        lang: The language (BCP 47).
        rtl: Whether that is written from right to left.
        lines: The post's own text.
        labels: The chips.
        credits: The paper's record, short.
        house: The institution, or None.
        colours: Its colours, or the program's.
        logo_sha256: The SHA-256 of the logo's file, in hexadecimal; empty without a logo.
        alt: The alt text that is made of the same words; the file may have another.
    """

    lang: str
    rtl: bool
    lines: tuple[CardLine, ...]
    labels: tuple[Label, ...]
    credits: tuple[Credit, ...]
    house: House | None
    colours: CardColours
    logo_sha256: str = ""
    alt: str = ""

    @property
    def canonical(self) -> str:
        """What tells two cards apart, as JSON: another template or another typst makes no other card of it."""
        lines = [[one.text, one.bullet, one.after_gap] for one in self.lines]
        house = None if self.house is None else [self.house.name, self.house.short_name]
        colours = [self.colours.background, self.colours.text, self.colours.accent]
        texts = [[one.text for one in self.labels], [one.text for one in self.credits]]
        return json.dumps([1, self.lang, lines, *texts, house, colours, self.logo_sha256], ensure_ascii=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """All words that stand on it."""
        house = () if self.house is None else (self.house.name, self.house.short_name or "")
        return (*(one.text for part in (self.lines, self.labels, self.credits) for one in part), *house)
