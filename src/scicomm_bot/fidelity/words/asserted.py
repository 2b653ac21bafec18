"""Whether a post stands by a word: it does not where it denies it, leaves it open, or denies it in the words after."""

import re

from scicomm_bot.fidelity.words.lexicon import lexicon
from scicomm_bot.fidelity.words.negation import negated
from scicomm_bot.fidelity.words.text import Sentence

_DOUBT = lexicon("doubt")
_REACH = 8
_LIST = 4
_LATER = re.compile(
    r"(?:(?:for|of|to|against) (?:\w+ ){1,3}?)?(?:still |as yet |so far )?"
    r"(?:(?:is|are|was|were|has|have|does|do|can|could|will|would|remains?|seems?)\b(?: \w+){0,3}? "
    r"(?:not|no|never|elusive|unknown|unproven|yet to|out of reach|far off|far away|false|a myth|myths|wrong|unfounded)"
    r"\b"
    r"|(?:isn't|aren't|wasn't|weren't|hasn't|haven't|doesn't|don't|can't|couldn't|won't|wouldn't|remains? elusive)\b)"
)


def asserted(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether the sentence stands by its words `start` up to, not including, `stop`.

    It does not in "is no cure", "does not slow, stop or cure", "whether it cures", "a cure has not been found". A
    question stands by what it asks: "A cure for ALS?" leaves the promise behind.
    """
    if negated(sentence, start) or _DOUBT.first(sentence.words[max(0, start - _REACH) : start]) is not None:
        return False
    return not (_in_denied_list(sentence, start) or _denied_after(sentence, stop))


def _in_denied_list(sentence: Sentence, at: int) -> bool:
    """Whether commas part the word from a denial, as in "does not slow, stop or cure": a list with "or"."""
    words = sentence.words
    for here in range(at - 1, max(-1, at - 1 - _LIST), -1):
        if sentence.text[sentence.spans[here][1] : sentence.spans[here + 1][0]].startswith(","):
            listed = not {"or", "nor"}.isdisjoint(words[here + 1 : at + _LIST])
            return listed and (negated(sentence, here) or _in_denied_list(sentence, here))
    return False


def _denied_after(sentence: Sentence, stop: int) -> bool:
    rest = sentence.words[stop : stop + _REACH]
    if sentence.words[0] == "that" and any(word in {"not", "unknown"} or word.endswith("n't") for word in rest):
        return True  # "That it cures ALS is not shown"
    return _LATER.match(" ".join(rest)) is not None
