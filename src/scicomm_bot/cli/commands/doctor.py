"""`scicomm-bot doctor`."""

import socket
import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from scicomm_bot.approval import standings_of
from scicomm_bot.cli import account_rules, retraction_lines, retractions, show, wiring
from scicomm_bot.cli.commands.check import find_problems
from scicomm_bot.clock import SystemClock
from scicomm_bot.content import load
from scicomm_bot.domain.post import Level
from scicomm_bot.domain.timeline import CannotLook, Look
from scicomm_bot.errors import ScicommError
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.medium.prices import READ_OWN_POST_MICRO_USD, usd
from scicomm_bot.settings import Settings

NEWEST = 20
"""How many posts are read where the ledger has no id to begin at; each costs an owned read."""
HEALED_BY_X = tuple(f"X answered {status}" for status in (401, 402, 403, 404))
"""How pauses begin that end when X accepts the credentials and shows the timeline; the others a person must end."""
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
    examinations = (
        [_service]
        if options.service
        else [_mode, _clock, _zones, _content, _approval, _account_rules, _ledger, _retractions, _credentials]
    )
    found = [_examined(examine, settings) for examine in examinations]
    if options.online:
        found += [_examined(_papers, settings)]
        found += _online(settings, resume=options.resume)
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


def _mode(settings: Settings) -> Finding:
    return Finding("mode", "dry run: nothing is sent (SCICOMM_DRY_RUN)" if settings.dry_run else "live: posts go to X")


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


def _approval(settings: Settings) -> Finding:
    approvals = wiring.approvals_of(settings)
    if approvals.broken or approvals.tampered:
        trouble = "; ".join(map(str, approvals.broken or approvals.tampered.values()))
        return Finding("approval", "", f"what is not sure to be approved does not go out: {trouble}")
    if not settings.require_approval:
        return Finding("approval", f"OFF: {wiring.APPROVAL_IS_OFF}")
    document, posts = wiring.checked_posts(settings, SystemClock().now())
    states = [verdict.state for verdict in standings_of(posts, document.content, approvals)]
    return Finding("approval", f"{states.count('approved')} of {len(posts)} posts are approved in {approvals.path}")


def _account_rules(settings: Settings) -> Finding:
    document, posts = wiring.checked_posts(settings, SystemClock().now())
    texts = account_rules.of_texts(posts)
    statement = document.content.account
    lacks = account_rules.missing(statement, settings.posts)
    if lacks is None and statement is not None:
        return Finding("X's rules", f"{account_rules.signed(statement)}. {texts}")
    return Finding("X's rules", f"before posts go live: {lacks}. {texts}", None if settings.dry_run else lacks)


def _ledger(settings: Settings) -> Finding:
    name = settings.ledger_name(dry_run=False)
    ledger = wiring.open_ledger(settings, dry_run=False, create=False)
    if ledger is None:
        return Finding("ledger", f"{name} is not there yet; the first live post makes it")
    with closing(ledger):
        damage = ledger.damage()
    if damage:
        return Finding("ledger", "", f"{name} is not to be relied on: {damage} (docs/operations.md)")
    with closing(wiring.made_ledger(settings, dry_run=False)) as ledger:  # shows that it can be written, too
        account = ledger.account()
    return Finding("ledger", f"{name} is sound; account {account.id if account else 'not known yet'}")


def _retractions(settings: Settings) -> Finding:
    if not settings.retraction_check:
        return Finding("retractions", f"OFF: {retractions.OFF}")
    serves = settings.retraction_max_age
    said = f"looked up at {settings.crossref_url} before a live post; an answer serves {serves}"
    return Finding("retractions", said)


def _papers(settings: Settings) -> Finding:
    """Look each paper up; what a live post would stop at is wrong only where posts are live."""
    if not settings.retraction_check:
        return Finding("papers", f"OFF: {retractions.OFF}")
    papers = load(settings.posts).content.papers
    ledger = wiring.ledger_to_change(settings, dry_run=False)
    found = retractions.look(papers, ledger, settings, SystemClock().now, again=True)
    lines = {
        paper.id: f"{paper.id}: {retraction_lines.paper_line(paper, looked.standing, looked.record)}"
        for paper in papers
        for looked in (found[paper.id],)
    }
    bad = [
        line
        for paper_id, line in lines.items()
        if (remark := found[paper_id].standing.remark(live=True)) is not None and remark.level is Level.ERROR
    ]
    trouble = "; ".join(bad) if bad and not settings.dry_run else None
    return Finding("papers", "; ".join(lines.values()), trouble)


def _credentials(settings: Settings) -> Finding:
    missing = settings.missing_credentials()
    if not missing:
        return Finding(
            "credentials", "all four are set" + ("; a dry run does not use them" if settings.dry_run else "")
        )
    if settings.dry_run:
        return Finding("credentials", f"not set ({', '.join(missing)}); a dry run needs none")
    return Finding("credentials", "", f"missing: {', '.join(missing)}; see docs/configuration.md")


def _online(settings: Settings, *, resume: bool) -> Iterator[Finding]:
    """Ask X who we are, look at the own timeline, and then, if all that went well, end a pause of the account."""
    try:
        yield from _online_findings(settings, resume=resume)
    except ScicommError as error:
        yield Finding("X", "", str(error))


def _online_findings(settings: Settings, *, resume: bool) -> Iterator[Finding]:
    clock = SystemClock()
    client = wiring.x_client(settings, clock.now)
    account, bio = client.me_and_bio()
    yield Finding("X", f"{settings.x_api_url} knows the account as @{account.username} ({account.id})")
    statement = load(settings.posts).content.account
    trouble = account_rules.bio_trouble(statement, bio)
    yield Finding("bio", trouble or "it names the operator", None if settings.dry_run else trouble)
    if settings.dry_run:
        ledger = wiring.ledger_to_change(settings, dry_run=False)
    else:
        ledger = wiring.made_ledger(settings, dry_run=False)
    if ledger is None:
        yield Finding("timeline", "no live ledger yet, so there is nothing to compare with")
        return
    with closing(ledger):
        ledger.adopt(account, settings.fingerprint())
        _, publisher = wiring.publisher_of(ledger, settings, clock)
        look = publisher.look(since_id=ledger.greatest_remote_id(account.id), newest=NEWEST)
        if isinstance(look, CannotLook):
            yield Finding("timeline", "", f"cannot be looked at: {look.reason}")
            return  # a pause stays: what X refuses here, it may refuse to a post
        known = ledger.known_remote_ids(account.id, [post.remote_id for post in look.posts])
        yield _timeline(look, known)
        yield from _pause(ledger, clock.now(), resume=resume)


def _timeline(look: Look, known: Mapping[str, str]) -> Finding:
    """List the account's posts on X that are newer than all in the ledger: by people, or by a ledger that was lost."""
    count = len(look.posts)
    read = f"{count} post{'s' if count != 1 else ''} read for {usd(count * READ_OWN_POST_MICRO_USD)}"
    foreign = [post for post in look.posts if post.remote_id not in known]
    if not foreign:
        return Finding("timeline", f"nothing there is newer than the ledger ({read})")
    shown = "; ".join(f"{post.remote_id} \u201c{' '.join(post.text.split())[:40]}\u201d" for post in foreign[:5])
    more = f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""  # noqa: PLR2004 - as many as are shown
    return Finding(
        "timeline",
        f"{len(foreign)} posts are newer than the ledger's newest: {shown}{more} ({read}). If the bot made them, the "
        "ledger is an old one: restore a newer backup before posting",
    )


def _pause(ledger: SqlLedger, now: datetime, *, resume: bool) -> Iterator[Finding]:
    """End a pause that X's good answer shows to be over, or that a person has looked into; a rate limit ends itself."""
    account = ledger.account()
    if account is None or account.paused is None or not account.paused_at(now) or account.paused_until is not None:
        return
    if resume or account.paused.startswith(HEALED_BY_X):
        ledger.pause(account.id, None)
        yield Finding("pause", f"the pause is ended (it was: {account.paused})")
    else:
        yield Finding(
            "pause",
            "",
            f"the account is paused: {account.paused}. X's answers here do not show that this is over: look at the "
            "account, then run `scicomm-bot doctor --online --resume`",
        )


def _service(settings: Settings) -> Finding:
    """Look for a live service of this machine, live or rehearsing: `run --live` goes by no setting."""
    now = SystemClock().now()
    host = f"{socket.gethostname()}:"
    seen = None
    for dry_run in (False, True):
        ledger = wiring.open_ledger(settings, dry_run=dry_run, create=False)
        if ledger is None:
            continue
        with closing(ledger):
            signs = ledger.signs()
        for sign in signs:
            if sign.name.startswith(host) and (seen is None or sign.seen_at > seen.seen_at):
                seen = sign
    if seen is None or not seen.alive(now):
        when = "never" if seen is None else f"last at {show.iso(seen.seen_at)}"
        return Finding("service", "", f"no sign of life ({when}); look at the log of `scicomm-bot run`")
    return Finding("service", f"alive, last seen at {show.iso(seen.seen_at)}")
