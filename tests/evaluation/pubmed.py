"""Posts on abstracts of PubMed, with each quotation as its place: tests/evaluation/sealed/README.md has the format.

The texts of abstracts are not part of the project: they are read from `records/pubmed` of the shared folder.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evaluation.data import SHARED
from evaluation.labelled import Label
from scicomm_bot.content.yaml_file import read_yaml
from scicomm_bot.domain.paper import Content, Paper

FOLDER = Path(__file__).parent / "practice"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
POSTS, LABELS = "posts.yaml", "labels.yaml"
RECORDS = SHARED / "records" / "pubmed"


KINDS = {
    "label": "nr-swapped-numbers",
    "direction": "nr-direction",
    "comparator": "nr-comparator",
    "population": "nr-population",
    "dose": "nr-dose",
    "evidence-of-absence": "nr-absence-as-safe",
    "lasting": "nr-lasting",
    "null": "nr-null-as-effect",
    "subgroup": "nr-subgroup",
    "surrogate": "nr-surrogate",
    "number": "number-unsourced",
    "species": "species-missing",
    "strength": "strength-up",
    "cause": "cause-from-correlation",
    "name": "entity-unsourced",
    "negation": "negative-flipped",
    "unit": "number-unit",
    "sign": "number-sign",
    "power": "number-sign",
}
"""What the writers of the set that was sealed called a kind -> what the other sets call it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What PubMed has of a paper, with white space folded."""

    title: str
    abstract: str
    journal: str
    year: int
    authors: tuple[Mapping[str, str], ...]

    def quotation(self, place: Mapping[str, Any]) -> str:
        """Return the words at a place: `in` title or abstract, `from` and `to` in characters."""
        text = {"title": self.title, "abstract": self.abstract}[place["in"]]
        words = text[place["from"] : place["to"]]
        assert words.strip(), "a quotation without words"
        return words


def missing() -> str | None:
    """Say why the records are not there, or None."""
    if any(RECORDS.glob("*.xml")):
        return None
    return f"no records of PubMed in {RECORDS}; set SCICOMM_SHARED to where they are"


@cache
def records() -> Mapping[str, Record]:
    """Read all records that have an abstract: PMID -> record."""
    found: dict[str, Record] = {}
    for file in sorted(RECORDS.glob("*.xml")):
        for article in ET.parse(file).getroot().iter("PubmedArticle"):  # noqa: S314 - NLM's sample, not a stranger's file
            if article.find(".//AbstractText") is not None:
                found.setdefault(article.findtext(".//PMID", ""), _record(article))
    return found


def read_posts(file: Path) -> tuple[Content, dict[str, Label]]:
    """Read a file of posts: one paper to a PMID, in the file's order, and the label of each post by its id."""
    read = read_yaml(file)
    assert not read.problems, "the file is no sound YAML"
    several = list(_posts(read.value))
    labels = {
        f"pmid-{pmid}/{name}": Label(KINDS.get(post["kind"], post["kind"]), post.get("fault") or "")
        for pmid, name, post in several
    }
    assert len(labels) == len(several), "two posts have one id"
    together = groupby(sorted(several, key=lambda one: one[0]), key=lambda one: one[0])
    return Content(papers=tuple(_paper(pmid, list(posts)) for pmid, posts in together)), labels


def _posts(value: Any) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield PMID, name and fields of each post; a post without an `id` is named by its number.

    A file lists posts, or papers with their posts below them.
    """
    listed = value["posts"] if isinstance(value, dict) else value
    several = [{**one, **post} for one in listed for post in one.get("posts", [{}])]
    for number, post in enumerate(several, 1):
        name = str(post.get("id", ""))
        yield str(post["pmid"]), name if ID.fullmatch(name) else f"n{number:03}", post


def _paper(pmid: str, several: Sequence[tuple[str, str, Mapping[str, Any]]]) -> Paper:
    record = records()[pmid]
    findings = [_finding(name, post, record) for _, name, post in several]
    study = _study(several[0][2]["study"], findings)
    return valid_paper(
        {
            "id": f"pmid-{pmid}",
            "title": record.title,
            "abstract": record.abstract,
            "journal": record.journal,
            "year": record.year,
            "authors": [dict(one) for one in record.authors],
            "findings": findings,
            "study": study,
        }
    )


def valid_paper(fields: Mapping[str, Any]) -> Paper:
    """Return a paper. A study on nothing alive is on people to a program that knows no such study."""
    try:
        return Paper.model_validate(fields)
    except ValidationError:
        if fields["study"]["on"]:
            raise
        return Paper.model_validate({**fields, "study": {**fields["study"], "on": ["people"]}})


def _finding(name: str, post: Mapping[str, Any], record: Record) -> dict[str, Any]:
    evidence = [{"quote": record.quotation(one), "on": _several(one["on"])} for one in post["quotes"]]
    return {"id": name, "text": post["text"], "evidence": evidence}


def _study(written: Any, findings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the study as a paper has it. Where only its kind is written, it is on what the quotations are on."""
    fields = written if isinstance(written, dict) else {"kind": written}
    studied = [on for one in findings for quote in one["evidence"] for on in quote["on"] if on != "unstated"]
    return {"peer_reviewed": True, **fields, "on": _several(fields.get("on", dict.fromkeys(studied)))}


def _several(written: Any) -> list[str]:
    return [written] if isinstance(written, str) else list(written or ())


def _record(article: ET.Element) -> Record:
    texts = (folded(one) for one in article.iter("AbstractText"))
    authors = tuple(_authors(article)) or ({"name": "Doe J", "affiliation": "Unknown"},)
    journal = folded(article.find(".//Journal/Title"))
    return Record(folded(article.find(".//ArticleTitle")), " ".join(texts), journal, _year(article), authors)


def folded(element: ET.Element | None) -> str:
    """Return all text of an element with its white space folded."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _year(article: ET.Element) -> int:
    date = folded(article.find(".//JournalIssue/PubDate"))
    return next(int(date[at : at + 4]) for at in range(len(date)) if date[at : at + 4].isdecimal())


def _authors(article: ET.Element) -> Iterator[Mapping[str, str]]:
    for author in article.iterfind(".//AuthorList/Author"):
        parts = (author.findtext("LastName"), author.findtext("Initials"), author.findtext("CollectiveName"))
        affiliation = folded(author.find(".//Affiliation"))
        name = {"name": " ".join(part for part in parts if part)}
        yield {**name, "affiliation": affiliation} if affiliation else name
