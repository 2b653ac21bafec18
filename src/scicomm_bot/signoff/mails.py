"""The mails in a file: one as it was sent, several in an mbox, or mails whose text somebody pasted; pure.

A mail is no signature. Who sent it is what it names as its sender, and anybody can write that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime

from scicomm_bot.approval import same_person
from scicomm_bot.characters.invisible import without_hidden, without_invisible
from scicomm_bot.domain.mail_address import plain_address
from scicomm_bot.signoff.mime import MOST_TEXT, MailError, content_of, headers_of
from scicomm_bot.signoff.quotation import is_forward_mark, labelled

_LONGEST_SENDER = 1_000
_LONGEST_NAME = 120
_MOST_BRACKETS = 20
_MOST_MAILS = 2_000
_MOST_RECEIVERS = 50
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of OLE begins, such as .msg ([MS-CFB], 2.2)."""
_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{0,300}\d{1,2}:\d{2}[^\r\n]{0,100}\r?\n")
"""Between the mails of an mbox (RFC 4155); a line of a text that begins with "From " has no time in it, as a rule."""
_OF_REAL_MAILS = ("message-id", "mime-version", "received", "content-type", "return-path", "delivered-to")
_FIRST_HEADER = re.compile(rb"\s*[!-9;-~]{1,60}:")
_SENT = ("date", "sent")
_OF_PASTED = (*_SENT, "to", "subject", "cc", "reply-to", "message-id", "auto-submitted")
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-auto-reply")
_ONE_ADDRESS = re.compile(r"([^<>@\"()]{0,200})<([^<>@\s]{1,64}@[^<>@\s]{1,255})>\s*")
_UNDERSCORES = re.compile(r"\s*_{10,}\s*")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, as far as it can answer.

    Attributes:
        place: Where it stands: the file, and which mail of several it is.
        sender: Who sent it, as it says: `Jane Doe <jane@example.org>`; None where it does not name one person.
        sent: When, as it says, in UTC; None where it does not say.
        bodies: What it says, in each form that it has, quotations included.
        automatic: Whether a program answered, such as an absence note.
        trouble: Why it cannot be used; None where it can.
    """

    place: str
    sender: str | None = None
    sent: datetime | None = None
    bodies: tuple[str, ...] = ()
    automatic: bool = False
    trouble: str | None = None


def mails_in(data: bytes, name: str, asker: str | None = None) -> list[Mail]:
    """Return the mails in a file, in its order.

    Args:
        data: The file.
        name: What it is called in the places of mails.
        asker: The address that answers go to. Of several pasted mails, one from there is a quotation.

    Raises:
        MailError: it is no file of mails.
    """
    if data.startswith(_OUTLOOK):
        raise MailError("is in Outlook's own format (.msg); save the mail as .eml, or as text")
    data = _as_utf8(data)
    data = data if b"\n" in data else data.replace(b"\r", b"\n")  # as Macs once ended lines
    if not data.strip():
        raise MailError("is empty")
    if _FROM_LINE.match(data):
        starts = [*_FROM_LINE.finditer(data)]
        if len(starts) > _MOST_MAILS:
            raise MailError(f"has more than {_MOST_MAILS:,} mails; save those that answer into a file of their own")
        ends = [*(found.start() for found in starts[1:]), len(data)]
        raw = [data[found.end() : end] for found, end in zip(starts, ends, strict=True)]
        return _numbered([_mail(one, name) for one in raw], name)
    if name.lower().endswith(".eml") or _is_as_sent(data):
        return [_mail(data, name)]
    return _numbered([*_pasted(data, name, asker)], name)


def _numbered(mails: Sequence[Mail], name: str) -> list[Mail]:
    if len(mails) == 1:
        return [*mails]
    return [replace(mail, place=f"{name}, mail {number}") for number, mail in enumerate(mails, 1)]


def _as_utf8(data: bytes) -> bytes:
    """Return a file in UTF-8 without its mark of byte order; of another encoding, only one that says so is known."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _is_as_sent(data: bytes) -> bool:
    """Whether a file begins with the headers of a mail, and not with what a person copied of them."""
    if _FIRST_HEADER.match(data) is None:
        return False
    head = re.split(rb"\r?\n\r?\n", data.lstrip()[:256_000], maxsplit=1)[0]
    return any(name in _OF_REAL_MAILS for name in headers_of(head))


def _mail(data: bytes, place: str) -> Mail:
    try:
        content = content_of(data.lstrip(b"\r\n"))
    except MailError as error:
        return Mail(place, trouble=str(error))
    headers = content.headers
    sender = sender_of(headers.get("from", ""))
    mail = Mail(place, sender, sent_at(headers.get("date", "")), content.bodies, _is_automatic(headers))
    if mail.sender is None:
        return replace(mail, trouble="names no sender, or more than one")
    if not mail.bodies and not mail.automatic:
        attached = "; what is attached to a mail is not read" if content.attached else ""
        return replace(mail, trouble=f"has no text that can be read{attached}")
    return mail


def _is_automatic(headers: Mapping[str, str]) -> bool:
    """Whether a program sent a mail: RFC 3834, 5; the empty return path and the report of RFC 3464; and older ways."""
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return (
        submitted != "no"
        or headers.get("return-path", "").strip() == "<>"
        or headers.get("content-type", "").lower().startswith("multipart/report")
        or headers.get("precedence", "").strip().lower() in {"auto_reply", "auto-reply"}
        or any(name in headers for name in _AUTOMATIC)
    )


def sender_of(written: str) -> str | None:
    """Return the one person whom a `From:` names, as `Jane Doe <jane@example.org>`, or the address alone; else None.

    A name with an address in it is left out: it would be another sender's than the mail's.
    """
    if len(written) > _LONGEST_SENDER or written.count("(") > _MOST_BRACKETS:
        return None
    alone = _ONE_ADDRESS.fullmatch(written)  # "Doe, Jane <...>", as programs show it, has a comma that is no list's
    try:
        found = [(alone[1], alone[2])] if alone is not None else getaddresses([written])
        [(name, address)] = [(name, address) for name, address in found if name or address]
        plain_address(address := without_invisible(address).strip())
    except (ValueError, RecursionError, IndexError):
        return None
    name = _name(name)
    return f"{name} <{address}>" if name and "@" not in name and "<" not in name else address


def _name(written: str) -> str:
    """Return a name of a header as a line of text, decoded as RFC 2047 says where that can be done."""
    try:
        text = str(make_header(decode_header(written)))
    except (HeaderParseError, LookupError, ValueError):
        text = written
    text = " ".join(without_invisible(text).split()).strip("'\" ")
    return without_hidden(text)[:_LONGEST_NAME].strip()


def is_from(sender: str | None, address: str | None) -> bool:
    """Whether a sender has an address, and not only a name like it."""
    if sender is None or address is None:
        return False
    return sender.casefold() == address.casefold() or sender.casefold().endswith(f"<{address.casefold()}>")


def sent_at(written: str) -> datetime | None:
    """Return when a mail was sent, in UTC; None where its `Date:` makes no sense."""
    try:
        moment = parsedate_to_datetime(written[:_LONGEST_NAME])
        return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _pasted(data: bytes, name: str, asker: str | None) -> Iterator[Mail]:
    """Yield the mails whose text was pasted into a file, one below the other, each under its `From:`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MailError("is not in UTF-8; save it again as UTF-8") from None
    if len(text) > MOST_TEXT:
        raise MailError("has more text than people write; keep the mails that answer")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    heads = [*_heads(lines)]
    if not heads:
        yield Mail(name, bodies=(text,), trouble="names no sender; write a line `From: Name <address>` above it")
        return
    if any(line.strip() for line in lines[: heads[0][0]]):
        above = "\n".join(lines[: heads[0][0]])
        yield Mail(name, bodies=(above,), trouble="has text above the first `From:`, and nobody knows whose it is")
    before: _Head | None = None
    body: list[str] = []
    for number, (start, head, end) in enumerate(heads):
        until = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
        if before is not None and _is_quoted_by(lines, start, head, before, asker):
            body += [f"> {line}" for line in lines[start:until]]
            continue
        if before is not None:
            yield before.mail(name, "\n".join(body))
        before, body = head, lines[end:until]
    if before is not None:
        yield before.mail(name, "\n".join(body))


@dataclass(frozen=True, slots=True)
class _Head:
    """The headers that stand above a pasted mail, by their labels."""

    labels: Mapping[str, str]

    @property
    def sender(self) -> str | None:
        written = self.labels["from"]
        known = sender_of(written)
        name = _name(written) if known is None and "@" not in written else ""
        return known if known is not None else name if any(map(str.isalpha, name)) else None

    def mail(self, name: str, body: str) -> Mail:
        sent = next((self.labels[label] for label in _SENT if label in self.labels), "")
        trouble = None if self.sender is not None else "names no sender, or more than one"
        return Mail(name, self.sender, sent_at(sent), (body,), _is_automatic(self.labels), trouble)


def _heads(lines: Sequence[str]) -> Iterator[tuple[int, _Head, int]]:
    """Yield where each mail's own headers begin, what they say, and where they end."""
    end = 0
    for at, line in enumerate(lines):
        found = labelled(line) if at >= end and ":" in line else None
        if found is None or found[0] not in {"from", *_OF_PASTED} or (at and lines[at - 1].strip() and end != at):
            continue
        labels: dict[str, str] = {}
        stop = at
        while stop < len(lines) and (one := labelled(lines[stop])) is not None:
            labels.setdefault(*one)
            stop += 1
        if "from" in labels and (not end or any(label in labels for label in _OF_PASTED)):
            yield at, _Head(labels), stop
            end = stop


def _is_quoted_by(lines: Sequence[str], start: int, head: _Head, before: _Head, asker: str | None) -> bool:
    """Whether headers in a text are those of a mail that the one before them quotes, and not the next mail's.

    That is one that was sent to the sender of the mail before, or that it answers by its subject, or that comes from
    who asks for answers; or one below a line that mail programs put between. Where nobody knows whose the mail before
    is, nobody knows what it quotes.
    """
    above = next((lines[at] for at in range(start - 1, max(-1, start - 3), -1) if lines[at].strip()), "")
    if is_forward_mark(above) or _UNDERSCORES.fullmatch(above):
        return True
    if head.sender is None or before.sender is None or is_from(head.sender, asker):
        return True
    subject, answer = (labels.get("subject", "").strip().lower() for labels in (head.labels, before.labels))
    if subject and answer != subject and answer.endswith(subject):  # "Re: Posts" answers "Posts"
        return True
    to = [one for one in head.labels.get("to", "").split(";")[:_MOST_RECEIVERS] if one.strip()]
    return any(same_person(one, before.sender) for one in to)
