"""Unicode's composed form, NFC, in time linear in the text."""

import unicodedata
from itertools import groupby

from scicomm_bot.characters.pattern import Pattern

_LONG_RUN = Pattern("(?<![^\0-\u02ff])[^\0-\u02ff]{200}")
"""No sign below U+0300 is a mark, so a run of marks as long as this lies in one of these."""


def nfc(text: str) -> str:
    """Return `text` in NFC.

    Python sorts a run of marks in time quadratic in its length: 45,000 accents on one letter take minutes. Of a text
    with a run of 200 or more, the marks are sorted here, and Python finds them in order.
    """
    if text.isascii():
        return text
    if _LONG_RUN.search(text) is not None:
        apart = "".join([unicodedata.normalize("NFD", sign) for sign in text])
        text = "".join(
            "".join(sorted(run, key=unicodedata.combining)) if are_marks else "".join(run)
            for are_marks, run in groupby(apart, key=lambda sign: unicodedata.combining(sign) > 0)
        )
    return unicodedata.normalize("NFC", text)
