"""What a correction needs before it goes out: that the post which it corrects is out, or was."""

from scicomm_bot.domain.corrected import Corrected
from scicomm_bot.domain.history import History
from scicomm_bot.domain.obstacle import Need, Obstacle, ObstacleCode
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication


def corrected_by(post: Post, history: History) -> Corrected | None:
    """Return the post that a post corrects, as the ledger knows it; None where it corrects none."""
    return None if post.corrects is None else Corrected(post.corrects, history.latest.get(post.corrects))


def nothing_to_correct(post: Post, history: History) -> Obstacle | None:
    """Return what holds a correction of a post that was not sent, or of which nobody knows; None where nothing does.

    One that was withdrawn has been read: its correction goes out as a post of its own.
    """
    corrected = corrected_by(post, history)
    if corrected is None or corrected.was_sent:
        return None
    last = corrected.publication
    if last is not None and last.open:
        message = f"it is not known yet whether {corrected.id}, which it corrects, is out"
        return Obstacle(ObstacleCode.FINDING, message)
    if history.account is not None and history.account.rehearses:
        message = f"{corrected.id}, which it corrects, is not out in this rehearsal"
        return Obstacle(ObstacleCode.FINDING, message, "the rehearsal must come to that post first", needs=Need.LATER)
    message = f"{corrected.id}, which it corrects, is not out, so there is nothing to correct"
    return Obstacle(ObstacleCode.FINDING, message, "edit that post instead, and delete this one", needs=Need.LATER)


def correction_refused(post: Post, last: Publication) -> Obstacle | None:
    """Return the obstacle of a correction that X refused, as it stands now; None for any other post.

    It needs a person now, as a thread that has stopped does: readers still see what is wrong.
    """
    if post.corrects is None:
        return None
    remedy = f"change its text, or correct {post.corrects} by hand and run `scicomm-bot posted {{id}} --as ADDRESS`"
    return Obstacle(ObstacleCode.REFUSED, last.reason or "", remedy, needs=Need.NOW)
