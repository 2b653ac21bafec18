"""Domain names as X reads them in running text.

X asks for no scheme, so the scanner turns on the dots that a top-level domain follows, `tld_ends`; a text without one
has no URL, which is soon found out. Around such a dot lies a *stretch*: all that could be labels, dots between them,
hyphens and underscores. A stretch is looked at once, from the right and then from the left, so the time is linear in
the text, whatever it holds.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# In no domain: ASCII punctuation (but for " and `), white space, marks of direction, non-characters.
_FOREIGN = (
    r"\t-\r !#-,/:-@\[-\^{-~\x85\xa0\u061c\u1680\u180e\u2000-\u200a\u200e\u200f\u2028-\u202f\u205f\u2066-\u2069"
    r"\u3000\ufeff\ufffe\uffff"
)
_LABEL = rf"[^\-._{_FOREIGN}]"
_NEVER_BEFORE = "#$@\uff03\uff20\ufeff\ufffe\uffff"  # a URL; nor do ASCII letters and digits

# A dot and what may be a top-level domain: in Punycode, in ASCII letters, or beginning with another letter.
_DOT = re.compile(r"\.(?:(xn--[-0-9a-z]+)|([a-z]{2,}+)(?![-0-9@+])|(?=[^\0-\x7f]))", re.IGNORECASE | re.ASCII)

# "ASCII" to the reference, in whatever case: the last six are cases of letters and marks in the ranges before.
LATIN = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0260\u0263\u0268\u0269\u026f\u0272\u0275"
    r"\u0280\u0283\u0288-\u028c\u0292\u02bb\u0300-\u036f\u1e00-\u1eff\u0399\u03b9\u1fbe\u2c65\u2c66\u2c7e\u2c7f\ua7dc"
)
_LATIN_LABEL = rf"[\-0-9A-Za-z{LATIN}]"
_PLAIN = re.compile(r"[-.0-9A-Za-z]*")
_PLAIN_NAME = re.compile(r"[0-9A-Za-z]++(?:[-.][0-9A-Za-z]++)*")

_MAX_LABEL = 63  # in Punycode, RFC 1035
_WIDE_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")  # what Punycode takes for dots, too


Label = tuple[int, int, int]
"""text[start:dot], and the dot a domain beyond it can reach, with a top-level domain after it, or -1 for none."""


def tld_ends(text: str) -> dict[int, int]:
    """The index of each dot followed by a top-level domain -> the index where that one ends; left to right."""
    ends = {}
    for found in _DOT.finditer(text):
        dot, end = found.span()
        punycode, word = found[1], found[2]
        if (
            punycode
            or (word and word.lower() in _ascii_tlds())
            or (end < len(text) and text[end] > "\x7f" and (end := _other_tld_end(text, dot + 1)))
        ):
            ends[dot] = end
    return ends


def stretch_around(text: str, dot: int, least: int) -> tuple[int, int]:
    """Start and end of the stretch that the dot is in; what lies before index `least` is left out."""
    left, right = _stretch().match(text[least:dot][::-1]), _stretch().match(text, dot)
    return dot - (left.end() if left else 0), right.end() if right else dot


def labels(text: str, tlds: dict[int, int], start: int, end: int, least: int) -> list[Label]:
    """The labels of the stretch text[start:end] that a domain can begin in, left to right; `least` as below."""
    found: list[Label] = []
    dot = text.rfind(".", start, end)
    if dot in tlds and _PLAIN_NAME.fullmatch(text, start, dot) and may_precede(text, start, least):
        # Nearly always: all of it is one domain.
        return [(start, text.find(".", start), dot)]
    far = -1
    while dot >= 0:
        before = text.rfind(".", start, dot)
        first = before + 1 if before >= 0 else start
        found.append((first, dot, far))
        if first == dot or text[first] in "-_" or text[dot - 1] in "-_":
            far = -1  # no label, so no domain reaches across it
        elif far < 0 and dot in tlds and text.find("_", first, dot) < 0:
            far = dot  # only the last label must be without underscores
        dot = before
    found.reverse()
    return found


def beginning(text: str, tlds: dict[int, int], label: Label, least: int) -> tuple[int, int] | None:
    """Where the leftmost domain beginning in `label` starts and ends, or None.

    `least` is where the URL before it ends: the character before a domain must not lie in that URL.
    """
    low, dot, far = label
    if dot == low or text[dot - 1] in "-_":
        return None
    if far < 0:
        if dot not in tlds:
            return None
        low, far = max(low, text.rfind("_", low, dot) + 1), dot  # only the last label must be without underscores
    if low == least == 0:  # the text's first character may be the one before, or may need none before
        if _beginning().match(text, 1, dot):
            return 1, tlds[far]
        if text[0] not in "-_":
            return 0, tlds[far]
    if low <= least:
        low = least if text[least] > "\uffff" else least + 1
    found = _beginning().search(text, low, dot)
    return (found.start(), tlds[far]) if found else None


def may_precede(text: str, at: int, least: int) -> bool:
    """Whether a URL may begin at index `at`, judging by the character before; `least` as for `beginning`."""
    return at == 0 or (at > least and may_stand_before(text[at - 1]))


def may_stand_before(char: str) -> bool:
    """Whether a URL may follow the character."""
    return not (char.isascii() and char.isalnum()) and char not in _NEVER_BEFORE


def latin_domains(text: str, tlds: dict[int, int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of the parts of the domain text[start:end] that X takes for a URL without a scheme."""
    if _PLAIN.fullmatch(text, start, end):
        yield start, end
        return
    domain, at = text[start:end], 0
    while found := _latin_labels().search(domain, at):
        first, at = found.span()
        dot = at - 1
        while dot >= 0 and start + dot not in tlds:
            dot = domain.rfind(".", first, dot)
        if dot >= 0:
            yield start + first, tlds[start + dot]
            at = max(at, tlds[start + dot] - start)


# Compiled when first needed: large character classes take their time.


@cache
def _stretch() -> re.Pattern[str]:
    return re.compile(f"[^{_FOREIGN}]*")


@cache
def _beginning() -> re.Pattern[str]:
    """Where a domain can begin. X's scanner works on UTF-16: of a character beyond U+FFFF, half may stand before."""
    return re.compile(rf"(?<=[^0-9A-Za-z{_NEVER_BEFORE}]){_LABEL}|[\U00010000-\U0010ffff]")


@cache
def _latin_labels() -> re.Pattern[str]:
    return re.compile(rf"(?<!{_LATIN_LABEL})(?:{_LATIN_LABEL}++\.)+")


def is_possible(domain: str) -> bool:
    """Whether each label is short enough in Punycode."""
    return (len(domain) <= _MAX_LABEL and domain.isascii()) or all(map(_fits, domain.split(".")))


def _fits(label: str) -> bool:
    if label.isascii() or len(label) > _MAX_LABEL:
        return len(label) <= _MAX_LABEL
    parts = label.translate(_WIDE_DOTS).split(".")
    coded = (part if part.isascii() else "xn--" + part.encode("punycode").decode() for part in parts)
    return len(".".join(coded)) <= _MAX_LABEL


def _other_tld_end(text: str, start: int) -> int:
    """The end of the longest top-level domain with letters beyond ASCII at `start`, or 0."""
    known, longest = _other_tlds()
    word = _as_compared(text[start : start + longest].partition(".")[0])
    for size in range(len(word), 0, -1):
        if word[:size] in known:
            after = text[start + size : start + size + 1]
            if not after.isascii() or not (after.isalnum() or after in ("-", "@", "+")):
                return start + size
    return 0


def _as_compared(word: str) -> str:
    """`word` with case ignored as the reference does: one to one, and never from beyond ASCII into it."""
    return "".join(
        upper if len(upper := char.upper()) == 1 and upper.isascii() == char.isascii() else char for char in word
    )


@cache
def _tlds() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "data" / "tlds.txt").read_text(encoding="utf-8").split("\n")
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _ascii_tlds() -> frozenset[str]:
    return frozenset(filter(str.isascii, _tlds()))


@cache
def _other_tlds() -> tuple[frozenset[str], int]:
    words = frozenset(_as_compared(tld) for tld in _tlds() if not tld.isascii())
    return words, max(map(len, words))
