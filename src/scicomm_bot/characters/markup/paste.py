"""What programs leave in a text besides markup proper: bytes read in the wrong encoding, Markdown, escapes of JSON."""

import re

from scicomm_bot.characters.pattern import Pattern

# What the bytes 80 to BF of UTF-8 become where somebody reads them as Windows-1252 (five of them have no sign there).
_CONTINUED = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0xC0)}
_LEAD = {"\u00c2": 0xC2, "\u00c3": 0xC3, "\u00c5": 0xC5, "\u00ce": 0xCE, "\u00cf": 0xCF, "\u00e2": 0xE2, "\u00f0": 0xF0}
_SIGNS = "".join(map(re.escape, _CONTINUED))
_MISREAD = Pattern(
    f"[\u00c2\u00c3\u00ce\u00cf][{_SIGNS}]|\u00c5[\u00a0-\u00bf\u0160\u0161\u017e]|\u00e2[{_SIGNS}]{{2}}|\u00f0[{_SIGNS}]{{3}}"
)
_MARKDOWN = Pattern(
    r"\*\*(?=\S)(?P<strong>[^*\n]{1,200})(?<=\S)\*\*"
    r"|(?<![\w*])\*(?P<emphasis>[^\W\d_](?:[^*\n]{0,200}[^\W_])?)\*(?![\w*])"
    r"|(?<!\w)\[(?P<link>[^\[\]\n]{1,200})\]\(https?://[^()\s]{1,2000}\)"
)
_ESCAPE = Pattern(r"\\u([0-9A-Fa-f]{4})(?![0-9A-Fa-f])")
_FIRST_VISIBLE = "\u00a1"


def without_misread_bytes(text: str) -> str:
    """Return a text with UTF-8 that was read as Windows-1252 set right: "M\u00c3\u00bcller" is "M\u00fcller"."""
    return text if text.isascii() else _MISREAD.sub(_read_again, text)


def without_markdown(text: str) -> str:
    """Return a text without Markdown's emphasis and links: `*Drosophila*` and `[mice](https://...)`."""
    return _MARKDOWN.sub(lambda found: found[found.lastgroup or 0], text)


def without_escapes(text: str) -> str:
    r"""Return a text with JSON's escapes of letters as the letters: `\u03b1`; a pair of two halves stays."""
    return _ESCAPE.sub(_letter, text)


def _read_again(found: re.Match[str]) -> str:
    lead, rest = found[0][0], found[0][1:]
    try:
        return bytes([_LEAD[lead], *(_CONTINUED[sign] for sign in rest)]).decode()
    except UnicodeDecodeError:
        return found[0]


def _letter(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if sign >= _FIRST_VISIBLE and not "\ud800" <= sign <= "\udfff" else found[0]
