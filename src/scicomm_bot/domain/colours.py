"""The colours of a card, and whether what is written in them can be read."""

import re

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
"""A colour as style sheets have it."""
LEAST_CONTRAST, LEAST_CONTRAST_OF_SHAPES = 4.5, 3.0
"""What WCAG 2.2 asks of text (1.4.3, AA), and of shapes and large text (1.4.3 and 1.4.11)."""
_BLACK, _WHITE = "#000000", "#FFFFFF"
_LINEAR = 0.04045


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it ("contrast ratio").

    Args:
        one: A colour, as `#0B5A7D`.
        other: Another.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(ground: str, *preferred: str) -> str:
    """Return a colour that can be read on `ground`: the first of the preferred ones, else black or white.

    On each colour there is, one of black and white has a contrast of at least 4.58.
    """
    fitting = (one for one in preferred if contrast(one, ground) >= LEAST_CONTRAST)
    return next(fitting, max(_WHITE, _BLACK, key=lambda one: contrast(one, ground)))


def _luminance(colour: str) -> float:
    """Return the relative luminance: that of sRGB (WCAG 2.2, "relative luminance"; IEC 61966-2-1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= _LINEAR else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
