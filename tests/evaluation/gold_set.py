"""The gold set, read: tests/gold/*.yaml -> papers, their posts, and what each must raise (tests/gold/README.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from scicomm_bot.content.yaml_file import read_yaml
from scicomm_bot.domain.paper import Content, Finding, Paper
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.fidelity import check_posts
from scicomm_bot.medium.length import weighted_length

FOLDER = Path(__file__).resolve().parents[1] / "gold"
GROUPS = ("seen", "fresh")
AUTHORS = [{"name": "Doe J", "affiliation": "Example University"}]
RECORD = {"journal": "Journal of Made-up Examples", "year": 2026, "authors": AUTHORS}
"""What a made-up paper need not say itself."""
POST = frozenset({"id", "text", "evidence", "raises", "may", "first", "lang", "kind", "images"})


@dataclass(frozen=True)
class Case:
    """One post: what it must raise, and what it may (rule id -> level, or None for any)."""

    id: str
    group: str
    text: str
    evidence: tuple[Mapping[str, Any], ...]
    raises: Mapping[str, str | None]
    may: Mapping[str, str | None]
    fields: Mapping[str, Any]

    @property
    def faithful(self) -> bool:
        return not self.raises


@dataclass(frozen=True)
class Together:
    """Posts that are checked together: a series of the file, or one post alone."""

    file: str
    paper: Mapping[str, Any]
    made_up: bool
    thread: bool
    cases: tuple[Case, ...]


@cache
def read_gold() -> tuple[Together, ...]:
    """Read all files, in order."""
    return tuple(one for file in sorted(FOLDER.glob("*.yaml")) for one in _read(file))


def cases() -> Iterator[Case]:
    """Every post of the set."""
    for together in read_gold():
        yield from together.cases


def raised(together: Together) -> dict[str, dict[str, str]]:
    """What the real rules say of these posts: case id -> rule id -> the gravest level, without remarks of level I."""
    paper, posts = as_posts(together)
    found: dict[str, dict[str, str]] = {}
    checked = check_posts(posts, Content(papers=(paper,)))
    for case, post in zip(together.cases, checked[-len(together.cases) :], strict=True):
        found[case.id] = {}
        for remark in sorted(post.remarks, key=lambda one: one.level.value, reverse=True):
            if remark.level.value != "I":
                found[case.id][remark.rule] = remark.level.value
    return found


def messages(together: Together) -> dict[str, list[str]]:
    """What people are told of these posts: case id -> lines."""
    paper, posts = as_posts(together)
    checked = check_posts(posts, Content(papers=(paper,)))[-len(together.cases) :]
    return {
        case.id: [f"{one.level.value} {one.rule}: {one.message}" for one in post.remarks]
        for case, post in zip(together.cases, checked, strict=True)
    }


def _read(file: Path) -> Iterator[Together]:
    read = read_yaml(file)  # the project's own: to YAML 1.1, the key `on` is true
    assert not read.problems, f"{file.name}: {read.problems}"
    data: Any = read.value
    paper = {"id": file.stem, **RECORD, **data["paper"]}
    made_up = paper.pop("made_up")
    for post in data.get("posts", ()):
        yield Together(file.name, paper, made_up, thread=False, cases=(_case(post, file, data["group"], ""),))
    for series in data.get("series", ()):
        several = tuple(_case(post, file, data["group"], f"{series['id']}-") for post in series["posts"])
        yield Together(file.name, paper, made_up, thread=series.get("thread", False), cases=several)


def _case(post: Mapping[str, Any], file: Path, group: str, prefix: str) -> Case:
    name = f"{file.stem}/{prefix}{post['id']}"
    assert set(post) <= POST, f"{name}: no such field: {sorted(set(post) - POST)}"
    raises, may = (_ids(post.get(field, [])) for field in ("raises", "may"))
    return Case(name, group, " ".join(post["text"].split("\n")), tuple(post.get("evidence", ())), raises, may, post)


def _ids(several: list[str | dict[str, str]]) -> dict[str, str | None]:
    ids: dict[str, str | None] = {}
    for one in several:
        ids.update(one if isinstance(one, dict) else {one: None})
    return ids


def as_posts(together: Together) -> tuple[Paper, list[Post]]:
    """Make the paper and its posts; a post that is alone and not said to be the first comes after one with labels."""
    record, cases = together.paper, together.cases
    lead = len(cases) == 1 and not cases[0].fields.get("first", False)
    findings, posts = [], []
    if lead:
        study = record["study"]
        words = {"people": "human", "animals": "animal", "cells": "cell"}
        on = " and ".join(words[one] for one in study["on"])
        text = f"{'Peer-reviewed' if study['peer_reviewed'] else 'Not peer-reviewed'} {study['kind']}; {on} studies."
        findings.append({"id": "labels", "text": text, "evidence": [{"quote": record["title"], "on": ["unstated"]}]})
        posts.append(_post(record["id"], "labels", "finding", text))
    for number, case in enumerate(cases):
        kind = case.fields.get("kind", "finding")
        name = case.id.partition("/")[2] if kind == "finding" else kind
        images = case.fields.get("images", ())
        if kind == "finding":
            more = {"lang": case.fields.get("lang", "en"), "images": images}
            findings.append({"id": name, "text": case.text, "evidence": case.evidence, **more})
        seen = tuple(PostImage(one["file"], "0" * 64, one.get("alt")) for one in images)
        follows = posts[-1].id if together.thread and number else None
        posts.append(replace(_post(record["id"], name, kind, case.text), images=seen, follows=follows))
    series = "thread" if together.thread else "standalone"
    made = [Finding.model_validate(one) for one in findings]
    return Paper.model_validate({**record, "series": series, "findings": made}), posts


def _post(paper: str, name: str, kind: Any, text: str) -> Post:
    return Post(f"{paper}/{name}", paper, kind, text, weighted_length(text), 15_000, "gold")
