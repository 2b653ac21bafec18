"""Small English grammar around a name: its article, its plural, and lists; pure, and from the letters alone."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_TENS = re.compile(r"(?:11|18)(?:,[0-9]{3})*(?![0-9])")
"""Eleven and eighteen, also of thousands and millions; 110 is "one hundred and ten"."""
_YOU = re.compile(
    r"eu|ew[er]|uk|ufo|ub[ei]|ur[aeio]|ut(?:er|il|op|en)|us(?:e|u|ag|abl)|uv[eu]|uni(?![nm]|dent)|unimod|un(?:ite|anim)"
)
"""Beginnings that are spoken as "you": European, use, uterus, unit; "unimportant" and "unidentified" are not."""
_ONE = re.compile(r"one(?:s|self)?\b|once\b")
_SILENT_H = re.compile(r"h(?:our|onest|ono|eir)")
_EN_LETTERS = frozenset("aefhilmnorsx")
"""The letters whose own names begin with a vowel: em, ess, eks."""
_VOWELS = frozenset("aeiou")
_GREEK_WITH_VOWEL = frozenset("αεηιουω")
"""Alpha, epsilon, eta, iota, omicron, upsilon, omega."""
_SPOKEN = frozenset({"LAN", "MAP", "NAND", "RAM", "RAS", "REM", "ROM", "SAD", "SIM", "SNP", "SQUID"})
"""Abbreviations of capitals that are spoken as words though they are short, or look as if they could not be."""
_LONGEST_SPELLED = 3
"""Of so many capitals, an abbreviation is spelled out (HIV, LED); of more, it is a word if it can be one (SARS)."""
_SMALL_PREFIX = re.compile(r"[a-z]{1,3}(?=[A-Z])")


def with_article(phrase: str) -> str:
    """Return a phrase with "a" or "an" before it, by how it is spoken: "an hour", "a European", "an MRI", "an x-ray".

    Signs before the first word, as quotation marks, do not count. Of a phrase without a word it is "a". Where English
    knows both (herb), it is that of Britain.
    """
    return f"{'an' if _begins_with_vowel(phrase) else 'a'} {phrase}"


def _begins_with_vowel(phrase: str) -> bool:
    found = _WORD.search(phrase)
    if found is None:
        return False
    word, rest = found[0], phrase[found.start() :]
    if word[0].isdigit():
        return rest[0] == "8" or _TENS.match(rest) is not None
    if word[0].lower() in _GREEK_WITH_VOWEL:
        return True
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return _is_spelled_with_vowel(plain) if _is_spelled(plain, rest) else _is_spoken_with_vowel(plain.lower())


def _is_spelled(word: str, rest: str) -> bool:
    """Whether a word is spoken letter by letter, at least at its beginning."""
    letters = re.match(r"[A-Za-z]*", word)
    of = letters[0] if letters is not None else ""
    if len(of) == 1:  # "x-ray", "T cell", "M1"; "A" and "I" are the words
        return True
    small = _SMALL_PREFIX.match(word)
    if small is not None:  # "mRNA", "siRNA"; "miRNA" is spoken as "micro RNA"
        return len(small[0]) == 1 or small[0][1] not in _VOWELS or small[0] == "si"
    capitals = re.match(r"[A-Z]+(?=s?(?![a-z]))", of)
    if capitals is None or rest[:1].islower() or capitals[0] in _SPOKEN:
        return False
    return len(capitals[0]) <= _LONGEST_SPELLED or not ({capitals[0][0].lower(), capitals[0][1].lower()} & _VOWELS)


def _is_spelled_with_vowel(word: str) -> bool:
    return word[0].lower() in _EN_LETTERS


def _is_spoken_with_vowel(word: str) -> bool:
    if _SILENT_H.match(word):
        return True
    return word[0] in _VOWELS and not _YOU.match(word) and not _ONE.match(word)


_ODD = {
    "child": "children", "man": "men", "woman": "women", "person": "people", "mouse": "mice", "foot": "feet",
    "tooth": "teeth", "criterion": "criteria", "phenomenon": "phenomena", "bacterium": "bacteria",
    "datum": "data", "stimulus": "stimuli", "nucleus": "nuclei", "fungus": "fungi", "locus": "loci",
    "half": "halves", "life": "lives", "knife": "knives", "leaf": "leaves", "wolf": "wolves", "calf": "calves",
    "matrix": "matrices", "vertebra": "vertebrae", "genus": "genera",
}  # fmt: skip
_COMPOUNDS = frozenset({"woman", "child", "person"})
"""Those that longer nouns end with: "grandchild"; "human" and "German" are no men."""
_ALIKE = frozenset({"series", "species", "sheep", "fish", "deer", "means", "salmon", "offspring"})


def plural(noun: str) -> str:
    """Return the plural of a noun, or of the noun that a phrase ends with: "studies", "case reports", "analyses"."""
    found = re.search(r"[A-Za-z]+$", noun)
    if found is None:
        return noun
    word, small = found[0], found[0].lower()
    begin = noun[: found.start()]
    if small in _ALIKE:
        return noun
    if (
        odd := next((one for one in _ODD if small == one or (one in _COMPOUNDS and small.endswith(one))), None)
    ) is not None:
        head = word[: len(word) - len(odd)]
        return begin + (head + _ODD[odd] if head or word.islower() else _ODD[odd].capitalize())
    if small.endswith("sis"):
        return f"{begin}{word[:-2]}es"
    if small.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if small.endswith("y") and small[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def counted(number: float, noun: str, several: str | None = None) -> str:
    """Return a number with its noun: "1 author", "2 authors", "0 studies"; `several` is a plural that is not found."""
    return f"{number} {noun if number == 1 else several or plural(noun)}"
