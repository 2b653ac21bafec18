"""X's weighted length, under the name that other programs import: `weighted_length` and `urls`."""

from scicomm_bot.medium.length import urls, weighted_length

__all__ = ["urls", "weighted_length"]
