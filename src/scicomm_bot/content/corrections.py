"""What findings correct: each another post of its paper, and none, by way of others, itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from scicomm_bot.content.yaml_file import KeyPath, YamlFile
from scicomm_bot.domain.paper import ID, WHY
from scicomm_bot.errors import near

_BY_THEMSELVES = ("authors", "source")


def wrong_corrects(
    file: YamlFile, paper: Mapping[str, Any], findings: Sequence[tuple[int, dict[str, Any]]], where: KeyPath
) -> Iterator[tuple[int, str]]:
    """Yield a line and what is wrong for each `corrects` that names no other post of its paper, or leads back to it.

    Args:
        file: The file.
        paper: A paper's mapping.
        findings: Its findings, each with its index.
        where: The path of its `findings`.
    """
    corrects = {
        one["id"]: one["corrects"]
        for _, one in findings
        if isinstance(one.get("id"), str) and isinstance(one.get("corrects"), str)
    }
    before = {old: one.get("id") for _, one in findings for old in _texts(one.get("was"))}
    own_posts = [*([WHY] if WHY in paper else []), *_BY_THEMSELVES]
    known = dict.fromkeys([*_texts([one.get("id") for _, one in findings]), *own_posts])
    in_circles = _in_circles(corrects)
    for at, finding in findings:
        name, given = finding.get("id"), finding.get("corrects")
        if "corrects" in finding and given is None:
            line = file.lines.get((*where, at, "corrects"), 1)
            yield line, "corrects: is empty; name the post that is out and wrong, or delete the line"
        if not isinstance(name, str) or not isinstance(given, str) or ID.fullmatch(given) is None:
            continue  # the schema says so
        line = file.lines.get((*where, at, "corrects"), 1)
        if given == name:
            yield line, f"corrects: {given!r} is the finding's own id; name the post that is out and wrong"
        elif given not in known:
            yield line, f"corrects: {_unknown(given, name, paper, known, before)}"
        elif name in in_circles:
            yield line, f"corrects: {_circle(name, corrects)}, so none of them can go out first; delete one `corrects`"


def _texts(values: object) -> list[str]:
    return [one for one in values if isinstance(one, str)] if isinstance(values, list) else []


def _unknown(
    given: str, name: str, paper: Mapping[str, Any], known: Iterable[str], before: Mapping[str, object]
) -> str:
    now = before.get(given)
    if now == name:
        return f"{given!r} is what this finding was; name the post that is out and wrong"
    if isinstance(now, str):
        return f"{given!r} is called {now!r} now; write that"
    if given == WHY:
        return "the paper has no `why`, so there is no such post"
    if given == "correction":
        return "'correction' is made by itself when a paper falls, from what is on record; name a finding"
    others = [one for one in islice(known, _LOOKED_AT) if one != name]
    meant = near(given, others)
    hint = f"did you mean {meant!r}?" if meant else f"such are {', '.join(others[-_NAMED:])}"
    return f"no post of the paper {paper.get('id')!r} is called {given!r}; {hint}"


def _in_circles(corrects: Mapping[str, str]) -> set[str]:
    """Return the findings that correct themselves by way of others; each is looked at once."""
    circles: set[str] = set()
    done: set[str] = set()
    for start in corrects:
        way: dict[str, None] = {}
        one: str | None = start
        while one is not None and one not in done and one not in way:
            way[one] = None
            one = corrects.get(one)
        if one is not None and one in way:
            names = list(way)
            circles.update(names[names.index(one) :])
        done.update(way)
    return circles


def _circle(name: str, corrects: Mapping[str, str]) -> str:
    names = [name]
    while (after := corrects[names[-1]]) != name and len(names) < _NAMED:
        names.append(after)
    rest = [f"{one!r}" for one in (*names[1:], name if after == name else "...")]
    return f"{name!r} corrects {', which corrects '.join(rest)}"


_NAMED = 5
"""As many ids are named."""
_LOOKED_AT = 100
"""Among so many ids the one is looked for that is meant."""
