"""`scicomm-bot doctor`."""

import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from scicomm_bot.cli import show, wiring
from scicomm_bot.cli.check_command import find_problems
from scicomm_bot.clock import SystemClock
from scicomm_bot.errors import ScicommError, SettingsError
from scicomm_bot.models import Level
from scicomm_bot.settings import Settings

BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that shows an earlier time is wrong: the program is younger."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one examination found: `trouble` is None where all is well, else the thing and the remedy."""

    about: str
    said: str
    trouble: str | None = None


def run(options: Namespace) -> int:
    """Examine everything that posting needs; 1 if something is wrong."""
    settings = wiring.settings_with_warnings()
    examinations = [_service] if options.service else [_clock, _zones, _content, _ledger, _credentials]
    if options.online:
        examinations.append(_online)
    found = [_examined(examine, settings) for examine in examinations]
    if options.json:
        show.print_json(
            {"checks": [{"about": f.about, "ok": f.trouble is None, "said": f.trouble or f.said} for f in found]}
        )
    else:
        paint = show.paint_for_stdout()
        for one in found:
            show.print_lines(_lines(one, paint))
    return 1 if any(one.trouble for one in found) else 0


def _lines(found: Finding, paint: show.Paint) -> Iterator[str]:
    sign = paint("ok  ", "green") if found.trouble is None else paint("fail", "red", "bold")
    text = f"{found.about}: {found.trouble or found.said}"
    first, *rest = textwrap.wrap(text, show.WIDTH - 5, break_long_words=False, break_on_hyphens=False)
    yield f"{sign} {first}"
    for line in rest:
        yield f"     {line}"


def _examined(examine: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return examine(settings)
    except ScicommError as error:
        return Finding(examine.__name__.strip("_"), "", str(error))


def _clock(settings: Settings) -> Finding:  # noqa: ARG001 - every examination is called alike
    now = SystemClock().now()
    trouble = None if now > BUILT_AFTER else "earlier than this program was made; set the machine's clock (NTP)"
    return Finding("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC", trouble)


def _zones(settings: Settings) -> Finding:  # noqa: ARG001 - as above
    zones = available_timezones()
    offset = ZoneInfo("Asia/Tehran").utcoffset(datetime(2026, 6, 1, tzinfo=UTC))
    trouble = None if zones and offset else "no time-zone data; install the package tzdata"
    return Finding("time zones", f"{len(zones)} known", trouble)


def _content(settings: Settings) -> Finding:
    count, problems = find_problems(settings)
    blocking = [problem for problem in problems if problem.level is Level.ERROR]
    trouble = f"{len(blocking)} blocking; run `scicomm-bot check`" if blocking else None
    return Finding("posts and templates", f"{count} posts in {settings.posts}, nothing blocks", trouble)


def _ledger(settings: Settings) -> Finding:
    path = settings.ledger_path(dry_run=False)
    ledger = wiring.open_ledger(settings, dry_run=False, create=False)
    if ledger is None:
        return Finding("state file", f"{path} is not there yet; the first live post makes it")
    damage = ledger.damage()
    if damage:
        return Finding("state file", "", f"{path} is damaged ({damage}); restore it from a backup (docs/operations.md)")
    ledger.close()
    writable = wiring.open_ledger(settings, dry_run=False, create=True)
    account = writable.account() if writable else None
    return Finding("state file", f"{path} is sound; account {account.id if account else 'not known yet'}")


def _credentials(settings: Settings) -> Finding:
    missing = settings.missing_credentials()
    if not missing:
        return Finding(
            "credentials", "all four are set" + ("; a dry run does not use them" if settings.dry_run else "")
        )
    if settings.dry_run:
        return Finding("credentials", f"not set ({', '.join(missing)}); a dry run needs none")
    return Finding("credentials", "", f"missing: {', '.join(missing)}; see docs/configuration.md")


def _online(settings: Settings) -> Finding:
    """Ask X who we are; a good answer ends a pause of the account."""
    try:
        client = wiring.x_client(settings, SystemClock().now)
    except SettingsError as error:
        return Finding("X", "", str(error))
    account = client.me()
    ledger = wiring.open_ledger(settings, dry_run=False, create=True)
    healed = ""
    if ledger is not None:
        ledger.adopt(account, settings.fingerprint())
        known = ledger.account()
        if known is not None and known.paused is not None and known.paused_until is None:
            ledger.pause(account.id, None)
            healed = f"; the pause is ended (it was: {known.paused})"
    return Finding("X", f"{settings.x_api_url} knows the account as @{account.username} ({account.id}){healed}")


def _service(settings: Settings) -> Finding:
    from scicomm_bot.daemon import ALIVE_WITHIN  # noqa: PLC0415 - APScheduler is slow to import

    now = SystemClock().now()
    ledger = wiring.open_ledger(settings, dry_run=settings.dry_run, create=False)
    seen = max((sign.seen_at for sign in (ledger.signs() if ledger else ())), default=None)
    if seen is None or now - seen > ALIVE_WITHIN:
        when = "never" if seen is None else f"last at {show.iso(seen)}"
        return Finding("service", "", f"no sign of life ({when}); look at the log of `scicomm-bot run`")
    return Finding("service", f"alive, last seen at {show.iso(seen)}")
