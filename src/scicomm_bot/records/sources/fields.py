"""What fields of several sources have in common: titles, pages, labels of abstracts, languages, days."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.languages import language_codes
from scicomm_bot.domain.title_marks import title_mark
from scicomm_bot.records.names import clean
from scicomm_bot.records.record import AbstractPart, Remark, Standing

_ABBREVIATION = Pattern(r"(?:\.\w|\b(?:al|etc|spp?|ssp|var|vs|cf|Jr|Sr|Inc|Ltd|Co|Corp|St|No)|\.\.)\.$")
"""Ends that keep their full stop: "U.S.", "Leishmania spp.", "..."."""


def without_full_stop(text: str) -> str:
    """Return a text without the one full stop that a source puts behind it; that of an abbreviation stays."""
    text = text.rstrip()
    return text[:-1].rstrip() if text.endswith(".") and not _ABBREVIATION.search(text) else text


# Pages.

_RANGE = Pattern(
    r"(?P<part>(?:[A-Za-z]{1,9} ?\d{0,3} ?: ?)?)(?P<letters>[A-Za-z]{0,6})(?P<first>\d{1,9})(?P<behind>[A-Za-z]?)"
    r"-(?P<again>[A-Za-z]{0,6})(?P<last>\d{1,9})(?P<rest>[A-Za-z]?(?:\.e\d+)?)"
)
_NO_PAGES = frozenset(
    {"n/a", "n/a-n/a", "na", "na-na", "no-no", "-", "0", "0-0", "no", "null", "none", "ahead-of-print", "in press"}
)
"""What stands for pages where there are none yet; the long ones are Wiley's."""
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def pages(written: str) -> str | None:
    """Return pages as a citation has them: whole numbers, plain hyphens, and nothing of what else stands there.

    MEDLINE shortens: "763-71" is 763-771, "S12-9" is S12-S19, "1825-34, 1839-40" is two ranges. What comes behind a
    semicolon is another text ("author reply 1475-6"); what stands in brackets is no page ("[34457 words]").
    """
    text = clean(written).translate(_DASHES).partition(";")[0].strip().rstrip(".")
    if not text or text.startswith("[") or text.lower() in _NO_PAGES:
        return None
    return ", ".join(_whole_range(" ".join(part.split())) for part in text.split(",") if part.strip())


def _whole_range(part: str) -> str:
    part = re.sub(r"^(?:pp?|pages?)\.? ?(?=\w?\d)", "", part, count=1, flags=re.IGNORECASE)
    tight = re.sub(r" ?-{1,3} ?", "-", part)
    found = _RANGE.fullmatch(tight)
    if found is None:
        return tight
    letters, first, last = found["letters"], found["first"], found["last"]
    again = found["again"] or letters
    if again == letters and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    end = again + last + found["rest"]
    begin = letters + first + found["behind"]
    return found["part"] + (begin if begin == end else f"{begin}-{end}")


def number(written: str) -> str | None:
    """Return a volume's or an issue's number as printed, or None: "56 ( Pt 10)" is "56 (Pt 10)"."""
    return clean(written).replace("( ", "(").replace(" )", ")") or None


# Titles.

_FOOTNOTE = Pattern(r"(?<=[a-z)\]?!.])[*\u2020\u2021\u00a7\u00b6]{1,3}$")
"""The sign of a footnote behind a title; behind a capital it may be part of a name ("C*")."""


def title(written: str) -> str:
    """Return a title without the full stop and the sign of a footnote that stand behind it."""
    text = clean(written).removesuffix(" /")  # library catalogues put the authors behind it
    return without_full_stop(_FOOTNOTE.sub("", without_full_stop(text)))


_NOTICE = Pattern(r"\b(?:notice|note|statement|retraction(?: (?:to|of|for))?$)", re.IGNORECASE)
_BEFORE_MARK = r"[\s*_\"'\u201c]{0,9}"
_CONCERN = "expression_of_concern"


def title_and_remarks(title: str) -> tuple[str, tuple[Remark, ...]]:
    """Return a title without the publisher's mark ("RETRACTED: ..."), and what the mark says.

    The title of a notice stays whole: what stands behind its mark is another paper's title. So does one that may just
    be a title ("Retracted: a memoir"), and one with an expression of concern, which may be a notice's.
    """
    mark = title_mark(title)
    if mark is None or not mark.sure:
        return title, ()
    words = mark.words.strip(" :.-|;")
    if _NOTICE.search(words) and "retracted" not in words.lower():
        return title, (Remark(Standing.NOTICE, f"the title begins with '{words}'"),)
    standing = Standing.CONCERN if mark.type == _CONCERN else Standing.RETRACTED
    remark = Remark(standing, f"the title is marked '{words}'")
    return (title if mark.type == _CONCERN else _unmarked(title, words)), (remark,)


def _unmarked(title: str, words: str) -> str:
    said = re.escape(words).replace(r"\ ", r"\s+")
    around = rf"[\[(*_]{{0,3}}\s?{said}\s?[\])*_]{{0,3}}"
    without = re.sub(rf"^{_BEFORE_MARK}{around}[\s:.|;\-\u2012-\u2015]*", "", title, count=1, flags=re.IGNORECASE)
    if without == title:
        without = re.sub(rf"\s?[\-|;:\u2012-\u2015]?\s?{around}[\s.]*$", "", title, count=1, flags=re.IGNORECASE)
    return without or title


def doubts_of_title(title: str) -> Iterator[str]:
    """Yield what a person should look at in a title."""
    letters = [sign for sign in title if sign.isalpha() and sign.upper() != sign.lower()]
    if len(letters) > 12 and all(map(str.isupper, letters)):  # noqa: PLR2004 - longer than an acronym
        yield "the title is in capitals throughout"


def doubts_of_losses(texts: Iterable[str | None]) -> Iterator[str]:
    """Yield a doubt where a letter was lost on the way to us, with the word that it stood in."""
    words = (word for text in texts if text and "\ufffd" in text for word in text.split() if "\ufffd" in word)
    if found := list(dict.fromkeys(words)):
        more = f", and {len(found) - 3} more" if len(found) > 3 else ""  # noqa: PLR2004 - the first three
        yield f"letters were lost before it came to us: {', '.join(found[:3])}{more}"


def doubts_of_names(families: Sequence[str]) -> Iterator[str]:
    """Yield what a person should look at in the authors' family names."""
    if families and all(len(one) > 1 and one.isupper() for one in families):
        yield "the authors' names are in capitals throughout"


# Abstracts.

_NO_LABEL = frozenset({"unlabelled", "unlabeled", "unassigned", "abstract", "summary"})
_KNOWN = (
    "Backgrounds?|Context|Importance|Rationale|Introduction|Objectives?|Aims?|Purpose|Hypothesis|Design|Setting|"
    "Study design|Participants|Patients|Interventions?|Materials? and methods|Patients and methods|Methods?|"
    "Main outcome measures?|Outcomes?|Measurements?|Results?|Findings|Main results|Discussion|Limitations|Conclusions?|"
    "Interpretation|Significance|Implications|Trial registration|Funding"
)
"""Labels that are known in small letters, too."""
_LABEL = rf"(?:{_KNOWN}|AIM|[A-Z][A-Z][A-Z ,/&'\u2019()\-]{{1,70}}[A-Z)])"
_LABELLED = Pattern(rf"(?:^|(?<=[.!?)\]%;\"\u201d])\s+)(?:({_LABEL}):|({_KNOWN})\.)\s+(?=\S)")
_COPYRIGHT = Pattern(r"(?:^|(?<=[.!?)\]])\s*)(?:\(?(?:Copyright|COPYRIGHT)\b|\u00a9|\([cC]\) ?(?=\d{4}))[^\n]{0,300}$")
_HEADING = Pattern(r"^(?:ABSTRACT\b[:.]?|Abstract[:.])\s*(?=\S)")
_CUT = Pattern(r"\s(?:[^\W\d_]+|\w*,)$")
_TRUNCATED = Pattern(r"\s*\(ABSTRACT TRUNCATED(?: AT \d+ WORDS)?\)\s*$")


def part(text: str, label: str | None = None) -> AbstractPart:
    """Return a paragraph of an abstract; a label that says nothing ("UNLABELLED", "Abstract") is none."""
    label = clean(label or "").rstrip(" :.")
    return AbstractPart(clean(text), label if label and label.lower() not in _NO_LABEL else None)


def labelled_parts(text: str) -> tuple[AbstractPart, ...]:
    """Take an abstract apart that has its labels within its text: "AIM: To ... METHODS: We ...", "Methods. We ...".

    Only one that begins with a label and has a second one, so that "DNA: ..." within a sentence is none.
    """
    text = clean(text)
    found = list(_LABELLED.finditer(text))
    if len(found) < 2 or found[0].start():  # noqa: PLR2004 - the first, and a second
        return (AbstractPart(text),) if text else ()
    ends = [one.start() for one in found[1:]] + [len(text)]
    return tuple(part(text[one.end() : end].strip(), one[1] or one[2]) for one, end in zip(found, ends, strict=True))


def abstract_and_doubts(parts: Sequence[AbstractPart]) -> tuple[tuple[AbstractPart, ...], tuple[str, ...]]:
    """Return an abstract without what is none of it (a copyright line, a word on its length), and what to look at."""
    kept = [one for one in parts if one.text and one.text.lower() not in _NO_LABEL]
    if kept and kept[0].label is None:
        kept[0] = AbstractPart(_HEADING.sub("", kept[0].text))
    if not kept:
        return (), ()
    last, doubts = kept[-1], []
    text = _TRUNCATED.sub("", last.text)
    if text != last.text:
        doubts.append("the source has only the beginning of the abstract")
    text = _COPYRIGHT.sub("", text).rstrip()
    kept[-1:] = [AbstractPart(text, last.label)] if text else []
    if _CUT.search(text):
        doubts.append("the abstract ends without a full stop: it may be cut off")
    return tuple(kept), tuple(doubts)


# Affiliations.

_EMAIL = r"[\w.+\-]{1,64}@ ?[\w\-]{1,64}(?:\.[\w\-]{1,64})+"
_EMAILS = Pattern(
    rf"[\s;,(\[]{{0,8}}(?:(?:and|or)\s+)?(?:(?:electronic address(?:es)?|e-?mail(?: address)?)\s*:?\s*)?{_EMAIL}\)?\]?",
    re.IGNORECASE,
)
_NUMBER = Pattern(r"^(?:[a-z*\u2020\u2021]\s+(?=[A-Z])|[1-9]\s*(?=[A-Z][a-z]))")
"""The sign or number of an affiliation; two figures are a street's."""
_LOOSE = Pattern(r"\s+(?=[,;.])")


def affiliation(written: str) -> str:
    """Return an affiliation without what is none: e-mail addresses, its number in the list, a full stop behind it."""
    text = clean(written)
    if "@" in text:
        text = re.sub(r"\.?\s?;", ";", _EMAILS.sub("", text)).rstrip()
        text = f"{text.rstrip(' .')}." if text.endswith(".") else text
    text = re.sub(r",? and[.,]?$", "", _LOOSE.sub("", _NUMBER.sub("", text)).strip(" ;,"))
    return without_full_stop(text).strip(" ;,")


# Languages and days.

_LANGUAGE_CODES = """
afr=af alb=sq amh=am ara=ar arm=hy aze=az baq=eu bel=be ben=bn bos=bs bul=bg bur=my cat=ca chi=zh cze=cs
dan=da dut=nl eng=en epo=eo est=et fin=fi fre=fr geo=ka ger=de gla=gd gle=ga glg=gl gre=el heb=he hin=hi
hrv=hr hun=hu ice=is ind=id ita=it jpn=ja kaz=kk kin=rw kir=ky kor=ko kur=ku lat=la lav=lv lit=lt ltz=lb
mac=mk mal=ml mao=mi may=ms mlt=mt mon=mn nep=ne nno=nn nob=nb nor=no per=fa pol=pl por=pt pus=ps rum=ro
rus=ru san=sa slo=sk slv=sl som=so spa=es srp=sr swa=sw swe=sv tam=ta tel=te tgk=tg tgl=tl tha=th tur=tr
ukr=uk urd=ur uzb=uz vie=vi wel=cy xho=xh yid=yi zul=zu bod=bo ces=cs cym=cy deu=de ell=el eus=eu fas=fa
fra=fr hye=hy isl=is kat=ka mkd=mk mri=mi msa=ms mya=my nld=nl ron=ro slk=sk sqi=sq zho=zh scc=sr scr=hr
"""
"""ISO 639-2 (both of its kinds, and two old codes of MEDLINE's) -> ISO 639-1, as BCP 47 wants the shorter one.

https://www.loc.gov/standards/iso639-2/php/code_list.php, https://www.nlm.nih.gov/bsd/language_table.html
"""
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
_TAG = Pattern(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@cache
def _languages() -> Mapping[str, str]:
    return {**dict(pair.split("=") for pair in _LANGUAGE_CODES.split()), **language_codes()}


def language(written: str) -> str | None:
    """Return a language's BCP 47 code: "eng" is "en", "en_US" is "en-US"; None where it says none, or several."""
    text = clean(written).replace("_", "-")
    first, dash, rest = text.partition("-")
    first = first.lower()
    first = _languages().get(first) or first
    found = f"{first}{dash}{rest}"
    return found if first not in _NO_LANGUAGE and _TAG.fullmatch(found) else None


_YEAR = Pattern(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_DAY = Pattern(r"(?<!\d)(1[5-9]\d\d|20\d\d)[ -]([A-Za-z]{3}|\d{1,2})[a-z]*[ -](\d{1,2})(?!\d)")


def year_in(text: str) -> int | None:
    """Return the first year in a text: 1998 of "1998 Dec-1999 Jan"."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def day_in(text: str) -> date | None:
    """Return the first whole day in a text ("2002 Feb 21", "2020-03-05"), or None."""
    found = _DAY.search(text)
    if found is None:
        return None
    month = int(found[2]) if found[2].isdecimal() else _MONTHS.find(found[2].lower()) // 3 + 1
    try:
        return date(int(found[1]), month, int(found[3]))
    except ValueError:
        return None
