"""Rules for those who have posts read out to them: emoji, letters that are none, pictures without words."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.invisible import without_invisible
from scicomm_bot.characters.lookalikes import (
    has_foreign_letters,
    has_lookalikes,
    has_phonetic_letters,
    without_accents,
)
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level, PostImage
from scicomm_bot.english.language import is_word_of_rules
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium.images import MOST_ALT, alt_problem
from scicomm_bot.medium.length.emoji import each_as_one

_LEAST_WORD = 4
_MOST_EMOJI = 2
_MOST_SHOWN = 24

# Unicode's Emoji_Presentation (https://unicode.org/reports/tr51/), and four signs that X draws as emoji without it.
_EMOJI = Pattern(
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2600\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab"
    "\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2714\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e"
    "\U0001f191-\U0001f19a\U0001f201-\U0001f251\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"
)
_FIRST_EMOJI = "\u231a"
_MAY_BE_STYLED = Pattern(
    "[\u0334-\u0338\u0400-\u052f\u1d00-\u1dbf\u0250-\u02af\u02b0-\u02b8\u2100-\u217f\u249c-\u24e9\ua730-\ua731"
    "\uff21-\uff3a\uff41-\uff5a\uff10-\uff19\U0001d400-\U0001d7ff\U0001f110-\U0001f189\U0001f1e6-\U0001f1ff]"
)
_FONT_IN_USE = frozenset("\u2113\u210f\u2115\u211a\u211d\u2124\u2102")  # litre, Planck's constant, sets of numbers
_BLOOD_AND_PARKING = frozenset("\U0001f170\U0001f171\U0001f17e\U0001f17f\u24c2")  # emoji in their own right
_IN_A_WORD = Pattern(
    "[\u2102\u210f\u2113\u2115\u211a\u211d\u2124\u24c2\U0001f170\U0001f171\U0001f17e\U0001f17f](?=[A-Za-z])"
    "|[\U0001f1e6-\U0001f1ff](?=[a-z])"
)
"""Those in use stand alone or at the end of a unit: none begins a word."""
_SMALL_OR_RAISED = Pattern("[\u1d00-\u1dbf\u0250-\u02af\u02b0-\u02b8\ua730\ua731]{3,}")
_STRUCK = Pattern("(?:\\w[\u0305\u0332-\u0338\u033f\u20d0-\u20f0]){2}")
_PLAIN = Pattern("[\n -~\xa0-\xb4\xb6-\xbf\xd7\xf7\u2010-\u203e\u2070-\u208e\u20ac\u2212]*")
"""ASCII, punctuation, raised and lowered digits: what most posts are made of."""
_WIDE_SCRIPTS = Pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS = Pattern("[^\\W\\d_]+")
_WITH_ENDING = Pattern(r".+\.(?:jpe?g|jfif|png|apng|gif|webp|avif|svg|tiff?|bmp|heic|pdf|eps)", re.IGNORECASE)
_NAMED_BY_MACHINE = Pattern(
    r"\w*_\S*|[\d_.-]{4,}|\S*\d{4}-?\d\d-?\d\d\S*|[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?:img|dsc[nf]?|dscf|pxl|mvimg|gopr|dji|pict|sam|vid|p|imag|scan)-?\d{3,}",
    re.IGNORECASE,
)
"""One word as cameras, phones and programs make it: `IMG_1234`, `20260102_101112`, a UUID, `DSC00042`."""
_TIME_OF_SHOT = Pattern(r"\d{4}-\d\d-\d\d\D{1,20}\d{1,2}[.:-]\d\d(?:[.:-]\d\d)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
"""What a screenshot is called by, in any language: `2026-01-02 at 10.11.12`."""
_COPY = Pattern(r"^copy of\s+|[\s-]+(?:copy|edited|final)(?:\s\d+)?$|\s?\(\d+\)$", re.IGNORECASE)
_NUMBER_BEHIND = Pattern(r"[\s_-]*(?:no\.?\s*|#)?\d+[a-z]?$", re.IGNORECASE)
_MOST_BEFORE_TIME = 40
_SAYS_NOTHING = frozenset(
    {
        "image", "picture", "photo", "photograph", "figure", "fig", "graphic", "chart", "graph", "plot", "slide", "img",
        "pic", "screenshot", "screen shot", "untitled", "unnamed", "download", "alt", "alt text", "alt-text", "todo",
        "tbd", "none",
    }
)  # fmt: skip


@rule(
    "emoji",
    Level.WARNING,
    detects="more than two emoji",
    why="screen readers read out the name of each; on findings they read as cheering",
    bad="\U0001f42d\U0001f9ec\U0001f389 In mice, survival increased",
    good="\U0001f42d In mice, survival increased",
    kinds=ALL,
    english=False,
)
def emoji(reading: Reading) -> Iterator[Found]:
    """Count the emoji, each sequence as one."""
    text = reading.post.text
    if not text or max(text) < _FIRST_EMOJI:
        return
    count = len(_EMOJI.findall(each_as_one(text)))
    if count > _MOST_EMOJI:
        yield Found(f"{count} emoji", "keep two at most")


@rule(
    "styled-unicode",
    Level.ERROR,
    detects="letters faked with mathematical or other signs of Unicode",
    why="screen readers skip or spell them, search does not find them, and no rule can read them",
    bad="\U0001d5dc\U0001d5fb \U0001d5fa\U0001d5f6\U0001d5f0\U0001d5f2",
    good="In mice",
    kinds=ALL,
    english=False,
    alt=Level.ERROR,
)
def styled_unicode(reading: Reading) -> Iterator[Found]:
    """Find signs that only look like letters: other alphabets' among Latin ones, too."""
    text = without_invisible(reading.post.text)
    if text.isascii() or _PLAIN.fullmatch(text):
        return
    whole = _WIDE_SCRIPTS.search(text) is not None
    signs = each_as_one(reading.post.text) if _MAY_BE_STYLED.search(text) else ""
    faked = _faked(signs, among_wide=whole)
    if faked:
        plain = "".join(map(_plain, faked[:_MOST_SHOWN]))
        shown, more = "".join(faked[:_MOST_SHOWN]).strip(), "..." if len(faked) > _MOST_SHOWN else ""
        yield Found(
            f"“{shown}{more}”: signs that look like letters", f"type them on the keyboard ({plain.strip()}{more})"
        )
    elif (run := _SMALL_OR_RAISED.search(text) or _STRUCK.search(text) or _IN_A_WORD.search(text)) is not None:
        yield Found(f"“{run.group()}”: signs that look like letters", "type the word on the keyboard")
    elif (word := next(_disguised(text, reading), None)) is not None:
        yield Found(f"“{word}” has letters that only look like Latin ones", "type the word on the keyboard")


@rule(
    "alt-text",
    Level.ERROR,
    detects="an image without alt text",
    why="who cannot see the picture gets nothing of it (W3C, WCAG 2.2, 1.1.1)",
    bad="images: [{file: mice.png}]",
    good="images: [{file: mice.png, alt: Mice treated with G-CSF lived longer than untreated mice.}]",
    kinds=ALL,
    english=False,
)
def alt_text(reading: Reading) -> Iterator[Found]:
    """Look whether each picture says in words what it shows."""
    for image in reading.post.images or (reading.finding.images if reading.finding is not None else ()):
        name = PurePosixPath(image.file.replace("\\", "/"))
        alt = image.alt or ""
        if (fault := alt_fault(alt, name)) is not None:
            yield Found(fault, "say in `alt` what the picture shows")
        elif alt_problem(alt) is not None and not (isinstance(image, PostImage) and image.facts is not None):
            yield Found(f"the alt text of {name.name} has {len(alt):,} characters", f"X takes {MOST_ALT:,}")


def alt_fault(alt: str, name: PurePosixPath) -> str | None:
    """Return why an alt text says nothing of its picture, or None; such a one holds no words for rules to read.

    It is missing, the name of a file (with its ending, or as cameras, phones and screenshots are called), or only a
    word such as "figure", with a number or without.
    """
    alt = without_invisible(alt).strip()
    if not any(sign.isalnum() for sign in alt):
        return f"the alt text of {name.name} has no word in it" if alt else f"{name.name} has no alt text"
    bare = _COPY.sub("", alt.rstrip("."))
    if bare in {name.name, name.stem} or _is_file_name(bare):
        return f"the alt text of {name.name} is a file name"
    if _NUMBER_BEHIND.sub("", bare).rstrip(".").lower() in _SAYS_NOTHING:
        return f"the alt text of {name.name} is only “{alt}”"
    return None


def _is_file_name(alt: str) -> bool:
    if _WITH_ENDING.fullmatch(alt) or _NAMED_BY_MACHINE.fullmatch(alt):
        return True
    shot = _TIME_OF_SHOT.search(alt)
    return shot is not None and shot.end() == len(alt) and shot.start() <= _MOST_BEFORE_TIME


def _disguised(text: str, reading: Reading) -> Iterator[str]:
    """Yield the words with letters that pass for Latin ones; with Greek ones, a word may stand so in the source.

    In English, these are phonetic letters, too, and accents that hide a word that the rules know ("c\u016bres").
    """
    for word in _LETTERS.findall(text):
        if word.isascii():
            continue
        found = has_lookalikes(word)
        if reading.english and not found:
            found = has_phonetic_letters(word) or (
                len(word) >= _LEAST_WORD and is_word_of_rules(without_accents(word).lower())
            )
        if found and (has_foreign_letters(word) or fold(word) not in reading.source.folded_words):
            yield word


def _faked(text: str, *, among_wide: bool) -> list[str]:
    """Return the faked letters in order, with a space for whatever stands between two of them."""
    found: list[str] = []
    for sign in text:
        if _is_faked(sign, among_wide=among_wide):
            found.append(sign)
        elif found and found[-1] != " ":
            found.append(" ")
    return found[:-1] if found and found[-1] == " " else found


def _is_faked(sign: str, *, among_wide: bool) -> bool:
    if sign < "\u2100" or sign in _FONT_IN_USE or sign in _BLOOD_AND_PARKING:
        return False
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    if kind == "<font>":
        return True
    if kind == "<wide>":  # Chinese, Japanese and Korean texts have use for these
        return not among_wide and (unicodedata.normalize("NFKC", sign).isalnum())
    if "\u2160" <= sign <= "\u2188":  # Roman numbers of one sign
        return not among_wide
    enclosed = "\u249c" <= sign <= "\u24e9" or "\U0001f110" <= sign <= "\U0001f189"
    return enclosed or "\U0001f1e6" <= sign <= "\U0001f1ff"


def _plain(sign: str) -> str:
    if sign == " ":
        return sign
    named = unicodedata.name(sign, "").rpartition(" ")[2]  # "NEGATIVE SQUARED LATIN CAPITAL LETTER A" has nothing else
    folded = unicodedata.normalize("NFKC", sign).strip("()")
    return folded if folded != sign else named
