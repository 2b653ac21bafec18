"""What `check` found, as lines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from scicomm_bot.app.diagnostics import Diagnosis, Diagnostic
from scicomm_bot.app.pasting import Block, Pastings
from scicomm_bot.cli.terminal import Paint, hanging
from scicomm_bot.cli.views.files import NO_PAPER, has_no_paper
from scicomm_bot.cli.views.legend import legend_lines
from scicomm_bot.cli.views.posts import answer_lines, level_colour, waiver_lines
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.post import Level
from scicomm_bot.errors import listed

_LOOKED_FOR = (
    "Looked for: length, links, hashtags and signs; quotations that are not in the paper; numbers and names that are "
    "not in the quotation; wording that says more than it, or something else."
)
_NO_PROMISE = "A post can still be wrong. Read each one beside its quotations before you approve it."


_BY_WEIGHT = list(Level)


def diagnosis_json(diagnosis: Diagnosis) -> dict[str, object]:
    """Return what is wrong as its JSON object, in the order in which it was found."""
    return {
        "posts": diagnosis.posts,
        "blocking": diagnosis.blocking,
        "asking": any(one.open for one in diagnosis.diagnostics),
        "problems": [_problem_json(one) for one in diagnosis.diagnostics],
    }


def _problem_json(problem: Diagnostic) -> dict[str, object]:
    fields = ("place", "level", "rule", "id", "message", "waived", "answer", *(["key"] if problem.key else []))
    return {field: getattr(problem, field) for field in fields}


def diagnosis_lines(diagnosis: Diagnosis, paint: Paint) -> Iterator[str]:
    """Yield one entry for each problem, and a line that counts them.

    The problems of one post stand together, what blocks first, with an empty line below them. What is found at several
    posts is told once, and so is why a rule looks for something.
    """
    on_posts = Counter(map(_said, diagnosis.diagnostics))
    rules: set[str] = set()
    pasting = Pastings(diagnosis.edition.document if diagnosis.edition is not None else None)
    begun: set[str] = set()
    for group in _groups(diagnosis):
        for problem in group.told:
            others = on_posts[_said(problem)] - 1
            yield from _problem_lines(problem, others, paint, brief=problem.rule in rules)
            rules.add(problem.rule)
        block = pasting.block(group.id, group.keys, begun) if group.id is not None else None
        if block is not None and group.id is not None:
            yield from _block_lines(group, block)
            begun.add(group.id)
        yield ""
    if diagnosis.posts:
        yield from legend_lines(problem.level for problem in diagnosis.diagnostics)
    yield from _summary(diagnosis)
    if asking := diagnosis.asking:
        wait = "post waits" if len(asking) == 1 else "posts wait"
        yield f"{len(asking)} {wait} for an answer: `scicomm-bot approve`"


@dataclass(slots=True)
class _Group:
    """What is told together: the problems of one post, and the keys of its open questions, told here or before."""

    id: str | None
    told: list[Diagnostic] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def _block_lines(group: _Group, block: Block) -> Iterator[str]:
    """Yield where the answers to a post's questions belong, and below it the lines to copy, whole and as they are."""
    count = len(group.keys)
    it = "it" if count == 1 else f"these {count}"
    told = {problem.key for problem in group.told}
    if missing := [key for key in group.keys if key not in told]:
        rules = [*dict.fromkeys(key.partition("/")[0] for key in missing)]
        asks = "asks" if len(rules) == 1 else "ask"
        yield from hanging("", f"{group.id}: {listed(rules)} {asks} the same as above.")
    yield from hanging("    ", f"To answer {it}, {block.where}, with your sentence for the dots:")
    yield ""
    yield from block.lines


def _groups(diagnosis: Diagnosis) -> list[_Group]:
    """Return the problems by their posts, those of the file itself first; each message once, at its first post."""
    groups: dict[str | None, _Group] = {}
    told: set[tuple[str | None, ...]] = set()
    for problem in diagnosis.diagnostics:
        if problem.id is None or _said(problem) not in told:
            told.add(_said(problem))
            groups.setdefault(problem.id, _Group(problem.id)).told.append(problem)
        if problem.open and problem.key is not None:
            keys = groups.setdefault(problem.id, _Group(problem.id)).keys
            keys += [problem.key] if problem.key not in keys else []
    for group in groups.values():
        group.told.sort(key=lambda problem: _BY_WEIGHT.index(problem.level))
    return [*groups.values()]


def _problem_lines(problem: Diagnostic, others: int, paint: Paint, *, brief: bool) -> Iterator[str]:
    about = f"{problem.id}{f' and {others} more' * (others > 0)}: " if problem.id else ""
    message = problem.brief if brief and problem.brief is not None else problem.message
    rule = f"{problem.rule}{_done(problem)}"
    head = f"{problem.level} {rule}:"
    first, *rest = hanging("", f"{problem.place}: {head} {about}{message}")
    yield first.replace(head, paint(head, level_colour(problem.level, waived=bool(_done(problem)))), 1)
    yield from rest
    if problem.waived:
        yield from waiver_lines(problem.waived)
    if problem.answer:
        yield from answer_lines(problem.answer)


def _done(problem: Diagnostic) -> str:
    return ", waived" if problem.waived else ", answered" if problem.answer else ""


def _said(problem: Diagnostic) -> tuple[str | None, ...]:
    """Return what is the same where one thing is found at several posts; a waiver or an answer is of one post."""
    return problem.rule, problem.level, problem.message, problem.waived, problem.key, problem.answer


def _summary(diagnosis: Diagnosis) -> Iterator[str]:
    counts = Counter(problem.level for problem in diagnosis.diagnostics if not _done(problem))
    nouns = {Level.ERROR: "error", Level.QUESTION: "open question", Level.WARNING: "warning", Level.INFO: "note"}
    told = [counted(counts[level], noun) for level, noun in nouns.items() if counts[level]]
    if waived := sum(problem.waived is not None for problem in diagnosis.diagnostics):
        told.append(f"{waived} waived")
    if answered := sum(problem.answer is not None for problem in diagnosis.diagnostics):
        told.append(f"{counted(answered, 'question')} answered")
    if diagnosis.scope is not None and not diagnosis.posts and not diagnosis.diagnostics:
        yield "Nothing that posts are made from is among these files."
        return
    if diagnosis.edition is not None and has_no_paper(diagnosis.edition.document):
        yield from hanging("", NO_PAPER)
        return
    if told:
        yield f"{counted(diagnosis.posts, 'post')} checked: {', '.join(told)}."
        return
    yield from hanging("", f"{counted(diagnosis.posts, 'post')} checked, nothing found. {_LOOKED_FOR}")
    yield from hanging("", _NO_PROMISE)
