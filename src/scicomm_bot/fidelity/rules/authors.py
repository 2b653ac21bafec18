"""The names of the authors: without the marks that a page puts on them, and each once."""

import re
from collections.abc import Iterator, Sequence

from scicomm_bot.characters.fold import fold
from scicomm_bot.characters.markup import plain_text
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule

_SIGNS = "*#\u2020\u2021\u00a7\u00b6\u2016\u203b\u204e\u2217\u2709\u271d\u2720\u2e38"
_RAISED = "\u00aa\u00b2\u00b3\u00b9\u02b0-\u02b8\u02e1-\u02e3\u1d43-\u1d61\u1d9c\u1da0\u1dbb\u2070-\u208e"
_MARK = Pattern(rf"[{_SIGNS}{_RAISED}]$|[(\[][0-9a-z{_SIGNS}]{{1,2}}[)\]]$|(?<=[\s,;])[a-h]$")
_NUMBER = Pattern(r"(?<![\d.-])[0-9]{1,2}$")
_MARK_BEFORE = Pattern(rf"[{_SIGNS}\s]+")
_BETWEEN = " ,;\u00a0\u2009\u202f"
_NUMBERED = Pattern(r"\S.*[\s.](?:[^\W\d_a-z]{1,3}\s?|[^\W\d_a-z][^\W\d_]+)$")
"""A person of two words or more, the last of them initials or a name, behind which a number can only be a mark."""
_GROUP = Pattern(
    r"\b(?:group|consortium|network|collaborat\w+|team|study|trial|investigators|committee|project|initiative|cohort)\b",
    re.IGNORECASE,
)
"""What people share a name; such a name may have a number."""
_LONGEST = 200
"""A longer name is none of a person."""
_MOST_SHOWN = 5


@rule(
    "author-name",
    Level.WARNING,
    detects="an author's name with the footnote marks of a page, or an author who stands twice",
    why="the post names people; a mark is no part of a name, and nobody wrote the paper twice",
    bad="- name: Smith J*, - name: Jones K1,2",
    good="- name: Smith J, - name: Jones K",
    kinds=frozenset({"authors"}),
    english=False,
)
def author_name(reading: Reading) -> Iterator[Found]:
    """Look at every author's name in the record, also where the post has no room for it."""
    names = [plain_text(author.name) for author in reading.paper.authors]
    clean = [without_marks(name) for name in names]
    marked = [(name, bare) for name, bare in zip(names, clean, strict=True) if bare not in {name, ""}]
    if marked:
        what = f"{_listed([name for name, _ in marked])} {'has' if len(marked) == 1 else 'have'} footnote marks"
        yield Found(what, f"write {_listed([bare for _, bare in marked])}")
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for bare in clean:
        key = fold(bare).casefold().rstrip(".")
        if key in seen:
            twice[bare] = None
        seen.add(key)
    if twice:
        what = f"{_listed(list(twice))} {'stands' if len(twice) == 1 else 'stand'} twice among the authors"
        yield Found(what, "delete one entry; of two people with one name, waive this")


def without_marks(name: str) -> str:
    """Return a name without footnote marks: asterisks, daggers, raised signs, numbers and small letters behind it.

    A number stays where it may be a part of the name: `FinnGen 2`, `Working Group P3`, `Cohort 2024`.
    """
    if len(name) > _LONGEST:
        return name
    text, listed = name, False
    if before := _MARK_BEFORE.match(name):
        text = name[before.end() :]
    while True:
        bare = text.rstrip(_BETWEEN)
        if found := _MARK.search(bare):
            text, listed = bare[: found.start()], True
        elif (number := _NUMBER.search(bare)) and _is_mark(bare[: number.start()], listed=listed):
            text, listed = bare[: number.start()], True
        else:
            return bare


def _is_mark(before: str, *, listed: bool) -> bool:
    """Whether a number behind a text is a mark: one of several, or behind a person's name."""
    return listed or before[-1:] in {",", ";"} or (bool(_NUMBERED.match(before)) and not _GROUP.search(before))


def _listed(names: Sequence[str]) -> str:
    shown = [f"\u201c{name}\u201d" for name in names[:_MOST_SHOWN]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
