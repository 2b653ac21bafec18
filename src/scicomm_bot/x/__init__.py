"""X: the only room that knows tweepy. Its errors become ours; its answers become outcomes."""

from scicomm_bot.x.client import XClient, XCredentials
from scicomm_bot.x.publisher import XPublisher

__all__ = ["XClient", "XCredentials", "XPublisher"]
