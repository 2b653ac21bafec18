"""What a value in a BibTeX file says: its strings put together, its TeX as Unicode, its names taken apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.records.names import clean, group, person
from scicomm_bot.records.record import Person
from scicomm_bot.records.sources.raw import are_others, author_of

_TOKEN = Pattern(r"\\.|[{}]|[^\\{}\"]+|\"|\\", re.DOTALL)
_BARE = Pattern(r"[^\s#{}\",]+")
_GAP = Pattern(r"[\s#]+")
_COMMENTED = Pattern(r"^[ \t]*%[^\n]*\n", re.MULTILINE)
"""A line that somebody commented out within a value."""
_ESCAPED = Pattern(r"\\\\|\\([{}])")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Stand for braces that are meant as such; Unicode keeps them free for uses of this kind."""
_TIE = Pattern(r"(?<!\\)~")
_DASHES = Pattern(r"(?<!-)(---?)(?!-)")
_COMMAND = Pattern(r"\\[A-Za-z]+|\\\S")
_AND = Pattern(r"\\.|[{}]|(?<= )and(?= )", re.IGNORECASE | re.DOTALL)
_COMMA = Pattern(r"\\.|[{},;]", re.DOTALL)
_WRITTEN_OUT = Pattern(r"\s*(?:given|family|prefix|suffix)\s*=", re.IGNORECASE)
_INITIALS = Pattern(r"(?:[A-Z]\.?[ -]?){1,4}")
_CAPITALS_LAST = Pattern(r"[^\W\d_].*[^\W\d_]\s(?:[A-Z]{1,3}|(?:[A-Z]\.[ -]?){1,4})", re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_NAME = 1_000
_LEAST_LIST = 3
"""From so many commas on they separate authors: a name has two at most."""
_GROWTH = 10
"""By how much strings may make a file longer; strings of strings of strings would else fill the memory."""


_GROWS = "the @strings of this file make its texts far longer than the file is; write them out in this record"
_NOT_JOINED = "a comma or a '#' is missing in this entry, behind {what!r}; put it in"


class BrokenValueError(Exception):
    """A value cannot be read; `text` says why, and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(slots=True)
class Strings:
    """The `@string`s of a file, in its order, and how much they may still be put in.

    Attributes:
        left: How many more signs they may put in, in all.
    """

    left: int
    _texts: dict[str, str] = field(default_factory=lambda: dict(zip(_MONTHS, _MONTHS, strict=True)))

    @classmethod
    def of(cls, text: str) -> "Strings":
        """Return those of a file that has none yet."""
        return cls(_GROWTH * len(text) + 100_000)

    def define(self, name: str, value: str) -> None:
        """Take a definition; what it names is put in now, as BibTeX does."""
        self._texts[name.lower()] = self.text(value)[0]

    def text(self, value: str) -> tuple[str, list[str]]:
        """Return what a value says, without its delimiters but with its TeX, and the names that nothing defines.

        Raises:
            BrokenValueError: Two texts are not joined, or the strings grow beyond all measure.
        """
        pieces: list[str] = []
        unknown: list[str] = []
        at, joined = 0, True
        while at < len(value):
            if gap := _GAP.match(value, at):
                at, joined = gap.end(), joined or "#" in gap[0]
                continue
            if not joined:
                raise BrokenValueError(_NOT_JOINED.format(what=pieces[-1][-30:]))
            joined = False
            if value[at] in '{"':
                end = _end_of(value, at)
                pieces.append(value[at + 1 : end])
                at = end + 1
            else:
                bare = _BARE.match(value, at)
                pieces.append(self._named(bare[0], unknown) if bare else "")
                at = bare.end() if bare else at + 1
        text = "".join(pieces)
        return _COMMENTED.sub("", text) if "%" in text else text, unknown

    def _named(self, name: str, unknown: list[str]) -> str:
        if name.isdecimal():
            return name
        text = self._texts.get(name.lower())
        if text is None:
            unknown.append(name)
            return name
        self.left -= len(text)
        if self.left < 0:
            raise BrokenValueError(_GROWS)
        return text


def plain(value: str) -> str:
    r"""Return a value's text: TeX as Unicode, braces gone that only group, those that are meant (`\{`) kept."""
    text = _ESCAPED.sub(lambda found: {"{": _OPEN, "}": _CLOSE}.get(found[1], found[0]), value)
    text = _DASHES.sub(lambda dashes: "\u2013" if len(dashes[1]) == 2 else "\u2014", _TIE.sub(" ", text))  # noqa: PLR2004 - two signs
    without = clean(text).replace("{", "").replace("}", "")
    return " ".join(without.replace(_OPEN, "{").replace(_CLOSE, "}").split())


def address(value: str) -> str:
    r"""Return an address or a DOI, whose `~` and `--` are its own; TeX's `\_`, `\%`, `\&`, `\#` and `\url{}` undone."""
    text = re.sub(r"\\([_%&#$~])(?:\{\})?", r"\1", value.strip())
    found = re.fullmatch(r"\\(?:url|path|nolinkurl)\s*\{(.*)\}", text, re.DOTALL)
    text = found[1] if found else text
    return (text[1:-1] if text.startswith("{") and text.endswith("}") else text).strip()


def commands(text: str) -> list[str]:
    """Return the commands that are left in a text, since nobody here knows them."""
    return list(dict.fromkeys(_COMMAND.findall(text)))


@dataclass(frozen=True, slots=True)
class Names:
    """The people of a field.

    Attributes:
        people: In order.
        left_out: 1 where it ends with "and others", else 0.
        doubts: What a person should look at.
    """

    people: tuple[Person, ...] = ()
    left_out: int = 0
    doubts: tuple[str, ...] = ()


def names(value: str, affiliations: tuple[str, ...] = ()) -> Names:
    """Return the people of a field, with its TeX; names are taken apart before TeX is read, since braces say how."""
    text = " ".join(value.split())
    written = [one for one in _separate(text, _AND) if one]
    doubts: list[str] = []
    if len(written) == 1 and (listed := _listed(written[0])):
        written = listed
        doubts.append("the authors are separated by signs where BibTeX has 'and': see whether each name is whole")
    others = [one for one in written if are_others(plain(one))]
    if others:
        doubts.append("the record names only the first authors ('and others'); add the others, or how many they are")
    people = [_name(one, affiliations) for one in written if not are_others(plain(one))]
    return Names(tuple(one for one in people if one.name), min(len(others), 1), tuple(doubts))


def _end_of(value: str, at: int) -> int:
    """Return where a value in braces or quotation marks ends; its last sign where nothing ends it."""
    depth, quoted = 0, value[at] == '"'
    for token in _TOKEN.finditer(value, at + 1):
        sign = token[0]
        if sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif (sign == "}" and not quoted) or (sign == '"' and quoted and not depth):
            return token.start()
    return len(value)


def _separate(text: str, pattern: Pattern, signs: str = "") -> list[str]:
    """Separate a text where a pattern says, outside of braces; of single signs, only at these."""
    pieces, begin, depth = [], 0, 0
    for token in pattern.finditer(text):
        sign = token[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif not depth and sign[0] != "\\" and (not signs or sign in signs):
            pieces.append(text[begin : token.start()].strip())
            begin = token.end()
    return [*pieces, text[begin:].strip()]


def _listed(name: str) -> list[str]:
    """Return the names of a list without "and", or nothing where it may be one name."""
    if len(parts := [one for one in _separate(name, _COMMA, ";") if one]) > 1:
        return parts
    parts = [one for one in _separate(name, _COMMA, ",") if one]
    if len(parts) <= _LEAST_LIST or _WRITTEN_OUT.match(name):
        return []
    pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    if all(len(pair) == 2 and _INITIALS.fullmatch(pair[1]) for pair in pairs):  # noqa: PLR2004 - family and initials
        return [", ".join(pair) for pair in pairs]
    return parts if all(" " in part for part in parts) else []


def _name(written: str, affiliations: tuple[str, ...]) -> Person:
    if len(written) > _LONGEST_NAME or not _is_balanced(written):
        return author_of(plain(written), affiliations)
    if written[0] == "{" and _end_of(written, 0) == len(written) - 1:
        return group(plain(written), affiliations)
    if _WRITTEN_OUT.match(written):
        return _written_out(written, affiliations)
    parts = _separate(written, _COMMA, ",")
    if len(parts) == 1:
        return _without_comma(written, affiliations)
    return _parts(written, affiliations)


def _without_comma(written: str, affiliations: tuple[str, ...]) -> Person:
    """Read "First von Last", as BibTeX does; a body's name and "Smith AB" are none of that form."""
    if " " not in written:
        return person(plain(written), affiliations=affiliations)
    if "{" not in written and (guessed := author_of(plain(written), affiliations)).is_group:
        return guessed
    if _CAPITALS_LAST.fullmatch(written) and not written.isupper():
        return author_of(plain(written), affiliations)
    return _parts(written, affiliations)


def _parts(written: str, affiliations: tuple[str, ...]) -> Person:
    from bibtexparser.middlewares.names import parse_single_name_into_parts  # noqa: PLC0415 - an extra

    parts = parse_single_name_into_parts(written, strict=False)
    family, given, suffix = (
        plain(" ".join(words)) for words in ([*parts.von, *parts.last], parts.first, parts.jr)
    )  # fmt: skip
    return person(family, given, suffix, affiliations)


def _written_out(written: str, affiliations: tuple[str, ...]) -> Person:
    """Read biblatex's "given=Jan, family=Berg, prefix=van der"."""
    found = {}
    for part in _separate(written, _COMMA, ","):
        key, _, value = part.partition("=")
        found[key.strip().lower()] = plain(value)
    family = " ".join(filter(None, (found.get("prefix", ""), found.get("family", ""))))
    return person(family, found.get("given", ""), found.get("suffix", ""), affiliations)


def _is_balanced(written: str) -> bool:
    depth = 0
    for sign in _signs(written):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _signs(written: str) -> Iterator[str]:
    return (token[0] for token in _TOKEN.finditer(written) if token[0] in {"{", "}"})
