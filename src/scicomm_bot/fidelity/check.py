"""Runs the rules over posts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from scicomm_bot.fidelity.catalogue import ACROSS, RULES, SERIES_RULES
from scicomm_bot.fidelity.reading import PaperReading, Reading
from scicomm_bot.fidelity.waivers import waived
from scicomm_bot.models import Content, Paper, Post, Remark


def check_posts(posts: Sequence[Post], content: Content) -> list[Post]:
    """Return the posts with the remarks of all rules added to those that they have; waivers are applied."""
    papers = {paper.id: paper for paper in content.papers}
    across: dict[str, list[Remark]] = {}
    for rule, look in ACROSS:
        for post_id, found in look(posts, papers):
            across.setdefault(post_id, []).append(rule.remark(found))
    checked: list[Post] = []
    for paper_id, series in groupby(posts, key=lambda post: post.paper_id):
        checked += _series(list(series), papers[paper_id], across)
    return checked


def _series(posts: Sequence[Post], paper: Paper, across: Mapping[str, Sequence[Remark]]) -> Iterator[Post]:
    of = PaperReading(paper)
    findings = {f"{paper.id}/{finding.id}": finding for finding in paper.findings}
    readings = [Reading(post, of, findings.get(post.id), first=post is posts[0]) for post in posts]
    in_series: dict[str, list[Remark]] = {}
    for rule in SERIES_RULES:
        if rule.series is not None:
            for post_id, several in rule.series(readings).items():
                in_series.setdefault(post_id, []).extend(rule.remark(found) for found in several)
    for reading in readings:
        post = reading.post
        remarks = [*post.remarks, *_remarks(reading), *in_series.get(post.id, ()), *across.get(post.id, ())]
        yield replace(post, remarks=tuple(waived(remarks, paper, reading.finding, post.kind)))


def _remarks(reading: Reading) -> Iterable[Remark]:
    kind, english = reading.post.kind, reading.english
    for rule in RULES:
        if rule.check is not None and kind in rule.kinds and (english or not rule.english):
            for found in rule.check(reading):
                yield rule.remark(found)
