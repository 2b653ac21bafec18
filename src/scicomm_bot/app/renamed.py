"""What the ledger has under an id that a finding had before: a person names the post as the file does now."""

from scicomm_bot.app.desk import Desk
from scicomm_bot.domain.history import newest
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.publication import Publication
from scicomm_bot.errors import FileError


def attempt_at(desk: Desk, one: str) -> Publication | None:
    """Return the attempt at a post that counts, under its id or one that it had before; None where there is none."""
    if desk.ledger is None:
        return None
    found = (desk.ledger.newest_of(each) for each in (one, *_before(desk, one)))
    known = [publication for publication in found if publication is not None]
    return newest(known) if known else None


def posted_as(desk: Desk, one: str) -> Publication | None:
    """Return the publication of a post that is out, or was withdrawn, under its id or one that it had before."""
    if desk.ledger is None:
        return None
    if (publication := desk.ledger.posted(one)) is not None:
        return publication
    return next((kept for old in _before(desk, one) if (kept := desk.ledger.posted(old)) is not None), None)


def _before(desk: Desk, one: str) -> list[str]:
    """Return the ids that a post had before; none where the file cannot be read, which a post's fate must not need."""
    try:
        document, _ = desk.examine()
    except FileError:
        return []
    for paper in document.content.papers if document is not None else ():
        for finding in paper.findings:
            if post_id(paper.id, finding.id) == one:
                return [post_id(paper.id, old) for old in finding.was]
    return []
