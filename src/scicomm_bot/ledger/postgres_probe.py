"""Whether PostgreSQL takes writes: what only it can be asked, before a row is written."""

from collections.abc import Sequence
from datetime import datetime

from scicomm_bot.errors import LedgerError
from scicomm_bot.ledger.probe import Probe
from scicomm_bot.ledger.tables import ACCOUNT, LOOK, PAUSE, PUBLICATION, RETRACTION, SERVICE, WAIT

STANDBY = "this is a standby, which takes no writes; give the address of the primary"
_RIGHTS = {
    ACCOUNT: ("SELECT", "INSERT", "UPDATE"),
    PAUSE: ("SELECT", "INSERT", "UPDATE"),
    PUBLICATION: ("SELECT", "INSERT", "UPDATE"),
    LOOK: ("SELECT", "INSERT"),
    SERVICE: ("SELECT", "INSERT", "UPDATE", "DELETE"),
    RETRACTION: ("SELECT", "INSERT"),
    WAIT: ("SELECT", "INSERT", "UPDATE"),
}
"""What the program's statements do with each table."""


class PostgresProbe(Probe):
    """Says which right, or which setting, is in the way of a write."""

    def probe(self, now: datetime) -> None:
        """Write as every ledger does, once the role is known to have each right that the program needs.

        Raises:
            LedgerError: it cannot be written; says why, and what to do.
        """
        self.refuse_read_only()
        role, lacking = self._asked("quote_ident(current_user)"), []
        for table, rights in _RIGHTS.items():
            missing = [one for one in rights if not self._asked("has_table_privilege(?, ?)", [table.name, one])]
            if missing:
                lacking.append(f"GRANT {', '.join(missing)} ON {table.name} TO {role}")
        if lacking:
            raise LedgerError(f"{self.name}: the role {role} may not write there; {'; '.join(lacking)}")
        super().probe(now)

    def refuse_read_only(self) -> None:
        """Refuse a server, a database or a role that takes no writes.

        Raises:
            LedgerError: it takes none; says what to do.
        """
        if self._asked("pg_is_in_recovery()"):
            raise LedgerError(f"{self.name}: {STANDBY}")
        if self._asked("current_setting('default_transaction_read_only')") == "on":
            raise LedgerError(
                f"{self.name}: it takes no writes, because default_transaction_read_only is on; turn that off for the "
                "role (ALTER ROLE), for the database (ALTER DATABASE), or in the address or the server's settings"
            )

    def refuse_without_room(self) -> None:
        """Refuse a place in which the tables could not be made.

        Raises:
            LedgerError: they could not; says what to do.
        """
        self.refuse_read_only()
        role, schema = self._asked("quote_ident(current_user)"), self._asked("quote_ident(current_schema())")
        if schema is None:
            raise LedgerError(
                f"{self.name}: there is no schema for the tables that the role {role} may use; make one, GRANT USAGE "
                "on it, or correct search_path"
            )
        if not self._asked("has_schema_privilege(current_schema(), 'CREATE')"):
            raise LedgerError(
                f"{self.name}: the role {role} may not make tables there; GRANT CREATE ON SCHEMA {schema} TO {role}"
            )

    def _asked(self, expression: str, values: Sequence[object] = ()) -> object:
        row = self._row(f"SELECT {expression} AS it", values)
        return None if row is None else row["it"]
