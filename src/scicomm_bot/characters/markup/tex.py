r"""What of TeX is found in titles, abstracts and BibTeX files.

A scanner, not TeX: it knows braces, accents, fonts, symbols and short formulas. What it does not know stays as it is.
Windows' paths, prices and sets are no TeX.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable

from scicomm_bot.characters.markup.names import fonts, names, signs
from scicomm_bot.characters.markup.scripts import TAIL, lowered, raised, small_capitals
from scicomm_bot.characters.pattern import Pattern

_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
"""Accents whose letter may stand behind them without braces."""
_LETTER_ACCENTS = {
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
"""Accents that are letters themselves: their letter stands in braces."""
_OVER = {"bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307"}
"""Those of formulas."""
_MAY_HOLD_TEX = Pattern(r"[\\{$]|\w--|``")
_PATH = Pattern(r"(?<![A-Za-z])[A-Za-z]:\\|(?<!\S)\\\\\w")
_PIECE = Pattern(r"\\(?:[A-Za-z]++\*?|.)|[{}$^_]|[^\\{}$^_]++|\\", re.DOTALL)
_DEEPEST = 20
_SEPARATOR = Pattern(r"[,;|:=<>\n]|\.\.")
_LONGEST_PROTECTED = 200
_FORMULA = Pattern(r"\A[<>=+\-\u00d7\u00b1~]{1,2}\Z|[\\^_{]|\A-?(?:[A-Za-z]|\d+\Z)[A-Za-z0-9=<>+*/().,-]{0,20}\Z")
_COMMAND = Pattern(r"\\[A-Za-z]{2}")
_RANGE = Pattern(r"(?<=\d)--(?=\d)")
_TWO_NAMES = Pattern(r"\b([^\W\d_]\w*+)--(?=[^\W\d_])")
_DASHES = Pattern(r"(?<=\w)---?(?=\w)")
_QUOTED = Pattern(r"``([^`']{1,300})''")
_TIE = Pattern(r"(?<=[\w.])~(?=\w)")
_SWITCH = Pattern(r"\A(?:it|em|bf|sc|rm|sl|tt|sf|itshape|bfseries|scshape|normalfont)\Z")
_CHEMICAL = Pattern(r"(?<=[A-Za-z)\]])\d+")
_SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "!": "", "quad": " ", "qquad": " ", "thinspace": " ", "/": ""}
_SIZES = frozenset(
    {"left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "textstyle", "limits"}
)


class _TooDeepError(Exception):
    """Braces are nested deeper than anybody writes."""


def without_tex(text: str) -> str:
    """Return the text without TeX; as it is where there is none."""
    if _MAY_HOLD_TEX.search(text) is None:
        return text
    if "\\" in text and _PATH.search(text) is not None:
        return text
    try:
        reader = _Reader(text)
        written = reader.text()
    except _TooDeepError:
        return text
    written = _TWO_NAMES.sub(_between_names, _RANGE.sub("\u2013", written))
    if reader.sure:
        written = _DASHES.sub(lambda dashes: "\u2013" if dashes[0] == "--" else "\u2014", written)
        written = _TIE.sub(" ", written)
    return _QUOTED.sub("\u201c\\1\u201d", written)


def _between_names(found: re.Match[str]) -> str:
    """Write the dash of "Guillain--Barre"; "anthrax--an update" is how people type another one."""
    name, after = found[1], found.string[found.end()]
    return f"{name}\u2013" if name[0].isupper() and not name.isupper() and after.isupper() else found[0]


class _Reader:
    """Reads a text piece by piece; `sure` once something in it is TeX beyond doubt."""

    def __init__(self, text: str) -> None:
        self._pieces: list[str] = _PIECE.findall(text)
        self._pairs = _pairs(self._pieces)
        self._depth = 0
        self._lead = ""
        self._at = 0
        self._places: dict[str, list[int]] = {}
        self.sure = False

    def text(self) -> str:
        """Return running text."""
        return self._text(len(self._pieces))

    def _text(self, end: int) -> str:
        out: list[str] = []
        while self._at < end:
            piece = self._pieces[self._at]
            self._at += 1
            if piece[:1] == "\\":
                out.append(self._command(piece, out, end))
            elif piece == "{" and self._pairs.get(self._at - 1, end) < end:
                out.append(self._braces(out))
            elif piece == "$":
                out.append(self._dollars(out, end))
            else:
                out.append(piece)
        return "".join(out)

    def _command(self, piece: str, out: list[str], end: int) -> str:
        """Read a command of running text; one that is not known stays."""
        name = piece[1:]
        letter = self._letter(name, out, end)
        if letter is not None:
            self.sure = True
            return letter
        if name in fonts() and self._next("{", end):
            self.sure = True
            return self._font(name, out)
        if name == "href" and self._next("{", end):
            self.sure = True
            self._argument(end, self._text)
            return self._argument(end, self._text) if self._next("{", end) else ""
        if len(name) == 1 and name in "%&_#$":
            self.sure = True
            return name
        if name == "," and self._tail(out)[-1:].isalnum():
            self.sure = True
            return " "
        if name in {"(", "["} and (last := self._find("\\)" if name == "(" else "\\]", end)) >= 0:
            self.sure = True
            return self._enclosed(out, last, last + 1)
        symbol = _meant(name)
        if symbol is None or self._tail(out)[-1:] in {":", "\\", "/"}:  # a path has a name there
            return piece + self._as_it_is(end)
        self.sure = True
        self._after_name(end, swallow=name in signs("tex letters"))
        return symbol

    def _letter(self, name: str, out: list[str], end: int) -> str | None:
        r"""Read an accent with its letter; None where it is none, as in `it\'s` and `\"a word\"`."""
        braced = self._next("{", end)
        accent = _ACCENTS.get(name) or (_LETTER_ACCENTS.get(name) if braced else None)
        if accent is None or self._at >= end:
            return None
        piece = self._pieces[self._at]
        if braced:
            last = self._pairs.get(self._at, end)
            letter, then, rest = _one_letter(self._pieces[self._at + 1 : min(last, self._at + 6)]), last + 1, None
        elif piece[0] == "\\":
            letter, then, rest = piece, self._at + 1, None
        else:
            letter, then, rest = piece[0], self._at, piece[1:]
            if not (self._depth and not out and not rest) and not _is_within_word(self._tail(out), name, letter, rest):
                return None
        letter = {"\\i": "i", "\\j": "j"}.get(letter, letter)
        written = unicodedata.normalize("NFC", letter + accent)
        if len(letter) != 1 or not letter.isalpha() or len(written) != 1:
            return None
        self._at = then
        if rest is not None:
            self._pieces[self._at] = rest
        return written

    def _as_it_is(self, end: int) -> str:
        """Return the group that follows a command that is not known, braces and all."""
        if not self._next("{", end) or (last := self._pairs.get(self._at, end)) >= end:
            return ""
        group = "".join(self._pieces[self._at : last + 1])
        self._at = last + 1
        return group

    def _font(self, name: str, out: list[str]) -> str:
        kind = fonts()[name]
        lead = self._tail(out) if kind in {"text", "math", "small"} else ""
        inner = self._argument(len(self._pieces), self._text if kind != "math" else self._formula, lead)
        if kind == "raised":
            return raised(inner, self._tail(out))
        if kind == "chemical":
            return _CHEMICAL.sub(lambda digits: lowered(digits[0], ""), inner)
        if kind == "small":
            return small_capitals(inner, "")
        return lowered(inner, self._tail(out)) if kind == "lowered" else inner

    def _braces(self, out: list[str]) -> str:
        """Read a group in running text; what is a set or a placeholder keeps its braces."""
        first, last = self._at - 1, self._pairs[self._at - 1]
        switched = False
        head = self._pieces[self._at]
        if head[:1] == "\\" and _SWITCH.match(head[1:]) is not None:
            self._at += 1
            switched = True
            if self._at < last:
                self._pieces[self._at] = self._pieces[self._at].lstrip() or ""
        elif head[1:] in _LETTER_ACCENTS and last == self._at + 2 and len(self._pieces[self._at + 1].strip()) == 1:
            self._at = last + 1  # {\v s}
            self.sure = True
            return unicodedata.normalize("NFC", self._pieces[last - 1].strip() + _LETTER_ACCENTS[head[1:]])
        known, self.sure = self.sure, False
        inner = self._deeper(self._text, last, self._tail(out))
        self._at = last + 1
        doubled = self._pieces[first + 1] == "{" and self._pairs.get(first + 1) == last - 1
        whole = first == 0 and last == len(self._pieces) - 1 and inner.count(" ") > 1 and inner[0].isupper()
        if switched or self.sure or doubled or whole or _is_protected(inner):
            self.sure = True
            return inner
        self.sure = known
        return f"{{{inner}}}"

    def _dollars(self, out: list[str], end: int) -> str:
        """Read `$...$`; a dollar sign that begins no formula stays."""
        double = self._next("$", end)
        start = self._at + double
        last = start
        while last < end and self._pieces[last] != "$":
            last += 1
        if last >= end or (double and not (last + 1 < end and self._pieces[last + 1] == "$")):
            return "$"
        after = self._pieces[last + 1 + double] if last + 1 + double < len(self._pieces) else ""
        content = "".join(self._pieces[start:last])
        if not _is_formula(content, after):
            return "$"
        self.sure = True
        self._at = start
        return self._enclosed(out, last, last + 1 + double)

    def _enclosed(self, out: list[str], last: int, then: int) -> str:
        written = self._deeper(self._formula, last, self._tail(out)).strip()
        self._at = then
        return f" {written}" if written[:1].isdecimal() and self._tail(out)[-1:].isdecimal() else written

    def _formula(self, end: int) -> str:
        out: list[str] = []
        while self._at < end:
            piece = self._pieces[self._at]
            self._at += 1
            if piece in {"^", "_"} and self._at < end:
                content = self._argument(end, self._formula).strip()
                out.append((raised if piece == "^" else lowered)(content, self._tail(out)))
            elif piece == "{" and self._pairs.get(self._at - 1, end) < end:
                self._at -= 1
                out.append(self._argument(end, self._formula, self._tail(out)))
            elif piece[:1] == "\\":
                out.append(self._math_command(piece[1:], out, end))
            else:
                out.append(piece.replace("~", " ") if piece not in {"{", "}", "$"} else "")
        return "".join(out)

    def _math_command(self, name: str, out: list[str], end: int) -> str:
        if name in _SPACES:
            return _SPACES[name]
        if name in {"begin", "end"}:
            self._argument(end, self._formula)
            return ""
        if name in fonts() or name == "operatorname":
            return self._argument(end, self._formula, self._tail(out)) if self._next("{", end) else ""
        if name in {"frac", "dfrac", "tfrac"}:
            over, under = (_in_brackets(self._argument(end, self._formula)) for _ in range(2))
            return f"{' ' if self._tail(out)[-1:].isdecimal() else ''}{over}/{under}"
        if name == "sqrt":
            return f"\u221a{_in_brackets(self._argument(end, self._formula))}"
        if name in _OVER:
            inner = self._argument(end, self._formula)
            return unicodedata.normalize("NFC", inner + _OVER[name]) if len(inner) == 1 else inner
        if name in _SIZES:
            return ""
        if name in signs("tex letters"):
            self._after_name(end, swallow=True)
        return _meant(name) or name

    def _argument(self, end: int, read: Callable[[int], str], lead: str = "") -> str:
        """Read what a command is followed by: a group, a command, or one sign; `lead` is what it is written behind."""
        while self._at < end and not self._pieces[self._at].strip():
            self._at += 1
        if self._at >= end:
            return ""
        piece = self._pieces[self._at]
        if piece == "{" and self._pairs.get(self._at, end) < end:
            last = self._pairs[self._at]
            self._at += 1
            written = self._deeper(read, last, lead)
            self._at = last + 1
            return written
        if piece[:1] == "\\":
            self._at += 1
            return self._math_command(piece[1:], [], end)
        sign = piece.lstrip()
        self._pieces[self._at] = sign[1:]
        if not sign[1:]:
            self._at += 1
        return sign[0]

    def _deeper(self, read: Callable[[int], str], last: int, lead: str) -> str:
        if self._depth >= _DEEPEST:
            raise _TooDeepError
        before, self._lead = self._lead, lead
        self._depth += 1
        written = read(last)
        self._depth -= 1
        self._lead = before
        return written

    def _tail(self, out: list[str]) -> str:
        """Return the end of what is written, with what stands before the group."""
        tail = ""
        for piece in (*reversed(out[-TAIL:]), self._lead):
            tail = piece[-TAIL:] + tail
            if len(tail) >= TAIL:
                break
        return tail

    def _after_name(self, end: int, *, swallow: bool) -> None:
        """Pass over what only ends a command's name: `{}`, or for a letter the space behind it."""
        if self._next("{", end) and self._pairs.get(self._at) == self._at + 1:
            self._at += 2
        elif swallow and self._at < end:
            self._pieces[self._at] = self._pieces[self._at].lstrip(" ")

    def _next(self, piece: str, end: int) -> bool:
        return self._at < end and self._pieces[self._at] == piece

    def _find(self, piece: str, end: int) -> int:
        """Return where a piece comes next, or -1; each kind is looked for once."""
        if piece not in self._places:
            self._places[piece] = [at for at, one in enumerate(self._pieces) if one == piece]
        places = self._places[piece]
        following = bisect_left(places, self._at)
        return places[following] if following < len(places) and places[following] < end else -1


def _one_letter(pieces: list[str]) -> str:
    r"""Return the one letter that a group holds, with an accent of its own where it has one: `\~{\^e}` is "\u1ec5"."""
    accent = ""
    if len(pieces) > 1 and pieces[0][:1] == "\\":
        accent = _ACCENTS.get(pieces[0][1:]) or ""
        pieces = pieces[2:-1] if pieces[1] == "{" and pieces[-1] == "}" else pieces[1:]
        if not accent:
            return ""
    letter = pieces[0].strip() if len(pieces) == 1 else ""
    letter = {"\\i": "i", "\\j": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", letter + accent) if len(letter) == 1 and letter.isalpha() else letter


def _meant(name: str) -> str | None:
    """Return what a command stands for by itself, or None where nobody knows."""
    return (
        signs("tex letters").get(name) or signs("tex signs").get(name) or (name if name in names("tex words") else None)
    )


def _pairs(pieces: list[str]) -> dict[int, int]:
    """Return where each brace that is opened is closed."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, piece in enumerate(pieces):
        if piece == "{":
            opened.append(at)
        elif piece == "}" and opened:
            pairs[opened.pop()] = at
    return pairs


def _is_within_word(before: str, accent: str, letter: str, rest: str) -> bool:
    r"""Whether an accent without braces stands within a word: "caf\'e", "Gda\'nsk".

    Else a backslash is from a program that escaped quotation marks: `it\'s`, `O\'Neill`, `\"all\"`.
    """
    if accent in ".=" or not before[-1:].isalpha():
        return False
    if letter.isupper() and not (before[-2:].isupper() and before[-2:].isalpha() and len(before) > 1):
        return False
    return accent != "'" or letter.lower() in "aeiouy" or rest[:1].isalpha()


def _is_protected(inner: str) -> bool:
    """Whether braces only keep BibTeX from changing capitals: {ALS}, {B}RCA; not a set such as {x} or {A, B}."""
    return (
        len(inner) <= _LONGEST_PROTECTED
        and any(sign.isupper() for sign in inner)
        and _SEPARATOR.search(inner) is None
        and inner == inner.strip()
    )


def _is_formula(content: str, after: str) -> bool:
    """Whether dollar signs hold a formula, and no price: by pandoc's rule, and by what is in it."""
    if not content:
        return False
    if content[0].isspace() or content[-1].isspace():
        # "$\\sigma $": only where a command says that it is a formula, since "5 $ and 6 $" is none.
        return _COMMAND.search(content) is not None and not after[:1].isdigit()
    if after[:1].isdigit() and content[0].isalnum():
        return False
    return _FORMULA.search(content) is not None


def _in_brackets(text: str) -> str:
    text = text.strip()
    return text if len(text) == 1 or text.isalnum() or text.replace(".", "", 1).isdigit() else f"({text})"
