"""How a person's yes goes to what others approved before; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scicomm_bot.approval.models import Approval
from scicomm_bot.approval.persons import same_person


def joined_to(there: Mapping[str, Approval], ids: Sequence[str], new: Approval) -> Approval:
    """Return an entry with what others approved before, as it will stand in the file.

    Args:
        there: The sound entries of the file, by their posts' ids.
        ids: All ids that the post has or had, where several people must approve it; else none, and it stands alone.
        new: The entry.
    """
    before = max((there[one] for one in ids if one in there), key=lambda one: one.at, default=None)
    return signed_by_both(before, new)


def signed_by_both(before: Approval | None, new: Approval) -> Approval:
    """Return a yes with the signatures of others to the very same: text, pictures, evidence, and answers.

    What was approved before stands with it where each answer of then is given now, or is not asked for any more; so an
    answer to a new question does not void it. A person who signs again has signed once, at the later time. Of a no, and
    before a no, nothing is kept.
    """
    if before is None or "rejected" in {before.decision, new.decision} or not _is_the_same(before, new):
        return new
    others = [one for one in before.signatures if not same_person(one.by, new.by)]
    if not others:
        return new
    first, *more = others
    return replace(new, by=first.by, at=first.at, mail=first.mail, also=(*more, *new.signatures))


def _is_the_same(before: Approval, new: Approval) -> bool:
    if (before.text, before.images, before.evidence) != (new.text, new.images, new.evidence):
        return False
    given = {one.key: one.answer for one in new.answers}
    return all(given.get(one.key, one.answer) == one.answer for one in before.answers)
