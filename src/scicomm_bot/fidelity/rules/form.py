"""Rules on the form of a post: its length, emptiness, and characters that cannot be seen."""

import unicodedata
from collections.abc import Iterable, Iterator

from scicomm_bot.characters.invisible import hidden_signs, shown
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium import length

_MOST_PLACES = 3
_MOST_SHOWN = 40
_LOST = frozenset("\ufffc\ufffd")
_BREAKS = frozenset("\u2028\u2029\x85\r\u2800")
_OF_ESCAPES = frozenset("\a\b\t\v\f\x1b")

MOST_READ = 2_000
"""The weighted length of the longest text that rules read: X takes 280, and each rule has its time for this at most."""


@rule(
    "length",
    Level.ERROR,
    detects="over 280 characters as X counts them",
    why="X refuses a longer post (docs.x.com, fundamentals/counting-characters)",
    bad="a post of 281",
    good="a post of 280",
    kinds=ALL,
    english=False,
)
def too_long(reading: Reading) -> Iterator[Found]:
    """Compare X's count with its limit."""
    weight = reading.post.weighted_length
    over = weight - length.LIMIT
    if over > 0:
        what = f"{weight} characters as X counts them, limit {length.LIMIT}"
        unread = "; no other rule has read it" if weight > MOST_READ else ""
        yield Found(what, f"cut {over}, or give a `short` wording{unread}")


@rule(
    "empty",
    Level.ERROR,
    detects="the template makes an empty text",
    why="there is nothing to post",
    bad="{% if false %}{{ finding.text }}{% endif %}",
    good="{{ finding.text }}",
    kinds=ALL,
    english=False,
)
def empty(reading: Reading) -> Iterator[Found]:
    """Find a post without a text; one that could not be rendered, or whose paper lacks something, says so elsewhere."""
    if not reading.post.text and reading.post.failure is None and not reading.paper.missing:
        yield Found("the template makes an empty text", "look at its conditions")


@rule(
    "control-character",
    Level.ERROR,
    detects="a sign that nobody sees, or that stands for one that was lost",
    why="it can hide a word from a reader, and X may drop it: what goes out is then not what was approved",
    bad="G-CSF\\u202e may help",
    good="G-CSF may help",
    kinds=ALL,
    english=False,
    alt=Level.ERROR,
)
def control_characters(reading: Reading) -> Iterator[Found]:
    """Find what nobody sees where it has no use: joiners between letters that join, and in emoji, are let through."""
    text = reading.post.text
    places = list(hidden_signs(text))
    if places:
        some = places[:_MOST_PLACES]
        names = ", ".join(dict.fromkeys(_named(text[at]) for at in some))
        words = dict.fromkeys(_word_around(text, at) for at in some)
        told = ", ".join(f"\u201c{shown(word)}\u201d" for word in words)
        more = f" and {len(places) - len(some)} more" if len(places) > len(some) else ""
        field = next((f" of {name}" for name, value in reading.printed_fields() if _has_one_of(words, value)), "")
        yield Found(f"holds {names} in {told}{field}{more}", _remedy(frozenset(text[at] for at in places)))


def _has_one_of(words: Iterable[str], value: str) -> bool:
    return any(word in value for word in words)


def _remedy(signs: frozenset[str]) -> str:
    if signs <= _LOST:
        return "a sign was lost there; type it again in the file"
    if signs <= _BREAKS:
        return "nobody sees it there; put a space in its place in the file"
    if any(sign in _OF_ESCAPES for sign in signs):
        return "in double quotes of YAML, a backslash and a letter make such a sign; use single quotes in the file"
    return "nobody sees it there; delete it in the file"


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()


def _word_around(text: str, at: int) -> str:
    """Return the word that a sign stands in, or what is near of a long one."""
    start = max(text.rfind(space, max(0, at - _MOST_SHOWN), at) for space in " \n") + 1
    ends = (text.find(space, at, at + _MOST_SHOWN) for space in " \n")
    end = min((end for end in ends if end >= 0), default=at + _MOST_SHOWN)
    return text[start or max(0, at - _MOST_SHOWN) : end]
