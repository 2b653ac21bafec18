"""Puts the rooms together for a command."""

import difflib
import sys
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scicomm_bot.content import Document, load
from scicomm_bot.errors import NotFoundError, SettingsError
from scicomm_bot.fidelity import check_posts
from scicomm_bot.ledger import SqliteLedger, open_sqlite
from scicomm_bot.models import Account, Content, History, Post
from scicomm_bot.plan import Terms
from scicomm_bot.render import Templates, render_posts
from scicomm_bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from scicomm_bot.bot import Bot, Clock, Publisher
    from scicomm_bot.x import XClient


def settings_with_warnings() -> Settings:
    """Return the settings, warning about unknown names on standard error."""
    settings, warnings = load_settings()
    for warning in warnings:
        print(f"scicomm-bot: warning: {warning}", file=sys.stderr)
    return settings


def checked_posts(settings: Settings, templates: Templates | None = None) -> tuple[Document, list[Post]]:
    """Read `posts.yaml` and return it with all its posts, rendered and checked.

    Raises:
        ContentError: `posts.yaml` cannot be used.
    """
    document = load(settings.posts)
    templates = templates or Templates(settings.templates)
    return document, check_posts(render_posts(document.content, templates, document), document.content)


def open_ledger(settings: Settings, *, dry_run: bool, create: bool) -> SqliteLedger | None:
    """Open the live ledger or the rehearsal's; None where it is missing and may not be made."""
    return open_sqlite(settings.ledger_path(dry_run=dry_run), create=create)


def history_of(ledger: SqliteLedger | None, posts: Sequence[Post], now: datetime) -> History:
    """Return what a ledger knows of these posts; nothing where there is no ledger."""
    if ledger is None:
        return History()
    return ledger.history([post.id for post in posts], [post.text_sha256 for post in posts], since=month_of(now))


def month_of(now: datetime) -> datetime:
    """Return the start of the calendar month, in UTC: what X bills by."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def terms_of(settings: Settings, content: Content) -> Terms:
    """Return on what terms posts may go out."""
    budget = settings.monthly_budget_usd
    return Terms(
        least_gap=timedelta(minutes=content.schedule.least_gap_minutes),
        monthly_budget_micro_usd=None if budget is None else round(budget * 1_000_000),
    )


def x_client(settings: Settings, now: Callable[[], datetime]) -> "XClient":
    """Return X, as the account of the credentials sees it.

    Raises:
        SettingsError: credentials are missing; says which, and how to get them.
    """
    missing = settings.missing_credentials()
    if missing:
        raise SettingsError(
            f"posting on X takes credentials; missing: {', '.join(missing)}. Make an app with read and write "
            "permission in X's developer console (https://console.x.com), copy its API key and secret and the account's "
            "access token and secret into .env (docs/configuration.md), or rehearse with --dry-run"
        )
    from scicomm_bot.x import XClient, XCredentials  # noqa: PLC0415 - tweepy is slow to import

    secrets = [getattr(settings, name).get_secret_value() for name in XCredentials.__slots__ for name in (f"x_{name}",)]
    return XClient(XCredentials(*secrets), settings.x_api_url, settings.x_timeout_seconds, now)


def account_of(ledger: SqliteLedger, settings: Settings, client: "XClient") -> Account:
    """Return the account of the credentials; asks X (at the price of a user read) only where the ledger does not know.

    Raises:
        LedgerError: the ledger belongs to another account.
        XError: X does not say who we are.
    """
    known = ledger.account_for(settings.fingerprint())
    if known is not None:
        return known
    account = client.me()
    ledger.adopt(account, settings.fingerprint())
    return account


def bot_for(settings: Settings, ledger: SqliteLedger, content: Content, clock: "Clock", *, dry_run: bool) -> "Bot":
    """Return the bot for one step.

    Raises:
        SettingsError: live, and credentials are missing.
        XError: live, and X does not say who we are.
    """
    from scicomm_bot.bot import Bot  # noqa: PLC0415 - only what publishes needs it
    from scicomm_bot.rehearsal import ACCOUNT, Rehearsal  # noqa: PLC0415 - as above

    publisher: Publisher
    if dry_run:
        account, publisher = ACCOUNT, Rehearsal(new_id)
        ledger.adopt(account, "dry-run")
    else:
        client = x_client(settings, clock.now)
        account, publisher = account_of(ledger, settings, client), client
    return Bot(
        ledger,
        publisher,
        clock,
        account,
        terms_of(settings, content),
        call_within=timedelta(seconds=settings.x_timeout_seconds),
        new_attempt_id=new_id,
    )


def new_id() -> str:
    """Return an id that no other process makes."""
    return uuid.uuid4().hex


def selected(posts: Sequence[Post], ids: Sequence[str]) -> list[Post]:
    """Return the posts with these ids, or of these papers, in their own order; all of them for no ids.

    Raises:
        NotFoundError: an id names no post and no paper.
    """
    known = {post.id for post in posts} | {post.paper_id for post in posts}
    for one in ids:
        if one not in known:
            raise not_found(one, known)
    return [post for post in posts if not ids or post.id in ids or post.paper_id in ids]


def not_found(one: str, known: set[str]) -> NotFoundError:
    """Return the error for an id that nobody knows, with the nearest that somebody does."""
    near = difflib.get_close_matches(one, sorted(known), n=1)
    hint = f"did you mean {near[0]}?" if near else "see `scicomm-bot preview` for the ids"
    return NotFoundError(f"no post {one!r}; {hint}")
