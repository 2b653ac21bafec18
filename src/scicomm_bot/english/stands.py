"""Whether a sentence stands by a word: it does not where it denies it, asks after it, or leaves it open."""

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.clauses import clause_starts
from scicomm_bot.english.lexicon import lexicon
from scicomm_bot.english.negation import denied, negated
from scicomm_bot.english.text import Sentence

_DOUBT = lexicon("doubt")
_REACH = 8
_LATER = Pattern(
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
            of ("the benefit in mice was not seen"), nor by what it only looks for ("how it helps"). By a promise it
            does, even so: "this miracle drug is not cheap", "how it cures".
    """
    if negated(sentence, start) or _is_doubted(sentence, start) or _is_denied_later(sentence, stop):
        return False
    return not (as_result and (denied(sentence, start) or _is_asked(sentence, start)))


def _is_doubted(sentence: Sentence, at: int) -> bool:
    begin = max(0, at - _REACH)
    return any(
        hit.entry.section != "aside" or not _has_ended(sentence, begin + hit.stop, at)
        for hit in _DOUBT.find(sentence.words[begin:at])
    )


def _has_ended(sentence: Sentence, begin: int, at: int) -> bool:
    """Whether a comma ends an aside before word `at`; within a list with "or" it does not."""
    _, comma, behind = sentence.text[sentence.spans[begin - 1][1] : sentence.spans[at][0]].rpartition(",")
    return comma != "" and "or" not in behind.split()


def _is_asked(sentence: Sentence, at: int) -> bool:
    """Whether the sentence only looks for it: "we tested whether it helps", but not "we tested it, and it helps"."""
    results = lexicon("results")
    begun = max((hit.start for hit in results.section("open").find(sentence.words) if hit.start < at), default=None)
    if begun is None:
        return False
    ends = (*(hit.start for hit in results.section("told").find(sentence.words)), *clause_starts(sentence))
    return not any(begun < end <= at for end in ends)


def _is_denied_later(sentence: Sentence, stop: int) -> bool:
    rest = sentence.words[stop : stop + _REACH]
    if sentence.words[0] == "that" and any(word in {"not", "unknown"} or word.endswith("n't") for word in rest):
        return True  # "That it cures ALS is not shown"
    return _LATER.match(" ".join(rest)) is not None
