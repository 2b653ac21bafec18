"""Puts the rooms together for a command."""

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from scicomm_bot.approval import Approvals, held, read_approvals
from scicomm_bot.cli import retractions
from scicomm_bot.content import Document, load, with_images
from scicomm_bot.domain.account import Account
from scicomm_bot.domain.history import History
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.errors import LedgerError, NotFoundError, SettingsError
from scicomm_bot.fidelity import check_posts, remarks_on, rule_ids
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.ledger import open_ledger as open_ledger_at
from scicomm_bot.medium.prices import month_of
from scicomm_bot.plan import Terms
from scicomm_bot.render import Templates, render_posts
from scicomm_bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from scicomm_bot.bot import Bot, Clock, Publisher
    from scicomm_bot.crossref import Gate, Looked
    from scicomm_bot.x import XClient, XPublisher


def settings_with_warnings() -> Settings:
    """Return the settings, warning about unknown names on standard error."""
    settings, warnings = load_settings()
    for warning in warnings:
        print(f"scicomm-bot: warning: {warning}", file=sys.stderr)
    return settings


def checked_posts(
    settings: Settings, now: datetime, ledger: SqlLedger | None = None, templates: Templates | None = None
) -> tuple[Document, list[Post]]:
    """Read `posts.yaml` and return it with all its posts, rendered and checked.

    What the ledger has on record against papers shows in their posts, and as corrections after them.

    Raises:
        ContentError: `posts.yaml` cannot be used.
        LedgerError: the ledger cannot be read.
    """
    document = load(settings.posts, rules=rule_ids(), now=now)
    return document, posts_of(document, settings, now, ledger, templates or Templates(settings.templates))


def posts_of(
    document: Document,
    settings: Settings,
    now: datetime,
    ledger: SqlLedger | None,
    templates: Templates,
    *,
    looked: "Mapping[str, Looked] | None" = None,
    live: bool = False,
) -> list[Post]:
    """Return all posts of a document, rendered and checked.

    `looked` says how papers stand that were just looked up; `live`, what stops a live post blocks.
    """
    papers = document.content.papers
    records = retractions.records_of(papers, ledger)
    posts = render_posts(document.content, templates, document, retractions.fallen(papers, records, ledger, settings))
    standings = retractions.standings(papers, records, now, settings)
    standings |= {paper_id: one.standing for paper_id, one in (looked or {}).items()}
    posts = with_images(posts, document.content, document.path.parent)
    return check_posts(posts, document.content, remarks_on(posts, standings, live=live))


def approvals_of(settings: Settings) -> Approvals:
    """Return what people approved; a file that cannot be used says so, and then approves nothing."""
    return read_approvals(settings.approved_file)


def for_live(
    settings: Settings, content: Content, posts: Sequence[Post], approvals: Approvals | None = None
) -> list[Post]:
    """Return the posts with a hold on each that may not go out live as things stand; a rehearsal holds none of them.

    `approvals` are what people approved, where that was read already.
    """
    if approvals is None:
        approvals = approvals_of(settings)
    return held(posts, content, approvals, required=settings.require_approval)


class Seen(NamedTuple):
    """What a command goes by that only looks.

    Attributes:
        ledger: The live ledger or the rehearsal's; None where it is missing.
        document: `posts.yaml`.
        posts: Its posts, checked; live, with a hold on each that may not go out.
        history: What the ledger knows of them.
        approvals: What people approved; None for a rehearsal, which asks nobody.
    """

    ledger: SqlLedger | None
    document: Document
    posts: list[Post]
    history: History
    approvals: Approvals | None


def seen(settings: Settings, now: datetime, *, dry_run: bool) -> Seen:
    """Look at the file, the ledger and the approvals, and change nothing.

    Raises:
        ContentError: `posts.yaml` cannot be used.
        LedgerError: the ledger cannot be read.
    """
    ledger = open_ledger(settings, dry_run=dry_run, create=False)
    document, posts = checked_posts(settings, now, ledger)
    history = history_of(ledger, posts, now)
    if dry_run:
        return Seen(ledger, document, posts, history, None)
    approvals = approvals_of(settings)
    return Seen(ledger, document, for_live(settings, document.content, posts, approvals), history, approvals)


APPROVAL_IS_OFF = "posts go out live that nobody approved (SCICOMM_REQUIRE_APPROVAL=false)"


def warn_if_unsupervised(settings: Settings) -> None:
    """Say on standard error what is turned off that keeps a wrong post from going out live."""
    if not settings.require_approval:
        print(f"scicomm-bot: warning: approval is OFF: {APPROVAL_IS_OFF}", file=sys.stderr)
    warn_if_not_looked_up(settings)


def warn_if_not_looked_up(settings: Settings) -> None:
    """Say on standard error that papers are not looked up, where that is turned off."""
    if not settings.retraction_check:
        print(f"scicomm-bot: warning: the retraction check is OFF: {retractions.OFF}", file=sys.stderr)


def unsupervised_lines(settings: Settings) -> list[str]:
    """Return the lines that say the same where posts are shown."""
    off = [] if settings.require_approval else ["Approval is OFF (SCICOMM_REQUIRE_APPROVAL=false)."]
    return off if settings.retraction_check else [*off, "The retraction check is OFF (SCICOMM_RETRACTION_CHECK=false)."]


def open_ledger(settings: Settings, *, dry_run: bool, create: bool) -> SqlLedger | None:
    """Open the live ledger or the rehearsal's; None where it is missing and may not be made."""
    return open_ledger_at(settings.ledger_address(dry_run=dry_run), create=create)


def made_ledger(settings: Settings, *, dry_run: bool) -> SqlLedger:
    """Open the live ledger or the rehearsal's, making it where it is missing.

    Raises:
        LedgerError: it cannot be used.
    """
    ledger = open_ledger(settings, dry_run=dry_run, create=True)
    if ledger is None:
        raise LedgerError(f"{settings.ledger_name(dry_run=dry_run)}: the ledger could not be made")
    return ledger


def ledger_to_change(settings: Settings, *, dry_run: bool) -> SqlLedger | None:
    """Open the live ledger or the rehearsal's for writing; None where it is missing, and it is not made.

    Raises:
        LedgerError: it cannot be used.
    """
    there = open_ledger(settings, dry_run=dry_run, create=False)
    if there is None:
        return None
    there.close()
    return made_ledger(settings, dry_run=dry_run)


def rehearsing(settings: Settings, options: Namespace) -> bool:
    """Return whether a command rehearses: `--dry-run` and `--live` go before SCICOMM_DRY_RUN."""
    return settings.dry_run if options.dry_run is None else bool(options.dry_run)


def history_of(ledger: SqlLedger | None, posts: Sequence[Post], now: datetime) -> History:
    """Return what a ledger knows of these posts; nothing where there is no ledger."""
    if ledger is None:
        return History()
    return ledger.history([post.id for post in posts], [post.text_sha256 for post in posts], since=month_of(now))


def terms_of(settings: Settings, content: Content) -> Terms:
    """Return on what terms posts may go out."""
    budget = settings.monthly_budget_usd
    return Terms(
        least_gap=timedelta(minutes=content.schedule.least_gap_minutes),
        thread_gap=timedelta(seconds=content.schedule.thread_gap_seconds),
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
            "permission in X's developer console (https://console.x.com), copy its API key and secret and the "
            "account's access token and secret into .env or files in "
            "/run/secrets (docs/configuration.md), or rehearse with --dry-run"
        )
    from scicomm_bot.x import XClient, XCredentials  # noqa: PLC0415 - tweepy is slow to import

    secrets = [getattr(settings, name).get_secret_value() for name in XCredentials.__slots__ for name in (f"x_{name}",)]
    return XClient(XCredentials(*secrets), settings.x_api_url, settings.x_timeout_seconds, now)


def publisher_of(ledger: SqlLedger, settings: Settings, clock: "Clock") -> "tuple[Account, XPublisher]":
    """Return the account of the credentials, and what publishes and looks as it.

    Raises:
        SettingsError: credentials are missing.
        LedgerError: the ledger belongs to another account.
        XError: X does not say who we are.
    """
    from scicomm_bot.x import XPublisher  # noqa: PLC0415 - tweepy is slow to import

    client = x_client(settings, clock.now)
    account = account_of(ledger, settings, client)
    return account, XPublisher(client, account.id, clock.now)


def account_of(ledger: SqlLedger, settings: Settings, client: "XClient") -> Account:
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


def bot_for(
    settings: Settings,
    ledger: SqlLedger,
    content: Content,
    clock: "Clock",
    *,
    dry_run: bool,
    gate: "Gate | None" = None,
) -> "Bot":
    """Return the bot for one step; live, a `gate` keeps papers back that do not stand.

    Raises:
        SettingsError: live, and credentials are missing.
        XError: live, and X does not say who we are.
    """
    from scicomm_bot.bot import Bot  # noqa: PLC0415 - only what publishes needs it
    from scicomm_bot.rehearsal import ACCOUNT, Rehearsal  # noqa: PLC0415 - as above

    publisher: Publisher
    if dry_run:
        account, publisher = ACCOUNT, Rehearsal(new_id, clock.now)
        ledger.adopt(account, "dry-run")
    else:
        account, publisher = publisher_of(ledger, settings, clock)
    return Bot(
        ledger,
        publisher,
        clock,
        account,
        terms_of(settings, content),
        call_within=timedelta(seconds=settings.x_timeout_seconds),
        settle_within=timedelta(seconds=settings.settle_seconds),
        new_attempt_id=new_id,
        retractions=None if gate is None or dry_run else gate.of(content.papers),
    )


def new_id() -> str:
    """Return an id that no other process makes."""
    import uuid  # noqa: PLC0415 - only what publishes needs it

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
    import difflib  # noqa: PLC0415 - only for a mistake

    near = difflib.get_close_matches(one, sorted(known), n=1)
    hint = f"did you mean {near[0]}?" if near else "see `scicomm-bot preview` for the ids"
    return NotFoundError(f"no post {one!r}; {hint}")
