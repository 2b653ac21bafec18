"""The stand-in's posts: how X writes a text back, and how it lists an account's posts.

Sources: docs.x.com [fundamentals/fields, users/get-posts, fundamentals/data-dictionary, fundamentals/pagination,
fundamentals/counting-characters]; `x-platform.md` for t.co and the escaping of `& < >`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

NOTE_OVER = 280
"""A text of more characters than this, t.co addresses in place, is cut on the timeline and whole in `note_tweet`."""

_CUT_AT = 250
_SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
_SMALLEST_ID = 10**18  # 19 digits, whatever the clock says

# An approximation of its own, on purpose: a stand-in that asked the bot what a URL is would agree with any mistake of it.
_TLDS = (
    "com|org|net|edu|gov|int|info|io|eu|uk|de|fr|ch|at|be|nl|se|no|dk|fi|it|es|pt|pl|us|ca|au|jp|cn|ir|in|co|me|dev|app"
)
_URL = re.compile(
    rf"(?<![\w@#$/.:-])(?:https?://[^\s<>\"]+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_TLDS})\b(?!-)(?:/[^\s<>\"]*)?)",
    re.IGNORECASE,
)


@dataclass
class ServedPost:
    """A post as the stand-in keeps it: `text` is what was sent, raw; `created_at` in Unix seconds."""

    id: str
    text: str
    created_at: float
    reply_to: str | None = None
    author: str = "us"
    deleted: bool = False
    media_ids: tuple[str, ...] = ()
    made_with_ai: bool = False


def find_urls(text: str) -> list[str]:
    """URLs in order, with and without scheme; closing punctuation is not part of one."""
    return [match.group().rstrip(".,;:!?'\")]}") for match in _URL.finditer(text)]


def snowflake(now: float, after: int) -> int:
    """A 19-digit id for this moment (Unix seconds), greater than `after`."""
    return max((int(now * 1000) - _SNOWFLAKE_EPOCH_MS) << 22, _SMALLEST_ID, after + 1)


@dataclass(frozen=True)
class _Shown:
    """A text as X writes it back, with its `entities.urls`."""

    text: str
    urls: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Writer:
    """Turns posts into X's JSON. `find_urls` may be handed in."""

    username: str
    find_urls: Callable[[str], Sequence[str]] = find_urls

    def created(self, post: ServedPost) -> dict[str, Any]:
        """`data` of the 201: id, text as X writes it back, edit history [posts/create-post]."""
        return {"id": post.id, "text": self._shown(post)[0].text, "edit_history_tweet_ids": [post.id]}

    def listed(self, post: ServedPost, fields: Iterable[str], user_id: str, *, new_names: bool) -> dict[str, Any]:
        """One element of a timeline's `data`: the defaults and the asked-for fields that the post has.

        The pages call the fields `note_tweet`, `referenced_tweets`, `edit_history_tweet_ids` and ask by
        `tweet.fields`; the description 2.167 calls them `note_post`, `referenced_posts`, `edit_history_post_ids` and
        asks by `post.fields`. Both are served, each under the names it asked with.
        """
        noun = "post" if new_names else "tweet"
        shown, note = self._shown(post)
        have: dict[str, Any] = {
            "author_id": user_id,
            "conversation_id": post.reply_to or post.id,
            "created_at": datetime.fromtimestamp(post.created_at, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
        }
        if shown.urls:
            have["entities"] = {"urls": shown.urls}
        if post.reply_to:
            have[f"referenced_{noun}s"] = [{"type": "replied_to", "id": post.reply_to}]
            have["in_reply_to_user_id"] = user_id
        if note:
            have[f"note_{noun}"] = {"text": note.text} | ({"entities": {"urls": note.urls}} if note.urls else {})
        if post.media_ids:
            have["attachments"] = {"media_keys": [f"3_{media_id}" for media_id in post.media_ids]}
        asked = {name: have[name] for name in fields if name in have}
        return {"id": post.id, "text": shown.text, f"edit_history_{noun}_ids": [post.id], **asked}

    def _shown(self, post: ServedPost) -> tuple[_Shown, _Shown | None]:
        """The text for the timeline, and the note if the text is too long for it.

        X shortens each URL, adds a t.co link for attached media, escapes `& < >`, and ends a long text by "… " and a
        link to itself. `start` and `end` count characters of the text as written back.
        """
        text = unicodedata.normalize("NFC", post.text.strip())
        links: list[dict[str, Any]] = []
        for nth, url in enumerate(self.find_urls(text)):
            links.append(_link(f"{post.id}/{nth}", url if "://" in url else f"http://{url}", url))
        own = f"https://x.com/{self.username}/status/{post.id}"
        media = [_link(f"{post.id}/media", f"{own}/photo/1", "")] if post.media_ids else []
        if media:
            media[0] |= {"display_url": "pic.x.com/" + media[0]["url"][-10:], "media_key": f"3_{post.media_ids[0]}"}
        whole = _shorten(text, links)
        if len(whole) <= NOTE_OVER:
            return _escaped(" ".join([whole, *(m["url"] for m in media)]).strip(), links + media), None
        more = _link(f"{post.id}/more", f"https://x.com/i/web/status/{post.id}", "")
        cut = whole[:_CUT_AT].rsplit(maxsplit=1)[0] + "… " + more["url"]
        return _escaped(cut, [link for link in links if link["url"] in cut] + [more]), _escaped(whole, links)


def _link(seed: str, expanded: str, written: str) -> dict[str, Any]:
    code = base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode()[:10]
    bare = re.sub(r"^https?://(www\.)?", "", expanded, flags=re.IGNORECASE)
    display = bare if len(bare) <= 27 else bare[:26] + "…"
    return {"url": f"https://t.co/{code}", "expanded_url": expanded, "display_url": display, "_written": written}


def _shorten(text: str, links: Iterable[dict[str, Any]]) -> str:
    done, rest = "", text
    for link in links:
        before, _, rest = rest.partition(link["_written"])
        done += before + link["url"]
    return done + rest


def _escaped(text: str, links: Iterable[dict[str, Any]]) -> _Shown:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    urls = []
    for link in links:
        start = escaped.index(link["url"])
        shown = {name: value for name, value in link.items() if name != "_written"}
        urls.append({"start": start, "end": start + len(link["url"]), **shown})
    return _Shown(escaped, urls)


def page_of(
    posts: Sequence[ServedPost], *, size: int, since_id: str | None, until_id: str | None, token: str | None
) -> tuple[list[ServedPost], dict[str, Any]]:
    """One page, newest first, and its `meta` [fundamentals/pagination].

    Both ids are exclusive. The token hides the last id of the page before. ValueError for a token X never gave.
    """
    below = int(until_id) if until_id else None
    if token:
        last = int(base64.b32hexdecode(token.upper() + "=" * (-len(token) % 8)).decode("ascii"))
        below = last if below is None else min(below, last)
    found = [
        post
        for post in sorted(posts, key=lambda post: int(post.id), reverse=True)
        if int(post.id) > int(since_id or 0) and (below is None or int(post.id) < below)
    ]
    shown = found[:size]
    meta: dict[str, Any] = {"result_count": len(shown)}
    if shown:
        meta |= {"newest_id": shown[0].id, "oldest_id": shown[-1].id}
    if len(found) > size:
        meta["next_token"] = base64.b32hexencode(shown[-1].id.encode()).decode().rstrip("=").lower()
    return shown, meta
