"""Plain readings of files that people save: RIS, BibTeX, pages of journals, the platform's page; none of the program's code.

A page's truth is what another program (papis) read of it, which looks into the page's body, too.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from evaluation.data import SHARED

RECORDS = SHARED / "records"
Truth = Mapping[str, Any]
Truths = Callable[[bytes], Sequence[Truth]]
NOTHING: Truth = dict.fromkeys(
    ("title", "journal", "year", "online_year", "volume", "issue", "pages", "doi", "pmid", "arxiv_id", "language")
) | {name: [] for name in ("authors", "groups", "affiliations", "labels", "keywords", "standing")} | {"abstract": ""}  # fmt: skip


def files(folder: str, ending: str) -> list[Path]:
    """Return the shared files of a kind."""
    return sorted((RECORDS / folder).glob(f"*.{ending}"))


# RIS.


def ris_truths(data: bytes) -> list[Truth]:
    """Read a RIS file line by line."""
    records: list[dict[str, list[str]]] = []
    last: list[str] = []
    for line in data.decode("utf-8-sig").splitlines():
        tag = re.match(r"([A-Z][A-Z0-9])  -(.*)", line)
        if tag and tag[1] == "TY":
            records.append({})
        if tag and records:
            last = records[-1].setdefault(tag[1], [])
            last.append(tag[2].strip())
        elif last and records and "ER" not in records[-1]:
            last[-1] += f" {line.strip()}"
    return [_ris_truth(one) for one in records]


def _ris_truth(record: Mapping[str, list[str]]) -> Truth:
    def first(*tags: str) -> str | None:
        return next((text for tag in tags for text in record.get(tag, []) if text), None)

    year, pages = first("PY", "Y1", "DA"), [one for tag in ("SP", "EP") for one in record.get(tag, []) if one]
    abstract = " ".join((first("AB", "N2") or "").split())
    return {
        **NOTHING,
        "title": first("TI", "T1", "ST"),
        "authors": [_turned(one) for one in record.get("AU", record.get("A1", []))],
        "journal": first("JF", "JO"),
        "year": int(year[:4]) if year else None,
        "volume": first("VL", "VO"),
        "issue": first("IS"),
        "pages": "-".join(pages) if record.get("SP", [""])[0] else None,
        "doi": (first("DO") or "").removeprefix("http://dx.doi.org/") or None,
        "abstract": abstract,
        "labels": re.findall(r"(?:^|(?<=\. ))([A-Z]{5,}):", abstract),
        "keywords": [one.lstrip("*") for one in record.get("KW", [])],
    }


def _turned(name: str) -> str:
    return " ".join(part.strip() for part in reversed(name.split(",")))


# BibTeX.


def bibtex_truths(data: bytes) -> list[Truth]:
    """Read a BibTeX file by its lines, each of which holds one field."""
    entries = re.split(r"^@\w+\{.*,$", data.decode(), flags=re.MULTILINE)[1:]
    return [_bibtex_truth(dict(re.findall(r'(?m)^ +(\w+) = ["{] ?(.*?) ?["}],$', one))) for one in entries]


def _bibtex_truth(found: Mapping[str, str]) -> Truth:
    return {
        **NOTHING,
        "title": found["title"].replace(r"\"{o}", "\u00f6"),
        "authors": [_turned(one) for one in found["author"].split(" and ")],
        "journal": found.get("journal", found.get("institution")),
        "year": int(found["year"]),
        "volume": found.get("volume"),
        "issue": found.get("issue"),
        "pages": found["pages"].replace("--", "-") if "pages" in found else None,
        "doi": found["doi"],
        "abstract": found.get("abstract", ""),
    }


# Pages.


def html_truths() -> tuple[list[bytes], Truths]:
    """Return the pages, and what gives another program's reading of one."""
    pages = {path.read_bytes(): path.with_name(f"{path.stem}_expected.json") for path in files("html", "html")}
    known = {page: json.loads(path.read_text(encoding="utf-8")) for page, path in pages.items()}
    return list(known), partial(_html_truths, known)


def _html_truths(known: Mapping[bytes, Mapping[str, Any]], page: bytes) -> list[Truth]:
    found = known[page]
    people = found["author_list"]
    date = str(found.get("publication_date") or found.get("date") or found.get("year") or "")
    return [
        {
            **NOTHING,
            **{name: found.get(name) for name in ("title", "journal", "volume", "issue", "doi")},
            "authors": [f"{one['given']} {one['family']}" for one in people],
            "affiliations": [[place["name"] for place in one["affiliation"]] for one in people if one["affiliation"]],
            "year": int(date[:4]) if date else True,
            "pages": (found.get("pages") or found.get("firstpage", "")).replace("--", "-") or None,
            "language": found.get("language", "").lower() or None,
            "abstract": found.get("abstract", ""),
            "keywords": _words(found.get("keywords")),
        }
    ]


def _words(written: str | list[str] | None) -> list[str] | bool:
    """Return keywords apart; True, with which every reading agrees, where the other program read none."""
    if written is None or isinstance(written, list):
        return True if written is None else written
    return [one.strip() for one in re.split("[;,]", written) if one.strip()]


# The platform's page.


def platform_truths(data: bytes) -> list[Truth]:
    """Read the one page that is known by its lines."""
    text = data.decode()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    at = next(number for number, line in enumerate(lines) if line.startswith("Share this content!"))
    names = [re.sub(r"\d+$", "", one.strip()) for one in lines[at + 2].split(";")]
    return [
        {
            **NOTHING,
            "title": lines[at + 1].removesuffix(" Publisher Pubmed"),
            "authors": names,
            "affiliations": [[one] for one in re.findall(r"(?m)^  \d\. \d\. (.*)$", text)],
            "journal": re.findall(r"Source: (.*) Published:", text)[0],
            "year": int(re.findall(r"Published:(\d{4})", text)[0]),
            "abstract": lines[lines.index("Abstract") + 1].partition(" \u00a9")[0],
        }
    ]
