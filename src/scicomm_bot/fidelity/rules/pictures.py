"""Rules on pictures that X takes, and which a person should look at before they go out."""

from collections.abc import Iterator
from pathlib import PurePath
from shlex import quote

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import Found, rule
from scicomm_bot.medium.images import shown_otherwise


@rule(
    "image-place",
    Level.WARNING,
    detects="a picture whose file tells where it was taken",
    why="the file says it to X, to everyone who is sent the sign-off page, and to all who can see your repository; "
    "it may be the home of a patient or a colleague",
    bad="images: [{file: IMG_2041.jpg, alt: A mouse in a cage.}], straight from a phone",
    good="the same picture, saved without its location",
    english=False,
)
def image_place(reading: Reading) -> Iterator[Found]:
    """Look for a place in what the camera wrote into the file."""
    for image in reading.post.images:
        if image.facts is not None and image.facts.tells_place:
            name = _name(image.file)
            remove = f"exiftool -gps:all= -xmp:geotag= {quote(name)}"
            yield Found(
                f"the file {name} tells where the picture was taken",
                f"save it without: share it from the phone with the location turned off, or run `{remove}`",
            )


@rule(
    "image-shown",
    Level.WARNING,
    detects="a picture that X may show otherwise: one that moves and is no GIF, printer's colours, a few pixels only",
    why="readers would not see what was approved",
    bad="images: [{file: moving.webp, alt: A nerve cell that grows.}]",
    good="images: [{file: moving.gif, alt: A nerve cell that grows.}]",
    english=False,
)
def image_shown(reading: Reading) -> Iterator[Found]:
    """Look whether X shows the picture as it is."""
    for image in reading.post.images:
        if (
            image.facts is not None
            and (told := shown_otherwise(image.facts, alone=len(reading.post.images) == 1)) is not None
        ):
            what, instead = told
            yield Found(f"{_name(image.file)} {what}", instead)


@rule(
    "image-twice",
    Level.WARNING,
    detects="one picture twice in one post",
    why="readers see it twice, and another picture may have been meant",
    bad="images: [{file: cells.png, alt: Cells.}, {file: cells.png, alt: Cells.}]",
    good="images: [{file: cells.png, alt: Cells.}, {file: mice.png, alt: Mice.}]",
    english=False,
)
def image_twice(reading: Reading) -> Iterator[Found]:
    """Compare the pictures by what is in their files: a copy has another name."""
    first: dict[str, str] = {}
    for image in reading.post.images:
        key = image.sha256 or image.file
        if (earlier := first.get(key)) is not None:
            same = "stands twice" if earlier == image.file else f"is the same picture as {_name(earlier)}"
            yield Found(f"{_name(image.file)} {same}", "delete one, or name the one that is meant")
        first.setdefault(key, image.file)


def _name(file: str) -> str:
    return PurePath(file).name
