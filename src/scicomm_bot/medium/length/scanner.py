"""What X takes for a URL in a text: with a scheme or without, as twitter-text 3 has it.

The rules are those of https://github.com/twitter/twitter-text (the conformance suite's `extract.yml`), the scanner is
our own: no alternation of 1,574 top-level domains, and no backtracking.
"""

import re
from functools import cache
from typing import NamedTuple

from scicomm_bot.medium.length.domains import (
    LATIN,
    beginning,
    is_possible,
    labels,
    latin_domains,
    may_precede,
    may_stand_before,
    stretch_around,
    tld_ends,
)

_MAY_END = rf"#+\-/-9=A-Z_a-z{LATIN}\u0400-\u04ff\u1c80-\u1c87"  # a path; so may a pair of parentheses after it
_MAY_NOT = r"!$%&'*,.:;@\[\]|~\u2013"
_IN_PATH = f"[{_MAY_END}{_MAY_NOT}]"
_PARENTHESES = rf"\((?:{_IN_PATH}++\)|{_IN_PATH}*+\({_IN_PATH}++\){_IN_PATH}*+\))"  # with at most one pair inside
_QUERY = re.compile(r"\?[!#-;=?-\[\]_a-z|~]*+")
_NOT_LAST_IN_QUERY = "!$%'()*+,.:;?@[]|~"

_TCO = re.compile(r"https?://t\.co/([a-z0-9]+)(\?.*)?", re.IGNORECASE | re.ASCII | re.DOTALL)
_MAX_TCO_SLUG = 40
_MAX_URL = 4096  # the scheme counts twice in it, as in the reference
_SCHEMES = ("https://", "http://")


class UrlSpan(NamedTuple):
    """A URL that X sees in a text, from `start` to before `end`, counted in code points.

    `url` is text[start:end] nearly always. After a domain part of which X does not take (`a.com.中国.рф/x`: no scheme,
    and the last label is not Latin), `end` is that of the path, and `url` is shorter than the span, as in twitter-text.
    """

    url: str
    start: int
    end: int


def urls(text: str) -> list[str]:
    """What X takes for a URL in `text`, left to right, `example.com` included; [] if there is none."""
    return [span.url for span in urls_with_indices(text)]


def urls_with_indices(text: str) -> list[UrlSpan]:
    """The URLs of `text` with their places, left to right, never overlapping; [] if there is none.

    The indices are of `text` as it is; X looks for URLs after normalising to NFC.
    """
    if "." not in text or not (tlds := tld_ends(text)):
        return []
    found: list[UrlSpan] = []
    done = end = 0  # where the stretches looked at end, and the last match: X leaves some alone, but goes on after them
    for tld_dot in tlds:
        if tld_dot < done:
            continue
        start, stop = stretch_around(text, tld_dot, done)
        for label in labels(text, tlds, start, stop, end):
            if label[1] < end or not (place := beginning(text, tlds, label, end)):
                continue
            least, (domain, domain_end) = end, place
            path, end = _path_and_query(text, domain_end) if domain_end == stop else (False, domain_end)
            if domain == start and (scheme := _scheme_start(text, domain, least)) < domain:
                found += _with_scheme(text, tlds, (scheme, domain, domain_end, end))
            else:
                found += _without_scheme(text, tlds, (domain, domain_end, end), least=least, path=path)
        done = max(stop, end)
    return found


def _scheme_start(text: str, domain: int, least: int) -> int:
    """Where the scheme before the domain starts; the domain's own start if there is none to be taken."""
    if domain < len("http://") or text[domain - 1] != "/":
        return domain
    before = text[max(domain - 8, 0) : domain].lower()
    for scheme in _SCHEMES:
        if before.endswith(scheme) and may_precede(text, domain - len(scheme), least):
            return domain - len(scheme)
    return domain


def _path_and_query(text: str, at: int) -> tuple[bool, int]:
    """Whether a path follows the domain that ends at `at`, and where port, path and query end."""
    if at == len(text) or text[at] not in ":/?":
        return False, at
    path, end = False, at
    if found := _port_and_path().match(text, at):
        path, end = found[1] is not None, found.end()
    if query := _QUERY.match(text, end):
        end += len(query[0].rstrip(_NOT_LAST_IN_QUERY))
    return path, end


def _with_scheme(text: str, tlds: dict[int, int], places: tuple[int, int, int, int]) -> list[UrlSpan]:
    """The URL, if X takes it; `places` are the starts of scheme and domain, the ends of domain and all."""
    start, domain, domain_end, end = places
    name, url = text[domain:domain_end], text[start:end]
    if not is_possible(name) or _is_too_long(url, domain - start):
        return []
    if name.startswith("xn--") and not any(latin_domains(text, tlds, domain, domain_end)):
        return []
    if len(name) == len("t.co") and (short := _TCO.match(url)):
        if len(short[1]) > _MAX_TCO_SLUG:
            return []
        url = short[0]  # X's own short addresses have no further path
    return [UrlSpan(url, start, start + len(url))]


def _without_scheme(
    text: str, tlds: dict[int, int], places: tuple[int, int, int], *, least: int, path: bool
) -> list[UrlSpan]:
    """The domains that X takes; `places` are the start and end of the domain, and the end of all."""
    domain, domain_end, end = places
    before = text[domain - 1] if domain > least else ""
    if before in ("-", "_", ".", "/"):
        return []
    name = text[domain:domain_end]
    if not is_possible(name if name.isascii() and before <= "\uffff" else _as_scanned(name, before)):
        return []
    if _is_too_long(text[domain:end], len("https://")):
        return []
    found = [UrlSpan(text[first:last], first, last) for first, last in latin_domains(text, tlds, domain, domain_end)]
    if path and found:  # it goes to the last; a port or query without a path goes to none
        last_url, first, _ = found[-1]
        found[-1] = UrlSpan(last_url + text[domain_end:end], first, end)
    return found


def _is_too_long(url: str, scheme: int) -> bool:
    units = len(url)
    if units > _MAX_URL // 2:  # else not too long in UTF-16, either
        units = len(url.encode("utf-16-le", "surrogatepass")) // 2
    return scheme + units > _MAX_URL


def _as_scanned(name: str, before: str) -> str:
    """The domain in UTF-16, where a character beyond U+FFFF is two, and the domain may begin with the second."""
    if before > "\uffff":
        return _second_half(before) + name
    if name[0] > "\uffff" and not (before and may_stand_before(before)):
        return _second_half(name[0]) + name[1:]
    return name


def _second_half(char: str) -> str:
    return chr(0xDC00 | (ord(char) & 0x3FF))


@cache
def _port_and_path() -> re.Pattern[str]:
    """Compiled when first needed: the many large character classes take milliseconds."""
    path = f"/(?:(?:[{_MAY_NOT}]++|{_PARENTHESES})*[{_MAY_END}]++)*(?:{_PARENTHESES})*"
    return re.compile(f"(?::[0-9]++)?({path})?")
