"""The tables of the sets: what is held of the faithful and of the faulty posts, by kind of fault, and by rule."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt

from evaluation.labelled import Labelled

Z = 1.959964
FEWEST = 30
"""From fewer alarms of a rule, nothing is said of the level that it deserves."""
MOST_ASKED, LEAST_RIGHT = 0.02, 0.5
"""A question that is put to more of the faithful posts than this, or is right less often than this, is a note."""
_GRAVITY = "EQWI"

Posts = Sequence[Labelled]
Row = tuple[str, Callable[[Labelled], bool], Callable[[Labelled], bool]]

ROWS: tuple[Row, ...] = (
    ("faithful, of all posts", lambda one: True, lambda one: one.faithful),
    ("faithful: stopped (E)", lambda one: one.faithful, lambda one: one.stopped),
    ("faithful: asked (Q, no E)", lambda one: one.faithful, lambda one: one.asked),
    ("faithful: stopped or asked", lambda one: one.faithful, lambda one: one.held),
    ("faithful: noted alone (W)", lambda one: one.faithful, lambda one: one.noted_alone),
    ("fault with a rule: held (E or Q)", lambda one: not one.faithful and one.known_kind, lambda one: one.held),
    ("fault without a rule: held", lambda one: not one.faithful and not one.known_kind, lambda one: one.held),
    ("of these, a figure by the wrong label", lambda one: one.wrong_label, lambda one: one.held),
    ("of what is held, faulty", lambda one: one.held, lambda one: not one.faithful),
    ("faulty, not held: pointed at", lambda one: not one.faithful and not one.held, lambda one: one.pointed_at),
)
"""Each row: its name, of which posts, and how many of those."""
_NOT_BY_SET = frozenset({"faithful, of all posts", "faithful: asked (Q, no E)", "of what is held, faulty"})


def wilson(count: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95% interval of a share, without correction for continuity; of nothing it is (0, 1).

    Newcombe, Statistics in Medicine 1998;17:857-872, method 3.
    """
    if not n:
        return 0.0, 1.0
    share, square = count / n, Z * Z
    middle = (share + square / 2 / n) / (1 + square / n)
    half = Z * sqrt(share * (1 - share) / n + square / 4 / n / n) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(count: int, n: int) -> str:
    """Return a count as `22 of 95, 23% (16-33)`."""
    if not n:
        return "0 of 0"
    low, high = wilson(count, n)
    return f"{count} of {n}, {count / n:.0%} ({100 * low:.0f}-{100 * high:.0f})"


def summary(sets: Mapping[str, Posts]) -> Iterator[str]:
    """Yield the rows of all sets side by side."""
    yield f"| | {' | '.join(sets)} |"
    yield f"|---|{'---|' * len(sets)}"
    for name, counts, hit in ROWS:
        cells = []
        for posts in sets.values():
            among = [one for one in posts if counts(one)]
            cells.append(share(sum(map(hit, among)), len(among)))
        yield f"| {name} | {' | '.join(cells)} |"


def rows(sets: Mapping[str, Posts]) -> Iterator[str]:
    """Yield the sets below one another, with what the goals are about."""
    told = [row for row in ROWS if row[0] not in _NOT_BY_SET]
    yield f"| | {' | '.join(name for name, _, _ in told)} |"
    yield f"|---|{'---|' * len(told)}"
    for name, posts in sets.items():
        cells = []
        for _, counts, hit in told:
            among = [one for one in posts if counts(one)]
            cells.append(f"{sum(map(hit, among))} of {len(among)}")
        yield f"| {name} | {' | '.join(cells)} |"


def whole(of: Mapping[str, Posts]) -> Iterator[str]:
    """Yield all tables of one set."""
    (posts,) = of.values()
    yield from (*summary(of), "", *kinds(posts), "", *rules(posts))


def kinds(posts: Posts) -> Iterator[str]:
    """Yield, for each kind of fault, how many posts have it and what became of them."""
    yield "| kind of fault | posts | stopped | asked | noted alone | nothing |"
    yield "|---|--:|--:|--:|--:|--:|"
    faulty = [one for one in posts if not one.faithful]
    for kind, n in sorted(Counter(one.label.kind for one in faulty).items(), key=lambda one: (-one[1], one[0])):
        among = [one for one in faulty if one.label.kind == kind]
        parts = [sum(one.stopped for one in among), sum(one.asked for one in among)]
        parts.append(sum(one.noted_alone for one in among))
        yield f"| `{kind}` | {n} | {' | '.join(map(str, (*parts, n - sum(parts))))} |"


def rules(posts: Posts) -> Iterator[str]:
    """Yield, for each rule and level, its alarms; an alarm on a faulty post counts as right, whatever it is about."""
    faithful, faulty = ([one for one in posts if one.faithful is wanted] for wanted in (True, False))
    on_faithful, on_faulty = _alarms(faithful), _alarms(faulty)
    yield f"| rule | level | on {len(faithful)} faithful | on {len(faulty)} faulty | right, of its alarms | so it is |"
    yield "|---|---|---|---|---|---|"
    every = on_faithful.keys() | on_faulty.keys()
    for level, rule in sorted(every, key=lambda one: (_GRAVITY.index(one[0]), one[1])):
        false, true = on_faithful[level, rule], on_faulty[level, rule]
        cells = [share(false, len(faithful)), share(true, len(faulty)), share(true, false + true)]
        yield f"| `{rule}` | {level} | {' | '.join(cells)} | {verdict(level, false, len(faithful), true)} |"


def verdict(level: str, false: int, faithful: int, true: int) -> str:
    """Return what alarms say of a rule's level."""
    if false + true < FEWEST:
        return "too few to tell"
    if level != "Q":
        return "-"
    asks_much = faithful and false / faithful > MOST_ASKED
    return "W" if asks_much or true / (true + false) < LEAST_RIGHT else "Q"


def _alarms(posts: Posts) -> Counter[tuple[str, str]]:
    """Count, by level and rule, the posts that have a remark; those of level I are none."""
    return Counter(key for one in posts for key in {(r.level.value, r.rule) for r in one.remarks} if key[0] != "I")


def disagreements(posts: Posts, rule: str | None = None) -> Iterator[str]:
    """Yield the faithful posts that are held or noted and the faulty ones that are not held, with all that is told."""
    for one in posts:
        told = [f"    {r.level.value} {r.rule}: {r.message}" for r in one.remarks if rule in {None, r.rule}]
        if (rule and not told) or (not one.levels & set("EQW") if one.faithful else one.held and not rule):
            continue
        if one.faithful:
            what = "FALSE ALARM" if one.held else "noted"
        else:
            what = "found" if one.held else f"MISSED{', pointed at' if one.pointed_at else ''}"
        yield f"\n{one.id} [{one.label.kind}] {what}{': ' * bool(one.label.fault)}{one.label.fault}"
        yield f"  {' '.join(one.post.text.split())}"
        for quote in one.finding.evidence if one.finding is not None else ():
            yield f"  on {'/'.join(quote.on)}: {quote.quote}"
        yield from told or ["    nothing"]


def quotations_cut(posts: Posts) -> tuple[int, int]:
    """Count the quotations that begin or end within a word of their paper, and all that stand there."""
    whole = []
    for one in posts:
        text = f" {one.paper.abstract} {one.paper.title} "
        for quote in one.finding.evidence if one.finding is not None else ():
            if (at := text.find(quote.quote)) > 0:
                end = at + len(quote.quote)
                whole.append(not text[at - 1 : at + 1].isalnum() and not text[end - 1 : end + 1].isalnum())
    return whole.count(False), len(whole)
