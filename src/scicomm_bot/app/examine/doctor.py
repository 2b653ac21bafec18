"""The order in which things are examined.

The examinations are imported where they are made: `doctor --service` wants a ledger alone, and is asked each minute.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.examine.examination import Examination, examined
from scicomm_bot.errors import ScicommError

if TYPE_CHECKING:
    from scicomm_bot.app.examine.subject import Subject


class Doctor:
    """Examines all that posting needs, for a desk that reads the live ledger."""

    def __init__(self, desk: Desk, open_desk: Callable[[bool, Access], Desk]) -> None:
        """Make a doctor.

        Args:
            desk: What is examined.
            open_desk: Opens another desk on the same settings: for a rehearsal or not, and with which access.
        """
        self._desk = desk
        self._open_desk = open_desk

    def service(self) -> Sequence[Examination]:
        """Look for a live service of this machine alone."""
        from scicomm_bot.app.examine import alive

        return [examined("service", lambda: alive.service(self._desk, self._open_desk))]

    def offline(self) -> Sequence[Examination]:
        """Examine what can be seen without a network."""
        from scicomm_bot.app.examine import content, machine, network
        from scicomm_bot.app.examine.ledger import ledger
        from scicomm_bot.app.examine.secrets import secrets

        desk, subject = self._desk, self._subject
        examinations: dict[str, Callable[[], Examination]] = {
            "mode": self._mode,
            "clock": lambda: machine.clock(desk.clock.now()),
            "time zones": machine.time_zones,
            "posts and templates": lambda: content.posts(subject),
            "templates": lambda: content.templates(desk),
            "approval": lambda: content.approval(subject),
            "questions": lambda: content.questions(subject),
            "X's rules": lambda: content.rules_of_x(subject),
            "prices": self._prices,
            "ledger": lambda: ledger(subject),
            "retractions": lambda: network.retractions(subject),
            "credentials": lambda: network.credentials(desk),
            "secrets": lambda: secrets(desk),
            "encryption": lambda: network.encryption(desk),
        }
        return [examined(about, examine) for about, examine in examinations.items()]

    def online(self, *, resume: bool) -> Iterator[Examination]:
        """Look the papers up, ask X who we are and for the newest own posts, and end pauses that this shows to be over.

        With `resume`, a person has looked: all pauses end that do not end by themselves, but those that a person made.
        """
        from scicomm_bot.app.examine import online

        subject = self._subject
        with subject.opened(Access.CHANGE) as desk:
            yield examined("papers", lambda: online.papers(subject, desk))
        try:
            with subject.opened(Access.CHANGE if not self._desk.live else Access.MAKE) as desk:
                yield from online.account(subject, desk, resume=resume)
        except ScicommError as error:
            yield Examination("X", "", str(error))

    @cached_property
    def _subject(self) -> "Subject":
        from scicomm_bot.app.examine.subject import Subject

        return Subject(self._desk, self._open_desk)

    def _prices(self) -> Examination:
        from scicomm_bot.medium.prices import PRICES_PAGE, usd

        prices, budget = self._desk.prices, self._desk.monthly_budget_micro_usd
        told = f"{prices.source}: a post {usd(prices.post)}, with a link {usd(prices.post_with_link)} ({PRICES_PAGE})"
        limit = "no SCICOMM_MONTHLY_BUDGET_USD" if budget is None else f"at most {usd(budget)} in a month (UTC)"
        return Examination("prices", f"{told}; {limit}")

    def _mode(self) -> Examination:
        return Examination(
            "mode", "live: posts go to X" if self._desk.live else "dry run: nothing is sent (SCICOMM_DRY_RUN)"
        )
