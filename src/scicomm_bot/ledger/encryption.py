"""Whether what is said to a database could be read on the way."""

import os

from scicomm_bot.errors import LedgerError
from scicomm_bot.hosts import is_loopback

ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
"""Values of `sslmode` with which there is no connection without TLS; the default, `prefer`, gives TLS up where it is
refused (https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION)."""


def hosts_in_the_clear(address: str) -> list[str]:
    """Return the hosts of a `postgresql://` address that may be spoken to without TLS.

    Sockets and loopback never leave this machine. What the address does not say, the environment may, as for every
    program on libpq: PGSSLMODE, PGHOST, PGHOSTADDR. Without the driver there is no host: nothing can be reached.

    Raises:
        LedgerError: it is no such address.
    """
    try:
        import psycopg  # noqa: PLC0415 - an extra that few have
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - as above
    except ImportError:  # whoever opens the ledger says so
        return []
    try:
        said = conninfo_to_dict(address)
    except psycopg.Error as error:
        raise LedgerError("SCICOMM_STATE: not a PostgreSQL address; write postgresql://user@host/database") from error

    def value(name: str) -> str:
        return str(said.get(name) or os.environ.get(f"PG{name.upper()}", ""))

    if value("sslmode") in ENCRYPTED or value("gssencmode") == "require":
        return []
    hosts = (value("hostaddr") or value("host")).split(",")
    return [host for host in hosts if host and not host.startswith(("/", "@")) and not is_loopback(host)]
