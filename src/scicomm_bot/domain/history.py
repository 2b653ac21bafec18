"""What the ledger knows that matters for a decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from scicomm_bot.domain.account import Account
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger knows that matters for a decision about some posts.

    Attributes:
        account: The account of the ledger, or None for a ledger that was never used.
        latest: The newest publication of each of the posts asked about; a post never tried is not in it.
        taken: For each SHA-256 of a text that is out or open, the id of the post that it belongs to.
        withdrawn: For each of these texts that was sent and withdrawn, by its SHA-256, its publication.
        open: The account's open publication, or None.
        last_posted_at: When the account's newest post went out, or None.
        spent_micro_usd: What the publications since the start of the month cost, open ones included, and what deleting
            cost in it: a withdrawn post is paid for in the month of its claim, its deletion in that of the withdrawal.
        filled_slots: Those of the slots asked about that a publication has filled.
        newest: The account's newest attempt at any post, or None.
        begun_today: How many posts went out since the day began, by the clocks of the schedule, a thread counted once;
            0 where nobody asked.
    """

    account: Account | None = None
    latest: Mapping[str, Publication] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    withdrawn: Mapping[str, Publication] = field(default_factory=dict)
    open: Publication | None = None
    last_posted_at: datetime | None = None
    spent_micro_usd: int = 0
    filled_slots: frozenset[datetime] = frozenset()
    newest: Publication | None = None
    begun_today: int = 0

    def of_renamed(self, posts: Iterable[Post]) -> Self:
        """Return the same, with what is known of a post under the ids that it had before as known of it.

        It must have been asked for under those ids, too (`all_ids`).
        """
        renamed = [post for post in posts if post.was]
        if not renamed:
            return self
        latest, names = dict(self.latest), dict[str, str]()
        for post in renamed:
            known = [self.latest[one] for one in (post.id, *post.was) if one in self.latest]
            if known:
                latest[post.id] = newest(known)
            names |= dict.fromkeys(post.was, post.id)
        taken = {text: names.get(owner, owner) for text, owner in self.taken.items()}
        return replace(self, latest=latest, taken=taken)


def all_ids(posts: Iterable[Post]) -> list[str]:
    """Return the ids of posts, and those that they had before."""
    return [one for post in posts for one in (post.id, *post.was)]


def newest(known: Sequence[Publication]) -> Publication:
    """Return the publication that counts of several attempts at one post: what is out or open, else the newest."""
    return max(known, key=lambda one: (one.state is PublicationState.POSTED, one.open, one.claimed_at))
