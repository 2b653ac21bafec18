"""Asking Crossref about a DOI: `GET /works/{doi}` (https://www.crossref.org/documentation/retrieve-metadata/rest-api/)."""

from urllib.parse import quote, urlencode

from scicomm_bot.registries.answers import CannotLookUp, Found
from scicomm_bot.registries.client import Registry


def work(registry: Registry, doi: str, *, within: float | None = None) -> Found | CannotLookUp:
    """Return Crossref's document on a DOI (folded); `within` as for `Registry.get`."""
    return registry.get(f"/works/{quote(doi, safe='/')}", within=within)


def like(registry: Registry, words: str, *, within: float | None = None) -> Found | CannotLookUp:
    """Return Crossref's list of the works that are most like a citation, at most three."""
    asked = {"query.bibliographic": words, "rows": "3"}
    return registry.get(f"/works?{urlencode(asked)}", within=within)
