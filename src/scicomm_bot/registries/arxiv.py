"""Asking arXiv about one of its ids: `GET /api/query?id_list=` (https://info.arxiv.org/help/api/user-manual.html).

Calls are three seconds apart, as its terms ask (https://info.arxiv.org/help/api/tou.html).
"""

from urllib.parse import urlencode

from scicomm_bot.registries.answers import CannotLookUp, Found
from scicomm_bot.registries.client import Registry

LEAST_GAP_SECONDS = 3.0


def entry(registry: Registry, arxiv_id: str, *, within: float | None = None) -> Found | CannotLookUp:
    """Return arXiv's Atom feed on an id, such as `1711.05739`; `within` as for `Registry.get`."""
    asked = {"id_list": arxiv_id, "max_results": "1"}
    return registry.get(f"/api/query?{urlencode(asked)}", accept="application/atom+xml", within=within)
