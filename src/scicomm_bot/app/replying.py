"""What people answered by mail, kept in `approved.yaml`."""

import hashlib
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from scicomm_bot.app.answering import refuse_odd
from scicomm_bot.app.approving import Approving, states_after
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.judging import Said, Word, entry_of, how_to_go_on, ids_to_join, judged
from scicomm_bot.app.keeping_cards import keep_approved_cards, with_kept_cards
from scicomm_bot.app.mail_files import mails_of
from scicomm_bot.approval import (
    Approval,
    Approvals,
    ApprovalState,
    ByMail,
    approval_states,
    describe,
    same_person,
    with_answers,
)
from scicomm_bot.approval.read import read_file
from scicomm_bot.approval.signing import joined_to
from scicomm_bot.approval.write import record
from scicomm_bot.characters.invisible import without_hidden
from scicomm_bot.domain.answer import counts
from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Post
from scicomm_bot.errors import ScicommError, near
from scicomm_bot.plan import post_state
from scicomm_bot.signoff.answers import CODE_LENGTH, Answer
from scicomm_bot.signoff.hearing import Heard, hear
from scicomm_bot.signoff.mails import is_from

_LONGEST_WHY = 500
_CLOCKS_DIFFER = timedelta(days=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Reply:
    """One answer of one mail, and what came of it.

    Attributes:
        heard: The mail.
        answer: What it says of a post.
        left: Why nothing was recorded, or None.
        fine: Whether that is as it should be.
        said: What came of it, where it was weighed against the post.
    """

    heard: Heard
    answer: Answer
    left: str | None = None
    fine: bool = False
    said: Said | None = None

    def leave(self, why: str, *, fine: bool = False) -> None:
        """Record nothing of it, for a reason."""
        self.left, self.fine = why, fine

    @property
    def sender(self) -> str:
        """Who sent the mail, as it says."""
        return self.heard.mail.sender or ""

    @property
    def is_no(self) -> bool:
        """Whether it holds the post."""
        return self.answer.word != "yes"

    @property
    def why(self) -> str:
        """What a no says, in a line; what is said for it where it gives no reason."""
        words = _as_line(self.answer.words)
        if self.answer.word == "change":
            return f"asks for a change: {words}" if words else "asks for a change, and does not say which"
        return words or "gave no reason"


@dataclass(frozen=True, slots=True)
class Replying:
    """What was recorded of mails, and what was not.

    Attributes:
        approving: The same as of `approve`; what would be recorded, where nothing was to be.
        heard: The mails, in order.
        replies: Their answers.
        records: Whether anything was to be recorded.
    """

    approving: Approving
    heard: Sequence[Heard]
    replies: Sequence[Reply] = field(default_factory=list)
    records: bool = True

    def silent(self) -> Iterator[Heard]:
        """Yield the mails that answer nothing and are no program's: somebody must read them."""
        for one in self.heard:
            if not one.mail.automatic and not one.answers and not one.unclear:
                yield one

    @property
    def failed(self) -> bool:
        """Whether a person must look at something."""
        unclear = any(one.unclear and not one.mail.automatic for one in self.heard)
        return unclear or any(self.silent()) or any(not one.fine and one.left is not None for one in self.replies)


def reply(
    desk: Desk, names: Iterable[str], by: str, read_stdin: Callable[[int], bytes], *, records: bool = True
) -> Replying:
    """Record what mails answer for posts; before a yes, their papers are looked up.

    Each answer is a unit: it is recorded whole, or left with a reason. The file is written once.

    Args:
        desk: What to work with.
        names: Files of mails, or folders of such files; `-` for standard input.
        by: Who runs the command.
        read_stdin: Returns as many bytes of standard input, or all.
        records: Whether anything is recorded, and not only shown.

    Raises:
        ApprovalError: `approved.yaml` cannot be used or written.
        NotFoundError: a file is not there, or a folder has no mail.
        ScicommError: a file cannot be read, is too large, or is no file of mails.
    """
    read_file(desk.approved_file)  # one that cannot be used is said before anything is looked up
    document = desk.document()
    contact = document.content.contact
    asker = contact.email if contact is not None else None
    mails = mails_of(names, asker, read_stdin)
    edition = desk.edition(document)
    heard = [hear(mail, {one for post in edition.posts for one in (post.id, *post.was)}) for mail in mails]
    replies = [Reply(one, answer) for one in heard for answer in one.answers]
    history, at, approvals = desk.history(edition.posts), desk.clock.now(), desk.approvals()
    posts = {one: post for post in edition.posts for one in (*post.was, post.id)}
    for one in replies:
        one.left, one.fine = _not_usable(one, posts, approvals, history)
        if one.left is None and is_from(one.sender, asker):
            what = "is answered from the address that asks (`contact:`), whose mails carry the lines for others"
            one.leave(f"{what}; for a word of your own, run `scicomm-bot approve {one.answer.post_id}`")
    usable = _usable(replies, posts, at)
    if records and (wanted := {posts[one.answer.post_id].paper_id for one in usable if not one.is_no}):
        looked_up = desk.lookups.look_up([paper for paper in document.content.papers if paper.id in wanted])
        edition = desk.edition(document, looked_up=looked_up) if looked_up else edition
    weighing = _Weighing(edition, history, at, by, approvals)
    new = [entry for post in edition.posts for entry in weighing.weigh(post, usable)]
    if records and new:
        approved = {entry.id for entry in new if entry.decision == "approved"}
        edition = keep_approved_cards(edition, approved, desk.kept_cards)
        record(desk.approved_file, new, [post.id for post in edition.posts], weighing.joining)
        after = states_after(desk, edition, history, at)
        for one in replies:
            one.said = one.said and replace(one.said, after=after[one.said.post.id])
    results = [one.said for one in replies if one.said is not None]
    return Replying(Approving(desk.approved_file, edition, results), heard, replies, records)


def _not_usable(
    one: Reply, posts: Mapping[str, Post], approvals: Approvals, history: History
) -> tuple[str | None, bool]:
    """Return why an answer counts for nothing whatever else there is, and whether that is as it should be."""
    mail, answer = one.heard.mail, one.answer
    if mail.automatic:
        return "was sent by a program, so it is no answer", True
    if mail.trouble is not None:
        return f"is from a mail that {mail.trouble}", False
    if answer.post_id in one.heard.torn:
        return "is answered in two ways by one mail; ask the sender which is meant", False
    post = posts.get(answer.post_id)
    if post is None:
        meant = near(answer.post_id, posts)
        return f"is no post of posts.yaml{f'; did they mean {meant}?' if meant else ''}", False
    if post.seen_sha256[:CODE_LENGTH] != answer.code:
        return _about_another_text(post, answer, approvals, history), False
    if not one.is_no and answer.beside:
        run = f"`scicomm-bot approve {post.id} --by {shlex.quote(one.sender)}`"
        words = _as_line(answer.beside)
        return f'has words beside the yes: "{words}"; read them, and if it is a yes all the same, run {run}', False
    return None, True


def _about_another_text(post: Post, answer: Answer, approvals: Approvals, history: History) -> str:
    """Say that an answer is about another text than the post's, and what is different, where that is known."""
    was = approvals.of.get(post.id)
    sent = history.latest.get(post.id)
    texts = [*([was.text] if was is not None else []), *([sent.text] if sent is not None else [])]
    seen = next((text for text in texts if _code(text) == answer.code), None)
    different = f"; since then, {describe(seen, post.text)}" if seen is not None else ""
    now = post.seen_sha256[:CODE_LENGTH]
    what = "an older text" if not post.images else "an older text or picture"
    return f"is answered about {what} ({answer.code}; now it is {now}){different}; send the page anew"


def _code(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH]


def _usable(replies: Sequence[Reply], posts: Mapping[str, Post], now: datetime) -> list[Reply]:
    """Return the answers that count: of each person the last one, and beside a no no yes. The others are left."""
    by_post: dict[str, list[Reply]] = {}
    for one in replies:
        if one.left is None:
            by_post.setdefault(posts[one.answer.post_id].id, []).append(one)
    kept: list[Reply] = []
    for several in by_post.values():
        last = [one for person in _by_person(several) for one in _last_word(person, now)]
        no = next((one for one in last if one.is_no), None)
        for one in last:
            if no is not None and not one.is_no:
                one.leave(f"has a no as well, from {no.sender} ({no.heard.mail.place}), and that holds it")
        kept += [one for one in last if one.left is None]
    return kept


def _by_person(replies: Sequence[Reply]) -> Iterator[list[Reply]]:
    people: list[list[Reply]] = []
    of_sender: dict[str, list[Reply]] = {}
    for one in replies:
        person = of_sender.get(one.sender)
        if person is None:
            person = next((some for some in people if same_person(some[0].sender, one.sender)), None)
        if person is None:
            people.append(person := [])
        person.append(one)
        of_sender[one.sender] = person
    yield from people


def _last_word(replies: Sequence[Reply], now: datetime) -> list[Reply]:
    """Return the one answer of a person that counts; none where nobody can tell which is the newest."""
    if len({one.answer.word for one in replies}) == 1:
        newest = max(replies, key=lambda one: (one.heard.mail.sent or _LONG_AGO, len(one.answer.words)))
    else:
        dates = [one.heard.mail.sent for one in replies]
        known = [date for date in dates if date is not None and date <= now + _CLOCKS_DIFFER]
        newest = max(replies, key=lambda one: one.heard.mail.sent or _LONG_AGO)
        tied = {one.answer.word for one in replies if one.heard.mail.sent == newest.heard.mail.sent}
        if len(known) < len(dates) or len(tied) > 1:
            for one in replies:
                one.leave("is answered in two ways by one person, and their dates do not say which is the last")
            return []
    for one in replies:
        if one is not newest:
            one.leave(f"is answered anew by {newest.heard.mail.place}", fine=True)
    return [newest]


@dataclass(slots=True)
class _Weighing:
    """Weighs the answers to one post after the other; what one makes, the next one sees."""

    edition: Edition
    history: History
    at: datetime
    by: str
    approvals: Approvals
    joining: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def weigh(self, post: Post, usable: Sequence[Reply]) -> Iterator[Approval]:
        """Yield the entries that the answers to a post make, in order."""
        about = [one for one in usable if one.answer.post_id in {post.id, *post.was}]
        about.sort(key=lambda one: one.heard.mail.sent or _LONG_AGO)
        others = about[:-1] if about and about[-1].is_no else []  # then all are noes, and make one entry
        for one in about[len(others) :]:
            entry = self._entry(post, one, others)
            if entry is not None:
                yield entry
        for one in others:
            one.leave(f"goes into the no of {about[-1].sender}", fine=True)

    def _entry(self, post: Post, one: Reply, others: Sequence[Reply]) -> Approval | None:
        [state] = approval_states([post], self.edition.content, self.approvals)
        [answered] = with_answers([post], [state])
        where = post_state(answered, self.history, self.at)
        given = [(key, _as_line(words)) for key, words in one.answer.given if counts(words)]
        mail = one.heard.mail
        reasons = [one.why, *(f"{other.sender}: {other.why}" for other in others)]
        why = _as_line("; ".join(reason.rstrip(".") for reason in reasons)) if one.is_no else None
        word = Word(one.sender, why, given=given if why is None else (), mail=ByMail(self.by, mail.sent))
        left, fine = self._why_not(answered, state, word)
        if left is None:
            answered, left, fine = judged(answered, state, where, word, None)
        run = how_to_go_on(answered, left, word)
        entry = (
            entry_of(with_kept_cards(answered), state, where, self.edition.content, (word, self.at))
            if left is None
            else None
        )
        one.left, one.fine = left, fine
        one.said = Said(answered, state, where, word.by, entry and self._joined(post, state, entry), left, fine, run)
        return entry

    def _joined(self, post: Post, state: ApprovalState, entry: Approval) -> Approval:
        """Return an entry as it will stand in the file, and let the next answer see it."""
        joining = ids_to_join([post], [state])
        self.joining |= joining
        joined = joined_to(self.approvals.of, joining.get(post.id, ()), entry)
        tampered = {name: problem for name, problem in self.approvals.tampered.items() if name != post.id}
        self.approvals = replace(self.approvals, of={**self.approvals.of, post.id: joined}, tampered=tampered)
        return joined

    def _why_not(self, post: Post, state: ApprovalState, word: Word) -> tuple[str | None, bool]:
        """Return why a mail does not change what was said before it, though a person at this machine could."""
        entry, sent = self.approvals.of.get(post.id), word.mail.sent if word.mail is not None else None
        if word.why is not None:
            return _no_again(entry, word, sent)
        if state.state == "rejected" and not (entry is not None and _is_taken_back(entry, word, sent)):
            run = f"run `scicomm-bot approve {post.id} --by NAME`"
            why = f"was rejected by {state.by_whom}: {str(state.why).rstrip('.')}"
            return f"{why}; a mail does not end that: to approve it after all, {run}", False
        try:
            refuse_odd(word.given, [post])
        except ScicommError as error:
            return f"has an answer that cannot be used: {error}", False
        return None, True


def _no_again(entry: Approval | None, word: Word, sent: datetime | None) -> tuple[str | None, bool]:
    if entry is None:
        return None, True
    same_mail = entry.mail is not None and entry.mail.sent == sent if sent is not None else entry.why == word.why
    if entry.decision == "rejected" and same_person(entry.by, word.by) and same_mail:
        return f"is rejected already, by {entry.by}", True
    if entry.decision == "approved" and sent is not None:
        for one in entry.signatures:
            since = one.mail.sent if one.mail is not None and one.mail.sent is not None else one.at
            if same_person(one.by, word.by) and sent < since:
                return f"was approved by {one.text}, after this mail was sent", False
    return None, True


def _is_taken_back(no: Approval, word: Word, sent: datetime | None) -> bool:
    """Whether a yes is of the person who said no, and was sent after it."""
    since = no.mail.sent if no.mail is not None and no.mail.sent is not None else no.at
    return no.decision == "rejected" and same_person(no.by, word.by) and sent is not None and sent > since


def _as_line(words: str) -> str:
    """Return words as they can be kept: in one line, without signs that nobody sees, cut where they are very long."""
    line = " ".join(without_hidden(" ".join(words.split())).split())
    return line if len(line) <= _LONGEST_WHY else f"{line[: _LONGEST_WHY - 3]}..."
