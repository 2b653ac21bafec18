"""Records out of JSON, one at a time: a list, a list within an answer (`message.items`), or one alone.

A list is never decoded whole. Where one record is broken, those before and behind it are read.
"""

import json
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from json import JSONDecodeError
from typing import Any, NamedTuple

from scicomm_bot.records.record import RecordError

Json = Mapping[str, Any]
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_NEXT = re.compile(r"\}[ \t\r\n]*,[ \t\r\n]*(?=\{)")
_ENVELOPES = {"": ("message", "items"), "message": ("items",)}
"""Keys that may hold the records, by the key that they are below."""


class Item(NamedTuple):
    """A record's object, and the line where it begins, from 1."""

    object: Json
    line: int


def items(data: bytes, is_record: Callable[[Json], bool]) -> Iterator[Item | RecordError]:
    """Yield the objects of a JSON file, in its order, and an error for each that is broken.

    Args:
        data: The file, in UTF-8, UTF-16 or UTF-32 (RFC 8259 and before).
        is_record: Tells a record from an object within one; needed to go on behind a broken one.
    """
    text = data.decode(json.detect_encoding(data), errors="replace").removeprefix("\ufeff")
    return _Walk(text, is_record).items()


class _EndError(Exception):
    """Nothing more can be read, and what is wrong was told."""


_Walked = Generator[Item | RecordError, None, int]
"""Yields records, and returns the place behind them."""


class _Walk:
    def __init__(self, text: str, is_record: Callable[[Json], bool]) -> None:
        self._text, self._is_record = text, is_record
        self._line, self._counted = 1, 0
        self._tries = 4 * len(text) + 1_000
        """So many characters may be decoded in vain, in all: behind broken records, each place may be one."""

    def items(self) -> Iterator[Item | RecordError]:
        """Yield what stands in the text: one value, or several, each on a line of its own."""
        try:
            at = self._skip(0)
            while True:
                at = self._skip((yield from self._value(at)))
                if at == len(self._text):
                    return
        except _EndError:
            return
        except (ValueError, RecursionError) as error:
            line = self._line_at(error.pos if isinstance(error, JSONDecodeError) else self._counted)
            yield RecordError(f"it is not whole JSON ({_reason(error)}); get it from its source again", line)

    def _value(self, at: int) -> _Walked:
        if self._text.startswith("[", at):
            return (yield from self._list(at))
        if self._text.startswith("{", at):
            return (yield from self._object(at))
        value, end = _DECODER.raw_decode(self._text, at)
        yield self._no_record(value, at)
        return end

    def _object(self, at: int, below: str = "") -> _Walked:
        """Walk through an object; yield what its list holds, or else itself."""
        begun, found, listed = at, dict[str, Any](), False
        at = self._skip(at + 1)
        while not self._text.startswith("}", at):
            key, at = _DECODER.raw_decode(self._text, at)
            if not isinstance(key, str):
                raise JSONDecodeError("a name is expected", self._text, at)
            at = self._skip(self._expect(":", at))
            descend = key in _ENVELOPES.get(below, ())
            if descend and self._text.startswith("[", at):
                listed, at = True, (yield from self._list(at))
            elif descend and self._text.startswith("{", at):
                listed, at = True, (yield from self._object(at, key))
            else:
                found[key], at = _DECODER.raw_decode(self._text, at)
            at = self._behind(at, "}")
        if not listed:
            yield Item(found, self._line_at(begun))
        return at + 1

    def _list(self, at: int) -> _Walked:
        at = self._skip(at + 1)
        while not self._text.startswith("]", at):
            begun = at
            try:
                value, at = _DECODER.raw_decode(self._text, at)
                at = self._behind(at, "]")
            except (ValueError, RecursionError) as error:
                wrong = error.pos if isinstance(error, JSONDecodeError) else at + 1
                yield self._broken(error, begun, wrong)
                at = self._following(wrong)
                continue
            yield Item(value, self._line_at(begun)) if isinstance(value, dict) else self._no_record(value, begun)
        return at + 1

    def _following(self, at: int) -> int:
        """Return where the next whole record begins.

        Raises:
            _EndError: there is none, or it was looked for long enough.
        """
        for gap in _NEXT.finditer(self._text, at):
            try:
                value, end = _DECODER.raw_decode(self._text, gap.end())
            except (ValueError, RecursionError) as error:
                end = error.pos if isinstance(error, JSONDecodeError) else gap.end() + 1
                value = None
            if isinstance(value, dict) and self._is_record(value):
                return gap.end()
            self._tries -= end - gap.end()
            if self._tries < 0:
                break
        raise _EndError

    def _broken(self, error: Exception, begun: int, wrong: int) -> RecordError:
        line = self._line_at(begun)
        at = line + self._text.count("\n", begun, wrong)
        return RecordError(
            f"the record that begins here is broken at line {at} ({_reason(error)}); get it from its source again", line
        )

    def _no_record(self, value: object, at: int) -> RecordError:
        return RecordError(f"here stands {type(value).__name__!r} where a record is expected", self._line_at(at))

    def _behind(self, at: int, end: str) -> int:
        """Go on behind a value: to the next one, or to the end of what holds it."""
        at = self._skip(at)
        return at if self._text.startswith(end, at) else self._skip(self._expect(",", at))

    def _skip(self, at: int) -> int:
        space = _SPACE.match(self._text, at)
        return space.end() if space else at

    def _expect(self, sign: str, at: int) -> int:
        at = self._skip(at)
        if not self._text.startswith(sign, at):
            raise JSONDecodeError(f"'{sign}' is expected", self._text, at)
        return at + 1

    def _line_at(self, at: int) -> int:
        if at < self._counted:
            return self._line - self._text.count("\n", at, self._counted)
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line


def _reason(error: Exception) -> str:
    if isinstance(error, JSONDecodeError):
        return error.msg
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
