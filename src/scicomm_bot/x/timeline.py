"""The account's own timeline: what a page of it says, with what X does to a text undone.

Sources: https://docs.x.com/x-api/posts/timelines/integrate (paging, `since_id`), and the shape of entities in
https://docs.x.com/x-api/fundamentals/data-dictionary. X's names are moving from "tweet" to "post" (`note_post`,
`referenced_posts`), so both are read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scicomm_bot.domain.timeline import OwnPost
from scicomm_bot.transport import Answer
from scicomm_bot.x.answers import document_of, x_time

PAGE = 100
"""The most posts that X gives on one page."""
LEAST_PAGE = 5
"""The fewest that may be asked for."""
MOST_PAGES = 10
"""A look that needs more is no look: something else is posting with this account, and a person should see it."""
FIELDS = "created_at,entities,referenced_tweets,note_tweet"

_MEDIA = re.compile(r"^https?://(?:x|twitter)\.com/[^/]+/status/(\d+)/(?:photo|video)/\d+$", re.IGNORECASE)


class UnreadableError(Exception):
    """A page does not have the shape of a timeline; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a timeline: its posts, the newest first, X's time, and where the next page is."""

    posts: tuple[OwnPost, ...]
    at: datetime
    next_token: str | None


def page_of(answer: Answer) -> Page:
    """Read a page.

    Raises:
        UnreadableError: it is not whole, or has no `Date`.
    """
    document = document_of(answer.body)
    if document is None:
        raise UnreadableError("its body is not JSON")
    meta, data = document.get("meta"), document.get("data", [])
    if not isinstance(meta, dict) or not isinstance(data, list):
        raise UnreadableError("it has no `meta`")
    if document.get("errors"):
        raise UnreadableError("it holds errors, so posts may be missing")
    count = meta.get("result_count")
    if count != len(data):
        raise UnreadableError(f"it says {count} posts and holds {len(data)}")
    token = meta.get("next_token")
    return Page(tuple(_post(item) for item in data), _time_of(answer), token if isinstance(token, str) else None)


def _time_of(answer: Answer) -> datetime:
    at = x_time(answer)
    if at is None:
        raise UnreadableError("it has no Date header")
    return at


def _post(item: object) -> OwnPost:
    if not isinstance(item, dict) or not str(item.get("id", "")).isdigit() or not isinstance(item.get("text"), str):
        raise UnreadableError("a post in it has no id or text")
    note = item.get("note_tweet") or item.get("note_post") or {}
    holder: Mapping[str, Any] = note if isinstance(note, dict) and isinstance(note.get("text"), str) else item
    x_post_id = str(item["id"])
    links = list(_links(holder.get("entities"))) or list(_links(item.get("entities")))
    # A link to the post's own pictures, which X puts behind the text; one to somebody else's is a link like any other.
    media = {short for short, full in links if (found := _MEDIA.match(full)) and found[1] == x_post_id}
    text = _unescaped(str(holder["text"]))
    for short, full in links:
        text = text.replace(short, "" if short in media else full)
    replied = [
        str(one["id"])
        for one in item.get("referenced_tweets") or item.get("referenced_posts") or []
        if isinstance(one, dict) and one.get("type") == "replied_to" and one.get("id")
    ]
    return OwnPost(
        remote_id=x_post_id,
        text=text,
        created_at=_moment(item.get("created_at")),
        reply_to=replied[0] if replied else None,
        has_media=bool(media),
    )


def _links(entities: object) -> Iterator[tuple[str, str]]:
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for url in urls if isinstance(urls, list) else ():
        if isinstance(url, dict) and isinstance(url.get("url"), str) and isinstance(url.get("expanded_url"), str):
            yield url["url"], url["expanded_url"]


def _unescaped(text: str) -> str:
    """Undo X's escaping of `& < >`, once: the ampersand last, or `&amp;lt;` would be undone twice."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _moment(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(written)).astimezone(UTC)
    except ValueError:
        return None
