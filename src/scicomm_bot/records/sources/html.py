"""A journal's page, saved as HTML: the record that its head has for Google Scholar and reference managers.

The names of the tags are those that Zotero's translator "Embedded Metadata" reads
(https://github.com/zotero/translators/blob/master/Embedded%20Metadata.js), and schema.org's ScholarlyArticle.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.doi import bare_doi, folded_doi
from scicomm_bot.records.names import clean, group, person
from scicomm_bot.records.record import Person, Record, RecordError
from scicomm_bot.records.sources.page_head import Meta, PageHead, page_head
from scicomm_bot.records.sources.raw import RawFields, are_others, author_of

# A field's tags, the most trusted first: Highwire's, Dublin Core, PRISM, bepress, EPrints. Names are in small letters,
# those of Dublin Core with a dot, whatever the page writes (`DC.Title`, `dcterms:title`, `dc_title`).
_TITLE = ("citation_title", "dc.title", "prism.title", "bepress_citation_title", "eprints.title")
_JOURNAL = (
    "citation_journal_title", "citation_conference_title", "citation_inbook_title", "citation_book_title",
    "prism.publicationname", "dc.ispartof", "dc.relation.ispartof", "dc.source", "bepress_citation_journal_title",
    "eprints.publication", "citation_journal_abbrev",
)  # fmt: skip
_DATE = (
    "citation_cover_date", "citation_publication_date", "citation_date", "citation_year", "prism.coverdate",
    "prism.publicationdate", "dc.issued", "dc.date.issued", "dc.date", "dc.date.available", "dc.created",
    "bepress_citation_date", "eprints.date",
)  # fmt: skip
_ONLINE = ("citation_online_date", "bepress_citation_online_date")
_VOLUME = ("citation_volume", "dc.citation.volume", "prism.volume", "bepress_citation_volume", "eprints.volume")
_ISSUE = ("citation_issue", "dc.citation.issue", "prism.number", "bepress_citation_issue", "eprints.number")
_FIRST = (
    "citation_firstpage",
    "dc.citation.spage",
    "prism.startingpage",
    "bepress_citation_firstpage",
    "eprints.pagerange",
)
_LAST = ("citation_lastpage", "dc.citation.epage", "prism.endingpage", "bepress_citation_lastpage")
_DOI = ("citation_doi", "prism.doi", "bepress_citation_doi", "eprints.id_number", "eprints.doi")
_MAYBE_DOI = ("dc.identifier.doi", "dc.identifier", "dc.source", "eprints.official_url", "citation_id")
_ADDRESS = (
    "citation_public_url", "citation_abstract_html_url", "bepress_citation_abstract_html_url",
    "citation_fulltext_html_url", "prism.url", "dc.identifier", "dc.identifier.uri", "og:url",
)  # fmt: skip
_LANGUAGE = ("citation_language", "dc.language", "dc.language.iso", "prism.language")
_ABSTRACT = (
    "citation_abstract",
    "dc.abstract",
    "dc.description.abstract",
    "bepress_citation_abstract",
    "eprints.abstract",
)
_DESCRIPTION = ("og:description", "description", "twitter:description")
_KEYWORDS = (
    "citation_keywords",
    "citation_keyword",
    "dc.subject",
    "prism.keyword",
    "bepress_citation_keywords",
    "eprints.keywords",
)
_PUBLISHER = ("citation_publisher", "dc.publisher", "citation_technical_report_institution", "og:site_name")
_AUTHORS = (
    "citation_author",
    "bepress_citation_author",
    "dc.creator",
    "dc.contributor.author",
    "eprints.creators_name",
)
_INSTITUTIONS = frozenset(
    {"citation_author_institution", "bepress_citation_author_institution", "citation_author_affiliation"}
)
_SPELLINGS = Pattern(r"(?:dcterms|dc)[.:_]|prism[:_]|eprints[:_]")
_ARTICLES = frozenset({"scholarlyarticle", "medicalscholarlyarticle"})
_MOST_SHOWN = 80
_LEAST_ABSTRACT = 200
"""A shorter description of a page is its advertisement."""
_NO_JOURNAL = Pattern(r"https?:|\bdoi\b|\b[0-9]+ ?[:(] ?[0-9]", re.IGNORECASE)
_LONG_WORD = Pattern(r"[^\W\d_]{4,}")
_IN_ANY_TITLE = frozenset({
    "about", "after", "among", "analysis", "article", "based", "between", "could", "does", "during", "from", "have",
    "into", "journal", "more", "over", "paper", "research", "review", "science", "some", "study", "than", "that",
    "their", "these", "this", "under", "university", "using", "were", "what", "when", "which", "with",
})  # fmt: skip
"""Words that tell nothing of what a title is on."""
_STEM = 6
"""So many letters of a word tell it: "methods" and "method" are one."""
_WHOLE = Pattern(r"[.!?\"\u201d)\]]\s*\Z")
_NO_TAGS = (
    "this page{named} has no meta tags for a paper in it (citation_title, DC.title and the like): give the paper's DOI "
    "to `add` instead, or save the page whole from its journal's site ('Save page as', HTML)"
)
_DESCRIBED = "the abstract is from the page's description, which may be shortened: compare it with the page"
_PLATFORM = (
    "this is a page of the Science Communicator Platform as HTML: mark and copy its whole text in the browser, save "
    "that as a .txt file, and give it to `add`"
)
_ON_PLATFORM = Pattern(r"science communicator platform", re.IGNORECASE)


def html(text: str, origin: str) -> Iterator[Record | RecordError]:
    """Yield the record in a page's head, or why there is none. Time is linear in the text.

    Field by field, what is most trusted counts: Highwire's tags, Dublin Core, PRISM, bepress, EPrints, JSON-LD, and at
    last what the page shows to social networks, which is shortened or has the site's name in it.

    Args:
        text: The page; one that is cut off gives what stands before the cut.
        origin: The file's name.
    """
    head = page_head(text)
    record = _record(head, origin)
    if record is None:
        named = f" ({clean(head.title)[:_MOST_SHOWN]!r})" if head.title.strip() else ""
        yield RecordError(_PLATFORM if _ON_PLATFORM.search(text) else _NO_TAGS.format(named=named))
    else:
        yield record


def _record(head: PageHead, origin: str) -> Record | None:
    tags = _by_name(head.metas)
    article = next((node for node in head.nodes if _is_article(node)), {})
    named = _first(tags, _TITLE) or _text(article, "headline", "name")
    dois = [*_all(tags, _DOI), *_dois_of(article)]
    authors, left_out = _authors(head.metas, tags, article)
    journal = next(filter(_is_journal, _all(tags, _JOURNAL)), "") or _periodical(article)
    title = named or (_first(tags, ("og:title",)) if dois or authors else "")
    if not title or not (named or dois):
        return None
    if not (authors or journal or dois or _first(tags, _DATE) or article):
        return None
    abstract, doubts = _abstract(tags, article, title)
    if not authors:
        doubts.append("the page's head names no authors: add them from the page")
    return RawFields(
        origin=origin,
        title=title,
        authors=authors,
        authors_left_out=left_out,
        journal=journal,
        dates=[*_all(tags, _DATE), _text(article, "datePublished")],
        online=_first(tags, _ONLINE),
        volume=_first(tags, _VOLUME) or _below(article, "volumeNumber"),
        issue=_first(tags, _ISSUE) or _below(article, "issueNumber"),
        first_page=_first(tags, _FIRST) or _text(article, "pageStart", "pagination"),
        last_page=_first(tags, _LAST) or _text(article, "pageEnd"),
        dois=dois,
        maybe_dois=_all(tags, _MAYBE_DOI),
        addresses=[*_all(tags, _ADDRESS), head.canonical, _text(article, "url")],
        pmid=_first(tags, ("citation_pmid",)),
        arxiv_id=_first(tags, ("citation_arxiv_id",)),
        languages=[*_all(tags, _LANGUAGE), _text(article, "inLanguage")],
        abstract=abstract,
        keywords=_keywords(tags, article),
        publisher=_first(tags, _PUBLISHER),
        doubts=[*_told_of_several(tags, dois), *doubts],
    ).record()


def _by_name(metas: Sequence[Meta]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in metas:
        found.setdefault(_plain_name(meta.name), []).append(meta.content)
    return found


def _plain_name(name: str) -> str:
    def dotted(prefix: re.Match[str]) -> str:
        return f"{prefix[0][:-1].removesuffix('terms')}."

    return _SPELLINGS.sub(dotted, name) if _SPELLINGS.match(name) else name


def _all(tags: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[str]:
    return [content for name in names for content in tags.get(name, ())]


def _first(tags: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    return next(iter(_all(tags, names)), "")


def _is_journal(written: str) -> bool:
    """Whether a text may be a journal's name: some pages have an address or a whole citation there."""
    return _NO_JOURNAL.search(written) is None


def _told_of_several(tags: Mapping[str, Sequence[str]], dois: Sequence[str]) -> Iterator[str]:
    """Say that a page names several titles or DOIs, so that it may be of several papers, or of one in two languages."""
    titles = dict.fromkeys(map(clean, tags.get("citation_title", ())))
    if len(titles) > 1:
        yield f"the page names {len(titles)} titles, of which the first is taken; another is {list(titles)[1]!r}"
    different = {folded_doi(one): one for one in filter(None, map(bare_doi, dois))}
    if len(different) > 1:
        named = ", ".join(list(different.values())[:3])
        yield f"the page names {len(different)} DOIs, of which the first is taken: {named}"


# Authors.


def _authors(
    metas: Sequence[Meta], tags: Mapping[str, Sequence[str]], article: Mapping[str, Any]
) -> tuple[list[Person], int]:
    written = next(filter(None, (_named(metas, name) for name in _AUTHORS)), [])
    if not written or written[0][2] not in {"citation_author", "bepress_citation_author"}:
        listed = [name for text in tags.get("citation_authors", ()) for name in _separate(text)]
        written = [(name, [], "citation_authors") for name in listed] or written
    people = [author_of(name, tuple(where)) for name, where, _ in _once(written) if not are_others(name)]
    left_out = any(are_others(name) for name, _, _ in written)
    of_article = _people(article.get("author"))
    if not people or (len(of_article) == len(people) and _affiliated(of_article) and not _affiliated(people)):
        people = of_article
    return people, int(left_out)


def _affiliated(people: Sequence[Person]) -> bool:
    return any(one.affiliations for one in people)


def _named(metas: Sequence[Meta], wanted: str) -> list[tuple[str, list[str], str]]:
    """Return the authors of one kind of tag, each with the institutions that stand behind it."""
    found: list[tuple[str, list[str], str]] = []
    for meta in metas:
        name = _plain_name(meta.name)
        if name == wanted:
            found += [(one, [], wanted) for one in filter(None, map(str.strip, meta.content.split(";")))]
        elif name in _INSTITUTIONS and found:
            found[-1][1].append(meta.content)
    return found


def _once(written: list[tuple[str, list[str], str]]) -> list[tuple[str, list[str], str]]:
    """Return a list of authors once: some pages have the whole list twice."""
    half, odd = divmod(len(written), 2)
    names = [name for name, _, _ in written]
    if odd or names[:half] != names[half:]:
        return written
    return written[:half] if any(where for _, where, _ in written[:half]) else written[half:]


def _separate(text: str) -> list[str]:
    """Separate names that stand in one tag: by semicolons; else by commas, where each part is a whole name."""
    if ";" in text:
        return [one.strip() for one in text.split(";") if one.strip()]
    parts = [one.strip() for one in text.split(",") if one.strip()]
    if len(parts) > 1 and all(" " in part for part in parts):
        return parts
    return [", ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)] if len(parts) % 2 == 0 else [text]


# JSON-LD.


def _types(node: Mapping[str, Any]) -> frozenset[str]:
    written = node.get("@type")
    values = written if isinstance(written, list) else [written]
    return frozenset(one.rpartition("/")[2].lower() for one in values if isinstance(one, str))


def _is_article(node: Mapping[str, Any]) -> bool:
    """Whether a node is a paper's: by its type, or an article's that has a DOI."""
    return bool(_types(node) & _ARTICLES) or ("article" in _types(node) and bool(_dois_of(node)))


def _text(node: Mapping[str, Any], *keys: str) -> str:
    for key in keys:
        value = node.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("alternateName")
        if isinstance(value, str | int) and str(value).strip():
            return str(value)
    return ""


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _dois_of(node: Mapping[str, Any]) -> list[str]:
    found = []
    for one in chain(*(_items(node.get(key)) for key in ("identifier", "doi", "sameAs", "@id", "url"))):
        value = one.get("value") or one.get("@id") or one.get("url") if isinstance(one, dict) else one
        if isinstance(value, str) and bare_doi(value) is not None:
            found.append(value)
    return found


def _people(value: object) -> list[Person]:
    return [one for one in map(_person, _items(value)) if one is not None]


def _person(value: object) -> Person | None:
    if isinstance(value, str):
        return author_of(value) if value.strip() else None
    if not isinstance(value, dict):
        return None
    where = tuple(filter(None, map(_affiliation, _items(value.get("affiliation")))))
    family, given = _text(value, "familyName"), _text(value, "givenName")
    name = _text(value, "name")
    if "organization" in _types(value):
        return group(name, where) if name else None
    if family:
        return person(family, given, _text(value, "honorificSuffix"), where)
    return author_of(name, where) if name else None


def _affiliation(value: object) -> str:
    """Return an affiliation: the whole of it where a page has it as the address of the institution's name."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    name, address = _text(value, "name"), value.get("address")
    whole = _text(address, "name") if isinstance(address, dict) else address if isinstance(address, str) else ""
    return whole if name and name in whole else ", ".join(filter(None, (name, whole)))


def _containers(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what an article is part of: issue, volume, journal."""
    waiting = _items(node.get("isPartOf"))
    for _ in range(10):
        if not waiting:
            return
        inner = [one for one in waiting if isinstance(one, dict)]
        yield from inner
        waiting = [part for one in inner for part in _items(one.get("isPartOf"))]


def _periodical(article: Mapping[str, Any]) -> str:
    named = [(one, _text(one, "name")) for one in _containers(article)]
    journals = [name for one, name in named if name and "periodical" in _types(one)]
    return next(iter(journals), next((name for _, name in named if name), ""))


def _below(article: Mapping[str, Any], key: str) -> str:
    return _text(article, key) or next(filter(None, (_text(one, key) for one in _containers(article))), "")


# Texts.


def _abstract(tags: Mapping[str, Sequence[str]], article: Mapping[str, Any], title: str) -> tuple[str, list[str]]:
    """Return the abstract, and doubts.

    What a page has for search engines and social networks counts where it is long and whole, and speaks of what the
    title does: many sites have a word on themselves there.
    """
    named = _first(tags, _ABSTRACT) or _text(article, "abstract")
    if named:
        return named, []
    of_paper = max(_first(tags, ("dc.description",)), _text(article, "description"), key=len)
    described = [one for one in _all(tags, _DESCRIPTION) if _speaks_of(title, one)]
    found = max([of_paper, *described], key=len)
    if len(found) < _LEAST_ABSTRACT:
        return "", []
    if _WHOLE.search(found) is None or found.rstrip().endswith("..."):
        return "", ["the page's head has only the beginning of the abstract, which is left out"]
    return found, [] if found == of_paper else [_DESCRIBED]


def _speaks_of(title: str, description: str) -> bool:
    """Whether two of a title's longer words are in a description, but not the whole title, as a citation has it."""
    whole, said = clean(title).casefold(), clean(description).casefold()
    words = {word[:_STEM] for word in _LONG_WORD.findall(whole) if word not in _IN_ANY_TITLE}
    return bool(words) and sum(word in said for word in words) >= min(2, len(words)) and whole not in said


def _keywords(tags: Mapping[str, Sequence[str]], article: Mapping[str, Any]) -> list[str]:
    for name in _KEYWORDS:
        if written := tags.get(name):
            return [word for text in written for word in _words(text, alone=len(written) == 1)]
    return [word for one in _items(article.get("keywords")) if isinstance(one, str) for word in _words(one, alone=True)]


def _words(text: str, *, alone: bool) -> list[str]:
    """Separate keywords: by semicolons, or where one tag has all of them, by commas."""
    return text.split(";") if ";" in text or not alone else text.split(",")
