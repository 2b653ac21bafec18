"""Tags of HTML, JATS and MathML."""

import re
from collections.abc import Mapping, Sequence

from scicomm_bot.characters.markup.mathml import formula
from scicomm_bot.characters.markup.names import names
from scicomm_bot.characters.markup.scripts import TAIL, lowered, raised, small_capitals
from scicomm_bot.characters.pattern import Pattern

_NAME = r"[A-Za-z][A-Za-z0-9_.-]*+"
_ATTRIBUTE = r"\s++[A-Za-z_:][\w:.-]*+\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=`]++)"
_TAG = Pattern(rf"<(?P<end>/?)(?P<prefix>(?:{_NAME}:)?)(?P<name>{_NAME})(?P<more>(?:{_ATTRIBUTE})*+)\s*+(?P<empty>/?)>")

_DROPPED = frozenset({"script", "style", "institution-id", "annotation", "annotation-xml"})
"""What these hold is not for people."""
_PAIRED = frozenset({"math", "alternatives", "tex-math"}) | _DROPPED
_SCRIPTS = {"sup": raised, "sub": lowered, "inf": lowered, "sc": small_capitals, "scp": small_capitals}
"""What changes how its content is written; the last one is Wiley's."""
_DEEPEST = 12
_PREAMBLE, _BEGIN, _END = r"\documentclass", r"\begin{document}", r"\end{document}"
_SPACES = Pattern(r"\s{2,}|[\n\t]")
_FIRST = Pattern(r"\s*[\w+\-\u2212\u2013]*")


def _known() -> frozenset[str]:
    """Tags where they have a prefix, attributes or a letter right behind them; any other name needs its other half."""
    return names("tags without a pair", "blocks", "inline", "mathml")


class _Tag:
    """A tag and its place; `name` is without prefix, in small letters."""

    __slots__ = ("empty", "end", "is_end", "name", "start", "sure")

    def __init__(self, match: re.Match[str]) -> None:
        self.start, self.end = match.span()
        self.name = match["name"].lower()
        self.is_end, self.empty = bool(match["end"]), bool(match["empty"])
        quoted = '"' in match["more"] or "'" in match["more"]
        self.sure = quoted or self.is_end or (self.name in _known() and self._is_marked(match))

    def _is_marked(self, match: re.Match[str]) -> bool:
        """Whether a known name is written as only tags are."""
        if (
            match["prefix"]
            or self.empty
            or self.name in names("tags without a pair")
            or (match["more"] and len(self.name) > 1)
        ):
            return True
        before, after = match.string[max(self.start - 1, 0) : self.start], match.string[self.end : self.end + 1]
        return after.isalnum() and not before.strip()


def without_tags(text: str) -> str:
    """Return the text without tags, comments and what is not for people; formulas as text, blocks apart by a space.

    "<0.5 mm and >2 mm", "a<b and b>c" and a placeholder such as <n> hold no tag.
    """
    if "<" not in text:
        return text
    text = _without_preambles(_without_comments(text))
    tags = _tags(text)
    return _SPACES.sub(" ", _Writer(text, tags, _pairs(tags)).written()) if tags else text


def _tags(text: str) -> list[_Tag]:
    """Find the tags: what is surely one, and a name that stands both at a beginning and at an end."""
    found = [_Tag(match) for match in _TAG.finditer(text)]
    ended = {tag.name for tag in found if tag.is_end}
    return [tag for tag in found if tag.sure or tag.name in ended]


def _pairs(tags: Sequence[_Tag]) -> Mapping[int, int]:
    """Return beginnings -> ends, as places in `tags`, of the elements that are taken as a whole."""
    pairs: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for at, tag in enumerate(tags):
        if tag.name not in _PAIRED or tag.empty:
            continue
        if not tag.is_end:
            opened.setdefault(tag.name, []).append(at)
        elif before := opened.get(tag.name):
            pairs[before.pop()] = at
    return pairs


class _Writer:
    """Writes a text without its tags, from left to right."""

    def __init__(self, text: str, tags: Sequence[_Tag], pairs: Mapping[int, int]) -> None:
        self._text, self._tags, self._pairs = text, tags, pairs
        self._out: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self._apart = False

    def written(self) -> str:
        at = place = 0
        formula_until = -1
        while at < len(self._tags):
            tag = self._tags[at]
            self._write(self._text[place : tag.start])
            if tag.name == "alternatives" and at in self._pairs and self._has_formula(at):
                formula_until = self._pairs[at]
            whole = tag.name in _DROPPED or (tag.name == "tex-math" and at < formula_until) or tag.name == "math"
            if whole and at in self._pairs:
                last = self._pairs[at]
                if tag.name == "math":
                    self._write_formula(self._formula(at, last))
                at = last
            else:
                self._pass(tag)
            place = self._tags[at].end
            at += 1
        self._write(self._text[place:])
        while self._open:
            self._close(ended=False)
        return "".join(self._out).strip()

    def _has_formula(self, at: int) -> bool:
        return any(one < self._pairs[at] for one in self._formulas_after(at))

    def _formulas_after(self, at: int) -> Sequence[int]:
        following = at + 1
        while following < len(self._tags) and self._tags[following].name != "alternatives":
            if self._tags[following].name == "math":
                return (following,)
            following += 1
        return ()

    def _formula(self, first: int, last: int) -> str:
        tokens: list[tuple[str, str]] = []
        place = self._tags[first].end
        for tag in self._tags[first + 1 : last + 1]:
            tokens.append(("text", self._text[place : tag.start]))
            kind = "empty" if tag.empty else "end" if tag.is_end else "begin"
            tokens.append((kind, tag.name))
            place = tag.end
        return formula(tokens[:-1], self._tail())

    def _write_formula(self, text: str) -> None:
        """Write a formula; "2" and then "1/2" are not 21/2."""
        self._write(f" {text}" if text[:1].isdecimal() and self._tail()[-1:].isdecimal() else text)

    def _pass(self, tag: _Tag) -> None:
        if tag.name in names("blocks") or (tag.name == "xref" and not tag.is_end and self._tail()[-1:].isdecimal()):
            self._part()  # "5" and the number of a reference are two
        elif tag.name in _SCRIPTS and not tag.empty:
            if not tag.is_end:
                if len(self._open) < _DEEPEST:
                    self._open.append((tag.name, self._out))
                    self._out = []
            elif self._open and self._open[-1][0] == tag.name:
                self._close(ended=True)

    def _close(self, *, ended: bool) -> None:
        name, out = self._open.pop()
        content, rest = "".join(self._out), ""
        if not ended:  # nobody says where it should end: behind its first word
            end = _FIRST.match(content).end()  # type: ignore[union-attr]  # it matches the empty text, too
            content, rest = content[:end], content[end:]
        self._out = out
        script = _SCRIPTS[name](content, self._tail())
        self._write(script)
        self._write(rest)

    def _tail(self) -> str:
        tail = ""
        for piece in reversed(self._out):
            tail = piece[-TAIL:] + tail
            if len(tail) >= TAIL:
                break
        return tail

    def _write(self, text: str) -> None:
        if self._apart:
            text = text.lstrip()
        if text:
            if self._apart and self._out:
                self._out.append(" ")
            self._apart = False
            self._out.append(text)

    def _part(self) -> None:
        """Put what comes next apart from what was, by one space."""
        if self._out and not self._apart:
            self._out[-1] = self._out[-1].rstrip()
        self._apart = True


def _without_comments(text: str) -> str:
    """Take away `<!-- ... -->` and `<?...?>`, and what is around `<![CDATA[ ... ]]>`; only such as have an end."""
    for begin, end, keep in (("<!--", "-->", False), ("<?xml", "?>", False), ("<![CDATA[", "]]>", True)):
        pieces: list[str] = []
        at = 0
        while (start := text.find(begin, at)) >= 0 and (stop := text.find(end, start)) >= 0:
            pieces += [text[at:start], text[start + len(begin) : stop] if keep else ""]
            at = stop + len(end)
        text = "".join([*pieces, text[at:]])
    return text


def _without_preambles(text: str) -> str:
    """Of each TeX document within the text, leave what stands between its beginning and its end."""
    pieces: list[str] = []
    at = 0
    while (start := text.find(_PREAMBLE, at)) >= 0:
        begin = text.find(_BEGIN, start)
        end = text.find(_END, begin) if begin >= 0 else -1
        if end < 0:
            break
        pieces += [text[at:start], text[begin + len(_BEGIN) : end].strip()]
        at = end + len(_END)
    return "".join([*pieces, text[at:]])
