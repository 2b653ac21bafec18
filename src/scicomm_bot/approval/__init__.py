"""What a person approved, word for word, and whether a post is still that."""

from scicomm_bot.approval.difference import Piece, difference, told
from scicomm_bot.approval.models import Approval, Approvals, Decision, SeenImage, Verdict
from scicomm_bot.approval.read import parse_file, read_approvals, read_file
from scicomm_bot.approval.verdict import UNAPPROVED, approval_of, evidence_hashes, held, standing_of, standings_of
from scicomm_bot.approval.write import record

__all__ = [
    "UNAPPROVED",
    "Approval",
    "Approvals",
    "Decision",
    "Piece",
    "SeenImage",
    "Verdict",
    "approval_of",
    "difference",
    "evidence_hashes",
    "held",
    "parse_file",
    "read_approvals",
    "read_file",
    "record",
    "standing_of",
    "standings_of",
    "told",
]
