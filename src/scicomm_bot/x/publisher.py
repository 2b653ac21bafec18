"""What the bot needs of X: to publish as one account, and to look at what that account has out."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from scicomm_bot.domain.outcome import AccountRefused, Outcome, Published, RateLimited
from scicomm_bot.domain.post import PostImage
from scicomm_bot.domain.timeline import CannotReadTimeline, OwnPost, TimelineRead
from scicomm_bot.errors import XError
from scicomm_bot.medium import ids
from scicomm_bot.x.answers import outcome_of
from scicomm_bot.x.client import XClient
from scicomm_bot.x.documents import UnreadableError
from scicomm_bot.x.media import upload
from scicomm_bot.x.timeline import FIELDS, LEAST_PAGE, MOST_PAGES, PAGE, page_of


class XPublisher:
    """One account on X; it never raises for what X or the network does."""

    def __init__(self, client: XClient, account_id: str, now: Callable[[], datetime]) -> None:
        self._client = client
        self._account_id = account_id
        self._now = now

    def upload(self, images: Sequence[PostImage], on_alt_text: Callable[[], object]) -> tuple[str, ...] | Outcome:
        """Upload pictures with their alt texts; return X's ids for them, or why nothing can be posted with them.

        `on_alt_text` is called for each alt text that X has taken, or may have: what it answers with an error, it does
        not bill.
        """
        media_ids: list[str] = []
        for image in images:
            uploaded = upload(self._client, image, self._now(), on_alt_text)
            if not isinstance(uploaded, str):
                return uploaded
            media_ids.append(uploaded)
        return tuple(media_ids)

    def publish(
        self, text: str, *, reply_to: str | None, may_send: Callable[[], bool], media_ids: Sequence[str] = ()
    ) -> Outcome:
        """Publish a post, as a reply to X's id `reply_to` if given."""
        return self._client.publish(text, may_send=may_send, reply_to=reply_to, media_ids=media_ids)

    def read_timeline(self, *, since_id: str | None, newest: int) -> TimelineRead | CannotReadTimeline:
        """Read the own posts (https://docs.x.com/x-api/users/get-posts): all after `since_id`, else the `newest`.

        A look is whole or none: a page that fails, or more than ten pages after `since_id`, is `CannotLook`.
        """
        params = {"max_results": str(max(LEAST_PAGE, min(newest, PAGE))), "tweet.fields": FIELDS}
        most_pages = MOST_PAGES
        if since_id is None:
            most_pages = min(MOST_PAGES, -(-newest // PAGE))
        else:
            params |= {"since_id": since_id, "max_results": str(PAGE)}
        posts: list[OwnPost] = []
        began: datetime | None = None
        for _ in range(most_pages):
            try:
                answer = self._client.ask("GET", f"/2/users/{self._account_id}/tweets", params)
                if answer.status != 200:
                    refused = outcome_of(answer, self._now(), redact=self._client.redact)
                    return self._refused(refused, answer.status, read=len(posts))
                page = page_of(answer)
            except XError as error:
                return CannotReadTimeline(str(error), read=len(posts))
            except UnreadableError as error:
                return CannotReadTimeline(f"X's page of the timeline cannot be read: {error}", read=len(posts))
            posts += page.posts
            began = began or page.at
            if page.next_token is None:
                return TimelineRead(tuple(posts), began, page.at, self._horizon(posts, began, since_id))
            params["pagination_token"] = page.next_token
        if since_id is None and began is not None:
            return TimelineRead(tuple(posts), began, page.at, self._horizon(posts, began, since_id))
        return CannotReadTimeline(
            f"more than {MOST_PAGES * PAGE:,} posts since {since_id}", hopeless=True, read=len(posts)
        )

    def _refused(self, outcome: Outcome, status: int, *, read: int) -> CannotReadTimeline:
        said = "nothing readable" if isinstance(outcome, Published) else outcome.reason
        until = outcome.until if isinstance(outcome, RateLimited) else None
        account = isinstance(outcome, AccountRefused) and status in {401, 402, 403, 429}
        return CannotReadTimeline(said, until, account, read=read)

    def _horizon(self, posts: Sequence[OwnPost], began: datetime, since_id: str | None) -> str | None:
        """Return the greatest own id that is known; for an account without posts, one that X gave before the look.

        That one is made up from the time, by X's clock or by ours, whichever is behind: an id ahead of posts to come
        would hide them from every later look.
        """
        newest = max((post.remote_id for post in posts), key=ids.in_order, default=since_id)
        if newest is not None:
            return newest
        made_up = ids.first_id_at(min(began, self._now()) - timedelta(minutes=1))
        return made_up if ids.is_id(made_up) else None
