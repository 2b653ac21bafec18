"""What reading X costs, written down as it is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scicomm_bot.bot import Publisher
from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.domain.outcome import Outcome
from scicomm_bot.domain.post import PostImage
from scicomm_bot.domain.timeline import CannotReadTimeline, TimelineRead
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.medium.prices import Prices


@dataclass(frozen=True, slots=True)
class MeteredPublisher:
    """A publisher whose reads become charges in the ledger; what it publishes, the bot writes down itself.

    The budget stops no read: what may be on X must be found, or it would go out twice.

    Attributes:
        inner: What publishes and reads.
        ledger: Where charges are kept.
        prices: What X bills.
        now: The time.
    """

    inner: Publisher
    ledger: SqlLedger
    prices: Prices
    now: Callable[[], datetime]

    def upload(self, images: Sequence[PostImage], on_alt_text: Callable[[], object]) -> tuple[str, ...] | Outcome:
        """Bring pictures to X."""
        return self.inner.upload(images, on_alt_text)

    def publish(
        self, text: str, *, reply_to: str | None, may_send: Callable[[], bool], media_ids: Sequence[str] = ()
    ) -> Outcome:
        """Send a post."""
        return self.inner.publish(text, reply_to=reply_to, may_send=may_send, media_ids=media_ids)

    def read_timeline(self, *, since_id: str | None, newest: int) -> TimelineRead | CannotReadTimeline:
        """Read the account's own posts, and write down how many X gave: an empty answer costs nothing."""
        look = self.inner.read_timeline(since_id=since_id, newest=newest)
        count = look.read if isinstance(look, CannotReadTimeline) else len(look.posts)
        if count:
            opened = self.ledger.open_publication()
            price = count * self.prices.read_post
            about = (opened.post_id, opened.attempt_id) if opened is not None else (None, None)
            self.ledger.add_charge(Charge(ChargeKind.READ_POST, self.now(), count, price, *about))
        return look


def note_user_read(ledger: SqlLedger, prices: Prices, at: datetime) -> None:
    """Write down that X has said whose the credentials are."""
    ledger.add_charge(Charge(ChargeKind.READ_USER, at, 1, prices.read_user))
