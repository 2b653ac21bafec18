"""The account's own timeline: what a page of it says, with what X does to a text undone.

Sources: https://docs.x.com/x-api/posts/timelines/integrate (paging, `since_id`), and the shape of entities in
https://docs.x.com/x-api/fundamentals/data-dictionary. X's names are moving from "tweet" to "post" (`note_post`,
`referenced_posts`), so both are read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scicomm_bot.domain.timeline import OwnPost
from scicomm_bot.transport import Answer
from scicomm_bot.x.documents import UnreadableError, date_of, document_of, id_of, moment_of

PAGE = 100
"""The most posts that X gives on one page."""
LEAST_PAGE = 5
"""The fewest that may be asked for."""
MOST_PAGES = 10
"""A look that needs more is no look: something else is posting with this account, and a person should see it."""
FIELDS = "created_at,entities,referenced_tweets,note_tweet"

_MEDIA = re.compile(r"^https?://(?:x|twitter)\.com/[^/]+/status/(\d+)/(?:photo|video)/\d+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a timeline: its posts, the newest first, X's time, and where the next page is."""

    posts: tuple[OwnPost, ...]
    at: datetime
    next_token: str | None


def page_of(answer: Answer) -> Page:
    """Read a page.

    Raises:
        UnreadableError: it is not whole, or something in it has another shape.
    """
    document = document_of(answer.body)
    meta, data = document.get("meta"), document.get("data", [])
    if not isinstance(meta, dict) or not isinstance(data, list):
        raise UnreadableError("it has no `meta`")
    if document.get("errors"):
        raise UnreadableError("it holds errors, so posts may be missing")
    count = meta.get("result_count")
    if type(count) is not int or count != len(data):
        raise UnreadableError(f"it says {count!r} posts and holds {len(data)}")
    token = meta.get("next_token")
    if token is not None and (not isinstance(token, str) or not token):
        raise UnreadableError("its `next_token` is no string")
    return Page(tuple(_post(item) for item in data), date_of(answer), token)


def _post(item: object) -> OwnPost:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise UnreadableError("a post in it has no text")
    note = item.get("note_tweet") or item.get("note_post") or {}
    holder: Mapping[str, Any] = note if isinstance(note, dict) and isinstance(note.get("text"), str) else item
    x_post_id = id_of(item.get("id"))
    links = list(_links(holder.get("entities"))) or list(_links(item.get("entities")))
    # A link to the post's own pictures, which X puts behind the text; one to somebody else's is a link like any other.
    media = {short for short, full in links if (found := _MEDIA.match(full)) and found[1] == x_post_id}
    text = _unescaped(str(holder["text"]))
    for short, full in links:
        text = text.replace(short, "" if short in media else full)
    created_at = item.get("created_at")
    return OwnPost(
        remote_id=x_post_id,
        text=text,
        created_at=None if created_at is None else moment_of(created_at),
        reply_to=_replied_to(item.get("referenced_tweets") or item.get("referenced_posts") or []),
        has_media=bool(media),
    )


def _replied_to(referenced: object) -> str | None:
    if not isinstance(referenced, list):
        raise UnreadableError("a post in it has `referenced_tweets` that are no list")
    replied = [one.get("id") for one in referenced if isinstance(one, dict) and one.get("type") == "replied_to"]
    return id_of(replied[0]) if replied else None


def _links(entities: object) -> Iterator[tuple[str, str]]:
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for url in urls if isinstance(urls, list) else ():
        if isinstance(url, dict) and isinstance(url.get("url"), str) and isinstance(url.get("expanded_url"), str):
            yield url["url"], url["expanded_url"]


def _unescaped(text: str) -> str:
    """Undo X's escaping of `& < >`, once: the ampersand last, or `&amp;lt;` would be undone twice."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
