"""Names and codes of languages, as records have them, to BCP 47 codes."""

import re

_CODES = {
    "ar": "ara arabic", "az": "aze azerbaijani", "bg": "bul bulgarian", "bs": "bos bosnian", "ca": "cat catalan",
    "cs": "cze ces czech", "da": "dan danish", "de": "ger deu german deutsch", "el": "gre ell greek",
    "en": "eng english", "es": "spa spanish español castellano", "et": "est estonian", "eu": "baq eus basque",
    "fa": "per fas persian farsi فارسی", "fi": "fin finnish", "fr": "fre fra french français", "he": "heb hebrew",
    "hi": "hin hindi", "hr": "hrv scr croatian", "hu": "hun hungarian", "hy": "arm hye armenian",
    "id": "ind indonesian", "is": "ice isl icelandic", "it": "ita italian italiano", "ja": "jpn japanese",
    "ka": "geo kat georgian", "ko": "kor korean", "ku": "kur kurdish", "la": "lat latin", "lt": "lit lithuanian",
    "lv": "lav latvian", "mk": "mac mkd macedonian", "ms": "may msa malay", "nl": "dut nld dutch",
    "no": "nor norwegian", "pl": "pol polish", "pt": "por portuguese português", "ro": "rum ron romanian",
    "ru": "rus russian", "sk": "slo slk slovak", "sl": "slv slovenian slovene", "sq": "alb sqi albanian",
    "sr": "srp scc serbian", "sv": "swe swedish", "th": "tha thai", "tr": "tur turkish", "uk": "ukr ukrainian",
    "ur": "urd urdu", "vi": "vie vietnamese", "zh": "chi zho chinese",
}  # fmt: skip
"""Of ISO 639: the two letters, with both three-letter codes (part 2), MARC's older ones, and names."""
_WRITTEN = {word: code for code, words in _CODES.items() for word in (code, *words.split())}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")
_WORD = re.compile(r"[^\W\d_]+")


def language_code(written: str) -> str | None:
    """Return a BCP 47 code for a code or a name ("eng", "English", "En", "en_US"), or None where it is none we know.

    Of several ("English; Persian") the first is taken, since it is the paper's in the orders that are in use.
    """
    text = written.strip()
    if tag := _TAG.fullmatch(text):
        code = _WRITTEN.get(tag[1].lower())
        return code if code is None or tag[2] is None else f"{code}-{tag[2].upper()}"
    words = _WORD.findall(text[:200])
    return next(filter(None, (_WRITTEN.get(word.lower()) for word in words)), None)
