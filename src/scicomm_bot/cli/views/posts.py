"""Posts and publications, as lines and as JSON."""

from collections.abc import Container, Iterator
from zoneinfo import ZoneInfo

from scicomm_bot.approval import ANSWER_IT
from scicomm_bot.cli.terminal import Paint, columns, hanging, width, wrap
from scicomm_bot.cli.wording import iso, time_text
from scicomm_bot.domain.corrected import Corrected
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Level, Post, Remark
from scicomm_bot.domain.publication import Publication, PublicationState
from scicomm_bot.medium.length import LIMIT
from scicomm_bot.medium.prices import usd
from scicomm_bot.plan import PostState

_METER = 10


def meter(weighted_length: int) -> str:
    """Return a bar of ten blocks and the figures, e.g. `████████░░ 214/280`."""
    full = min(_METER, round(weighted_length * _METER / LIMIT))
    return f"{'█' * full}{'░' * (_METER - full)} {weighted_length:>3}/{LIMIT}"


def post_lines(
    post: Post,
    where: PostState,
    paint: Paint,
    zone: ZoneInfo,
    *,
    upcoming: bool,
    told: Container[Obstacle] = (),
    known: bool = True,
    asks: bool = True,
    ease: str | None = None,
) -> Iterator[str]:
    """Yield a post as `preview` shows it: its id and state, its meter and price, its text, what is wrong with it.

    Obstacles that are `told` for several posts at once are not told here. Where it is not `known` what is out, no post
    is called pending. Questions come last. Unless it `asks`, open questions are left out: they are put one by one.
    `ease` says how easily it reads, in words.
    """
    word, style = _state_word(where, upcoming=upcoming, known=known)
    *begin, end = wrap(post.id, width())
    gap = width() - columns(end) - columns(word)
    for line in begin:
        yield paint(line, "bold")
    if gap > 0:
        yield f"{paint(end, 'bold')}{' ' * gap}{paint(word, *style)}"
    else:
        yield paint(end, "bold")
        yield f"{' ' * max(0, width() - columns(word))}{paint(word, *style)}"
    over = post.weighted_length > LIMIT
    bar, price = meter(post.weighted_length), usd(post.price_micro_usd)
    price += " with a link" if post.has_link else ""
    figures = f"{paint(bar, *(['red'] if over else []))}   {price}"
    if ease and columns(f"{bar}   {price}   {ease}") > width():
        yield from (figures, paint(ease, "dim"))
    else:
        yield f"{figures}   {paint(ease, 'dim')}" if ease else figures
    yield from _out_lines(where.publication, zone)
    yield from _corrected_lines(where, zone, paint, known=known)
    yield from _text_lines(post, where, paint)
    for image in post.images:
        yield from hanging(
            "  picture: ", f"{image.file}, {f'alt text: {image.alt}' if image.alt else 'without alt text'}"
        )
    for remark in sorted(post.remarks, key=lambda one: one.level is Level.QUESTION):
        if asks or not remark.is_open:
            yield from remark_lines(remark, paint)
    unknown = where.corrects_nothing and not known
    if (obstacle := where.obstacle) is not None and obstacle not in told and _is_news(obstacle, post) and not unknown:
        yield from hanging(f"  {where.state}: ", obstacle.text(post.id))


def _corrected_lines(where: PostState, zone: ZoneInfo, paint: Paint, *, known: bool) -> Iterator[str]:
    """Yield what a correction corrects, and the text that readers have seen, above its own."""
    if where.corrected is None:
        return
    if not known:
        yield from hanging("  ", f"corrects {where.corrected.id}")
        return
    yield from corrected_lines(where.corrected, where, zone)
    if (out := where.corrected.text) is not None:
        yield from _indented(out, paint)
        yield from hanging("  ", "The correction:")


def corrected_lines(corrected: Corrected, where: PostState, zone: ZoneInfo, *, indent: str = "  ") -> Iterator[str]:
    """Yield what a correction corrects, and what becomes of it where that takes no reply any more."""
    alone = "" if corrected.reply_to or not corrected.was_sent or where.state == "posted" else ALONE
    yield from hanging(indent, f"corrects {corrected.says(zone)}{alone}")


ALONE = "; so it is a post of its own, and no reply"
"""What becomes of a correction whose post was withdrawn before it."""


def _text_lines(post: Post, where: PostState, paint: Paint) -> Iterator[str]:
    """Yield the text; of a post that is out with another one, first the text that is out."""
    if (out := where.other_text_out(post)) is not None:
        yield from _indented(out, paint)
        yield from hanging("  ", "The file has another text now. It is not published, and will not be:")
    yield from _indented(post.text, paint)


def _indented(text: str, paint: Paint) -> Iterator[str]:
    for line in wrap(text, width() - 4) if text else ():
        yield f"{paint('  │', 'dim')} {line}".rstrip()


def _is_news(obstacle: Obstacle, post: Post) -> bool:
    """Whether an obstacle is not told already: by a remark of the post, or below all posts."""
    if obstacle.code in {ObstacleCode.FINDING, ObstacleCode.RETRACTED} and post.blocked:
        return False
    if obstacle.code is ObstacleCode.ASKED and post.asking:
        return False
    return bool(obstacle.message) and obstacle.code is not ObstacleCode.PAUSED


NOT_KNOWN = "not known to be out"
"""What a pending post is called where no ledger says what is out."""


def state_word(where: PostState, *, known: bool = True) -> str:
    """Return the state of a post as people read it: of one that was taken back, `withdrawn`."""
    if not known and (where.state == "pending" or where.corrects_nothing):
        return NOT_KNOWN
    return "withdrawn" if where.withdrawn else where.state


def _state_word(where: PostState, *, upcoming: bool, known: bool) -> tuple[str, tuple[str, ...]]:
    word = state_word(where, known=known)
    if word == NOT_KNOWN:
        return word, ()
    if word == "pending":
        return ("next", ("green", "bold")) if upcoming else ("pending", ())
    colours = {"posted": ("green",), "unknown": ("yellow", "bold")}
    return (f"held: {where.reason_words}" if word == "held" else word), colours.get(word, ("red",))


def out_lines(publication: Publication, zone: ZoneInfo, *, indent: str = "  ") -> Iterator[str]:
    """Yield where a post that is out can be read; of one that was withdrawn, since when and why it no longer can."""
    if publication.withdrawn_at is not None:
        yield from hanging(indent, publication.withdrawn_text(zone))
    else:
        yield f"{indent}{publication.address or '(a rehearsal)'}"


def _out_lines(publication: Publication | None, zone: ZoneInfo) -> Iterator[str]:
    if publication is not None and publication.state is PublicationState.POSTED and publication.ended_at is not None:
        yield f"  {time_text(publication.ended_at, zone)}"
        yield from out_lines(publication, zone)


def remark_lines(remark: Remark, paint: Paint) -> Iterator[str]:
    """Yield a remark with its rule, wrapped below itself; and its answer, or the reason for which it was waived."""
    if remark.level is Level.QUESTION:
        head = f"A question about this post ({remark.rule}):"
    else:
        head = f"{remark.level} {remark.rule}{', waived' if remark.waived else ''}:"
    colour = level_colour(remark.level, waived=bool(remark.waived or remark.answer))
    first, *rest = hanging(f"  {head} ", remark.message)
    yield first.replace(head, paint(head, colour), 1)
    yield from rest
    if remark.waived:
        yield from waiver_lines(remark.waived)
    if remark.answer:
        yield from answer_lines(remark.answer, remark.answered_by)


def level_colour(level: Level, *, waived: bool) -> str:
    """Return the colour in which the level of a remark is shown; `waived` are questions with an answer, too."""
    return "dim" if waived else _COLOURS[level]


_COLOURS = {Level.ERROR: "red", Level.QUESTION: "yellow", Level.WARNING: "yellow", Level.INFO: "dim"}


def answer_lines(answer: str, by: str | None = None) -> list[str]:
    """Return the answer to a question, wrapped, as it stands below the question; and who gave it, if that is known."""
    return hanging(f"    Answer{f' by {by}' if by is not None else ''}: ", answer)


def waiting_lines(post: Post, where: PostState, paint: Paint) -> Iterator[str]:
    """Say that a post waits for answers, and how to give them; of one that is out, nothing."""
    count = len(post.open_questions)
    if not count or where.state == "posted":
        return
    if where.state == "pending" and post.obstacle is not None:
        yield from hanging("  ", "The question is open. The thread has begun, so this part goes out all the same.")
        return
    head = "Waits for an answer:" if count == 1 else f"Waits for {count} answers:"
    before = "" if post.only_asking else "first put right what else is wrong; then "
    first, *rest = hanging(f"  {head} ", f"{before}{ANSWER_IT.replace('{id}', post.id)}.")
    yield first.replace(head, paint(head, "yellow", "bold"), 1)
    yield from rest


def waiver_lines(reason: str) -> list[str]:
    """Return the reason of a waiver, wrapped, as it stands below what it waives."""
    return hanging("    waived because: ", reason)


def post_json(post: Post, where: PostState) -> dict[str, object]:
    """Return a post as its JSON object; only that of a correction says what it corrects."""
    publication = where.publication
    posted = publication is not None and publication.state is PublicationState.POSTED
    return {
        "id": post.id,
        "text": post.text,
        "weighted_length": post.weighted_length,
        "price_usd": post.price_micro_usd / 1_000_000,
        "state": where.state,
        "reason": where.reason,
        "x_post_id": publication.remote_id if posted and publication else None,
        "posted_at": iso(publication.ended_at) if posted and publication else None,
        "text_out": where.other_text_out(post),
        "withdrawn_at": iso(publication.withdrawn_at) if publication else None,
        "withdrawn_why": publication.withdrawn_why if publication else None,
        "images": [{"file": image.file, "sha256": image.sha256, "alt": image.alt} for image in post.images],
        "findings": [_remark_json(remark) for remark in post.remarks],
        **({} if where.corrected is None else {"corrects": _corrected_json(where.corrected)}),
    }


def _corrected_json(corrected: Corrected) -> dict[str, object]:
    """Return the post that a correction corrects as its JSON object; without what nobody knows or was not sent."""
    publication = corrected.publication if corrected.was_sent else None
    return {
        "id": corrected.id,
        "address": publication.address if publication else None,
        "text": corrected.text,
        "withdrawn_at": iso(publication.withdrawn_at) if publication else None,
    }


def _remark_json(remark: Remark) -> dict[str, object]:
    fields = ("rule", "level", "message", "waived", *(["answer"] if remark.answer is not None else []))
    return {field: getattr(remark, field) for field in fields}
