"""What may go out, and when: pure functions of data and a time that is handed in."""

from scicomm_bot.plan.decide import (
    NOTHING_OPEN,
    SLOT_FILLED,
    Decision,
    Publish,
    Skip,
    SkipKind,
    Terms,
    account_pause,
    decide,
    in_turn,
    lost_answer,
    next_part,
)
from scicomm_bot.plan.slots import SLOT_GRACE, due_slots, schedule_problems, upcoming_slots
from scicomm_bot.plan.state import PostState, pause_obstacle, post_state, reply_target
from scicomm_bot.plan.threads import post_states

__all__ = [
    "NOTHING_OPEN",
    "SLOT_FILLED",
    "SLOT_GRACE",
    "Decision",
    "PostState",
    "Publish",
    "Skip",
    "SkipKind",
    "Terms",
    "account_pause",
    "decide",
    "due_slots",
    "in_turn",
    "lost_answer",
    "next_part",
    "pause_obstacle",
    "post_state",
    "post_states",
    "reply_target",
    "schedule_problems",
    "upcoming_slots",
]
