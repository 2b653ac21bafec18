"""What a person should know of a picture that X takes."""

import pytest

from scicomm_bot.domain.post import Level, PostImage
from scicomm_bot.fidelity.rules.pictures import image_place, image_shown, image_twice
from scicomm_bot.medium.images import ImageFacts
from support.fidelity_samples import found


def look(rule, *facts):
    pictures = tuple(PostImage(f"images/{number}.x", "0", "A mouse.", None, one) for number, one in enumerate(facts))
    return found(rule, "In mice", pictures=pictures)


def test_each_picture_that_tells_its_place_is_named_with_the_way_to_remove_it():
    one, other = look(
        image_place, ImageFacts("jpeg", 8, 8, tells_place=True), ImageFacts("png", 8, 8), ImageFacts("png", 8, 8, tells_place=True)
    )  # fmt: skip
    assert one.what == "the file 0.x tells where the picture was taken"
    assert other.what.startswith("the file 2.x")
    assert "exiftool -gps:all= -xmp:geotag= 0.x" in one.instead
    assert image_place.level is Level.WARNING


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (ImageFacts("png", 8, 8, frames=2), "moves, and X lets only a GIF move: it shows a PNG still"),
        (ImageFacts("webp", 8, 8, frames=2), "moves, and X lets only a GIF move: it shows a WEBP still"),
        (ImageFacts("jpeg", 8, 8, printers_inks=True), "has the colours of a printing press (CMYK)"),
        (ImageFacts("png", 3, 8), "has 3 x 8 pixels, and X takes no fewer than 4 x 4"),
        (ImageFacts("gif", 1_281, 8, frames=2), "has 1,281 x 8 pixels and 2 frames; X may fail on a GIF with more than"),
        (ImageFacts("gif", 8, 1_081, frames=2), "has 8 x 1,081 pixels and 2 frames"),
        (ImageFacts("gif", 8, 8, frames=351), "has 8 x 8 pixels and 351 frames"),
        (ImageFacts("gif", 1_280, 1_080, frames=218), "has 1,280 x 1,080 pixels and 218 frames"),
    ],
)  # fmt: skip
def test_what_x_may_show_otherwise_is_told(facts, said):
    (one,) = look(image_shown, facts)
    assert one.what.startswith(f"0.x {said}")
    assert one.instead


@pytest.mark.parametrize(
    "facts",
    [
        ImageFacts("png", 4, 4),
        ImageFacts("jpeg", 8_192, 8_192),
        ImageFacts("webp", 8, 8),
        ImageFacts("gif", 1_280, 1_080, frames=217),
        ImageFacts("gif", 5_000, 5_000),
        None,
    ],
)
def test_what_x_shows_as_it_is_passes(facts):
    assert look(image_shown, facts) == []
    assert look(image_place, facts) == []


def test_one_of_several_that_moves_is_not_advised_to_be_a_gif_beside_them():
    moving = PostImage("a.png", "0", "A mouse.", facts=ImageFacts("png", 8, 8, frames=2))
    still = PostImage("b.png", "1", "A mouse.", facts=ImageFacts("png", 8, 8))
    (one,) = found(image_shown, "x", pictures=(moving, still))
    assert one.instead == "save it as one still picture; or leave out the others, and save it as GIF"


def twice(*pictures):
    images = tuple(PostImage(f"images/{name}", sha256, "A mouse.") for name, sha256 in pictures)
    return found(image_twice, "In mice", pictures=images)


def test_a_picture_that_stands_twice_is_told():
    (one,) = twice(("a.png", "1"), ("b.png", "2"), ("a.png", "1"))
    assert one.what == "a.png stands twice"


def test_a_copy_of_a_picture_is_told_under_its_own_name():
    (one,) = twice(("a.png", "1"), ("b.png", "1"))
    assert one.what == "b.png is the same picture as a.png"


def test_pictures_that_differ_are_silent():
    assert twice(("a.png", "1"), ("b.png", "2"), ("c.png", ""), ("d.png", "")) == []
