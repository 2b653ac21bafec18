"""Whether a sentence stands by a word: it does not where it denies it, asks after it, or leaves it open."""

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.text import Sentence
from scicomm_bot.english.tokens import analyse

_LATER = 8
"""So many words behind a promise may say that there is none: "a cure for ALS has so far not been found"."""
_IS_NOT = Pattern(
    r"(?:(?:for|of|to|against) (?:\w+ ){1,3}?)?(?:still |as yet |so far )?"
    r"(?:(?:is|are|was|were|has|have|does|do|can|could|will|would|remains?|seems?)\b(?: \w+){0,3}? "
    r"(?:not|no|never|elusive|unknown|unproven|yet to|out of reach|far off|far away|false|a myth|myths|wrong|unfounded)"
    r"\b"
    r"|(?:isn't|aren't|wasn't|weren't|hasn't|haven't|doesn't|don't|can't|couldn't|won't|wouldn't|remains? elusive)\b)"
)


def stands(sentence: Sentence, start: int, stop: int, *, as_result: bool = False) -> bool:
    """Whether the sentence stands by its words `start` up to, not including, `stop`.

    It does not in "is no cure", "does not slow, stop or cure", "whether it cures", "a cure has not been found". A
    question stands by what it asks: "A cure for ALS?" leaves the promise behind.

    Args:
        sentence: The sentence.
        start: The first of the words.
        stop: The word after the last of them.
        as_result: Whether it must tell them as a result. Then it does not stand by what its clause denies something
            of ("the benefit in mice was not seen"), nor by what it only looks for ("how it helps", "should help"). By a
            promise it does, even so: "this miracle drug is not cheap", "how it cures".
    """
    table = analyse(sentence)
    if start in table.negated or start in table.doubted or _is_denied_later(sentence, stop):
        return False
    return not (as_result and (start in table.denied or start in table.asked or start in table.wanted))


def _is_denied_later(sentence: Sentence, stop: int) -> bool:
    rest = sentence.words[stop : stop + _LATER]
    if sentence.words[0] == "that" and any(word in {"not", "unknown"} or word.endswith("n't") for word in rest):
        return True  # "That it cures ALS is not shown"
    return _IS_NOT.match(" ".join(rest)) is not None
