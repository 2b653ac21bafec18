"""The bot: one step at a time, and nothing remembered outside the ledger. It knows no edge."""

from scicomm_bot.bot.opening import Opening
from scicomm_bot.bot.protocols import Approver, Clock, Ledger, PaperGate, Publisher
from scicomm_bot.bot.retry import with_retries
from scicomm_bot.bot.settle import SEND_WITHIN, Found, NotYet, Settled, Settler
from scicomm_bot.bot.step import Bot, Failed, Sent, StepResult
from scicomm_bot.bot.thread import publish_with_thread

__all__ = [
    "SEND_WITHIN",
    "Approver",
    "Bot",
    "Clock",
    "Failed",
    "Found",
    "Ledger",
    "NotYet",
    "Opening",
    "PaperGate",
    "Publisher",
    "Sent",
    "Settled",
    "Settler",
    "StepResult",
    "publish_with_thread",
    "with_retries",
]
