"""Pictures: read from beside posts.yaml, held to what X takes, priced with their alt texts."""

import hashlib
import os
from pathlib import Path

import pytest

from scicomm_bot.domain.paper import Content, Image
from scicomm_bot.render import Templates, render_posts
from scicomm_bot.render.images import read_pictures
from support.paper_samples import PAPER
from support.pictures import gif, jpeg, lossless, png, webp

PNG, GIF = png(8, 8), gif(8, 8)


def post_with(*images: Image):
    finding = PAPER.findings[0].model_copy(update={"id": "one", "images": images})
    content = Content(papers=(PAPER.model_copy(update={"id": "paper", "findings": (finding,)}),))
    return render_posts(content, Templates(Path("templates")), Source())[0]


class Source:
    folder = Path("folder")

    def place(self, *where):
        return "posts.yaml:1"


@pytest.fixture(autouse=True)
def folder():
    Path("folder").mkdir()
    Path("templates").mkdir()
    Path("templates/finding.txt.j2").write_text("{{ finding.text }}")
    return Path("folder")


def test_a_picture_is_told_by_its_file_bytes_and_alt_text(folder):
    (folder / "a.png").write_bytes(PNG)
    (image,) = post_with(Image(file="a.png", alt="A mouse.")).images
    assert (image.file, image.sha256, image.alt) == ("folder/a.png", hashlib.sha256(PNG).hexdigest(), "A mouse.")


def test_each_alt_text_is_paid_for(folder):
    (folder / "a.png").write_bytes(PNG)
    described, bare = Image(file="a.png", alt="A mouse."), Image(file="a.png")
    plain = post_with().price_micro_usd
    assert [post_with(*some).price_micro_usd - plain for some in ((described, described), (described,), (bare,))] == [
        10_000, 5_000, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raws", "wrong"),
    [
        ([GIF], []),
        ([PNG] * 4, []),
        ([PNG, GIF], [1]),
        ([GIF, PNG, PNG], [0]),
        ([GIF, GIF], [0, 1]),
    ],
    ids=["one-gif", "four-photos", "a-photo-and-a-gif", "a-gif-and-photos", "two-gifs"],
)
def test_a_gif_stands_alone(folder, raws, wrong):
    for number, raw in enumerate(raws):
        (folder / str(number)).write_bytes(raw)
    images = post_with(*(Image(file=str(number), alt="A mouse.") for number in range(len(raws)))).images
    assert [number for number, image in enumerate(images) if image.problem] == wrong
    assert all("a GIF stands alone" in images[number].problem for number in wrong)


@pytest.mark.parametrize("name", ["a", "a.png", "a.jpg", "a.txt"])
@pytest.mark.parametrize("raw", [PNG, jpeg(8, 8), GIF, webp(lossless(8, 8))], ids=["png", "jpeg", "gif", "webp"])
def test_what_x_takes_passes_whatever_its_name_says(folder, raw, name):
    (folder / name).write_bytes(raw)
    assert post_with(Image(file=name, alt="A mouse.")).images[0].problem is None


def test_an_alt_text_of_a_thousand_characters_passes_however_many_bytes_they_have(folder):
    (folder / "a").write_bytes(PNG)
    assert post_with(Image(file="a", alt="ä" * 1_000)).images[0].problem is None


@pytest.mark.parametrize(
    ("raw", "alt", "said"),
    [
        pytest.param(None, "x", "a.png: no such file; it is looked for beside posts.yaml", id="missing"),
        pytest.param(b"<svg/>", "x", "a.png: is no JPG, PNG, GIF or WEBP, but an SVG drawing; open it", id="svg"),
        pytest.param(PNG[:-1], "x", "a.png: is a PNG that is cut off: its end is missing; copy or", id="cut off"),
        pytest.param(b"RIFF\x00\x00\x00\x00WAVE", "x", "a.png: is no JPG, PNG, GIF", id="sound"),
        pytest.param(b"", "x", "a.png: is no JPG, PNG, GIF", id="empty"),
        pytest.param(PNG + bytes(5 * 1024 * 1024), "x", "a.png: larger than 5 MB", id="too large"),
        pytest.param(
            PNG, "x" * 1_001, "a.png: its alt text has 1,001 characters, and X takes 1,000", id="long alt text"
        ),
    ],
)
def test_a_picture_that_x_refuses_says_why(folder, raw, alt, said):
    if raw is not None:
        (folder / "a.png").write_bytes(raw)
    (image,) = post_with(Image(file="a.png", alt=alt)).images
    assert image.problem.startswith(said)


PATHS = {
    "above": ("../secret.png", "leads out of the folder of posts.yaml; copy the picture into that folder"),
    "far-above": ("../../../etc/passwd", "leads out of the folder of posts.yaml"),
    "in-and-out": ("images/../../secret.png", "leads out of the folder of posts.yaml"),
    "whole-path": ("/etc/passwd", "leads out of the folder of posts.yaml"),
    "link": ("link.png", "leads through a link out of the folder of posts.yaml; copy the picture into that folder"),
    "linked-folder": ("up/secret.png", "leads through a link out of the folder of posts.yaml"),
    "home": ("~/a.png", "no such file (`~` is not your home folder here); copy the picture beside posts.yaml"),
    "other-home": ("~ann/a.png", "no such file (`~` is not your home folder here)"),
    "windows": (r"C:\Users\a.png", "no such file; copy the picture beside posts.yaml, and write its path from there"),
    "windows-drive": ("C:/Users/a.png", "no such file; copy the picture beside posts.yaml"),
    "windows-below": (r"images\a.png", "no such file; copy the picture beside posts.yaml"),
    "web": ("https://example.org/a.png", "is a web address; download the picture into the folder of posts.yaml"),
    "file-address": ("file:///etc/passwd", "is a web address; download"),
    "folder": ("images", "is a folder; name the picture in it"),
    "the-folder": (".", "is a folder; name the picture in it"),
    "pipe": ("pipe.png", "cannot be read: not an ordinary file; name the picture's own file"),
    "circle": ("circle.png", "is a link that leads in a circle; put the picture itself in its place"),
    "nowhere": ("nowhere.png", "is a link that leads nowhere; put the picture itself in its place"),
    "long": ("x" * 300, "cannot be read: File name too long; name the picture's own file"),
    "zero": ("a\0.png", "cannot be read: no file can have this name; name the picture's own file"),
    "missing": ("images/a.png", "no such file; it is looked for beside posts.yaml"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "said"), PATHS.values(), ids=PATHS)
def test_a_path_that_cannot_be_used_is_named_as_it_is_written(folder, name, said):
    (folder / "images").mkdir()
    Path("secret.png").write_bytes(PNG)
    (folder / "link.png").symlink_to("../secret.png")
    (folder / "up").symlink_to("..")
    (folder / "circle.png").symlink_to("circle.png")
    (folder / "nowhere.png").symlink_to("nix.png")
    os.mkfifo(folder / "pipe.png")
    (image,) = post_with(Image(file=name, alt="A mouse.")).images
    assert image.problem.startswith(f"{name.replace(chr(0), '<U+0000>')}: {said}")
    assert (image.sha256, image.facts) == ("", None)


def test_a_path_in_which_yaml_read_escapes_names_them_and_the_cause(folder):
    (image,) = post_with(Image(file="C:\new\table.png", alt="A mouse.")).images
    assert image.problem.startswith("C:<U+000A>ew<U+0009>able.png: no such file: the path holds a line break or a tab.")


@pytest.mark.parametrize("name", ["images/../a.png", "..2026/a.png", "mounted.png", "C:a.png", "~", "https:/a.png"])
def test_a_path_that_stays_below_is_read_however_it_is_written(folder, name):
    for one in ("images", "..2026", "https:"):
        (folder / one).mkdir()
    for one in ("a.png", "..2026/a.png", "C:a.png", "~", "https:/a.png"):
        (folder / one).write_bytes(PNG)
    (folder / "..data").symlink_to("..2026")
    (folder / "mounted.png").symlink_to("..data/a.png")
    assert post_with(Image(file=name, alt="A mouse.")).images[0].problem is None


def test_the_hash_of_a_post_s_pictures_changes_with_each_byte_alt_text_and_with_their_order(folder):
    (folder / "a").write_bytes(PNG)
    (folder / "b").write_bytes(PNG + b"!")
    one, other, told = Image(file="a"), Image(file="b"), Image(file="a", alt="A mouse.")
    hashes = [post_with(*some).media_sha256 for some in ((), (one,), (other,), (told,), (one, other), (other, one))]
    assert hashes[0] == ""
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize(
    ("there", "written", "said"),
    [
        ("img/ok.png", "img/OK.PNG", "img/ok.png is there"),
        ("img/ok.png", "IMG/ok.png", "img/ok.png is there"),
        ("e\u0301.png", "\u00e9.png", "another form of Unicode"),
    ],
    ids=["capitals", "capitals-of-the-folder", "unicode"],
)
def test_a_missing_picture_names_the_one_that_is_there(there, written, said, tmp_path):
    path = tmp_path / there
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(png(8, 8))
    (image,) = read_pictures([Image(file=written, alt="A mouse.")], tmp_path)
    assert said in (image.problem or "")
