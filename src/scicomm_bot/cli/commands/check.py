"""`scicomm-bot check`."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scicomm_bot.approval import Approvals, standings_of
from scicomm_bot.cli import explain, retractions, show, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.content import Document, examine, uncollected
from scicomm_bot.domain.history import History
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import ContentError, Problem, near
from scicomm_bot.fidelity import Rule, rule_ids
from scicomm_bot.fidelity.extra_rules import (
    APPROVED_FILE,
    EDITED_AFTER_POSTING,
    FILE,
    UNAPPROVED,
    UNDEFINED_VARIABLE,
    unrendered,
)
from scicomm_bot.render import Templates, given_to
from scicomm_bot.render.templates import VARIABLES
from scicomm_bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that `check` found: where, how bad, in what words; and why a person waived it, if one did."""

    place: str
    level: Level
    rule: str
    id: str | None
    message: str
    waived: str | None = None


def run(options: Namespace) -> int:
    """Find everything that is wrong; 1 if anything blocks. Or explain a rule."""
    if options.explain is not None:
        return explain.run(options.explain, as_json=options.json)
    settings = wiring.settings_with_warnings()
    if options.online:
        wiring.warn_if_not_looked_up(settings)
    with uncollected():
        count, problems = find_problems(settings, approved=options.approved, online=options.online)
    blocking = any(problem.level is Level.ERROR for problem in problems)
    if options.json:
        fields = [{name: getattr(problem, name) for name in Diagnostic.__slots__} for problem in problems]
        show.print_json({"posts": count, "blocking": blocking, "problems": fields})
    else:
        show.print_lines(lines_of(problems, count))
    return 1 if blocking else 0


def find_problems(settings: Settings, *, approved: bool = False, online: bool = False) -> tuple[int, list[Diagnostic]]:
    """Return how many posts there are, and what is wrong with the file, the templates and the posts.

    With `approved`, also which posts are not what a person approved; `online`, the papers are looked up at Crossref,
    and what stops a live post blocks.
    """
    templates = Templates(settings.templates)
    clock = SystemClock()
    try:
        document, wrong = examine(settings.posts, rules=rule_ids(), now=clock.now())
    except ContentError as error:
        document, wrong = None, [*error.problems]
    undefined = [*_undefined(templates, document)]
    problems = [*_told(FILE, wrong), *_told(UNDEFINED_VARIABLE, undefined)]
    if document is None:
        return 0, problems
    if online:
        ledger = wiring.ledger_to_change(settings, dry_run=False)
        looked = retractions.look(document.content.papers, ledger, settings, clock.now)
    else:
        ledger, looked = wiring.open_ledger(settings, dry_run=False, create=False), None
    posts = wiring.posts_of(document, settings, clock.now(), ledger, templates, looked=looked, live=online)
    history = wiring.history_of(ledger, posts, clock.now())
    problems += [*_remarked(posts, undefined), *_edited(posts, history)]
    if approved:
        problems += _unapproved(posts, document.content, wiring.approvals_of(settings), history)
    return len(posts), problems


def _unapproved(
    posts: Sequence[Post], content: Content, approvals: Approvals, history: History
) -> Iterator[Diagnostic]:
    """Posts still to come that are not what a person approved; a file that cannot be used is told once."""
    if approvals.broken:
        yield from _told(APPROVED_FILE, approvals.broken)
        return
    for post, verdict in zip(posts, standings_of(posts, content, approvals), strict=True):
        last = history.latest.get(post.id)
        out = last is not None and last.state is PublicationState.POSTED
        if verdict.detail is not None and not out:
            yield _told_of(post, UNAPPROVED, verdict.detail)


def _told(rule: Rule, problems: Iterable[Problem]) -> Iterator[Diagnostic]:
    for problem in problems:
        yield Diagnostic(str(problem.place or ""), rule.level, rule.id, None, problem.message)


def _told_of(post: Post, rule: Rule, message: str) -> Diagnostic:
    return Diagnostic(post.place, rule.level, rule.id, post.id, message)


def _remarked(posts: Sequence[Post], undefined: Sequence[Problem]) -> Iterator[Diagnostic]:
    """What the rules say of the posts; a template's fault is told once, not for each post made from it."""
    places, failures = {problem.place for problem in undefined}, set[Problem]()
    for post in posts:
        remarks, failure = post.remarks, post.failure
        if failure is not None and (failure.place in places or failure in failures):
            remarks = tuple(remark for remark in remarks if remark != unrendered(failure))
        elif failure is not None:
            failures.add(failure)
        for remark in remarks:
            yield Diagnostic(post.place, remark.level, remark.rule, post.id, remark.message, remark.waived)


def _undefined(templates: Templates, document: Document | None) -> Iterator[Problem]:
    """Names that templates are not given, each checked for the posts that it makes; one without a use, for all."""
    given_to_each = given_to(document.content) if document is not None else {}
    for template in templates.names():
        given = given_to_each.get(template, VARIABLES)
        for place, name in templates.undeclared(template, given):
            meant = near(name, given)
            hint = f"did you mean {meant!r}?" if meant else f"given are {', '.join(sorted(given))}"
            yield Problem(place, f"{name!r} is not given to a template; {hint}")


def _edited(posts: Sequence[Post], history: History) -> Iterator[Diagnostic]:
    """Posts whose text is another than what is out: nothing happens to what is out, and people should know."""
    for post in posts:
        last = history.latest.get(post.id)
        if last and last.state is PublicationState.POSTED and post.text and last.text_sha256 != post.text_sha256:
            message = f"is out already with another text ({last.address}); the change is not published"
            yield _told_of(post, EDITED_AFTER_POSTING, message)


def lines_of(problems: Sequence[Diagnostic], count: int) -> Iterator[str]:
    """Yield one entry for each problem, and a line that counts them; what stops a whole paper is told once."""
    on_papers = Counter(problem.message for problem in problems if problem.rule == retractions.RETRACTED)
    told_of: set[str] = set()
    for problem in problems:
        if problem.message in told_of:
            continue
        others = on_papers[problem.message] - 1
        if others > 0:
            told_of.add(problem.message)
        about = f"{problem.id}{f' and {others} more' * (others > 0)}: " if problem.id else ""
        rule = f"{problem.rule}, waived" if problem.waived else problem.rule
        yield from show.hanging("", f"{problem.place}: {problem.level} {rule}: {about}{problem.message}")
        if problem.waived:
            yield from show.waiver_lines(problem.waived)
    counts = [(level, sum(problem.level is level and not problem.waived for problem in problems)) for level in Level]
    words = {Level.ERROR: "blocking", Level.WARNING: "to look at", Level.INFO: "to know"}
    told = [f"{number} {words[level]}" for level, number in counts if number]
    if waived := sum(problem.waived is not None for problem in problems):
        told.append(f"{waived} waived")
    yield f"{count} post{'s' if count != 1 else ''} checked: {', '.join(told) or 'all is well'}."
