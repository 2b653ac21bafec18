"""What is known of a picture from its structure, and how a picture that cannot be used says so."""

from dataclasses import dataclass

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8\xff"
GIF_SIGNATURES = (b"GIF87a", b"GIF89a")
MOST_PARTS = 100_000
"""No program cuts 5 MB into more parts; a list of them all stays small."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a picture's headers say of it.

    Attributes:
        kind: `png`, `jpeg`, `gif` or `webp`, as in `image/png`.
        width: In pixels, at least 1.
        height: In pixels, at least 1.
        frames: How many pictures it shows in turn; 1 for one that stands still.
        printers_inks: Whether its colours are those of a printing press (CMYK).
        tells_place: Whether it tells where it was taken.
    """

    kind: str
    width: int
    height: int
    frames: int = 1
    printers_inks: bool = False
    tells_place: bool = False


class ImageError(Exception):
    """A picture cannot be used; its text says what it is and what to do, to be put behind its name and a colon."""


class DamagedError(ImageError):
    """A picture has another structure than its kind prescribes."""

    def __init__(self, kind: str, what: str) -> None:
        super().__init__(f"is a damaged {kind} ({what}); copy or download it again, or open it and save it anew")


class ManyPartsError(DamagedError):
    """A picture was made to keep its reader busy."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind, f"it has more than {MOST_PARTS:,} parts")


class CutOffError(ImageError):
    """A picture's file ends too early."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"is a {kind} that is cut off: its end is missing; copy or download it again")
