"""What X makes links of besides addresses: hashtags, as X sees them and as readers do, mentions and cashtags.

X's rule is twitter-text's (`validHashtag` in https://github.com/twitter/twitter-text): letters, marks, decimal digits
and a few signs, with at least one letter or mark; not behind a letter, a digit or `&`, and not before `#` or `://`.
"""

import re

from scicomm_bot.characters.pattern import Pattern

# Marks of Unicode's blocks; what lies between them is letters, which `\w` has anyway, or not assigned.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0898-\u08e1\u08e3-\u0963"
    "\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d"
    "\u0d57-\u0d63\u0d81-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84"
    "\u0f86-\u0fbc\u0fc6\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u17d3\u17dd\u180b-\u180d"
    "\u180f-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2"
    "\u1cd4-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f\u3099-\u309a\ua66f-\ua672\ua674-\ua67d"
    "\ua69e-\ua6f1\ua802-\ua827\ua82c\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0\ua9e5-\uaa4d"
    "\uaa7b-\uaac1\uaaeb-\uaaef\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)
_SPECIAL = "\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
# Numbers that are no decimal digits: raised and lowered ones, fractions, Roman ones, numbers in circles.
_NUMBERS = (
    "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u2182\u2185-\u2189\u2460-\u249b\u24ea-\u24ff"
    "\u2776-\u2793"
)
_SIGN = rf"(?:(?![{_NUMBERS}])[\w{_MARKS}{_SPECIAL}])"
_LETTER = rf"(?:(?![{_NUMBERS}\d_])[\w{_MARKS}])"
_BEGINNING = rf"(?:(?<=[\ufe0e\ufe0f{_NUMBERS}])|(?<![\w{_MARKS}{_SPECIAL}&]))[#\uff03](?![\ufe0f\u20e3])"
_TAG = rf"{_BEGINNING}(?=(?:(?!{_LETTER}){_SIGN})*+{_LETTER})({_SIGN}++)(?![#\uff03]|://)"

_JOINS = (
    r"[-\u2010\u2011\u2012\u2013\u2212&+/'\u2019\u02bc\u00b4~|=]"
    r"|(?<=\d)\.(?=\d)|(?<=[#\uff03.]\w)\.(?=\w(?!\w))"
)
"""What joins two words to one for readers, and ends a hashtag for X."""

TAG = Pattern(_TAG)
"""What X takes for a hashtag."""

TAG_AS_READ = Pattern(rf"{_TAG}((?:(?:{_JOINS}|[{_NUMBERS}]){_SIGN}++|[{_NUMBERS}]++)*+)")
"""A hashtag, with what readers take for the rest of it as the second group."""

GLUED = Pattern(r"(?<=[^\W_])[#\uff03](?=\w*[^\W\d_])\w+")
"""A hash mark right behind a letter or digit, of which X makes no hashtag: "x#ALS", "#ALS#MND"."""

JOINS = Pattern(_JOINS)
"""What parts the words of that rest."""

NUMBER_AS_TAG = Pattern(rf"{_BEGINNING}(\d++)(?!{_SIGN}|[.,:/-]\d)((?:(?:{_JOINS}){_SIGN}++)*+)")
"""A hash mark with a number alone, of which X makes no hashtag, with what readers take for the rest of it."""

# Both as https://github.com/twitter/twitter-text has them (validMentionPrecedingChars, validMention, validCashtag).
MENTION = Pattern(
    r"(?:(?<![A-Za-z0-9_+~.-])[Rr][Tt]:?|(?<![A-Za-z0-9_!#$%&*@\uff20]))"
    r"[@\uff20]([A-Za-z0-9_]{1,20})(?![@\uff20\u00c0-\u024f]|://)"
)
CASHTAG = Pattern(
    r"(?<!\S)[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]?"
    r"(\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?=\s|$|[!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$\"\u2019\u201d\u2026])"
)


_MARKS_OF_TAG = "#\uff03"
_NOT_IN_TAG = Pattern(rf"(?:(?!{_SIGN}).)+", re.DOTALL)


def hashtag(written: str) -> str:
    """Return a word as a hashtag, `#ALS`, of which X links the whole; it may have its mark already.

    Raises:
        ValueError: it is none; says why, and what to write, as what goes on behind the word.
    """
    word = written.strip()
    bare = word[1:] if word[:1] and word[0] in _MARKS_OF_TAG else word
    tag = f"#{bare}"
    linked = TAG.match(tag)
    if linked is not None and linked[1] == bare:
        return tag
    parts = _NOT_IN_TAG.sub(" ", bare).split()
    if not parts:
        raise ValueError("is no hashtag; write a word")
    if any(mark in bare for mark in _MARKS_OF_TAG):
        raise ValueError("is more than one hashtag; write each as an entry of its own")
    one = "".join([parts[0], *(part[:1].upper() + part[1:] for part in parts[1:])])
    if TAG.match(f"#{one}") is None:
        raise ValueError("is no hashtag: X makes none of digits alone; put a word to it")
    if any(map(str.isspace, bare)):
        raise ValueError(f"is no hashtag: it is one word; write {one!r}")
    links = f"X links only {linked[0]!r} of it" if linked is not None else "X links nothing of it"
    raise ValueError(f"is no hashtag: {links}; write {one!r}")


def without_links(text: str) -> str:
    """Blank out what X links besides addresses: hashtags, mentions, cashtags."""
    if "#" in text or "\uff03" in text:
        text = TAG_AS_READ.sub(_blank_tag, text)
    if "@" in text or "\uff20" in text:
        text = MENTION.sub(_blank, text)
    return CASHTAG.sub(_blank, text) if "$" in text else text


def _blank_tag(match: re.Match[str]) -> str:
    """Blank out a hashtag as it is read, "#COVID-19"; the figure of "#ALS-50%" is none of it."""
    whole = match.group()
    if match.string[match.end() : match.end() + 1] in {"%", "\u2030"}:
        return " " * (len(whole) - len(match.group(2))) + match.group(2)
    return " " * len(whole)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
