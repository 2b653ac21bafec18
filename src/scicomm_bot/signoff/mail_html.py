"""The text of a mail that is HTML, as a reader sees it: block by block, with what it quotes marked by `>`; pure.

The standard library's parser does the reading. It is given nothing but whole tags, since what is broken can cost it
quadratic time (CVE-2025-6069): comments and declarations are cut out before, and a `<` that opens no tag is a sign.
"""

import re
from html.parser import HTMLParser

_LONGEST_TAG = 2_000
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NAME = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*")
_UNSEEN = frozenset({"head", "script", "style", "title", "template", "noscript", "select", "textarea"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table"}
    | {"td", "th", "tr", "ul"}
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


def html_text(html: str) -> str:
    """Return the text of an HTML mail: one line to a block, a blank line between paragraphs, `> ` before quotations."""
    reader = _Reader()
    reader.feed(_whole_tags(html))
    reader.close()
    return "".join(reader.pieces)


def _whole_tags(html: str) -> str:
    """Return HTML without comments and declarations, in which each `<` begins a whole tag."""
    html = _without(html, "<!--", "-->")
    html = _without(html, "<!", ">")
    html = _without(html, "<?", ">")
    pieces, end = list[str](), 0
    for tag in _TAG.finditer(html):
        pieces.append(html[end : tag.start()].replace("<", "&lt;"))
        name = _NAME.match(tag[0])
        long = len(tag[0]) > _LONGEST_TAG and name is not None  # a picture in a tag; no attribute in it is of use
        pieces.append(f"{name[0]}>" if long and name is not None else tag[0])
        end = tag.end()
    pieces.append(html[end:].replace("<", "&lt;"))
    return "".join(pieces)


def _without(text: str, opening: str, closing: str) -> str:
    pieces, end = list[str](), 0
    while (start := text.find(opening, end)) >= 0:
        pieces.append(text[end:start])
        end = text.find(closing, start + len(opening))
        if end < 0:
            return "".join(pieces)
        end += len(closing)
    pieces.append(text[end:])
    return "".join(pieces)


class _Reader(HTMLParser):
    """Collects text; a tag that is never closed ends with its holder, or never."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen: list[str] = []
        self._quotes = 0
        self._kept = 0
        self._at_start = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen:
            if tag == self._unseen[0] and tag not in _VOID:
                self._unseen.append(tag)
            return
        style = " ".join(value or "" for name, value in attrs if name == "style")
        if tag not in _VOID and (tag in _UNSEEN or any(name == "hidden" for name, _ in attrs) or _HIDDEN.search(style)):
            self._unseen.append(tag)
            return
        self._break(tag)
        self._quotes += tag == "blockquote"
        self._kept += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag == self._unseen[0]:
                self._unseen.pop()
            return
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        self._kept = max(0, self._kept - (tag == "pre"))
        if tag != "br":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        for number, line in enumerate(data.split("\n") if self._kept else [" ".join(data.split())]):
            if number:
                self._new_line()
            around = (data[:1].isspace(), data[-1:].isspace()) if not self._kept else (False, False)
            self._write(line, *around)

    def _write(self, line: str, before: bool, after: bool) -> None:
        if not line:
            self.pieces.append("" if self._at_start else " ")
            return
        if self._at_start:
            self.pieces.append("> " if self._quotes else "")
        elif before:
            self.pieces.append(" ")
        self.pieces.append(f"{line} " if after else line)
        self._at_start = False

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS and (not self._at_start or tag in {"br", "hr"}):
            self._new_line()
        if tag in _PARAGRAPHS and self.pieces and self._at_start:
            self._new_line()

    def _new_line(self) -> None:
        self.pieces.append("\n" if not self._at_start or not self._quotes else ">\n")
        self._at_start = True
