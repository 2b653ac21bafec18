"""The mails that answer: links that open one, already written, in whatever program a person has for mail."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from scicomm_bot.characters.invisible import without_invisible
from scicomm_bot.domain.mail_address import plain_address
from scicomm_bot.domain.post import Remark
from scicomm_bot.signoff.answers import AnswerWord, answer_line, question_line, read_answers
from scicomm_bot.signoff.pack import Asking, Entry, Pack, PaperPart
from scicomm_bot.signoff.words import as_sentence

MOST = 2_000
"""So many letters a link has at most: Windows hands over 2,083 (wininet.h, INTERNET_MAX_URL_LENGTH)."""
_BEGIN = 60
_SAYS = {"yes": "yes to", "no": "no to", "change": "please change"}


@dataclass(frozen=True, slots=True)
class YesToAll:
    """A link that says yes to several posts at once.

    Attributes:
        href: The `mailto:` address.
        part: The paper, where it is for one of several; else None.
        entries: The posts, in order.
    """

    href: str
    part: PaperPart | None
    entries: tuple[Entry, ...]


def address_of(asking: Asking | None) -> str | None:
    """Return the address that answers go to, or None where there is none that is safe in a link."""
    try:
        return plain_address(asking.email) if asking is not None else None
    except ValueError:
        return None


def link(to: str, subject: str, lines: Sequence[str]) -> str:
    """Return the address of a mail with a subject and lines (RFC 6068); all but letters, digits, `-._~` is encoded.

    So neither the address nor a text can begin a field of its own, and a line ends with `%0D%0A` (section 5).
    """
    before, _, domain = to.rpartition("@")
    body = "\r\n".join(line for text in lines for line in text.split("\n"))
    return f"mailto:{_encoded(before)}@{_encoded(domain)}?subject={_encoded(subject)}&body={_encoded(body)}"


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


def answer_links(pack: Pack, part: PaperPart, entry: Entry, number: int) -> list[tuple[AnswerWord, str]]:
    """Return the answers to a post, each with its link; none where nobody is named who takes them."""
    to = address_of(pack.asking)
    if to is None:
        return []
    return [(word, _answer(to, part, entry, word, number)) for word in part.answers(entry)]


def _answer(to: str, part: PaperPart, entry: Entry, word: AnswerWord, number: int) -> str:
    """Return the fullest mail that fits, and that is read back as this one answer."""
    post = entry.post
    subject = f"Posts of {part.paper.id}: {_SAYS[word]} {post.id.partition('/')[2]}"
    line = answer_line(post.id, post.seen_sha256, word)
    for lines in _bodies(entry, word, number, line):
        href = link(to, subject, lines)
        if len(href) <= MOST and _is_one_answer(lines):
            return href
    return link(to, subject, [line, ""])


def _is_one_answer(lines: Sequence[str]) -> bool:
    """Whether nothing else in a mail looks like an answer, as a post about answers may."""
    reading = read_answers("\n".join(lines))
    return len(reading.answers) == 1 and not reading.unclear


def _bodies(entry: Entry, word: AnswerWord, number: int, line: str) -> Iterator[list[str]]:
    """Yield the lines of a mail, the fullest first.

    What the mail is about stands before the answer; what stands behind it is read as the person's own words.
    """
    post = entry.post
    about = [f"Post {number}: “{_begin(post.text)}”", ""]
    if word == "change":
        lines = ["Please write below how it should read.", "", line, without_invisible(post.text)]
        yield [*about, *lines]
        yield lines
    if word == "yes" and post.asking:
        yield from _with_questions(post.open_questions, about, line)
    asks = {"no": ["Please write below what is wrong.", ""], "change": ["Please write below how it should read.", ""]}
    yield [*about, *asks.get(word, []), line, ""]


def _with_questions(questions: Sequence[Remark], about: Sequence[str], line: str) -> Iterator[list[str]]:
    """Yield the lines of a yes to a post with questions: each has a line for its answer, below the yes."""
    asked = [f"Question: {as_sentence(without_invisible(one.question))}" for one in questions]
    room = [question_line(one.key) for one in questions if one.key is not None]
    please = "Please answer it in the last line." if len(room) == 1 else "Please answer them in the last lines."
    yield [*about, *asked, please, "", line, *room]
    yield [*about, "The question is on the page.", please, "", line, *room]


def _begin(text: str) -> str:
    """Return the first words of a text, in one line."""
    line = " ".join(without_invisible(text).split())
    if len(line) <= _BEGIN:
        return line
    return re.sub(r"\s+\S*$", "", line[:_BEGIN]) + " …"


def yes_to_all(pack: Pack) -> list[YesToAll]:
    """Return the links that say yes to all posts that wait and about which nothing is open.

    It is one where a mail has room for them all. Else there is one for each paper, or several for a paper of very many
    posts.
    """
    to = address_of(pack.asking)
    agreed = [(part, entries) for part in pack.parts if (entries := agreed_to(part))]
    if to is None or not agreed:
        return []
    everything = tuple(entry for _, entries in agreed for entry in entries)
    if len(href := _all(to, [part for part, _ in agreed], everything)) <= MOST:
        return [YesToAll(href, None, everything)]
    return [one for part, entries in agreed for one in _by_paper(to, part, entries, many=len(agreed) > 1)]


def agreed_to(part: PaperPart) -> tuple[Entry, ...]:
    """Return the posts of a paper that a yes to all is a yes to: no question about them is open."""
    return tuple(entry for entry in part.ordered()[0] if not entry.post.asking)


def _by_paper(to: str, part: PaperPart, entries: Sequence[Entry], *, many: bool) -> Iterator[YesToAll]:
    of, begin = part if many else None, 0
    for end in range(1, len(entries) + 1):
        if end == len(entries) or len(_all(to, [part], entries[begin : end + 1])) > MOST:
            some = tuple(entries[begin:end])
            yield YesToAll(_all(to, [part], some), of, some)
            begin = end


def _all(to: str, parts: Sequence[PaperPart], entries: Sequence[Entry]) -> str:
    papers = parts[0].paper.id + (f" and {len(parts) - 1} more" if len(parts) > 1 else "")
    lines = [*(answer_line(one.post.id, one.post.seen_sha256, "yes") for one in entries), ""]
    return link(to, f"Posts of {papers}: yes to {len(entries)}", lines)
