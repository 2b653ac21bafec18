"""How papers stand, as `status` and `doctor` tell it."""

from collections.abc import Container, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from scicomm_bot.cli import retractions, show
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity import Case, PaperStanding
from scicomm_bot.ledger import SqlLedger


def paper_line(paper: Paper, standing: PaperStanding, record: RetractionRecord | None) -> str:
    """Return how a paper stands, with when and where that was found out: nothing on record is not the same as clean."""
    if standing.case is Case.STOPPED:
        return f"{standing.said}; nothing more of it goes out"
    if standing.case is not Case.CLEAR:
        return f"{standing.said}; {standing.instead}"
    if record is not None and record.known:
        return f"nothing on record at {record.source} (as of {record.checked_at:%Y-%m-%d %H:%M} UTC)"
    word = paper.retraction_check
    return f"by the word of {word.by} ({word.on}, {word.where})" if word is not None else "nothing on record"


def asking(papers: Sequence[Paper], standings: Mapping[str, PaperStanding], among: Container[str]) -> Iterator[str]:
    """Yield what is asked of a person about papers that cannot be looked up; of those `among`, by their ids."""
    for paper in papers:
        standing = standings.get(paper.id)
        if standing is not None and standing.case is Case.ASK and paper.id in among:
            yield f"nothing of {paper.id} goes out live: {standing.said}; {standing.instead}"


def status_json(
    papers: Sequence[Paper],
    standings: Mapping[str, PaperStanding],
    records: Mapping[str, RetractionRecord],
    posts: Sequence[Post],
    ledger: SqlLedger | None,
) -> list[dict[str, object]]:
    """Return how each paper stands as JSON objects; for one that is stopped, what of it is out, and its correction."""
    told: list[dict[str, object]] = []
    for paper in papers:
        standing, record = standings.get(paper.id), records.get(paper.id)
        stopped = standing is not None and standing.case is Case.STOPPED
        out = retractions.out_of(paper.id, ledger) if stopped and ledger is not None else []
        told.append({
            "paper": paper.id,
            "doi": paper.doi,
            "standing": str(standing.case) if standing is not None else "not checked",
            "said": paper_line(paper, standing, record) if standing is not None else retractions.OFF,
            "checked_at": show.iso(record.checked_at) if record is not None else None,
            "source": record.source if record is not None else None,
            "updates": [
                {"type": one.type, "notice": one.doi or None, "on": one.on and one.on.isoformat(),
                 "sources": list(one.sources)}
                for one in (record.updates if record is not None else ())
            ],
            "out": [{"id": one.post_id, "address": one.address, "posted_at": show.iso(one.ended_at)} for one in out],
            "correction": next((post.text for post in _corrections(posts, paper)), None),
        })  # fmt: skip
    return told


def status_lines(
    papers: Sequence[Paper],
    standings: Mapping[str, PaperStanding],
    records: Mapping[str, RetractionRecord],
    posts: Sequence[Post],
    ledger: SqlLedger | None,
    *,
    zone: ZoneInfo,
) -> Iterator[str]:
    """Yield a line on each paper; for one that is stopped, what of it is out, and the draft of its correction."""
    if not standings:
        yield "Retractions: not looked at (SCICOMM_RETRACTION_CHECK=false)."
        return
    yield "Retractions:"
    for paper in papers:
        standing = standings[paper.id]
        yield from show.hanging(f"  {paper.id}: ", f"{paper_line(paper, standing, records.get(paper.id))}.")
        if standing.case is not Case.STOPPED or ledger is None:
            continue
        out = retractions.out_of(paper.id, ledger)
        yield f"    Out of this paper: {len(out)} post{'s' if len(out) != 1 else ''}{':' if out else '.'}"
        for one in out:
            yield f"      {one.post_id:<38} {show.time_text(one.ended_at or one.claimed_at, zone)}"
            yield f"        {one.address or '(a rehearsal)'}"
        for post in _corrections(posts, paper):
            out_as = ledger.posted(post.id)
            drafted = "as drafted" if out_as is None else f"out as {out_as.address or 'a rehearsal'}"
            yield f"    Correction, {drafted} ({post.id}):"
            for line in show.wrap(post.text, show.WIDTH - 6):
                yield f"      {line}".rstrip()


def _corrections(posts: Sequence[Post], paper: Paper) -> Iterator[Post]:
    return (post for post in posts if post.kind == "correction" and post.paper_id == paper.id)
