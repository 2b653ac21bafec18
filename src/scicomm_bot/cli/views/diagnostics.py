"""What `check` found, as lines."""

from collections import Counter
from collections.abc import Iterator

from scicomm_bot.app.diagnostics import Diagnosis, Diagnostic
from scicomm_bot.cli.terminal import Paint, hanging
from scicomm_bot.cli.views.posts import level_colour, waiver_lines
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.post import Level

_LOOKED_FOR = (
    "Looked for: length, links, hashtags and signs; quotations that are not in the paper; numbers and names that are "
    "not in the quotation; wording that says more than it, or something else."
)
_NO_PROMISE = "A post can still be wrong. Read each one beside its quotations before you approve it."


_BY_WEIGHT = list(Level)


def diagnosis_json(diagnosis: Diagnosis) -> dict[str, object]:
    """Return what is wrong as its JSON object, in the order in which it was found."""
    fields = ("place", "level", "rule", "id", "message", "waived")
    problems = [{field: getattr(one, field) for field in fields} for one in diagnosis.diagnostics]
    return {"posts": diagnosis.posts, "blocking": diagnosis.blocking, "problems": problems}


def diagnosis_lines(diagnosis: Diagnosis, paint: Paint) -> Iterator[str]:
    """Yield one entry for each problem, and a line that counts them.

    The problems of one post stand together, what blocks first, with an empty line below them. What is found at several
    posts is told once, and so is why a rule looks for something.
    """
    on_posts = Counter(map(_said, diagnosis.diagnostics))
    rules: set[str] = set()
    for group in _groups(diagnosis):
        for problem in group:
            others = on_posts[_said(problem)] - 1
            yield from _problem_lines(problem, others, paint, brief=problem.rule in rules)
            rules.add(problem.rule)
        yield ""
    yield from _summary(diagnosis)


def _groups(diagnosis: Diagnosis) -> list[list[Diagnostic]]:
    """Return the problems by their posts, those of the file itself first; each message once, at its first post."""
    groups: dict[str | None, list[Diagnostic]] = {}
    told: set[tuple[str | None, ...]] = set()
    for problem in diagnosis.diagnostics:
        if problem.id is None or _said(problem) not in told:
            told.add(_said(problem))
            groups.setdefault(problem.id, []).append(problem)
    return [sorted(group, key=lambda problem: _BY_WEIGHT.index(problem.level)) for group in groups.values()]


def _problem_lines(problem: Diagnostic, others: int, paint: Paint, *, brief: bool) -> Iterator[str]:
    about = f"{problem.id}{f' and {others} more' * (others > 0)}: " if problem.id else ""
    message = problem.brief if brief and problem.brief is not None else problem.message
    rule = f"{problem.rule}, waived" if problem.waived else problem.rule
    head = f"{problem.level} {rule}:"
    first, *rest = hanging("", f"{problem.place}: {head} {about}{message}")
    yield first.replace(head, paint(head, level_colour(problem.level, waived=problem.waived is not None)), 1)
    yield from rest
    if problem.waived:
        yield from waiver_lines(problem.waived)


def _said(problem: Diagnostic) -> tuple[str | None, ...]:
    """Return what is the same where one thing is found at several posts; a waiver is of one post."""
    return problem.rule, problem.level, problem.message, problem.waived


def _summary(diagnosis: Diagnosis) -> Iterator[str]:
    counts = Counter(problem.level for problem in diagnosis.diagnostics if not problem.waived)
    nouns = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
    told = [counted(counts[level], noun) for level, noun in nouns.items() if counts[level]]
    if waived := sum(problem.waived is not None for problem in diagnosis.diagnostics):
        told.append(f"{waived} waived")
    if told:
        yield f"{counted(diagnosis.posts, 'post')} checked: {', '.join(told)}."
        return
    yield from hanging("", f"{counted(diagnosis.posts, 'post')} checked, nothing found. {_LOOKED_FOR}")
    yield from hanging("", _NO_PROMISE)
