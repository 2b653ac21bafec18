"""Whether a post says only what the paper says: one small function to a rule, each giving remarks with their reason."""

from scicomm_bot.fidelity.catalogue import all_rules
from scicomm_bot.fidelity.check import check_posts
from scicomm_bot.fidelity.claim_steps import claim_strength
from scicomm_bot.fidelity.rule import Rule
from scicomm_bot.fidelity.rules.retracted import Case, PaperStanding, Trust, is_recent, remarks_on, standing_of
from scicomm_bot.fidelity.words.text import fold

__all__ = [
    "Case",
    "PaperStanding",
    "Rule",
    "Trust",
    "all_rules",
    "check_posts",
    "claim_strength",
    "fold",
    "is_recent",
    "remarks_on",
    "standing_of",
]
