"""What is done to a good file: bytes, lines and values, all drawn from a seed."""

import random
from collections.abc import Callable

ODD_VALUES = (
    "", " ", "null", "~", "true", "no", "0", "-1", "1e999", "-0.0", ".nan", ".inf", "9" * 400, "9" * 5_000, "0x10", "1_000",
    "2026-02-30", "12:30:45", "{}", "[]", "[[[[", "{{ 1 }}", "{% if", "&a *a", "*nobody", "<<: {a: b}", "!!python/name:os.system",
    "!!binary aaaa", "!!set {a}", "--- x", "...", "# x", "'", '"', "\\", "|", ">-", "? x", "- x", "@x", "`x`", "%TAG ! x",
    "\u202e", "\u200b", "\u00ad", "\ufeff", "\x00", "\x07", "\x1b[31m", "\u2028", "\u0085", "\ud7ff", "\U0001f468\u200d", "e\u0301" * 40,
    "a" * 3_000, "word " * 3_000, ". " * 1_500, "../../etc/passwd", "/dev/null", "https://a.example/" + "b" * 500, "{{ 10 ** 5000 }}", "{{ " + "9" * 5_000 + " }}", "{% set x = 0x" + "f" * 5_000 + " %}",
    "{{ 9 * 'a' * 99999 }}", "{{ paper.__class__ }}", "{{ paper.title[0:99999999999] }}",
)  # fmt: skip
"""Values of other types, huge and odd numbers, signs that nobody sees, what YAML and templates have a meaning for."""


def _place(draw: random.Random, data: bytes) -> int:
    return draw.randrange(len(data) + 1)


def _flipped(draw: random.Random, data: bytes) -> bytes:
    at = draw.randrange(max(1, len(data)))
    return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]


def _cut(draw: random.Random, data: bytes) -> bytes:
    return data[: _place(draw, data)]


def _removed(draw: random.Random, data: bytes) -> bytes:
    at = _place(draw, data)
    return data[:at] + data[at + draw.choice((1, 2, 10, 200)) :]


def _doubled(draw: random.Random, data: bytes) -> bytes:
    at = _place(draw, data)
    piece = data[at : at + draw.choice((1, 5, 60, 2_000))]
    return data[:at] + piece * draw.choice((2, 3, 50)) + data[at + len(piece) :]


def _put_in(draw: random.Random, data: bytes) -> bytes:
    at = _place(draw, data)
    return data[:at] + draw.choice(ODD_VALUES).encode() + data[at:]


def _lines(change: Callable[[random.Random, list[bytes]], None]) -> Callable[[random.Random, bytes], bytes]:
    def changed(draw: random.Random, data: bytes) -> bytes:
        lines = data.split(b"\n")
        change(draw, lines)
        return b"\n".join(lines)

    return changed


def _swap(draw: random.Random, lines: list[bytes]) -> None:
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _delete(draw: random.Random, lines: list[bytes]) -> None:
    del lines[draw.randrange(len(lines))]


def _indent(draw: random.Random, lines: list[bytes]) -> None:
    at = draw.randrange(len(lines))
    lines[at] = draw.choice((b" ", b"\t", b"  - ", b"")) + lines[at].lstrip(b" " if draw.random() < 0.5 else b"")


def _another_value(draw: random.Random, lines: list[bytes]) -> None:
    with_values = [at for at, line in enumerate(lines) if b": " in line] or [0]
    at = draw.choice(with_values)
    key, _, _ = lines[at].partition(b": ")
    lines[at] = key + b": " + draw.choice(ODD_VALUES).encode()


def _another_key(draw: random.Random, lines: list[bytes]) -> None:
    at = draw.randrange(len(lines))
    lines.insert(at, lines[at].split(b":")[0] + b": " + draw.choice(ODD_VALUES).encode())


BY_BYTES = (_flipped, _cut, _removed, _doubled, _put_in)
BY_LINES = tuple(map(_lines, (_swap, _delete, _indent, _another_value, _another_value, _another_key)))


def mutated(draw: random.Random, data: bytes, *, text: bool = True) -> bytes:
    """Return the file with one to three changes."""
    kinds = (*BY_BYTES, *BY_LINES) if text else BY_BYTES
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        data = draw.choice(kinds)(draw, data)
    return data
