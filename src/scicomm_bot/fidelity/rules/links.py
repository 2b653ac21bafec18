"""Links: what X makes a link of though nobody meant one, and addresses of which X links only a part."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote

from scicomm_bot.characters.invisible import hidden_signs, shown
from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.english.lexicon import words_of
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule
from scicomm_bot.medium import length
from scicomm_bot.medium.length import UrlSpan, in_short
from scicomm_bot.medium.prices import usd

_SCHEME = Pattern(r"https?://", re.IGNORECASE)
_MEANT = Pattern(r"https?://|www\.|(?:dx\.)?doi\.org/", re.IGNORECASE)
_DOI = Pattern(r"(?<![\w./])(?:doi:\s?)?10\.\d{4,9}/\S*", re.IGNORECASE)
_REST = Pattern(r"\S*")
_AFTER = Pattern(
    r"[\s.,;:!?\u2026'\"\u2018\u2019\u201c\u201d\u00ab\u00bb()\[\]\u2013\u2014\u060c\u061b\u061f\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300d\u300f|*\u2022\u00b7/]|\Z"
)
"""What ends an address for readers, too: punctuation, quotation marks, brackets, a dash."""
_BRACKETED = Pattern(r">+[.,;:!?)]*(?=\s|\Z)")
_OPENERS = {")": "(", "]": "[", "}": "{"}
_MOST_ENDS = 20
_ENDS = ".,;:!?\u2026'\"\u2019\u201d\u00bb)]}\u060c\u061b\u061f\u3002"
_NEVER_IN_URL = "%/:?#[]@!$&'()*+,;=-._~"
_ENCODED_MORE = "%/:?#=&-_~."
_MOST_SHOWN = 5
_WORDS = Pattern(r"[^\W\d_]+")


def _instead_of(post: Post) -> str:
    """Say what a post costs with its links, and what without."""
    price, more = post.price_micro_usd, post.link_micro_usd
    return f"{usd(price)} instead of {usd(price - more)}, {usd(more)} more"


class _Cut(NamedTuple):
    """An address with what readers take for the rest of it: text[start:end], of which X links `linked`."""

    start: int
    end: int
    address: str
    linked: str


@rule(
    "accidental-link",
    Level.WARNING,
    detects="a piece of text that X makes a link of, though nobody wrote an address",
    why="the link leads to a stranger's page, and a post with a link costs thirteen times as much",
    bad="In mice, survival increased.In people it did not.",
    good="In mice, survival increased. In people it did not.",
    kinds=ALL,
    english=False,
)
def accidental_link(reading: Reading) -> Iterator[Found]:
    """Find links that are no address: two sentences without a space, abbreviations, names of files, parts of a DOI."""
    spans = length.urls_with_indices(reading.post.text)
    by_remedy: dict[str, list[str]] = {}
    accidents = _accidents(reading, spans)
    for span, in_doi in accidents:
        by_remedy.setdefault(_instead(span.url, reading, in_doi=in_doi), []).append(span.url)
    cost = f", and the post costs {_instead_of(reading.post)}" if len(accidents) == len(spans) else ""
    for remedy, urls in by_remedy.items():
        several = list(dict.fromkeys(urls))
        shown = ", ".join(f"\u201c{url}\u201d" for url in several[:_MOST_SHOWN])
        yield Found(f"X makes a link of {shown}{' and others' if len(several) > _MOST_SHOWN else ''}{cost}", remedy)


def _leads_to_the_paper(url: str, address: str | None) -> bool:
    """Whether a link is the paper's address, or one of a DOI, which is the same in other words."""
    bare = url.lower().partition("://")[2] or url.lower()
    paper = (address or "").lower().partition("://")[2].rstrip("/")
    return bare.startswith(("doi.org/", "dx.doi.org/", "www.doi.org/")) or (bool(paper) and bare.startswith(paper))


@rule(
    "unasked-link",
    Level.INFO,
    detects="the paper's address, or one of a DOI, in a post for which `link:` of the paper asks for none; with "
    "`link: none` (W) any address, and a `url` that no post has",
    why="a post with a link costs thirteen times as much; a DOI written as `doi:10.1000/abc` is no link",
    bad="Mice lived longer; in people this was not repeated. Read it at doi.org/10.1000/abc",
    good="Mice lived longer; in people this was not repeated. Read it: doi:10.1000/abc",
    kinds=ALL - {"correction"},
    english=False,
    also=(Level.WARNING,),
)
def unasked_link(reading: Reading) -> Iterator[Found]:
    """Find addresses that somebody wrote in posts that are to have no link; others are for `accidental-link`.

    A paper whose link goes into the source post may name another place in a finding: somebody wanted that.
    """
    paper, post = reading.paper, reading.post
    if paper.link == "none" and post.kind == "source" and paper.url:
        place = "it names the DOI, if its template does" if paper.doi else "readers find the paper by its title alone"
        yield Found("`link: none`, so the `url` is in no post", f"{place}; delete `link: none` for a link here")
    if paper.link == "all" or (paper.link == "source" and post.kind == "source"):
        return
    spans = length.urls_with_indices(post.text)
    accidents = {span.start for span, _ in _accidents(reading, spans)}
    meant = [span.url for span in spans if span.start not in accidents]
    if paper.link == "source":
        meant = [url for url in meant if _leads_to_the_paper(url, paper.url)]
    if not meant:
        return
    shown_urls = ", ".join(f"\u201c{in_short(url)}\u201d" for url in meant[:_MOST_SHOWN])
    more = " and others" if len(meant) > _MOST_SHOWN else ""
    asked = "the paper says `link: none`, and " if paper.link == "none" else ""
    yield Found(
        f"{asked}X makes a link of {shown_urls}{more}, so the post costs {_instead_of(post)}",
        "leave the address out, or write a DOI as `doi:` with the number behind it; if the link is meant, nothing need "
        "be done",
        Level.WARNING if asked else None,
    )


@rule(
    "cut-link",
    Level.WARNING,
    detects="an address of which X links only the beginning",
    why="the link leads to another page than the one that is meant, or to none",
    bad="https://example.org/a<b>c",
    good="https://example.org/a%3Cb%3Ec",
    kinds=ALL,
    english=False,
)
def cut_link(reading: Reading) -> Iterator[Found]:
    """Compare each address as readers see it with what X links of it."""
    text = reading.post.text
    spans = length.urls_with_indices(text)
    whole = reading.paper.url or ""
    if whole and whole in text and whole not in (span.url for span in spans):
        linked = next((span.url for span in spans if whole.startswith(span.url)), "")
        what = f"X links only \u201c{linked}\u201d" if linked else "X makes no link"
        encoded = _encoded(whole)
        yield Found(
            f"of the `url` \u201c{shown(whole)}\u201d {what}", f"write {encoded}" if encoded else "use another address"
        )
    for cut in _cuts(text, spans):
        if any(hidden_signs(cut.address)) or cut.address == whole:
            continue  # what nobody sees is to be deleted, not encoded
        encoded = _encoded(cut.address)
        what = f"of \u201c{cut.address}\u201d X links only \u201c{cut.linked}\u201d"
        yield Found(
            what,
            f"write {encoded}, or put a space where it ends"
            if encoded
            else "put a space where it ends, or use another",
        )


def _accidents(reading: Reading, spans: Sequence[UrlSpan]) -> list[tuple[UrlSpan, bool]]:
    """Return the links that nobody meant, each with whether it is a part of a DOI."""
    if not spans:
        return []
    text = reading.post.text
    cuts = [(cut.start, cut.end) for cut in _cuts(text, spans)]
    dois = [match.span() for match in _DOI.finditer(text)] if "10." in text else []
    known = _Words(text, spans, reading)
    found: list[tuple[UrlSpan, bool]] = []
    for span in spans:
        if _lies_in(span.start, cuts) or _is_address(span, reading):
            continue
        in_doi = _lies_in(span.start, dois)
        if in_doi or _is_of_the_record(span.url, reading) or not _is_domain(span.url, known):
            found.append((span, in_doi))
    return found


def _cuts(text: str, spans: Sequence[UrlSpan]) -> list[_Cut]:
    """Find the addresses that go on where X's link ends."""
    found: list[_Cut] = []
    for span in spans:
        if (found and span.start < found[-1].end) or not _MEANT.match(span.url):
            continue
        if _AFTER.match(text, span.end) or _BRACKETED.match(text, span.end):
            continue
        rest = _REST.match(text, span.end)
        address = _without_end(text[span.start : rest.end() if rest is not None else span.end])
        if len(address) > span.end - span.start:
            found.append(_Cut(span.start, span.start + len(address), address, span.url))
    return found


def _without_end(address: str) -> str:
    """Take away a sentence's punctuation, and brackets that were opened before the address."""
    for _ in range(_MOST_ENDS):
        last = address[-1:]
        opener = _OPENERS.get(last)
        if last not in _ENDS or (opener is not None and address.count(opener) >= address.count(last)):
            break
        address = address[:-1]
    return address


def _encoded(address: str) -> str:
    """Return the address with what X does not link percent-encoded (RFC 3986), or nothing where that does not help."""
    for safe in (_NEVER_IN_URL, _ENCODED_MORE):
        encoded = quote(address, safe=safe)
        if length.urls(encoded) == [encoded]:
            return encoded
    return ""


def _is_address(span: UrlSpan, reading: Reading) -> bool:
    """Whether a link is an address beyond doubt: with a scheme or `www.`, at doi.org, or the paper's own."""
    return _MEANT.match(span.url) is not None or _bare(span.url) == _bare(reading.paper.url or "")


def _is_of_the_record(url: str, reading: Reading) -> bool:
    """Whether a link is in a person's name ("M.de Jong"), or is a piece of a journal's ("J.Am.Chem.Soc.")."""
    paper = reading.paper
    return any(url in author.name for author in paper.authors) or (url in paper.journal and url != paper.journal)


class _Words:
    """The words that a text may go on with: some of English, those of the paper, and those of the post itself."""

    def __init__(self, text: str, links: Sequence[UrlSpan], reading: Reading) -> None:
        self._text, self._links, self._reading = text, links, reading

    @cached_property
    def _own(self) -> frozenset[str]:
        ends = [0, *(link.end for link in self._links)]
        starts = [*(link.start for link in self._links), len(self._text)]
        pieces = (self._text[end:start].lower() for end, start in zip(ends, starts, strict=True))
        return frozenset(word for piece in pieces for word in _WORDS.findall(piece))

    def __contains__(self, word: object) -> bool:
        return word in words_of("link_endings", "words") or word in self._reading.source.vocabulary or word in self._own


def _is_domain(url: str, known: Container[str]) -> bool:
    """Whether a link without a scheme is a domain name as people write them, with or without a path.

    None is one whose ending has a capital ("survival.In", "J.Am"), one that is a file's name ("data.py"), one with a
    letter before its ending ("e.g.in"), and one of two words of which one ends a sentence ("mice.it was").
    """
    domain, slash, _ = url.partition("/")
    *labels, ending = domain.split(".")
    small = ending.lower()
    if ending != small:
        return domain.isupper() and small in words_of("link_endings", "usual") and not labels[-1].isdigit()
    if slash or small in words_of("link_endings", "usual"):
        return True
    if len(labels) == 1 and small in words_of("link_endings", "files"):
        return False
    if len(labels) > 1 and len(labels[-1]) == 1:
        return False
    before = labels[-1].lower()
    ends_a_word = len(before) == 1 or before in words_of("link_endings", "abbreviations") or before in known
    return not (small in known and ends_a_word)


def _lies_in(place: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies within one of the ranges, behind its first sign; they are in order."""
    at = bisect_left(ranges, (place, 0)) - 1
    return at >= 0 and ranges[at][0] < place < ranges[at][1]


def _bare(url: str) -> str:
    return _SCHEME.sub("", url).removesuffix("/").lower()


def _instead(url: str, reading: Reading, *, in_doi: bool) -> str:
    if in_doi:
        leave_out = "it is a part of the DOI; leave the DOI out (`templates: {source: source-without-doi.txt.j2}`)"
        linked = reading.paper.doi and reading.paper.link != "none"
        address = _encoded(f"https://doi.org/{reading.paper.doi}") if linked else ""
        return f"{leave_out}, or give the address as `url`: {address}" if address else leave_out
    domain = url.partition("/")[0]
    if domain.rpartition(".")[2].lower() in words_of("link_endings", "files") and domain.count(".") == 1:
        return "write the file's name without its ending; if you mean an address, put https:// before it"
    return "put a space behind the full stop; if you mean an address, put https:// before it"
