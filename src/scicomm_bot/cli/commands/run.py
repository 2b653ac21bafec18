"""`scicomm-bot run`."""

import logging
import os
import signal
import socket
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime

from scicomm_bot import __version__
from scicomm_bot.bot import Clock
from scicomm_bot.cli import retractions, wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.domain.paper import Content, Paper
from scicomm_bot.errors import ContentError, TemplateError
from scicomm_bot.fidelity import Case
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.logs import event, start_logging
from scicomm_bot.render import Templates
from scicomm_bot.service import TICK_SECONDS, Service, Version, serve
from scicomm_bot.settings import CREDENTIALS, Settings


def run(options: Namespace) -> int:
    """Run the service until SIGTERM or SIGINT."""
    settings = wiring.settings_with_warnings()
    return run_service(settings, SystemClock(), dry_run=wiring.rehearsing(settings, options))


def run_service(settings: Settings, clock: Clock, *, dry_run: bool, tick_seconds: float = TICK_SECONDS) -> int:
    """Run the service by this clock.

    Raises:
        ScicommError: it cannot start: the file, the templates, the credentials or the ledger cannot be used.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):  # first of all: as process 1, none is heard before
        signal.signal(number, lambda *_: stop.set())
    secrets = (getattr(settings, name) for name in CREDENTIALS)
    start_logging(settings.log_format, [secret.get_secret_value() for secret in secrets if secret])
    if not dry_run:
        wiring.x_client(settings, clock.now)  # missing credentials are said at the start, not at the first slot
    templates = Templates(settings.templates)
    content = read_version(settings, templates, clock.now()).content
    ledger = wiring.made_ledger(settings, dry_run=dry_run)
    event(logging.INFO, "service started", version=__version__, dry_run=dry_run, state=ledger.name)
    gate = None if dry_run else retractions.gate_of(settings, ledger, clock.now, tell=_tell)
    if not dry_run:
        _say_what_is_off(settings)
        _ask_for_a_word(settings, content, clock)

    def read() -> Version:
        nonlocal content
        version = read_version(settings, templates, clock.now(), ledger)
        content = version.content
        return version

    service = Service(
        name=f"{socket.gethostname()}:{os.getpid()}:{wiring.new_id()[:6]}",
        clock=clock,
        ledger=ledger,
        read=read,
        hold=lambda version: version.posts if dry_run else wiring.for_live(settings, version.content, version.posts),
        stamp=lambda: (*stamps(settings, content), retractions.mark(content.papers, ledger, settings)),
        bot_for=lambda content: wiring.bot_for(settings, ledger, content, clock, dry_run=dry_run, gate=gate),
        renew=None if gate is None else lambda content: gate.renew(content.papers),
    )
    if not serve(service, stop, tick_seconds):
        sys.stderr.flush()
        os._exit(0)  # the thread of the call that is left unknown must not hold the process up
    ledger.close()
    return 0


def _tell(paper: Paper, record: RetractionRecord) -> None:
    """Log what is new on record against a paper."""
    level = logging.WARNING if record.stops is None else logging.ERROR
    for update in (*record.updates, *record.updates_of):
        event(
            level,
            "needs a person",
            paper=paper.id,
            doi=record.doi,
            type=update.type,
            notice=update.doi or None,
            date=update.on,
            sources=",".join(update.sources),
            on_record_at=record.source,
            stops="every post of the paper" if update.blocks and record.updates else None,
        )


def _say_what_is_off(settings: Settings) -> None:
    if not settings.require_approval:
        event(logging.WARNING, "approval is off", reason=wiring.APPROVAL_IS_OFF)
    if not settings.retraction_check:
        event(logging.WARNING, "retraction check is off", reason=retractions.OFF)


def _ask_for_a_word(settings: Settings, content: Content, clock: Clock) -> None:
    """Ask for a person's word on a paper that cannot be looked up at the start, not at the first slot."""
    for standing in retractions.standings(content.papers, {}, clock.now(), settings).values():
        remark = standing.remark(live=True)
        if standing.case is Case.ASK and remark is not None:
            event(logging.ERROR, "needs a person", reason=remark.message)


def read_version(settings: Settings, templates: Templates, now: datetime, ledger: SqlLedger | None = None) -> Version:
    """Read `posts.yaml` and the templates.

    Raises:
        ContentError: `posts.yaml` is broken.
        TemplateError: a template is.
    """
    document, posts = wiring.checked_posts(settings, now, ledger, templates)
    # A correction that cannot be rendered is held by itself: the posts that it is about must be held all the same.
    whole = [post for post in posts if post.kind != "correction"]
    failures = [post.failure for post in whole if post.failure is not None]
    if failures:
        raise TemplateError(list(dict.fromkeys(failures)))
    if not posts:
        raise ContentError.at(settings.posts, "no posts")
    return Version(document.content, posts)


def stamps(settings: Settings, content: Content) -> Iterator[tuple[str, int, int, int]]:
    """Yield what changes when `posts.yaml`, `approved.yaml`, a template or a picture is written, added or deleted."""
    folder = settings.templates
    pictures = (image.file for paper in content.papers for finding in paper.findings for image in finding.images)
    templates = sorted(folder.rglob("*.j2")) if folder.is_dir() else []
    files = [settings.posts, settings.approved_file, *templates, *map(settings.posts.parent.joinpath, pictures)]
    for path in files:
        try:
            found = path.stat()
        except OSError:
            yield str(path), 0, 0, 0
        else:
            yield str(path), found.st_mtime_ns, found.st_size, found.st_ino
