"""Runs the rules over posts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from pathlib import PurePosixPath

from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content, Finding, Paper
from scicomm_bot.domain.post import Level, Post, PostImage, PostKind, Remark
from scicomm_bot.fidelity.answers import answered
from scicomm_bot.fidelity.catalogue import ACROSS, RULES, SERIES_RULES, rule_ids
from scicomm_bot.fidelity.drafts import as_notes, is_ready
from scicomm_bot.fidelity.extra_rules import unusable
from scicomm_bot.fidelity.reading import PaperReading, Reading
from scicomm_bot.fidelity.rule import Check, Rule
from scicomm_bot.fidelity.rules import form
from scicomm_bot.fidelity.rules.access import alt_fault
from scicomm_bot.fidelity.rules.duplicates import Compared, Neighbours, compared
from scicomm_bot.fidelity.waivers import waived

_KNOWN = rule_ids()
_UNLESS = {rule.id: rule.unless for rule in RULES if rule.unless}


@dataclass(frozen=True, slots=True)
class PaperLook:
    """What the rules say of the posts of one paper, each by itself and as a series.

    Attributes:
        paper: The paper.
        posts: Its posts, in order, as they were made.
        remarks: What is said of each, by those that made it and by these rules; waivers are not applied yet.
        compared: What of each is compared with other papers; None for a draft, or a text that no rule reads.
    """

    paper: Paper
    posts: tuple[Post, ...]
    remarks: tuple[tuple[Remark, ...], ...]
    compared: tuple[Compared | None, ...]
    _checked: dict[int, tuple[tuple[Remark, ...], Post]] = field(default_factory=dict)
    """By its number, a checked post with the remarks that came to it from elsewhere: it is the same while these are."""

    def checked(self, number: int, more: tuple[Remark, ...]) -> Post:
        """Return one of the posts with all remarks; those in `more` are of what looks at other papers, or beyond."""
        done = self._checked.get(number)
        if done is None or done[0] != more:
            done = self._checked[number] = more, self._with_remarks(self.posts[number], number, more)
        return done[1]

    def _with_remarks(self, post: Post, number: int, more: tuple[Remark, ...]) -> Post:
        told_once = [*_unsaid_by_others(dict.fromkeys((*self.remarks[number], *more)))]
        known = _KNOWN if _is_read(post) else frozenset[str]()  # a rule that did not look has not found nothing
        whose = (self.paper, _findings(self.paper).get(post.id), post.kind, known)
        done = replace(post, remarks=tuple(answered([*waived(told_once, *whose)], *whose)))
        return done if is_ready(done) else as_notes(done)


def check_posts(
    posts: Sequence[Post], content: Content, more: Mapping[str, Sequence[Remark]] | None = None
) -> list[Post]:
    """Return the posts with the remarks of all rules added to those that they have; waivers and answers are applied.

    `more` holds remarks of rules that look at more than the file, by the ids of posts. A text over 2,000 weighted
    characters is refused for its length, and no other rule reads it. What is found in a post that is not ready is told
    as information, and no other post is compared with it.
    """
    papers = {paper.id: paper for paper in content.papers}
    by_paper = [tuple(series) for _, series in groupby(posts, key=lambda post: post.paper_id)]
    return checked([look_at(series, papers[series[0].paper_id]) for series in by_paper], more or {})


def look_at(posts: Sequence[Post], paper: Paper) -> PaperLook:
    """Return what the rules say of the posts of one paper: all of them, in order."""
    source, findings = PaperReading(paper), _findings(paper)
    readings = [Reading(post, source, findings.get(post.id), first=post is posts[0]) for post in posts]
    return PaperLook(
        paper,
        tuple(posts),
        tuple(_of_paper(readings)),
        tuple(compared(one) if _is_read(one.post) and is_ready(one.post) else None for one in readings),
    )


def checked(
    looks: Sequence[PaperLook], more: Mapping[str, Sequence[Remark]], neighbours: Neighbours | None = None
) -> list[Post]:
    """Return the posts of all papers with the remarks of all rules.

    Args:
        looks: The papers, in order.
        more: As for `check_posts`.
        neighbours: What was found when most of the posts were compared before; None to compare all.
    """
    neighbours = neighbours or Neighbours()
    across = {one: list(remarks) for one, remarks in more.items()}
    readable = [one for look in looks for one in look.compared if one is not None]
    for rule, compare in ACROSS:
        for about, found in compare(readable, neighbours):
            across.setdefault(about, []).append(rule.remark(found))
    return [
        look.checked(number, tuple(across.get(post.id, ()))) for look in looks for number, post in enumerate(look.posts)
    ]


def _findings(paper: Paper) -> dict[str, Finding]:
    return {post_id(paper.id, finding.id): finding for finding in paper.findings}


def _of_paper(readings: Sequence[Reading]) -> Iterator[tuple[Remark, ...]]:
    """Yield what is said of each post of a paper."""
    told = [one for one in readings if one.post.kind != "correction" and _is_read(one.post) and is_ready(one.post)]
    several = [*_series(told)]
    in_series: dict[str, list[Remark]] = {}
    for rule in SERIES_RULES:
        if rule.series is not None:
            for about, here in (one for series in several for one in rule.series(series).items()):
                words = next(_about(reading) for reading in told if reading.post.id == about)
                in_series.setdefault(about, []).extend(rule.remark(found, about=words) for found in here)
    for reading in readings:
        post = reading.post
        yield (*post.remarks, *unusable(post), *_remarks(reading), *in_series.get(post.id, ()))


def _series(told: Sequence[Reading]) -> Iterator[Sequence[Reading]]:
    """Yield what is read together: all posts of a paper; of a thread its parts, and each correction by itself."""
    if not told or told[0].paper.series != "thread":
        yield told
        return
    yield [one for one in told if one.post.corrects is None]
    for one in told:
        if one.post.corrects is not None:
            yield [one]


def _unsaid_by_others(remarks: Collection[Remark]) -> Iterator[Remark]:
    """Yield the remarks but for questions that another rule puts more to the point: nobody answers one thing twice."""
    holding = frozenset(one.rule for one in remarks if one.level in {Level.ERROR, Level.QUESTION})
    for remark in remarks:
        if holding.isdisjoint(_UNLESS.get(remark.rule, ())):
            yield remark


def _about(reading: Reading) -> tuple[str, ...]:
    """Return the words that a question of a post is about: all of its claim, and its quotations."""
    return (reading.claim.raw, *(quote.text.raw for quote in reading.evidence))


def _is_read(post: Post) -> bool:
    return post.weighted_length <= form.MOST_READ


def _remarks(reading: Reading) -> Iterator[Remark]:
    kind, english = reading.post.kind, reading.english
    for rule, check in _looking(kind, english=english, read=_is_read(reading.post)):
        for found in check(reading):
            yield rule.remark(found, about=_about(reading))
    for image in reading.post.images:
        if image.alt and (image.card is None or image.alt != image.card.alt):  # what is the post's, was read already
            yield from _remarks_on_alt_text(reading, image)


@cache
def _looking(kind: PostKind, *, english: bool, read: bool) -> tuple[tuple[Rule, Check], ...]:
    """Return the rules that look at a kind of post, each with how it does; at one that is not read, one does."""
    mine = (
        rule for rule in (RULES if read else (form.too_long,)) if kind in rule.kinds and (english or not rule.english)
    )
    return tuple((rule, rule.check) for rule in mine if rule.check is not None)


def _remarks_on_alt_text(reading: Reading, image: PostImage) -> Iterator[Remark]:
    post = replace(reading.post, text=image.alt or "", images=())
    alt = Reading(post, reading.source, reading.finding, first=False, alt=True)
    says_nothing = alt_fault(image.alt or "", PurePosixPath(image.file)) is not None  # `alt-text` says so
    for rule in RULES:
        if rule.alt is None or rule.check is None or post.kind not in rule.kinds:
            continue
        if says_nothing and rule.alt is not Level.ERROR:
            continue
        if alt.english or not rule.english:
            for found in rule.check(alt):
                what = f"the alt text of {PurePosixPath(image.file).name}: {found.what}"
                remark = rule.remark(found._replace(what=what))
                yield remark if rule.alt is Level.ERROR else replace(remark, level=rule.alt, key=None)
