"""The ledger in a database: the same statements for SQLite and PostgreSQL, one module to each kind of row."""

from scicomm_bot.ledger.health import HealthBook
from scicomm_bot.ledger.looks import Looks
from scicomm_bot.ledger.notices import Notices
from scicomm_bot.ledger.probe import Probe
from scicomm_bot.ledger.services import Services
from scicomm_bot.ledger.whole import Whole


class SqlLedger(Looks, Services, Notices, HealthBook, Probe, Whole):
    """A ledger in a database; `name` is how messages call it."""
