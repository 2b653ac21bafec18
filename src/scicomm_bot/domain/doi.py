"""DOIs in all the spellings that people copy them in."""

import re
import unicodedata
from html import unescape
from urllib.parse import quote, unquote

from scicomm_bot.characters.pattern import Pattern

_ADDRESS = Pattern(r"(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/", re.IGNORECASE)
_LABEL = Pattern(r"(?:urn:|info:)?doi\s*[:=/\uff1a]?\s*(?=10\s*\.|http|doi|dx\.|www\.)", re.IGNORECASE)
_ENCODED = Pattern(r"%[0-9A-Fa-f]{2}")
_ENTITY = Pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MOST_LAYERS = 3
"""How often an encoding is undone: a text that was copied out of two pages may be encoded twice."""
_UNSEEN = dict.fromkeys(
    map(
        ord,
        "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
        "\u2066\u2067\u2068\u2069\ufeff",
    )
)
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
"""What word processors write for a hyphen; no DOI is registered with them."""
_BEFORE = "<([{\u201c\u201e\u00ab\u2018\"' "
_SPACED = Pattern(r"10\s*\.\s*([0-9]{4,9}(?:\.[0-9]+)*)\s*/\s*")
_DOI = Pattern(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
"""ISO 26324: a directory indicator of 10, a registrant code, a slash, and a suffix that may hold any graphic sign."""
_TAG_BEHIND = Pattern(r"(?:</[A-Za-z]+ ?>)+$")
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_AFTER = ".,;:!?'\"\u2019\u201d\u00bb\u2026/\\\u060c\u061b\u061f\u06d4\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f"
"""What a sentence or an address puts behind a DOI; none registers names that end so."""
_LONGEST = 1_000
_LONGEST_WRITTEN = 3_000
"""No spelling of a DOI is longer, however it is encoded."""
_ELLIPSIS = Pattern("[\u2025\u2026\u22ef\ufe19]|[\\[(] ?\\.{3,} ?[\\])]")
"""What stands for a part that was left out, wherever it stands; three plain dots do so at the end."""
_ODD = Pattern(
    "[\u0660-\u0669\u066b\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u00aa\u00b2\u00b3\u00b9\u00ba\u2012-\u2015\u2024\u2044\u2070-\u209c\u2100-\u218b\u2212\u2215\u2460-\u24ff"
    "\u3000\u3002\ufb00-\ufb06\ufe10-\ufe6b\uff01-\uff5e\U0001d400-\U0001d7ff]"
)
"""Other forms of plain signs, and digits of other scripts, which are written in their place; old blocks alone."""
_PLAIN = dict.fromkeys("\u2012\u2013\u2014\u2015\u2212\ufe58", "-") | {
    "\u2044": "/", "\u2215": "/", "\u3002": ".", "\u066b": ".",
}  # fmt: skip
_MORE = Pattern(
    r"(?P<page>\?|[&;#](?:[A-Za-z_]\w{0,40}=|:~:))"
    r"|(?P<second>[;,|&]\s?(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}/|https?://)"
    r"|(?P<other>[;,|]\s?[A-Za-z]{2,12}:)",
    re.IGNORECASE,
)
"""What belongs to no DOI: a page's parameters, another DOI, another number with its name."""
_INSIDE = Pattern(r"(?<![0-9.])10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s|]+")
_OF_A_PAGE = Pattern(
    r"(?:/(?:full|fulltext|pdf|epdf|abstract|abs|html|meta|summary|references|download))+$"
    r"|(?:v[0-9]{1,2})?(?:\.(?:full|abstract|short|long|pdf|html?))+(?:-text)?$|v[0-9]{1,2}$",
    re.IGNORECASE,
)
"""What publishers put behind the DOI in the addresses of their pages; looked for in addresses alone."""
_PAGE = Pattern(r"https?://|(?:[\w-]+\.)+[a-z]{2,}(?::[0-9]+)?/", re.IGNORECASE)
_SHOWN = 30
_EXAMPLE = "must be a DOI, such as '10.1000/abc' or 'https://doi.org/10.1000/abc'"


def bare_doi(written: str) -> str | None:
    """Return a DOI without what surrounds it, or None where it is none, or may be another than was meant.

    Takes `10.1000/abc`, `doi:10.1000/abc`, `info:doi/10.1000/abc` (RFC 4452), `https://doi.org/10.1000/abc`,
    `http://dx.doi.org/10.1000%2Fabc`, each with spaces around it and a sentence's punctuation or a slash behind it,
    with invisible signs in it, with spaces around its dot and slash, and as HTML writes it (`&lt;` for `<`). Letters
    keep their case; `folded_doi` is for comparing.

    What may stand for another DOI is none: one that is cut off (`10.1000/abc...`), one with a dash or another form of a
    plain sign in it, and one with a page's parameters, a second DOI or another number behind it. Percent-encoded, such
    a sign is taken for what it is. `why_no_doi` says what is wrong.
    """
    if len(written) > _LONGEST_WRITTEN:
        return None
    text = _peeled(written)
    if _is_cut(_decoded(text)) or _in_plain_signs(bare := _without_end(text)) != bare or _MORE.search(bare):
        return None
    doi = _without_end(_decoded(text))
    good = _DOI.fullmatch(doi) and doi.isprintable() and "\ufffd" not in doi and len(doi) <= _LONGEST
    return doi if good else None


def why_no_doi(written: str) -> str:
    """Return why a text is no DOI, for one that `bare_doi` does not take: what goes on "'...'", with what to write."""
    if len(written) > _LONGEST_WRITTEN:
        return "is longer than any DOI; copy the DOI alone, such as '10.1000/abc'"
    text = _peeled(written)
    if _INSIDE.match(f"{text}x") and (_is_cut(_decoded(text)) or _is_cut(_ends_of(text)[0])):
        return "is cut off: an ellipsis stands for the rest; copy the whole DOI"
    if (plain := _in_plain_signs(text)) != text and (doi := bare_doi(plain)) is not None:
        return _why_plain(text, doi)
    found = list({folded_doi(one): one for one in _dois_in(text)}.values())
    if not found:
        return _why_none(text)
    if len(found) > 1:
        return f"holds {'two' if len(found) == 2 else len(found)} DOIs, {_listed(found)}; keep the paper's own"  # noqa: PLR2004 - in words
    return _why_more(text, found[0])


def doi_link(doi: str) -> str:
    """Return the address of a DOI with every sign percent-encoded of which X's links may end (RFC 3986)."""
    return f"https://doi.org/{quote(doi, safe='/')}"


def folded_doi(doi: str) -> str:
    """Return a DOI as it is looked up and compared: DOIs do not tell upper from lower case (in ASCII)."""
    return doi.translate(_LOWER)


_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _why_plain(text: str, doi: str) -> str:
    odd = next(sign[0] for sign in _ODD.finditer(text) if _plain_sign(sign) != sign[0])
    plain = _in_plain_signs(odd)
    meant = f"; if {odd!r} is meant, write {quote(odd)} for it" if _DOI.match(text) else ""
    return f"has {odd!r} (U+{ord(odd):04X}) in it, where a DOI has {plain!r}; write {doi!r}{meant}"


def _why_none(text: str) -> str:
    if re.fullmatch(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/", text):
        return "has nothing behind the slash; copy the whole DOI"
    if _PAGE.match(text):
        return "is an address with no DOI in it; copy the DOI from the paper's page, such as '10.1000/abc'"
    return _EXAMPLE


def _why_more(text: str, doi: str) -> str:
    before, _, behind = _decoded(text).partition(doi)
    if _PAGE.match(text):
        return f"is the address of a page; write the DOI that is in it, {doi!r}"
    if before.strip():
        return f"has more than a DOI in it; write {doi!r} alone"
    if behind[:1].isspace():
        return f"has a space in it; if the DOI ends there, write {doi!r}, else delete the space"
    more = behind.strip()
    shown = more if len(more) <= _SHOWN else f"{more[:_SHOWN]}..."
    return f"goes on with {shown!r}, which is no part of a DOI; write {doi!r}"


def _listed(dois: list[str]) -> str:
    return " and ".join(map(repr, dois[:2])) + (" ..." if len(dois) > 2 else "")  # noqa: PLR2004 - the first two


def _dois_in(text: str) -> list[str]:
    """Return the DOIs that stand somewhere in a text, each without what else stands there."""
    of_page = _PAGE.match(text) is not None
    found: list[str] = []
    for piece in _ends_of(_decoded(text)):
        for inside in _INSIDE.finditer(piece):
            one = _without_end(inside[0])
            doi = bare_doi(_OF_A_PAGE.sub("", one) if of_page else one)
            found += [doi] if doi is not None else []
    return found


def _ends_of(text: str) -> list[str]:
    """Return the pieces of a text between what belongs to no DOI."""
    pieces, begin = [], 0
    for more in _MORE.finditer(text):
        pieces.append(text[begin : more.start()])
        begin = more.start() + 1
    return [*pieces, text[begin:]]


def _peeled(written: str) -> str:
    """Return a text without what stands before a DOI (brackets, its name, its resolver), nor an address's end."""
    text = _unescaped(written.translate(_UNSEEN | _HYPHENS)).strip().lstrip(_BEFORE)
    for _ in range(_MOST_LAYERS):
        if label := _LABEL.match(text):
            text = text[label.end() :]
        if address := _ADDRESS.match(text):
            # In an address, what a DOI itself has of these is encoded; bare ones begin the page's own parameters.
            text = re.split(r"[?#]", text[address.end() :], maxsplit=1)[0].strip()
    return _SPACED.sub(r"10.\1/", text, count=1) if _SPACED.match(text) else text


def _decoded(text: str) -> str:
    for _ in range(_MOST_LAYERS):
        if _ENCODED.search(text):
            text = _unescaped(unquote(text, errors="replace"))
    return _TAG_BEHIND.sub("", text)


def _unescaped(text: str) -> str:
    for _ in range(_MOST_LAYERS):
        if _ENTITY.search(text):
            text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return text


def _is_cut(text: str) -> bool:
    """Whether a part was left out; one full stop or two end a sentence."""
    end = text[len(_without_end(text)) :]
    return _ELLIPSIS.search(text) is not None or "..." in "".join(end.split())


def _in_plain_signs(text: str) -> str:
    return text if text.isascii() else _ODD.sub(_plain_sign, text)


def _plain_sign(found: re.Match[str]) -> str:
    sign = found[0]
    digit = unicodedata.decimal(sign, None)
    plain = _PLAIN.get(sign) or (unicodedata.normalize("NFKC", sign) if digit is None else str(digit))
    return plain if plain.isascii() else sign


def _without_end(text: str) -> str:
    """Take away a sentence's punctuation, and brackets that were opened outside."""
    while text:
        last = text[-1]
        opener = _BRACKETS.get(last)
        if last not in _AFTER and (opener is None or text.count(last) <= text.count(opener)):
            break
        text = text[:-1].rstrip()
    return text
