"""Pictures go to X before their post, each with its alt text; whatever fails there, nothing is published."""

import hashlib
import os
from pathlib import Path

import pytest

from scicomm_bot.domain.outcome import AccountRefused, NotSent, PictureRefused, Published, RateLimited
from scicomm_bot.domain.post import PostImage
from scicomm_bot.x import XClient, XCredentials, XPublisher
from support.pictures import gif, png
from support.samples import ACCOUNT, NOW
from xserver import DEFAULT_CREDENTIALS, Fault, Kind, LoopbackX

UPLOAD, METADATA = "POST /2/media/upload", "POST /2/media/metadata"
PNG, GIF = png(8, 8), gif(8, 8)


@pytest.fixture
def x():
    with LoopbackX() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def publisher(x):
    names = ("api_key", "api_secret", "access_token", "access_token_secret")
    credentials = XCredentials(*(getattr(DEFAULT_CREDENTIALS, name) for name in names))
    return XPublisher(XClient(credentials, x.url, 10, lambda: NOW), ACCOUNT.id, lambda: NOW)


def picture(raw=PNG, alt="A mouse.", name="a.png"):
    Path(name).write_bytes(raw)
    return PostImage(name, hashlib.sha256(raw).hexdigest(), alt)


def test_pictures_arrive_to_the_byte_with_their_alt_texts_and_their_post_shows_them_in_order(x, publisher):
    media_ids = publisher.upload([picture(), picture(GIF, None, "b.gif")], lambda: None)
    assert [(x.account.media[one].raw, x.account.media[one].alt) for one in media_ids] == [
        (PNG, "A mouse."), (GIF, None),
    ]  # fmt: skip
    outcome = publisher.publish("text", reply_to=None, may_send=lambda: True, media_ids=media_ids)
    assert outcome == Published(x.posts[0].id)
    assert x.posts[0].media_ids == media_ids


@pytest.mark.parametrize(("raw", "category"), [(GIF, "tweet_gif"), (PNG, "tweet_image")])
@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.jpg"])
def test_a_picture_goes_up_as_what_it_is_whatever_its_name_says(x, publisher, raw, category, name):
    (media_id,) = publisher.upload([picture(raw, name=name)], lambda: None)
    assert x.account.media[media_id].category == category


@pytest.mark.parametrize("instead", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_took_the_place_of_a_picture_is_not_waited_for(x, publisher, instead):
    seen = picture()
    Path("a.png").unlink()
    instead("a.png")
    outcome = publisher.upload([seen], lambda: None)
    assert isinstance(outcome, NotSent)
    assert "a.png cannot be read" in outcome.reason
    assert x.requests == []


def test_nothing_is_uploaded_of_a_file_that_has_changed_since_it_was_looked_at(x, publisher):
    seen = picture()
    picture(png(9, 9))
    outcome = publisher.upload([seen], lambda: None)
    assert isinstance(outcome, NotSent)
    assert "a.png was changed just now" in outcome.reason
    assert x.requests == []


def test_a_file_that_is_gone_is_named(publisher):
    seen = picture()
    Path("a.png").unlink()
    outcome = publisher.upload([seen], lambda: None)
    assert isinstance(outcome, NotSent)
    assert "a.png cannot be read" in outcome.reason


@pytest.mark.parametrize("route", [UPLOAD, METADATA])
@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (Kind.SERVER_ERROR, NotSent),
        (Kind.TOO_MANY, RateLimited),
        (Kind.OUT_OF_CREDITS, AccountRefused),
        (Kind.RESET, NotSent),
    ],
)
def test_what_fails_on_the_way_is_told_apart_and_never_taken_for_a_lost_post(x, publisher, route, kind, outcome):
    x.faults.next(route, Fault(kind))
    got = publisher.upload([picture()], lambda: None)
    assert isinstance(got, outcome), got
    assert x.posts == []


def test_a_picture_that_x_refuses_refuses_its_post(publisher):
    outcome = publisher.upload([picture(b"no picture")], lambda: None)
    assert isinstance(outcome, PictureRefused)
    assert outcome.reason.startswith("X refused the picture a.png, and the post was not sent: X answered 400")
