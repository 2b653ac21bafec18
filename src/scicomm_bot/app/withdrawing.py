"""Taking a post back: it is deleted on X, stays in the ledger as posted and withdrawn, and is never sent again."""

from dataclasses import dataclass
from shlex import quote

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.renamed import posted_as
from scicomm_bot.approval import Approval, rejection_of
from scicomm_bot.characters.invisible import shown
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import ApprovalError, NotFoundError, ScicommError
from scicomm_bot.notices.corrections import TEMPLATE

BY = "withdraw"
"""In whose name the no is recorded, where nobody gave a name."""
NO_REASON = "it was withdrawn"
"""The reason of a no without one: `approved.yaml` takes none that is empty."""
LONGEST_REASON = 500
"""As long a reason as `approve --why` takes."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was taken back.

    Attributes:
        publication: What was sent.
        price_micro_usd: What deleting it cost.
        no: What `approved.yaml` is to say, so that the post stays away when the ledger is lost; None in a rehearsal.
        unrecorded: Why it does not say so yet, or None.
    """

    publication: Publication
    price_micro_usd: int
    no: Approval | None = None
    unrecorded: ApprovalError | None = None


def withdraw(desk: Desk, post_id: str, why: str, by: str = BY) -> Withdrawal:
    """Delete a post on X, keep its history, and record a no; in a rehearsal nothing on X or in a file is touched.

    The deletion comes first, then the ledger, then `approved.yaml`: whatever is wrong with a file, a post that must go
    goes. Neither `posts.yaml` nor a template is needed, but for a post that is named by another id than it was sent
    under. What is missing at the end, `status` asks for.

    Raises:
        NotFoundError: the post is not out.
        ScicommError: it was withdrawn already, or X did not say that it is gone.
    """
    client = None if desk.rehearse else desk.network.client()
    publication = posted_as(desk, post_id)
    if desk.ledger is None or publication is None or publication.remote_id is None:
        raise NotFoundError(_not_out(desk, post_id))
    if publication.withdrawn_at is not None:
        when = publication.withdrawn_at.isoformat(timespec="seconds")
        raise ScicommError(f"{post_id} was withdrawn already, at {when}")
    if client is None:
        desk.ledger.withdraw(publication.attempt_id, desk.clock.now(), why, desk.prices.delete)
        return Withdrawal(publication, desk.prices.delete)
    desk.network.account(client, desk.ledger)  # another account's credentials are refused
    client.delete(publication.remote_id)
    at = desk.clock.now()
    no = rejection_of(publication, by=by, at=at, why=reason_line(why))
    try:
        desk.ledger.withdraw(publication.attempt_id, at, why, desk.prices.delete)
    finally:  # what the ledger cannot keep must all the more stand in the file
        unrecorded = _unrecorded(desk, no)
    return Withdrawal(publication, desk.prices.delete, no, unrecorded)


def reason_line(why: str) -> str:
    """Return a reason as a line that `approve --why` takes: folded, printable, not blank, of at most 500 letters."""
    line = shown(" ".join(why.split()))
    return (line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 3]}...") or NO_REASON


def reject_command(post_id: str, why: str, by: str = "NAME") -> str:
    """Return the command that rejects a withdrawn post, for a shell."""
    words = [
        f"{name}={quote(word)}" if word.startswith("-") else f"{name} {quote(word)}"
        for name, word in (("--why", why), ("--by", by))
    ]
    return f"scicomm-bot approve --reject {quote(post_id)} {' '.join(words)}"


def _unrecorded(desk: Desk, no: Approval) -> ApprovalError | None:
    """Record a no; return why that cannot be, or None."""
    from scicomm_bot.approval.write import record  # noqa: PLC0415 - not for a rehearsal

    try:
        record(desk.approved_file, [no], order=())
    except ApprovalError as error:
        return error
    return None


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
