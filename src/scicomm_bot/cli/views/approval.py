"""What a person sees of an approval: who gave it, and the difference from what they saw, word by word."""

from collections.abc import Iterator, Sequence

from scicomm_bot.approval import ApprovalState, ByMail, Piece, Signature
from scicomm_bot.characters.invisible import shown
from scicomm_bot.cli import terminal
from scicomm_bot.cli.terminal import Paint, hanging
from scicomm_bot.cli.wording import iso
from scicomm_bot.errors import listed
from scicomm_bot.plan import PostState

_MARKS = {"same": ("", "", ()), "deleted": ("[-", "-]", ("red",)), "added": ("{+", "+}", ("green",))}
_LINE_END = "\u23ce"
_SPACES = {" ": "\u2420", "\n": _LINE_END}
_INDENT = 4

_Part = tuple[str, tuple[str, ...]]


def approval_json(state: ApprovalState | None, post_id: str) -> dict[str, object] | None:
    """Return what people said of a post as its JSON object; None where nobody is asked, as in a rehearsal."""
    if state is None:
        return None
    return {
        "state": state.state,
        "by": state.by,
        "at": iso(state.at),
        "why": state.why,
        "detail": state.obstacle.text(post_id) if state.obstacle is not None else None,
        "difference": [{"kind": piece.kind, "text": piece.text} for piece in state.difference],
        "signed": [signature_json(one) for one in state.signed],
        "needed": state.needed,
    }


def signature_json(one: Signature) -> dict[str, object]:
    """Return one person's yes as its JSON object."""
    return {"by": one.by, "at": iso(one.at), "by_mail": by_mail_json(one.mail)}


def by_mail_json(mail: ByMail | None) -> dict[str, object] | None:
    """Return how a word came as its JSON object; None where it did not come by mail."""
    return None if mail is None else {"recorded_by": mail.recorded_by, "sent": iso(mail.sent)}


def signed_text(signed: Sequence[Signature], needed: int) -> str:
    """Say who has signed a post that waits for more: "1 of 2: signed by Jane Doe on ...; waits for another person"."""
    return f"{len(signed)} of {needed}: signed by {listed([one.text for one in signed])}; waits for another person"


def approval_lines(state: ApprovalState | None, where: PostState, paint: Paint) -> Iterator[str]:
    """Say who approved a post, or how it differs from what they saw; of what is out, neither matters."""
    if state is None or where.state == "posted":
        return
    if state.state == "approved":
        yield from hanging("  ", f"approved by {state.by_whom}")
    elif state.difference:
        yield f"  from what {state.by} {'rejected' if state.state == 'rejected' else 'approved'} to what it is now:"
        yield from difference_lines(state.difference, paint)


def difference_lines(pieces: Sequence[Piece], paint: Paint) -> Iterator[str]:
    """Yield a text with what was taken out and what was put in, wrapped: in colours, or as `[-old-] {+new+}`."""
    width = terminal.width() - _INDENT
    start = paint("  │", "dim")
    for line in _lines(pieces, marks=not paint.on):
        current: list[_Part] = []
        used = 0
        for word in line:
            wide = sum(terminal.columns(text) for text, _ in word)
            if current and used + 1 + wide > width:
                yield _painted(start, current, paint)
                current, used = [], 0
            if current:
                current.append((" ", ()))
                used += 1
            current += word
            used += wide
        yield _painted(start, current, paint)


def _painted(start: str, parts: Sequence[_Part], paint: Paint) -> str:
    return f"{start} {''.join(paint(text, *styles) for text, styles in parts)}".rstrip()


def _lines(pieces: Sequence[Piece], *, marks: bool) -> list[list[list[_Part]]]:
    """Return the lines of the marked text, each a list of words, each a list of parts in one style."""
    lines: list[list[list[_Part]]] = [[[]]]
    for piece in pieces:
        opening, closing, styles = _MARKS[piece.kind]
        text = shown(piece.text)
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
                first, *more = terminal.pieces(word, terminal.width() - _INDENT)
                lines[-1][-1] += [(first, styles)] if first else []
                lines[-1] += [[(part, styles)] for part in more]
    return [[word for word in line if word] for line in lines]
