"""What the ledger asks of a database: the same statements for SQLite and PostgreSQL.

Question marks stand for values; a store whose driver writes them otherwise turns them. Each store adds how it connects,
what a transaction is, and how its errors read.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from scicomm_bot.domain.history import History
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Claim, Publication, PublicationState
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.domain.timeline import LookRecord, OwnPost
from scicomm_bot.errors import ClaimLostError, LedgerError, NotFoundError
from scicomm_bot.ledger import rows
from scicomm_bot.ledger.accounts import Accounts
from scicomm_bot.ledger.base import TakenError, in_parts, marks
from scicomm_bot.ledger.retractions import RetractionTables

_TAKEN = "'claimed', 'unknown', 'posted'"
"""The states in which a post, and its text, is taken: out or open."""


class SqlLedger(Accounts, RetractionTables):
    """A ledger in a database; `name` is how messages call it."""

    # Publications

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
                latest[row["post_id"]] = rows.publication(row)
            # What is out or open counts, whatever was tried after it: an id may come late.
            for row in self._rows(
                f"SELECT * FROM publication WHERE account_id = ? AND state IN ({_TAKEN}) "
                f"AND post_id IN ({marks(some)})",
                [account.id, *some],
            ):
                latest[row["post_id"]] = rows.publication(row)
        taken: dict[str, str] = {}
        for some in in_parts(text_hashes):
            for row in self._rows(
                "SELECT text_sha256, post_id FROM publication WHERE account_id = ? "
                f"AND state IN ({_TAKEN}) AND text_sha256 IN ({marks(some)})",
                [account.id, *some],
            ):
                taken[row["text_sha256"]] = row["post_id"]
        newest_end = self._row(
            "SELECT max(ended_at) AS at FROM publication WHERE account_id = ? AND state = 'posted'", [account.id]
        )
        spent = self._row(
            "SELECT coalesce(sum(price_micro_usd), 0) AS spent FROM publication WHERE account_id = ? "
            f"AND claimed_at >= ? AND state IN ({_TAKEN})",
            [account.id, rows.stamp(since)],
        )
        newest = self._row("SELECT * FROM publication ORDER BY number DESC LIMIT 1")
        filled = self._filled(account.id, slots)  # before what is open: a slot that is not shown as in flight is filled
        return History(
            account=account,
            latest=latest,
            taken=taken,
            open=self.open_publication(),
            last_posted_at=rows.moment(newest_end["at"]) if newest_end else None,
            spent_micro_usd=int(spent["spent"]) if spent else 0,
            filled_slots=filled,
            newest=rows.publication(newest) if newest else None,
        )

    def _filled(self, account_id: str, slots: Sequence[datetime]) -> frozenset[datetime]:
        if not slots:
            return frozenset()
        found = self._rows(
            "SELECT slot FROM publication WHERE account_id = ? "
            f"AND state IN ('claimed', 'unknown', 'posted', 'refused') AND slot IN ({marks(slots)})",
            [account_id, *map(rows.stamp, slots)],
        )
        return frozenset(datetime.fromisoformat(row["slot"]) for row in found)

    def open_publication(self) -> Publication | None:
        """Return the publication whose outcome is not known yet, or None."""
        row = self._row("SELECT * FROM publication WHERE state IN ('claimed', 'unknown')")
        return None if row is None else rows.publication(row)

    def publication(self, attempt_id: str) -> Publication:
        """Return one publication by its attempt.

        Raises:
            NotFoundError: there is none.
        """
        row = self._row("SELECT * FROM publication WHERE attempt_id = ?", [attempt_id])
        if row is None:
            raise NotFoundError(f"{self.name}: no attempt {attempt_id}")
        return rows.publication(row)

    def claim(self, account_id: str, claim: Claim) -> Publication:
        """Write the claim, durably, before anything is sent; only one process can win it.

        Raises:
            ClaimLostError: another publication is open, or this post, text or slot is taken.
        """
        try:
            with self._writing():
                self._insert(account_id, claim, "claimed")
        except TakenError as error:
            raise ClaimLostError(f"{claim.post_id}: another process was first; nothing was sent") from error
        return self.publication(claim.attempt_id)

    def _insert(
        self, account_id: str, claim: Claim, state: str, remote_id: str | None = None, *, unless_taken: bool = False
    ) -> None:
        self._rows(
            "INSERT INTO publication (attempt_id, account_id, post_id, text, text_sha256, price_micro_usd, state, "
            "slot, claimed_at, send_by, ends_by, reply_to, x_post_id, media_sha256) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + (" ON CONFLICT DO NOTHING" if unless_taken else ""),
            [
                claim.attempt_id,
                account_id,
                claim.post_id,
                claim.text,
                claim.text_sha256,
                claim.price_micro_usd,
                state,
                rows.stamp(claim.slot) if claim.slot else None,
                rows.stamp(claim.claimed_at),
                rows.stamp(claim.send_by),
                rows.stamp(claim.ends_by),
                claim.reply_to,
                remote_id,
                claim.media_sha256,
            ],
        )

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
                    [str(state), remote_id, reason, rows.stamp(at), int(settled), int(duplicate), attempt_id],
                )
        except TakenError as error:
            row = self._row("SELECT post_id FROM publication WHERE x_post_id = ?", [remote_id])
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
                [remote_id, rows.stamp(at), attempt_id],
            )
        kept = self.publication(attempt_id)
        if kept.remote_id == remote_id:
            return kept
        with self._writing():
            self._rows("UPDATE publication SET late_x_post_id = ? WHERE attempt_id = ?", [remote_id, attempt_id])
        return self.publication(attempt_id)

    def reopen(self, attempt_id: str, at: datetime) -> Publication:
        """Let a refused, skipped or settled attempt's post be sent again: a person said so."""
        with self._writing():
            self._rows(
                "UPDATE publication SET state = 'released', settled = 0, ended_at = ?, reason = 'a person said so' "
                "WHERE attempt_id = ? AND state IN ('refused', 'skipped', 'released')",
                [rows.stamp(at), attempt_id],
            )
        return self.publication(attempt_id)

    def withdraw(self, attempt_id: str, at: datetime, why: str) -> Publication:
        """Write down that a posted publication was deleted on X; it stays posted, and is never sent again."""
        with self._writing():
            self._rows(
                "UPDATE publication SET withdrawn_at = ?, withdrawn_why = ? WHERE attempt_id = ? AND state = 'posted'",
                [rows.stamp(at), why, attempt_id],
            )
        return self.publication(attempt_id)

    def publications(self, *, newest: int | None = None) -> list[Publication]:
        """Return the publications in the order of claiming; with `newest`, only that many of the newest."""
        limit = "" if newest is None else f" LIMIT {int(newest)}"
        found = self._rows(f"SELECT * FROM publication ORDER BY number DESC{limit}")
        return [rows.publication(row) for row in reversed(found)]

    def newest_of(self, post_id: str) -> Publication | None:
        """Return the publication of a post that is out or open, else the newest; None where it was never tried."""
        row = self._row(
            "SELECT * FROM publication WHERE post_id = ? "
            f"ORDER BY CASE WHEN state IN ({_TAKEN}) THEN 0 ELSE 1 END, number DESC LIMIT 1",
            [post_id],
        )
        return None if row is None else rows.publication(row)

    def posted(self, post_id: str) -> Publication | None:
        """Return the publication of a post that is out, withdrawn or not; or None."""
        row = self._row("SELECT * FROM publication WHERE post_id = ? AND state = 'posted'", [post_id])
        return None if row is None else rows.publication(row)

    def posted_of(self, paper_id: str) -> list[Publication]:
        """Return what is out of a paper, withdrawn or not, findings that are no longer in the file included."""
        start = f"{paper_id}/"
        found = self._rows(
            "SELECT * FROM publication WHERE state = 'posted' AND substr(post_id, 1, ?) = ? ORDER BY ended_at, number",
            [len(start), start],
        )
        return [rows.publication(row) for row in found]

    def late(self) -> list[Publication]:
        """Return the attempts whose post may be on X besides another: their ids came after they had been released."""
        return [
            rows.publication(row) for row in self._rows("SELECT * FROM publication WHERE late_x_post_id IS NOT NULL")
        ]

    def ask_person(self, attempt_id: str, why: str) -> Publication:
        """Write down that looking does not help any more with an open attempt: a person must say."""
        with self._writing():
            self._rows(
                "UPDATE publication SET asks_person = ? WHERE attempt_id = ? AND state IN ('claimed', 'unknown')",
                [why, attempt_id],
            )
        return self.publication(attempt_id)

    # Looking

    def greatest_remote_id(self, account_id: str) -> str | None:
        """Return the greatest own id of X's that the ledger has, or saw at its first look; or None.

        Ids are numbers without leading zeros, so the longer one is the greater.
        """
        row = self._row(
            "SELECT x_post_id FROM publication WHERE account_id = ? AND x_post_id IS NOT NULL "
            "ORDER BY length(x_post_id) DESC, x_post_id DESC LIMIT 1",
            [account_id],
        )
        start = self._row("SELECT baseline_x_id FROM account WHERE id = ?", [account_id])
        known = [str(one) for one in (row and row["x_post_id"], start and start["baseline_x_id"]) if one]
        return max(known, key=lambda remote_id: (len(remote_id), remote_id), default=None)

    def known_remote_ids(self, account_id: str, remote_ids: Sequence[str]) -> dict[str, str]:
        """Return, for those of X's ids that the ledger has, the posts that they belong to."""
        known: dict[str, str] = {}
        for some in in_parts(remote_ids):
            for row in self._rows(
                "SELECT x_post_id, late_x_post_id, post_id FROM publication WHERE account_id = ? "
                f"AND (x_post_id IN ({marks(some)}) OR late_x_post_id IN ({marks(some)}))",
                [account_id, *some, *some],
            ):
                known |= {
                    remote_id: row["post_id"] for remote_id in (row["x_post_id"], row["late_x_post_id"]) if remote_id
                }
        return {remote_id: post_id for remote_id, post_id in known.items() if remote_id in set(remote_ids)}

    def looks(self, attempt_id: str) -> list[LookRecord]:
        """Return the complete looks that did not find an attempt's text, the oldest first."""
        found = self._rows("SELECT * FROM look WHERE attempt_id = ? ORDER BY number", [attempt_id])
        return [
            LookRecord(*(datetime.fromisoformat(row[column]) for column in ("began", "ended", "looked_at")))
            for row in found
        ]

    def add_look(self, attempt_id: str, look: LookRecord) -> None:
        """Write down such a look."""
        with self._writing():
            self._rows(
                "INSERT INTO look (attempt_id, began, ended, looked_at) VALUES (?, ?, ?, ?)",
                [attempt_id, *map(rows.stamp, (look.began, look.ended, look.looked_at))],
            )

    def needs_first_look(self, account_id: str) -> bool:
        """Return whether this ledger has no publication of the account, and never looked at what is out."""
        row = self._row(
            "SELECT 1 AS yes FROM account WHERE id = ? AND first_look_at IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM publication WHERE account_id = ?)",
            [account_id, account_id],
        )
        return row is not None

    def adopt_posts(
        self,
        account_id: str,
        found: Sequence[tuple[Post, OwnPost]],
        at: datetime,
        *,
        baseline_remote_id: str | None = None,
    ) -> None:
        """Write down the first look: these posts are out already, at no new cost; no own id was greater than the base.

        Only the first counts: one that another process has overtaken may have seen what that one has sent since, and
        as the base it would hide it.
        """
        with self._writing():
            is_first = self._rows(
                "UPDATE account SET first_look_at = ?, baseline_x_id = ? WHERE id = ? AND first_look_at IS NULL "
                "RETURNING id",
                [rows.stamp(at), baseline_remote_id, account_id],
            )
            if not is_first:
                return
            for post, own in found:
                when = own.created_at or at
                adopted = Claim(
                    attempt_id=f"adopted-{own.remote_id}",
                    post_id=post.id,
                    text=post.text,
                    price_micro_usd=0,
                    claimed_at=when,
                    send_by=when,
                    ends_by=when,
                    reply_to=own.reply_to,
                )
                self._insert(account_id, adopted, "posted", own.remote_id, unless_taken=True)
                self._rows(
                    "UPDATE publication SET ended_at = ?, adopted = 1, reason = 'found on X' WHERE attempt_id = ?",
                    [rows.stamp(when), adopted.attempt_id],
                )

    # Running services

    def sign(self, sign: ServiceSign) -> None:
        """Write down that a service is alive."""
        forgotten = rows.stamp(sign.seen_at - timedelta(days=1))
        with self._writing():
            self._rows("DELETE FROM service WHERE seen_at < ?", [forgotten])  # died long ago, without signing off
            self._rows(
                "INSERT INTO service (name, started_at, seen_at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE "
                "SET started_at = excluded.started_at, seen_at = excluded.seen_at",
                [sign.name, rows.stamp(sign.started_at), rows.stamp(sign.seen_at)],
            )

    def sign_off(self, name: str) -> None:
        """Write down that a service has ended in good order."""
        with self._writing():
            self._rows("DELETE FROM service WHERE name = ?", [name])

    def signs(self) -> list[ServiceSign]:
        """Return the services that are running, or have died without signing off."""
        return [rows.service(row) for row in self._rows("SELECT * FROM service ORDER BY started_at")]
