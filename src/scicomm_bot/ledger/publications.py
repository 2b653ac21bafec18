"""Publications: claims, what came of them, and what they say for the next decision."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from scicomm_bot.domain.history import History
from scicomm_bot.domain.publication import Claim, Publication, PublicationState
from scicomm_bot.errors import ClaimLostError, LedgerError, NotFoundError
from scicomm_bot.ledger.accounts import Accounts
from scicomm_bot.ledger.base import OF_THE_ACCOUNT, TakenError, in_parts, marks
from scicomm_bot.ledger.rows import Row, from_iso, to_iso
from scicomm_bot.ledger.tables import PUBLICATION, Dialect
from scicomm_bot.medium.prices import DELETE_MICRO_USD

_TAKEN = "'claimed', 'unknown', 'posted'"
"""The states in which a post, and its text, is taken: out or open."""


_BY_HAND_SINCE = 7
"""The version that brought `by_hand`; a ledger of an earlier one that is only read has none."""


class When(StrEnum):
    """A moment of a publication, by the columns that have it."""

    CLAIMED = "claimed_at"
    ENDED = "ended_at"
    WITHDRAWN = "withdrawn_at"
    LAST = "coalesce(ended_at, claimed_at)"
    """When what came of it was known; while nothing is known, when it was claimed."""


class Publications(Accounts):
    """The table `publication`."""

    def history(
        self, post_ids: Sequence[str], text_hashes: Sequence[str], *, since: datetime, slots: Sequence[datetime] = ()
    ) -> History:
        """Return what matters for a decision about these posts; spending is counted from `since`."""
        account = self.account()
        if account is None:
            return History()
        latest: dict[str, Publication] = {}
        for some in in_parts(post_ids):
            for row in self._rows(
                "SELECT * FROM publication WHERE number IN (SELECT max(number) FROM publication "
                f"WHERE account_id = ? AND post_id IN ({marks(some)}) GROUP BY post_id)",
                [account.id, *some],
            ):
                latest[row["post_id"]] = _publication(row)
            # What is out or open counts, whatever was tried after it: an id may come late.
            for row in self._rows(
                f"SELECT * FROM publication WHERE account_id = ? AND state IN ({_TAKEN}) "
                f"AND post_id IN ({marks(some)})",
                [account.id, *some],
            ):
                latest[row["post_id"]] = _publication(row)
        taken: dict[str, str] = {}
        withdrawn: dict[str, Publication] = {}
        for some in in_parts(text_hashes):
            for row in self._rows(
                "SELECT * FROM publication WHERE account_id = ? "
                f"AND state IN ({_TAKEN}) AND text_sha256 IN ({marks(some)})",
                [account.id, *some],
            ):
                taken[row["text_sha256"]] = row["post_id"]
                if row["withdrawn_at"] is not None:
                    withdrawn[row["text_sha256"]] = _publication(row)
        newest_end = self._row(
            "SELECT max(ended_at) AS at FROM publication WHERE account_id = ? AND state = 'posted'", [account.id]
        )
        spent = self._row(
            "SELECT coalesce(sum(price_micro_usd), 0) AS spent FROM publication WHERE account_id = ? "
            f"AND claimed_at >= ? AND state IN ({_TAKEN})",
            [account.id, to_iso(since)],
        )
        deleted = self._row(
            "SELECT count(*) AS number FROM publication WHERE account_id = ? AND withdrawn_at >= ?",
            [account.id, to_iso(since)],
        )
        newest = self._row("SELECT * FROM publication ORDER BY number DESC LIMIT 1")
        filled = self._filled(account.id, slots)  # before what is open: a slot that is not shown as in flight is filled
        return History(
            account=account,
            latest=latest,
            taken=taken,
            withdrawn=withdrawn,
            open=self.open_publication(),
            last_posted_at=from_iso(newest_end["at"]) if newest_end else None,
            spent_micro_usd=(int(spent["spent"]) if spent else 0)
            + (int(deleted["number"]) if deleted else 0) * DELETE_MICRO_USD,
            filled_slots=filled,
            newest=_publication(newest) if newest else None,
        )

    def _filled(self, account_id: str, slots: Sequence[datetime]) -> frozenset[datetime]:
        if not slots:
            return frozenset()
        found = self._rows(
            "SELECT slot FROM publication WHERE account_id = ? "
            f"AND state IN ('claimed', 'unknown', 'posted', 'refused') AND slot IN ({marks(slots)})",
            [account_id, *map(to_iso, slots)],
        )
        return frozenset(datetime.fromisoformat(row["slot"]) for row in found)

    def begun_between(self, start: datetime, end: datetime) -> int:
        """Return how many posts were sent from `start` up to `end`, or may have been, a thread counted once.

        What a person shared, or what was found on X by a ledger that did not know of it, was sent at another time.
        """
        row = self._row(
            f"SELECT count(*) AS number FROM publication WHERE {OF_THE_ACCOUNT} AND claimed_at >= ? AND claimed_at < ? "
            f"AND state IN ({_TAKEN}) AND (reply_to IS NULL OR slot IS NOT NULL) AND adopted = 0"
            f"{' AND by_hand = 0' if self.version >= _BY_HAND_SINCE else ''}",
            [to_iso(start), to_iso(end)],
        )
        return int(row["number"]) if row is not None else 0

    def newest_number(self) -> int:
        """Return the number of the newest attempt; 0 where there is none. It only grows."""
        row = self._row("SELECT max(number) AS newest FROM publication")
        return int(row["newest"] or 0) if row is not None else 0

    def open_publication(self) -> Publication | None:
        """Return the publication whose outcome is not known yet, or None."""
        row = self._row("SELECT * FROM publication WHERE state IN ('claimed', 'unknown')")
        return None if row is None else _publication(row)

    def publication(self, attempt_id: str) -> Publication:
        """Return one publication by its attempt.

        Raises:
            NotFoundError: there is none.
        """
        row = self._row("SELECT * FROM publication WHERE attempt_id = ?", [attempt_id])
        if row is None:
            raise NotFoundError(f"{self.name}: no attempt {attempt_id}")
        return _publication(row)

    def claim(self, account_id: str, claim: Claim) -> Publication:
        """Write the claim, durably, before anything is sent; only one process can win it.

        Raises:
            ClaimLostError: another publication is open, or this post, text or slot is taken.
        """
        try:
            with self._writing():
                self.insert_publication(account_id, claim, PublicationState.CLAIMED)
        except TakenError as error:
            raise ClaimLostError(f"{claim.post_id}: another process was first; nothing was sent") from error
        return self.publication(claim.attempt_id)

    def insert_publication(
        self,
        account_id: str,
        claim: Claim,
        state: PublicationState,
        *,
        remote_id: str | None = None,
        conflict: str = "",
    ) -> None:
        """Write a row for a claim, inside of a transaction; `conflict` says what to do where it is taken."""
        fields = {one.name: getattr(claim, one.field) for one in PUBLICATION.columns if hasattr(claim, one.field)}
        values = {**fields, "account_id": account_id, "state": state, "x_post_id": remote_id}
        self._rows(*PUBLICATION.insert(values, conflict))

    def record(
        self,
        attempt_id: str,
        state: PublicationState,
        at: datetime,
        *,
        remote_id: str | None = None,
        reason: str | None = None,
        settled: bool = False,
        duplicate: bool = False,
    ) -> Publication:
        """Write down what came of an open attempt, and return it as it stands; one that has ended stays as it is.

        Raises:
            LedgerError: X's id belongs to another post already.
        """
        try:
            with self._writing():
                self._rows(
                    "UPDATE publication SET state = ?, x_post_id = ?, reason = ?, ended_at = ?, settled = ?, "
                    "duplicate = CASE WHEN ? = 1 THEN 1 ELSE duplicate END "
                    "WHERE attempt_id = ? AND state IN ('claimed', 'unknown')",
                    [str(state), remote_id, reason, to_iso(at), int(settled), int(duplicate), attempt_id],
                )
        except TakenError as error:
            row = self._row(f"SELECT post_id FROM publication WHERE {OF_THE_ACCOUNT} AND x_post_id = ?", [remote_id])
            owner = f"is the id of {row['post_id']} already" if row else f"does not go with {state}"
            raise LedgerError(f"{self.name}: {remote_id or 'no id'} {owner}") from error
        return self.publication(attempt_id)

    def record_late(self, attempt_id: str, remote_id: str, at: datetime) -> Publication:
        """Write down an id that arrived after its attempt had ended otherwise.

        Where nothing of that post is out or open since, it is posted under that id; else the id is kept beside.
        """
        with suppress(TakenError), self._writing():
            self._rows(
                "UPDATE publication SET state = 'posted', x_post_id = ?, ended_at = ? WHERE attempt_id = ? "
                "AND state IN ('released', 'refused', 'skipped')",
                [remote_id, to_iso(at), attempt_id],
            )
        kept = self.publication(attempt_id)
        if kept.remote_id == remote_id:
            return kept
        with self._writing():
            self._rows("UPDATE publication SET late_x_post_id = ? WHERE attempt_id = ?", [remote_id, attempt_id])
        return self.publication(attempt_id)

    def keep_one(self, post_id: str, remote_id: str, at: datetime) -> Publication | None:
        """Write down under which id a post is out that may have been out twice: a person has looked at the account.

        Args:
            post_id: The post.
            remote_id: The id that it is out under in the ledger, or one that came late.
            at: The time.

        Returns:
            The publication as it stands. It is unchanged where another attempt at the post is open, or the id is none
            of the post's; None where there is none.

        Raises:
            LedgerError: X's id, or the text, belongs to another post already.
        """
        try:
            with self._writing():
                kept = self.newest_of(post_id)
                late = [one for one in self.late() if one.post_id == post_id]
                if kept is not None and kept.state is not PublicationState.POSTED and not kept.open:
                    kept = next((one for one in late if one.late_remote_id == remote_id), None)
                known = {kept.remote_id if kept else None, *(one.late_remote_id for one in late)}
                if kept is not None and not kept.open and remote_id in known:
                    self._rows(
                        "UPDATE publication SET ended_at = CASE WHEN state = 'posted' THEN ended_at ELSE ? END, "
                        "state = 'posted', x_post_id = ? WHERE attempt_id = ?",
                        [to_iso(at), remote_id, kept.attempt_id],
                    )
                    self._rows(
                        "UPDATE publication SET late_x_post_id = NULL WHERE late_x_post_id IS NOT NULL AND post_id = ?",
                        [post_id],
                    )
        except TakenError as error:
            raise LedgerError(
                f"{self.name}: {post_id} cannot be posted as {remote_id}: another post has that id, or has its text"
            ) from error
        return self.newest_of(post_id)

    def reopen(self, attempt_id: str, at: datetime) -> Publication:
        """Let a refused, skipped or settled attempt's post be sent again: a person said so."""
        with self._writing():
            self._rows(
                "UPDATE publication SET state = 'released', settled = 0, ended_at = ?, reason = 'a person said so' "
                "WHERE attempt_id = ? AND state IN ('refused', 'skipped', 'released')",
                [to_iso(at), attempt_id],
            )
        return self.publication(attempt_id)

    def withdraw(self, attempt_id: str, at: datetime, why: str) -> Publication:
        """Write down that a posted publication was deleted on X; it stays posted, and is never sent again."""
        with self._writing():
            self._rows(
                "UPDATE publication SET withdrawn_at = ?, withdrawn_why = ? WHERE attempt_id = ? AND state = 'posted'",
                [to_iso(at), why, attempt_id],
            )
        return self.publication(attempt_id)

    def publications(self, *, newest: int | None = None) -> list[Publication]:
        """Return the publications in the order of claiming; with `newest`, only that many of the newest."""
        limit = "" if newest is None else f" LIMIT {int(newest)}"
        found = self._rows(f"SELECT * FROM publication ORDER BY number DESC{limit}")
        return [_publication(row) for row in reversed(found)]

    def publications_between(self, which: When, start: datetime, end: datetime) -> list[Publication]:
        """Return the publications of which that moment lies from `start` up to `end`, in the order of these moments."""
        found = self._rows(
            f"SELECT * FROM publication WHERE {OF_THE_ACCOUNT} AND {which} >= ? AND {which} < ? "
            f"ORDER BY {which}, number",
            [to_iso(start), to_iso(end)],
        )
        return [_publication(row) for row in found]

    def newest_of(self, post_id: str) -> Publication | None:
        """Return the publication of a post that is out or open, else the newest; None where it was never tried."""
        row = self._row(
            f"SELECT * FROM publication WHERE {OF_THE_ACCOUNT} AND post_id = ? "
            f"ORDER BY CASE WHEN state IN ({_TAKEN}) THEN 0 ELSE 1 END, number DESC LIMIT 1",
            [post_id],
        )
        return None if row is None else _publication(row)

    def posted(self, post_id: str) -> Publication | None:
        """Return the publication of a post that is out, withdrawn or not; or None."""
        row = self._row(
            f"SELECT * FROM publication WHERE {OF_THE_ACCOUNT} AND post_id = ? AND state = 'posted'", [post_id]
        )
        return None if row is None else _publication(row)

    def posted_of(self, paper_id: str) -> list[Publication]:
        """Return what is out of a paper, withdrawn or not, findings that are no longer in the file included."""
        start = f"{paper_id}/"
        begins, values = "substr(post_id, 1, ?) = ?", [len(start), start]
        if self.dialect is Dialect.SQLITE:  # PostgreSQL may sort `post_id` by a language, so it reads all that is out
            begins, values = "post_id >= ? AND post_id < ?", [start, f"{paper_id}{chr(ord('/') + 1)}"]
        found = self._rows(
            f"SELECT * FROM publication WHERE {OF_THE_ACCOUNT} AND state = 'posted' AND {begins} "
            "ORDER BY ended_at, number",
            values,
        )
        return [_publication(row) for row in found]

    def late(self) -> list[Publication]:
        """Return the attempts whose post may be on X besides another: their ids came after they had been released."""
        return [_publication(row) for row in self._rows("SELECT * FROM publication WHERE late_x_post_id IS NOT NULL")]

    def ask_person(self, attempt_id: str, why: str) -> Publication:
        """Write down that looking does not help any more with an open attempt: a person must say."""
        with self._writing():
            self._rows(
                "UPDATE publication SET asks_person = ? WHERE attempt_id = ? AND state IN ('claimed', 'unknown')",
                [why, attempt_id],
            )
        return self.publication(attempt_id)


def _publication(row: Row) -> Publication:
    return Publication(**PUBLICATION.read(row))
