"""Examines what people write: the posts, the approvals, and what they say of the account."""

from collections.abc import Sequence

from scicomm_bot.app import account_rules
from scicomm_bot.app.answering import is_out
from scicomm_bot.app.asked import Asked
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.examine.examination import Examination
from scicomm_bot.app.examine.subject import Subject
from scicomm_bot.app.supervision import APPROVAL_IS_OFF
from scicomm_bot.approval import approval_states
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.errors import LedgerError


def posts(subject: Subject) -> Examination:
    """Examine `posts.yaml` and the templates, as `check` does."""
    blocking = sum(one.level is Level.ERROR for one in subject.diagnosis.diagnostics)
    trouble = f"{blocking} blocking; run `scicomm-bot check`" if blocking else None
    said = f"{subject.diagnosis.posts} posts in {subject.desk.posts_file}, nothing blocks"
    return Examination("posts and templates", said, trouble)


def templates(desk: Desk) -> Examination:
    """Examine which templates are used; what is wrong with them, `posts` says."""
    used = desk.templates
    own = f"the program's own, for there are none here or beside {desk.posts_file}"
    whose = own if used.is_shipped else f"those in {used.folder}"
    return Examination("templates", f"{whose}: {', '.join(used.names()) or 'none'}")


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
    history = _history(subject.desk, made)
    both = zip(made, states, strict=True)
    changed = [post.id for post, state in both if state == "changed" and not is_out(post, history)]
    since = f"; changed since, so to be approved again: {', '.join(changed)}" if changed else ""
    said = f"{states.count('approved')} of {len(made)} posts are approved in {approvals.path}{since}"
    return Examination("approval", said)


def questions(subject: Subject) -> Examination:
    """Examine what waits for an answer; after an upgrade, approved posts may be among it. It is no trouble."""
    desk = subject.desk
    edition = desk.with_approvals(subject.edition)
    history = _history(desk, edition.posts)
    return Examination("questions", Asked.of(edition, history).text)


def _history(desk: Desk, posts: Sequence[Post]) -> History:
    """Return what is out; a ledger that fails is examined by itself."""
    try:
        return desk.history(posts)
    except LedgerError:
        return History()


def rules_of_x(subject: Subject) -> Examination:
    """Examine the statement on the account, and the posts by X's rules; live, a missing statement is trouble."""
    statement = subject.statement
    texts = account_rules.of_texts(subject.edition.posts)
    lacks = account_rules.missing(statement, subject.desk.posts_file)
    if lacks is None and statement is not None:
        return Examination("X's rules", f"{account_rules.signed(statement)}. {texts}")
    said = f"before posts go live: {lacks}. {texts}"
    return Examination("X's rules", said, lacks if subject.desk.live else None, note=True)
