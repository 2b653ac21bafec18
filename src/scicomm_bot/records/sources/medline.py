"""What MEDLINE's words mean, in XML as in nbib: types of publication, check tags, names of journals, notices.

The lists: https://www.nlm.nih.gov/mesh/pubtypes.html, https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.doi import bare_doi, folded_doi
from scicomm_bot.domain.study import Kind
from scicomm_bot.records.names import clean
from scicomm_bot.records.record import Remark, Standing, Suggestion
from scicomm_bot.records.sources import fields

# Types of publication.

_KINDS: tuple[tuple[str, str, Kind], ...] = (
    ("D017418", "Meta-Analysis", "meta-analysis"),
    ("", "Network Meta-Analysis", "meta-analysis"),
    ("D000078182", "Systematic Review", "systematic review"),
    ("D016449", "Randomized Controlled Trial", "randomised trial"),
    ("", "Randomized Controlled Trial, Veterinary", "randomised trial"),
    ("", "Pragmatic Clinical Trial", "trial"),
    ("", "Equivalence Trial", "trial"),
    ("", "Adaptive Clinical Trial", "trial"),
    ("D018848", "Controlled Clinical Trial", "trial"),
    ("D017426", "Clinical Trial, Phase I", "trial"),
    ("D017427", "Clinical Trial, Phase II", "trial"),
    ("D017428", "Clinical Trial, Phase III", "trial"),
    ("D017429", "Clinical Trial, Phase IV", "trial"),
    ("", "Clinical Trial, Veterinary", "trial"),
    ("D016430", "Clinical Trial", "trial"),
    ("D064888", "Observational Study", "observational study"),
    ("", "Observational Study, Veterinary", "observational study"),
    ("D002363", "Case Reports", "case report"),
    ("", "Scoping Review", "review"),
    ("D016454", "Review", "review"),
)
"""The surest first. A type without its id here is known by its name."""
_PROTOCOL = ("", "Clinical Trial Protocol")
_PREPRINT = ("D000076942", "Preprint")


class PublicationType(NamedTuple):
    """A type of publication: its MeSH id, empty in nbib, and its name."""

    id: str
    name: str

    def is_one(self, known: tuple[str, str]) -> bool:
        """Whether it is a known one: by its id, or by its name."""
        return bool(self.id and self.id == known[0]) or self.name.lower() == known[1].lower()


def kind(types: Sequence[PublicationType]) -> Suggestion | None:
    """Return the kind of study that PubMed's types let one suppose; None for a plain article, letter or protocol."""
    if any(one.is_one(_PROTOCOL) for one in types):
        return None
    for known_id, name, of in _KINDS:
        if any(one.is_one((known_id, name)) for one in types):
            return Suggestion(of, f"PubMed's type of publication is '{name}'")
    return None


def is_preprint(types: Sequence[PublicationType]) -> bool | None:
    """Return True for a preprint; else None, since the other types do not say."""
    return True if any(one.is_one(_PREPRINT) for one in types) else None


_STANDINGS: tuple[tuple[tuple[str, str], Standing], ...] = (
    (("D016441", "Retracted Publication"), Standing.RETRACTED),
    (("D016440", "Retraction of Publication"), Standing.NOTICE),
    (("", "Retraction Notice"), Standing.NOTICE),
    (("D000075742", "Expression of Concern"), Standing.NOTICE),
    (("D016425", "Published Erratum"), Standing.NOTICE),
    (("D016439", "Corrected and Republished Article"), Standing.CORRECTED),
)


def remarks_of_types(types: Sequence[PublicationType]) -> Iterator[Remark]:
    """Yield what types say against a paper."""
    for known, standing in _STANDINGS:
        if any(one.is_one(known) for one in types):
            yield Remark(standing, f"PublicationType '{known[1]}'")


# Comments and corrections.

_REFERENCES = {
    "retractionin": Standing.RETRACTED,
    "partialretractionin": Standing.RETRACTED,
    "retractedandrepublishedin": Standing.RETRACTED,
    "retractionof": Standing.NOTICE,
    "partialretractionof": Standing.NOTICE,
    "expressionofconcernin": Standing.CONCERN,
    "expressionofconcernfor": Standing.NOTICE,
    "erratumin": Standing.CORRECTED,
    "erratumfor": Standing.NOTICE,
    "correctedandrepublishedin": Standing.CORRECTED,
    "correctedandrepublishedfrom": Standing.CORRECTED,
    "retractedandrepublishedfrom": Standing.CORRECTED,
}
_UPDATES = {"updatein": "a later version of this is on record", "republishedin": "this was published again"}
_DOI = Pattern(r"\bdoi:?\s*(10\.\S+)", re.IGNORECASE)


class Reference(NamedTuple):
    """Another paper that a record names.

    Attributes:
        type: How the two belong together, as `RefType` has it ("RetractionIn").
        source: The other one, as text.
        pmid: The other one's, or empty.
        note: A word on it, mostly empty.
    """

    type: str
    source: str
    pmid: str = ""
    note: str = ""

    @property
    def told(self) -> str:
        """The whole, as one line."""
        more = "; ".join(filter(None, (f"PMID {self.pmid}" if self.pmid else "", self.note)))
        return f"{self.type}: {self.source}{f' ({more})' if more else ''}"


def remark_of(reference: Reference) -> Remark | None:
    """Return what another paper means for this one; None for comments, reprints and the like."""
    standing = _REFERENCES.get(reference.type.lower())
    if standing is None:
        return None
    found = _DOI.search(reference.source)
    doi = bare_doi(found[1]) if found else None
    return Remark(standing, reference.told, doi, fields.day_in(reference.source))


def doubt_of(reference: Reference) -> str | None:
    """Return what a person should look at because of another paper, or None."""
    words = _UPDATES.get(reference.type.lower())
    return f"{words}: {reference.told}" if words else None


# Who or what was studied.

_AGES = frozenset(
    {
        "infant", "infant, newborn", "child", "child, preschool", "adolescent", "young adult", "adult", "middle aged",
        "aged", "aged, 80 and over",
    }
)  # fmt: skip
"""MeSH's check tags of age, which are given for the people who were studied."""
_CELLS = ("cell line", "cells, cultured", "tumor cells, cultured", "in vitro techniques", "organoids")
_SPECIES = frozenset({"animals", "mice", "rats"})


def on(headings: Collection[str]) -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
    """Return what MeSH's check tags let one suppose of who was studied, and what to look at.

    "Humans" is put on cells and reviews as well, since the tags are given by a machine that reads title and abstract
    (https://www.nlm.nih.gov/mesh/intro_indexing.html). So people are supposed only with a tag of their age, animals
    only without "Humans", and of both nothing.
    """
    tags = {heading.lower() for heading in headings}
    animals = next((one for one in headings if one.lower() in _SPECIES - {"animals"}), "") or (
        "Animals" if "animals" in tags else ""
    )
    cells = next((one for one in headings if one.lower().startswith(_CELLS)), "")
    if animals and "humans" in tags:
        return (), (f"PubMed tags both 'Humans' and '{animals}': was it on people, on animals, or on both?",)
    if animals:
        doubt = (f"PubMed tags '{animals}' and '{cells}': was it on animals, or on cells?",) if cells else ()
        return (Suggestion("animals", f"MeSH has '{animals}' and not 'Humans'"),), doubt
    age = next((one for one in headings if one.lower() in _AGES), "")
    if "humans" not in tags or not age:
        return (), ()
    doubt = (f"PubMed tags 'Humans' and '{cells}': was it on people, or on cells?",) if cells else ()
    return (Suggestion("people", f"MeSH has 'Humans' and '{age}', and no animals"),), doubt


# Journals.

_QUALIFIER = Pattern(r"\s*\(([^()]*)\)$")
_PLACE = Pattern(r"[^()]*,[^()]*|[^()]*:\s*\d{4}(?:-\d{4})?|\d{4}(?:-\d{4})?|Online")
_PARALLEL = Pattern(r"\s+[:=]\s+|\s*;\s+(?=[a-z])")
_TRANSLATED = Pattern(r"(?<=\S)\s*\[[^\[\]]+\]$")
_LONGEST_NAME = 1_000
"""No journal's is longer; what is stays as it is."""
_WORD = Pattern(r"[^\W\d_]+")


def journal(title: str, abbreviation: str = "") -> str | None:
    """Return a journal's name as a citation prints it, out of the National Library of Medicine's catalogue entry.

    The entry goes on with what tells namesakes apart and with other titles: "Lancet (London, England)", "Toxicon :
    official journal of ...", "Se pu = Chinese journal of chromatography", "AMIA ... proceedings. AMIA Symposium". What
    stands in brackets belongs to the name where the abbreviation has it, too: "Angewandte Chemie (International ed. in
    English)" is "Angew Chem Int Ed Engl", and "BMJ (Clinical research ed.)" is "BMJ". A section stays ("Physical
    review. E"), and so does the writing in small letters.
    """
    name = clean(title).rstrip(" .")
    if len(name) > _LONGEST_NAME:
        return name
    name = _without_place(name, abbreviation)
    if cut := _PARALLEL.search(name):
        name = name[: cut.start()]
    name = _without_place(_TRANSLATED.sub("", name), abbreviation)
    before, _, body = name.rpartition(". ")
    words = set(_WORD.findall(before.lower()))
    body_words = _WORD.findall(re.sub(r"\s*\([^()]*\)$", "", body).lower())
    if before and len(body_words) > 1 and words.issuperset(body_words):
        name = before
    return name or None


def _without_place(name: str, abbreviation: str) -> str:
    found = _QUALIFIER.search(name)
    if found is None or found.start() == 0:
        return name
    if _PLACE.fullmatch(found[1]):
        return name[: found.start()]
    short = [one for one in _WORD.findall(abbreviation.lower()) if len(one) > 1]
    kept = (
        "(" in abbreviation or not short or any(one.startswith(tuple(short)) for one in _WORD.findall(found[1].lower()))
    )
    return name if kept else name[: found.start()]


# Titles.

_NO_TITLE = frozenset({"not available", "in process citation", "no title available", "title not available"})


class Titles(NamedTuple):
    """A title, what is on record by it, and what to look at."""

    title: str | None
    remarks: tuple[Remark, ...] = ()
    doubts: tuple[str, ...] = ()


def titles(written: str, vernacular: str) -> Titles:
    """Return the title of a paper from the two that MEDLINE has.

    Args:
        written: In English; a translation by the library stands in brackets. It is the title: people search by it.
        vernacular: The paper's own, in its language and in Latin letters. It is the title only where there is no
            translation ("[Not Available]"); else it is told as something to look at.
    """
    text, own = fields.title(written), fields.title(vernacular)
    inside = fields.title(text[1:-1]) if _is_bracketed(text) else text
    translated = inside != text
    if inside.lower() in _NO_TITLE or not inside:
        inside, translated, own = own, False, ""
    if not inside:
        return Titles(None)
    title, remarks = fields.title_and_remarks(inside)
    doubts = list(fields.doubts_of_title(title))
    if translated:
        said = f"; the paper's own is '{own}'" if own else ""
        doubts.append(f"the title is a translation by PubMed{said}")
    return Titles(title, remarks, tuple(doubts))


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets holds the whole text: "[A] and [B]" has two."""
    if not (text.startswith("[") and text.endswith("]")):
        return False
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "[") - (sign == "]")
        if depth == 0:
            return at == len(text) - 1
    return False


def language(codes: Sequence[str]) -> str | None:
    """Return the language of a paper from MEDLINE's codes; English where it is one of several."""
    found = [code for code in map(fields.language, codes) if code]
    return "en" if "en" in found else next(iter(found), None)


# Dates and identifiers.


def doubts_of_date(written: str) -> Iterator[str]:
    """Yield what a person should look at in the date of an issue: "1998 Dec-1999 Jan" is of two years."""
    years = dict.fromkeys(re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", written))
    if len(years) > 1:
        yield f"the issue is of more than one year ('{written}'); the first one was taken"


def doi(written: Sequence[str], publishers: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return a paper's DOI, and what to look at.

    Args:
        written: What stands as a DOI, the surest first.
        publishers: The publisher's own numbers; one in the form of a DOI is only told, since it need not be one.
    """
    written = [one for one in written if one]
    good = [one for one in map(bare_doi, written) if one is not None]
    doubts = [f"what stands as its DOI is none: '{one}'" for one in written if bare_doi(one) is None]
    if len({folded_doi(one) for one in good}) > 1:
        doubts.append(f"the record has more than one DOI: {', '.join(dict.fromkeys(good))}")
    if not written:
        alike = (one for one in map(bare_doi, publishers) if one is not None)
        doubts += [f"the publisher's own number has the form of a DOI: '{one}'" for one in alike]
    return next(iter(good), None), tuple(doubts)
