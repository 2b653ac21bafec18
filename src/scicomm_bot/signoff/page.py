"""The page: a pack as HTML."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scicomm_bot.characters.invisible import shown
from scicomm_bot.domain.post import Level
from scicomm_bot.medium.length import LIMIT
from scicomm_bot.medium.prices import PRICES_READ_ON, usd
from scicomm_bot.signoff.marks import marked
from scicomm_bot.signoff.pack import Entry, Pack
from scicomm_bot.signoff.shown import as_on_x, composer, data_address, doi_address, web_address

_HERE = Path(__file__).parent
_MARK = b'<meta name="generator" content="scicomm-bot '
"""What every version has written into the head of its pages."""
LOOKED_AT = 4_096
"""In so many bytes from its beginning a page has shown that it is one."""


def page(pack: Pack) -> str:
    """Return the page: one HTML file that loads nothing and runs nothing; the same pack makes the same page.

    Every text is escaped. The page's own policy (CSP) lets in this style sheet, by its hash, and pictures that are in
    the page itself; all else is shut out.
    """
    env = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalized,
    )
    env.filters |= {
        "usd": usd,
        "as_on_x": as_on_x,
        "composer": composer,
        "web_address": web_address,
        "doi_address": doi_address,
        "data_address": data_address,
        "moment": lambda moment: f"{moment.astimezone(pack.zone):%a %d %b %Y, %H:%M} {pack.zone.key}",
        "iso": lambda moment: _iso(moment.astimezone(pack.zone)),
    }
    css = (_HERE / "page.css").read_text(encoding="utf-8")
    posts = [entry.post for entry in pack.entries]
    return env.get_template("page.html.j2").render(
        pack=pack,
        css=css,
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        price=sum(post.price_micro_usd for post in posts),
        longest=max(posts, key=lambda post: post.weighted_length, default=None),
        count=lambda level: sum(_count(entry, Level(level)) for entry in pack.entries),
        count_of=lambda entry, level: _count(entry, Level(level)),
        marked=marked,
        limit=LIMIT,
        prices_read_on=PRICES_READ_ON,
    )


def _finalized(value: object) -> object:
    """Write out what nobody sees in a text from outside; HTML has no place for controls, either."""
    return shown(value) if type(value) is str else value


def is_page(begin: bytes) -> bool:
    """Whether a file that begins like this is a page of ours, of this version or another."""
    return begin.startswith(b"<!DOCTYPE html>") and _MARK in begin[:LOOKED_AT]


def _count(entry: Entry, level: Level) -> int:
    """How many remarks of a level there are that nobody waived."""
    return sum(remark.level is level and remark.waived is None for remark in entry.post.remarks)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
