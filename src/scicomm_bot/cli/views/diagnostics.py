"""What `check` found, as lines."""

from collections import Counter
from collections.abc import Iterator

from scicomm_bot.app.diagnostics import Diagnosis, Diagnostic
from scicomm_bot.cli.terminal import hanging
from scicomm_bot.cli.views.posts import waiver_lines
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.post import Level

_LOOKED_FOR = (
    "Looked for: length, links, hashtags and signs; quotations that are not in the paper; numbers and names that are "
    "not in the quotation; wording that says more than it, or something else."
)
_NO_PROMISE = "A post can still be wrong. Read each one beside its quotations before you approve it."


def diagnosis_lines(diagnosis: Diagnosis) -> Iterator[str]:
    """Yield one entry for each problem, and a line that counts them; what is found at several posts is told once."""
    problems = diagnosis.diagnostics
    on_posts = Counter(map(_said, problems))
    told: set[tuple[str | None, ...]] = set()
    for problem in problems:
        if _said(problem) in told:
            continue
        others = on_posts[_said(problem)] - 1
        if others > 0:
            told.add(_said(problem))
        about = f"{problem.id}{f' and {others} more' * (others > 0)}: " if problem.id else ""
        rule = f"{problem.rule}, waived" if problem.waived else problem.rule
        yield from hanging("", f"{problem.place}: {problem.level} {rule}: {about}{problem.message}")
        if problem.waived:
            yield from waiver_lines(problem.waived)
    yield from _summary(diagnosis)


def _said(problem: Diagnostic) -> tuple[str | None, ...]:
    """Return what is the same where one thing is found at several posts; a waiver is of one post."""
    return problem.rule, problem.level, problem.message, problem.waived


def _summary(diagnosis: Diagnosis) -> Iterator[str]:
    counts = Counter(problem.level for problem in diagnosis.diagnostics if not problem.waived)
    told = [f"{counts[Level.ERROR]} blocking"] if counts[Level.ERROR] else []
    others = {Level.WARNING: "warning", Level.INFO: "note"}
    told += [counted(counts[level], noun) for level, noun in others.items() if counts[level]]
    if waived := sum(problem.waived is not None for problem in diagnosis.diagnostics):
        told.append(f"{waived} waived")
    if told:
        yield f"{counted(diagnosis.posts, 'post')} checked: {', '.join(told)}."
        return
    yield from hanging("", f"{counted(diagnosis.posts, 'post')} checked, nothing found. {_LOOKED_FOR}")
    yield from hanging("", _NO_PROMISE)
