"""Rules on what X makes a link of, and forbids to bots: names of accounts, and share symbols."""

import re
from collections.abc import Iterator

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.english.tags import TAG_AS_READ
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium import length

# Both as https://github.com/twitter/twitter-text has them (validMentionPrecedingChars, validMention, validCashtag).
_MENTION = Pattern(
    r"(?:(?<![A-Za-z0-9_+~.-])[Rr][Tt]:?|(?<![A-Za-z0-9_!#$%&*@\uff20]))"
    r"[@\uff20]([A-Za-z0-9_]{1,20})(?![@\uff20\u00c0-\u024f]|://)"
)
_CASHTAG = Pattern(
    r"(?<!\S)[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]?"
    r"(\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?=\s|$|[!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$\"\u2019\u201d\u2026])"
)


@rule(
    "mention",
    Level.ERROR,
    detects="an @mention",
    why="X's rules forbid bots to mention people who did not ask for it (docs.x.com, developer-guidelines)",
    bad="A review by @example on ALS",
    good="A review by five authors on ALS",
    kinds=ALL,
    english=False,
)
def mention(reading: Reading) -> Iterator[Found]:
    """Find what X takes for the name of an account; e-mail addresses and what stands in links are none."""
    if "@" not in reading.post.text and "\uff20" not in reading.post.text:
        return
    names = dict.fromkeys(match.group(1) for match in _MENTION.finditer(length.without_urls(reading.post.text)))
    if names:
        told = ", ".join(f"@{name}" for name in names)
        yield Found(f"mentions {told}", "write the name without @")


@rule(
    "cashtag",
    Level.ERROR,
    detects="more than one cashtag",
    why="X allows bots one cashtag to a post (docs.x.com, developer-guidelines)",
    bad="$ABC and $DEF study G-CSF",
    good="Two companies study G-CSF",
    kinds=ALL,
    english=False,
)
def cashtag(reading: Reading) -> Iterator[Found]:
    """Find several of what X takes for the symbol of a share; a price such as $0.20 is none."""
    if reading.post.text.count("$") > 1:
        tags = [match.group(1) for match in _CASHTAG.finditer(length.without_urls(reading.post.text))]
        if len(tags) > 1:
            yield Found(f"{len(tags)} cashtags: {', '.join(tags)}", "keep one at most")


def without_links(text: str) -> str:
    """Blank out what X links besides addresses: hashtags, mentions, cashtags."""
    if "#" in text or "\uff03" in text:
        text = TAG_AS_READ.sub(_blank_tag, text)
    if "@" in text or "\uff20" in text:
        text = _MENTION.sub(_blank, text)
    return _CASHTAG.sub(_blank, text) if "$" in text else text


def _blank_tag(match: re.Match[str]) -> str:
    """Blank out a hashtag as it is read, "#COVID-19"; the figure of "#ALS-50%" is none of it."""
    whole = match.group()
    if match.string[match.end() : match.end() + 1] in {"%", "\u2030"}:
        return " " * (len(whole) - len(match.group(2))) + match.group(2)
    return " " * len(whole)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
