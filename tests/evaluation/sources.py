"""`python tests/evaluation/sources.py`: read real records, and write how often each field was right into docs/sources.md.

The truth of a field is another reading of the same record, as plain as can be: XPath and a few string methods for
PubMed, keys for Crossref, none of the program's code. Where that reading is wrong itself, what a person saw is in `SEEN`. So
a figure says how often two readings agree; where they did not, a person looked which one was right.
"""

import argparse
import json
import re
import sys
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

if not __package__:  # run as a file: the folder above takes its place on the path
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from evaluation.data import ROOT, SHARED
from evaluation.file_truths import bibtex_truths, files, html_truths, platform_truths, ris_truths
from scicomm_bot.records.reading import read_records
from scicomm_bot.records.record import Record, RecordError
from scicomm_bot.records.sources.arxiv import arxiv_atom
from scicomm_bot.records.sources.crossref import crossref_json
from scicomm_bot.records.sources.nbib import nbib
from scicomm_bot.records.sources.pubmed import pubmed_xml

PAGE = ROOT / "docs" / "sources.md"
RECORDS = SHARED / "records"
PART = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- /measured -->)", re.DOTALL)
FIELDS = (
    "title", "authors", "groups", "affiliations", "journal", "year", "online_year", "volume", "issue", "pages", "doi",
    "pmid", "arxiv_id", "language", "abstract", "labels", "keywords", "standing",
)  # fmt: skip
Truth = Mapping[str, Any]
Reader = Callable[[bytes, str], Iterator[Record | RecordError]]

SEEN: Mapping[str, Mapping[str, Any]] = {
    "9110943": {"pages": None},
    "16779244": {"journal": "AMIA ... Annual Symposium proceedings"},
    "18122624": {"journal": "Transactions of the Southern Surgical Association"},
    "30426925": {"pages": "e42507"},
    "0901.2443": {"abstract": True},
    "1009.1022": {"abstract": False},
    "1305.6404": {"title": True, "abstract": False},
}
"""What a person saw in a record, by its number, where the plain reading is wrong: the value, or whether ours is right."""


@dataclass(frozen=True)
class Source:
    """A kind of file: its reader, its files, and the plain reading of one."""

    name: str
    reader: Reader
    files: Sequence[bytes]
    truths: Callable[[bytes], Sequence[Truth]]


# What the program read, in the form of the truth.


def said(record: Record) -> Truth:
    """Return a record's fields in the form that the truth has."""
    fields = (
        "title",
        "journal",
        "year",
        "online_year",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmid",
        "arxiv_id",
        "language",
    )
    return {
        **{name: getattr(record, name) for name in fields},
        "authors": [one.name for one in record.authors],
        "groups": [one.name for one in record.authors if one.is_group],
        "affiliations": [list(one.affiliations) for one in record.authors if one.affiliations],
        "abstract": " ".join(f"{one.label}: {one.text}" if one.label else one.text for one in record.abstract),
        "labels": [one.label for one in record.abstract if one.label],
        "keywords": list(record.keywords),
        "standing": sorted({one.standing.value for one in record.remarks}),
    }


# PubMed.


def _whole(element: ET.Element | None) -> str:
    """Return all text in an element, with figures raised and lowered by hand."""
    if element is None:
        return ""
    raised = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
    lowered = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")

    def walk(one: ET.Element) -> str:
        text = one.text or ""
        if one.tag in {"sup", "sub"} and re.fullmatch(r"[0-9+-]+", text):
            text = text.translate(raised if one.tag == "sup" else lowered)
        return text + "".join(walk(child) + (child.tail or "") for child in one)

    return " ".join(walk(element).split())


def pubmed_truths(data: bytes) -> list[Truth]:
    """Read a PubMed file by XPath."""
    return [_pubmed_truth(one) for one in ET.fromstring(data).iterfind("PubmedArticle")]  # noqa: S314 - files we chose


def _pubmed_truth(whole: ET.Element) -> Truth:
    article = whole.find("MedlineCitation/Article")
    assert article is not None
    pmid = _whole(whole.find("MedlineCitation/PMID"))
    year = re.search(r"\d{4}", _whole(article.find("Journal/JournalIssue/PubDate")))
    online = article.findtext("ArticleDate/Year")
    people = [one for one in article.iterfind("AuthorList/Author") if one.get("ValidYN") != "N"]
    parts = [(one.get("Label"), _whole(one)) for one in article.iterfind("Abstract/AbstractText")]
    parts = [(None if label == "UNLABELLED" else label, text) for label, text in parts if text]
    dois = [one.text for one in article.iterfind("ELocationID[@EIdType='doi']")]
    dois += [one.text for one in whole.iterfind("PubmedData/ArticleIdList/ArticleId[@IdType='doi']")]
    truth = {
        "title": re.sub(r"^\[(.*)\]$", r"\1", _whole(article.find("ArticleTitle")).removesuffix(".")).removesuffix("."),
        "authors": [_pubmed_name(one) for one in people],
        "groups": [_whole(one.find("CollectiveName")) for one in people if one.find("CollectiveName") is not None],
        "affiliations": [found for one in people if (found := _pubmed_places(one))],
        "journal": re.split(r" \(|\s[:=]\s| \[", _whole(article.find("Journal/Title")))[0],
        "year": int(year[0]) if year else None,
        "online_year": int(online) if online and year and int(online) < int(year[0]) else None,
        "volume": article.findtext("Journal/JournalIssue/Volume"),
        "issue": article.findtext("Journal/JournalIssue/Issue"),
        "pages": _pubmed_pages(article.findtext("Pagination/MedlinePgn") or ""),
        "doi": next(iter(dois), None),
        "pmid": pmid,
        "arxiv_id": None,
        "language": {"eng": "en", "fre": "fr", "ger": "de", "spa": "es", "chi": "zh", "kor": "ko", "geo": "ka", "dut": "nl",
                     "rus": "ru", "jpn": "ja", "ita": "it", "pol": "pl", "dan": "da", "por": "pt", "nor": "no", "swe": "sv"}
                    .get(article.findtext("Language") or "", article.findtext("Language")),
        "abstract": " ".join(f"{label}: {text}" if label else text for label, text in parts),
        "labels": [label for label, _ in parts if label],
        "keywords": [_whole(one) for one in whole.iterfind("MedlineCitation/KeywordList[@Owner='NOTNLM']/Keyword")],
        "standing": _pubmed_standing(whole),
    }  # fmt: skip
    return {**truth, **SEEN.get(pmid, {})}


def _pubmed_name(author: ET.Element) -> str:
    group = _whole(author.find("CollectiveName"))
    parts = (_whole(author.find(name)) for name in ("ForeName", "LastName", "Suffix"))
    return group or " ".join(filter(None, parts))


def _pubmed_places(author: ET.Element) -> list[str]:
    places = []
    for one in author.iterfind("AffiliationInfo/Affiliation"):
        text = re.sub(r"(Electronic address: |email: )?\S+@\S+$", "", _whole(one)).strip(" ;")
        text = re.sub(r" (?=[,.])", "", re.sub(r"^[a-z] (?=[A-Z])", "", re.sub(r",? and\.?$", "", text)))
        places.append(text if re.search(r"\.[A-Z]\.$", text) else text.removesuffix("."))
    return places


def _pubmed_pages(written: str) -> str | None:
    written = written.split(";", maxsplit=1)[0]

    def whole(part: str) -> str:
        first, _, last = part.partition("-")
        short = last.isdigit() and first.isdigit() and len(last) < len(first)
        return f"{first}-{first[: len(first) - len(last)]}{last}" if short else part

    return ", ".join(whole(one) for one in written.split(", ")) or None


def _pubmed_standing(whole: ET.Element) -> list[str]:
    means = {
        "RetractionIn": "retracted", "RetractionOf": "notice", "ErratumIn": "corrected", "ErratumFor": "notice",
        "ExpressionOfConcernIn": "expression of concern", "CorrectedandRepublishedIn": "corrected",
        "CorrectedandRepublishedFrom": "corrected", "Retracted Publication": "retracted",
        "Retraction of Publication": "notice", "Published Erratum": "notice", "Corrected and Republished Article": "corrected",
    }  # fmt: skip
    named = [one.get("RefType", "") for one in whole.iter("CommentsCorrections")]
    named += [one.text or "" for one in whole.iter("PublicationType")]
    return sorted({means[one] for one in named if one in means})


# nbib, written from the same records: nobody has recorded one of them as PubMed saves it.


def nbib_of(whole: ET.Element) -> str:
    """Return a record as PubMed saves it in nbib, from its XML."""
    return "\n".join(
        textwrap.fill(
            f"{tag:<4}- {value}", 88, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False
        )
        for tag, value in _nbib_lines(whole)
        if tag and value
    )


def _nbib_lines(whole: ET.Element) -> Iterator[tuple[str, str]]:
    citation = whole.find("MedlineCitation")
    assert citation is not None

    def text(path: str) -> str:
        return _whole(citation.find(f"Article/{path}"))

    date, online = citation.find("Article/Journal/JournalIssue/PubDate"), citation.find("Article/ArticleDate")
    parts = [(one.get("Label"), _whole(one)) for one in citation.iterfind("Article/Abstract/AbstractText")]
    yield "PMID", _whole(citation.find("PMID"))
    yield "VI", text("Journal/JournalIssue/Volume")
    yield "IP", text("Journal/JournalIssue/Issue")
    yield "DP", " ".join("" if date is None else _whole(one) for one in date or ())
    yield "TI", text("ArticleTitle")
    yield "PG", text("Pagination/MedlinePgn")
    for one in citation.iterfind("Article/ELocationID"):
        yield "LID", f"{one.text} [{one.get('EIdType')}]"
    yield "AB", " ".join(f"{label}: {said}" if label else said for label, said in parts)
    for person in citation.iterfind("Article/AuthorList/Author"):
        if person.get("ValidYN") != "N":
            yield from _nbib_author(person)
    yield "PST", "epublish" if whole.findtext("PubmedData/PublicationStatus") == "epublish" else "ppublish"
    yield "LA", text("Language")
    for one in citation.iterfind("Article/PublicationTypeList/PublicationType"):
        yield "PT", _whole(one)
    yield "TT", text("VernacularTitle")
    yield "DEP", "" if online is None else "".join(_whole(one) for one in online)
    yield "TA", text("Journal/ISOAbbreviation")
    yield "JT", text("Journal/Title")
    tags = {"RetractionIn": "RIN", "RetractionOf": "ROF", "ErratumIn": "EIN", "ErratumFor": "EFR", "CommentIn": "CIN"}
    for one in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        yield tags.get(one.get("RefType", ""), ""), f"{_whole(one.find('RefSource'))}. PMID: {_whole(one.find('PMID'))}"
    words = citation.findall("KeywordList[@Owner='NOTNLM']/Keyword")
    yield "OTO", "NOTNLM" if words else ""
    for one in words:
        yield "OT", _whole(one)
    for one in whole.iterfind("PubmedData/ArticleIdList/ArticleId"):
        yield "AID", f"{one.text} [{one.get('IdType')}]"


def _nbib_author(person: ET.Element) -> Iterator[tuple[str, str]]:
    last, given, suffix, initials = (
        _whole(person.find(name)) for name in ("LastName", "ForeName", "Suffix", "Initials")
    )
    yield "CN", _whole(person.find("CollectiveName"))
    if last:
        yield "FAU", f"{last}, {given} {suffix}".strip()
        yield "AU", f"{last} {initials} {suffix}".strip()
    for place in person.iterfind("AffiliationInfo/Affiliation"):
        yield "AD", _whole(place)


def nbib_file(data: bytes) -> bytes:
    """Return a PubMed file as nbib."""
    records = ET.fromstring(data).iterfind("PubmedArticle")  # noqa: S314 - files we chose
    return "\n\n".join(map(nbib_of, records)).encode()


# Crossref and arXiv.


def crossref_truths(data: bytes) -> list[Truth]:
    """Read a Crossref answer by its keys."""
    work = json.loads(data)
    return [_crossref_truth(work.get("message", work))]


def _first(value: Any) -> str | None:
    return (value[0] if value else None) if isinstance(value, list) else value


def _crossref_truth(work: Mapping[str, Any]) -> Truth:
    people = work.get("author", [])
    date = work.get("published-print") or work["issued"]
    year, online = date["date-parts"][0][0], work.get("published-online", {}).get("date-parts", [[None]])[0][0]
    plain = re.sub(r"<jats:title>Abstract</jats:title>|<[^>]*>", "", work.get("abstract", ""))
    journal = _first(work.get("container-title"))
    return {
        "title": _first(work["title"]),
        "authors": [one.get("name") or " ".join(one[key] for key in ("given", "family", "suffix") if key in one) for one in people],
        "groups": [one["name"] for one in people if "name" in one],
        "affiliations": [[place["name"] for place in one["affiliation"]] for one in people if one.get("affiliation")],
        "journal": None if journal and journal.startswith("http") else journal,
        "year": year,
        "online_year": online if online and year and online < year else None,
        "volume": work.get("volume"),
        "issue": work.get("issue") or work.get("journal-issue", {}).get("issue"),
        "pages": work.get("page"),
        "doi": work["DOI"],
        "pmid": None,
        "arxiv_id": None,
        "language": work.get("language"),
        "abstract": " ".join(plain.split()),
        "labels": [],
        "keywords": [],
        "standing": [],
    }  # fmt: skip


def crossref_files() -> list[bytes]:
    """Return the answers about works, also those out of recordings of HTTP."""
    files = [path.read_bytes() for path in sorted((RECORDS / "crossref").glob("*.json"))]
    for path in sorted((RECORDS / "crossref").glob("*.yml")):
        recorded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["http_interactions"]
        bodies = [one["response"]["body"]["string"] for one in recorded]
        files += [body.encode() for body in bodies if body.startswith("{") and '"title"' in body]
    return files


def arxiv_truths(data: bytes) -> list[Truth]:
    """Read arXiv's records in Dublin Core by their local names."""
    text = re.sub(r'\sxmlns(:\w+)?="[^"]*"|\sxsi:\w+="[^"]*"', "", data.decode())
    root = ET.fromstring(re.sub(r"(</?)\w+:", r"\1", text))  # noqa: S314 - files we chose
    return [_arxiv_truth(one) for one in ([root] if root.tag == "record" else root.iter("record"))]


def _arxiv_truth(record: ET.Element) -> Truth:
    def texts(name: str) -> list[str]:
        return [" ".join((one.text or "").split()) for one in record.iterfind(f"metadata/dc/{name}")]

    number = (record.findtext("header/identifier") or "").rpartition(":")[2]
    truth = dict.fromkeys(FIELDS, None) | {
        "title": texts("title")[0],
        "authors": [" ".join(reversed(one.split(", "))) for one in texts("creator")],
        "groups": [],
        "affiliations": [],
        "journal": "arXiv",
        "year": int(min(texts("date"))[:4]),
        "arxiv_id": number,
        "abstract": texts("description")[0],
        "labels": [],
        "keywords": texts("subject"),
        "standing": [],
    }
    return {**truth, **SEEN.get(number, {})}


# Comparing.


@dataclass
class Count:
    """Of how many records that have a field, or were given one, it was right; and where it was not."""

    right: int = 0
    of: int = 0


def compare(source: Source) -> tuple[dict[str, Count], list[str]]:
    """Return the counts of a source by field, and a line for each disagreement."""
    counts = {name: Count() for name in FIELDS}
    wrong: list[str] = []
    for file in source.files:
        read, truths = list(source.reader(file, source.name)), source.truths(file)
        if len(read) != len(truths):
            wrong.append(f"{len(truths)} records, and {len(read)} were read")
        for record, truth in zip(read, truths, strict=False):
            if isinstance(record, RecordError):
                wrong.append(f"not read: {record}")
                continue
            got = said(record)
            for name in FIELDS:
                if got[name] or truth[name]:
                    counts[name].of += 1
                    if truth[name] is True or got[name] == truth[name]:
                        counts[name].right += 1
                    else:
                        known = record.pmid or record.doi or record.arxiv_id
                        wrong.append(f"{source.name} {known}, {name}:\n  read  {got[name]!r}\n  truth {truth[name]!r}")
    return counts, wrong


def table(counted: Mapping[str, Mapping[str, Count]], sizes: Mapping[str, int]) -> list[str]:
    """Return a table: a row to a field, a column to a source."""
    names = list(counted)
    lines = [
        "| field | " + " | ".join(f"{name} ({sizes[name]})" for name in names) + " |",
        "|---" * (len(names) + 1) + "|",
    ]
    for field in FIELDS:
        cells = [counted[name][field] for name in names]
        if any(one.of for one in cells):
            lines.append(
                f"| {field} | " + " | ".join(f"{one.right} of {one.of}" if one.of else "-" for one in cells) + " |"
            )
    return lines


def sources() -> list[Source]:
    """Return the kinds of files that are there."""
    pubmed = [one.read_bytes() for one in sorted((RECORDS / "pubmed").glob("*.xml"))]
    found = [
        Source("PubMed XML", pubmed_xml, pubmed, pubmed_truths),
        Source("nbib, made from it", lambda data, origin: nbib(nbib_file(data), origin), pubmed, pubmed_truths),
        Source("Crossref JSON", crossref_json, crossref_files(), crossref_truths),
        Source(
            "arXiv OAI",
            arxiv_atom,
            [one.read_bytes() for one in sorted((RECORDS / "arxiv").glob("*.xml"))],
            arxiv_truths,
        ),
    ]
    page = SHARED / "source-paper" / "gcsf-als-page.txt"
    found += [
        Source("RIS", read_records, [one.read_bytes() for one in files("ris", "ris")], ris_truths),
        Source("BibTeX", read_records, [one.read_bytes() for one in files("bib", "bib")], bibtex_truths),
        Source("HTML", read_records, *html_truths()),
        Source("platform", read_records, [page.read_bytes()] if page.is_file() else [], platform_truths),
    ]
    return [one for one in found if one.files]


def main(words: Sequence[str] | None = None) -> int:
    """Compare, print, and write the page."""
    options = argparse.ArgumentParser(prog="python tests/evaluation/sources.py", description=__doc__.partition("\n")[0])
    options.add_argument("--print", action="store_true", help="print only; leave the page as it is")
    options.add_argument("--pubmed", type=Path, metavar="FILE", help="measure this PubMed file instead, and print only")
    chosen = options.parse_args(words)
    measured = sources()
    if chosen.pubmed:
        file = [chosen.pubmed.read_bytes()]
        measured = [
            Source("PubMed XML", pubmed_xml, file, pubmed_truths),
            Source("nbib, made from it", lambda data, origin: nbib(nbib_file(data), origin), file, pubmed_truths),
        ]
    if not measured:
        print(f"Not measured: no records in {RECORDS}; set SCICOMM_SHARED to where they are.")
        return 0
    compared = {one.name: compare(one) for one in measured}
    sizes = {one.name: sum(len(one.truths(file)) for file in one.files) for one in measured}
    lines = table({name: counts for name, (counts, _) in compared.items()}, sizes)
    print("\n".join(line for _, wrong in compared.values() for line in wrong))
    print("\n".join(lines))
    if not chosen.print and not chosen.pubmed:
        head = f"Measured on {datetime.now(UTC).date().isoformat()} with `make eval-sources`."
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(PART.sub(lambda part: part[1] + "\n".join([head, "", *lines, part[3]]), page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
