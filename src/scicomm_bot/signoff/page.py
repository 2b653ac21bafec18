"""The page: a pack as HTML."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scicomm_bot.characters.invisible import shown
from scicomm_bot.domain.paper import Paper
from scicomm_bot.domain.post import Level
from scicomm_bot.english.language import reads_as_english
from scicomm_bot.english.text import read_text
from scicomm_bot.medium.length import LIMIT
from scicomm_bot.medium.prices import usd
from scicomm_bot.signoff.added import added_by_glossary
from scicomm_bot.signoff.mail import address_of, agreed_to, answer_links, yes_to_all
from scicomm_bot.signoff.marks import marked, passage, unbroken
from scicomm_bot.signoff.pack import Entry, Pack
from scicomm_bot.signoff.shown import as_on_x, composer, data_address, doi_address, web_address
from scicomm_bot.signoff.words import as_sentence, day_of, deadline, moment, says_of

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
        "composer": composer,
        "web_address": web_address,
        "doi_address": doi_address,
        "data_address": data_address,
        "day": lambda at: day_of(at, pack.zone),
        "moment": lambda at: moment(at, pack.zone),
        "iso": lambda at: _iso(at.astimezone(pack.zone)),
        "as_sentence": as_sentence,
        "lang_of": _lang_of,
        "unbroken": unbroken,
    }
    env.globals |= {
        "added_by_glossary": added_by_glossary,
        "agreed_to": agreed_to,
        "answer_links": lambda part, entry, number: answer_links(pack, part, entry, number),
        "as_on_x": as_on_x,
        "marked": marked,
        "passage": passage,
        "says_of": lambda entry, part: says_of(entry, part, pack.zone),
        "limit": LIMIT,
    }
    css = (_HERE / "page.css").read_text(encoding="utf-8")
    posts = [entry.post for entry in pack.entries]
    return env.get_template("page.html.j2").render(
        pack=pack,
        numbers=pack.numbers(),
        answers_go_to=address_of(pack.asking),
        deadline=deadline(pack.asking, pack.zone) if pack.asking is not None else "",
        to_all=yes_to_all(pack),
        css=css,
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        price=sum(post.price_micro_usd for post in posts),
        longest=max((post.weighted_length for post in posts), default=0),
        open_questions=sum(len(post.open_questions) for post in posts),
        count=lambda level: sum(_count(entry, Level(level)) for entry in pack.entries),
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


def _lang_of(text: str, paper: Paper) -> str:
    """Return the language of a text of the record: that of the paper's posts, unless it reads as English."""
    return "en" if reads_as_english(read_text(text)) else paper.lang


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
