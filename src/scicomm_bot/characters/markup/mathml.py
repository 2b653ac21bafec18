"""Formulas in MathML (https://www.w3.org/TR/mathml-core/) as a line of text."""

from collections.abc import Callable, Mapping, Sequence

from scicomm_bot.characters.markup.scripts import TAIL, lowered, raised

_ACCENTS = {
    "\u00af": "\u0304", "\u203e": "\u0304", "\u02c9": "\u0304", "_": "\u0304", "^": "\u0302", "\u02c6": "\u0302",
    "~": "\u0303", "\u02dc": "\u0303", "\u02d9": "\u0307", ".": "\u0307", "\u00a8": "\u0308", "\u2192": "\u20d7",
}  # fmt: skip
_SPACED = frozenset(
    "=<>\u2264\u2265\u226a\u226b\u2248\u2243\u2245\u223c\u2260\u2261\u221d\u2192\u2190\u2194\u21d2\u2208\u00b1\u00d7"
)
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
_DEEPEST = 40


class _Element:
    """An element with its children; a token has one child, its text."""

    __slots__ = ("children", "name", "texts")

    def __init__(self, name: str) -> None:
        self.name = name
        self.children: list[_Element] = []
        self.texts: list[str] = []

    @property
    def text(self) -> str:
        """What stands in it, without its children's."""
        return " ".join("".join(self.texts).translate(_INVISIBLE).split())


def formula(tokens: Sequence[tuple[str, str]], before: str) -> str:
    """Return a formula as text.

    Args:
        tokens: What stands within <math>: ("begin", name), ("end", name), ("empty", name) and ("text", text). Elements
            that never end, or are nested deeper than anybody writes, are taken as a row.
        before: What the formula stands behind.
    """
    root = _Element("math")
    path = [root]
    for kind, what in tokens:
        if kind == "text":
            path[-1].texts.append(what)
        elif kind == "end":
            if any(one.name == what for one in path[1:]):
                while path.pop().name != what:
                    pass
        else:
            element = _Element(what)
            path[-1].children.append(element)
            if kind == "begin" and len(path) < _DEEPEST:
                path.append(element)
    return " ".join((_row(root.children, before) if root.children else root.text).split())


def _row(elements: Sequence[_Element], before: str = "") -> str:
    """Write elements one behind the other, with spaces around what compares."""
    row: list[str] = []
    tail = before[-TAIL:]
    for element in elements:
        written = _written(element, tail)
        if element.name == "mo" and written in _SPACED and tail.strip():
            written = f"{' ' if tail[-1] != ' ' else ''}{written} "
        elif element.name == "mfrac" and tail[-1:].isdecimal():
            written = f" {written}"
        row.append(written)
        tail = (tail + written)[-TAIL:]
    return "".join(row)


def _written(element: _Element, before: str) -> str:
    if element.name in _WAYS:
        return _WAYS[element.name](element, before)
    if element.children:
        return _row(element.children, before)
    text = element.text
    return "\u2212" if element.name == "mo" and text == "-" else text


def _child(element: _Element, at: int) -> str:
    return _written(element.children[at], "").strip() if at < len(element.children) else ""


def _in_brackets(text: str) -> str:
    return text if text.isalnum() or text.replace(".", "", 1).isdigit() else f"({text})"


def _scripts(low: int, high: int) -> Callable[[_Element, str], str]:
    def written(element: _Element, before: str) -> str:
        text, first, second = (_child(element, at) for at in range(3))
        accent = _ACCENTS.get(first)
        if element.name in {"mover", "munder"} and accent is not None:
            return text + accent if len(text) == 1 and element.name == "mover" else text
        if low:
            text += lowered(first, before + text)
        return text + raised(second if low else first, before + text) if high else text

    return written


def _fraction(element: _Element, _before: str) -> str:
    return f"{_in_brackets(_child(element, 0))}/{_in_brackets(_child(element, 1))}"


def _root(element: _Element, before: str) -> str:
    if element.name == "mroot":
        return f"{raised(_child(element, 1), before)}\u221a{_in_brackets(_child(element, 0))}"
    return f"\u221a{_in_brackets(_row(element.children).strip() or element.text)}"


def _fenced(element: _Element, _before: str) -> str:
    return f"({', '.join(_written(child, '').strip() for child in element.children)})"


def _prescripts(element: _Element, before: str) -> str:
    """Write isotopes and the like: what stands behind <mprescripts/> comes before the base."""
    names = [child.name for child in element.children]
    cut = names.index("mprescripts") if "mprescripts" in names else len(names)
    base = _child(element, 0)
    after = _script_pairs(element, range(1, cut), before + base)
    return _script_pairs(element, range(cut + 1, len(names)), before) + base + after


def _script_pairs(element: _Element, places: range, before: str) -> str:
    low = "".join(_child(element, at) for at in places[::2])
    high = "".join(_child(element, at) for at in places[1::2])
    return lowered(low, before) + raised(high, before)


_WAYS: Mapping[str, Callable[[_Element, str], str]] = {
    "msup": _scripts(0, 1),
    "msub": _scripts(1, 0),
    "msubsup": _scripts(1, 2),
    "mover": _scripts(0, 1),
    "munder": _scripts(1, 0),
    "munderover": _scripts(1, 2),
    "mmultiscripts": _prescripts,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "mfenced": _fenced,
    "mspace": lambda _element, _before: " ",
    "mphantom": lambda _element, _before: "",
    "annotation": lambda _element, _before: "",
    "annotation-xml": lambda _element, _before: "",
    "mtr": lambda element, _before: " ".join(_written(child, "") for child in element.children),
    "mtable": lambda element, _before: "; ".join(_written(child, "") for child in element.children),
}
