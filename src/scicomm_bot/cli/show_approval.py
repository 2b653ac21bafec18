"""What a person sees of an approval: who gave it, and the difference from what they saw, word by word."""

from collections.abc import Iterator, Sequence

from scicomm_bot.approval import Piece, Verdict
from scicomm_bot.cli import show

_MARKS = {"same": ("", "", ()), "deleted": ("[-", "-]", ("red",)), "added": ("{+", "+}", ("green",))}
_LINE_END = "\u23ce"
_SPACES = {" ": "\u2420", "\n": _LINE_END}
_INDENT = 4

_Part = tuple[str, tuple[str, ...]]


def word_of(verdict: Verdict) -> str:
    """Return who said the last word on a post, and when."""
    return f"{verdict.by} on {verdict.at:%Y-%m-%d %H:%M} UTC"


def verdict_json(verdict: Verdict | None) -> dict[str, object] | None:
    """Return a verdict as its JSON object; None where approval does not matter, as in a rehearsal."""
    if verdict is None:
        return None
    return {
        "state": verdict.state,
        "by": verdict.by,
        "at": show.iso(verdict.at),
        "why": verdict.why,
        "detail": verdict.detail,
        "difference": [{"kind": piece.kind, "text": piece.text} for piece in verdict.difference],
    }


def difference_lines(pieces: Sequence[Piece], paint: show.Paint) -> Iterator[str]:
    """Yield a text with what was taken out and what was put in, wrapped: in colours, or as `[-old-] {+new+}`."""
    width = show.WIDTH - _INDENT
    start = paint("  │", "dim")
    for line in _lines(pieces, marks=not paint.on):
        current: list[_Part] = []
        used = 0
        for word in line:
            wide = sum(show.columns(text) for text, _ in word)
            if current and used + 1 + wide > width:
                yield _painted(start, current, paint)
                current, used = [], 0
            if current:
                current.append((" ", ()))
                used += 1
            current += word
            used += wide
        yield _painted(start, current, paint)


def _painted(start: str, parts: Sequence[_Part], paint: show.Paint) -> str:
    return f"{start} {''.join(paint(text, *styles) for text, styles in parts)}".rstrip()


def _lines(pieces: Sequence[Piece], *, marks: bool) -> list[list[list[_Part]]]:
    """Return the lines of the marked text, each a list of words, each a list of parts in one style."""
    lines: list[list[list[_Part]]] = [[[]]]
    for piece in pieces:
        opening, closing, styles = _MARKS[piece.kind]
        text = show.visible(piece.text)
        if piece.kind != "same":
            core = text.strip() or "".join(_SPACES.get(sign, sign) for sign in text)
            inner = core.replace("\n", f" {_LINE_END} ") if piece.kind == "deleted" else core
            marked = f"{opening}{inner}{closing}" if marks else inner
            before, _, after = text.partition(text.strip()) if text.strip() else (" ", "", " ")
            text = f"{before or ' '}{marked}{after or ' '}" if piece.kind == "added" else f" {marked} "
        for number, line in enumerate(text.split("\n")):
            if number:
                lines.append([[]])
            for index, word in enumerate(line.split(" ")):
                if index and lines[-1][-1]:
                    lines[-1].append([])
                first, *more = show.pieces(word, show.WIDTH - _INDENT)
                lines[-1][-1] += [(first, styles)] if first else []
                lines[-1] += [[(part, styles)] for part in more]
    return [[word for word in line if word] for line in lines]
