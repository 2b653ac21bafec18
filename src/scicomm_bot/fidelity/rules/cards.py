"""The rule on cards: nothing stands on one that neither the post nor the paper's record says."""

import re
from collections.abc import Iterator

from scicomm_bot.characters.compose import nfc
from scicomm_bot.domain.card import Card, Credit, Label
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rule import ALL, Found, rule

_NUMBER = re.compile(r"\d+")
_INSTEAD = "that is a fault of the program or of `words.*.yaml`; leave the card out (`cards: false`), and report it"


@rule(
    "card-adds",
    Level.ERROR,
    detects="a card with words that are neither in its post nor in the paper's record",
    why="a card is seen more often than its post is read, and nobody looks up what it says",
    bad="a card with IN PEOPLE on a finding whose quotations are on mice",
    good="a card with IN MICE",
    kinds=ALL,
    english=False,
)
def card_adds(reading: Reading) -> Iterator[Found]:
    """Compare what a card is made of; a template of one's own may write anything besides, which no rule can see."""
    for image in reading.post.images:
        if image.card is not None:
            for told in _added(image.card, reading):
                yield Found(f"the card says \u201c{told}\u201d, and neither the post nor the record does", _INSTEAD)


def _added(card: Card, reading: Reading) -> Iterator[str]:
    yield from (line.text for line in card.lines if line.text not in reading.post.text)
    yield from (label.text for label in card.labels if not _holds(label, reading))
    yield from (credit.text for credit in card.credits if not _is_recorded(credit, reading))


def _holds(label: Label, reading: Reading) -> bool:
    """Whether the record says what a label was chosen by."""
    study = reading.paper.study
    match label.of:
        case "kind":
            return label.said == (study.kind,)
        case "status":
            reviewed = {"reviewed preprint"} if study.peer_reviewed else {"preprint", "not reviewed"}
            return reviewed.issuperset(label.said) and (
                reading.paper.is_preprint == ("preprint" in label.said[0].split())
            )
        case "on":
            return all(_is_on(one, reading) for one in label.said)


def _is_on(said: str, reading: Reading) -> bool:
    """Whether the post is on that: of a finding, its quotations say so; an animal's name goes with theirs."""
    if reading.finding is None:
        return said in reading.paper.study.on
    on = {one for quote in reading.finding.evidence for one in quote.on}
    return said in on or (said not in {"people", "cells"} and "animals" in on)


def _is_recorded(credit: Credit, reading: Reading) -> bool:
    """Whether a line is made of the record: its names stand in it, and each number of it is one of the record's."""
    paper, text = reading.paper, nfc(credit.text)
    match credit.of:
        case "doi":
            return paper.doi is not None and text == f"doi:{nfc(paper.doi)}"
        case "journal":
            parts = {nfc(paper.journal)}
            numbers = {paper.year}
        case "authors":
            parts = {name for one in paper.authors if (name := nfc(one.name)) in text}
            numbers = {paper.author_count - 1}
    rest = text
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, " ")
    return any(part in text for part in parts) and {int(one) for one in _NUMBER.findall(rest)} <= numbers
