"""What somebody means by the source of a record: a DOI, a PMID, an arXiv id, a file; pure.

Forms of arXiv's ids: https://info.arxiv.org/help/arxiv_identifier.html (`1711.05739v2` since April 2007, with five
digits since 2015; `math/0309136` before, also with a subject class, `math.GT/0309136`). A PMID has up to eight digits (https://www.nlm.nih.gov/bsd/mms/medlineelements.html).
"""

import re
from enum import StrEnum
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.doi import bare_doi, folded_doi, why_no_doi
from scicomm_bot.errors import SourceError


class Sort(StrEnum):
    """What a source is."""

    DOI = "doi"
    PMID = "pmid"
    ARXIV = "arxiv"
    FILE = "file"
    STDIN = "standard input"


class Meant(NamedTuple):
    """A source as it was understood: what it is, and its bare value (a file's name as it was given)."""

    sort: Sort
    value: str

    @property
    def is_id(self) -> bool:
        """Whether a registry is asked for it."""
        return self.sort in {Sort.DOI, Sort.PMID, Sort.ARXIV}

    def __str__(self) -> str:
        """Return it as people write it: `doi:10.1000/abc`, `PMID 123`, `arXiv:1711.05739`, `refs.ris`."""
        match self.sort:
            case Sort.DOI:
                return f"doi:{self.value}"
            case Sort.PMID:
                return f"PMID {self.value}"
            case Sort.ARXIV:
                return f"arXiv:{self.value}"
            case Sort.FILE:
                return self.value
        return "standard input"


_ARXIV_DOI = "10.48550/arxiv."
"""The prefix of the DOIs that arXiv gives its preprints (https://info.arxiv.org/help/doi.html)."""
_ARXIV_BEFORE = Pattern(
    r"(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format|ps|src|e-print)/|arxiv\s*[:=]\s*", re.IGNORECASE
)
_ARXIV_BEHIND = Pattern(r"(?:\.pdf|\.ps)?(?:[?#]\S*)?(?:\s*\[[\w.\- ]+\].*)?/?\s*", re.IGNORECASE | re.DOTALL)
_ARXIV_NEW = Pattern(
    r"(?P<id>(?P<year>[0-9]{2})(?P<month>0[1-9]|1[0-2])\.(?P<number>[0-9]{4,5}))(?:v[0-9]{1,3})?(?![0-9])"
)
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
"""Those that had ids of the old form (https://arxiv.org/archive/); the list is closed."""
_ARXIV_OLD = Pattern(
    rf"(?P<id>(?:{_ARCHIVES})(?:\.[A-Z]{{2}})?/[0-9]{{2}}(?:0[1-9]|1[0-2])[0-9]{{3}})(?:v[0-9]{{1,3}})?(?![0-9])",
    re.IGNORECASE,
)
_LIKE_ARXIV = Pattern(r"[0-9]{4}\.[0-9]{3,6}(?:v[0-9]+)?")
_PMID_BEFORE = Pattern(
    r"(?:https?://)?(?:www\.)?(?:m\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/)"
    r"|(?:pmid|pubmed(?:\s*id)?)\s*[:=#]?\s*",
    re.IGNORECASE,
)
_PMID = Pattern(r"0*([1-9][0-9]{0,7})(?:[/?#]\S*|\.)?\s*")
_DIGITS = Pattern(r"[0-9]+")
_PMC = Pattern(r"(?:\S*/|pmcid\s*:?\s*)?PMC[0-9]{3,9}(?:\.[0-9]+)?(?:[/?#]\S*)?", re.IGNORECASE)
_ADDRESS = Pattern(r"https?://|www\.", re.IGNORECASE)
_PAGE = Pattern(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
_HAS_DOI = Pattern(r"(?<![0-9.])10\s*\.\s*[0-9]{4,9}[0-9.]*\s*(?:/|%2f)", re.IGNORECASE)
_FILE_NAME = Pattern(r"[^\s]*\.(?:ris|bib|bibtex|nbib|medline|xml|json|html?|txt|pdf|enw|csv|docx?)", re.IGNORECASE)
_PREFIX = Pattern(r"\s*(?:doi\s*[:=]|urn:|info:|https?:|(?:dx\.|www\.)?doi\.org/)", re.IGNORECASE)
_SHOWN = 80
_TAKES = "a DOI (10.1000/abc), a PMID (PMID:12345678), an arXiv id (arXiv:1711.05739), a file, or - for standard input"


def understood(word: str, *, is_there: bool) -> Meant:
    """Return what a word of the command line means as the source of a record.

    Args:
        word: As it was typed.
        is_there: Whether there is a file of this name; then it is that, whatever else it looks like.

    Raises:
        SourceError: it is none, or may be something else than was meant.
    """
    if word == "-":
        return Meant(Sort.STDIN, "-")
    if is_there:
        return Meant(Sort.FILE, word)
    text = word.strip()
    found = _arxiv(text) or _pmid(text) or _doi(text)
    if found is None:
        raise SourceError(_why_none(text))
    return found


def arxiv_id(doi: str) -> str | None:
    """Return the arXiv id, without a version, in one of the DOIs that arXiv gives; None for any other DOI."""
    if not folded_doi(doi).startswith(_ARXIV_DOI):
        return None
    found = _arxiv_form(doi[len(_ARXIV_DOI) :])
    return bare_arxiv_id(found["id"]) if found and found.end() == len(doi) - len(_ARXIV_DOI) else None


def bare_arxiv_id(written: str) -> str:
    """Return an id as it is compared: an old one in lower case and without its subject class (`math/0309136`)."""
    archive, slash, number = written.rpartition("/")
    return f"{archive.partition('.')[0].lower()}{slash}{number}"


def _arxiv(text: str) -> Meant | None:
    before = _ARXIV_BEFORE.match(text)
    rest = text[before.end() :] if before else text
    found = _arxiv_form(rest)
    if found and _ARXIV_BEHIND.fullmatch(rest, found.end()):
        return Meant(Sort.ARXIV, bare_arxiv_id(found["id"]))
    if before:
        raise SourceError(
            f"{_shown(text)} begins as an arXiv id, and is none; write it as arXiv:1711.05739 or arXiv:math/0309136"
        )
    return None


def _arxiv_form(text: str) -> "re.Match[str] | None":
    new = _ARXIV_NEW.match(text)
    if new is None:
        return _ARXIV_OLD.match(text)
    return new if len(new["number"]) == (4 if int(new["year"]) < 15 else 5) else None  # noqa: PLR2004 - the year of the change


def _pmid(text: str) -> Meant | None:
    before = _PMID_BEFORE.match(text)
    rest = text[before.end() :] if before else text
    digits = _DIGITS.fullmatch(rest)
    found = _PMID.fullmatch(rest) if before or digits else None
    if found:
        return Meant(Sort.PMID, found[1])
    if digits or (before and before[0].rstrip()[-1] in ":=#"):
        raise SourceError(f"{_shown(text)} is no PMID: these have one to eight digits, as in PMID:12345678")
    return None


def _doi(text: str) -> Meant | None:
    doi = bare_doi(text)
    if doi is None:
        return None
    own = arxiv_id(doi)
    if own is not None:
        return Meant(Sort.ARXIV, own)
    if _FILE_NAME.fullmatch(text) and not _PREFIX.match(text):
        raise SourceError(f"{text}: there is no such file; if it is a DOI, write doi:{doi}")
    return Meant(Sort.DOI, doi)


def _why_none(text: str) -> str:
    if not text:
        return f"an empty source; give {_TAKES}"
    if _PMC.fullmatch(text):
        return f"{_shown(text)} is an id of PubMed Central's; give the PMID or the DOI, which stand on that page"
    if _HAS_DOI.search(text) or re.match(r"\s*doi\s*[:=]", text, re.IGNORECASE):
        return f"{_shown(text)} {why_no_doi(text)}"
    if text.lower().startswith("file:"):
        return f"{_shown(text)}: give the path of the file, without file://"
    if _LIKE_ARXIV.fullmatch(text):
        return (
            f"{_shown(text)} is no arXiv id: these begin with the year and the month, and have four digits behind the "
            "dot, or five since 2015, as in 1711.05739"
        )
    if _ADDRESS.match(text) or (_PAGE.fullmatch(text) and not _FILE_NAME.fullmatch(text)):
        return (
            f"{_shown(text)} is the address of a page, and pages are not downloaded; give the paper's DOI, or save the "
            "page in a browser and give the file"
        )
    if any(sign in text for sign in "*?["):
        return f"{_shown(text)}: no file matches"
    return f"{_shown(text)}: there is no such file, and it is no DOI, PMID or arXiv id; give {_TAKES}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
