"""X's routes that the bot uses, as functions of a request.

Sources: docs.x.com [posts/create-post, posts/delete-post, media/upload-media, media/create-media-metadata, users/get-my-user, users/get-posts] and OpenAPI 2.167. Where
X is silent, the docstring says what was chosen.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import answers
from .account import Account
from .answers import Answer
from .oauth import XCredentials, refusal
from .posts import ServedPost, Writer, page_of
from .routes import RecordedRequest

_MOST_MEDIA = 4
_ID = re.compile(r"[0-9]{1,19}")
# The names of `CreatePostsRequest`, which allows no others.
_CREATE = frozenset(
    "card_uri community_id direct_message_deep_link edit_options for_super_followers_only geo made_with_ai media nullcast"  # noqa: SIM905  (a list would fill the page)
    " paid_partnership poll quote_tweet_id reply reply_settings share_with_followers text".split()
)
_FIELDS = frozenset(
    "article article_title attachments author_id card_uri community_id context_annotations conversation_id created_at"  # noqa: SIM905
    " display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang media_metadata"
    " non_public_metrics note_post note_tweet organic_metrics paid_partnership possibly_sensitive promoted_metrics"
    " public_metrics referenced_posts referenced_tweets reply_settings scopes source text withheld".split()
)


class Api:
    """Does what a request asks of the account. `length` gives weighted characters, over 280 of which are refused."""

    def __init__(self, account: Account, credentials: XCredentials, length: Callable[[str], int] | None) -> None:
        self.account = account
        self.credentials = credentials
        self.length = length
        self.writer = Writer(account.username)

    def answer(self, request: RecordedRequest) -> Answer:
        """The true answer. A client may have signed for X's name, or for the one it reached."""
        if not request.route:
            return answers.no_route()
        host = request.headers.get("host", "")
        origins = (f"http://{host}", f"https://{host}", "https://api.x.com", "https://api.twitter.com")
        if refusal(request.authorization, request.method, request.target, origins, self.credentials):
            return answers.unauthorized()
        match request.route:
            case "POST /2/tweets":
                return self._create(request.body)
            case "POST /2/media/upload":
                return self._upload(request.body)
            case "POST /2/media/metadata":
                return self._describe(request.body)
            case "DELETE /2/tweets/:id":
                return self._delete(request.resource)
            case "GET /2/tweets/:id":
                return self._one(request.resource)
            case "GET /2/users/me":
                return self._me(request.query)
            case _:
                return self._timeline(request.resource, request.query)

    def _create(self, body: Any) -> Answer:
        """[posts/create-post] The order of X's checks is not documented; here: shape, length, reply, duplicate."""
        if wrong := next(_wrong_shape(body), None):
            return answers.invalid_request(*wrong)
        text = body.get("text", "")
        if self.length and self.length(text) > 280:
            return answers.too_long()
        reply_to = body.get("reply", {}).get("in_reply_to_tweet_id")
        media = tuple(body.get("media", {}).get("media_ids", ()))
        if unknown := [one for one in media if one not in self.account.media]:
            return answers.invalid_request(f"Your media IDs are invalid: {', '.join(unknown)}", "media.media_ids")
        with self.account.lock:  # of two equal texts at the same moment, one is the duplicate
            if reply_to and not self.account.live(reply_to):
                return answers.reply_target_gone()
            if self.account.has_text(text):
                return answers.duplicate()
            new = ServedPost("", text, 0.0, reply_to, media_ids=media, made_with_ai=body.get("made_with_ai", False))
            post = self.account.publish(new)
        return answers.document(201, {"data": self.writer.created(post)})

    def _upload(self, body: Any) -> Answer:
        """[media/upload-media] In JSON the picture is base64. What X refuses, its pages say: over 5 MB, other kinds."""
        shape = {"media", "media_category"}
        if not isinstance(body, dict) or not shape <= set(body) <= shape | {"additional_owners"}:
            return answers.invalid_request("media and media_category are required, and nothing else is known", "media")
        if body["media_category"] not in {"tweet_image", "tweet_gif"}:
            return answers.invalid_request("This stand-in takes pictures for posts only", "media_category")
        try:
            raw = base64.b64decode(body["media"], validate=True)
        except (ValueError, TypeError):
            return answers.invalid_request("$.media: must be base64", "media")
        if len(raw) > 5 * 1024 * 1024 or not raw.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")):
            return answers.invalid_request("media type unrecognized, or too large.", "media")
        media_id = self.account.upload(raw, body["media_category"])
        data = {"id": media_id, "media_key": f"3_{media_id}", "expires_after_secs": 86_400, "size": len(raw)}
        return answers.document(200, {"data": data})

    def _describe(self, body: Any) -> Answer:
        """[media/create-media-metadata] Only the alt text is looked at."""
        media = self.account.media.get(body.get("id", "")) if isinstance(body, dict) else None
        text = body.get("metadata", {}).get("alt_text", {}).get("text") if media is not None else None
        if media is None or not isinstance(text, str) or not 0 < len(text) <= 1_000:
            return answers.invalid_request("$.metadata.alt_text.text: 1 to 1000 characters, of known media", "metadata")
        media.alt = text
        told = {"id": body["id"], "associated_metadata": {"alt_text": {"text": text}}}
        return answers.document(200, {"data": told})

    def _delete(self, post_id: str) -> Answer:
        """[posts/delete-post] For a post that is not there `deleted` is false, the description's only other value."""
        if not _ID.fullmatch(post_id):
            return answers.invalid_request(f"The `id` path parameter value [{post_id}] is not valid.", "id")
        return answers.document(200, {"data": {"deleted": self.account.delete(post_id)}})

    def _one(self, post_id: str) -> Answer:
        """[posts/get-post-by-id] One that is not there is a 200 with a problem among its errors."""
        if not _ID.fullmatch(post_id):
            return answers.invalid_request(f"The `id` path parameter value [{post_id}] is not valid.", "id")
        post = self.account.live(post_id)
        if post is None:
            return answers.document(200, {"errors": [json.loads(answers.not_found("tweet", "id", post_id).body)]})
        return answers.document(200, {"data": self.writer.listed(post, [], self.account.user_id, new_names=False)})

    def _me(self, query: Mapping[str, str]) -> Answer:
        """[users/get-my-user] id, name, username, and of the asked `user.fields` those that are known here."""
        name = self.account.username
        have = {"created_at": "2020-01-01T00:00:00.000Z", "description": "A stand-in.", "protected": False}
        asked = {field: have[field] for field in query.get("user.fields", "").split(",") if field in have}
        return answers.document(
            200, {"data": {"id": self.account.user_id, "name": "SciComm", "username": name, **asked}}
        )

    def _timeline(self, user_id: str, query: Mapping[str, str]) -> Answer:
        """[users/get-posts] Newest first. An account that is not ours is one that does not exist."""
        if user_id != self.account.user_id:
            gone = answers.not_found("user", "id", user_id)
            return answers.document(200, {"errors": [json.loads(gone.body)]})
        size = query.get("max_results", "10")
        if not size.isdigit() or not 5 <= int(size) <= 100:
            detail = f"The `max_results` query parameter value [{size}] is not between 5 and 100"
            return answers.invalid_request(detail, "max_results")
        for name in ("since_id", "until_id"):
            if name in query and not _ID.fullmatch(query[name]):
                return answers.invalid_request(f"The `{name}` query parameter value [{query[name]}] is not valid", name)
        new_names = "post.fields" in query
        asked = query.get("post.fields" if new_names else "tweet.fields", "")
        fields = [name for name in asked.split(",") if name]
        if "referenced_posts" in query.get("expansions", "").split(","):
            fields.append("referenced_posts")
        if unknown := sorted(set(fields) - _FIELDS):
            return answers.invalid_request(f"The fields {unknown} are not known", "tweet.fields")
        try:
            shown, meta = page_of(
                self.account.visible(query),
                size=int(size),
                since_id=query.get("since_id"),
                until_id=query.get("until_id"),
                token=query.get("pagination_token"),
            )
        except ValueError:
            return answers.invalid_request("The `pagination_token` is not valid", "pagination_token")
        listed = [self.writer.listed(post, fields, user_id, new_names=new_names) for post in shown]
        return answers.document(200, ({"data": listed} if listed else {}) | {"meta": meta})


def _wrong_shape(body: Any) -> Iterator[tuple[str, str]]:
    """What X answers 400 for, whether or not its description is at hand: (detail, parameter)."""
    if not isinstance(body, dict):
        yield "The request body is not a JSON object", "body"
        return
    for name in sorted(set(body) - _CREATE):
        yield f"$.{name}: is not defined in the schema and the schema does not allow additional properties", name
    text, reply, media = body.get("text", ""), body.get("reply"), body.get("media")
    if not isinstance(text, str) or (not text.strip() and not media):
        yield "$.text: must be a string that is not empty, unless there are media", "text"
    if "reply" in body and not (isinstance(reply, dict) and _is_id(reply.get("in_reply_to_tweet_id"))):
        yield "$.reply.in_reply_to_tweet_id: must be an id", "reply"
    ids = media.get("media_ids") if isinstance(media, dict) else None
    if "media" in body and not (isinstance(ids, list) and 1 <= len(ids) <= _MOST_MEDIA and all(map(_is_id, ids))):
        yield "$.media.media_ids: must be one to four ids", "media"
    if not isinstance(body.get("made_with_ai", False), bool):
        yield "$.made_with_ai: must be a boolean", "made_with_ai"


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None
