"""Looks at the account's timeline: from which id on, what they did not find, and what was out before a claim."""

from collections.abc import Sequence
from datetime import datetime

from scicomm_bot.domain.publication import Claim, Publication, PublicationState
from scicomm_bot.domain.timeline import KnownText, LookRecord, OwnPost
from scicomm_bot.errors import ClaimLostError
from scicomm_bot.ledger.base import TakenError, in_parts, marks
from scicomm_bot.ledger.publications import Publications
from scicomm_bot.ledger.rows import to_iso
from scicomm_bot.ledger.tables import LOOK
from scicomm_bot.medium import ids


class Looks(Publications):
    """The table `look`, and the looks before a claim."""

    def greatest_remote_id(self, account_id: str) -> str | None:
        """Return the greatest own id of X's that the ledger has, or saw at its first look; or None.

        Looks begin there. So one that a person gave does not count: nobody has looked at what is before it. Ids are
        numbers without leading zeros, so the longer one is the greater.
        """
        row = self._row(
            "SELECT x_post_id FROM publication WHERE account_id = ? AND x_post_id IS NOT NULL AND by_hand = 0 "
            "ORDER BY length(x_post_id) DESC, x_post_id DESC LIMIT 1",
            [account_id],
        )
        known = [str(one) for one in (row and row["x_post_id"], self._baseline(account_id)) if one]
        return max(known, key=ids.in_order, default=None)

    def _baseline(self, account_id: str) -> str | None:
        """Return the id from which looks begin where no publication has a greater one; one that is no id counts not."""
        row = self._row("SELECT baseline_x_id FROM account WHERE id = ?", [account_id])
        kept = None if row is None else row["baseline_x_id"]
        return kept if kept is not None and ids.is_id(kept) else None

    def known_remote_ids(self, account_id: str, remote_ids: Sequence[str]) -> dict[str, str]:
        """Return, for those of X's ids that the ledger has, the posts that they belong to."""
        known: dict[str, str] = {}
        for some in in_parts(remote_ids):
            late = self._rows(  # by itself, and without the account: so all that is read is the few that are late
                "SELECT late_x_post_id AS id, post_id FROM publication WHERE late_x_post_id IS NOT NULL "
                f"AND late_x_post_id IN ({marks(some)})",
                some,
            )
            out = self._rows(
                "SELECT x_post_id AS id, post_id FROM publication "
                f"WHERE account_id = ? AND x_post_id IN ({marks(some)})",
                [account_id, *some],
            )
            known |= {row["id"]: row["post_id"] for row in (*late, *out)}
        return known

    def looks(self, attempt_id: str) -> list[LookRecord]:
        """Return the complete looks that did not find an attempt's text, the oldest first."""
        found = self._rows("SELECT * FROM look WHERE attempt_id = ? ORDER BY number", [attempt_id])
        return [LookRecord(**LOOK.read(row)) for row in found]

    def add_look(self, attempt_id: str, look: LookRecord) -> None:
        """Write down such a look."""
        with self._writing():
            values = {"attempt_id": attempt_id, "began": look.began, "ended": look.ended, "looked_at": look.looked_at}
            self._rows(*LOOK.insert(values))

    def texts_not_out(self) -> list[KnownText]:
        """Return the texts of all attempts that came to nothing: they may be out all the same."""
        found = self._rows(
            "SELECT DISTINCT post_id, text FROM publication WHERE state IN ('released', 'refused', 'skipped')"
        )
        return [KnownText(row["post_id"], row["text"]) for row in found]

    def adopt_posts(
        self,
        account_id: str,
        found: Sequence[tuple[KnownText, OwnPost]],
        at: datetime,
        *,
        baseline_remote_id: str | None = None,
        newest_number: int | None = None,
    ) -> bool:
        """Write down a look before a claim: these posts are out already, at no new cost.

        Args:
            account_id: The account.
            found: What is out, each with the text that it was known by; one whose post is out already is left out.
            at: When the look was.
            baseline_remote_id: No own id was greater than this then; later looks begin here.
            newest_number: `newest_number()` as it was before the look. Where another process has claimed a post since,
                the look may have seen what that one sent, and as the base it would hide it: nothing is written.

        Returns:
            Whether it was written down.
        """
        with self._writing():
            if newest_number is not None and (self.newest_number() != newest_number or self.open_publication()):
                return False
            self._rows("UPDATE account SET first_look_at = ? WHERE id = ?", [to_iso(at), account_id])
            before = self._baseline(account_id)
            new = baseline_remote_id if baseline_remote_id is not None and ids.is_id(baseline_remote_id) else None
            if new is not None and (before is None or ids.in_order(before) < ids.in_order(new)):
                self._rows("UPDATE account SET baseline_x_id = ? WHERE id = ?", [new, account_id])
            for post, own in found:
                when = own.created_at or at
                adopted = Claim(
                    attempt_id=f"adopted-{own.remote_id}",
                    post_id=post.post_id,
                    text=post.text,
                    price_micro_usd=0,
                    claimed_at=when,
                    send_by=when,
                    ends_by=when,
                    reply_to=own.reply_to,
                )
                posted = PublicationState.POSTED
                self.insert_publication(
                    account_id, adopted, posted, remote_id=own.remote_id, conflict="ON CONFLICT DO NOTHING"
                )
                self._rows(
                    "UPDATE publication SET ended_at = ?, adopted = 1, reason = 'found on X' WHERE attempt_id = ?",
                    [to_iso(when), adopted.attempt_id],
                )
        return True

    def keep_by_hand(self, account_id: str, claim: Claim, remote_id: str) -> Publication:
        """Write down that a person shared a post themselves, when it was claimed, under this id of X's.

        Raises:
            ClaimLostError: the post, its text or the id is taken: out, in flight or lost.
        """
        try:
            with self._writing():
                self.insert_publication(account_id, claim, PublicationState.POSTED, remote_id=remote_id)
                self._rows(
                    "UPDATE publication SET ended_at = ?, by_hand = 1, reason = 'a person shared it' "
                    "WHERE attempt_id = ?",
                    [to_iso(claim.claimed_at), claim.attempt_id],
                )
        except TakenError as error:
            raise ClaimLostError(
                f"{claim.post_id}: it, its text or {remote_id} is taken; nothing was written"
            ) from error
        return self.publication(claim.attempt_id)
