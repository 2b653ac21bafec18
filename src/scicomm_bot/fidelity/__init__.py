"""Whether a post says only what the paper says: one small function to a rule, each giving remarks with their reason."""

from scicomm_bot.english.claim_steps import claim_strength
from scicomm_bot.fidelity.catalogue import all_rules, rule_ids
from scicomm_bot.fidelity.check import PaperLook, check_posts, checked, look_at
from scicomm_bot.fidelity.doubts import doubt_remarks
from scicomm_bot.fidelity.drafts import draft_remarks
from scicomm_bot.fidelity.hints import hint, hints
from scicomm_bot.fidelity.rule import Rule
from scicomm_bot.fidelity.rules.duplicates import Neighbours
from scicomm_bot.fidelity.rules.retracted import retraction_remark, retraction_remarks

__all__ = [
    "Neighbours",
    "PaperLook",
    "Rule",
    "all_rules",
    "check_posts",
    "checked",
    "claim_strength",
    "doubt_remarks",
    "draft_remarks",
    "hint",
    "hints",
    "look_at",
    "retraction_remark",
    "retraction_remarks",
    "rule_ids",
]
