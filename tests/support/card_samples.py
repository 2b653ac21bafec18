"""Cards for the tests, what draws them, and a look into the pictures that come of it."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path

from scicomm_bot.domain.card import Card, CardColours, CardLine, Credit, House, Label

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
    """The first rows of a PNG with four bytes to a pixel, as typst writes it (PNG 1.2, section 6, "Filter types")."""
    width = struct.unpack(">I", png[16:20])[0]
    data, at = b"", 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, stride = zlib.decompress(data), 4 * width
    before, found = bytearray(stride), []
    for row in range(rows):
        start = row * (stride + 1)
        line = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before)
        found.append([tuple(line[at : at + 3]) for at in range(0, stride, 4)])
        before = line
    return found


def _unfiltered(kind: int, line: bytearray, above: bytearray) -> bytearray:
    for at in range(len(line)):
        left = line[at - 4] if at >= 4 else 0
        corner = above[at - 4] if at >= 4 else 0
        match kind:
            case 1:
                line[at] = (line[at] + left) & 255
            case 2:
                line[at] = (line[at] + above[at]) & 255
            case 3:
                line[at] = (line[at] + (left + above[at]) // 2) & 255
            case 4:
                line[at] = (line[at] + _paeth(left, above[at], corner)) & 255
    return line


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))
