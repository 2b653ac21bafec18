"""Taking markup out of a text, in rounds, until none is left."""

from scicomm_bot.characters.markup.entities import without_entities
from scicomm_bot.characters.markup.hint import MAY_HOLD_MARKUP
from scicomm_bot.characters.markup.paste import without_escapes, without_markdown, without_misread_bytes
from scicomm_bot.characters.markup.tags import without_tags
from scicomm_bot.characters.markup.tex import without_tex

_ROUNDS = 8
"""Real records are escaped twice at most, so three rounds do; a text that does not settle is nobody's record."""


def settled(raw: str) -> str:
    """Return a text after as many rounds as it takes; as it came where it does not settle."""
    text = raw
    for _ in range(_ROUNDS):
        if MAY_HOLD_MARKUP.search(text) is None:
            return text
        before = text
        text = without_escapes(without_misread_bytes(text))
        text = without_markdown(without_tex(without_tags(without_entities(text))))
        if text == before:
            return text
    return raw
