"""What is to be read can be told from what is behind it: WCAG 2.2, 1.4.3, a contrast of 4.5 to 1 in every scheme."""

import re
from pathlib import Path

import pytest

from scicomm_bot import signoff

CSS = (Path(signoff.__file__).parent / "page.css").read_text(encoding="utf-8")
GROUNDS = ("ground", "sheet", "card")
PAIRS = [
    *((ink, ground) for ink in ("ink", "quiet", "accent", "bad", "so-so", "good") for ground in GROUNDS),
    *((name, f"{name}-ground") for name in ("good", "so-so", "bad")),
    *(("ink", f"{name}-ground") for name in ("good", "so-so", "bad", "plain")),
    *(("on-mark", "mark"), ("on-button", "button"), ("button", "ground"), ("accent", "plain-ground")),
]


def block(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


LIGHT = block(CSS.split("@media")[0])
SCHEMES = {
    "light": LIGHT,
    "dark": LIGHT | block(CSS.split("@media (prefers-color-scheme: dark)")[1].split("@media")[0].split("\n}")[0]),
    "print": LIGHT | block(CSS.split("@media print")[1].split("\n  }")[0]),
}


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme, ink, ground):
    colours = SCHEMES[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_every_scheme_has_every_colour_and_no_colour_stands_outside_them():
    assert set(SCHEMES["dark"]) == set(LIGHT)
    assert len(set(SCHEMES["dark"].items()) & set(LIGHT.items())) == 0
    rules = CSS.replace("color-scheme", "").split("* { box-sizing")[1].split("@media print")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []
