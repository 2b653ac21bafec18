"""Asking PubMed by NCBI's E-utilities (https://www.ncbi.nlm.nih.gov/books/NBK25499/).

Each call names the `tool` and, where one is set, the `email` of who runs it, and calls are a third of a second apart,
as NCBI asks of those without a key (https://support.nlm.nih.gov/knowledgebase/article/KA-05318/).
"""

import json
from urllib.parse import urlencode

from scicomm_bot.registries.answers import CannotLookUp, Found
from scicomm_bot.registries.client import Registry

LEAST_GAP_SECONDS = 0.34
_FOLDER = "/entrez/eutils"


def record(registry: Registry, pmid: str, mailto: str | None, *, within: float | None = None) -> Found | CannotLookUp:
    """Return PubMed's XML of one PMID (`efetch`); what it does not know is a set without an article.

    Args:
        registry: PubMed's client.
        pmid: Digits.
        mailto: Where they may write to.
        within: As for `Registry.get`.
    """
    asked = {"db": "pubmed", "id": pmid, "retmode": "xml", **_who(mailto)}
    return registry.get(f"{_FOLDER}/efetch.fcgi?{urlencode(asked)}", accept="application/xml", within=within)


def pmids(
    registry: Registry, doi: str, mailto: str | None, *, within: float | None = None
) -> tuple[str, ...] | CannotLookUp:
    """Return the PMIDs of a DOI (`esearch`), at most three: none where PubMed does not have it.

    A DOI is looked for among article ids (`[AID]`). A quotation mark would end the term, and no DOI has one.
    """
    asked = {"db": "pubmed", "term": f'"{doi.replace(chr(34), "")}"[AID]', "retmax": "3", "retmode": "json"}
    found = registry.get(f"{_FOLDER}/esearch.fcgi?{urlencode(asked | _who(mailto))}", within=within)
    return found if isinstance(found, CannotLookUp) else _ids(found.body or b"")


def _who(mailto: str | None) -> dict[str, str]:
    return {"tool": "scicomm-bot"} | ({"email": mailto} if mailto else {})


def _ids(body: bytes) -> tuple[str, ...] | CannotLookUp:
    """Read `{"esearchresult": {"idlist": ["123"]}}`."""
    try:
        result = json.loads(body)["esearchresult"]
        ids = result["idlist"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return CannotLookUp("its answer is no list of PMIDs")
    if not isinstance(ids, list) or not all(isinstance(one, str) and one.isascii() and one.isdigit() for one in ids):
        return CannotLookUp("its answer is no list of PMIDs")
    return tuple(ids[:3])
