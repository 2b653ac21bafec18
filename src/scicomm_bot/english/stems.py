"""The one stem of a word: what its forms have in common, for all who ask whether two words are the same."""

from functools import lru_cache

from scicomm_bot.english.lexicon import irregular_verbs, lexicon

_ENDINGS = ("ies", "ied", "ing", "ed", "es", "s", "e", "y")
_LONGEST = 6
"""So many letters tell a word: "therapeutic" is "therapy", "emerging" is "emerges"."""
_LEAST = 3
_LEAST_SPELT = 6
_IRREGULAR = {past: base for base, pasts in irregular_verbs().items() for past in pasts.split(", ")} | {
    entry.words[0]: entry.instead for entry in lexicon("grammar").section("irregular words").entries
}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what "slow", "slows", "slowed" and "slowing" have in common, and "ate" with "eat"."""
    word = _IRREGULAR.get(word, word)
    if len(word) >= _LEAST_SPELT:  # British and American spelling: "tumour" and "tumor", "anaemia" and "anemia"
        word = word.replace("our", "or").replace("ae", "e").replace("oe", "e")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word.removesuffix(ending)[:_LONGEST]
    return word[:_LONGEST]
