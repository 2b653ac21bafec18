"""What `doctor` examines: each examination stands alone and may fail alone; what several need is read once."""

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.supervision import APPROVAL_IS_OFF, RETRACTION_CHECK_IS_OFF
from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.health import Source
from scicomm_bot.domain.timeline import CannotReadTimeline, TimelineRead
from scicomm_bot.errors import LedgerError, ScicommError
from scicomm_bot.medium.prices import READ_OWN_POST_MICRO_USD, usd

if TYPE_CHECKING:
    from scicomm_bot.app.diagnostics import Diagnosis
    from scicomm_bot.app.edition import Edition
    from scicomm_bot.domain.paper import AccountStatement

NEWEST = 20
"""How many posts are read where the ledger has no id to begin at; each costs an owned read."""
BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows an earlier time is wrong: the program is younger."""
_SHOWN = 5
"""How many posts that the ledger does not know are shown."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What one examination found: `trouble` is None where all is well, else the thing and the remedy."""

    about: str
    said: str
    trouble: str | None = None


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
        return [_examined("service", self._service)]

    def offline(self) -> Sequence[Examination]:
        """Examine what can be seen without a network."""
        examinations: Mapping[str, Callable[[], Examination]] = {
            "mode": self._mode,
            "clock": self._clock,
            "zones": self._zones,
            "content": self._content,
            "approval": self._approval,
            "account_rules": self._account_rules,
            "ledger": self._ledger,
            "retractions": self._retractions,
            "credentials": self._credentials,
        }
        return [_examined(name, examine) for name, examine in examinations.items()]

    def online(self, *, resume: bool) -> Iterator[Examination]:
        """Look the papers up, ask X who we are and for the newest own posts, and end pauses that this shows to be over.

        With `resume`, a person has looked: all pauses end that do not end by themselves.
        """
        access = Access.CHANGE if not self._desk.live else Access.MAKE
        with self._open_desk(False, Access.CHANGE) as desk:  # noqa: FBT003 - not a rehearsal
            yield _examined("papers", lambda: self._papers(desk))
        try:
            with self._open_desk(False, access) as desk:  # noqa: FBT003 - as above
                yield from self._x(desk, resume=resume)
        except ScicommError as error:
            yield Examination("X", "", str(error))

    @cached_property
    def _diagnosis(self) -> "Diagnosis":
        from scicomm_bot.app.diagnostics import diagnose

        return diagnose(self._desk)

    @cached_property
    def _edition(self) -> "Edition":
        """The file and its posts, whatever is wrong with the ledger; raises ContentError where the file is wrong."""
        with suppress(LedgerError):
            if (edition := self._diagnosis.edition) is not None and self._diagnosis.file_is_sound:
                return edition
        with self._open_desk(False, Access.NONE) as desk:  # noqa: FBT003 - as above
            return desk.edition(desk.document())

    def _statement(self) -> "AccountStatement | None":
        return self._edition.content.account

    def _mode(self) -> Examination:
        return Examination(
            "mode", "live: posts go to X" if self._desk.live else "dry run: nothing is sent (SCICOMM_DRY_RUN)"
        )

    def _clock(self) -> Examination:
        now = self._desk.clock.now()
        trouble = None if now > BUILT_AFTER else "earlier than this program was made; set the machine's clock (NTP)"
        return Examination("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC", trouble)

    def _zones(self) -> Examination:
        zones = available_timezones()
        offset = ZoneInfo("Asia/Tehran").utcoffset(datetime(2026, 6, 1, tzinfo=UTC))
        trouble = None if zones and offset else "no time-zone data; install the package tzdata"
        return Examination("time zones", f"{len(zones)} known", trouble)

    def _content(self) -> Examination:
        from scicomm_bot.domain.post import Level

        blocking = sum(one.level is Level.ERROR for one in self._diagnosis.diagnostics)
        trouble = f"{blocking} blocking; run `scicomm-bot check`" if blocking else None
        said = f"{self._diagnosis.posts} posts in {self._desk.posts_file}, nothing blocks"
        return Examination("posts and templates", said, trouble)

    def _approval(self) -> Examination:
        from scicomm_bot.approval import approval_states

        approvals = self._desk.approvals()
        if approvals.broken or approvals.tampered:
            trouble = "; ".join(map(str, approvals.broken or approvals.tampered.values()))
            return Examination("approval", "", f"posts are held until this is mended: {trouble}")
        if not self._desk.supervision.approval:
            return Examination("approval", f"OFF: {APPROVAL_IS_OFF}")
        posts = self._edition.posts
        states = [one.state for one in approval_states(posts, self._edition.content, approvals)]
        return Examination(
            "approval", f"{states.count('approved')} of {len(posts)} posts are approved in {approvals.path}"
        )

    def _account_rules(self) -> Examination:
        from scicomm_bot.app import account_rules

        statement = self._statement()
        texts = account_rules.of_texts(self._edition.posts)
        lacks = account_rules.missing(statement, self._desk.posts_file)
        if lacks is None and statement is not None:
            return Examination("X's rules", f"{account_rules.signed(statement)}. {texts}")
        said = f"before posts go live: {lacks}. {texts}"
        return Examination("X's rules", said, lacks if self._desk.live else None)

    def _ledger(self) -> Examination:
        name = self._desk.ledger_name
        ledger = self._desk.ledger
        if ledger is None:
            return Examination("ledger", f"{name} does not exist yet; the first live post creates it")
        if damage := ledger.damage():
            return Examination("ledger", "", f"{name} cannot be relied on: {damage} (docs/operations.md)")
        with self._open_desk(False, Access.MAKE) as writing:  # noqa: FBT003 - it shows that it can be written, too
            account = writing.made_ledger.account()
        return Examination("ledger", f"{name} is sound; account {account.id if account else 'not known yet'}")

    def _retractions(self) -> Examination:
        if not self._desk.supervision.retraction_check:
            return Examination("retractions", f"OFF: {RETRACTION_CHECK_IS_OFF}")
        url, serves = self._desk.lookups.source
        return Examination("retractions", f"looked up at {url} before a live post; an answer serves {serves}")

    def _credentials(self) -> Examination:
        missing = self._desk.network.missing_credentials
        if not missing:
            unused = "" if self._desk.live else "; a dry run does not use them"
            return Examination("credentials", f"all four are set{unused}")
        if not self._desk.live:
            return Examination("credentials", f"not set ({', '.join(missing)}); a dry run needs none")
        return Examination("credentials", "", f"missing: {', '.join(missing)}; see docs/configuration.md")

    def _papers(self, desk: Desk) -> Examination:
        """Look each paper up; what a live post would stop at is wrong only where posts are live."""
        from scicomm_bot.app.papers import paper_line

        if not desk.supervision.retraction_check:
            return Examination("papers", f"OFF: {RETRACTION_CHECK_IS_OFF}")
        papers = self._edition.content.papers
        found = desk.lookups.look_up(papers, again=True)
        lines = {p.id: f"{p.id}: {paper_line(p, found[p.id].state, found[p.id].record)}" for p in papers}
        bad = [line for paper_id, line in lines.items() if found[paper_id].state.stops(live=True)]
        trouble = "; ".join(bad) if bad and desk.live else None
        return Examination("papers", "; ".join(lines.values()), trouble)

    def _x(self, desk: Desk, *, resume: bool) -> Iterator[Examination]:
        """Ask X who we are, read the own timeline, and then, if all that went well, end pauses of the account."""
        client = desk.network.client()
        account, bio = client.me_and_bio()
        yield Examination("X", f"{desk.network.api_url} knows the account as @{account.username} ({account.id})")
        yield self._bio(bio)
        if desk.ledger is None:
            yield Examination("timeline", "no live ledger yet, so there is nothing to compare with")
            return
        ledger = desk.made_ledger
        desk.network.adopt(account, ledger)
        _, publisher = desk.network.publisher(client, ledger)
        read = publisher.read_timeline(since_id=ledger.greatest_remote_id(account.id), newest=NEWEST)
        if isinstance(read, CannotReadTimeline):
            yield Examination("timeline", "", f"cannot be looked at: {read.reason}")
            return  # a pause stays: what X refuses here, it may refuse to a post
        ledger.note_success(Source.DOCTOR, desk.clock.now())
        yield timeline_examination(read, ledger.known_remote_ids(account.id, [post.remote_id for post in read.posts]))
        yield from self._pauses(desk, resume=resume)

    def _bio(self, bio: str) -> Examination:
        from scicomm_bot.app import account_rules

        trouble = account_rules.bio_trouble(self._statement(), bio)
        return Examination("bio", trouble or "it names the operator", trouble if self._desk.live else None)

    def _pauses(self, desk: Desk, *, resume: bool) -> Iterator[Examination]:
        """End the pauses that X's good answer shows to be over, or that a person has looked into."""
        from scicomm_bot.plan.state import pause_obstacle

        account = desk.made_ledger.account()
        if account is None:
            return
        for pause in (one for one in account.pauses if one.until is None):
            if resume or pause.cause is PauseCause.ACCOUNT_REFUSED:
                yield _ended(desk, account, pause)
                continue
            trouble = (
                f"{pause_obstacle(pause).message}. X's answers here do not show that this is over: look at the "
                "account, then run `scicomm-bot doctor --online --resume`"
            )
            yield Examination("pause", "", trouble)

    def _service(self) -> Examination:
        """Look for a live service of this machine, live or rehearsing: `run --live` goes by no setting."""
        now, host = self._desk.clock.now(), f"{socket.gethostname()}:"
        signs = []
        for rehearse in (False, True):
            with self._open_desk(rehearse, Access.READ) as desk:
                signs += desk.ledger.signs() if desk.ledger is not None else []
        seen = max((sign for sign in signs if sign.name.startswith(host)), key=lambda sign: sign.seen_at, default=None)
        if seen is None or not seen.alive(now):
            when = "never" if seen is None else f"last at {seen.seen_at.isoformat(timespec='seconds')}"
            return Examination("service", "", f"no sign of life ({when}); look at the log of `scicomm-bot run`")
        return Examination("service", f"alive, last seen at {seen.seen_at.isoformat(timespec='seconds')}")


def _examined(name: str, examine: Callable[[], Examination]) -> Examination:
    try:
        return examine()
    except ScicommError as error:
        return Examination(name, "", str(error))


def _ended(desk: Desk, account: Account, pause: Pause) -> Examination:
    desk.made_ledger.end_pause(account.id, pause, desk.clock.now())
    return Examination("pause", f"the pause is ended (it was: {pause.note})")


def timeline_examination(read: TimelineRead, known: Mapping[str, str]) -> Examination:
    """List the account's posts on X that are newer than all in the ledger: by people, or by a ledger that was lost."""
    count = len(read.posts)
    cost = f"{count} post{'s' if count != 1 else ''} read for {usd(count * READ_OWN_POST_MICRO_USD)}"
    foreign = [post for post in read.posts if post.remote_id not in known]
    if not foreign:
        return Examination("timeline", f"nothing there is newer than the ledger ({cost})")
    shown = "; ".join(f"{post.remote_id} \u201c{' '.join(post.text.split())[:40]}\u201d" for post in foreign[:_SHOWN])
    more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
    return Examination(
        "timeline",
        f"{len(foreign)} posts are newer than the ledger's newest: {shown}{more} ({cost}). If the bot made them, the "
        "ledger is an old one: restore a newer backup before posting",
    )
