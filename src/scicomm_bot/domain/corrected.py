"""The post that a correction corrects, and what the ledger knows of it."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from scicomm_bot.domain.publication import Publication, PublicationState


@dataclass(frozen=True, slots=True)
class Corrected:
    """The post that a correction corrects.

    Attributes:
        id: The post, as the correction names it.
        publication: The ledger's newest record of it; None where it was never tried, or no ledger knows.
    """

    id: str
    publication: Publication | None = None

    @property
    def was_sent(self) -> bool:
        """Whether it is out, or was before it was withdrawn: then there is something to correct."""
        return self.publication is not None and self.publication.state is PublicationState.POSTED

    @property
    def reply_to(self) -> Publication | None:
        """What the correction replies to: the post while it is out. One that was deleted takes no reply."""
        publication = self.publication
        return publication if self.was_sent and publication is not None and publication.withdrawn_at is None else None

    @property
    def text(self) -> str | None:
        """The text that readers have seen; None where nothing was sent."""
        return self.publication.text if self.was_sent and self.publication is not None else None

    def says(self, zone: tzinfo = UTC) -> str:
        """Return which post it is and where, behind `corrects `: `naps/maze, which is out at https://x.com/...`."""
        publication = self.publication
        if publication is None or not self.was_sent:
            unknown = publication is not None and publication.open
            return f"{self.id}, {'of which nobody knows yet whether it is' if unknown else 'which is not'} out"
        if publication.withdrawn_at is not None:
            return f"{self.id}, which was {publication.withdrawn_text(zone).rstrip('.')}"
        where = f"out at {publication.address}" if publication.address else "out in this rehearsal"
        return f"{self.id}, which is {where}"
