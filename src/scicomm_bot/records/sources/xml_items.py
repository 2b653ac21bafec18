"""Records out of XML, one at a time: entities are refused, depth is bounded, and a broken record loses no other.

A file of a thousand records never stands in memory as one tree. Prefixes of names are dropped, since few files that
people hand around declare them all.
"""

import codecs
import re
from collections.abc import Collection, Iterator
from html.entities import html5
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from scicomm_bot.records.names import clean
from scicomm_bot.records.record import RecordError

_CHUNK = 1 << 16
_DEEPEST = 200
"""No record is nested deeper; formulas in MathML come to 40."""
_ENDS_EARLY = {
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN, expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}  # fmt: skip
_WRAPPER = b"<records>"


class Item(NamedTuple):
    """A record's element, and the line where it begins, from 1."""

    element: Element
    line: int


class _StopError(Exception):
    """The parser would go on, and we do not; it has passed on by then, so the place is kept.

    Attributes:
        line: Where, from 1.
        at: Where, in bytes.
        refused: Whether the whole file is not to be read.
    """

    def __init__(self, text: str, parser: expat.XMLParserType, *, refused: bool = False) -> None:
        super().__init__(text)
        self.line, self.at, self.refused = parser.CurrentLineNumber, parser.CurrentByteIndex, refused


def items(data: bytes, of: Collection[str], without: Collection[str] = ()) -> Iterator[Item | RecordError]:
    """Yield the elements that are records, in the file's order, and an error for each that is broken.

    Args:
        data: The file. Where it is UTF-8, it is read as that, whatever its first line says.
        of: The names of elements that are a record, without prefix; one within another is a broken one.
        without: The names of elements within a record that are left out unread.
    """
    encoding = _encoding(data)
    begin = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, of))})(?=[\s/>])".encode())
    start, lines_before = 0, 0
    while True:
        reader = _Reader(of, without, encoding, is_rest=start > 0)
        yield from reader.read(data, start, lines_before)
        if reader.ends_at is None:
            return
        following = begin.search(data, reader.ends_at)
        if reader.error is not None and (reader.error_in_record or not (start or following)):
            yield reader.error
        if following is None:
            return
        lines_before += data.count(b"\n", start, following.start())
        start = following.start()


def inner(element: Element | None) -> str:
    """Return what stands in an element with its markup, for `clean` to read; empty where there is none."""
    if element is None:
        return ""
    return "".join(_written(element)) if len(element) else element.text or ""


def text_of(element: Element | None, path: str = "") -> str:
    """Return an element's text, or that of the first one below it at a path, cleaned; empty where there is none."""
    if element is not None and path:
        element = element.find(path)
    return clean(inner(element))


def _written(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield f"<{child.tag}>"
        yield from _written(child)
        yield f"</{child.tag}>"
        yield child.tail or ""


def _encoding(data: bytes) -> str | None:
    """Return "utf-8" where the whole file is that; else None, and its first line says."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return None if b"\0" in data[:4] else "utf-8"


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Reader:
    """Reads until the first error; `ends_at` is then from where on the next record is to be looked for.

    An error between records counts only where nothing was read before it, and nothing comes after: two files that were
    joined are one to us.
    """

    def __init__(self, of: Collection[str], without: Collection[str], encoding: str | None, *, is_rest: bool) -> None:
        self.ends_at: int | None = None
        self.error: RecordError | None = None
        self.error_in_record = False
        self._of, self._without = frozenset(of), frozenset(without)
        self._is_rest = is_rest
        self._done: list[Item] = []
        self._builder: TreeBuilder | None = None
        self._line = self._depth = self._left_out = 0
        self._expat = expat.ParserCreate(encoding)
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._begin
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._data
        self._expat.SkippedEntityHandler = self._entity
        self._expat.EntityDeclHandler = self._refuse
        self._expat.UseForeignDTD(True)  # noqa: FBT003 - entities that nobody declared are told to us, and no error

    def read(self, data: bytes, start: int, lines_before: int) -> Iterator[Item | RecordError]:
        base = start - len(_WRAPPER) if self._is_rest else start
        try:
            if self._is_rest:
                self._expat.Parse(_WRAPPER)
            for at in range(start, len(data), _CHUNK):
                self._expat.Parse(data[at : at + _CHUNK])
                yield from self._taken(lines_before)
            self._expat.Parse(b"", True)  # noqa: FBT003 - expat's own
        except (expat.ExpatError, _StopError, ValueError, LookupError) as error:
            yield from self._taken(lines_before)
            if isinstance(error, _StopError) and error.refused:
                yield RecordError(str(error), lines_before + error.line)
                return
            self._tell(error, lines_before)
            here = error.at if isinstance(error, _StopError) else self._expat.ErrorByteIndex
            self.ends_at = max(base + here, start + 1)

    def _taken(self, lines_before: int) -> Iterator[Item]:
        taken, self._done = self._done, []
        for item in taken:
            yield Item(item.element, item.line + lines_before)

    def _tell(self, error: Exception, lines_before: int) -> None:
        at = lines_before + (error.line if isinstance(error, _StopError) else self._expat.ErrorLineNumber)
        self.error_in_record = self._builder is not None
        if self.error_in_record:
            text = (
                f"the record that begins here is broken at line {at} ({_reason(error)}); get it from its source again"
            )
            self.error = RecordError(text, lines_before + self._line)
        else:
            text = f"the file is broken here ({_reason(error)}); get it from its source again"
            self.error = RecordError(text, at)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if self._builder is None:
            if name in self._of:
                self._builder, self._line = TreeBuilder(), self._expat.CurrentLineNumber
                self._depth = 1
                self._builder.start(name, attributes)
            return
        if name in self._of:
            raise _StopError("another record begins before it ends", self._expat)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _StopError(f"nested deeper than {_DEEPEST} elements", self._expat)
        if self._left_out or name in self._without:
            self._left_out += 1
            return
        self._builder.start(name, attributes)

    def _end(self, name: str) -> None:
        if self._builder is None:
            return
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
            return
        self._builder.end(_local(name))
        if not self._depth:
            self._done.append(Item(self._builder.close(), self._line))
            self._builder = None

    def _data(self, text: str) -> None:
        if self._builder is not None and not self._left_out:
            self._builder.data(text)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._data(html5.get(f"{name};", f"&{name};"))

    def _refuse(self, name: str, *_: object) -> None:
        text = f"the file declares an entity of its own ({name!r}), so it is not read; take it out"
        raise _StopError(text, self._expat, refused=True)


def _reason(error: Exception) -> str:
    if isinstance(error, expat.ExpatError):
        return "the file ends before it does" if error.code in _ENDS_EARLY else expat.ErrorString(error.code)
    return str(error)
