"""Word lists: data files with comments, and finding their phrases among a sentence's words.

A file in `data/` holds one phrase to a line. `#` begins a comment, `[name]` a section, and `=>` parts a phrase from
what to write instead. Hyphens count as spaces, case does not count. One line may stand for many:

| written | stands for |
|---|---|
| `improve~` | the forms of a verb: improve, improves, improved, improving |
| `study(s)` | a word and its form in -s: study, studies |
| `rise(ed)`, `rise(s)(ed)` | a verb and its past, and its form in -s: rise, rose, risen, rises |
| `in|on|with mice` | one of several words at this place |
| `associat*` | all words that begin so |
| `@modal` | what the section `[modal]` of `grammar.txt` holds |
| `@people/clinical` | what the section `[clinical]` of `people.txt` holds |
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.verbs import Form, forms

_DATA = Path(__file__).parent / "data"
_MARKS = Pattern(r"~|\(s\)|\(ed\)")
_FORM: Mapping[str, Form] = {"(s)": "s", "(ed)": "past"}
_MANY = Pattern(r"[~|]|\((?:s|ed)\)")
"""What makes one line stand for several phrases."""
_KEY = 3
"""Words with a star are looked up by their first letters; a shorter stem would be looked up by all of it."""
_REMEMBERED = 50_000
"""So many words are remembered with the phrases that begin with them: a language's words recur."""


class Entry(NamedTuple):
    """A phrase of a list.

    Attributes:
        words: Its words; one that ends in `*` is the beginning of a word.
        section: The section it stands in; empty before the first.
        instead: What to write instead, or empty.
    """

    words: tuple[str, ...]
    section: str = ""
    instead: str = ""

    def begins_at(self, words: Sequence[str], at: int) -> bool:
        """Whether the phrase stands at word `at`."""
        if at + len(self.words) > len(words):
            return False
        for index, mine in enumerate(self.words, at):  # a loop, for this is what rules spend their time on
            if mine != words[index] and not (mine[-1] == "*" and words[index].startswith(mine[:-1])):
                return False
        return True


class Hit(NamedTuple):
    """A phrase that was found: words `start` up to, not including, `stop`."""

    start: int
    stop: int
    entry: Entry


class Lexicon:
    """Phrases that are looked for together; `entries` is not gone through before one of them is needed."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._given = entries
        self._sections: dict[tuple[str, ...], Lexicon] = {}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The phrases, in the order of the file."""
        return tuple(self._given)

    @cached_property
    def _at(self) -> "_Beginnings":
        return _Beginnings(self.entries)

    def find(self, words: Sequence[str]) -> Iterator[Hit]:
        """Yield the phrases among these words, from left to right, none within another."""
        beginnings = self._at
        if beginnings.begin_none_of(words):  # as most texts
            return iter(())
        return _found(words, beginnings)

    def first(self, words: Sequence[str]) -> Hit | None:
        """Return the first phrase among these words, or None."""
        return next(self.find(words), None)

    def sections_in(self, words: Sequence[str]) -> frozenset[str]:
        """Return the sections that a phrase among these words is of, also of one within another."""
        beginnings = self._at
        if beginnings.begin_none_of(words):
            return frozenset()
        return frozenset(
            entry.section
            for at, word in enumerate(words)
            if word not in beginnings.silent
            for entry in beginnings[word].entries
            if entry.begins_at(words, at)
        )

    @property
    def first_words(self) -> frozenset[str]:
        """The words that phrases begin with, those in a plain sense apart: a text without them holds no phrase."""
        return frozenset(entry.words[0] for entry in self.entries if entry.section != "plain")

    def section(self, *names: str) -> "Lexicon":
        """Return the phrases of these sections alone."""
        if names not in self._sections:
            self._sections[names] = Lexicon(self._within(names))
        return self._sections[names]

    def _within(self, names: Container[str]) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.section in names)


class _Begun(NamedTuple):
    """The phrases that begin with a word.

    Attributes:
        second: The words that must stand next to it for any of them; None where some need none, or have a star there.
        entries: The phrases, the longest first.
    """

    second: frozenset[str] | None
    entries: Sequence[Entry]


_NOTHING = _Begun(frozenset(), ())


class _Beginnings(dict[str, _Begun]):
    """The phrases by the words that they begin with; those of words with a star are added as words are met.

    Most words of a text begin no phrase. They are remembered, too, as `silent`: a language's words recur.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, list[Entry]] = {}
        self._stems: dict[str, list[Entry]] = {}
        for entry in sorted(entries, key=lambda entry: -len(entry.words)):
            first = entry.words[0]
            if first[-1] == "*":
                self._stems.setdefault(first[:-1][:_KEY], []).append(entry)
            else:
                self._whole.setdefault(first, []).append(entry)
        self.silent: set[str] = set()
        self._sizes = {len(key) for key in self._stems}  # so many letters the keys of phrases with a star have

    def begin_none_of(self, words: Sequence[str]) -> bool:
        """Whether it is plain that no phrase begins with one of these words."""
        return self.silent.issuperset(words) if self._stems else self._whole.keys().isdisjoint(words)

    def __missing__(self, word: str) -> _Begun:
        found = self._whole.get(word, [])
        for size in self._sizes:
            if word[:size] in self._stems:
                found = found + [one for one in self._stems[word[:size]] if word.startswith(one.words[0][:-1])]
        if len(self) + len(self.silent) >= _REMEMBERED:
            self.clear()
            self.silent.clear()
        if not found:
            self.silent.add(word)
            return _NOTHING
        any_next = any(len(one.words) == 1 or one.words[1][-1] == "*" for one in found)
        second = None if any_next else frozenset(one.words[1] for one in found)
        self[word] = _Begun(second, tuple(sorted(found, key=lambda entry: -len(entry.words))))
        return self[word]


def _found(words: Sequence[str], beginnings: _Beginnings) -> Iterator[Hit]:
    free, last, silent = 0, len(words) - 1, beginnings.silent
    for at, word in enumerate(words):  # rules spend much of their time here
        if word in silent or at < free:
            continue
        second, entries = beginnings[word]
        if second is not None and (at == last or words[at + 1] not in second):
            continue
        for entry in entries:
            if len(entry.words) == 1 or entry.begins_at(words, at):
                free = at + len(entry.words)
                yield Hit(at, free, entry)
                break


class _WordFile(Lexicon):
    """The word list `data/NAME.txt`, of which no section is read before it is needed."""

    def __init__(self, name: str) -> None:
        self._name = name
        super().__init__(self._within(None))

    def _within(self, names: Container[str] | None) -> Iterator[Entry]:
        for section, text in _texts(self._name).items():
            if names is None or section in names:
                for words, instead in _phrases(text):
                    yield Entry(words, section, instead)


@cache
def lexicon(name: str) -> Lexicon:
    """Return the word list `data/NAME.txt`."""
    return _WordFile(name)


@cache
def words_of(name: str, *sections: str) -> frozenset[str]:
    """Return the single words of some sections of the word list `data/NAME.txt`, to be looked up one by one."""
    texts = _texts(name)
    return frozenset(words[0] for section in sections for words, _ in _phrases(texts[section]))


@cache
def _texts(name: str) -> Mapping[str, str]:
    """Return the sections of a file: name -> its lines, in order; what stands before the first is under ""."""
    first, *others = f"\n{(_DATA / f'{name}.txt').read_text(encoding='utf-8')}".split("\n[")
    named = (part.partition("]") for part in others)
    return {"": first} | {section: lines for section, _, lines in named}


def _phrases(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words of each line, and what to write instead."""
    for line in text.splitlines():
        phrase, _, instead = line.partition("#")[0].partition("=>")
        if phrase.startswith("@"):
            file, _, section = phrase[1:].strip().rpartition("/")
            yield from _phrases(_texts(file or "grammar")[section])
        elif _MANY.search(phrase):
            for words in product(*map(_written_out, phrase.lower().replace("-", " ").split())):
                yield words, instead.strip()
        elif words := tuple(phrase.lower().replace("-", " ").split()):
            yield words, instead.strip()


def _written_out(word: str) -> Iterable[str]:
    """Return what a word of a list stands for, its base first."""
    if "|" in word:
        return dict.fromkeys(chain.from_iterable(map(_written_out, word.split("|"))))
    base = _MARKS.sub("", word)
    if base == word:
        return (word,)
    wanted = {form for mark, form in _FORM.items() if mark in word}
    made = forms(base, irregular_verbs().get(base, ""))
    return dict.fromkeys((base, *(one for one, form in made.items() if "~" in word or form in wanted)))


@cache
def irregular_verbs() -> Mapping[str, str]:
    """Return the verbs of `grammar.txt` with a past of their own: the base -> its past forms, with commas between."""
    return {words[0]: past for words, past in _phrases(_texts("grammar")["irregular verbs"])}
