"""Texts to YAML as a person would write them: folded blocks that git shows line by line, else in quotes."""

from collections.abc import Iterator

from scicomm_bot.characters.pattern import Pattern

WIDTH = 100
"""No line is longer, unless a word is."""
_UNSEEN = Pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What YAML may not hold as it is, what ends a line there, and what turns the direction of all that follows it."""
_HALVES = Pattern("[\ud800-\udfff]")
_PARAGRAPH = Pattern(r"[^ \n]+(?: [^ \n]+)*")


def comment(text: str) -> str:
    """Return a text as it may stand in a comment: one line, without what YAML may not hold."""
    return _UNSEEN.sub("\ufffd", " ".join(text.split()))


def comment_lines(text: str, indent: str = "", hanging: str = "") -> Iterator[str]:
    """Yield a comment, broken where a line would be too long; `hanging` stands before each further line."""
    room = WIDTH - len(indent) - 2
    for number, line in enumerate(_wrapped(comment(text), room, hanging)):
        yield f"{indent}# {hanging if number else ''}{line}".rstrip()


def scalar(key: str, text: str, indent: str = "", behind: str = "") -> list[str]:
    """Return the lines of `key: text`.

    Args:
        key: The key, with what stands before it on its line besides the indent: `- quote`.
        text: Any text; a half of a surrogate pair, which no file can hold, is written as U+FFFD.
        indent: What stands before the key.
        behind: A comment for the first line.
    """
    text = _HALVES.sub("\ufffd", text)
    note = f"  # {comment(behind)}" if behind else ""
    short = f"{indent}{key}: {quoted(text)}{note}"
    if ("\n" not in text and (len(short) <= WIDTH or " " not in text)) or not _can_fold(text):
        return [short]
    deeper = f"{indent}{'  ' if not key.startswith('- ') else '    '}"
    lines = [f"{indent}{key}: >-{note}"]
    for number, paragraph in enumerate(text.split("\n")):
        lines += [""] if number else []
        lines += (f"{deeper}{line}" for line in _wrapped(paragraph, WIDTH - len(deeper)))
    return lines


def quoted(text: str) -> str:
    """Return a text in quotes, in one line."""
    if _UNSEEN.search(text) is None and ("\\" in text or '"' in text):
        return f"'{text.replace(chr(39), chr(39) * 2)}'"
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_UNSEEN.sub(lambda found: _escaped(found[0]), plain)}"'


def _escaped(sign: str) -> str:
    """Return the escape of a sign by its number: a backslash, a letter and more letters look like a path of Windows."""
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004


def _can_fold(text: str) -> bool:
    """Whether a folded block gives the text back: paragraphs of words with one space between."""
    if _UNSEEN.search(text.replace("\n", "")) is not None or not text:
        return False
    return all(_PARAGRAPH.fullmatch(one) is not None for one in text.split("\n"))


def _wrapped(text: str, room: int, hanging: str = "") -> Iterator[str]:
    """Yield the lines of a text that is broken at spaces alone."""
    line: list[str] = []
    size = 0
    for word in text.split(" "):
        if line and size + 1 + len(word) > room:
            yield " ".join(line)
            line, size = [], len(hanging) - 1
        line.append(word)
        size += len(word) + (1 if len(line) > 1 or size else 0)
    yield " ".join(line)


__all__ = ["WIDTH", "comment", "comment_lines", "quoted", "scalar"]
