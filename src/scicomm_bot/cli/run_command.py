"""`scicomm-bot run`."""

import logging
import os
import signal
import socket
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator

from scicomm_bot import __version__
from scicomm_bot.bot import Clock
from scicomm_bot.cli import wiring
from scicomm_bot.clock import SystemClock
from scicomm_bot.daemon import TICK_SECONDS, Service, Version, serve
from scicomm_bot.errors import ContentError, TemplateError
from scicomm_bot.logs import event, start_logging
from scicomm_bot.render import Templates
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
    read_version(settings, templates)
    ledger = wiring.made_ledger(settings, dry_run=dry_run)
    event(logging.INFO, "service started", version=__version__, dry_run=dry_run, state=ledger.name)
    if not dry_run and not settings.require_approval:
        event(logging.WARNING, "approval is off", reason=wiring.APPROVAL_IS_OFF)
    service = Service(
        name=f"{socket.gethostname()}:{os.getpid()}:{wiring.new_id()[:6]}",
        clock=clock,
        ledger=ledger,
        read=lambda: read_version(settings, templates),
        hold=lambda version: version.posts if dry_run else wiring.for_live(settings, version.content, version.posts),
        stamp=lambda: tuple(stamps(settings)),
        bot_for=lambda content: wiring.bot_for(settings, ledger, content, clock, dry_run=dry_run),
    )
    if not serve(service, stop, tick_seconds):
        sys.stderr.flush()
        os._exit(0)  # the thread of the call that is left unknown must not hold the process up
    ledger.close()
    return 0


def read_version(settings: Settings, templates: Templates) -> Version:
    """Read `posts.yaml` and the templates.

    Raises:
        ContentError: `posts.yaml` is broken.
        TemplateError: a template is.
    """
    document, posts = wiring.checked_posts(settings, templates)
    broken = [remark.message for post in posts for remark in post.remarks if remark.rule == "template"]
    if broken:
        raise TemplateError("\n".join(dict.fromkeys(broken)))
    if not posts:
        raise ContentError([f"{settings.posts}: no posts"])
    return Version(document.content, posts)


def stamps(settings: Settings) -> Iterator[tuple[str, int, int, int]]:
    """Yield what changes when `posts.yaml`, `approved.yaml` or a template is written, replaced, added or deleted."""
    folder = settings.templates
    files = [settings.posts, settings.approved_file, *(sorted(folder.rglob("*.j2")) if folder.is_dir() else ())]
    for path in files:
        try:
            found = path.stat()
        except OSError:
            yield str(path), 0, 0, 0
        else:
            yield str(path), found.st_mtime_ns, found.st_size, found.st_ino
