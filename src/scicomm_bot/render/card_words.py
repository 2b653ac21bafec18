"""What stands on the card of a post: words of the post and of the paper's record, and no other; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scicomm_bot.characters.compose import nfc
from scicomm_bot.domain.card import Card, CardColours, CardLine, Credit, House, Label
from scicomm_bot.domain.colours import readable_on
from scicomm_bot.domain.paper import Colours, Evidence, Finding, Institution, Paper
from scicomm_bot.domain.study import NAMED_BY_KIND
from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.text import read_text
from scicomm_bot.render.filters import digits, fill
from scicomm_bot.render.joining import joined
from scicomm_bot.render.words import Phrase, Section, WordsError

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages that are written from right to left (Unicode CLDR, "layout")."""
_BULLET = re.compile(r"[\u2022\u2023\u25e6\u2043*\u2013-][ \t]+")
_BY_ITSELF = re.compile(r"(?:#\w\S*(?: +#\w\S*)*|(?:doi: ?|https?://)\S+)", re.IGNORECASE)
"""A line of hashtags, or one that holds a DOI or an address alone."""
_CLOSING = ")]}\"'\u2019\u201d\u00bb"
_PAUSES = (".", "!", "?", ",", ";", ":", "\u2026", "\u060c", "\u061b", "\u061f")
"""Signs at which a reader pauses, in Latin and in Arabic script; what closes a bracket or a quotation may follow."""
_MOST_NAMES = 3
_ORDER = ("cells", "animals", "people")


def card_of(
    text: str, paper: Paper, finding: Finding | None, house: Institution | None, *, lang: str, words: "CardWords"
) -> Card:
    """Return the card of a post; its logo is not known here.

    Args:
        text: The post's text, as it goes out.
        paper: Its paper.
        finding: Its finding, or None for a post that comes by itself.
        house: Who shows it, or None.
        lang: The post's language.
        words: The words of that language.

    Raises:
        WordsError: a word is missing.
    """
    colours = Colours() if house is None else house.colours
    ground = colours.background
    credit = tuple(_credits(paper, words))
    card = Card(
        lang=lang,
        rtl=lang.partition("-")[0] in _RIGHT_TO_LEFT,
        lines=tuple(_lines(_without(credit, own_text(text, finding)))),
        labels=tuple(_labels(paper, finding, words)),
        credits=credit,
        house=None if house is None else House(nfc(house.name), house.short_name and nfc(house.short_name)),
        colours=CardColours(ground, colours.text, colours.accent, readable_on(colours.accent, ground, colours.text)),
    )
    return replace(card, alt=_alt(card, words))


def own_text(text: str, finding: Finding | None) -> str:
    """Return what a post says itself: its finding, in the wording that it has, without labels, hashtags and DOI.

    Where a template words it otherwise, it is the whole text but for lines of hashtags, DOIs and addresses alone.
    """
    wordings = () if finding is None else (_as_sent(one) for one in finding.wordings)
    found = next((one for one in wordings if one in text), None)
    if found is not None:
        return found
    return "\n".join(line for line in text.split("\n") if not _BY_ITSELF.fullmatch(line)).strip()


def _without(credit: tuple[Credit, ...], text: str) -> str:
    """Return a text without the lines that the credit says below it, word for word, if others are left."""
    said = {one.text for one in credit}
    return "\n".join(line for line in text.split("\n") if line not in said).strip() or text


def _as_sent(wording: str) -> str:
    """Return a wording as it stands in a post (`render.posts.tidy`)."""
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in nfc(wording).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _lines(text: str) -> Iterator[CardLine]:
    gap = False
    for line in text.split("\n"):
        if line:
            bullet = _BULLET.match(line)
            yield CardLine(line[bullet.end() :] if bullet else line, bullet is not None, gap)
        gap = not line


def _labels(paper: Paper, finding: Finding | None, words: "CardWords") -> Iterator[Label]:
    study = paper.study
    on = _studied(paper, finding)
    if paper.is_preprint or not study.peer_reviewed:
        status = ("reviewed preprint" if study.peer_reviewed else "preprint") if paper.is_preprint else "not reviewed"
        yield Label(words.card("status", status), "status", (status,))
    if study.kind != "other" and (not on or on != NAMED_BY_KIND.get(study.kind)):
        yield Label(words.of("study", study.kind), "kind", (study.kind,))
    if on:
        species = words.species(finding) if "animals" in on else None
        said = tuple(species or one if one == "animals" else one for one in on)
        names = [words.animal(one) if one == species else words.of("studied", one) for one in said]
        yield Label(fill(words.phrase("in"), studied=words.listed(names)), "on", said)


def _studied(paper: Paper, finding: Finding | None) -> tuple[str, ...]:
    """Return what the post is on: all of it, or nothing where a quotation does not say."""
    if finding is None:
        on: set[str] = set(paper.study.on)
    else:
        each = [set(one.on) for one in finding.evidence]
        on = set() if any(not one or "unstated" in one for one in each) else set().union(*each)
    return tuple(one for one in _ORDER if one in on)


def _credits(paper: Paper, words: "CardWords") -> Iterator[Credit]:
    if paper.authors:
        yield Credit(_authors(paper, words), "authors")
    if paper.journal and paper.year:
        year = digits(paper.year, words.of("digits"))
        yield Credit(fill(words.top("appeared"), journal=nfc(paper.journal), year=year), "journal")
    if paper.doi is not None:
        yield Credit(f"doi:{paper.doi}", "doi")


def _authors(paper: Paper, words: "CardWords") -> str:
    names, count = [nfc(one.name) for one in paper.authors], paper.author_count
    if count == len(names) <= _MOST_NAMES:
        return words.listed(names)
    phrase = words.inner("authors", "and one other" if count == 2 else "and others")  # noqa: PLR2004 - the first and one
    return fill(phrase, name=names[0], count=digits(count - 1, words.of("digits")))


def _alt(card: Card, words: "CardWords") -> str:
    """Return what a card shows, for those who do not see it: its words, in the order in which they are read."""
    said = " ".join(_spoken(card.lines))
    parts = [fill(words.phrase("alt"), text=fill(words.top("quoted"), text=said))]
    if card.labels:
        parts.append(fill(words.phrase("labels"), labels=words.joined(one.text for one in card.labels)))
    named = [one.text for one in card.credits] + ([card.house.name] if card.house is not None else [])
    parts += [f"{one.removesuffix('.')}." for one in named]
    return " ".join(parts)


def _spoken(lines: Sequence[CardLine]) -> Iterator[str]:
    """Yield the lines as they are read out: the entries of a list with a pause behind each."""
    for number, line in enumerate(lines):
        more = line.bullet and not line.text.rstrip(_CLOSING).endswith(_PAUSES)
        goes_on = number + 1 < len(lines) and lines[number + 1].bullet
        yield f"{line.text}{';' if goes_on else '.'}" if more else line.text


class CardWords:
    """The words of one language: those of the templates, with a section `card` of the folder's own or the program's."""

    def __init__(self, words: Section, card: Section) -> None:
        """Take the words of the templates' folder, and the section `card`."""
        self._words, self._card = words, card

    def of(self, *names: str) -> str:
        """Return a word of the templates'."""
        return str(self.inner(*names))

    def top(self, name: str) -> Phrase:
        """Return a sentence of the templates'."""
        return self.inner(name)

    def inner(self, *names: str) -> Phrase:
        """Return a sentence of one of the sections."""
        return _phrase(self._words, names)

    def card(self, *names: str) -> str:
        """Return a word of the section `card`."""
        return str(self.phrase(*names))

    def phrase(self, *names: str) -> Phrase:
        """Return a sentence of the section `card`."""
        return _phrase(self._card, names)

    def listed(self, names: Sequence[str]) -> str:
        """Return names as a list within a sentence."""
        *but_last, last = names
        between = self.of("between")
        return joined([between.join(but_last), self.of("and"), last]) if but_last else last

    def joined(self, names: Iterator[str]) -> str:
        """Return labels one after the other."""
        return self.card("between").join(names)

    def species(self, finding: Finding | None) -> str | None:
        """Return the one animal that the quotations on animals name, where the section `card` has a word for it."""
        quotes = () if finding is None else (one for one in finding.evidence if "animals" in one.on)
        found = {name for quote in quotes for name in _animals_in(quote)}
        name = found.pop() if len(found) == 1 else None
        return name if name is not None and name in self._species else None

    def animal(self, name: str) -> str:
        """Return the word for an animal that has one."""
        return str(self._species.word(name))

    @property
    def _species(self) -> Section:
        section = self._card.word("species")
        if not isinstance(section, Section):
            raise WordsError("'card.species' must have names with texts", section.place)
        return section


def _animals_in(quote: Evidence) -> Iterator[str]:
    """Yield the animals that a quotation names, each by one name; "animals" itself names none."""
    for sentence in read_text(quote.quote).sentences:
        for at in mentions(sentence).animals:
            word = sentence.words[at]
            if word not in _ANY:
                yield _ALSO.get(word, word)


_ANY = frozenset({"animal", "animals", "rodent", "rodents"})
_ALSO = {
    "mouse": "mice", "murine": "mice", "rat": "rats", "rabbit": "rabbits", "dog": "dogs", "canine": "dogs",
    "pig": "pigs", "porcine": "pigs", "swine": "pigs", "piglet": "pigs", "piglets": "pigs", "ovine": "sheep",
    "lamb": "sheep", "lambs": "sheep", "bovine": "cattle", "cow": "cattle", "cows": "cattle", "equine": "horses",
    "horse": "horses", "monkey": "monkeys", "macaque": "monkeys", "macaques": "monkeys", "chicken": "chickens",
    "cat": "cats", "feline": "cats", "bird": "birds", "frog": "frogs", "xenopus": "frogs", "drosophila": "fruit flies",
    "fruit": "fruit flies", "elegans": "worms", "worm": "worms", "nematode": "worms", "nematodes": "worms",
    "bee": "bees", "honeybee": "bees", "honeybees": "bees",
}  # fmt: skip
"""Other words of papers for what the section `card` has one word for."""


def _phrase(section: Section, names: Sequence[str]) -> Phrase:
    found: Phrase | Section = section
    for name in names:
        if not isinstance(found, Section):
            raise WordsError(f"{name!r} is missing below a text")
        found = found.word(name)
    if not isinstance(found, Phrase):
        raise WordsError(f"{'.'.join(names)!r} must be a text, and has several")
    return found
