"""Posts with pictures, from posts.yaml to the server, and what is kept of them in the ledger."""

import json
import subprocess
import sys

import pytest

from support.pictures import chunk, exif, png
from xserver import Fault, Kind

CREATE, TIMELINE = "POST /2/tweets", "GET /2/users/:id/tweets"
POST = ("post", "--once", "--live")
PNG = png(8, 8)


@pytest.fixture
def picture(live):
    """The first finding's picture."""
    path = live / "posts.yaml"
    text = path.read_text(encoding="utf-8")
    anchor = "      - id: what-als-is\n"
    assert anchor in text
    path.write_text(text.replace(anchor, f"{anchor}        images: [{{file: a.png, alt: A nerve cell.}}]\n"), "utf-8")
    (live / "a.png").write_bytes(PNG)
    return live / "a.png"


def test_a_post_goes_out_with_its_picture_and_at_the_price_that_preview_told(picture, x, cli):
    told = json.loads(cli("preview", "--json").out)["posts"][0]
    assert (told["price_usd"], told["images"][0]["alt"]) == (0.02, "A nerve cell.")
    done = cli(*POST)
    assert done.code == 0, done.err
    [post] = x.posts
    assert [(x.account.media[one].raw, x.account.media[one].alt) for one in post.media_ids] == [(PNG, "A nerve cell.")]
    assert "for $0.020" in done.out


def test_a_lost_one_is_found_again_by_its_text_and_picture(picture, x, cli, later, ledger):
    x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
    assert cli(*POST).code == 1
    later(minutes=2)
    cli(*POST)
    assert ledger().posted("gcsf-als/what-als-is").remote_id == x.posts[0].id
    assert [post.text for post in x.posts].count(x.posts[0].text) == 1


def test_one_that_was_not_published_is_held_when_its_picture_was_changed_meanwhile(picture, x, cli, later):
    x.faults.next(CREATE, Fault(Kind.LOST))
    cli(*POST)
    picture.write_bytes(PNG + b"another")
    for minutes in (4, 8):
        later(minutes=minutes)
        cli("post", "--once", "--live", "gcsf-als/what-als-is")
    told = json.loads(cli("preview", "--json").out)["posts"][0]
    assert (told["state"], told["reason"]) == ("held", "changed")
    assert x.posts == []


def test_a_picture_that_is_missing_holds_its_post_and_is_named(picture, cli):
    picture.unlink()
    told = json.loads(cli("preview", "--json").out)["posts"][0]
    assert (told["state"], told["reason"], told["findings"][0]["rule"]) == ("held", "finding", "image")
    assert "a.png: no such file" in told["findings"][0]["message"]


def test_a_no_while_the_picture_is_uploaded_stops_the_post(picture, x, cli, ledger, monkeypatch):
    """`approve --reject` once ended with 0 then, and the post went out."""
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
    assert cli("approve", "--all", "--by", "Ann").code == 0
    upload, words = x.account.upload, ["approve", "--reject", "gcsf-als/what-als-is", "--by", "Ann", "--why", "no"]

    def slow(raw, category):
        subprocess.run([sys.executable, "-m", "scicomm_bot", *words], check=True)
        return upload(raw, category)

    monkeypatch.setattr(x.account, "upload", slow)
    done = cli(*POST)
    assert done.code == 1
    assert "stopped just before it was sent: Ann rejected it" in done.err
    assert x.posts == []
    assert [str(one.state) for one in ledger().publications()] == ["released"]


def test_a_picture_from_outside_of_the_folder_never_reaches_x(picture, x, cli):
    secret = picture.parent.parent / "secret.png"
    secret.write_bytes(PNG)
    picture.unlink()
    picture.symlink_to(secret)
    told = json.loads(cli("preview", "--json").out)["posts"][0]
    assert (told["state"], told["reason"], told["images"][0]["sha256"]) == ("held", "finding", "")
    assert "a.png: leads through a link out of the folder of posts.yaml" in told["findings"][0]["message"]
    assert cli(*POST, "gcsf-als/what-als-is").code == 1
    assert cli("approve", "gcsf-als/what-als-is", "--by", "Ann").code == 1
    assert not (picture.parent / "approved.yaml").exists()
    assert x.account.media == {}


def test_a_picture_that_is_cut_off_never_reaches_x(picture, x, cli):
    picture.write_bytes(PNG[:-1])
    assert cli(*POST, "gcsf-als/what-als-is").code == 1
    assert x.account.media == {}


def test_a_picture_that_tells_its_place_goes_out_and_the_warning_can_be_waived(picture, x, cli):
    picture.write_bytes(png(8, 8, more=chunk(b"eXIf", exif())))
    path = picture.parent / "posts.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            "A nerve cell.}]\n", "A nerve cell.}]\n        waive: {image-place: a public park}\n"
        ),
        "utf-8",
    )
    [remark] = [one for one in json.loads(cli("preview", "--json").out)["posts"][0]["findings"] if one["level"] == "W"]
    assert (remark["rule"], remark["waived"]) == ("image-place", "a public park")
    assert cli(*POST).code == 0
    assert len(x.account.media) == 1
