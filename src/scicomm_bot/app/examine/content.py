"""Examines what people write: the posts, the approvals, and what they say of the account."""

from scicomm_bot.app import account_rules
from scicomm_bot.app.asked import Asked
from scicomm_bot.app.examine.examination import Examination
from scicomm_bot.app.examine.subject import Subject
from scicomm_bot.app.supervision import APPROVAL_IS_OFF
from scicomm_bot.approval import approval_states
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Level
from scicomm_bot.errors import LedgerError


def posts(subject: Subject) -> Examination:
    """Examine `posts.yaml` and the templates, as `check` does."""
    blocking = sum(one.level is Level.ERROR for one in subject.diagnosis.diagnostics)
    trouble = f"{blocking} blocking; run `scicomm-bot check`" if blocking else None
    said = f"{subject.diagnosis.posts} posts in {subject.desk.posts_file}, nothing blocks"
    return Examination("posts and templates", said, trouble)


def approval(subject: Subject) -> Examination:
    """Examine the approvals."""
    approvals = subject.desk.approvals()
    if approvals.broken or approvals.tampered:
        trouble = "; ".join(map(str, approvals.broken or approvals.tampered.values()))
        return Examination("approval", "", f"posts are held until this is mended: {trouble}")
    if not subject.desk.supervision.approval:
        return Examination("approval", f"OFF: {APPROVAL_IS_OFF}")
    made = subject.edition.posts
    states = [one.state for one in approval_states(made, subject.edition.content, approvals)]
    return Examination("approval", f"{states.count('approved')} of {len(made)} posts are approved in {approvals.path}")


def questions(subject: Subject) -> Examination:
    """Examine what waits for an answer; after an upgrade, approved posts may be among it. It is no trouble."""
    desk = subject.desk
    edition = desk.with_approvals(subject.edition)
    try:
        history = desk.history(edition.posts)
    except LedgerError:  # it is examined by itself
        history = History()
    return Examination("questions", Asked.of(edition, history).text)


def rules_of_x(subject: Subject) -> Examination:
    """Examine the statement on the account, and the posts by X's rules; live, a missing statement is trouble."""
    statement = subject.statement
    texts = account_rules.of_texts(subject.edition.posts)
    lacks = account_rules.missing(statement, subject.desk.posts_file)
    if lacks is None and statement is not None:
        return Examination("X's rules", f"{account_rules.signed(statement)}. {texts}")
    said = f"before posts go live: {lacks}. {texts}"
    return Examination("X's rules", said, lacks if subject.desk.live else None)
