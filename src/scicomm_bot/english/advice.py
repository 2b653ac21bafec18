"""Where a sentence tells its readers what to do: "patients should", "ask your doctor", "take iron"."""

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.english.clauses import question
from scicomm_bot.english.grammar import AUXILIARY, OUGHT
from scicomm_bot.english.lexicon import lexicon, words_of
from scicomm_bot.english.text import Sentence

_ADVICE = lexicon("advice")
_ASKS = _ADVICE.section("asks")
_ORDERS = _ADVICE.section("orders", "plain")
_OF_TREATMENT = _ADVICE.section("orders of treatment")
_ANIMALS = lexicon("species").section("animals", "no species")
_OF_ANYTHING = _ADVICE.section("orders of anything")
_READING, _NO_ORDER = words_of("advice", "reading"), words_of("advice", "no order")
_OF_LIFE, _HOW = words_of("advice", "orders of life"), words_of("advice", "how")
_BEFORE, _TREATMENTS = words_of("advice", "before orders"), words_of("advice", "treatments")
_PEOPLE, _RESEARCH = words_of("advice", "people"), words_of("advice", "research")
_STUDY, _STUDY_OF_PEOPLE = words_of("advice", "study"), words_of("advice", "study of people")
_WITH_CARE, _CARE = words_of("advice", "with care"), words_of("advice", "care")
_SAYS, _TOLD, _NOT = words_of("advice", "says"), words_of("advice", "told"), words_of("advice", "not")
_RECOMMENDS = words_of("advice", "recommends")
_WHO_RECOMMENDS = words_of("advice", "who recommends")
_SUBJECT_BEGINS = words_of("advice", "subject begins")
_NO_OBJECT = words_of("advice", "no object")
_ILLNESSES = words_of("diseases", "illness")
_TAKES = frozenset({"eat", "drink", "take", "swallow", "avoid", "try", "use", "add", "skip"})
_TAKEN = frozenset({"them", "it", "more", "less", "fewer", "plenty", "at", "your", "some", "another", "up"})
_GAINS = frozenset({"feel", "live", "sleep", "lose", "stay", "get", "be"})
_BETTER = frozenset({"less", "more", "better", "longer", "younger", "happier", "healthier", "weight", "fit", "healthy"})
_FINDINGS = frozenset(
    {"finding", "findings", "result", "results", "figure", "figures", "estimate", "numbers", "it", "this"}
)
_BEGINS_STATEMENT = frozenset(
    {"the", "it", "they", "this", "that", "these", "those", "a", "an", "its", "their", "he", "she"}
)
_SUBORDINATE = frozenset({"when", "whether", "how", "argue", "argues", "argued", "hold", "holds", "claim", "claims"})
"""Behind these it is told what others hold, or when: "when a patient perhaps shouldn't drive"."""
_FOR_ONESELF = frozenset({"pour", "give", "get", "treat", "grab", "buy", "do", "help", "make", "protect", "free"})
_MORE = frozenset({"another", "yourself", "yourselves"})
_INVITES = _MORE | _GAINS | {"why"}
_SUBJECTS = frozenset({"who", "they", "we", "he", "she", "can", "could", "would", "will", "may", "might", "did"})
_NO_SUGGESTION = frozenset(
    {
        "the",
        "a",
        "an",
        "these",
        "those",
        "this",
        "that",
        "all",
        "everyone",
        "more",
        "less",
        "earlier",
        "sooner",
        "people",
    }
)
_MUST = frozenset({"must", "mustn't"})
_WORDS = (
    _ASKS.first_words
    | _ORDERS.first_words
    | _OF_ANYTHING.first_words
    | _OF_TREATMENT.first_words
    | _OF_LIFE
    | OUGHT
    | _RECOMMENDS
) - frozenset({"be", "do", "always", "never"}) | frozenset({"sure", "miss", "wait"})
"""Without one of these words, nothing is advised; the words that are taken out begin a phrase with another of them."""
_IF = frozenset({"if", "when", "for"})
_ENTITY = Pattern(r"[A-Z]{2}|[A-Za-z]\d|[a-z][A-Z]")
_START = Pattern(r"[:;]\s|\s-+\s")
_SUBJECT = 7
_REACH = 6
_OBJECT = 4


def advised(sentence: Sentence) -> str | None:
    """Return the words of a sentence by which it advises its readers, or None."""
    words = sentence.words
    if _WORDS.isdisjoint(words) and _INVITES.isdisjoint(words):
        return None
    hit = _ASKS.first(words)
    if hit is not None and not _unsaid(words, hit.start):
        return sentence.piece(hit.start, hit.stop)
    modal = _modal(sentence)
    if modal is not None:
        return modal
    return _suggested(sentence) or _order(sentence)


def _suggested(sentence: "Sentence") -> str | None:
    """Find "Why not pour a second cup?", and a second order behind a first: "Stock up on beans and eat them daily"."""
    words = sentence.words
    if words[:2] == ("why", "not") and words[2:] and words[2] not in _NO_OBJECT | _NO_SUGGESTION:
        return sentence.piece(0, 3)
    no_verb = words[0] in _NO_SUGGESTION or words[0] in _PEOPLE or words[0].endswith(("s", "ed", "ing", "ly"))
    if no_verb or not _SUBJECTS.isdisjoint(words) or _ANIMALS.first(words[:2]) is not None:
        return None
    for at in range(2, len(words) - 1):
        if words[at - 1] not in {"and", "then", "or"}:
            continue
        if (words[at] in _TAKES and words[at + 1] in _TAKEN) or (words[at] in _GAINS and words[at + 1] in _BETTER):
            return sentence.piece(at if words[at] in _TAKES else 0, at + 2)
    return None


def _modal(sentence: Sentence) -> str | None:
    """Find "patients should", "G-CSF should be given", "we recommend"."""
    words = sentence.words
    for at, word in enumerate(words):
        if word in OUGHT and not _unsaid(words, at):
            after = frozenset(words[at + 1 : at + 1 + _REACH])
            if at == 0:
                tells = question(sentence) and _asks(after)  # else "Should the results hold, ..."
            else:
                before = words[max(0, at - _SUBJECT) : at]
                tells = _tells(word, before, after) and _SUBORDINATE.isdisjoint(before)
            if tells:
                return sentence.piece(at, min(len(words), at + 3))
        elif word in _RECOMMENDS and not _unsaid(words, at):
            after = frozenset(words[at + 1 : at + 1 + _REACH])
            who = words[max(0, at - 2) : at]
            passive = word == "recommended" and not {"is", "are", "be"}.isdisjoint(who)
            active = word != "recommended" and not _WHO_RECOMMENDS.isdisjoint(who)
            for_research = not (_RESEARCH | _STUDY).isdisjoint(after | frozenset(words[: at - 2]))
            if (passive or active) and not for_research:
                return sentence.piece(max(0, at - 1), at + 1)
    return None


def _asks(after: frozenset[str]) -> bool:
    return (_STUDY | _WITH_CARE).isdisjoint(after) and not (_PEOPLE | _CARE).isdisjoint(after)


def _tells(modal: str, before: tuple[str, ...], after: frozenset[str]) -> bool:
    if not _WITH_CARE.isdisjoint(after) or not _TOLD.isdisjoint(before) or "whether" in before:
        return False
    last = max((at for at, word in enumerate(before) if word in _SAYS or word in _SUBJECT_BEGINS), default=-1)
    subject = next((word for word in before[last + 1 :] if word in _PEOPLE or word in _RESEARCH), None)
    if subject in _PEOPLE:
        return _STUDY_OF_PEOPLE.isdisjoint(after) and (modal not in _MUST or not _CARE.isdisjoint(after))
    return subject is None and modal not in _MUST and _STUDY.isdisjoint(after) and not _CARE.isdisjoint(after)


def _unsaid(words: tuple[str, ...], at: int) -> bool:
    """Whether it is said that nobody says so: "this does not mean that patients should", "no advice to ask your"."""
    before = words[max(0, at - _SUBJECT - 3) : at]
    for index, word in enumerate(before):
        if word in _SAYS and any(one in _NOT or one.endswith("n't") for one in before[: index + 1]):
            return True
    return False


def _order(sentence: Sentence) -> str | None:
    """Find an imperative at the beginning of the sentence, behind a colon or a dash, or behind an if."""
    starts, begin = {0}, 0
    words, spans, text = sentence.words, sentence.spans, sentence.text
    addressed = _addressed(sentence)
    for at in range(1, len(words)):
        gap = text[spans[at - 1][1] : spans[at][0]]
        if _START.search(gap):
            begin = at
            starts.add(at)
        elif gap.lstrip(")")[:1] == "," and (words[begin] in _IF or words[at] in _BEFORE or at in addressed):
            starts.add(at)
    for start in sorted(starts):
        at = start
        while at < len(words) - 1 and words[at] in _BEFORE:
            at += 1
        if at in addressed and (words[at] in _OF_LIFE or _OF_TREATMENT.first(words[at : at + 1])):
            return sentence.piece(at - 1, at + 2)
        said = _ordered(sentence, at)
        if said is not None:
            return said
    return None


def _addressed(sentence: Sentence) -> tuple[int, ...]:
    """Return the word behind the people that a sentence begins with: "Employers, limit night shifts"."""
    words = sentence.words
    if len(words) < _OBJECT or words[0] not in _PEOPLE:
        return ()
    return (1,) if sentence.text[sentence.spans[0][1] : sentence.spans[1][0]].startswith(",") else ()


def _ordered(sentence: Sentence, at: int) -> str | None:
    rest = sentence.words[at:]
    hit = _ORDERS.first(rest[:4])
    if sentence.piece(at, at + 1).isupper() and not sentence.text.isupper():
        return None  # the name of a trial, "DRINK"
    if _of_animals(sentence, at) or _is_condition(sentence, at):
        return None
    if hit is not None and hit.start == 0 and _with_caution(rest):
        return None
    if hit is not None and hit.start == 0:
        if hit.entry.section == "plain" or not rest[hit.stop :] or rest[hit.stop] in _NO_OBJECT:
            return None
        return sentence.piece(at, min(at + hit.stop + 1, len(sentence.words)))
    if _of_life(sentence, at):
        return sentence.piece(at, at + 2)
    hit = _OF_ANYTHING.first(rest[:4])
    if hit is not None and hit.start == 0 and _of_anything(sentence, at, at + hit.stop):
        return sentence.piece(at, at + hit.stop + 1)
    return _treats(sentence, at)


def _is_condition(sentence: Sentence, at: int) -> bool:
    """Whether an order only says when something happens: "take the willow away, and the habit comes back"."""
    rest = sentence.words[at:]
    joined = next((one for one, word in enumerate(rest) if word == "and" and one > 1), None)
    if joined is None or rest[joined + 1 : joined + 2] == () or rest[joined + 1] not in _BEGINS_STATEMENT:
        return False
    return any(word.endswith("s") and len(word) > 3 for word in rest[joined + 2 : joined + 5])  # noqa: PLR2004


def _treats(sentence: "Sentence", at: int) -> str | None:
    """Find an order of a treatment: "start G-CSF", "add zinc to your meals"."""
    rest = sentence.words[at:]
    hit = _OF_TREATMENT.first(rest[:1])
    if hit is None or not rest[1:] or rest[1] in _NO_OBJECT:
        return None
    object_ = range(at + 1, min(at + 1 + _OBJECT, len(sentence.words)))
    if not sentence.text.endswith("?") and "your" in rest[2 : 2 + _REACH] and _READING.isdisjoint(rest):
        return sentence.piece(at, min(at + 3, len(sentence.words)))  # "add zinc to your meals"
    if any(_is_treatment(sentence, one) for one in object_):
        return sentence.piece(at, min(at + 3, len(sentence.words)))
    return None


def _with_caution(rest: tuple[str, ...]) -> bool:
    """Whether an order is one to think: "take smoking into account", "treat it with caution", "treat it as a lead"."""
    if rest[:1] == ("treat",) and not _FINDINGS.isdisjoint(rest) and "as" in rest:
        return True
    return not _WITH_CARE.isdisjoint(rest) and not {"with", "into", "to", "as"}.isdisjoint(rest)


def _of_life(sentence: Sentence, at: int) -> bool:
    """Whether an order for one's life begins at word `at`: "join a choir", or any verb before "your"."""
    rest = sentence.words[at : at + 1 + _OBJECT]
    if len(rest) == 1 or not _READING.isdisjoint(rest):
        return False
    if rest[1] in {"yourself", "yourselves"} and rest[0] not in _FOR_ONESELF:
        return False  # "brace yourself", "see for yourself"
    if rest[1] in _MORE and not rest[0].endswith(("ing", "ed", "s", "ly")) and rest[0] not in _NO_ORDER | _BEFORE:
        return not sentence.text.endswith("?") and rest[0] not in _NO_SUGGESTION
    if rest[1] != "your":
        return rest[0] in _OF_LIFE and rest[1] in _HOW
    if rest[0] in _NO_ORDER or question(sentence):
        return False
    return rest[0] in _OF_LIFE or not rest[0].endswith(("ing", "ed", "s", "ly"))


def _of_anything(sentence: Sentence, at: int, stop: int) -> bool:
    """Whether the words `at` to `stop` order something, and are no subject ("start codons are")."""
    words = sentence.words
    if stop >= len(words) or words[stop] in _NO_OBJECT or words[stop] == "to":
        return False
    if question(sentence):
        return False
    end = next((one for one in range(stop, len(words)) if _breaks(sentence, one)), len(words))
    return _READING.isdisjoint(words[at:end]) and AUXILIARY.isdisjoint(words[stop:end])


def _breaks(sentence: Sentence, at: int) -> bool:
    return any(sign in sentence.text[sentence.spans[at - 1][1] : sentence.spans[at][0]] for sign in ",;:(")


def _of_animals(sentence: Sentence, at: int) -> bool:
    """Whether an order tells what was done to animals: "Give mice a drug, and they recover"; "get a dog" does not."""
    object_ = sentence.words[at + 1 : at + 1 + _OBJECT]
    return object_[:1] not in {("a",), ("an",), ("your",)} and _ANIMALS.first(object_) is not None


def _is_treatment(sentence: Sentence, at: int) -> bool:
    word = sentence.words[at]
    return word in _TREATMENTS or (word not in _ILLNESSES and _ENTITY.search(sentence.piece(at, at + 1)) is not None)


def advising_words(said: str) -> frozenset[str]:
    """Return the words of an advice by which two of them are told to be the same: its modal, its verb."""
    return frozenset(said.lower().split()) & (OUGHT | _RECOMMENDS | _CARE)


def may_advise(words: frozenset[str]) -> bool:
    """Whether a text with these words may advise anybody: most have none of the words that it takes."""
    return not (_WORDS.isdisjoint(words) and _INVITES.isdisjoint(words))


def asks_whether(sentence: Sentence) -> bool:
    """Whether a sentence asks "Should everyone take it?"."""
    return sentence.text.endswith("?") and sentence.words[0] in OUGHT
