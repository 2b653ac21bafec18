"""Pictures: read from beside posts.yaml, held to what X takes, priced with their alt texts."""

import hashlib
from pathlib import Path

import pytest

from scicomm_bot.domain.paper import Content, Image
from scicomm_bot.render import Templates, render_posts
from support.paper_samples import PAPER

PNG = b"\x89PNG\r\n\x1a\n" + b"rest of it"


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
        ([b"GIF89a"], []),
        ([PNG] * 4, []),
        ([PNG, b"GIF89a"], [1]),
        ([b"GIF89a", PNG, PNG], [0]),
        ([b"GIF89a", b"GIF87a"], [0, 1]),
    ],
    ids=["one-gif", "four-photos", "a-photo-and-a-gif", "a-gif-and-photos", "two-gifs"],
)
def test_a_gif_stands_alone(folder, raws, wrong):
    for number, raw in enumerate(raws):
        (folder / str(number)).write_bytes(raw)
    images = post_with(*(Image(file=str(number), alt="A mouse.") for number in range(len(raws)))).images
    assert [number for number, image in enumerate(images) if image.problem] == wrong
    assert all("a GIF stands alone" in images[number].problem for number in wrong)


@pytest.mark.parametrize(
    "raw", [PNG, b"\xff\xd8\xff\xe0", b"GIF87a", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBPVP8 "], ids=ascii
)
def test_what_x_takes_passes(folder, raw):
    (folder / "a").write_bytes(raw)
    assert post_with(Image(file="a", alt="A mouse.")).images[0].problem is None


@pytest.mark.parametrize(
    ("raw", "alt", "said"),
    [
        pytest.param(None, "x", "a.png: no such file; it is looked for beside posts.yaml", id="missing"),
        pytest.param(b"<svg/>", "x", "a.png: is no JPG, PNG, GIF or WEBP; save it as one of these", id="svg"),
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


def test_the_hash_of_a_post_s_pictures_changes_with_each_byte_alt_text_and_with_their_order(folder):
    (folder / "a").write_bytes(PNG)
    (folder / "b").write_bytes(PNG + b"!")
    one, other, told = Image(file="a"), Image(file="b"), Image(file="a", alt="A mouse.")
    hashes = [post_with(*some).media_sha256 for some in ((), (one,), (other,), (told,), (one, other), (other, one))]
    assert hashes[0] == ""
    assert len(set(hashes)) == len(hashes)
