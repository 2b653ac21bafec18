"""Blotting secrets out of what is shown or logged, in whatever writing they come.

A message is often made of what another program said, and that program may have written a secret in its own way: with
escapes as in JSON or in Python, percent-encoded as in an address, in base64 as in a header, or broken over lines.
"""

import base64
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

SHORTEST = 4
"""A secret of fewer characters is not blotted out: `a` would blot out every "a". None of X's is so short."""
BLOT = "***"

_BREAK = r"(?:[ \t]{0,80}(?:\r?\n|\\{1,8}(?:r\\{1,8})?n)[ \t]{0,80})?"
"""A line break with the indentation around it, also written as `\\n`."""
_LETTERS = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}
"""The escapes of JSON that are a letter (RFC 8259, section 7)."""
_SHAPES = (
    # scheme://user:password@host; the last @ before a slash or white space ends the password
    (re.compile(r"\b([a-z][a-z0-9+.-]{0,30}://[^\s/:@]{0,200}):[^\s/]{1,500}@", re.IGNORECASE), rf"\1:{BLOT}@"),
    # Authorization: Basic ..., also as JSON or as Python's headers are shown
    (
        re.compile(
            r"(authorization[\"'\\]{0,4}\s?[:=,]\s?[b\"'\\]{0,5}(?:basic|bearer)\s+)[\w+/=.~%-]+", re.IGNORECASE
        ),
        rf"\1{BLOT}",
    ),
    # the same of a database, whose password may be written with slashes and more: up to the last @ of the word
    (
        re.compile(r"\b(postgres(?:ql)?://[^\s/:@]{0,200}):[^\s@]{1,500}(?:@[^\s@]{0,500}){0,8}@", re.IGNORECASE),
        rf"\1:{BLOT}@",
    ),
    # password=... in the address or the parameters of a database
    (
        re.compile(
            r"\b((?:ssl)?password\s{0,9}=\s{0,9})(?:'(?:[^'\\]|\\.){0,500}+'?|[^\s&'\"]+)", re.IGNORECASE | re.DOTALL
        ),
        rf"\1{BLOT}",
    ),
)
"""What can be told for a secret by where it stands, without knowing it."""


class Redactor:
    """Blots out some secrets, and what by its place must be one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted({secret for secret in secrets if len(secret) >= SHORTEST}, key=lambda s: (-len(s), s))

    def text(self, text: str) -> str:
        """Return a text with `***` for each secret."""
        if self._pattern is not None:
            text = self._pattern.sub(BLOT, text)
        for shape, blotted in _SHAPES:
            text = shape.sub(blotted, text)
        return text

    def value(self, value: object) -> object:
        """Return a value of a log line with no secret in it; what is no text, number or collection becomes its text."""
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.text(value)
            case Mapping():
                return {self.text(str(key)): self.value(inner) for key, inner in value.items()}
            case list() | tuple():
                return [self.value(inner) for inner in value]
            case _:
                return self.text(str(value))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """All secrets in all their writings, the longest first; made when there is first something to look at."""
        forms = [form for secret in self._secrets for form in (_spelled(secret), *_in_base64(secret))]
        return re.compile("|".join(forms)) if forms else None


def _spelled(secret: str) -> str:
    """Match a secret with any of its characters escaped, and perhaps broken over lines."""
    return _BREAK.join(_character(character) for character in secret)


def _character(character: str) -> str:
    """Match one character as it is, after backslashes, as a backslash and a number, and percent-encoded, even twice.

    Nobody escapes ASCII letters and digits, so they stand for themselves.
    """
    if character.isascii() and character.isalnum():
        return character
    raw = character.encode("utf-8", "surrogatepass")
    units = character.encode("utf-16-be", "surrogatepass").hex()
    forms = [
        rf"\\{{0,8}}{re.escape(character)}",
        "".join(rf"%(?:25){{0,3}}(?i:{byte:02x})" for byte in raw),
        "".join(rf"\\{{1,8}}u(?i:{units[at : at + 4]})" for at in range(0, len(units), 4)),
    ]
    if not (character.isascii() and character.isprintable()):
        forms.append("".join(rf"\\{{1,8}}x(?i:{byte:02x})" for byte in raw))
        forms.append(rf"\\{{1,8}}U(?i:{ord(character):08x})")
        if character <= "\xff":
            forms.append(rf"\\{{1,8}}x(?i:{ord(character):02x})")
    if character in _LETTERS:
        forms.append(rf"\\{{1,8}}{_LETTERS[character]}")
    if character == " ":
        forms.append(r"\+")  # of a form (https://url.spec.whatwg.org/#application/x-www-form-urlencoded)
    return f"(?:{'|'.join(forms)})"


def _in_base64(secret: str) -> list[str]:
    """Match a secret within base64, wherever it begins: three bytes are four characters, so there are three ways.

    A character at an edge that also holds bits of a neighbour may be any; it is blotted out with the rest.
    """
    raw = secret.encode("utf-8", "surrogatepass")
    forms = []
    for before in range(3):
        coded = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
        shared_first = (0, 2, 3)[before]
        shared_last = (before + len(raw)) % 3 != 0
        core = coded[shared_first : -1 if shared_last else None]
        edge = r"[\w+/-]?"
        forms.append(
            (edge if before else "")
            + "".join({"+": "(?:[+-]|%2[Bb])", "/": "(?:[/_]|%2[Ff])"}.get(letter, letter) for letter in core)
            + (edge if shared_last else "")
        )
    return forms
