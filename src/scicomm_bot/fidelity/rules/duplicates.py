"""Rules that compare a post with all others of the account."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, Rule

DUPLICATE = Rule(
    "duplicate",
    Level.ERROR,
    detects="the same text as an earlier post",
    why="X refuses a text that is out already",
    bad="two findings with one text",
    good="one finding",
    kinds=ALL,
    english=False,
)
NEAR_DUPLICATE = Rule(
    "near-duplicate",
    Level.WARNING,
    detects="nearly the same text as an earlier post of the account: 70% of their word triples, or more, are common",
    why="X's rules forbid bots near-identical posts (docs.x.com, developer-guidelines)",
    bad="two findings that differ in a word",
    good="one finding, or two that say different things",
    kinds=ALL,
    english=False,
)

Gram = tuple[str, ...]
_WORD = Pattern(r"[^\W_]+")


class Compared(NamedTuple):
    """What of a post is compared with others.

    Attributes:
        id: The post.
        text: Its text.
        grams: The word triples of what is its own.
        corrects: The id of the post that it corrects, or None: the two say nearly the same, and should.
    """

    id: str
    text: str
    grams: frozenset[Gram]
    corrects: str | None = None


def compared(reading: Reading) -> Compared:
    """Return what of a post is compared with others."""
    return Compared(reading.post.id, reading.post.text, grams_of(own_text(reading)), reading.post.corrects)


def duplicates(readings: Sequence[Reading]) -> Iterator[tuple[str, Found]]:
    """Yield the posts whose text stands earlier in the file already."""
    return same_texts([*map(compared, readings)])


def same_texts(posts: Sequence[Compared], _: "Neighbours | None" = None) -> Iterator[tuple[str, Found]]:
    """Yield the posts whose text is that of an earlier one; a correction's may be that of what it corrects.

    The file may say right by now what went out wrong. What is out is kept from going out again by the ledger.
    """
    first_with: dict[str, str] = {}
    corrects = _corrects(posts)
    for post in posts:
        first = first_with.setdefault(post.text, post.id)
        if post.text and first != post.id and not _one_corrects_the_other(post.id, first, corrects):
            yield post.id, Found(f"the same text as {first}", "change one or delete it", other=first)


def near_duplicates(readings: Sequence[Reading]) -> Iterator[tuple[str, Found]]:
    """Yield the posts that are nearly an earlier one; where it is letter by letter the same, `duplicate` says so."""
    return similar_texts([*map(compared, readings)])


def similar_texts(posts: Sequence[Compared], known: "Neighbours | None" = None) -> Iterator[tuple[str, Found]]:
    """Yield the posts that are nearly an earlier one, but not letter by letter the same.

    A correction is compared with all but what it corrects, and then with the other corrections: two of one post are
    like it, and each other. `known` remembers what it found, for a next time at which most posts are the same.
    """
    once: dict[str, Compared] = {}
    for post in posts:
        if post.text:
            once.setdefault(post.text, post)
    several, corrects = list(once.values()), _corrects(posts)
    corrections = [post for post in several if post.corrects is not None]
    find = similar if known is None else known.find
    pairs = [(several, *pair) for pair in find([post.grams for post in several])]
    pairs += [(corrections, *pair) for pair in similar([post.grams for post in corrections])]
    told: set[tuple[str, str]] = set()
    for among, at, earlier, share in pairs:
        one, other = among[at].id, among[earlier].id
        if (one, other) not in told and not _one_corrects_the_other(one, other, corrects):
            told.add((one, other))
            what = f"{share:.0%} of the word triples are those of {other}"
            yield one, Found(what, "say something else, or delete one", other=other)


_LONGEST_CHAIN = 20
"""So many corrections, each of the one before, are followed back."""


def _corrects(posts: Sequence[Compared]) -> dict[str, str]:
    return {post.id: post.corrects for post in posts if post.corrects is not None}


def _one_corrects_the_other(one: str, other: str, corrects: Mapping[str, str]) -> bool:
    """Whether one of two posts corrects the other, or a correction of it."""
    return any(end in _chain(begin, corrects) for begin, end in ((one, other), (other, one)))


def _chain(post_id: str, corrects: Mapping[str, str]) -> Iterator[str]:
    for _ in range(_LONGEST_CHAIN):
        before = corrects.get(post_id)
        if before is None:
            return
        yield before
        post_id = before


def own_text(reading: Reading) -> str:
    """Return what is a post's own, without the template's fixed text.

    Of a finding that is the wording that the template printed, of the other posts what they print of the record. A
    template that changes the wording leaves the claim.
    """
    finding, paper = reading.finding, reading.paper
    whole = reading.post.text
    if finding is not None:
        printed = [wording for wording in finding.wordings if wording in whole]
        return max(printed, key=len) if printed else _claim(reading)
    if reading.post.kind == "correction":
        return _claim(reading)
    if reading.post.kind == "why" and paper.why is not None:
        return paper.why.text
    values = [paper.title, paper.journal, *(author.name for author in paper.authors)]
    values += [author.institution for author in paper.authors if author.institution]
    folded = fold(whole)
    return "\n".join(value for value in values if fold(value) in folded)


def _claim(reading: Reading) -> str:
    return "\n".join(sentence.text for sentence in reading.claim.sentences)


def grams_of(text: str) -> frozenset[Gram]:
    """Return the word triples of a text; of less than three words, the words themselves; of none, nothing."""
    words = tuple(_WORD.findall(text.lower()))
    if len(words) < 3:  # noqa: PLR2004 - triples
        return frozenset({words} if words else ())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def similar(sets: Sequence[frozenset[Gram]]) -> Iterator[tuple[int, int, float]]:
    """Yield each set of which an earlier one is much the same (a Jaccard index of 7/10 or more), that, and the index.

    Exact, without comparing all with all: two such sets have one of their rarest members in common, and at a place in
    the order of rarity that leaves enough for the rest (Xiao et al. 2008, "Efficient similarity joins for near
    duplicate detection", 10.1145/1367497.1367516). One that is the very same is named, else the earliest.
    """
    numbers: dict[Gram, int] = {}
    coded = [frozenset([numbers.setdefault(gram, len(numbers)) for gram in one]) for one in sets]
    times = Counter(chain.from_iterable(coded))
    rarity = [times[number] * len(numbers) + number for number in range(len(numbers))]
    shared = 2 * len(numbers)  # a member of one set alone leads nowhere
    seen: dict[frozenset[int], int] = {}
    places: dict[int, dict[tuple[int, int], list[int]]] = {}  # member -> how many its set has, its place -> sets
    for at, one in enumerate(coded):
        if not one:
            continue
        same = seen.setdefault(one, at)
        if same != at:
            yield at, same, 1.0
            continue
        size = len(one)
        rarest = sorted([rarity[member] for member in one])[: size - -(-7 * size // 10) + 1]
        leading = [(place, member) for place, member in enumerate(rarest) if member >= shared]
        earlier = _earlier(one, leading, coded, places)
        if earlier is not None:
            yield at, *earlier
        for place, member in leading:
            places.setdefault(member, {}).setdefault((size, place), []).append(at)


def _earlier(
    one: frozenset[int],
    leading: Sequence[tuple[int, int]],
    sets: Sequence[frozenset[int]],
    places: Mapping[int, Mapping[tuple[int, int], Sequence[int]]],
) -> tuple[int, float] | None:
    size, tried, first = len(one), set[int](), len(sets)
    for place, member in leading:
        for (other_size, other_place), several in places.get(member, {}).items():
            # What both can have in common at most: this member, and what comes after it in both.
            if not _enough(min(size - place, other_size - other_place), size, other_size):
                continue
            for other in several:
                if other >= first:
                    break
                if other not in tried:
                    tried.add(other)
                    if _enough(len(one & sets[other]), size, other_size):
                        first = other
    return None if first == len(sets) else (first, _share(one, sets[first]))


def _share(one: frozenset[Any], other: frozenset[Any]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common)


def _enough(common: int, size: int, other: int) -> bool:
    return 10 * common >= 7 * (size + other - common)


_MOST_NEWS = 64
"""With more new sets than this, finding all anew takes no longer."""
_MOST_PAIRS = 20_000
"""So many pairs are compared one by one before all is found anew: in a crowd of like sets, each has many neighbours."""
_MOST_CHANGES = 2_000
"""After so many, the order of rarity is made anew."""


class _CrowdError(Exception):
    """There are too many pairs to compare one by one."""


class Neighbours:
    """Finds what `similar` finds; and again, of sets of which most are the same, at the price of those that are not.

    Any order of the members serves as that of rarity, as long as it stays: what is new counts as the rarest.
    """

    def __init__(self) -> None:
        self._prepared = False
        self._order: list[frozenset[Gram]] = []
        self._found: dict[frozenset[Gram], frozenset[Gram] | None] = {}
        """Each distinct set with the earliest of those before it that is much the same."""
        self._rank: dict[Gram, int] = {}
        self._leading: dict[Gram, dict[frozenset[Gram], None]] = {}
        self._changes = self._pairs = 0

    def find(self, sets: Sequence[frozenset[Gram]]) -> list[tuple[int, int, float]]:
        """Return what `similar` yields of these sets."""
        place: dict[frozenset[Gram], int] = {}
        for at, one in enumerate(sets):
            if one:
                place.setdefault(one, at)
        if not self._prepared or not self._brought_up(place):
            self._find_all(place)
        found: list[tuple[int, int, float]] = []
        for at, one in enumerate(sets):
            if not one:
                continue
            if place[one] != at:
                found.append((at, place[one], 1.0))
            elif (earlier := self._found[one]) is not None:
                found.append((at, place[earlier], _share(one, earlier)))
        return found

    def prepare(self) -> None:
        """Get ready for sets of which most are the same."""
        if self._prepared:
            return
        times = Counter(chain.from_iterable(self._order))
        self._rank = {gram: number for number, (gram, _) in enumerate(sorted(times.items(), key=itemgetter(1)))}
        self._leading, self._changes, self._prepared = {}, 0, True
        for one in self._order:
            self._put(one)

    def _find_all(self, place: Mapping[frozenset[Gram], int]) -> None:
        again = self._prepared
        self._order, self._prepared = list(place), False
        earlier = {at: other for at, other, _ in similar(self._order)}
        self._found = {one: self._order[earlier[at]] if at in earlier else None for at, one in enumerate(self._order)}
        if again:
            self.prepare()

    def _brought_up(self, place: Mapping[frozenset[Gram], int]) -> bool:
        """Bring up to date what was found before; return False where all is to be found anew."""
        stays = [one for one in self._order if one in place]
        fresh = [one for one in place if one not in self._found]
        gone = [one for one in self._order if one not in place]
        self._changes += len(fresh) + len(gone)
        if len(fresh) + len(gone) > _MOST_NEWS or self._changes > _MOST_CHANGES:
            return False
        if stays != [one for one in place if one in self._found]:
            return False
        for one in gone:
            self._take_out(one)
        self._pairs = 0
        try:
            for one in fresh:
                self._put(one)
            self._look_for(place, fresh, set(gone))
        except _CrowdError:
            return False
        self._order = list(place)
        return True

    def _look_for(
        self, place: Mapping[frozenset[Gram], int], fresh: Sequence[frozenset[Gram]], gone: set[frozenset[Gram]]
    ) -> None:
        lost = [one for one, earlier in self._found.items() if earlier in gone]
        for one in (*fresh, *lost):
            before = [place[other] for other in self._like(one) if place[other] < place[one]]
            first = min(before, default=None)
            self._found[one] = None if first is None else next(x for x in self._like(one) if place[x] == first)
        for one in fresh:
            for other in self._like(one):
                named = self._found[other]
                if place[one] < place[other] and (named is None or place[one] < place[named]):
                    self._found[other] = one

    def _like(self, one: frozenset[Gram]) -> list[frozenset[Gram]]:
        """Return the sets that are much the same, but for the set itself."""
        candidates = dict.fromkeys(chain.from_iterable(self._leading[gram] for gram in self._leads(one)))
        self._pairs += len(candidates)
        if self._pairs > _MOST_PAIRS:
            raise _CrowdError
        size = len(one)
        return [other for other in candidates if other is not one and _enough(len(one & other), size, len(other))]

    def _leads(self, one: frozenset[Gram]) -> list[Gram]:
        """Return the rarest members of a set, of which it has one in common with each that is much the same."""
        for gram in one:
            if gram not in self._rank:
                self._rank[gram] = -len(self._rank)
        size = len(one)
        return sorted(one, key=self._rank.__getitem__)[: size - -(-7 * size // 10) + 1]

    def _put(self, one: frozenset[Gram]) -> None:
        for gram in self._leads(one):
            self._leading.setdefault(gram, {})[one] = None

    def _take_out(self, one: frozenset[Gram]) -> None:
        for gram in self._leads(one):
            self._leading[gram].pop(one, None)
        self._found.pop(one)
