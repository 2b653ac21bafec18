"""What `check` found, as lines."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scicomm_bot.app.diagnostics import Diagnosis, Diagnostic
from scicomm_bot.cli.terminal import Paint, hanging
from scicomm_bot.cli.views.posts import answer_lines, level_colour, waiver_lines
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import PaperAnswers
from scicomm_bot.domain.post import Level

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
        "asking": bool(diagnosis.asking),
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
    for group in _groups(diagnosis):
        begun = _has_answers(group, diagnosis)
        for problem in group:
            others = on_posts[_said(problem)] - 1
            yield from _problem_lines(problem, others, paint, brief=problem.rule in rules)
            if problem.open and problem.key is not None:
                yield from _how_to_answer(problem, begun=begun)
                begun = True
            rules.add(problem.rule)
        yield ""
    yield from _summary(diagnosis)
    if asking := diagnosis.asking:
        wait = "post waits" if len(asking) == 1 else "posts wait"
        yield f"{len(asking)} {wait} for an answer: `scicomm-bot approve`"


def _has_answers(group: Sequence[Diagnostic], diagnosis: Diagnosis) -> bool:
    """Whether the file has answers about the post of these problems already, so that a line is to go below them."""
    if diagnosis.edition is None:
        return False
    papers = diagnosis.edition.content.papers
    given = {post_id(paper.id, finding.id): finding.answers for paper in papers for finding in paper.findings}
    for paper in papers:
        given |= {post_id(paper.id, name): getattr(paper.answers, name) for name in PaperAnswers.model_fields}
    return any(given.get(problem.id or "") for problem in group)


def _how_to_answer(problem: Diagnostic, *, begun: bool) -> Iterator[str]:
    """Yield the line that answers a question, whole, to be pasted: a second `answers:` would be one too many."""
    name = (problem.id or "").rpartition("/")[2]
    of_paper = name in PaperAnswers.model_fields
    where = f"`{name}:` in the paper's `answers:`" if of_paper else "`answers:` of the finding"
    if begun:
        yield f"    To answer it as well, put this line below {where}:"
        yield f'      {problem.key}: "..."'
        return
    line = f'{{"{problem.key}": "..."}}'
    yield f"    To answer it, put this at the {'paper' if of_paper else 'finding'}, with your words for the dots:"
    yield f"      answers: {f'{{{name}: {line}}}' if of_paper else line}"


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
    if told:
        yield f"{counted(diagnosis.posts, 'post')} checked: {', '.join(told)}."
        return
    yield from hanging("", f"{counted(diagnosis.posts, 'post')} checked, nothing found. {_LOOKED_FOR}")
    yield from hanging("", _NO_PROMISE)
