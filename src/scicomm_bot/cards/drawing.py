"""Drawing a card: what the template is given, and what is made of what typst answers."""

import base64
import hashlib
import json
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from scicomm_bot import pulse
from scicomm_bot.cards.glue import breakable, glued
from scicomm_bot.cards.logo import Logo
from scicomm_bot.cards.press import Press, PressError
from scicomm_bot.domain.card import Card
from scicomm_bot.errors import listed
from scicomm_bot.medium.images import ImageError, read_image

EXTRA = "typst>=0.15.2,<0.16"
"""What the extra `cards` brings (pyproject.toml)."""
WIDTH, HEIGHT = 1_600, 900
"""In pixels: 16 to 9, which X shows whole (docs.x.com, media/quickstart/best-practices)."""
MOST_BYTES = 1_000_000
"""The largest picture that all networks take that we know of."""
_PANIC = re.compile(r'panicked with: "(.*)"', re.DOTALL)
_LINE = re.compile(r"main(?:\.typ)?:(\d+):\d+")
_LOGO = "logo.svg"
_NO_CAPITALS = frozenset({"tr", "az"})
"""Languages whose capital letters are others than typst makes: i and its capital keep their dot."""


class CardError(Exception):
    """A card cannot be drawn; the text says why, and what to do."""


class CardTemplateError(CardError):
    """The template has a fault; where it is one of the folder's own, its name goes before the text."""


def is_installed() -> bool:
    """Whether typst is there, which comes with the extra `cards`; it is not loaded for that."""
    return find_spec("typst") is not None


def how_to_install() -> str:
    """Return what a person does where it is not; the program itself is in no package index."""
    return f"install it into the environment of scicomm-bot (the extra `cards`): `pip install '{EXTRA}'`"


def identity(card: Card, template: str) -> str:
    """Return the SHA-256 of all that a picture is made of, in hexadecimal: words, template, fonts and typst."""
    made_of = (card.canonical, template, _typst(), _fonts())
    return hashlib.sha256("\0".join(made_of).encode()).hexdigest()


def draw(card: Card, logo: Logo | None, template: str, press: Press) -> bytes:
    """Return the PNG of a card, 1600 x 900 pixels: the same bytes each time, by the same typst.

    Args:
        card: What stands on it.
        logo: The logo, or None.
        template: The template's source.
        press: What draws.

    Raises:
        CardError: the text is too long, the template fails, does not come to an end, or makes something else.
    """
    try:
        return _drawn(card, logo, template, press)
    except CardTemplateError as error:
        if logo is None:
            raise
        _drawn(card, None, template, press)  # where that fails, too, it is the template's fault
        raise CardError(f"the logo cannot be drawn ({error}); save it as PNG") from error


def _drawn(card: Card, logo: Logo | None, template: str, press: Press) -> bytes:
    pulse.going_on()
    files = {} if logo is None else {_LOGO: logo.svg}
    try:
        answer = press.ask(template, json.dumps(given(card, next(iter(files), None)), ensure_ascii=False), files)
    except PressError as error:
        raise CardTemplateError(str(error)) from error
    if (why := answer.get("error")) is not None:
        if (said := _PANIC.search(str(why))) is not None:  # what the template says of the text
            raise CardError(said[1])
        raise CardTemplateError(_told(str(why), answer.get("hints", ()), str(answer.get("at", ""))))
    if answer.get("warnings"):
        raise CardTemplateError(f"typst warns: {listed(list(dict.fromkeys(answer['warnings'])))}")
    if "pages" in answer:
        raise CardTemplateError(f"makes {answer['pages']} pages, and a card is one")
    png = base64.b64decode(answer["png"])
    _refuse_other_size(png)
    return png


def given(card: Card, logo: str | None) -> dict[str, object]:
    """Return what a template is given of a card (docs/cards.md); `logo` is the name of its file."""
    house = card.house
    return {
        "lang": card.lang.partition("-")[0],
        "direction": "rtl" if card.rtl else "ltr",
        "capitals": not card.rtl and card.lang.partition("-")[0] not in _NO_CAPITALS,
        "lines": [{"text": glued(one.text), "bullet": one.bullet, "after_gap": one.after_gap} for one in card.lines],
        "chips": [one.text for one in card.labels],
        "credit": [
            {"text": breakable(one.text) if one.of == "doi" else glued(one.text), "of": one.of} for one in card.credits
        ],
        "institution": None if house is None else {"name": house.name, "short_name": house.short_name},
        "colours": {
            "background": card.colours.background,
            "text": card.colours.text,
            "accent": card.colours.accent,
            "on_accent": card.colours.on_accent,
        },
        "logo": logo,
    }


def _told(message: str, hints: list[str], at: str) -> str:
    """Return an error of typst's as people read it."""
    line = _LINE.search(at)
    told = f"line {line[1]}: {message}" if line else message
    return f"{told} ({'; '.join(hints)})" if hints else told


def _refuse_other_size(png: bytes) -> None:
    if len(png) > MOST_BYTES:
        raise CardTemplateError(f"makes a picture of {len(png):,} bytes, and a card has at most {MOST_BYTES:,}")
    try:
        facts = read_image(png)
    except ImageError as error:  # what typst writes is sound
        raise CardTemplateError(str(error)) from error
    if (facts.width, facts.height) != (WIDTH, HEIGHT):
        size = f"{facts.width:,} x {facts.height:,} pixels"
        raise CardTemplateError(
            f"makes a picture of {size}; a card has {WIDTH:,} x {HEIGHT:,} (a page of 800pt x 450pt)"
        )


@cache
def _typst() -> str:
    try:
        return version("typst")
    except PackageNotFoundError:  # one that was not installed by name
        return ""


@cache
def _fonts() -> str:
    """Return what changes with the fonts."""
    fonts = sorted((Path(__file__).parent / "fonts").glob("*.ttf"))
    return "".join(hashlib.sha256(one.read_bytes()).hexdigest() for one in fonts)
