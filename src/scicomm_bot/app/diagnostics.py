"""Everything that is wrong with the file, the templates and the posts: what `check` finds."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scicomm_bot.app.answering import is_out, is_to_be_said
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition
from scicomm_bot.app.scope import Scope
from scicomm_bot.approval import Approvals, ApprovalState, approval_states, asked, with_answers
from scicomm_bot.content import Document, uncollected
from scicomm_bot.content.contact import reply_by
from scicomm_bot.content.file_pause import until_of
from scicomm_bot.domain.history import History
from scicomm_bot.domain.ids import paper_id_of
from scicomm_bot.domain.post import Level, Post
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.domain.timing import moment_text
from scicomm_bot.errors import ContentError, Problem, near
from scicomm_bot.fidelity import Rule
from scicomm_bot.fidelity.drafts import is_ready
from scicomm_bot.fidelity.extra_rules import (
    APPROVED_FILE,
    DEARER,
    EDITED_AFTER_POSTING,
    FILE,
    INCLUDE,
    MOMENT,
    REPLY_BY,
    SCHEDULE,
    UNAPPROVED,
    UNDEFINED_VARIABLE,
    unrendered,
)
from scicomm_bot.medium.length import in_short, urls
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan.moments import zone_named
from scicomm_bot.plan.notes import moment_notes, schedule_notes
from scicomm_bot.render import Templates, given_to
from scicomm_bot.render.templates import VARIABLES


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that `check` found: where, how bad, in what words; and why a person waived it, if one did.

    `brief` is the message without why it matters; None where there is no shorter one. A question has its `key`, and
    its `answer` where there is one; it is `open` where a person is to answer it. What is of no post has its `files`;
    what compares a post with another has that one's id in `other`.
    """

    place: str
    level: Level
    rule: str
    id: str | None
    message: str
    waived: str | None = None
    brief: str | None = None
    key: str | None = None
    answer: str | None = None
    open: bool = False
    files: tuple[Path, ...] = ()
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong.

    Attributes:
        edition: What was looked at; None where the file cannot be read at all.
        diagnostics: What was found, in the order of the file, then of the posts.
        in_file: How many of them are of the file itself.
        scope: The files that were asked about; None for all.
    """

    edition: Edition | None
    diagnostics: Sequence[Diagnostic]
    in_file: int = 0
    scope: Scope | None = None

    @property
    def posts(self) -> int:
        """How many posts were looked at."""
        if self.edition is None or self.scope is None:
            return len(self.edition.posts) if self.edition is not None else 0
        papers = self.scope.papers(self.edition.document)
        return sum(post.paper_id in papers for post in self.edition.posts)

    @property
    def file_is_sound(self) -> bool:
        """Whether nothing is wrong with the file itself."""
        return not self.in_file

    @property
    def blocking(self) -> bool:
        """Whether any of it blocks."""
        return any(one.level is Level.ERROR for one in self.diagnostics)

    @property
    def asking(self) -> Sequence[str]:
        """The posts that wait for an answer and for nothing else, by their ids.

        They are not out, no person rejected them, and they have no error: one that has cannot be approved.
        """
        wrong = {one.id for one in self.diagnostics if one.level is Level.ERROR and one.rule != UNAPPROVED.id}
        asked = dict.fromkeys(one.id for one in self.diagnostics if one.open and one.id is not None)
        return [one for one in asked if one not in wrong]


def diagnose(desk: Desk, *, approved: bool = False, online: bool = False, scope: Scope | None = None) -> Diagnosis:
    """Return what is wrong with the file, the templates and the posts.

    Args:
        desk: What to look at.
        approved: Also tell which posts are not what a person approved.
        online: Look the papers up at Crossref; what stops a live post blocks.
        scope: Tell only what concerns these files; None for all.
    """
    with uncollected():
        found = _diagnose(desk, approved=approved, online=online)
    return found if scope is None else _within(found, scope)


def _within(found: Diagnosis, scope: Scope) -> Diagnosis:
    """Return what of a diagnosis concerns some files; where no post could be made at all, the reason concerns all."""
    if found.edition is None:
        return found
    document = found.edition.document
    papers = scope.papers(document)
    told = [one for one in found.diagnostics if scope.whole or _concerns(one, papers, scope)]
    left = [
        Diagnostic(str(path), Level.WARNING, INCLUDE.id, None, why, files=(path,))
        for path, why in scope.left_out(document)
    ]
    in_file = sum(one.rule == FILE.id for one in told)
    return Diagnosis(found.edition, [*told, *left], in_file, scope)


def _concerns(one: Diagnostic, papers: Container[str], scope: Scope) -> bool:
    if one.id is None:
        return any(map(scope.has, one.files))
    return paper_id_of(one.id) in papers or (one.other is not None and paper_id_of(one.other) in papers)


def _diagnose(desk: Desk, *, approved: bool, online: bool) -> Diagnosis:
    try:
        document, wrong = desk.examine()
    except ContentError as error:
        document, wrong = None, [*error.problems]
    undefined = _undefined(desk.templates, document)
    notes = document.notes if document is not None else ()
    found = [*_of(FILE, wrong), *_of(INCLUDE, notes), *_of(UNDEFINED_VARIABLE, undefined)]
    now = desk.clock.now()
    if document is not None and not wrong:
        found += _of_schedule(document, now)
    if document is None:
        return Diagnosis(None, found, len(wrong))
    found += _of(REPLY_BY, _too_late(document, desk.clock.now()))
    looked_up = desk.lookups.look_up(document.content.papers) if online else None
    edition = desk.edition(document, looked_up=looked_up, live=online)
    history, asks = desk.history(edition.posts), any(post.asking for post in edition.posts)
    said = desk.approvals()
    approvals = said if approved or asks else Approvals(desk.approved_file)
    states = approval_states(edition.posts, edition.content, approvals)
    posts = with_answers(edition.posts, states)
    waiting = [is_to_be_said(post, state, history) for post, state in zip(posts, states, strict=True)]
    moments = moment_notes(edition.posts, edition.content, history, now)
    found += [_of_post(post, MOMENT, why) for post, why in moments]
    found += [*_remarked(posts, undefined, waiting), *_edited(posts, history), *_dearer(posts, said, history)]
    if approved and approvals.broken:
        found += _of(APPROVED_FILE, approvals.broken)
    elif approved:
        found += _unapproved(posts, states, history)
    return Diagnosis(edition, found, len(wrong))


def _too_late(document: Document, now: datetime) -> Iterator[Problem]:
    """Yield that the time is over until which answers are asked for, if it is."""
    asked_until = reply_by(document.content, now)
    if asked_until is not None and asked_until.until <= now:
        what = "is over; write until when you ask for answers now, or leave it out"
        yield Problem(document.place("contact", "reply_by"), f"contact.reply_by: {asked_until.day} {what}")


def _undefined(templates: Templates, document: Document | None) -> list[Problem]:
    """Return the names that templates use and are not given, each with its place.

    A template is checked for the posts of the document that it makes; one that none uses, for all.
    """
    given_to_each = given_to(document.content) if document is not None else {}
    problems = []
    for template in templates.names():
        given = given_to_each.get(template, VARIABLES)
        for place, name in templates.undeclared(template, given):
            meant = near(name, given)
            hint = f"did you mean {meant!r}?" if meant else f"given are {', '.join(sorted(given))}"
            problems.append(Problem(place, f"{name!r} is not given to a template; {hint}"))
    return problems


def _of(rule: Rule, problems: Iterable[Problem]) -> Iterator[Diagnostic]:
    for problem in problems:
        files = tuple(place.path for place in (problem.place, problem.other) if place is not None)
        yield Diagnostic(str(problem.place or ""), rule.level, rule.id, None, problem.message, files=files)


def _of_schedule(document: Document, now: datetime) -> Iterator[Diagnostic]:
    """Return what is to be noted of the schedule, and of a pause that holds nothing any more."""
    for where, text in schedule_notes(document.content.schedule, now):
        place = document.place("schedule", *where)
        level = Level.WARNING if where[0] == "slots" else SCHEDULE.level
        yield Diagnostic(str(place), level, SCHEDULE.id, None, f"schedule: {text}", files=(document.path,))
    pause, zone = document.content.pause, zone_named(document.content.schedule.timezone)
    if pause is not None and pause.until is not None and (ended := until_of(pause.until, now, zone)) <= now:
        text = f"pause: it is over since {moment_text(ended, zone)}, so posts go out; delete it, or write a later end"
        place = document.place("pause", "until")
        yield Diagnostic(str(place), SCHEDULE.level, SCHEDULE.id, None, text, files=(document.path,))


def _of_post(post: Post, rule: Rule, message: str) -> Diagnostic:
    return Diagnostic(post.place, rule.level, rule.id, post.id, message)


def _unapproved(posts: Sequence[Post], states: Sequence[ApprovalState], history: History) -> Iterator[Diagnostic]:
    """Posts still to come that are not what a person approved, or about which a question is open."""
    for post, state in zip(posts, states, strict=True):
        obstacle = state.obstacle or asked(post)
        if obstacle is not None and is_ready(post) and not is_out(post, history):
            yield _of_post(post, UNAPPROVED, obstacle.text(post.id))


def _remarked(posts: Sequence[Post], undefined: Sequence[Problem], waiting: Sequence[bool]) -> Iterator[Diagnostic]:
    """What the rules say of the posts; a template's fault is told once, not for each post made from it.

    `waiting` says of each post, in order, whether somebody is still to say what becomes of it.
    """
    places, failures = {problem.place for problem in undefined}, set[Problem]()
    for post, waits in zip(posts, waiting, strict=True):
        remarks, failure = post.remarks, post.failure
        if failure is not None and (failure.place in places or failure in failures):
            remarks = tuple(remark for remark in remarks if remark != unrendered(failure))
        elif failure is not None:
            failures.add(failure)
        for remark in remarks:
            place = remark.place or post.place
            about = (remark.message, remark.waived, remark.brief, remark.key, remark.answer)
            yield Diagnostic(
                place, remark.level, remark.rule, post.id, *about, open=waits and remark.is_open, other=remark.other
            )


def _edited(posts: Sequence[Post], history: History) -> Iterator[Diagnostic]:
    """Posts whose text is another than what is out: nothing happens to what is out, and people should know."""
    corrected = {post.corrects for post in posts}
    for post in posts:
        last = history.latest.get(post.id)
        if last and last.state is PublicationState.POSTED and post.text and last.text_sha256 != post.text_sha256:
            out = f"is out already with another text ({last.address})"
            gone = f"was {last.withdrawn_text().rstrip('.')}, and had another text"
            told = post.id in corrected or last.withdrawn_at is not None
            remedy = (
                "" if told else f"; to put right what is out, write a finding with `corrects: {post.id.split('/')[1]}`"
            )
            message = f"{out if last.withdrawn_at is None else gone}; the change is not published{remedy}"
            yield _of_post(post, EDITED_AFTER_POSTING, message)


def _dearer(posts: Sequence[Post], approvals: Approvals, history: History) -> Iterator[Diagnostic]:
    """Posts still to come with a link, of which the text that a person approved, or that was tried last, had none."""
    for post in posts:
        if not post.has_link or not is_ready(post) or is_out(post, history):
            continue
        before = next((entry for one in (post.id, *post.was) if (entry := approvals.of.get(one)) is not None), None)
        last = history.latest.get(post.id)
        if before is not None and before.text != post.text:
            text, said = before.text, f"the text that {before.by} approved had none"
        elif before is None and last is not None and last.text != post.text:
            text, said = last.text, "the text that was tried last had none"
        else:
            continue
        if urls(text):
            continue
        linked = ", ".join(f"\u201c{in_short(url)}\u201d" for url in dict.fromkeys(urls(post.text)))
        price, more = usd(post.price_micro_usd), usd(post.link_micro_usd)
        now = f"X makes a link of {linked} now, and {said}; the post costs {price}, {more} more"
        yield _of_post(post, DEARER, f"{now}. If the link is not meant, put the text right")
