"""What a person sees: lines as pure functions of data, and the one place that prints them."""

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.domain.post import Post, Remark
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.medium.length import LIMIT
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import Standing

WIDTH = 80
_METER = 10
_MOVES = frozenset({"Cc", "Cs", "Zl", "Zp"})
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


class Paint:
    """Marks words with colours, or leaves them alone."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    @property
    def on(self) -> bool:
        """Whether there are colours."""
        return self._on

    def __call__(self, text: str, *styles: str) -> str:
        """Return `text` in these styles."""
        if not self._on or not styles:
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


def paint_for_stdout() -> Paint:
    """Return colours for a terminal that wants them (https://no-color.org), none for a pipe."""
    return Paint(on=sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as UTF-8, whatever the terminal's language is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    for line in lines:
        print(line)


def print_json(data: object) -> None:
    """Print data as JSON."""
    print_lines([json.dumps(data, ensure_ascii=False, indent=2)])


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide signs two, combining and invisible ones none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    none = sum(unicodedata.category(c) in {"Mn", "Me", "Cf"} for c in text)
    return len(text) + wide - none


def visible(text: str) -> str:
    """Return a text in which what would move a terminal's cursor or colours is a sign that can be seen."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(c) in _MOVES and c != "\n" else c for c in text)


def wrap(text: str, width: int) -> Iterator[str]:
    """Break a text into lines of at most `width` columns: at spaces, or within a word that is longer than a line.

    Its own line breaks stay.
    """
    for line in visible(text).split("\n"):
        current = ""
        for word in (piece for whole in line.split(" ") for piece in pieces(whole, width)):
            if current and columns(current) + 1 + columns(word) > width:
                yield current
                current = word
            else:
                current = f"{current} {word}" if current else word
        yield current


def pieces(word: str, width: int) -> Iterator[str]:
    """Cut a word that is longer than a line, as an address or a sentence in Chinese is."""
    while columns(word) > width:
        cut = next(count for count in range(len(word), 0, -1) if columns(word[:count]) <= width)
        yield word[:cut]
        word = word[cut:]
    yield word


def meter(weighted_length: int) -> str:
    """Return a bar of ten blocks and the figures, e.g. `████████░░ 214/280`."""
    full = min(_METER, round(weighted_length * _METER / LIMIT))
    return f"{'█' * full}{'░' * (_METER - full)} {weighted_length:>3}/{LIMIT}"


def time_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a time as people write it, with its time zone."""
    return f"{moment.astimezone(zone):%a %d %b %Y %H:%M} {zone.key}"


def post_lines(post: Post, where: Standing, paint: Paint, zone: ZoneInfo, *, upcoming: bool) -> Iterator[str]:
    """Yield a post as `preview` shows it: its id and state, its meter and price, its text, what is wrong with it."""
    word, style = _state_word(where, upcoming=upcoming)
    *begin, end = wrap(post.id, WIDTH)
    gap = WIDTH - columns(end) - columns(word)
    for line in begin:
        yield paint(line, "bold")
    if gap > 0:
        yield f"{paint(end, 'bold')}{' ' * gap}{paint(word, *style)}"
    else:
        yield paint(end, "bold")
        yield f"{' ' * (WIDTH - columns(word))}{paint(word, *style)}"
    over = post.weighted_length > LIMIT
    yield f"{paint(meter(post.weighted_length), *(['red'] if over else []))}   {usd(post.price_micro_usd)}"
    yield from _out_lines(where.publication, zone)
    for line in wrap(post.text, WIDTH - 4) if post.text else ():
        yield f"{paint('  │', 'dim')} {line}".rstrip()
    for image in post.images:
        yield from hanging(
            "  picture: ", f"{image.file}, {f'alt text: {image.alt}' if image.alt else 'without alt text'}"
        )
    for remark in post.remarks:
        yield from remark_lines(remark, paint)
    if where.detail and not any(remark.message == where.detail for remark in post.remarks):
        yield from hanging(f"  {where.reason}: ", where.detail)


def _state_word(where: Standing, *, upcoming: bool) -> tuple[str, tuple[str, ...]]:
    if where.state == "pending":
        return ("next", ("green", "bold")) if upcoming else ("pending", ())
    colours = {"posted": ("green",), "unknown": ("yellow", "bold"), "refused": ("red",), "held": ("red",)}
    return (f"held: {where.reason}" if where.state == "held" else where.state), colours[where.state]


def _out_lines(publication: Publication | None, zone: ZoneInfo) -> Iterator[str]:
    if publication is not None and publication.state is PublicationState.POSTED and publication.ended_at is not None:
        yield f"  {time_text(publication.ended_at, zone)}"
        yield f"  {publication.address or '(a rehearsal)'}"


def remark_lines(remark: Remark, paint: Paint) -> Iterator[str]:
    """Yield a remark with its level and rule, wrapped below itself; of a waived one, the reason, too."""
    head = f"{remark.level} {remark.rule}{', waived' if remark.waived else ''}:"
    colour = "dim" if remark.waived else {"E": "red", "W": "yellow", "I": "dim"}[remark.level]
    first, *rest = hanging(f"  {head} ", remark.message)
    yield first.replace(head, paint(head, colour), 1)
    yield from rest
    if remark.waived:
        yield from waiver_lines(remark.waived)


def waiver_lines(reason: str) -> list[str]:
    """Return the reason of a waiver, wrapped, as it stands below what it waives."""
    return hanging("    waived because: ", reason)


def hanging(start: str, text: str) -> list[str]:
    """Wrap `text` behind `start`, the further lines indented by four."""
    inside = len(start) - len(start.lstrip())
    first, *rest = wrap(f"{start.lstrip()}{text}", WIDTH - max(inside, 4))
    return [f"{' ' * inside}{first}", *(f"    {line}" for line in rest)]


def post_json(post: Post, where: Standing) -> dict[str, object]:
    """Return a post as its JSON object."""
    publication = where.publication
    posted = publication is not None and publication.state is PublicationState.POSTED
    return {
        "id": post.id,
        "text": post.text,
        "weighted_length": post.weighted_length,
        "price_usd": post.price_micro_usd / 1_000_000,
        "state": where.state,
        "reason": where.reason,
        "x_post_id": publication.remote_id if posted and publication else None,
        "posted_at": iso(publication.ended_at) if posted and publication else None,
        "images": [{"file": image.file, "sha256": image.sha256, "alt": image.alt} for image in post.images],
        "findings": [
            {"rule": remark.rule, "level": str(remark.level), "message": remark.message, "waived": remark.waived}
            for remark in post.remarks
        ],
    }


def publication_json(publication: Publication) -> dict[str, object]:
    """Return a publication as its JSON object."""
    return {
        "id": publication.post_id,
        "state": str(publication.state),
        "text": publication.text,
        "price_usd": publication.price_micro_usd / 1_000_000,
        "x_post_id": publication.remote_id,
        "address": publication.address,
        "claimed_at": iso(publication.claimed_at),
        "ended_at": iso(publication.ended_at),
        "attempt_id": publication.attempt_id,
        "reason": publication.reason,
        "reply_to": publication.reply_to,
        "withdrawn_at": iso(publication.withdrawn_at),
        "withdrawn_why": publication.withdrawn_why,
    }


def iso(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601."""
    return None if moment is None else moment.isoformat(timespec="seconds")
