"""What comes next, as lines: at most eleven."""

import shlex
from collections.abc import Iterator, Mapping

from scicomm_bot.app.next_step import REJECTED, NextStep, Standing
from scicomm_bot.app.papers import needs_a_word
from scicomm_bot.cli.terminal import hanging, rows
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.obstacle import ObstacleCode

_LONGEST, _LONGEST_BESIDE_COUNTS = 300, 150
"""Of a problem, so many characters are told."""
_CHECK = ("check", "says what is wrong, and what to do")
_PREVIEW = ("preview", "shows how each post will read")
_STATUS = ("status", "shows what is out, what is next, and what needs you")
_ADD = ("add DOI", "writes a paper's file")
_NEXT = {
    Standing.NOTHING: (
        ("init", "makes it, with all that belongs to it"),
        ("init --example", "the same, with a paper to look at"),
    ),
    Standing.UNSET: (("init", "makes a posts.yaml here; then take SCICOMM_POSTS away"),),
    Standing.BROKEN: (_CHECK,),
    Standing.NO_PAPER: (_ADD, ("init --example", "brings a paper to look at")),
    Standing.MANY: (_CHECK, _STATUS),
    Standing.TROUBLE: (_STATUS,),
    Standing.WRONG: (_CHECK, _PREVIEW),
    Standing.UNAPPROVED: (_PREVIEW, ("approve", "takes your word for each post")),
    Standing.RUNNING: (_STATUS,),
    Standing.OUT: (_ADD, _STATUS),
}
_PUBLISH = (("doctor --online", "looks whether all is ready"), ("run", "publishes on schedule, until it is stopped"))
_REHEARSE = (("run", "rehearses the schedule: nothing is sent"),)
_TOLD_OF_UNLOOKED = (Standing.READY, Standing.RUNNING, Standing.TROUBLE)
"""Where nothing else comes first, a person is told what is missing before posts go live."""
_STATES = {
    "posted": "out",
    "pending": "ready",
    "unknown": "in flight",
    "refused": "refused by X",
    REJECTED: "rejected",
    ObstacleCode.FINDING: "with an error",
    ObstacleCode.ASKED: "with an open question",
    ObstacleCode.DRAFT: "still a draft",
    ObstacleCode.INCOMPLETE: "of a paper that is not complete",
    ObstacleCode.UNAPPROVED: "not approved",
    ObstacleCode.IMAGE: "with a picture that cannot be sent",
}
"""The states of posts as they stand behind a number, in the order in which they are told; others by their own words."""


def next_lines(step: NextStep) -> Iterator[str]:
    """Yield where a folder stands, and the commands that come next."""
    for line in _standing(step):
        yield from hanging("", line)
    yield ""
    yield "Next:"
    if step.standing is Standing.ABOVE:
        yield f"  cd {shlex.quote(str(step.file.parent))}"
    yield from rows([(f"scicomm-bot {words}", about) for words, about in _commands(step)])
    if step.standing is Standing.READY and not step.live:
        yield from hanging("", "To publish, write SCICOMM_DRY_RUN=false and the credentials into .env.")
    if step.unlooked and step.standing in _TOLD_OF_UNLOOKED:
        yield from hanging("", f"{needs_a_word(step.unlooked)}.")
    yield ""
    yield "All commands: scicomm-bot --help"


def _commands(step: NextStep) -> tuple[tuple[str, str], ...]:
    if step.standing is Standing.READY:
        return _PUBLISH if step.live else _REHEARSE
    return _NEXT.get(step.standing, ())


def _standing(step: NextStep) -> Iterator[str]:
    match step.standing:
        case Standing.NOTHING:
            yield f"There is no {step.file} in this folder yet."
        case Standing.ABOVE:
            yield f"There is no {step.file.name} in this folder, but one in a folder above."
        case Standing.UNSET:
            yield f"{step.file}: no such file, and SCICOMM_POSTS names it."
        case Standing.BROKEN:
            yield from _problems(step)
            if step.counts:
                yield f"Of other papers: {counted(sum(step.counts.values()), 'post')}: {_told(step.counts)}."
        case Standing.NO_PAPER:
            yield f"{step.file} is there, and has no paper yet."
        case Standing.MANY:
            yield from _problems(step) if step.problems else ()
            drafts = step.counts.get(ObstacleCode.DRAFT, 0)
            yield f"{_all(step, step.counts['posts'])}{f': {drafts} {_STATES[ObstacleCode.DRAFT]}' if drafts else ''}."
        case _:
            yield f"{_all(step, sum(step.counts.values()))}: {_told(step.counts)}."
            yield from _service(step)
            if step.counts.get(ObstacleCode.DRAFT):
                yield "Write the text of each draft for readers, and take its line `draft: true` away."


def _problems(step: NextStep) -> Iterator[str]:
    """Yield the first problem, and how many more there are."""
    said = str(step.problems[0]) if step.problems else f"{step.file}: cannot be used"
    most = _LONGEST_BESIDE_COUNTS if step.counts else _LONGEST
    yield said if len(said) <= most else f"{said[:most]}..."
    if len(step.problems) > 1:
        yield f"and {counted(len(step.problems) - 1, 'more problem')}"


def _all(step: NextStep, posts: int) -> str:
    return f"{counted(posts, 'post')} about {counted(step.papers, 'paper')}"


def _told(counts: Mapping[str, int]) -> str:
    """Say how many posts are where."""
    names = [name for name in (*_STATES, *(one for one in counts if one not in _STATES)) if counts.get(name)]
    return ", ".join(f"{counts[name]} {_STATES.get(name) or f'held ({ObstacleCode(name).words})'}" for name in names)


def _service(step: NextStep) -> Iterator[str]:
    match step.standing:
        case Standing.TROUBLE:
            yield "Something needs a person now."
        case Standing.RUNNING:
            yield "The service is running." if step.live else "The service is running; as things are set, it rehearses."
        case Standing.READY:
            yield "No service is running here." if step.live else "No service is running. This is a dry run."
