"""Examines what the network says: of the papers, of the account, and of its timeline; and ends pauses that are over."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scicomm_bot.app import account_rules
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.examine.examination import Examination
from scicomm_bot.app.examine.subject import Subject
from scicomm_bot.app.papers import paper_line
from scicomm_bot.app.supervision import RETRACTION_CHECK_IS_OFF
from scicomm_bot.domain.account import Account, Pause, PauseCause
from scicomm_bot.domain.health import Source
from scicomm_bot.domain.timeline import CannotReadTimeline, TimelineRead
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan.state import pause_obstacle

if TYPE_CHECKING:
    from scicomm_bot.app.metering import MeteredPublisher

NEWEST = 20
"""How many posts are read where the ledger has no id to begin at; each costs an owned read."""
_SHOWN = 5
"""How many posts that the ledger does not know are shown."""


def papers(subject: Subject, desk: Desk) -> Examination:
    """Look each paper up; what a live post would stop at is wrong only where posts are live."""
    if not desk.supervision.retraction_check:
        return Examination("papers", f"OFF: {RETRACTION_CHECK_IS_OFF}")
    written = subject.edition.content.papers
    found = desk.lookups.look_up(written, again=True)
    lines = {p.id: f"{p.id}: {paper_line(p, found[p.id].state, found[p.id].record)}" for p in written}
    bad = [line for paper_id, line in lines.items() if found[paper_id].state.stops(live=True)]
    trouble = "; ".join(bad) if bad and desk.live else None
    return Examination("papers", "; ".join(lines.values()), trouble)


def account(subject: Subject, desk: Desk, *, resume: bool) -> Iterator[Examination]:
    """Ask X who we are, read the own timeline, and then, if all that went well, end pauses of the account."""
    client = desk.network.client()
    known, bio = client.me_and_bio()
    yield Examination("X", f"{desk.network.api_url} knows the account as @{known.username} ({known.id})")
    yield _bio(subject, bio)
    if desk.ledger is None:
        yield Examination("timeline", "no live ledger yet, so there is nothing to compare with")
        return
    ledger = desk.made_ledger
    desk.network.note_user_read(ledger)
    desk.network.adopt(known, ledger)
    _, publisher = desk.network.publisher(client, ledger)
    read = publisher.read_timeline(since_id=ledger.greatest_remote_id(known.id), newest=NEWEST)
    if not isinstance(read, CannotReadTimeline):
        ledger.note_success(Source.DOCTOR, desk.clock.now())
        theirs = ledger.known_remote_ids(known.id, [post.remote_id for post in read.posts])
        yield _timeline(read, theirs, len(read.posts) * desk.prices.read_post)
    elif read.hopeless and resume:
        yield _begin_behind(desk, known, publisher, read.reason)
    else:
        yield Examination("timeline", "", f"cannot be looked at: {read.reason}")
        return  # a pause stays: what X refuses here, it may refuse to a post
    yield from _pauses(desk, resume=resume)


def _begin_behind(desk: Desk, known: Account, publisher: "MeteredPublisher", why: str) -> Examination:
    """Let later looks begin behind all posts that are there: they are too many, and a person has looked."""
    ledger = desk.made_ledger
    before = ledger.newest_number()
    newest = publisher.read_timeline(since_id=None, newest=NEWEST)
    if isinstance(newest, CannotReadTimeline):
        return Examination("timeline", "", f"cannot be looked at: {newest.reason}")
    now = desk.clock.now()
    if not ledger.adopt_posts(known.id, [], now, baseline_remote_id=newest.horizon, newest_number=before):
        return Examination("timeline", "", f"{why}, and a post is in flight or lost; see `scicomm-bot status`")
    return Examination("timeline", f"{why}; as you have looked, none of them counts as the bot's from here on")


def _bio(subject: Subject, bio: str) -> Examination:
    trouble = account_rules.bio_trouble(subject.statement, bio)
    return Examination("bio", trouble or "it names the operator", trouble if subject.desk.live else None)


def _pauses(desk: Desk, *, resume: bool) -> Iterator[Examination]:
    """End the pauses that X's good answer shows to be over, or, with `resume`, that a person has looked into.

    What a person decided is not the machine's to end, and to have looked at the account is no word on it.
    """
    paused = desk.made_ledger.account()
    if paused is None:
        return
    for pause in (one for one in paused.pauses if one.until is None):
        if pause.is_a_persons:
            yield Examination("pause", "", pause_obstacle(pause).text())
            continue
        if resume or pause.cause is PauseCause.ACCOUNT_REFUSED:
            yield _ended(desk, paused, pause)
            continue
        trouble = (
            f"{pause_obstacle(pause).message}. X's answers here do not show that this is over: look at the "
            "account, then run `scicomm-bot doctor --online --resume`"
        )
        yield Examination("pause", "", trouble)


def _ended(desk: Desk, paused: Account, pause: Pause) -> Examination:
    desk.made_ledger.end_pause(paused.id, pause, desk.clock.now())
    return Examination("pause", f"the pause is ended (it was: {pause.note})")


def _timeline(read: TimelineRead, known: Mapping[str, str], price: int) -> Examination:
    """List the account's posts on X that are newer than all in the ledger: by people, or by a ledger that was lost."""
    count = len(read.posts)
    cost = f"{count} post{'s' if count != 1 else ''} read for {usd(price)}"
    foreign = [post for post in read.posts if post.remote_id not in known]
    if not foreign:
        return Examination("timeline", f"nothing there is newer than the ledger ({cost})")
    shown = "; ".join(f"{post.remote_id} \u201c{' '.join(post.text.split())[:40]}\u201d" for post in foreign[:_SHOWN])
    more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
    return Examination(
        "timeline",
        f"{len(foreign)} posts are newer than the ledger's newest: {shown}{more} ({cost}). If the bot made them, the "
        "ledger is an old one: restore a newer backup before posting",
    )
