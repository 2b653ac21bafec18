"""What a month has cost so far, and the calls that X bills and that leave no publication.

A publication reserves its price by being written: while it is open or out, it counts. So do alt texts, before they are
uploaded. Both are compared with the budget in the transaction that writes them.
"""

from datetime import datetime

from scicomm_bot.domain.charge import Charge, ChargeKind
from scicomm_bot.errors import OverBudgetError
from scicomm_bot.ledger.accounts import Accounts
from scicomm_bot.ledger.base import OF_THE_ACCOUNT
from scicomm_bot.ledger.rows import Row, to_iso
from scicomm_bot.ledger.tables import CHARGE, Dialect
from scicomm_bot.medium.prices import X_PRICES, month_of, usd

CHARGES_SINCE = 8
"""The first version that keeps charges; before it, the price of a post held its alt texts, and X's prices were used."""
_COUNTS = "state IN ('claimed', 'unknown', 'posted')"


class Charges(Accounts):
    """The table `charge`, and sums."""

    def spent(self, since: datetime) -> int:
        """Return what was spent from a moment on, in millionths of a US dollar; what is open counts as spent."""
        kept = self.version >= CHARGES_SINCE
        posts = self._sum(
            f"price_micro_usd{' - coalesce(alt_micro_usd, 0)' if kept else ''}",
            f"publication WHERE {OF_THE_ACCOUNT} AND claimed_at >= ? AND {_COUNTS}",
            since,
        )
        deletion = f"coalesce(delete_micro_usd, {X_PRICES.delete})" if kept else f"{X_PRICES.delete}"
        deleted = self._sum(deletion, f"publication WHERE {OF_THE_ACCOUNT} AND withdrawn_at >= ?", since)
        return posts + deleted + (self._sum("micro_usd", "charge WHERE at >= ?", since) if kept else 0)

    def _sum(self, what: str, of: str, since: datetime) -> int:
        row = self._row(f"SELECT coalesce(sum({what}), 0) AS spent FROM {of}", [to_iso(since)])
        return int(row["spent"]) if row is not None else 0

    def refuse_over_budget(self, budget_micro_usd: int | None, at: datetime, more: int, what: str) -> None:
        """Inside of a transaction: refuse what would bring the month of a moment over its budget.

        Whoever asks waits until every other transaction that has asked has ended, so no two can both be the last.

        Raises:
            OverBudgetError: it would; nothing is written.
        """
        if budget_micro_usd is None:
            return
        if self.dialect is Dialect.POSTGRES:  # a state file has one writer at any time
            self._rows("SELECT id FROM account FOR NO KEY UPDATE")
        if (spent := self.spent(month_of(at))) + more > budget_micro_usd:
            raise OverBudgetError(
                f"{what} costs {usd(more)}, and {usd(spent)} of {usd(budget_micro_usd)} "
                "(SCICOMM_MONTHLY_BUDGET_USD) are spent this month"
            )

    def add_charge(self, charge: Charge) -> None:
        """Write down calls that were made; the budget is not asked, because they are."""
        with self._writing():
            self.put_charge(charge)

    def reserve(self, charge: Charge, budget_micro_usd: int | None, *, beside: int = 0) -> None:
        """Write down calls that are about to be made, if the month's budget has room for them.

        Args:
            charge: The calls.
            budget_micro_usd: What may be spent in the month, or None for no limit.
            beside: What is to be spent right after them; there must be room for that, too.

        Raises:
            OverBudgetError: there is none; nothing is written.
        """
        with self._writing():
            what = f"{charge.post_id} with its pictures" if charge.post_id else str(charge.kind)
            self.refuse_over_budget(budget_micro_usd, charge.at, charge.micro_usd + beside, what)
            self.put_charge(charge)

    def give_back(self, charge: Charge, count: int) -> None:
        """Keep `count` of the calls that were reserved for an attempt; X has not taken the others."""
        with self._writing():
            if count:
                self._rows(
                    "UPDATE charge SET count = ?, micro_usd = ? WHERE attempt_id = ? AND kind = ?",
                    [count, charge.micro_usd // charge.count * count, charge.attempt_id, str(charge.kind)],
                )
            else:
                values = [charge.attempt_id, str(charge.kind)]
                self._rows("DELETE FROM charge WHERE attempt_id = ? AND kind = ?", values)

    def put_charge(self, charge: Charge) -> None:
        """Write a charge, inside of a transaction."""
        values = {one.name: getattr(charge, one.field) for one in CHARGE.columns if one.field}
        self._rows(*CHARGE.insert(values | {"kind": str(charge.kind)}))

    def charges_between(self, start: datetime, end: datetime) -> list[Charge]:
        """Return the charges from `start` up to `end`, in the order of time; none of a ledger that keeps none."""
        if self.version < CHARGES_SINCE:
            return []
        found = self._rows(
            "SELECT * FROM charge WHERE at >= ? AND at < ? ORDER BY at, number", [to_iso(start), to_iso(end)]
        )
        return [_charge(row) for row in found]

    def tell_of_budget(self, month: datetime) -> bool:
        """Write down that people were told how much of a month's budget is spent; return whether nobody was yet."""
        with self._writing():
            told = self._rows(
                "UPDATE account SET budget_told = ? WHERE budget_told IS NULL OR budget_told <> ? RETURNING id",
                [to_iso(month), to_iso(month)],
            )
        return bool(told)


def _charge(row: Row) -> Charge:
    values = CHARGE.read(row)
    return Charge(**values | {"kind": ChargeKind(values["kind"])})
