"""The fonts that come with the program: their letters, their licences, their size."""

import struct
from pathlib import Path

import pytest

import scicomm_bot.cards
from scicomm_bot.cards.letters import _letters

FONTS = Path(scicomm_bot.cards.__file__).parent / "fonts"


def letters_of(raw: bytes) -> set[int]:
    """The code points of a font: of its table `cmap`, the parts of the forms 4 and 12 (OpenType 1.9, "cmap")."""
    tables = {raw[at : at + 4]: struct.unpack(">II", raw[at + 8 : at + 16]) for at in range(12, 12 + 16 * raw[5], 16)}
    start, _ = tables[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack(">H", raw[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">I", raw[start + 8 + 8 * number : start + 12 + 8 * number])[0]
        form = struct.unpack(">H", raw[at : at + 2])[0]
        found |= {4: _form_4, 12: _form_12}.get(form, lambda *_: set())(raw, at)
    return found


def _form_4(raw: bytes, at: int) -> set[int]:
    count = struct.unpack(">H", raw[at + 6 : at + 8])[0] // 2

    def row(number: int) -> tuple[int, ...]:
        begin = at + 14 + number * 2 * count + (2 if number else 0)
        return struct.unpack(f">{count}H", raw[begin : begin + 2 * count])

    offsets_at = at + 16 + 6 * count
    found = set()
    for place, (end, begin, delta, offset) in enumerate(zip(row(0), row(1), row(2), row(3), strict=True)):
        for point in range(begin, min(end, 0xFFFE) + 1):
            glyph = point + delta
            if offset:
                where = offsets_at + 2 * place + offset + 2 * (point - begin)
                glyph = struct.unpack(">H", raw[where : where + 2])[0]
                glyph = glyph and glyph + delta
            if glyph & 0xFFFF:
                found.add(point)
    return found


def _form_12(raw: bytes, at: int) -> set[int]:
    count = struct.unpack(">I", raw[at + 12 : at + 16])[0]
    groups = (struct.unpack(">III", raw[at + 16 + 12 * one : at + 28 + 12 * one]) for one in range(count))
    return {point for begin, end, _ in groups for point in range(begin, end + 1)}


def test_the_letters_that_are_written_down_are_those_of_the_fonts():
    families = [
        set.intersection(*(letters_of(path.read_bytes()) for path in FONTS.glob(f"{name}-*.ttf")))
        for name in ("NotoSans", "Vazirmatn")
    ]
    assert {one for one in set.union(*families) if one >= 0x20} == _letters()


@pytest.mark.parametrize("name", ["NotoSans", "Vazirmatn"])
def test_each_family_has_two_weights_and_its_licence_beside_it(name):
    assert len([*FONTS.glob(f"{name}-*.ttf")]) == 2
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / f"{name}-OFL.txt").read_text("utf-8")


def test_the_fonts_are_small_enough_for_everybody_to_download():
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 1_700_000
