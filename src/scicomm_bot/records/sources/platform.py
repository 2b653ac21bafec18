"""The text of a paper's page on the Science Communicator Platform, as a browser copies or saves it.

Known from one page (https://www.rimpacts.com/rd/p.aspx?c=10052360063): the title behind "Share this content!", with the
words of its links at the end; the authors with the numbers of their affiliations glued on; the line "Source: ...
Published:YYYY"; the abstract, up to "Experts (".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.records.names import clean, group, person
from scicomm_bot.records.record import Person, Record, RecordError
from scicomm_bot.records.sources.abstracts import abstract_of
from scicomm_bot.records.sources.raw import RawFields, author_of

_BEFORE_TITLE = Pattern(r"share this content\b.*", re.IGNORECASE)
_LINKS = Pattern(
    r"(?:\s+(?:Publisher|Pub ?Med|Scopus|PMC|DOI|Web of Science|Google Scholar|Full ?text|PDF))+\s*", re.IGNORECASE
)
_AFTER_AUTHORS = Pattern(
    r"(?:authors?|show affiliations?|hide affiliations?|authors? affiliations?)\s*:?", re.IGNORECASE
)
_SOURCE = Pattern(r"source\s*:\s*(?P<journal>.*?)\s*(?:published\s*:\s*(?P<year>.*))?", re.IGNORECASE)
_PUBLISHED = Pattern(r"published\s*:\s*(?P<year>.*)", re.IGNORECASE)
_ABSTRACT = Pattern(r"abstract\s*:?", re.IGNORECASE)
_AFTER_ABSTRACT = Pattern(
    r"experts?\s*\(.*|experts?|other related docs.*|related (?:papers|docs|documents).*", re.IGNORECASE
)
_KEYWORDS = Pattern(r"(?:author )?keywords?\s*:\s*(?P<words>.+)", re.IGNORECASE)
_DOI = Pattern(r"(?:doi\s*[:=]?\s*|https?://(?:dx\.)?doi\.org/)10\..+|10\.[0-9]{4,9}/\S+", re.IGNORECASE)
_DOI_WITHIN = Pattern(r"\b10\.[0-9]{4,9}/[^\s;,]+")
_AFFILIATION = Pattern(r"(?:[0-9]{1,4}\.\s+)?(?P<number>[0-9]{1,4})\s*[.)]\s+(?P<text>\S.*)")
_NAME = Pattern(r"(?P<name>.*?[^\W\d_][.\u2019')]?)\s*(?P<numbers>[0-9]{1,3}(?:\s*[,\s]\s*[0-9]{1,3})*)?")
_PLAIN_DIGITS = str.maketrans(
    "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", "1230456789"
) | dict.fromkeys(map(ord, "*\u2020\u2021\u00a7\u00b6\u2709"))
"""Numbers are raised on the page, and signs stand behind who may be written to."""
_INITIALS_LAST = Pattern(r"(?P<family>.*\S)\s+(?P<initials>(?:[^\W\d_]\.?-?){1,5})")
_WORD = Pattern(r"[^\W_]+(?:[-\u2010\u2011/][^\W_]+)*")
_IN_BRACKETS = Pattern(r"[(\[]\s*([^\W\d_][\w/-]{1,9})\s*[)\]]")
_WHAT = "copy the whole text of the paper's page on the Science Communicator Platform, from its first line to 'Experts'"
_MOST_TITLE_LINES = 6


class _Line(NamedTuple):
    number: int
    text: str


class _Page(NamedTuple):
    """A page's parts, each with its lines."""

    title: str
    authors: list[_Line]
    affiliations: list[_Line]
    journal: str
    published: str
    abstract: str
    around: list[_Line]


class _UnfitError(Exception):
    """A page is not built as the known one is."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.text, self.line = text, line


def platform(text: str, origin: str) -> Iterator[Record | RecordError]:
    """Yield the one record of a platform page, or what does not fit, with its line. Time is linear in the text.

    No DOI is made up: one is taken where a line outside of the abstract has nothing else.

    Args:
        text: The page's text.
        origin: The file's name.
    """
    try:
        yield _record(_page(text), origin)
    except _UnfitError as unfit:
        yield RecordError(f"{unfit.text}; {_WHAT}", unfit.line)


def _page(text: str) -> _Page:
    lines = [_Line(number, " ".join(line.split())) for number, line in enumerate(re.split(r"\r\n?|\n", text), 1)]
    lines = [line for line in lines if line.text.strip("\ufeff")]
    if not lines:
        raise _UnfitError("the page is empty", 1)
    last = lines[-1].number
    begin = _index(lines, _BEFORE_TITLE, 0)
    if begin is None:
        raise _UnfitError("no line begins with 'Share this content!', behind which the title stands", last)
    source = _index(lines, _SOURCE, begin + 1, needs="source")
    if source is None:
        raise _UnfitError("no line has the journal, as in 'Source: Acta Medica Published:2023'", last)
    heads = lines[begin + 1 : source]
    title, rest = _title(heads, lines[begin].number)
    names = next((at for at, line in enumerate(rest) if _AFTER_AUTHORS.fullmatch(line.text)), len(rest))
    affiliations = [line for line in rest[names:] if not _AFTER_AUTHORS.fullmatch(line.text)]
    abstract_at = _index(lines, _ABSTRACT, source + 1)
    end = _index(lines, _AFTER_ABSTRACT, source + 1)
    end = len(lines) if end is None else end
    found = _SOURCE.fullmatch(lines[source].text)
    journal, published = (found["journal"], found["year"]) if found else ("", "")
    between = lines[source + 1 : end if abstract_at is None else min(abstract_at, end)]
    for line in between:
        if published is None and (later := _PUBLISHED.fullmatch(line.text)):
            published = later["year"]
    body = [] if abstract_at is None else lines[abstract_at + 1 : end]
    return _Page(
        title,
        [line for line in rest[:names] if not _is_doi(line)],
        affiliations,
        journal,
        published or "",
        "\n".join(line.text for line in body if not _KEYWORDS.fullmatch(line.text) and not _is_doi(line)),
        [*rest, *between, *body],
    )


def _index(lines: list[_Line], pattern: Pattern, begin: int, needs: str = "") -> int | None:
    return next(
        (
            at
            for at in range(begin, len(lines))
            if lines[at].text[: len(needs)].lower() == needs and pattern.fullmatch(lines[at].text)
        ),
        None,
    )


def _title(heads: list[_Line], before: int) -> tuple[str, list[_Line]]:
    """Return the title and the lines behind it; the words of its links end a title of several lines."""
    if not heads or _AFTER_AUTHORS.fullmatch(heads[0].text):
        raise _UnfitError("no title stands behind 'Share this content!'", heads[0].number if heads else before)
    for count, line in enumerate(heads[:_MOST_TITLE_LINES], 1):
        if _AFTER_AUTHORS.fullmatch(line.text):
            break
        title = " ".join(head.text for head in heads[:count])
        links = _links_behind(title)
        if links < len(title):
            return title[:links].rstrip(), heads[count:]
    return heads[0].text, heads[1:]


def _links_behind(title: str) -> int:
    """Return where the words of the links begin; their length where there are none."""
    end = len(title)
    for found in _LINKS.finditer(title, max(0, len(title) - 200)):
        if found.end() == len(title):
            end = found.start()
    return end


def _is_doi(line: _Line) -> bool:
    return _DOI.fullmatch(line.text) is not None


def _record(page: _Page, origin: str) -> Record:
    affiliations = _affiliations(page.affiliations)
    doubts: list[str] = []
    authors = _authors(page.authors, affiliations, doubts)
    title = clean(page.title)
    doubts += _acronyms(title, " ".join(part.text for part in abstract_of(page.abstract).parts))
    dois = [line.text for line in page.around if _is_doi(line)]
    doubts += [
        f"the abstract has a DOI in it, {found[0].rstrip('.)')!r}, which need not be the paper's: it is left there"
        for found in [_DOI_WITHIN.search(page.abstract)]
        if found
    ]
    keywords = [found["words"] for line in page.around if (found := _KEYWORDS.fullmatch(line.text))]
    return RawFields(
        origin=origin,
        title=title,
        authors=authors,
        journal=page.journal,
        dates=[page.published],
        dois=dois[:1],
        abstract=page.abstract,
        keywords=[word for words in keywords for word in re.split(r"[;,]", words)],
        doubts=doubts,
    ).record()


def _affiliations(lines: list[_Line]) -> dict[str, str]:
    """Return the affiliations by their numbers; a line without a number goes on with the one before."""
    found: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in lines:
        if _is_doi(line):
            continue
        numbered = _AFFILIATION.fullmatch(line.text)
        if numbered is not None:
            last = found.setdefault(numbered["number"], [])
            last.append(numbered["text"])
        elif last is not None:
            last.append(line.text)
        elif len(lines) == 1:
            found["1"] = [line.text]
        else:
            raise _UnfitError(f"an affiliation has no number: {line.text[:60]!r}", line.number)
    return {number: " ".join(texts) for number, texts in found.items()}


def _authors(lines: list[_Line], affiliations: dict[str, str], doubts: list[str]) -> list[Person]:
    authors = []
    for line in lines:
        for written in filter(None, map(str.strip, line.text.translate(_PLAIN_DIGITS).split(";"))):
            found = _NAME.fullmatch(written)
            if found is None or (any(map(str.isdigit, found["name"])) and not _is_body(written)):
                raise _UnfitError(
                    f"{written[:60]!r} is no author's name with the numbers of affiliations behind it", line.number
                )
            numbers = re.findall(r"[0-9]+", found["numbers"] or "")
            missing = [number for number in numbers if number not in affiliations] if affiliations else []
            doubts += [f"{found['name']!r} has affiliation {number}, which is not on the page" for number in missing]
            where = tuple(affiliations[number] for number in numbers if number in affiliations)
            if not numbers and len(affiliations) == 1:
                where = tuple(affiliations.values())
            authors.append(_author(found["name"], where))
    if not authors:
        doubts.append("the page names no authors")
    return authors


def _is_body(written: str) -> bool:
    return author_of(written).is_group


def _author(name: str, affiliations: tuple[str, ...]) -> Person:
    if _is_body(name):
        return group(name, affiliations)
    found = _INITIALS_LAST.fullmatch(name)
    if found is None or not found["initials"].isupper():
        return person(name, affiliations=affiliations)
    return person(found["family"], found["initials"], affiliations=affiliations, initials_last=True)


def _acronyms(title: str, abstract: str) -> list[str]:
    """Say which words of the title the abstract writes with other capitals ("G-Csf"), as the site's titles have it."""
    written: dict[str, str] = {}
    for found in _WORD.finditer(abstract):
        if sum(sign.isupper() for sign in found[0]) > 1:
            written.setdefault(found[0].lower(), found[0])
            written.setdefault(found[0].lower().removesuffix("s"), found[0].removesuffix("s"))
    doubts = []
    told: set[str] = set()
    for found in _WORD.finditer(title):
        word = found[0]
        right = written.get(word.lower())
        if right is not None and right != word and word not in told:
            told.add(word)
            doubts.append(
                f"the title has {word!r} in title case; the abstract writes {right!r}: put it right in the title"
            )
    for found in _IN_BRACKETS.finditer(title):
        word = found[1]
        if word not in told and word.lower() not in written and word[0].isupper() and word[1:].islower():
            told.add(word)
            doubts.append(
                f"the title has {word!r} in brackets, which may be an acronym in title case: {word.upper()!r}?"
            )
    return doubts
