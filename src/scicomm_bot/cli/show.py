"""What a person sees: lines as pure functions of data, and the one place that prints them."""

import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.length import LIMIT
from scicomm_bot.models import Level, Post, Publication, PublicationState
from scicomm_bot.plan import Standing
from scicomm_bot.prices import usd

WIDTH = 80
_METER = 10
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


class Paint:
    """Marks words with colours, or leaves them alone."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

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
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    none = sum(unicodedata.category(c) in {"Mn", "Me", "Cf"} for c in text)
    return len(text) + wide - none


def wrap(text: str, width: int) -> Iterator[str]:
    """Break a text into lines of at most `width` columns, at spaces; its own line breaks stay."""
    for line in text.split("\n"):
        current = ""
        for word in line.split(" "):
            if current and columns(current) + 1 + columns(word) > width:
                yield current
                current = word
            else:
                current = f"{current} {word}" if current else word
        yield current


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
    gap = max(1, WIDTH - columns(post.id) - columns(word))
    yield f"{paint(post.id, 'bold')}{' ' * gap}{paint(word, *style)}"
    over = post.weighted_length > LIMIT
    figures = paint(meter(post.weighted_length), *(["red"] if over else []))
    yield f"{figures}   {usd(post.price_micro_usd)}{_when(where.publication, zone)}"
    for line in wrap(post.text, WIDTH - 4) if post.text else ():
        yield f"{paint('  │', 'dim')} {line}".rstrip()
    for remark in post.remarks:
        yield from remark_lines(post.place, remark.level, remark.rule, remark.message, paint)
    if where.detail and not any(remark.message == where.detail for remark in post.remarks):
        yield from hanging(f"  {where.reason}: ", where.detail)


def _state_word(where: Standing, *, upcoming: bool) -> tuple[str, tuple[str, ...]]:
    if where.state == "pending":
        return ("next", ("green", "bold")) if upcoming else ("pending", ())
    colours = {"posted": ("green",), "unknown": ("yellow", "bold"), "refused": ("red",), "held": ("red",)}
    return (f"held: {where.reason}" if where.state == "held" else where.state), colours[where.state]


def _when(publication: Publication | None, zone: ZoneInfo) -> str:
    if publication is None or publication.state is not PublicationState.POSTED or publication.ended_at is None:
        return ""
    return f"   {time_text(publication.ended_at, zone)}\n{'':2}{publication.address or '(a rehearsal)'}"


def remark_lines(place: str, level: Level, rule: str, message: str, paint: Paint) -> Iterator[str]:
    """Yield a remark with its level and rule, wrapped below itself."""
    colour = {"E": "red", "W": "yellow", "I": "dim"}[level]
    first, *rest = list(hanging(f"  {level} {rule}: ", message))
    yield first.replace(f"{level} {rule}:", paint(f"{level} {rule}:", colour), 1)
    yield from rest
    del place


def hanging(start: str, text: str) -> list[str]:
    """Wrap `text` behind `start`, the further lines indented."""
    lines = textwrap.wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False, initial_indent=start,
                          subsequent_indent="    ")  # fmt: skip
    return lines or [start]


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
        "x_post_id": publication.x_post_id if posted and publication else None,
        "posted_at": iso(publication.ended_at) if posted and publication else None,
        "findings": [
            {"rule": remark.rule, "level": str(remark.level), "message": remark.message} for remark in post.remarks
        ],
    }


def publication_json(publication: Publication) -> dict[str, object]:
    """Return a publication as its JSON object."""
    return {
        "id": publication.post_id,
        "state": str(publication.state),
        "text": publication.text,
        "price_usd": publication.price_micro_usd / 1_000_000,
        "x_post_id": publication.x_post_id,
        "address": publication.address,
        "claimed_at": iso(publication.claimed_at),
        "ended_at": iso(publication.ended_at),
        "attempt_id": publication.attempt_id,
        "reason": publication.reason,
    }


def iso(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601."""
    return None if moment is None else moment.isoformat(timespec="seconds")
