"""Running services: their signs of life."""

from datetime import datetime, timedelta

from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.errors import OlderServiceError
from scicomm_bot.ledger.base import Base
from scicomm_bot.ledger.rows import to_iso
from scicomm_bot.ledger.tables import SERVICE


class Services(Base):
    """The table `service`."""

    def refuse_older_services(self, now: datetime) -> None:
        """Refuse to change the tables while a service that does not know the new ones is alive.

        Raises:
            OlderServiceError: one signed within the last two minutes; says which.
        """
        if alive := self.alive(now):
            names, ago = alive
            raise OlderServiceError(
                f"{self.name}: the service {names} of an older scicomm-bot still uses this ledger (last seen {ago} s "
                "ago); stop it, wait two minutes if it did not end in good order, and try again. Nothing was changed"
            )

    def alive(self, now: datetime) -> tuple[str, int] | None:
        """Return the names of the services that are alive and how many seconds ago one signed; None where none is."""
        alive = [sign for sign in self.signs() if sign.alive(now)]
        if not alive:
            return None
        ago = min((now - sign.seen_at).total_seconds() for sign in alive)
        return " and ".join(sign.name for sign in alive), max(0, round(ago))

    def sign(self, sign: ServiceSign) -> None:
        """Write down that a service is alive."""
        forgotten = to_iso(sign.seen_at - timedelta(days=1))
        with self._writing():
            self._rows("DELETE FROM service WHERE seen_at < ?", [forgotten])  # died long ago, without signing off
            values = {"name": sign.name, "started_at": sign.started_at, "seen_at": sign.seen_at}
            again = "ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at, seen_at = excluded.seen_at"
            self._rows(*SERVICE.insert(values, again))

    def sign_off(self, name: str) -> None:
        """Write down that a service has ended in good order."""
        with self._writing():
            self._rows("DELETE FROM service WHERE name = ?", [name])

    def signs(self) -> list[ServiceSign]:
        """Return the services that are running, or have died without signing off."""
        return [ServiceSign(**SERVICE.read(row)) for row in self._rows("SELECT * FROM service ORDER BY started_at")]
