"""What a person approved, word for word, and whether a post is still that."""

from scicomm_bot.approval.difference import Piece, describe, difference
from scicomm_bot.approval.models import Approval, Approvals, ApprovalState, Decision, SeenImage
from scicomm_bot.approval.read import parse_file, read_approvals, read_file
from scicomm_bot.approval.state import (
    approval_of,
    approval_state,
    approval_states,
    evidence_hashes,
    hold_unapproved,
    rejection_of,
)

__all__ = [
    "Approval",
    "ApprovalState",
    "Approvals",
    "Decision",
    "Piece",
    "SeenImage",
    "approval_of",
    "approval_state",
    "approval_states",
    "describe",
    "difference",
    "evidence_hashes",
    "hold_unapproved",
    "parse_file",
    "read_approvals",
    "read_file",
    "rejection_of",
]
