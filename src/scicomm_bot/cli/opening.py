"""Opens the desk that a command works with."""

from argparse import Namespace
from typing import TYPE_CHECKING

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.cli.terminal import warn
from scicomm_bot.clock import SystemClock
from scicomm_bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from scicomm_bot.domain.notice import RetractionRecord
    from scicomm_bot.domain.paper import Paper


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


def open_desks() -> "Callable[[bool, Access], Desk]":
    """Return what opens desks on the same settings: for a rehearsal or not, and with which access."""
    settings = settings_with_warnings()
    return lambda rehearse, access: Desk(settings, SystemClock(), rehearse=rehearse, access=access)
