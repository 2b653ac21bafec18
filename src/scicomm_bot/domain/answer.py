"""What counts as a person's answer to a question: a sentence, however short."""

from scicomm_bot.characters.invisible import without_invisible
from scicomm_bot.characters.signs import is_unspaced

LEAST_WORDS = 3
"""As many words an answer has at least: "yes" and "it does" say nothing that another person could check."""


def counts(answer: str) -> bool:
    """Whether a text counts as an answer: it has three words or more."""
    return words_of(answer) >= LEAST_WORDS


def words_of(text: str) -> int:
    """Return how many words a text has: pieces between white space that hold a letter.

    Each sign of a script without spaces, such as Chinese or Thai, counts as one.
    """
    return sum(_words_in(piece) for piece in without_invisible(text).split())


def _words_in(piece: str) -> int:
    return sum(map(is_unspaced, piece)) or any(map(str.isalpha, piece))


def too_short(answer: str) -> str:
    """Return what is wrong with a text that does not count, with what to do."""
    count = words_of(answer)
    what = "is blank" if not answer.strip() else f"has {count or 'no'} word{'' if count == 1 else 's'}"
    return f"{what}; write a sentence of {LEAST_WORDS} words or more that says why the post may stand"
