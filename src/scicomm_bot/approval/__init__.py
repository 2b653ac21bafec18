"""What a person approved, word for word, and whether a post is still that."""

from scicomm_bot.approval.difference import Piece, describe, difference
from scicomm_bot.approval.models import (
    Approval,
    Approvals,
    ApprovalState,
    ByMail,
    Decision,
    GivenAnswer,
    SeenImage,
    Signature,
)
from scicomm_bot.approval.persons import different_people, same_person
from scicomm_bot.approval.questions import ANSWER_IT, as_in_file, asked, hold_asked, last_answer, with_answers
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
    "ANSWER_IT",
    "Approval",
    "ApprovalState",
    "Approvals",
    "ByMail",
    "Decision",
    "GivenAnswer",
    "Piece",
    "SeenImage",
    "Signature",
    "approval_of",
    "approval_state",
    "approval_states",
    "as_in_file",
    "asked",
    "describe",
    "difference",
    "different_people",
    "evidence_hashes",
    "hold_asked",
    "hold_unapproved",
    "last_answer",
    "parse_file",
    "read_approvals",
    "read_file",
    "rejection_of",
    "same_person",
    "with_answers",
]
