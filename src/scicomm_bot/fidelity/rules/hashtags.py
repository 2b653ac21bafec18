"""Rules on hashtags: how they are written, what X links of them, and where they stand."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium import length
from scicomm_bot.medium.tags import GLUED, JOINS, NUMBER_AS_TAG, TAG, TAG_AS_READ

_ACRONYM = Pattern(r"\b(?:[A-Z]-)?[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*s?\b")
_WELL_KNOWN = ("COVID19", "COVID", "DNA", "RNA", "mRNA", "MRI", "HIV", "FDA", "PhD")
_LATIN = Pattern(r"[A-Za-z0-9]+")
_TECHNICAL = Pattern(r"[a-z]{1,2}[A-Z0-9]+s?")
_CAMEL = Pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SHOUTED = Pattern(r"([A-Z]{3,})([a-z]{3,})$")
_LEAST_WORD = 4
_LONGEST_WORD = 24
_LONGEST = 80
_ENDED = Pattern(r"(?:^|[.!?:|\u2026\u2022\u2013\u2014)\"\u201d])\s*$")
_HEADS = Pattern(r"\s*(?:[:|\u2013\u2014]|-\s)")
_PART_OF_THREAD = r"\s*\(?\d{1,3}/\d{1,3}\)?\s*(?:\n|\Z)"
"""Which part of a thread it is, "2/8", at the end of a line: no sentence goes on there."""
_WORDS_AFTER = Pattern(rf"(?!{_PART_OF_THREAD})\s*+[,;:.!?)|'\u2013\u2014\u2019-]*+\s*+[^\W_]")
_POSSESSIVE = Pattern(r"['\u2019\u02bc]s\Z")
_DECIMAL = Pattern(r"(?<=\d)\.(?=\d)")
_YEARS = range(1300, 2200)
"""Years, of the Persian calendar, too; other numbers behind a hash mark count something: "issue #12"."""
_OTHER_TAG = Pattern(r"\s*[#\uff03]\w")


@rule(
    "hashtag-cut",
    Level.WARNING,
    detects="a hashtag of which X links only the beginning, or nothing",
    why="a hyphen, an apostrophe or another sign ends a hashtag, so the post is found under another word",
    bad="In mice, survival increased. #G-CSF",
    good="In mice, survival increased. #GCSF",
    kinds=ALL,
    english=False,
)
def hashtag_cut(reading: Reading) -> Iterator[Found]:
    """Compare each hashtag as readers see it with what X links of it."""
    if "#" not in reading.post.text and "\uff03" not in reading.post.text:
        return
    text = length.without_urls(reading.post.text)
    for match in TAG_AS_READ.finditer(text):
        tag, rest = match.groups()
        if tag.isupper():
            rest = _POSSESSIVE.sub("", rest)  # "#ALS's" is ALS's
        if rest:
            yield Found(f"of #{tag}{rest} X links only #{tag}", f"write {_joined(tag + rest, reading)}")
    if glued := [match[0] for match in GLUED.finditer(text)]:
        told = ", ".join(dict.fromkeys(glued))
        yield Found(f"X makes no hashtag of {told}, which stands right behind a letter", "put a space before the #")
    for match in NUMBER_AS_TAG.finditer(text):
        number, rest = match.groups()
        if any(map(str.isalpha, rest)):
            yield Found(f"X makes no hashtag of {match[0]}", f"write {_joined(number + rest, reading)}")
        elif (
            int(number[:5]) in _YEARS or _OTHER_TAG.match(text, match.end()) or _stands_behind_tag(text, match.start())
        ):
            yield Found(
                f"X makes no hashtag of {match[0]}, which has no letter", "put a word to it, or leave out the #"
            )


def _stands_behind_tag(text: str, start: int) -> bool:
    before = text[max(0, start - _LONGEST) : start].rsplit(maxsplit=1)
    return bool(before) and before[-1][0] in "#\uff03"


def _joined(tag: str, reading: Reading) -> str:
    """Return the hashtag in one word; two of them, where a slash stands between."""
    known, words = _acronyms(reading.source.folded_text), _vocabulary(reading.source.folded_text)
    return " ".join(f"#{_in_one_word(f'#{one}', known, words)}" for one in tag.split("/"))


def _in_one_word(tag: str, known: Mapping[str, str], words: frozenset[str]) -> str:
    plain = _DECIMAL.sub("_", _POSSESSIVE.sub("s", unicodedata.normalize("NFKC", tag))).replace("&", " and ")
    parts = JOINS.sub(" ", plain).removeprefix("#").split()
    if any(len(part) > 1 and part.islower() for part in parts):
        parts = [part[0].upper() + part[1:] for part in parts]
    one = "".join(parts)
    return one if "_" in one else _written(one, known, words)


@rule(
    "hashtag-case",
    Level.WARNING,
    detects="a hashtag of several words, or an acronym, without capitals",
    why="screen readers tell words in a hashtag apart by their capitals (RNIB: begin each word with one)",
    bad="#alsresearch",
    good="#ALSResearch",
    kinds=ALL,
    english=False,
)
def hashtag_case(reading: Reading) -> Iterator[Found]:
    """Find hashtags whose words do not begin with a capital; a single word may stand in small letters."""
    if "#" not in reading.post.text and "\uff03" not in reading.post.text:
        return
    known, words = _acronyms(reading.source.folded_text), _vocabulary(reading.source.folded_text)
    for match in TAG.finditer(length.without_urls(reading.post.text)):
        tag = match.group(1)
        better = _written(tag, known, words)
        if better != tag:
            yield Found(f"#{tag} is not written in CamelCase", f"write #{better}")


@rule(
    "hashtag-place",
    Level.WARNING,
    detects="a hashtag in mid-sentence",
    why="it interrupts the sentence for eye and ear, and can carry a claim of its own",
    bad="New hope for #ALS patients",
    good="In mice, survival increased. #ALS",
    kinds=ALL,
    english=False,
)
def hashtag_place(reading: Reading) -> Iterator[Found]:
    """Find hashtags that words follow on the same line; at its end, or on a line of their own, they do no harm."""
    if "#" not in reading.post.text and "\uff03" not in reading.post.text:
        return
    within: list[str] = []
    for line in length.without_urls(reading.post.text).split("\n"):
        tags = list(TAG_AS_READ.finditer(line))
        for match in tags:
            after = TAG_AS_READ.sub(" ", line[match.end() :])
            if _WORDS_AFTER.match(after) and not _is_between(TAG_AS_READ.sub(" ", line[: match.start()]), after):
                within.append(match.group())
    if within:
        yield Found(f"{', '.join(dict.fromkeys(within))} in mid-sentence", "write the word, and put tags at the end")


def _is_between(before: str, after: str) -> bool:
    """Whether one sentence has ended before the tag, and another begins after it; or the tag heads a line."""
    return _ENDED.search(before) is not None and (after.lstrip()[:1].isupper() or _HEADS.match(after) is not None)


def _written(tag: str, known: Mapping[str, str], words: frozenset[str]) -> str:
    """Return the tag as it should be written: itself where nothing is wrong."""
    pieces = tag.split("_")
    if not all(_LATIN.fullmatch(piece) for piece in pieces if piece):
        return tag  # another alphabet, where capitals may mean something else or do not exist
    parts = [part for piece in pieces if piece for part in _parts(piece, known, words)]
    if all(_is_well(part, known, alone=len(parts) == 1) for part in parts):
        return tag
    shouted = tag.isupper()
    return "".join(known.get(part.lower()) or _capital(part, lower=shouted) for part in parts)


def _is_well(part: str, known: Mapping[str, str], *, alone: bool) -> bool:
    if part.lower() in known:
        return part == known[part.lower()]
    return alone or part[0].isdigit() or (part[0].isupper() and (len(part) <= _LEAST_WORD or not part.isupper()))


def _capital(part: str, *, lower: bool) -> str:
    """Return a part with a capital first; one in capitals keeps them, unless the whole tag is in capitals."""
    return part[0].upper() + (part[1:].lower() if lower else part[1:])


def _parts(piece: str, known: Mapping[str, str], words: frozenset[str]) -> list[str]:
    """Cut a piece of a tag into words: into such as are known, else at an acronym, else where its capitals are."""
    if parts := _known_words(piece, known, words):
        return parts
    small = piece.lower()
    for size in range(len(piece) - _LEAST_WORD, 2, -1):
        if small[:size] in known:
            return [piece[:size], piece[size:]]
        if small[-size:] in known:
            return [piece[:-size], piece[-size:]]
    if _TECHNICAL.fullmatch(piece):
        return [piece]
    shouted = _SHOUTED.match(piece)
    if shouted is not None and _is_whole(shouted[1], shouted[2], words):
        return [shouted[1], *_CAMEL.findall(shouted[2])]
    return _CAMEL.findall(piece)


def _is_whole(capitals: str, rest: str, words: frozenset[str]) -> bool:
    """Whether the capitals before small letters are a word of their own: "RECOVERY" in "RECOVERYtrial".

    Else their last one begins the next word, as in "ALSResearch".
    """
    return rest in words and f"{capitals[-1].lower()}{rest}" not in words


def _known_words(piece: str, known: Mapping[str, str], words: frozenset[str]) -> list[str]:
    """Cut a piece into the fewest known words; none where that cannot be done."""
    small, size, between = piece.lower(), len(piece), _listed("between")
    if size > _LONGEST:
        return []
    best: list[list[str] | None] = [[]] + [None] * size
    for end in range(1, size + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            before, one = best[start], small[start:end]
            if before is None or not (one in known or one in words or (start > 0 and end < size and one in between)):
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = [*before, piece[start:end]]
    return best[size] or []


@lru_cache(maxsize=256)
def _acronyms(source: str) -> Mapping[str, str]:
    """The acronyms of the source, and some that all know: in small letters without hyphens -> as tags have them."""
    found: dict[str, str] = {}
    for one in (*_WELL_KNOWN, *_ACRONYM.findall(source)):
        tag = one.replace("-", "")
        found.setdefault(tag.lower(), tag)
    return found


@lru_cache(maxsize=256)
def _vocabulary(source: str) -> frozenset[str]:
    said = {word for word in _LATIN.findall(source.lower()) if len(word) >= _LEAST_WORD - 1}
    return frozenset(said - _listed("parts") | _listed(""))


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(word for entry in lexicon("hashtag_words").section(section).entries for word in entry.words)
