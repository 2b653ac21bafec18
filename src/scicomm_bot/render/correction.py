"""What a correction is made from: the update that stops a paper, and since when it was posted about."""

from dataclasses import dataclass
from datetime import date

from scicomm_bot.domain.notice import BLOCKING_TYPES, Update, day_text

TEMPLATE = "correction.txt.j2"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A paper that is stopped while posts about it are out.

    Attributes:
        update: What stops it; of a type that we know the meaning of.
        posted_from: The day (UTC) on which the first post about it went out.
    """

    update: Update
    posted_from: date

    def variables(self) -> dict[str, object]:
        """Return what `correction.txt.j2` is given."""
        update = self.update
        on = None if update.on is None else day_text(update.on)
        notice = f"notice doi:{update.doi}" if update.doi else None
        told = {
            "type": update.type,
            "says": BLOCKING_TYPES[update.type],
            "notice": update.doi or None,
            "on": on,
            "details": "; ".join(one for one in (on, notice) if one),
            "sources": " and ".join(update.sources),
            "posted_from": day_text(self.posted_from),
        }
        return {"withdrawn": None, "retraction": told, "why": str(update)}
