"""Whether papers stand, as `status` tells it."""

from collections.abc import Iterator

from scicomm_bot.app.papers import paper_line
from scicomm_bot.app.supervision import RETRACTION_CHECK_IS_OFF
from scicomm_bot.app.survey import Survey
from scicomm_bot.cli.terminal import hanging, width, wrap
from scicomm_bot.cli.wording import counted, iso, time_text
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.notices.policy import Case


def notices_json(survey: Survey) -> list[dict[str, object]]:
    """Return how each paper stands as JSON objects; for one that is stopped, what of it is out, and its correction."""
    return [_paper_json(survey, paper) for paper in survey.edition.content.papers]


def _paper_json(survey: Survey, paper: Paper) -> dict[str, object]:
    state, record = survey.edition.papers.get(paper.id), survey.records.get(paper.id)
    return {
        "paper": paper.id,
        "doi": paper.doi,
        "standing": str(state.case) if state is not None else "not checked",
        "said": paper_line(paper, state, record) if state is not None else RETRACTION_CHECK_IS_OFF,
        "checked_at": iso(record.checked_at) if record is not None else None,
        "source": record.source if record is not None else None,
        "updates": [
            {
                "type": one.type,
                "notice": one.doi or None,
                "on": one.on and one.on.isoformat(),
                "sources": list(one.sources),
            }
            for one in (record.updates if record is not None else ())
        ],
        "out": [
            {"id": one.post_id, "address": one.address, "posted_at": iso(one.ended_at)}
            for one in survey.ledger.out.get(paper.id, ())
        ],
        "correction": next((post.text for post in _corrections(survey, paper)), None),
    }


def notices_lines(survey: Survey) -> Iterator[str]:
    """Yield a line on each paper; for one that is stopped, what of it is out, and the draft of its correction."""
    looked = survey.supervision.retraction_check
    if not looked:
        yield from hanging("Retractions: ", "not looked at (SCICOMM_RETRACTION_CHECK=false).")
    else:
        yield "Retractions:"
    for paper in survey.edition.content.papers:
        state = survey.edition.papers.get(paper.id)
        if state is None:  # papers are not looked up, and the file says nothing against it
            continue
        yield from hanging(f"  {paper.id}: ", f"{paper_line(paper, state, survey.records.get(paper.id))}.")
        if state.case is Case.STOPPED and survey.ledger.exists:
            yield from _stopped_lines(survey, paper)


def _stopped_lines(survey: Survey, paper: Paper) -> Iterator[str]:
    out = survey.ledger.out.get(paper.id, ())
    zone = survey.zone
    yield f"    Out of this paper: {counted(len(out), 'post')}{':' if out else '.'}"
    for one in out:
        yield from hanging("      ", f"{one.post_id:<38} {time_text(one.ended_at or one.claimed_at, zone)}")
        yield f"        {one.address or '(a rehearsal)'}"
    for post in _corrections(survey, paper):
        out_as = survey.ledger.corrections.get(post.id)
        drafted = "as drafted" if out_as is None else f"out as {out_as.address or 'a rehearsal'}"
        if out_as is not None and out_as.withdrawn_at is not None:
            drafted = out_as.withdrawn_text(zone)
        yield from hanging("    ", f"Correction, {drafted} ({post.id}):")
        for line in wrap(post.text, width() - 6):
            yield f"      {line}".rstrip()


def _corrections(survey: Survey, paper: Paper) -> Iterator[Post]:
    return (post for post in survey.posts if post.kind == "correction" and post.paper_id == paper.id)
