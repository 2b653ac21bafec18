"""What a web page says of itself: its meta tags in order, and the JSON-LD in it.

`html.parser` of the standard library would be the tool, but some broken pages take it hours: in Python 3.11, 80 kB of
`<a ` take a minute. So tags are found here, by HTML's own rule for their ends, in time that is linear in the page.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

from scicomm_bot.characters.pattern import Pattern

_OPENS = Pattern(r"<(?:!--|(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9:-]{0,40})(?=[\s/>]))")
_TAG = Pattern(r"(?:[^=>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>")
"""The rest of a tag: a quotation mark counts only behind an equals sign, and within it nothing ends the tag."""
_ATTRIBUTE = Pattern(
    r"(?P<name>[^\s\"'>/=]++)(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'>]++))?+)?+"
)
_RAW = frozenset({"script", "style", "noscript", "template", "textarea", "title", "svg"})
"""Elements whose inside holds no meta tag of the page."""
_LD = "ld+json"
_OTHERS = frozenset(
    {"about", "citation", "comment", "exampleofwork", "haspart", "isbasedon", "itemlistelement", "mentions", "review",
     "subjectof", "workexample"}
)  # fmt: skip
"""Under these a page names other works than its own: what it cites, what it is about, what it lists."""
_MOST_SCRIPTS = 20
_MOST_METAS = 50_000
"""A paper of a thousand authors has some thousands."""


class Meta(NamedTuple):
    """One meta tag: its name in small letters, and its content without entities; `line` counts from 1."""

    name: str
    content: str
    line: int


class PageHead(NamedTuple):
    """A page's meta tags and JSON-LD nodes, in order, and the address that it gives as its own."""

    metas: Sequence[Meta]
    nodes: Sequence[Mapping[str, Any]]
    canonical: str
    title: str


def page_head(text: str) -> PageHead:
    """Return what a page says of itself; one that is cut off gives what stands before the cut.

    Meta tags count wherever they stand, since pages that lost the end of their head are many, but not in a comment or
    in a script. JSON-LD that is no JSON is passed over.
    """
    metas: list[Meta] = []
    scripts: list[str] = []
    canonical = title = ""
    counted, line = 0, 1
    for name, written, at, inside in _tags(text):
        if len(metas) >= _MOST_METAS:
            break
        if name == "meta":
            line += text.count("\n", counted, at)
            counted = at
            metas += _metas(_attributes(written), line)
        elif name == "link":
            found = _attributes(written)
            if "canonical" in found.get("rel", "").lower().split():
                canonical = canonical or found.get("href", "")
        elif name == "script" and _LD in written.lower():
            scripts.append(inside)
        elif name == "title" and not title:
            title = unescape(inside)
    nodes = [node for script in scripts[:_MOST_SCRIPTS] for node in _nodes(script)]
    return PageHead(metas, nodes, canonical, title)


def _tags(text: str) -> Iterator[tuple[str, str, int, str]]:
    """Yield each opening tag of a few kinds: its name, its attributes as written, its place, and its raw inside."""
    at = 0
    lowered: str | None = None
    while found := _OPENS.search(text, at):
        name = (found["name"] or "").lower()
        if not name:
            end = text.find("-->", found.end())
            at = end + 3
            if end < 0:
                return
            continue
        tag = _TAG.match(text, found.end())
        if tag is None:  # the page is cut off within this tag, and to HTML the rest belongs to it
            return
        at = tag.end()
        if found["close"]:
            continue
        if name in _RAW and text[tag.end() - 2] != "/":
            lowered = text.lower() if lowered is None else lowered
            end = lowered.find(f"</{name}", at) if len(lowered) == len(text) else text.find(f"</{name}", at)
            end = len(text) if end < 0 else end
            yield name, tag[0], found.start(), text[at:end]
            at = end
        elif name in {"meta", "link"}:
            yield name, tag[0], found.start(), ""


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(written):
        value = one["double"] or one["single"] or one["bare"] or ""
        found.setdefault(one["name"].lower(), unescape(value))
    return found


def _metas(attributes: Mapping[str, str], line: int) -> Iterator[Meta]:
    content = " ".join(attributes.get("content", "").split())
    if not content:
        return
    for kind in ("name", "property", "itemprop"):
        if name := attributes.get(kind, "").strip().lower():
            yield Meta(name, content, line)


def _nodes(script: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in a JSON-LD script that are on the page's own work, the outer ones first, in order."""
    body = re.sub(r"^\s*(?:<!--|/\*<!\[CDATA\[\*/|<!\[CDATA\[)|(?:-->|/\*\]\]>\*/|\]\]>)\s*$", "", script)
    try:
        waiting = [json.loads(body, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            below = (one for key, one in value.items() if key.lower() not in _OTHERS)
            waiting += reversed([one for one in below if isinstance(one, dict | list)])
        elif isinstance(value, list):
            waiting += reversed(value)
