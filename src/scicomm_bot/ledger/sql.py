"""The ledger in a database: the same statements for SQLite and PostgreSQL, one module to each kind of row."""

from scicomm_bot.ledger.health import HealthBook
from scicomm_bot.ledger.looks import Looks
from scicomm_bot.ledger.notices import Notices
from scicomm_bot.ledger.services import Services


class SqlLedger(Looks, Services, Notices, HealthBook):
    """A ledger in a database; `name` is how messages call it."""
