"""NFC, in time linear in the text whatever it holds."""

import unicodedata
from itertools import groupby

_LONG = 2_000
"""Up to here, Python's own way is the fastest for every text."""


def composed(text: str) -> str:
    """Return a text in NFC.

    Python sorts a run of combining marks in time quadratic in its length; here a long text's come sorted.
    """
    if text.isascii():
        return text
    if len(text) > _LONG:
        apart = "".join([unicodedata.normalize("NFD", char) for char in text])
        text = "".join(
            "".join(sorted(run, key=unicodedata.combining)) if is_marks else "".join(run)
            for is_marks, run in groupby(apart, key=lambda char: unicodedata.combining(char) > 0)
        )
    return unicodedata.normalize("NFC", text)
