"""Putting the pieces of a text together: what a template writes behind a value, and the value's own full stop."""

from collections.abc import Iterable


def joined(pieces: Iterable[str]) -> str:
    """Return the pieces as one text, with one full stop where one piece ends in it and the next begins with it.

    "Kerr A Jr." and "." are "Kerr A Jr.". Only where two pieces meet: what stands inside of one was written so. An
    ellipsis takes in the full stop behind it, and stays behind one; a dot before a letter or digit stays, as in ".org".
    """
    taken: list[str] = []
    end = ""
    for piece in pieces:
        rest = piece[1:] if _meet(end, piece) else piece
        if rest:
            taken.append(rest)
            end = (end + rest)[-3:]
    return "".join(taken)


def _meet(end: str, piece: str) -> bool:
    ended = end.endswith(("...", "\u2026")) or (end[-1:] == "." != end[-2:-1])
    return ended and piece[:1] == "." and piece[1:2] != "." and not piece[1:2].isalnum()
