"""The desk: what a command or the service works with, made from the settings, each part once and when it is needed.

Nothing below `app` sees the settings. The rooms are imported inside the methods: `history` needs a ledger and nothing
else, and must not wait for the rules, the templates and tweepy.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from scicomm_bot.errors import LedgerError, Problem
from scicomm_bot.files import read_ordinary
from scicomm_bot.ledger import SqlLedger, is_postgres, open_ledger, try_to_make
from scicomm_bot.settings import DOTENV, Settings, secret_files

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from scicomm_bot.app.afresh import Afresh
    from scicomm_bot.app.asking import Asking
    from scicomm_bot.app.edition import Edition
    from scicomm_bot.app.file_pause import FilePause
    from scicomm_bot.app.heartbeat import Heartbeat
    from scicomm_bot.app.last_word import LastWord
    from scicomm_bot.app.lookups import Lookups
    from scicomm_bot.app.making import Maker
    from scicomm_bot.app.network import Network
    from scicomm_bot.app.supervision import Supervision
    from scicomm_bot.app.survey import Survey
    from scicomm_bot.approval import Approvals
    from scicomm_bot.approval.state import Known
    from scicomm_bot.bot import Bot, Clock, Opening, Publisher, StepResult
    from scicomm_bot.content import Document, Kept
    from scicomm_bot.domain.account import Pause
    from scicomm_bot.domain.history import History
    from scicomm_bot.domain.notice import RetractionRecord
    from scicomm_bot.domain.paper import Paper
    from scicomm_bot.domain.post import Post
    from scicomm_bot.medium.prices import Prices
    from scicomm_bot.notices.gate import LookedUp, Renewal
    from scicomm_bot.ping import Pinger
    from scicomm_bot.plan import Terms
    from scicomm_bot.registries.answers import CannotLookUp
    from scicomm_bot.render import Templates


_MOST_BYTES = 64_000_000


class Access(StrEnum):
    """What may be done with the ledger."""

    NONE = "none"
    """It is left alone, as if there were none."""

    READ = "read"
    """It is read, and changed in nothing."""
    CHANGE = "change"
    """It is written where it is; a missing one is not made."""
    MAKE = "make"
    """A missing one is made."""
    COPY = "copy"
    """As `CHANGE`, and one that was moved to another place is opened, too."""


class Desk:
    """All that a command or the service works with, for one mode: live, or a rehearsal."""

    def __init__(
        self,
        settings: Settings,
        clock: "Clock",
        *,
        rehearse: bool,
        access: Access = Access.READ,
        on_notice: "Callable[[Paper, RetractionRecord], object]" = lambda _paper, _record: None,
    ) -> None:
        """Make a desk; nothing is opened yet.

        Args:
            settings: Taken apart here, and handed on to nobody.
            clock: The time.
            rehearse: Whether to work with the rehearsal's ledger, and to send nothing.
            access: What may be done with the ledger.
            on_notice: Called with each answer of Crossref's that has something new on record.
        """
        self._settings = settings
        self.clock = clock
        self.rehearse = rehearse
        self._access = access
        self._on_notice = on_notice
        self._ledger: SqlLedger | None = None
        self._opened = False
        self._opening: Opening | None = None
        self._templates: Templates | None = None
        self._kept: Kept | None = None
        self._maker: Maker | None = None
        self.news = 0
        """How often a file was found changed just before a post of it went out."""
        self._known: Known | None = None
        self._approved: tuple[bytes, Approvals] | None = None
        self._file_pause: FilePause | None = None
        self._lookups: Lookups | None = None
        self._network: Network | None = None

    def __enter__(self) -> Self:
        """Return the desk."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the ledger."""
        self.close()

    def close(self) -> None:
        """Let go of the ledger."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger, self._opened, self._opening = None, False, None

    # The settings, as far as they are not for one room alone

    @property
    def posts_file(self) -> Path:
        """The file with the papers."""
        return self._settings.posts

    @property
    def posts_are_set(self) -> bool:
        """Whether somebody named that file."""
        return "posts" in self._settings.model_fields_set

    @property
    def approved_file(self) -> Path:
        """The file with what people approved; it need not be there."""
        return self._settings.approved_file

    @property
    def kept_cards(self) -> Path:
        """The folder of the cards that people approved; it need not be there."""
        return self.approved_file.parent / "cards"

    @property
    def own_files(self) -> list[Path]:
        """The files that this program reads and writes itself, there or not: of a database, none."""
        ledgers = [self._settings.ledger_address(dry_run=dry_run) for dry_run in (False, True)]
        return [self.posts_file, self.approved_file, DOTENV, *(Path(one) for one in ledgers if "://" not in one)]

    @property
    def monthly_budget_micro_usd(self) -> int | None:
        """What may be spent in a month, in millionths of a US dollar, or None for no limit."""
        return self._settings.monthly_budget_micro_usd

    @property
    def prices(self) -> "Prices":
        """What calls cost: X's prices, and the operator's own in their place."""
        return self._settings.price_list()

    @property
    def live(self) -> bool:
        """Whether posts go out for real as things are set; a rehearsal can be asked for all the same."""
        return not self._settings.dry_run

    @property
    def log_format(self) -> str:
        """`text` or `json`."""
        return self._settings.log_format

    @property
    def secrets(self) -> list[str]:
        """What must never be shown."""
        return self._settings.secrets()

    @property
    def secret_files(self) -> list[Path]:
        """The files that hold secrets."""
        return secret_files()

    @property
    def supervision(self) -> "Supervision":
        """What keeps a wrong post from going out live."""
        from scicomm_bot.app.supervision import Supervision

        return Supervision(self._settings.require_approval, self._settings.retraction_check)

    @property
    def lookups(self) -> "Lookups":
        """What knows whether papers still stand."""
        from scicomm_bot.app.lookups import Lookups

        if self._lookups is None:
            self._lookups = Lookups(self._settings, self.clock, lambda: self.ledger, self._on_notice)
        return self._lookups

    @property
    def network(self) -> "Network":
        """X, as the account of the credentials sees it."""
        from scicomm_bot.app.network import Network

        if self._network is None:
            self._network = Network(self._settings, self.clock)
        return self._network

    def pinger(self, tell: "Callable[[str | None], object]") -> "Pinger | None":
        """Return what calls the dead man's switch; None where none is set.

        Args:
            tell: Called after each call, in its thread, with what went wrong, or None.
        """
        if self._settings.ping_url is None:
            return None
        from scicomm_bot import __version__
        from scicomm_bot.ping import Pinger

        return Pinger(self._settings.ping_url.get_secret_value(), version=__version__, tell=tell)

    # The ledger

    @property
    def heartbeat(self) -> "Heartbeat":
        """The sign of life of this machine's services on the ledger, which need not be reached for it."""
        from scicomm_bot.app.heartbeat import Heartbeat

        name = self.ledger_name
        return Heartbeat(name if is_postgres(name) else str(Path(name).absolute()))

    @property
    def ledger_name(self) -> str:
        """How messages call the ledger."""
        return self._settings.ledger_name(dry_run=self.rehearse)

    @property
    def ledger_hosts_in_the_clear(self) -> list[str]:
        """The hosts of the ledger that may be spoken to without encryption; none for a state file.

        Raises:
            LedgerError: the address cannot be read.
        """
        address = self._settings.ledger_address(dry_run=self.rehearse)
        if not is_postgres(address):
            return []
        from scicomm_bot.ledger.encryption import hosts_in_the_clear

        return hosts_in_the_clear(address)

    @property
    def ledger(self) -> SqlLedger | None:
        """The ledger, opened when it is first asked for; None where it is missing and may not be made.

        Raises:
            LedgerError: it cannot be used.
        """
        if not self._opened:
            self._ledger = self._open_ledger()
            self._opened = True
        return self._ledger

    def _open_ledger(self) -> SqlLedger | None:
        if self._access is Access.NONE:
            return None
        if self._access in {Access.CHANGE, Access.COPY} and not self._is_there():
            return None
        address = self._settings.ledger_address(dry_run=self.rehearse)
        ledger = open_ledger(address, create=self._access is not Access.READ, now=self.clock.now())
        if ledger is not None and self._access in {Access.CHANGE, Access.MAKE}:
            self._refuse_moved(ledger)
        return ledger

    def _refuse_moved(self, ledger: SqlLedger) -> None:
        """Let nothing be written into a ledger that was moved to another place, where nobody would see it."""
        account = ledger.account()
        if account is not None and account.moved is not None:
            from scicomm_bot.plan.state import pause_obstacle

            ledger.close()
            raise LedgerError(f"{self.ledger_name}: {pause_obstacle(account.moved).text()}. Nothing was changed")

    def try_to_make_ledger(self) -> None:
        """Make sure that the ledger could be made where there is none, and leave nothing behind.

        Raises:
            LedgerError: it could not; says why, and what to do.
        """
        try_to_make(self._settings.ledger_address(dry_run=self.rehearse))

    def _is_there(self) -> bool:
        existing = open_ledger(self._settings.ledger_address(dry_run=self.rehearse), create=False)
        if existing is None:
            return False
        existing.close()
        return True

    @property
    def made_ledger(self) -> SqlLedger:
        """The ledger, of a desk that may make it.

        Raises:
            LedgerError: it cannot be used.
        """
        if self.ledger is None:
            raise LedgerError(f"{self.ledger_name}: the ledger could not be made")
        return self.ledger

    def history(self, posts: "Sequence[Post]") -> "History":
        """Return what the ledger knows of these posts; nothing where there is no ledger."""
        from scicomm_bot.domain.history import History, all_ids
        from scicomm_bot.medium.prices import month_of

        if self.ledger is None:
            return History()
        hashes = [post.text_sha256 for post in posts]
        known = self.ledger.history(all_ids(posts), hashes, since=month_of(self.clock.now()))
        return known.of_renamed(posts)

    def pause_in_file(self) -> "Pause | None":
        """Return the pause that `posts.yaml` has as it stands now; None where it has none.

        The rest of the file may be broken: what a person stops, stays stopped.
        """
        from scicomm_bot.app.file_pause import FilePause

        if self._file_pause is None:
            self._file_pause = FilePause(self.posts_file, self.clock.now)
        return self._file_pause.now()

    @property
    def zone(self) -> "ZoneInfo | None":
        """The time zone of the schedule, in which people read and write times; None where the file cannot be read."""
        from scicomm_bot.content.file_pause import schedule_zone

        return schedule_zone(self.posts_file)

    # The file and its posts

    @property
    def templates(self) -> "Templates":
        """The templates; a changed file is read again for each edition."""
        from scicomm_bot.render import Templates

        folder = self._settings.used_templates()
        if self._templates is None or self._templates.folder != folder:
            self._templates = Templates(folder)
        return self._templates

    def document(self) -> "Document":
        """Read `posts.yaml` and the papers' files that it includes; of these, those that have changed.

        What is wrong with a paper's file is in the document: it concerns that paper alone.

        Raises:
            ContentError: `posts.yaml` cannot be used.
        """
        from scicomm_bot.content import load
        from scicomm_bot.fidelity import rule_ids

        now = self.clock.now()
        return load(self.posts_file, rules=rule_ids(), now=now, apart=self._apart, kept=self._keeping)

    @property
    def _apart(self) -> list[Path]:
        """What no pattern of `include:` takes."""
        return [self.approved_file, self._settings.templates]

    @property
    def _keeping(self) -> "Kept":
        from scicomm_bot.content import Kept

        if self._kept is None:
            self._kept = Kept()
        return self._kept

    def read(self) -> "Edition":
        """Read `posts.yaml` and its papers' files, and make all posts, checked and held as things stand.

        Raises:
            ContentError: `posts.yaml` cannot be used.
            LedgerError: the ledger cannot be read.
        """
        return self.with_approvals(self.edition(self.document()))

    def examine(self) -> "tuple[Document | None, Sequence[Problem]]":
        """Read `posts.yaml` and its papers' files; return what of them can be used, and all that is wrong with them.

        Raises:
            ContentError: `posts.yaml` cannot be read at all.
        """
        from scicomm_bot.content import examine
        from scicomm_bot.fidelity import rule_ids

        return examine(self.posts_file, rules=rule_ids(), now=self.clock.now(), apart=self._apart)

    def edition(
        self, document: "Document", *, looked_up: "Mapping[str, LookedUp] | None" = None, live: bool = False
    ) -> "Edition":
        """Make all posts of a document, checked, and held where their paper does not stand or its file has an error.

        Nobody's approval is asked.

        Args:
            document: The file.
            looked_up: Whether papers stand that were just looked up; for the others, the ledger's record counts.
            live: What stops a live post blocks.
        """
        from scicomm_bot.app.edition import Edition, hold_broken, hold_retracted
        from scicomm_bot.app.making import Maker
        from scicomm_bot.fidelity import checked as with_remarks
        from scicomm_bot.fidelity import doubt_remarks, draft_remarks, retraction_remarks
        from scicomm_bot.plan.times import timed

        content = document.content
        states = self.lookups.states(content.papers, looked_up, document.papers_places())
        templates = self.templates
        if self._maker is None or self._maker.templates is not templates:
            self._maker = Maker(templates, self.prices, self.kept_cards)
        looks = self._maker.make(document, self.lookups.corrections_due(content.papers))
        posts = [post for look in looks for post in look.posts]
        more = doubt_remarks(posts, content, document.doubts)
        stopped = {paper_id for paper_id, state in states.items() if state.stops(live=False)}
        said = {
            paper.id: str(document.place("papers", number, "retraction"))
            for number, paper in enumerate(content.papers)
            if paper.retraction is not None
        }
        others = (
            draft_remarks(content, document.place, stopped),
            retraction_remarks(posts, states, live=live, places=said),
        )
        for post_id, remarks in (one for found in others for one in found.items()):
            more.setdefault(post_id, []).extend(remarks)
        made = timed(with_remarks(looks, more, self._maker.neighbours), content)
        checked = hold_broken(hold_retracted(made, states, live=live), document)
        return Edition(document, checked, checked, states)

    def with_approvals(self, edition: "Edition") -> "Edition":
        """Return an edition with its posts held that no person approved, or about which a question is open.

        Both go by `approved.yaml` as it stands now. A rehearsal tells of questions, and holds nothing.
        """
        asking = [post for post in edition.checked if post.asking]
        if self.rehearse and not asking:
            return edition
        from dataclasses import replace

        from scicomm_bot.approval import approval_states, hold_asked, hold_unapproved, with_answers
        from scicomm_bot.approval.state import Known

        approvals = self.approvals()
        known = self._known = self._known or Known()
        if self.rehearse:
            asking = [post for post in asking if (entry := approvals.of.get(post.id)) is not None and entry.answers]
            states = approval_states(asking, edition.content, approvals, known)
            answers = {post.id: post for post in with_answers(asking, states)}
            return replace(edition, posts=[answers.get(post.id, post) for post in edition.checked])
        states = approval_states(edition.checked, edition.content, approvals, known)
        answered = with_answers(edition.checked, states)
        held = hold_unapproved(answered, states, approvals, required=self._settings.require_approval)
        posts = hold_asked(held, states)
        by_id = {post.id: state for post, state in zip(posts, states, strict=True)}
        return replace(edition, posts=posts, approvals=by_id)

    def afresh(self, edition: "Edition", paper_id: str) -> "Edition":
        """Return an edition in which one paper is read, made and checked anew, whatever the times of its files say."""
        from scicomm_bot.content import reread
        from scicomm_bot.fidelity import rule_ids

        document = edition.document
        number = next((at for at, paper in enumerate(document.content.papers) if paper.id == paper_id), None)
        if number is not None:
            now = self.clock.now()
            document = reread(document, number, rules=rule_ids(), now=now, apart=self._apart, kept=self._keeping)
        if self._maker is not None:
            self._maker.forget(paper_id)
        return self.with_approvals(self.edition(document))

    def approvals(self) -> "Approvals":
        """Return what people approved; a file that cannot be used says so, and then approves nothing.

        It is read each time; what its very bytes said before is not worked out again.
        """
        from scicomm_bot.approval import read_approvals

        with suppress(OSError):
            raw = read_ordinary(self.approved_file, _MOST_BYTES)
            if self._approved is None or self._approved[0] != raw or len(raw) == _MOST_BYTES:
                approvals = read_approvals(self.approved_file)
                if read_ordinary(self.approved_file, _MOST_BYTES) != raw:  # it was changed between the two
                    return approvals
                self._approved = raw, approvals
            return self._approved[1]
        return read_approvals(self.approved_file)

    def read_whole(self) -> "tuple[Edition, object]":
        """Read everything for a service, and return it with its fingerprint.

        The fingerprint is taken before the files are read, so a change in between is seen as one.

        Raises:
            ContentError: `posts.yaml` cannot be used, or makes no post and includes none.
            TemplateError: a template cannot be used.
            LedgerError: the ledger cannot be read.
        """
        from scicomm_bot.app.edition import broken_templates
        from scicomm_bot.errors import ContentError, TemplateError

        files = self.news, self._files()
        document = self.document()
        fingerprint = files, document.listing, self._of_papers(document)
        edition = self.with_approvals(self.edition(document))
        if self._maker is not None:
            self._maker.neighbours.prepare()
        if broken := broken_templates(edition):
            raise TemplateError(broken)
        if not edition.posts and not document.content.include:
            raise ContentError.at(self.posts_file, "no posts")
        return edition, fingerprint

    def forget_files(self) -> None:
        """Forget what was kept of files between two readings."""
        self._templates = self._kept = self._maker = self._known = None

    def fingerprint(self, edition: "Edition") -> object:
        """Return a value that differs when a file, or the record against a paper, has changed."""
        from scicomm_bot.app.fingerprint import of_included

        document = edition.document
        apart = [document.path, *self._apart]
        included = of_included(document.folder, document.content.include, apart)
        return (self.news, self._files()), included, self._of_papers(document)

    def _files(self) -> object:
        from scicomm_bot.app.fingerprint import of_files

        return of_files(self.posts_file, self.approved_file, self._settings.used_templates())

    def _of_papers(self, document: "Document") -> object:
        from scicomm_bot.app.fingerprint import of_cards, of_pictures

        content, folder = document.content, document.folder
        papers = content.papers
        cards = of_cards(papers, content.institution, folder, self.kept_cards) if content.has_cards else None
        return of_pictures(papers, folder), cards, self.lookups.fingerprint(papers)

    def survey(self, edition: "Edition | None" = None, problems: "Sequence[Problem]" = ()) -> "Survey":
        """Look at the file, the ledger and the approvals, and change nothing.

        Args:
            edition: What was read already; without one, everything is read now.
            problems: What is wrong with `posts.yaml`, where the edition is not the whole of it.

        Raises:
            ContentError: `posts.yaml` cannot be used.
            LedgerError: the ledger cannot be read.
        """
        from dataclasses import replace

        from scicomm_bot.app.edition import hold_unlooked, with_unreadable
        from scicomm_bot.app.survey import Survey, foreseen, ledger_view

        now, edition = self.clock.now(), with_unreadable(edition or self.read())
        if self.live and not self.rehearse:
            edition = hold_unlooked(edition)
        history, terms = self.history(edition.posts), self._terms(edition)
        if terms.most_per_day is not None and self.ledger is not None:
            history = replace(history, begun_today=self.ledger.begun_between(*terms.day_of(now)))
        return Survey(
            now=now,
            edition=edition,
            history=history,
            forecast=foreseen(edition, history, now, terms),
            terms=terms,
            records=self.lookups.records(edition.content.papers),
            ledger=ledger_view(self.ledger, self.ledger_name, edition, self.heartbeat.last()),
            supervision=self.supervision,
            rehearsal=self.rehearse,
            live=self.live,
            prices=self.prices,
            problems=problems,
        )

    def without_ledger(self) -> "Desk":
        """Return a desk like this one that leaves the ledger alone, as if there were none."""
        return Desk(self._settings, self.clock, rehearse=self.rehearse, access=Access.NONE)

    def ledger_if_there(self) -> SqlLedger | None:
        """Return the ledger, or None where it is missing; none is made for this.

        Raises:
            LedgerError: it cannot be used.
        """
        if not self._opened and not self._is_there():
            return None
        return self.ledger

    def asking(self, tell: "Callable[[RetractionRecord], object]") -> "Asking":
        """Return who asks registries for papers' records; what Crossref says against a paper is kept for its posts.

        Args:
            tell: Called at once with what Crossref has on record against a paper, or that it has nothing.

        Raises:
            SettingsError: a registry would be asked over a network without encryption.
        """
        from scicomm_bot.app.asking import Asking, registries_of
        from scicomm_bot.notices.memory import NoticesInMemory

        kept: SqlLedger | NoticesInMemory = NoticesInMemory()
        with suppress(LedgerError):  # what is kept saves a look-up later, and no more
            kept = self.lookups.kept

        def keep(record: "RetractionRecord") -> None:
            kept.add_retraction(record)
            tell(record)

        return Asking(registries_of(self._settings, self.clock.now, kept), now=self.clock.now, on_record=keep)

    # Publishing

    def bot(self, edition: "Edition") -> "Bot":
        """Return the bot for an edition; live, it looks papers up before their posts.

        Raises:
            SettingsError: live, and credentials are missing.
            XError: live, and X does not say who we are.
        """
        from scicomm_bot.app.afresh import Afresh
        from scicomm_bot.bot import Bot, Opening
        from scicomm_bot.rehearsal import ACCOUNT, Rehearsal

        publisher: Publisher
        if self.rehearse:
            account, publisher = ACCOUNT, Rehearsal(new_id, self.clock.now)
            self.made_ledger.adopt(account, "dry-run")
        else:
            account, publisher = self.network.publisher(self.network.client(), self.made_ledger)
        gate = None if self.rehearse else self.lookups.gate
        if self._opening is None:
            self._opening = Opening()
        afresh = Afresh(self, edition)
        approver = None if self.rehearse else self._last_word(afresh)
        return Bot(
            self.made_ledger,
            publisher,
            self.clock,
            account,
            self._terms(edition),
            call_within=timedelta(seconds=self._settings.x_timeout_seconds),
            settle_within=timedelta(seconds=self._settings.settle_seconds),
            new_attempt_id=new_id,
            gate=None if gate is None else gate.of(edition.content.papers),
            approver=approver,
            reader=afresh,
            opening=self._opening,
        )

    def _terms(self, edition: "Edition") -> "Terms":
        return edition.terms(self.monthly_budget_micro_usd, self.pause_in_file())

    def _last_word(self, afresh: "Afresh") -> "LastWord":
        from scicomm_bot.app.last_word import LastWord

        return LastWord(afresh, self.approved_file, self._settings.require_approval, self.pause_in_file)

    def publish(self, edition: "Edition", only: str | None, sleep: Callable[[float], object]) -> "Iterator[StepResult]":
        """Publish the next post, or the one asked for, with its thread; yield what each step came to.

        Args:
            edition: What there is to publish.
            only: The id of the one post that may go out, or None for the next.
            sleep: Waits this many seconds; a rehearsal waits for no gap.
        """
        from scicomm_bot.bot import publish_with_thread

        bot = self.bot(edition)
        gap = 0.0 if self.rehearse else edition.content.schedule.thread_gap_seconds
        return publish_with_thread(bot, edition.posts, only, gap, sleep)

    def refreshed(self, edition: "Edition") -> "Edition":
        """Return an edition after another look at papers that an old record stops: they may have been put right.

        No step asks about them, because none of their posts is next.
        """
        stopped = [] if self.rehearse else edition.papers_stopped()
        return edition if self.lookups.still_stopped(stopped) else self.with_approvals(self.edition(edition.document))

    def renew(self, edition: "Edition") -> "Renewal | CannotLookUp | None":
        """Look the one paper up again that most needs it; None in a rehearsal, or where that is turned off."""
        return None if self.rehearse else self.lookups.renew(edition.content.papers)


def new_id() -> str:
    """Return an id that no other process makes."""
    import uuid

    return uuid.uuid4().hex
