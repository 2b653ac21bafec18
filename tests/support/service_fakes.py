"""What a service is started on in tests: files that a test writes, a desk on the fakes, and what its log said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scicomm_bot.app.edition import Edition
from scicomm_bot.app.heartbeat import Heartbeat
from scicomm_bot.app.supervision import Supervision
from scicomm_bot.app.survey import Survey, ledger_view
from scicomm_bot.content import Document
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.paper import Content, Schedule
from scicomm_bot.errors import ContentError, Problem
from scicomm_bot.plan.forecast import forecast
from support.samples import make_posts

SLOT = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class Files:
    """What stands in for posts.yaml and the templates: an edition, a fingerprint, or an error."""

    def __init__(self, *names, slots=("0 7 * * *",)):
        self.stamp = 0
        self.error = None
        self.write(*names, slots=slots)

    def write(self, *names, slots=("0 7 * * *",), posts=None, **schedule):
        whole = Schedule(slots=slots, **{"least_gap_minutes": 0, **schedule})
        content = Content.model_construct(schedule=whole, papers=())
        posts = make_posts(*names) if posts is None else posts
        self.edition = Edition(Document(Path("posts.yaml"), content, {}), posts, posts, {})
        self.error = None
        self.stamp += 1

    def spoil(self, *lines):
        self.error = ContentError([Problem(None, line) for line in lines])
        self.stamp += 1


class FakeDesk:
    """A desk on the fakes, with what the service asks of one."""

    rehearse = True
    ledger_name = "memory.db"
    secrets = ("s3cret",)
    switch = None
    forgotten = 0
    in_file = None
    monthly_budget_micro_usd = None

    def __init__(self, clock, ledger, files, bot, hold, renewals=()):
        self.clock, self.made_ledger, self._files, self._bot, self._hold = clock, ledger, files, bot, hold
        self.renewals = list(renewals)
        self.heartbeat = Heartbeat(self.ledger_name)

    def read_whole(self):
        if self._files.error:
            raise self._files.error
        return self.with_approvals(self._files.edition), self._files.stamp

    def with_approvals(self, edition):
        return replace(edition, posts=self._hold(edition))

    def fingerprint(self, edition):
        return self._files.stamp

    def bot(self, edition):
        return self._bot(edition)

    def forget_files(self):
        self.forgotten += 1

    def pause_in_file(self):
        return self.in_file

    def pinger(self, tell):
        return self.switch

    def history(self, posts):
        ids, hashes = [post.id for post in posts], [post.text_sha256 for post in posts]
        return self.made_ledger.history(ids, hashes, since=self.clock.now() - 31 * DAY)

    def survey(self, edition=None, problems=()):
        posts, now, terms = edition.posts, self.clock.now(), edition.terms(None)
        history = self.history(posts)
        return Survey(
            now=now, edition=edition, history=history, forecast=forecast(posts, history, now, terms), terms=terms,
            records={}, ledger=ledger_view(self.made_ledger, self.ledger_name, edition),
            supervision=Supervision(approval=False, retraction_check=False), rehearsal=False, live=True, problems=problems,
        )  # fmt: skip

    def renew(self, edition):
        return self.renewals.pop(0) if self.renewals else None


def said(caplog, name):
    """The fields of each event of that name."""
    return [getattr(record, "fields", {}) for record in caplog.records if record.getMessage() == name]


class Holder:
    """Holds the posts named, as an approval that is missing does."""

    def __init__(self, *names):
        self.names = names

    def __call__(self, edition):
        obstacle = Obstacle(ObstacleCode.UNAPPROVED, "not approved yet")
        return [replace(post, obstacle=obstacle) if post.id in self.names else post for post in edition.checked]
