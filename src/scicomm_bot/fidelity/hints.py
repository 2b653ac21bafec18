"""What to look at in a post that no rule asks about: one pointed question for the eye, never stored, never holding."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.english.direction import changes_in
from scicomm_bot.english.lexicon import Hit, Lexicon, lexicon
from scicomm_bot.english.quantity import Quantity, quantities
from scicomm_bot.english.text import Sentence
from scicomm_bot.fidelity.reading import PaperReading, Reading

_HINTS = lexicon("hints")
_HEDGES = lexicon("hedges").section("in source")
_DOSES = frozenset({"mg", "g", "µg", "IU", "ml", "ppm", "mg/kg", "mg/d", "g/d"})
_SHOWN = 5
"""So many words of a quotation are shown behind "among"."""


def hint(reading: Reading) -> str | None:
    """Return the one thing that a person should look at in a post, as a question, or None where nothing applies.

    The first that applies is taken: two figures of a kind, a part of those who were studied, a "may", a marker, an
    observational study, a preprint, animals or cells, a dose.
    """
    if reading.finding is None or reading.finding.draft or not reading.english or not reading.claim.words:
        return None
    return next(_hints(reading), None)


def hints(posts: Sequence[Post], content: Content) -> dict[str, str]:
    """Return what to look at, by the ids of the posts where something applies."""
    papers = {paper.id: paper for paper in content.papers}
    found: dict[str, str] = {}
    for paper_id, several in groupby(posts, key=lambda post: post.paper_id):
        paper = papers[paper_id]
        source = PaperReading(paper)
        findings = {post_id(paper.id, finding.id): finding for finding in paper.findings}
        for post in several:
            look_at = hint(Reading(post, source, findings.get(post.id), first=False))
            if look_at is not None:
                found[post.id] = look_at
    return found


def _hints(reading: Reading) -> Iterator[str]:
    study = reading.paper.study
    by_unit: dict[str, list[Quantity]] = {}
    for one in quantities(reading.claim.raw):
        by_unit.setdefault(one.unit, []).append(one)
    pair = next((several for unit, several in by_unit.items() if unit and len(several) > 1), None)
    if pair is not None:
        yield f"Whose is each figure: {pair[0].text.strip()}, and {pair[1].text.strip()}?"
    if (part := _in_evidence(reading, _HINTS.section("subgroup"))) is not None:
        sentence, hit = part
        stop = min(len(sentence.words), hit.stop + _SHOWN)
        yield f"Is it told of the same people? The quotation says “{sentence.piece(hit.start, stop)}”."
    if (part := _in_evidence(reading, _HEDGES)) is not None:
        sentence, hit = part
        yield f"Is it as open as in the paper? The quotation says “{sentence.piece(hit.start, hit.stop)}”."
    if (part := _in_evidence(reading, _HINTS.section("marker"))) is not None:
        sentence, hit = part
        yield f"Does it say more than what was measured: “{sentence.piece(hit.start, hit.stop)}”?"
    tells = any(changes_in(sentence) for sentence in reading.claim.sentences)
    if study.is_observational and tells:
        yield f"Would a reader take it for a cause? It is {study.a_name}."
    if study.preprint or not study.peer_reviewed:
        yield "Would a reader take it for settled? The paper was not peer-reviewed."
    if any({"animals", "cells"} & quote.on for quote in reading.evidence):
        yield "Would a reader take it for people? The quotation is on animals or cells."
    if (dose := _dose_left_out(reading)) is not None:
        yield f"Does it hold without the dose? The quotation says “{dose}”."


def _in_evidence(reading: Reading, words: Lexicon) -> tuple[Sentence, Hit] | None:
    for quote in reading.evidence:
        for sentence in quote.text.sentences:
            if (hit := words.first(sentence.words)) is not None:
                return sentence, hit
    return None


def _dose_left_out(reading: Reading) -> str | None:
    own = {one.unit for one in quantities(reading.claim.raw)}
    for quote in reading.evidence:
        for one in quantities(quote.text.raw):
            if one.unit in _DOSES and one.unit not in own:
                return one.text.strip()
    return None
