"""A person's yes or no to posts, kept in `approved.yaml`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from scicomm_bot.app.answering import Ask, ask_with, refuse_odd, waiting
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition, selected
from scicomm_bot.app.judging import Said, Word, entry_of, how_to_go_on, ids_to_join, judged
from scicomm_bot.app.keeping_cards import keep_approved_cards, with_kept_cards
from scicomm_bot.approval import Approval, approval_states, rejection_of, with_answers
from scicomm_bot.approval.read import read_file
from scicomm_bot.approval.write import record
from scicomm_bot.domain.history import History
from scicomm_bot.plan import PostState, post_state


@dataclass(frozen=True, slots=True)
class Approving:
    """What was recorded, and what was not."""

    path: Path
    edition: Edition
    results: Sequence[Said]
    gone: Sequence[Approval] = ()
    """The new entries of posts that are no longer in `posts.yaml`: noes."""

    @property
    def recorded(self) -> list[Approval]:
        """The new entries."""
        return [*self.gone, *(one.entry for one in self.results if one.entry is not None)]

    @property
    def price_micro_usd(self) -> int:
        """What the posts cost of which something was recorded."""
        prices = {one.post.id: one.post.price_micro_usd for one in self.results if one.entry is not None}
        return sum(prices.values())


def approve(desk: Desk, ids: Sequence[str], word: Word, ask: Ask | None = None) -> Approving:
    """Record what a person says of posts; before a yes, their papers are looked up.

    Args:
        desk: What to work with.
        ids: Posts and papers; none for all posts where the word is about every post, else for those that wait for an
            answer.
        word: What the person says.
        ask: Asks a person an open question; None where nobody can be asked. A post with a question that stays open is
            left.

    Raises:
        ApprovalError: `approved.yaml` cannot be used or written.
        NotFoundError: an id names no post and no paper, or an answer no rule.
        ScicommError: an answer is given to what is not asked here.
    """
    read_file(desk.approved_file)  # one that cannot be used is said before anything is looked up
    document = desk.document()
    edition = desk.edition(document)
    if not ids and not word.every and not (ids := waiting(desk, edition)):
        return Approving(desk.approved_file, edition, ())
    gone = _gone(desk, set(ids), edition, word)
    ids = [one for one in ids if one not in gone]
    chosen = selected(edition, ids) if ids or not gone else []
    if word.why is None:
        wanted = {post.paper_id for post in chosen}
        looked_up = desk.lookups.look_up([paper for paper in document.content.papers if paper.id in wanted])
        edition = desk.edition(document, looked_up=looked_up) if looked_up else edition
        chosen = selected(edition, ids)
    history, at, approvals = desk.history(edition.posts), desk.clock.now(), desk.approvals()
    states = approval_states(chosen, edition.content, approvals)
    posts = with_answers(chosen, states)
    refuse_odd(word.given, posts)
    known = [(post, state, post_state(post, history, at)) for post, state in zip(posts, states, strict=True)]
    found = [judged(*one, word, ask and ask_with(ask, edition.content, approvals)) for one in known]
    entries = [
        entry_of(with_kept_cards(post), state, where, edition.content, (word, at)) if why is None else None
        for (_, state, where), (post, why, _) in zip(known, found, strict=True)
    ]
    if new := [*gone.values(), *(entry for entry in entries if entry is not None)]:
        approved = {entry.id for entry in new if entry.decision == "approved"}
        edition = keep_approved_cards(edition, approved, desk.kept_cards)
        order, joining = [post.id for post in edition.posts], ids_to_join(chosen, states)
        written = {entry.id: entry for entry in record(desk.approved_file, new, order, joining)}
        entries = [entry and written[entry.id] for entry in entries]
    after = states_after(desk, edition, history, at)
    results = [
        Said(post, state, after[post.id], word.by, entry, why, fine, how_to_go_on(post, why, word))
        for state, entry, (post, why, fine) in zip(states, entries, found, strict=True)
    ]
    return Approving(desk.approved_file, edition, results, tuple(gone.values()))


def _gone(desk: Desk, ids: Collection[str], edition: Edition, word: Word) -> dict[str, Approval]:
    """Return the noes to posts that are no longer in the file, by their ids: they must not come back with it.

    What they read like, the ledger says of a withdrawn post, and an older entry of any. An id that neither knows, or of
    a post that is out, is left to others.
    """
    unknown = set(ids) - {post.id for post in edition.posts} if word.why is not None else set()
    noes: dict[str, Approval] = {}
    approvals, at = (desk.approvals() if unknown else None), desk.clock.now().replace(microsecond=0)
    for one in sorted(unknown):
        sent = desk.ledger.posted(one) if desk.ledger is not None else None
        entry = approvals.of.get(one) if approvals is not None else None
        if sent is not None and sent.withdrawn_at is not None:
            noes[one] = rejection_of(sent, by=word.by, at=at, why=word.why or "")
        elif sent is None and entry is not None:
            noes[one] = replace(entry, decision="rejected", by=word.by, at=at, why=word.why, mail=None, also=())
    return noes


def states_after(desk: Desk, edition: Edition, history: History, now: datetime) -> dict[str, PostState]:
    """Return where each post of an edition is, by its id, with `approved.yaml` as it stands now."""
    return {post.id: post_state(post, history, now) for post in desk.with_approvals(edition).posts}
