"""A loopback stand-in for Crossref's REST API, and hand-made answers in its documented form.

Not one of these answers was recorded from Crossref: they are written by hand after its documentation of
`GET /works/{doi}` (`updated-by` on the work, `update-to` on the notice, each with `source`, `type`, `label`, `DOI` and
`updated`). All DOIs begin with 10.5555, Crossref's prefix for tests, and name no paper.
"""

from dataclasses import replace
from urllib.parse import unquote

from support.loopback_answers import Given, LoopbackAnswers

PAPER, NOTICE = "10.5555/naps.2022.7", "10.5555/naps.2026.notice"


def update(kind="retraction", source="publisher", doi=NOTICE, day=(2026, 5, 3), **more):
    """One entry of `updated-by` or `update-to`."""
    stamp = f"{day[0]:04}-{day[1]:02}-{day[2]:02}T00:00:00Z"
    entry = {
        "DOI": doi,
        "type": kind,
        "label": kind.replace("_", " ").capitalize(),
        "source": source,
        "updated": {"date-parts": [list(day)], "date-time": stamp, "timestamp": 1777766400000},
    }
    if source == "retraction-watch":
        entry["record-id"] = "70001"
    return entry | more


def work(doi=PAPER, *, by=(), to=()):
    """A whole document about a work, as Crossref answers with status 200."""
    message = {
        "DOI": doi,
        "URL": f"https://doi.org/{doi}",
        "publisher": "Publisher of made-up papers",
        "title": ["A made-up paper on naps"],
        "type": "journal-article",
        "issued": {"date-parts": [[2022, 3, 1]]},
    }
    if by:
        message["updated-by"] = list(by)
    if to:
        message["update-to"] = list(to)
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message}


BY_PUBLISHER = work(by=[update()])
BY_RETRACTION_WATCH = work(by=[update(source="retraction-watch")])
BY_BOTH = work(by=[update(), update(source="retraction-watch", day=(2026, 5, 4))])
NOTHING_ON_RECORD = work()


class LoopbackCrossref(LoopbackAnswers):
    """Answers `/works/{doi}` as told in `given`, by the DOI in lower case; 404 for all others."""

    def __init__(self):
        super().__init__()
        self.given = {}
        self.rates = {"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"}

    def answer_to(self, path):
        given = self.given.get(unquote(path.removeprefix("/works/")), Given(status=404))
        return replace(given, headers=self.rates | given.headers | {"Content-Type": "application/json"})

    def answer(self, body, doi=PAPER, **more):
        self.given[doi] = body if isinstance(body, Given) else Given(body, **more)

    @property
    def paths(self):
        return [path for _, path, _ in self.requests]
