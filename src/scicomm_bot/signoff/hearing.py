"""What a mail answers for itself: its own words, without what it quotes; pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from scicomm_bot.signoff.answers import Answer, Reading, Unclear, read_answers
from scicomm_bot.signoff.mails import Mail
from scicomm_bot.signoff.quotation import parted


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of a mail.

    Attributes:
        mail: The mail.
        answers: What it answers, each text of a post once.
        torn: The posts that it answers in two ways.
        unclear: The lines that look like answers and are none.
        quoted: How many answers stand in what it quotes; they count for nobody.
    """

    mail: Mail
    answers: tuple[Answer, ...] = ()
    torn: frozenset[str] = frozenset()
    unclear: tuple[Unclear, ...] = ()
    quoted: int = 0


def hear(mail: Mail, ids: Collection[str]) -> Heard:
    """Return what a mail answers; `ids` are those of the posts that there are.

    A mail may say the same as text and as HTML. The text is what is read; the HTML where the text answers nothing.
    Where the two do not answer the same, the posts about which they differ are torn.
    """
    readings, quoted = list[Reading](), 0
    for body in mail.bodies:
        parts = parted(body)
        readings.append(read_answers(parts.own, ids))
        quoted = quoted or len(read_answers(parts.quoted, ids).answers)
    said = next((one for one in readings if one.answers or one.unclear), Reading())
    others = [one.answers for one in readings if one.answers and one is not said]
    return Heard(mail, _each_once(said.answers), _torn([said.answers, *others]), said.unclear, quoted)


def _each_once(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers, of those that say the same the one with most words."""
    kept: dict[tuple[str, str], Answer] = {}
    for one in answers:
        about = (one.post_id, one.code)
        if about not in kept or len(one.words) > len(kept[about].words):
            kept[about] = one
    return tuple(kept.values())


def _torn(forms: Iterable[Iterable[Answer]]) -> frozenset[str]:
    said: dict[tuple[str, str], str] = {}
    return frozenset(
        one.post_id for form in forms for one in form if said.setdefault((one.post_id, one.code), one.word) != one.word
    )
