"""A post that a person shared themselves: it is taken into the ledger, so that the bot does not post it again."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.edition import Edition, not_found
from scicomm_bot.app.resolving import CLOCKS_ASTRAY
from scicomm_bot.domain.account import Account
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Obstacle
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Claim, Publication, PublicationState
from scicomm_bot.errors import ClaimLostError, LedgerError, ScicommError
from scicomm_bot.ledger import SqlLedger
from scicomm_bot.medium import ids
from scicomm_bot.plan import post_state, reply_target

_SHAPE = "copy it from the post's menu: https://x.com/NAME/status/1234567890123456789, or the number alone"


@dataclass(frozen=True, slots=True)
class Shared:
    """What was taken into the ledger.

    Attributes:
        publication: The ledger's record.
        held: What held the post when it was shared, which is told, and kept nothing; None where nothing did.
        ledger: How messages call the ledger.
        zone: Whose clocks the times are shown by.
    """

    publication: Publication
    held: Obstacle | None
    ledger: str
    zone: ZoneInfo


def share(desk: Desk, post_id: str, written: str) -> Shared:
    """Take a post that a person shared themselves into the ledger, with the text that the file has now, at no price.

    Args:
        desk: One that may change the ledger; none is made for this.
        post_id: The post.
        written: Its address on X, or its id there.

    Raises:
        ScicommError: it cannot be that post, or it is out, in flight or lost already. Nothing was written.
    """
    if desk.ledger is None:
        raise LedgerError(
            f"{desk.ledger_name}: there is no ledger, so nothing was written; set SCICOMM_STATE to the service's"
        )
    ledger, account = desk.ledger, desk.ledger.account()
    if account is None or not account.id:
        raise LedgerError(
            f"{desk.ledger_name}: it is not known yet whose ledger this is, so nothing was written; run "
            "`scicomm-bot doctor --online` first"
        )
    address = _address(written, account)
    now = desk.clock.now()
    edition = desk.read()
    post = _post(edition, post_id)
    made_at = _made_at(written, address.remote_id, post, edition, now)
    reply_to = _reply_to(desk, post, edition)
    _refuse_tried(ledger.newest_of(post.id), address.remote_id, now)
    _refuse_taken(ledger, account.id, post, address.remote_id)
    _refuse_beside_lost(ledger, made_at, now)
    at = min(made_at, now)
    claim = Claim(
        attempt_id=f"by-hand-{address.remote_id}",
        post_id=post.id,
        text=post.text,
        price_micro_usd=0,
        claimed_at=at,
        send_by=at,
        ends_by=at,
        reply_to=reply_to,
        media_sha256=post.media_sha256,
    )
    try:
        kept = ledger.keep_by_hand(account.id, claim, address.remote_id)
    except ClaimLostError as error:  # another process was quicker than the looks above
        raise ScicommError(
            f"{post_id}: another process was first; see `scicomm-bot status`. Nothing was written"
        ) from error
    return Shared(kept, _held(post, at), desk.ledger_name, ZoneInfo(edition.content.schedule.timezone))


def _held(post: Post, at: datetime) -> Obstacle | None:
    """Return what held a post then, for all that its file says; `at:` of its own holds nothing that a person shares."""
    return post_state(replace(post, timing=replace(post.timing, at=None)), History(), at).obstacle


def _address(written: str, account: Account) -> ids.Address:
    address = ids.read_address(written)
    if address is None:
        raise ScicommError(f"--as {written}: this is no address of a post on X; {_SHAPE}")
    if address.user is not None and account.username and address.user.casefold() != account.username.casefold():
        raise ScicommError(
            f"--as {written}: this is a post of @{address.user}, and the ledger belongs to @{account.username}; if the "
            f"account has another name now, give the number alone: {address.remote_id}"
        )
    return address


def _post(edition: Edition, post_id: str) -> Post:
    post = next((one for one in edition.posts if one.id == post_id), None)
    if post is None:
        raise not_found(post_id, {one.id for one in edition.posts}, edition.document)
    if post.failure is not None or not post.text:
        raise ScicommError(f"{post_id} has no text, because its template failed; see `scicomm-bot check`")
    return post


def _made_at(written: str, remote_id: str, post: Post, edition: Edition, now: datetime) -> datetime:
    """Return when the post with that id was made: an id tells it."""
    made_at = ids.made_at(remote_id)
    told = f"--as {written}: that post was made on {made_at:%d %B %Y} at {made_at:%H:%M} UTC"
    if made_at > now + CLOCKS_ASTRAY:
        raise ScicommError(f"{told}, which is still to come; look at the number again")
    year = next(paper.year for paper in edition.content.papers if paper.id == post.paper_id)
    if made_at.year < year - 1:
        raise ScicommError(f"{told}, and the paper is of {year}; look at the number again")
    return made_at


def _reply_to(desk: Desk, post: Post, edition: Edition) -> str | None:
    """Return what a part of a thread replies to; its parts go out in order, whoever shares them."""
    history = desk.history(edition.posts)
    before = reply_target(post, edition.posts, history)
    if isinstance(before, str):
        if post.corrects is not None:
            raise ScicommError(
                f"{post.id} corrects {before}, which is not out; if you have shared that one, too, say `scicomm-bot "
                f"posted {before} --as ADDRESS` first"
            )
        raise ScicommError(
            f"{post.id} is a part of a thread and replies to {before}, which is not out; if you have shared that one, "
            f"too, say `scicomm-bot posted {before} --as ADDRESS` first"
        )
    return None if before is None else before.remote_id


def _refuse_tried(last: Publication | None, remote_id: str, now: datetime) -> None:
    """Refuse a post that is out, in flight or lost."""
    if last is None:
        return
    post_id = last.post_id
    if last.withdrawn_at is not None:
        raise ScicommError(f"{post_id} was {last.withdrawn_text().rstrip('.')}; the ledger keeps it as it was")
    if last.state is PublicationState.POSTED:
        raise ScicommError(f"{post_id} is out already: {last.address or last.remote_id}; nothing was written")
    if last.in_flight(now):
        until = last.ends_by.isoformat(timespec="seconds")
        raise ScicommError(f"{post_id} is being sent just now; wait until {until}, and look at `scicomm-bot status`")
    if last.open:
        raise ScicommError(
            f"{post_id} may be on X already: its answer was lost. If what you name is the bot's own post, run "
            f"`scicomm-bot resolve {post_id} --posted {remote_id}`. If the bot's is not there, run "
            f"`scicomm-bot resolve {post_id} --skip` first, and this again"
        )


def _refuse_taken(ledger: SqlLedger, account_id: str, post: Post, remote_id: str) -> None:
    """Refuse an id, and a text, that belong to another post."""
    owner = ledger.known_remote_ids(account_id, [remote_id]).get(remote_id)
    if owner is not None:
        raise ScicommError(f"{remote_id} is {owner}, as the ledger has it; look at the number again")
    other = ledger.history([], [post.text_sha256], since=ids.EPOCH).taken.get(post.text_sha256)
    if other is not None:
        raise ScicommError(f"{post.id}: the same text is out already as {other}; nothing was written")


def _refuse_beside_lost(ledger: SqlLedger, made_at: datetime, now: datetime) -> None:
    """Refuse a post that may be another one of the bot's, whose outcome nobody knows yet."""
    opened = ledger.open_publication()
    if opened is None or made_at < opened.claimed_at - CLOCKS_ASTRAY:
        return
    wait = (
        f"wait until {opened.ends_by.isoformat(timespec='seconds')}"
        if opened.in_flight(now)
        else "see `scicomm-bot status`"
    )
    raise ScicommError(
        f"{opened.post_id} is in flight, or its answer was lost, and the post that you name could be that one; "
        f"{wait}, and try again when it is known. Nothing was written"
    )
