"""Opens the desk that a command works with."""

from argparse import Namespace
from typing import TYPE_CHECKING, TypeVar

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.cli.terminal import print_json, warn
from scicomm_bot.clock import SystemClock
from scicomm_bot.errors import ScicommError
from scicomm_bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from scicomm_bot.domain.notice import RetractionRecord
    from scicomm_bot.domain.paper import Paper


T = TypeVar("T")


def _ignore(_paper: object, _record: object) -> None:
    """Tell nobody."""


def settings_with_warnings() -> Settings:
    """Return the settings, warning about unknown names on standard error."""
    settings, warnings = load_settings()
    warn(*warnings)
    return settings


def open_desk(
    options: Namespace, access: Access = Access.READ, on_notice: "Callable[[Paper, RetractionRecord], object]" = _ignore
) -> Desk:
    """Return the desk of a command: live, or a rehearsal, by its options and, where they do not say, the settings."""
    settings = settings_with_warnings()
    asked = getattr(options, "dry_run", False)
    rehearse = settings.dry_run if asked is None else bool(asked)
    return Desk(settings, SystemClock(), rehearse=rehearse, access=access, on_notice=on_notice)


def asked(options: Namespace, ask: "Callable[[Desk], T]") -> "T | None":
    """Return what a desk answers; with `--json`, an expected failure is printed as `{"error": ...}`, and it is None."""
    try:
        with open_desk(options) as desk:
            return ask(desk)
    except ScicommError as error:
        if not options.json:
            raise
        print_json({"error": str(error)})
        return None


def open_desks() -> "Callable[[bool, Access], Desk]":
    """Return what opens desks on the same settings: for a rehearsal or not, and with which access."""
    settings = settings_with_warnings()
    return lambda rehearse, access: Desk(settings, SystemClock(), rehearse=rehearse, access=access)
