"""Asks a person at a terminal what is open about posts."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from zoneinfo import ZoneInfo

from scicomm_bot.app.answering import Question
from scicomm_bot.app.beside import beside
from scicomm_bot.cli.options import one_line
from scicomm_bot.cli.terminal import Paint, hanging, paint_for_stdout, print_lines
from scicomm_bot.cli.views.approving import evidence_lines
from scicomm_bot.cli.views.posts import post_lines, remark_lines
from scicomm_bot.domain.answer import counts, too_short
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.plan import PostState

AGAIN = "="
"""What a person types to give the last answer again."""

_NOTHING_RECORDED = "nothing was recorded"


def at_terminal() -> bool:
    """Whether a person can be asked: both streams are a terminal's."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


class Dialogue:
    """One person at one terminal."""

    def __init__(
        self,
        read: Callable[[str], str] | None = None,
        show: Callable[[Iterable[str]], None] = print_lines,
        paint: Paint | None = None,
    ) -> None:
        """Make a dialogue.

        Args:
            read: Shows a prompt and returns the line that was typed; None for this process's terminal.
            show: Shows lines.
            paint: Colours; None for what standard output takes.
        """
        self._read = read or _read_line
        self._show = show
        self._paint = paint or paint_for_stdout()

    def name(self) -> str | None:
        """Ask for the person's name; None where they give none."""
        while True:
            if not (typed := self._typed("Your name, as it is to stand in approved.yaml: ")):
                return None
            if (name := self._as_line(typed)) is not None:
                return name

    def ask(self, question: Question) -> str | None:
        """Put an open question, and return an answer that counts; None where the person leaves the post."""
        if question.first:
            self._show(self._post_lines(question))
        self._show(self._question_lines(question))
        while True:
            typed = self._typed("> ")
            if not typed:
                self._show(["  Left as it is.", ""])
                return None
            if typed == AGAIN and question.last is not None:
                return question.last
            answer = self._as_line(typed)
            if answer is not None and counts(answer):
                self._show([""])
                return answer
            if answer is not None:
                self._show(hanging("  ", f"That {too_short(answer)}. An empty line leaves the post."))

    def _typed(self, prompt: str) -> str:
        """Return what is typed; ^C ends the command, which records only once everything is asked."""
        try:
            return self._read(prompt).strip()
        except KeyboardInterrupt:
            self._show([""])
            raise KeyboardInterrupt(_NOTHING_RECORDED) from None
        except EOFError:  # ^D
            self._show([""])
            return ""

    def _as_line(self, typed: str) -> str | None:
        try:
            return one_line(typed)
        except ArgumentTypeError as error:
            self._show(hanging("  ", f"That {error}."))
            return None

    def _post_lines(self, question: Question) -> Iterator[str]:
        zone = ZoneInfo(question.content.schedule.timezone)
        where = PostState("held", Obstacle(ObstacleCode.ASKED, ""))
        yield from post_lines(question.post, where, self._paint, zone, upcoming=False, asks=False)
        post, content = question.post, question.content
        yield from evidence_lines(post, content, beside([post], content)[post.id])

    def _question_lines(self, question: Question) -> Iterator[str]:
        yield ""
        yield from remark_lines(question.remark, self._paint)
        if question.last is not None:
            yield from hanging("  last answer: ", question.last)
            yield from hanging("  ", f"Write why the post may stand; {AGAIN} gives that answer again.")
        else:
            yield from hanging("  ", "Write why the post may stand.")
        yield from hanging("  ", "An empty line leaves the post as it is.")
        yield from self._consequence(question)

    @staticmethod
    def _consequence(question: Question) -> Iterator[str]:
        """Say, at the first question of a post, that to answer is to approve."""
        if question.first:
            whose = f"in your name ({question.by})" if question.by else "in your name"
            count = len({remark.key for remark in question.post.open_questions})
            answering = "Answering" if count == 1 else f"Answering all {count} questions about it"
            yield from hanging("  ", f"{answering} approves the post {whose}.")


def _read_line(prompt: str) -> str:
    import readline  # noqa: F401, PLC0415 - `input` edits lines by it; who is asked nothing need not load it

    return input(prompt)
