"""A person's answers to open questions, given with `approve`: on the command line, or when they are asked."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition
from scicomm_bot.approval import Approvals, ApprovalState, approval_states, last_answer, with_answers
from scicomm_bot.domain.answer import counts, too_short
from scicomm_bot.domain.history import History
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post, Remark
from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.errors import NotFoundError, ScicommError, listed, near
from scicomm_bot.fidelity import rule_ids

Given = Sequence[tuple[str, str]]
"""Answers: each a rule's id or a question's key, and the words."""


@dataclass(frozen=True, slots=True)
class Question:
    """An open question, put to a person.

    Attributes:
        post: What it is about.
        content: The file that the post is from.
        remark: The question.
        last: The answer that was given last to a question of this rule about this post, or None.
        first: Whether it is the first that is asked about the post.
        by: Who is asked, and in whose name the post is approved; empty where that is not known.
    """

    post: Post
    content: Content
    remark: Remark
    last: str | None
    first: bool
    by: str = ""


Ask = Callable[[Question], str | None]
"""Asks a person, and returns an answer that counts; None where they leave the post."""
AskAbout = Callable[[Post, str], Post]
"""Asks a person, by name, all that is open about a post, and returns the post with the answers."""


def waiting(desk: Desk, edition: Edition) -> list[str]:
    """Return the posts that wait for an answer, by their ids: not those that are out, or that a person rejected."""
    states = approval_states(edition.posts, edition.content, desk.approvals())
    posts, history = with_answers(edition.posts, states), desk.history(edition.posts)
    both = zip(posts, states, strict=True)
    return [post.id for post, state in both if post.only_asking and is_to_be_said(post, state, history)]


def is_to_be_said(post: Post, state: ApprovalState, history: History) -> bool:
    """Whether somebody is still to say what becomes of a post: it is not out, and nobody has rejected it."""
    return state.state != "rejected" and not is_out(post, history)


def is_out(post: Post, history: History) -> bool:
    """Whether a post went out, also where it was withdrawn since."""
    last = history.latest.get(post.id)
    return last is not None and last.state is PublicationState.POSTED


def refuse_odd(given: Given, posts: Sequence[Post]) -> None:
    """Refuse answers to what is not asked about these posts.

    Raises:
        NotFoundError: an answer names no rule.
        ScicommError: it is too short, or given twice; or its rule asks nothing here, asks about several posts, or has
            another answer in the file.
    """
    if twice := [name for name, count in Counter(name for name, _ in given).items() if count > 1]:
        raise ScicommError(f"--answer {twice[0]}: is given twice; give one answer")
    for name, answer in given:
        if not counts(answer):
            raise ScicommError(f"--answer {name}: it {too_short(answer)}")
        _refuse_unknown(name.partition("/")[0])
        asked = [(post, remark) for post in posts for remark in post.questions if _is_to(name, remark)]
        if not asked:
            raise ScicommError(f"--answer {name}: {_what_is_asked(name, posts)}")
        about = dict.fromkeys(post.id for post, _ in asked)
        if "/" not in name and len(about) > 1:
            raise ScicommError(f"--answer {name}: it asks about {listed([*about])}; answer for one post at a time")
        for post, remark in asked:
            if remark.answer is not None and remark.answered_by is None and remark.answer != answer:
                raise ScicommError(
                    f"--answer {name}: {post.place} has an answer to {remark.key} already; change it there"
                )


def _refuse_unknown(rule_id: str) -> None:
    if rule_id not in (known := rule_ids()):
        meant = near(rule_id, known)
        hint = f"did you mean {meant}?" if meant else "`scicomm-bot check` names the rule of each question"
        raise NotFoundError(f"--answer {rule_id}: there is no rule {rule_id!r}; {hint}")


def _what_is_asked(name: str, posts: Sequence[Post]) -> str:
    rule_id = name.partition("/")[0]
    whom = posts[0].id if len(posts) == 1 else "these posts"
    same = [remark.key for post in posts for remark in post.questions if remark.rule == rule_id and remark.key]
    if same:
        return f"that question is not asked about {whom}; {rule_id} asks {listed(same)}"
    open_here = [*dict.fromkeys(remark.rule for post in posts for remark in post.open_questions)]
    return f"{rule_id} asks nothing about {whom}; {f'open is {listed(open_here)}' if open_here else 'nothing is open'}"


def _is_to(name: str, remark: Remark) -> bool:
    return name in {remark.key, remark.rule}


def answered_by_hand(post: Post, given: Given, by: str) -> Post:
    """Return a post with these answers; what is answered so already stays as it is. A key goes before its rule."""
    return replace(post, remarks=tuple(_answered(remark, given, by) for remark in post.remarks)) if given else post


def _answered(remark: Remark, given: Given, by: str) -> Remark:
    words = dict(given)
    answer = words.get(remark.key or "", words.get(remark.rule)) if remark.key is not None else None
    return remark if answer is None or answer == remark.answer else remark.answered(answer, by)


def ask_with(ask: Ask, content: Content, approvals: Approvals) -> AskAbout:
    """Return what asks a person about one post, question after question, until all are answered or the post is left."""

    def about(post: Post, by: str) -> Post:
        answered = post
        for number, remark in enumerate(post.open_questions):
            if remark not in answered.open_questions:  # the same question, answered before
                continue
            last = _last(remark, post, content, approvals)
            answer = ask(Question(answered, content, remark, last, first=number == 0, by=by))
            if answer is None:
                return post
            answered = answered_by_hand(answered, [(remark.key or "", answer)], by)
        return answered

    return about


def _last(remark: Remark, post: Post, content: Content, approvals: Approvals) -> str | None:
    """Return the last answer to a question of the same rule: from the last approval, or left over in the file."""
    last = last_answer(approvals, post.id, remark.rule)
    return last.answer if last is not None else next(_left_over(remark.rule, post, content), None)


def _left_over(rule_id: str, post: Post, content: Content) -> Iterator[str]:
    for paper in content.papers:
        for finding in paper.findings if paper.id == post.paper_id else ():
            if post_id(paper.id, finding.id) == post.id:
                for key, answer in finding.answers.items():
                    if key.partition("/")[0] == rule_id and counts(answer):
                        yield answer


def what_is_open(post: Post) -> str:
    """Return why a post is left whose questions are open."""
    asking = [*dict.fromkeys(remark.rule for remark in post.open_questions)]
    count = len({remark.key for remark in post.open_questions})
    questions = "an open question" if count == 1 else f"{count} open questions"
    return f"has {questions} ({listed(asking)} {'asks' if len(asking) == 1 else 'ask'})"


def how_to_answer(post: Post, by: str) -> str:
    """Return the command that answers the open questions of a post."""
    rules = Counter(remark.rule for remark in post.questions)
    names = dict.fromkeys(one.rule if rules[one.rule] == 1 else one.key for one in post.open_questions)
    command = " ".join(f'--answer {name}="..."' for name in names)
    return f"scicomm-bot approve {post.id} --by {shlex.quote(by)} {command}"
