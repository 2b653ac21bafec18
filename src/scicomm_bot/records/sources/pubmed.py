"""PubMed's XML, as `efetch` and the web page give it: a set of articles, or one.

Elements: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html,
https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from scicomm_bot.records import names
from scicomm_bot.records.record import AbstractPart, NoRecordError, Person, Record, RecordError
from scicomm_bot.records.sources import fields, medline
from scicomm_bot.records.sources.xml_items import Item, inner, items, text_of

_ARTICLE, _BOOK = "PubmedArticle", "PubmedBookArticle"
_LEFT_OUT = frozenset({"ReferenceList", "History", "ChemicalList", "GrantList", "DataBankList"})
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,4}\d{1,9}")
_ARXIV = re.compile(r"arxiv:\s*((?:[a-z\-]+/)?\d{4}\.?\d{3,5})(?:v\d+)?", re.IGNORECASE)


def pubmed_xml(data: bytes, origin: str) -> Iterator[Record | RecordError]:
    """Yield the records of a PubMed XML file, in its order; an error in the place of each that cannot be read.

    Args:
        data: The file.
        origin: The source's name for all of them.
    """
    read = 0
    for item in items(data, (_ARTICLE, _BOOK), _LEFT_OUT):
        read += 1
        yield item if isinstance(item, RecordError) else _record(item, origin)
    if not read:
        none = NoRecordError if b"<PubmedArticleSet" in data else RecordError  # another page is no answer at all
        yield none("there is no PubMed article in it; PubMed answers so for a number that it does not know")


def _record(item: Item, origin: str) -> Record | RecordError:
    pmid = text_of(item.element, "MedlineCitation/PMID") or text_of(item.element, "BookDocument/PMID")
    if item.element.tag == _BOOK:
        text = "it is a book or a chapter of one, which is not read; add it from its DOI"
        return RecordError(text, item.line, f"PMID {pmid}" if pmid else "")
    citation = item.element.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if citation is None or article is None:
        text = "the record has no article in it; get it from PubMed again"
        return RecordError(text, item.line, f"PMID {pmid}" if pmid else "")
    return _read(item.element, citation, article, pmid, origin)


def _read(whole: Element, citation: Element, article: Element, pmid: str, origin: str) -> Record:
    titles = medline.titles(inner(article.find("ArticleTitle")), inner(article.find("VernacularTitle")))
    authors, dates, doi = _authors(article), _dates(article), _doi(whole, article)
    types = [
        medline.PublicationType(one.get("UI", ""), text_of(one))
        for one in article.iterfind("PublicationTypeList/PublicationType")
    ]
    references = [_reference(one) for one in citation.iterfind("CommentsCorrectionsList/CommentsCorrections")]
    references += [_reference(one) for one in whole.iterfind("PubmedData/CommentsCorrectionsList/CommentsCorrections")]
    on, on_doubts = medline.on(
        [text_of(one) for one in citation.iterfind("MeshHeadingList/MeshHeading/DescriptorName")]
    )
    abstract, abstract_doubts = fields.abstract_and_doubts(_abstract(article))
    return Record(
        origin=origin,
        title=titles.title,
        authors=authors,
        journal=_journal(citation, article),
        year=dates.year,
        online_year=dates.online_year,
        volume=fields.number(text_of(article, "Journal/JournalIssue/Volume")),
        issue=fields.number(text_of(article, "Journal/JournalIssue/Issue")),
        pages=_pages(article),
        doi=doi.doi,
        pmid=pmid if pmid.isdecimal() else None,
        arxiv_id=_arxiv_id(article),
        language=medline.language([text_of(one) for one in article.iterfind("Language")]),
        abstract=abstract,
        keywords=_keywords(citation),
        kind=medline.kind(types),
        on=on,
        is_preprint=medline.is_preprint(types),
        remarks=(
            *titles.remarks,
            *medline.remarks_of_types(types),
            *filter(None, map(medline.remark_of, references)),
        ),
        doubts=(
            *titles.doubts,
            *_author_doubts(article, authors),
            *dates.doubts,
            *doi.doubts,
            *abstract_doubts,
            *fields.doubts_of_losses([titles.title, *(one.name for one in authors)]),
            *on_doubts,
            *filter(None, map(medline.doubt_of, references)),
        ),
    )


# Authors.


def _authors(article: Element) -> tuple[Person, ...]:
    lists = article.findall("AuthorList")
    authors = next((one for one in lists if one.get("Type", "authors") == "authors"), None)
    if authors is None:
        return ()
    shared = tuple(filter(None, (fields.affiliation(inner(one)) for one in article.iterfind("Affiliation"))))
    found = (_author(one, shared) for one in authors.iterfind("Author") if one.get("ValidYN") != "N")
    return tuple(one for one in found if one.name)


def _author(author: Element, shared: tuple[str, ...]) -> Person:
    written = [*author.iterfind("AffiliationInfo/Affiliation"), *author.iterfind("Affiliation")]
    affiliations = tuple(filter(None, (fields.affiliation(inner(one)) for one in written))) or shared
    group = inner(author.find("CollectiveName"))
    if group.strip():
        return names.group(fields.without_full_stop(group), affiliations)
    given = inner(author.find("ForeName")).strip() or inner(author.find("Initials"))
    return names.person(inner(author.find("LastName")), given, inner(author.find("Suffix")), affiliations)


def _author_doubts(article: Element, authors: Sequence[Person]) -> Iterator[str]:
    yield from fields.doubts_of_names([one.family for one in authors if not one.is_group])
    if any(one.get("CompleteYN") == "N" for one in article.iterfind("AuthorList")):
        yield "PubMed says that its list of the authors is not complete"


# Where it appeared.


def _journal(citation: Element, article: Element) -> str | None:
    short = text_of(article, "Journal/ISOAbbreviation") or text_of(citation, "MedlineJournalInfo/MedlineTA")
    return medline.journal(text_of(article, "Journal/Title"), short) or short or None


class _Dates(NamedTuple):
    year: int | None
    online_year: int | None = None
    doubts: Sequence[str] = ()


def _dates(article: Element) -> _Dates:
    issue = article.find("Journal/JournalIssue/PubDate")
    written = text_of(issue, "MedlineDate") if issue is not None else ""
    year = fields.year_in(text_of(issue, "Year")) if issue is not None else None
    year = year or fields.year_in(written)
    online = min(
        filter(None, (fields.year_in(text_of(one, "Year")) for one in article.iterfind("ArticleDate"))), default=None
    )
    if year is None:
        return _Dates(online)
    return _Dates(year, online if online and online < year else None, tuple(medline.doubts_of_date(written)))


def _pages(article: Element) -> str | None:
    paged = text_of(article, "Pagination/MedlinePgn")
    if not paged and (first := text_of(article, "Pagination/StartPage")):
        last = text_of(article, "Pagination/EndPage")
        paged = f"{first}-{last}" if last else first
    if found := fields.pages(paged):
        return found
    if not article.get("PubModel", "").startswith("Electronic"):
        return None  # where there is an issue, a publisher's number is no page
    numbers = (text_of(one) for one in article.iterfind("ELocationID") if one.get("EIdType") == "pii")
    return next((one for one in numbers if _ARTICLE_NUMBER.fullmatch(one)), None)


# Identifiers.


class _Doi(NamedTuple):
    doi: str | None
    doubts: Sequence[str] = ()


def _doi(whole: Element, article: Element) -> _Doi:
    located = [
        inner(one).strip()  # not cleaned: old ones have `<` and `>` in them
        for one in article.iterfind("ELocationID")
        if one.get("EIdType") == "doi" and one.get("ValidYN") != "N"
    ]
    ids = whole.findall("PubmedData/ArticleIdList/ArticleId")
    listed = [inner(one).strip() for one in ids if one.get("IdType") == "doi"]
    publishers = [inner(one).strip() for one in ids if one.get("IdType") == "pii"]
    return _Doi(*medline.doi([*located, *listed], publishers))


def _arxiv_id(article: Element) -> str | None:
    found = (_ARXIV.match(text_of(one)) for one in article.iterfind("ELocationID"))
    return next((one[1] for one in found if one), None)


# What it says.


def _abstract(article: Element) -> Sequence[AbstractPart]:
    parts = article.findall("Abstract/AbstractText")
    if len(parts) == 1 and not parts[0].get("Label"):
        return fields.labelled_parts(inner(parts[0]))
    return [fields.part(inner(one), one.get("Label")) for one in parts]


def _keywords(citation: Element) -> tuple[str, ...]:
    """Return the authors' own; the indexers' lists have an owner of theirs."""
    lists = (one for one in citation.iterfind("KeywordList") if one.get("Owner", "NOTNLM") == "NOTNLM")
    found = (fields.without_full_stop(text_of(word)) for one in lists for word in one.iterfind("Keyword"))
    return tuple(dict.fromkeys(filter(None, found)))


def _reference(element: Element) -> medline.Reference:
    return medline.Reference(
        element.get("RefType", ""), text_of(element, "RefSource"), text_of(element, "PMID"), text_of(element, "Note")
    )
