"""Rules that compare a post with all others of the account."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

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


def duplicates(readings: Sequence[Reading]) -> Iterator[tuple[str, Found]]:
    """Yield the posts whose text stands earlier in the file already."""
    first_with: dict[str, str] = {}
    for reading in readings:
        post = reading.post
        first = first_with.setdefault(post.text, post.id)
        if post.text and first != post.id:
            yield post.id, Found(f"the same text as {first}", "change one or delete it")


def near_duplicates(readings: Sequence[Reading]) -> Iterator[tuple[str, Found]]:
    """Yield the posts that are nearly an earlier one; where it is letter by letter the same, `duplicate` says so."""
    once: dict[str, Reading] = {}
    for reading in readings:
        if reading.post.text:
            once.setdefault(reading.post.text, reading)
    several = list(once.values())
    for at, earlier, share in similar([grams_of(own_text(reading)) for reading in several]):
        what = f"{share:.0%} of the word triples are those of {several[earlier].post.id}"
        yield several[at].post.id, Found(what, "say something else, or delete one")


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
    duplicate detection", 10.1145/1367497.1367516). The first that is found is named, not the nearest.
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
    size, tried = len(one), set[int]()
    for place, member in leading:
        for (other_size, other_place), several in places.get(member, {}).items():
            # What both can have in common at most: this member, and what comes after it in both.
            if not _enough(min(size - place, other_size - other_place), size, other_size):
                continue
            for other in several:
                if other not in tried:
                    common = len(one & sets[other])
                    if _enough(common, size, other_size):
                        return other, common / (size + other_size - common)
            tried.update(several)
    return None


def _enough(common: int, size: int, other: int) -> bool:
    return 10 * common >= 7 * (size + other - common)
