"""The line by which a mail answers for a post: `PAPER/FINDING HASH12: yes`; pure.

The sign-off page writes such lines into the mails that its links begin, and `approve --reply` reads them. HASH12 is the
first twelve digits of the SHA-256 of the post's text, and of its pictures where it has any. So an answer is about what
was seen, and not only about an id. Free words may stand behind the answer, or on the next lines up to the next answer.
A question about a post is answered by a line `RULE/0123456789: a sentence` below the post's `yes`.

Mail programs and phones change what they carry, so a line is read whatever they did to its spaces, line breaks, dashes,
colons and capitals. What it says is not guessed at: a word that is none of the three is told, and counts for nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Literal, get_args

from scicomm_bot.characters.signs import SignClass, char_class

AnswerWord = Literal["yes", "no", "change"]
CODE_LENGTH = 12
"""How many digits of the hash a line has."""
BARRIER = "\x02"
"""Stands in a text where something was left out: no answer reaches across it."""

_LONGEST_ID = 60
_SHOWN = 80
_FOLDED = str.maketrans(
    "".join(chr(code) for code in range(ord("A"), ord("Z") + 1))
    + "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
    "\uff1a\ufe55\u2236\ufe13\uff1d\uff0f\u2044\u2215",
    "".join(chr(code) for code in range(ord("a"), ord("z") + 1)) + "-" * 10 + "::::=///",
)
"""Capitals, dashes, colons, equals signs and slashes, sign for sign, so that places stay what they are."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RUN = re.compile(r"[a-z0-9-]{1,150}")
_RUN_BEFORE = re.compile(r"[a-z0-9-]*\Z")
_SEPARATORS = re.compile(r"[:=-]*")
_CODE = re.compile(r"[0-9a-f]{12}")
_WITHOUT_COLON = re.compile(r"(?=([0-9a-f]{12})-*(yes|no|change))")
_WORD = re.compile(r"[^\w\n]*(?:\n[^\w\n]*)?([^\W\d_]+)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?=\n)")
_RULE = re.compile(r"^[^\S\n]{0,20}[-_=*]{5,}[^\S\n]{0,20}$", re.MULTILINE)
"""A line of dashes or the like, above what a list or a program puts below a mail."""
_KEY = re.compile(r"^[^\w\n]*([a-z0-9-]{1,60}/[0-9a-f]{10})[^\S\n]*:", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_LETTER = re.compile(r"[^\W\d_]")
_LINK = re.compile(r"<(?:tel|mailto|https?):[^<>\s]{0,2000}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a mail says of one post.

    Attributes:
        post_id: The post.
        code: The first twelve digits of the hash of what was seen (`Post.seen_sha256`).
        word: What is said.
        beside: Free words in the paragraph of the answer, in one line; they belong to it without doubt.
        below: Free words in later paragraphs, up to the next answer, in one line: also a greeting, and a signature.
        given: Answers to questions about the post: each the question's key, and the sentence.
    """

    post_id: str
    code: str
    word: AnswerWord
    beside: str = ""
    below: str = ""
    given: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """All free words."""
        return " ".join(part for part in (self.beside, self.below) if part)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line that looks like an answer and is none that can be used: the post, the line's beginning, and why."""

    post_id: str
    line: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text answers, in its order."""

    answers: tuple[Answer, ...] = ()
    unclear: tuple[Unclear, ...] = ()


def answer_line(post_id: str, seen_sha256: str, word: AnswerWord) -> str:
    """Return the line that answers for a post; in a mail it stands alone, with an empty line behind it."""
    return f"{post_id} {seen_sha256[:CODE_LENGTH]}: {word}"


def question_line(key: str, answer: str = "") -> str:
    """Return the line that answers a question about a post, or the beginning of one; it stands below the post's yes."""
    return f"{key}: {answer}".rstrip() + ("" if answer else " ")


def read_answers(text: str, ids: Collection[str] = ()) -> Reading:
    """Return what a text answers; in linear time.

    Args:
        text: A mail's own words, without what it quotes.
        ids: The ids of posts that there are. They say where an id begins that a phone has broken.
    """
    text = _RULE.sub(BARRIER, _LINK.sub("", text.replace("\r\n", "\n").replace("=\n", "\n")))
    text = _BLANK_LINE.sub(f"\n{BARRIER}", text)
    hits = [*_hits(text, ids if isinstance(ids, set | frozenset | dict) else frozenset(ids))]
    answers: list[Answer] = []
    unclear: list[Unclear] = []
    for number, hit in enumerate(hits):
        end = hits[number + 1].start if number + 1 < len(hits) else len(text)
        word = hit.word
        if word is None:
            rest = text[hit.end : hit.end + _SHOWN].partition("\n")[0]
            unclear.append(Unclear(hit.post_id, _one_line(text[hit.start : hit.end] + rest)[:_SHOWN], hit.why))
        else:
            answers.append(_answer(hit, word, text[hit.end : end]))
    return Reading(tuple(answers), tuple(unclear))


@dataclass(frozen=True, slots=True)
class _Hit:
    """A line that answers, or tries to: where it begins, where its word ends, and what is between."""

    start: int
    end: int
    post_id: str
    code: str = ""
    word: AnswerWord | None = None
    why: str = ""


def _answer(hit: _Hit, word: AnswerWord, behind: str) -> Answer:
    if (signature := _SIGNATURE.search(behind)) is not None:
        behind = behind[: signature.start()]
    free, given = _given(behind)
    beside, _, below = free.partition(BARRIER)
    return Answer(hit.post_id, hit.code, word, _free(beside), _free(below), given)


def _given(behind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the free words behind an answer, and the answers to questions among them; each ends at a blank line."""
    keys = [*_KEY.finditer(behind.translate(_FOLDED))]
    free, given = behind[: keys[0].start()] if keys else behind, list[tuple[str, str]]()
    for number, key in enumerate(keys):
        end = keys[number + 1].start() if number + 1 < len(keys) else len(behind)
        sentence, barrier, rest = behind[key.end() : end].partition(BARRIER)
        given.append((key[1], _one_line(sentence)))
        free += barrier + rest
    return free, tuple(given)


def _free(text: str) -> str:
    """Return free words in one line, without the signs that part them from the answer; signs alone are no words."""
    return _one_line(text).lstrip(" :;,.!-\u2013\u2014") if _LETTER.search(text) else ""


def _one_line(text: str) -> str:
    return " ".join(text.replace(BARRIER, " ").split())


@dataclass(frozen=True, slots=True)
class _Compact:
    """A text without white space and without signs that nobody sees, and where each piece of it stood."""

    text: str
    starts: Sequence[int]
    places: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "_Compact":
        found = [*_pieces().finditer(text)]
        lengths = (piece.end() - piece.start() for piece in found)
        starts = [0, *accumulate(lengths)][:-1] if found else []
        return cls("".join(piece[0] for piece in found), starts, [piece.start() for piece in found])

    def place(self, at: int) -> int:
        """Return where the sign at `at` stood."""
        piece = bisect_right(self.starts, at) - 1
        return self.places[piece] + at - self.starts[piece]

    def begins(self, start: int, end: int) -> list[int]:
        """Return where pieces begin, from `start` to before `end`."""
        return [*self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]]


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(rf"[^\s{char_class(SignClass.INVISIBLE)}]+")


def _hits(text: str, ids: Collection[str]) -> Iterator[_Hit]:
    folded = text.translate(_FOLDED)
    compact = _Compact.of(folded)
    end = 0
    for slash in re.finditer("/", compact.text):
        if slash.start() < end:
            continue
        hit = _hit(compact, folded, slash.start(), end, ids)
        if hit is not None and hit[0].start >= 0:
            yield hit[0]
            end = hit[1]


def _hit(compact: _Compact, folded: str, slash: int, after: int, ids: Collection[str]) -> tuple[_Hit, int] | None:
    """Return the answer around a slash, and where in the compact text it ends; None where there is none."""
    run = _RUN.match(compact.text, slash + 1)
    starts = _starts(compact, slash, after)
    if run is None or not starts:
        return None
    separators = _SEPARATORS.match(compact.text, run.end())
    if separators is not None and separators[0]:
        return _with_colon(compact, folded, (slash, run[0], separators.end()), starts, ids)
    for found in _WITHOUT_COLON.finditer(run[0]):
        code_end = compact.place(run.start() + found.end(1) - 1) + 1
        word_end = compact.place(run.start() + found.end(2) - 1) + 1
        apart = not re.match(r"[\w-]", folded[code_end : code_end + 1]) and not re.match(
            r"[\w-]", folded[word_end : word_end + 1]
        )
        if apart and _ID.fullmatch(name := run[0][: found.start(1)].strip("-")):
            start, paper = _begin(compact, slash, name, starts, ids)
            return _Hit(compact.place(start), word_end, f"{paper}/{name}", found[1], _word(found[2])), run.end()
    return None


def _with_colon(
    compact: _Compact, folded: str, parts: tuple[int, str, int], starts: list[int], ids: Collection[str]
) -> tuple[_Hit, int] | None:
    slash, run, end = parts
    run = run.rstrip("-")
    name, code = run[:-CODE_LENGTH].strip("-"), run[-CODE_LENGTH:]
    at = compact.place(end - 1) + 1
    found = _WORD.match(folded, at)
    apart = bool(compact.begins(split := slash + 1 + len(run) - CODE_LENGTH, split + 1))
    if not apart or not _CODE.fullmatch(code) or not _ID.fullmatch(name) or len(name) > _LONGEST_ID:
        return _broken_code(compact, (slash, run, end), (at, found), starts, ids)
    start, paper = _begin(compact, slash, name, starts, ids)
    word = _word(found[1]) if found is not None else None
    said = f"{found[1]!r} is none of yes, no and change" if found is not None else "nothing stands behind the colon"
    until = found.end() if found is not None else at
    return _Hit(compact.place(start), until, f"{paper}/{name}", code, word, "" if word else said), end


def _broken_code(
    compact: _Compact,
    parts: tuple[int, str, int],
    behind: tuple[int, re.Match[str] | None],
    starts: list[int],
    ids: Collection[str],
) -> tuple[_Hit, int] | None:
    """Return what is wrong with a line that has a post's id and an answer, and no whole code between them."""
    (slash, run, end), (_, found) = parts, behind
    if found is None or _word(found[1]) is None:
        return None
    for start in starts:
        paper = compact.text[start:slash]
        name = next((run[:length] for length in range(len(run), 0, -1) if f"{paper}/{run[:length]}" in ids), None)
        if name is not None:
            why = f"its code has to be {CODE_LENGTH} digits, and is {run[len(name) :].strip('-')!r}"
            return _Hit(compact.place(start), found.end(), f"{paper}/{name}", why=why), end
    return None


def _word(written: str) -> AnswerWord | None:
    words: tuple[AnswerWord, ...] = get_args(AnswerWord)
    return next((word for word in words if word == written), None)


def _starts(compact: _Compact, slash: int, after: int) -> list[int]:
    """Return where the id of a paper before a slash may begin, the nearest last."""
    first = max(after, slash - _LONGEST_ID)
    found = _RUN_BEFORE.search(compact.text[first:slash])
    run = first + (found.start() if found is not None else slash - first)
    places = sorted({run, *compact.begins(run, slash)})
    trimmed = (place + len(part) - len(part.lstrip("-")) for place in places if (part := compact.text[place:slash]))
    return [place for place in trimmed if _ID.fullmatch(compact.text, place, slash)]


def _begin(compact: _Compact, slash: int, name: str, starts: Sequence[int], ids: Collection[str]) -> tuple[int, str]:
    """Return where an id begins, and its paper: the longest that there is, else what stands nearest."""
    for start in starts:
        if f"{compact.text[start:slash]}/{name}" in ids:
            return start, compact.text[start:slash]
    return starts[-1], compact.text[starts[-1] : slash]
