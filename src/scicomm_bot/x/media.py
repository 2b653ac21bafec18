"""Uploading pictures and their alt texts, which tweepy knows for X's old API only.

Sources: https://docs.x.com/x-api/media/upload-media and https://docs.x.com/x-api/media/create-media-metadata.
"""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from scicomm_bot.domain.outcome import (
    DuplicateText,
    Lost,
    NotSent,
    Outcome,
    PictureRefused,
    Published,
    ReplyRefused,
    TextRefused,
)
from scicomm_bot.domain.post import PostImage
from scicomm_bot.errors import XError
from scicomm_bot.files import read_ordinary
from scicomm_bot.medium.images import MOST_BYTES, image_kind
from scicomm_bot.transport import Answer
from scicomm_bot.x.answers import outcome_of
from scicomm_bot.x.client import XClient
from scicomm_bot.x.documents import UnreadableError, document_of, id_of


def upload(client: XClient, image: PostImage, now: datetime, on_alt_text: Callable[[], object]) -> str | Outcome:
    """Upload one picture and its alt text; return X's id for it, or what the failure means for its post.

    What is uploaded are the bytes that were looked at and approved, whatever lies under their name by now.

    A picture that belongs to no post is seen by nobody and forgotten by X within a day, so an answer that was lost
    means that nothing was sent.
    """
    try:
        raw = read_ordinary(Path(image.file), MOST_BYTES + 1)
    except OSError as error:
        return NotSent(f"{image.file} cannot be read: {error.strerror}")
    if hashlib.sha256(raw).hexdigest() != image.sha256:
        return NotSent(f"{image.file} was changed just now; the next try takes the new one")
    category = "tweet_gif" if image_kind(raw) == "gif" else "tweet_image"
    try:
        body: dict[str, object] = {"media": base64.b64encode(raw).decode(), "media_category": category}
        answer = client.ask("POST", "/2/media/upload", json=body)
        media_id = _id_in(answer)
        if media_id is None:
            return _failure(answer, image, now, client)
        if image.alt:
            body = {"id": media_id, "metadata": {"alt_text": {"text": image.alt}}}
            try:
                answer = client.ask("POST", "/2/media/metadata", json=body)
            except XError:
                on_alt_text()  # its answer was lost, so it may have been taken
                raise
            if answer.status != 200:
                return _failure(answer, image, now, client)
            on_alt_text()
    except XError as error:
        return NotSent(f"{image.file} was not uploaded: {error}")
    return media_id


def _id_in(answer: Answer) -> str | None:
    if answer.status not in {200, 201}:
        return None
    try:
        data = document_of(answer.body).get("data")
        return id_of(data.get("id") if isinstance(data, dict) else None)
    except UnreadableError:
        return None


def _failure(answer: Answer, image: PostImage, now: datetime, client: XClient) -> Outcome:
    outcome = outcome_of(answer, now, media=True, redact=client.redact)
    if isinstance(outcome, Published):  # a 201 without what was asked for
        return NotSent(f"{image.file}: X's answer to the upload cannot be read")
    said = f"{image.file} was not uploaded: {outcome.reason}"
    match outcome:
        case TextRefused() | PictureRefused() | DuplicateText() | ReplyRefused():
            return PictureRefused(f"X refused the picture {image.file}, and the post was not sent: {outcome.reason}")
        case Lost():
            return NotSent(said)
        case _:
            return outcome
