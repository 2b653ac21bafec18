"""What a step of the bot came to, as lines and as JSON."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from scicomm_bot.bot import Failed, Found, Sent, StepResult
from scicomm_bot.cli.terminal import hanging, width, wrap
from scicomm_bot.cli.views.publications import publication_json
from scicomm_bot.cli.wording import iso
from scicomm_bot.domain.obstacle import ObstacleCode
from scicomm_bot.domain.publication import Publication
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import SkipKind


def is_failure(result: StepResult) -> bool:
    """Return whether a step's result makes the command end with 1."""
    if isinstance(result, Sent | Found):
        return False
    return isinstance(result, Failed) or result.kind is not SkipKind.DONE


def step_lines(result: StepResult, *, rehearsal: bool, ledger_name: str, zone: tzinfo | None = None) -> Iterator[str]:
    """Yield what a person is told of a step, by the clocks of a zone; without one, by those of the machine."""
    match result:
        case Sent() if rehearsal:
            yield from _rehearsed_lines(result, ledger_name)
        case Sent():
            yield from _sent_lines(result)
        case Found(publication):
            through = f"An earlier attempt at {publication.post_id} had gone through: "
            yield from hanging(through, f"{publication.address}")
        case Failed(publication, reason):
            if publication.open:
                yield f"scicomm-bot: error: {publication.post_id} may or may not be on X: {reason}"
                yield from hanging("", "The next run looks there first. Nothing else goes out until it is known.")
                not_by_hand = "Do not delete it on X by hand meanwhile, because then it would be sent again."
                yield from hanging("", not_by_hand)
            else:
                yield f"scicomm-bot: error: {publication.post_id} was not posted ({publication.state}): {reason}"
            yield from _until(_until_of(result), zone)
        case skip if skip.why.code is ObstacleCode.OUT:  # with an address, which is not cut off from its line
            yield skip.reason
        case skip if skip.why.code is ObstacleCode.GONE:
            yield from hanging("", f"{skip.reason}.")
        case skip if skip.kind is SkipKind.DONE:
            yield from hanging("", f"{skip.reason[0].upper()}{skip.reason[1:]}.")
        case skip:
            yield f"scicomm-bot: error: nothing was posted: {skip.reason}"
            yield from _until(skip.until, zone)


def _rehearsed_lines(sent: Sent, ledger_name: str) -> Iterator[str]:
    publication = sent.publication
    where = f"this is where {publication.post_id} would be posted, for {_price(publication)}:"
    yield from hanging("Dry run: ", where)
    yield from _text(publication)
    if sent.asked:
        yield from hanging("", "A question about it is open. Live, it would wait for an answer.")
    kept = f"The rehearsal is kept in {ledger_name}; delete that file to begin again."
    yield from hanging("", f"Nothing was sent. {kept}")


def _sent_lines(sent: Sent) -> Iterator[str]:
    publication = sent.publication
    yield from hanging("", f"Posted {publication.post_id} for {_price(publication)}:")
    yield from _text(publication)
    yield f"{publication.address}"
    if sent.asked:
        post_id = publication.post_id
        why = "A question about it is open. Its thread had begun, so it went out all the same."
        look = f"Look at it with `scicomm-bot preview {post_id}`; `scicomm-bot withdraw {post_id}` takes it back."
        yield from hanging("", f"{why} {look}")


def step_json(result: StepResult, *, rehearsal: bool) -> dict[str, object]:
    """Return a step's result as its JSON object."""
    match result:
        case Sent(publication) | Found(publication):
            asked = isinstance(result, Sent) and result.asked
            return {"posted": True, "dry_run": rehearsal, **publication_json(publication), "asked": asked}
        case Failed(publication, reason):
            told = {"posted": False, "dry_run": rehearsal, **publication_json(publication)}
            return {**told, "reason": reason, "until": iso(_until_of(result))}
        case skip:
            return {"posted": False, "dry_run": rehearsal, "reason": skip.reason, "until": iso(skip.until)}


def _until_of(failed: Failed) -> datetime | None:
    """Return when to try again: a lost answer is looked for once its call must have ended."""
    if failed.until is None and failed.publication.open:
        return failed.publication.ends_by
    return failed.until


def _text(publication: Publication) -> Iterator[str]:
    yield ""
    for line in wrap(publication.text, width() - 4):
        yield f"    {line}".rstrip()
    yield ""


def _price(publication: Publication) -> str:
    return usd(publication.price_micro_usd)


def _until(until: datetime | None, zone: tzinfo | None) -> Iterator[str]:
    if until is not None:  # the machine's own time is by the C library and the system's zone data, not by `zones`
        local = until.astimezone(zone)
        yield f"Try again after {local:%Y-%m-%d %H:%M:%S} {zone or local.tzname()}."
