"""Cards for the tests, what draws them, and a look into the pictures that come of it."""

from dataclasses import replace
from pathlib import Path

from scicomm_bot.domain.card import Card, CardColours, CardLine, Credit, House, Label
from support.pictures import rows_of

COLOURS = CardColours("#FFFFFF", "#14202B", "#0B5A7D", "#FFFFFF")
TEMPLATE = (Path(__file__).resolve().parents[2] / "templates" / "card.typ").read_text("utf-8")
CARD = Card(
    lang="en",
    rtl=False,
    lines=(CardLine("In mice, TNF-\u03b1 fell by \u22122.4 pg/mL (p \u2264 0.01)."),),
    labels=(Label("review", "kind", ("review",)), Label("in mice", "on", ("mice",))),
    credits=(
        Credit("Doe J and Roe R", "authors"),
        Credit("A Journal, 2023", "journal"),
        Credit("doi:10.5555/a", "doi"),
    ),
    house=House("University of Somewhere"),
    colours=COLOURS,
)
PERSIAN = replace(
    CARD,
    lang="fa",
    rtl=True,
    lines=(CardLine("\u062f\u0631 \u0645\u0648\u0634\u200c\u0647\u0627 G-CSF \u06f1\u06f2\u066a \u0628\u0648\u062f."),),
    labels=(Label("\u062f\u0631 \u0645\u0648\u0634", "on", ("mice",)),),
)


def with_text(*lines: str) -> Card:
    """The card of a text."""
    return replace(CARD, lines=tuple(map(CardLine, lines)))


def pixels(png: bytes, rows: int) -> list[list[tuple[int, int, int]]]:
    """The first rows of a picture as typst writes it."""
    return [[tuple(row[at : at + 3]) for at in range(0, len(row), 4)] for row in rows_of(png, rows)]
