"""Whether a post says only what the paper says: one small function to a rule, each giving remarks with their reason."""

from scicomm_bot.fidelity.check import check_posts
from scicomm_bot.fidelity.evidence import fold

__all__ = ["check_posts", "fold"]
