"""Taking a post back: it is deleted on X, stays in the ledger as posted and withdrawn, and is never sent again."""

from scicomm_bot.app.desk import Desk
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import NotFoundError, ScicommError
from scicomm_bot.notices.corrections import TEMPLATE


def withdraw(desk: Desk, post_id: str, why: str) -> Publication:
    """Delete a post on X and keep its history; in a rehearsal nothing on X is touched.

    Neither `posts.yaml` nor a template is needed for that: a post that must go can always go.

    Raises:
        NotFoundError: the post is not out.
        ScicommError: it was withdrawn already, or X did not say that it is gone.
    """
    client = None if desk.rehearse else desk.network.client()
    publication = desk.ledger.posted(post_id) if desk.ledger is not None else None
    if desk.ledger is None or publication is None or publication.remote_id is None:
        raise NotFoundError(_not_out(desk, post_id))
    if publication.withdrawn_at is not None:
        at = publication.withdrawn_at.isoformat(timespec="seconds")
        raise ScicommError(f"{post_id} was withdrawn already, at {at}")
    if client is not None:
        desk.network.account(client, desk.ledger)  # another account's credentials are refused
        client.delete(publication.remote_id)
    desk.ledger.withdraw(publication.attempt_id, desk.clock.now(), why)
    return publication


def _not_out(desk: Desk, post_id: str) -> str:
    if desk.rehearse:
        return (
            f"{post_id} was not rehearsed ({desk.ledger_name}); this is a dry run, and nothing on X "
            "was touched. To delete a post on X, add --live"
        )
    return f"{post_id} is not out, so it cannot be withdrawn; see `scicomm-bot history`"


def draft_of(desk: Desk, publication: Publication, why: str) -> str:
    """Return a draft of a correction.

    Raises:
        ScicommError: `posts.yaml` or the template cannot be used, or the paper is no longer in the file.
    """
    from scicomm_bot.render import choose  # noqa: PLC0415 - not for a post that must go

    paper_id = paper_id_of(publication.post_id)
    paper = next((paper for paper in desk.document().content.papers if paper.id == paper_id), None)
    if paper is None:
        raise NotFoundError(f"the paper {paper_id} is no longer in {desk.posts_file}")
    gone = {"text": publication.text, "posted_on": f"{publication.ended_at or publication.claimed_at:%d %B %Y}"}
    variables = {"paper": paper, "withdrawn": gone, "retraction": None, "why": why}
    return choose(desk.templates.wordings(TEMPLATE, variables))
