"""What the bot needs of the world outside: a clock, a memory, and something that publishes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from scicomm_bot.domain.account import Account, Pause
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Obstacle
from scicomm_bot.domain.outcome import Outcome
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.domain.publication import Claim, Publication, PublicationState
from scicomm_bot.domain.timeline import CannotReadTimeline, KnownText, LookRecord, OwnPost, TimelineRead


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""

    def elapsed(self) -> float:
        """Return seconds since some fixed moment; it counts while the machine sleeps, and nobody can set it."""


class Ledger(Protocol):
    """The memory that a step needs; each write is durable when the call returns."""

    @property
    def connection(self) -> int:
        """A number that differs after each new connection: then another database may be behind it."""

    def newest_number(self) -> int:
        """Return the number of the newest attempt; 0 where there is none."""

    def history(
        self, post_ids: Sequence[str], text_hashes: Sequence[str], *, since: datetime, slots: Sequence[datetime] = ()
    ) -> History:
        """Return what matters for a decision about these posts."""

    def begun_between(self, start: datetime, end: datetime) -> int:
        """Return how many posts were sent in a stretch of time, a thread counted once."""

    def claim(self, account_id: str, claim: Claim) -> Publication:
        """Write a claim that only one process can win; raise ClaimLostError for all others."""

    def publication(self, attempt_id: str) -> Publication:
        """Return one publication by its attempt."""

    def posted(self, post_id: str) -> Publication | None:
        """Return the publication of a post that is out, or None."""

    def open_publication(self) -> Publication | None:
        """Return the publication whose outcome is not known yet, or None."""

    def record(
        self,
        attempt_id: str,
        state: PublicationState,
        at: datetime,
        *,
        remote_id: str | None = None,
        reason: str | None = None,
        settled: bool = False,
        duplicate: bool = False,
    ) -> Publication:
        """Write down what came of an open attempt, and return it as it stands; one that has ended stays as it is."""

    def record_late(self, attempt_id: str, remote_id: str, at: datetime) -> Publication:
        """Write down an id that arrived after its attempt had ended otherwise."""

    def pause(self, account_id: str, pause: Pause) -> None:
        """Let nothing go out until the pause is over or is ended; one of the same cause is replaced."""

    def greatest_remote_id(self, account_id: str) -> str | None:
        """Return the greatest of X's ids that the ledger has, or None."""

    def known_remote_ids(self, account_id: str, remote_ids: Sequence[str]) -> dict[str, str]:
        """Return, for those of X's ids that the ledger has, the posts that they belong to."""

    def looks(self, attempt_id: str) -> list[LookRecord]:
        """Return the complete looks that did not find an attempt's text, the oldest first."""

    def add_look(self, attempt_id: str, look: LookRecord) -> None:
        """Write down such a look."""

    def ask_person(self, attempt_id: str, why: str) -> Publication:
        """Write down that looking does not help any more with an open attempt: a person must say."""

    def account(self) -> Account | None:
        """Return the account of the ledger."""

    def texts_not_out(self) -> list[KnownText]:
        """Return the texts of all attempts that came to nothing."""

    def adopt_posts(
        self,
        account_id: str,
        found: Sequence[tuple[KnownText, OwnPost]],
        at: datetime,
        *,
        baseline_remote_id: str | None = None,
        newest_number: int | None = None,
    ) -> bool:
        """Write down a look before a claim: these posts are out already; return False where it is out of date."""


class PaperGate(Protocol):
    """What knows whether a paper still stands. It never raises for what the network does."""

    def stop_for(self, paper_id: str) -> Obstacle | None:
        """Return why no post of a paper may go out now, looked up where need be; or None where they may."""


class PaperReader(Protocol):
    """What reads a paper again just before a post of it goes out."""

    def posts(self, paper_id: str) -> Sequence[Post]:
        """Return the posts of a paper as its file says now, checked; one that must not go out any more is held."""


class Approver(Protocol):
    """What knows at any moment what people said of posts."""

    def obstacle(self, post: Post) -> Obstacle | None:
        """Return why a post may not go out for want of a person's yes, as things stand now; None where it may."""

    def texts(self) -> Iterable[KnownText]:
        """Return the texts of all posts that people said something of."""


class Publisher(Protocol):
    """What sends a post and can look at what is out: X, or a rehearsal. It never raises for what the network does."""

    def upload(self, images: Sequence[PostImage]) -> tuple[str, ...] | Outcome:
        """Bring pictures to X, which shows them to nobody yet; return X's ids for them, or why there are none."""

    def publish(
        self, text: str, *, reply_to: str | None, may_send: Callable[[], bool], media_ids: Sequence[str] = ()
    ) -> Outcome:
        """Send `text`, as a reply to `reply_to` if given, asking `may_send` just before the first byte."""

    def read_timeline(self, *, since_id: str | None, newest: int) -> TimelineRead | CannotReadTimeline:
        """Read the account's own posts: all newer than `since_id`, or without one the `newest`."""
