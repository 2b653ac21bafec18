"""The bot: one step at a time, and nothing remembered outside the ledger. It knows no edge."""

from scicomm_bot.bot.protocols import Clock, Ledger, Publisher, Retractions
from scicomm_bot.bot.settle import SEND_WITHIN, Found, NotYet, Settled, Settler
from scicomm_bot.bot.step import Bot, Failed, Sent, StepResult

__all__ = [
    "SEND_WITHIN",
    "Bot",
    "Clock",
    "Failed",
    "Found",
    "Ledger",
    "NotYet",
    "Publisher",
    "Retractions",
    "Sent",
    "Settled",
    "Settler",
    "StepResult",
]
