"""Entities of HTML and XML."""

import html
import re
from html.entities import html5

from scicomm_bot.characters.pattern import Pattern

_ESCAPED = Pattern(r"&(?:(?:amp|AMP|#0*+38|#[xX]0*+26);)+")
_ENTITY = Pattern(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_FIRST_VISIBLE = "\u00a0"


def without_entities(text: str) -> str:
    """Return the text with its entities as the signs they stand for; `&amp;amp;lt;` is "<", a space of any kind " ".

    Only those that end in a semicolon, so "AT&T" and "a&lt" stay; what stands for no sign stays, too.
    """
    return _ENTITY.sub(_sign, _ESCAPED.sub("&", text)) if "&" in text else text


def _sign(entity: re.Match[str]) -> str:
    name = entity[1]
    sign = html.unescape(entity[0]) if name[0] == "#" else html5.get(f"{name};", "")
    if sign.isspace():
        return " "
    shown = sign and sign != "\ufffd" and not any(one < " " or "\x7f" <= one < _FIRST_VISIBLE for one in sign)
    return sign if shown else entity[0]
