"""Asking Crossref about a DOI: `GET /works/{doi}` (https://www.crossref.org/documentation/retrieve-metadata/rest-api/)."""

from urllib.parse import quote

from scicomm_bot.registries.answers import CannotLookUp, Found
from scicomm_bot.registries.client import Registry


def work(registry: Registry, doi: str, *, within: float | None = None) -> Found | CannotLookUp:
    """Return Crossref's document on a DOI (folded); `within` as for `Registry.get`."""
    return registry.get(f"/works/{quote(doi, safe='/')}", within=within)
