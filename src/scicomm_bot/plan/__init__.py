"""What may go out, and when: pure functions of data and a time that is handed in."""

from scicomm_bot.plan.decide import (
    Decision,
    Publish,
    Skip,
    SkipKind,
    Standing,
    Terms,
    ask,
    decide,
    in_turn,
    next_part,
    paused,
    reply_target,
    standing,
)
from scicomm_bot.plan.slots import SLOT_GRACE, due_slots, schedule_problems, upcoming_slots

__all__ = [
    "SLOT_GRACE",
    "Decision",
    "Publish",
    "Skip",
    "SkipKind",
    "Standing",
    "Terms",
    "ask",
    "decide",
    "due_slots",
    "in_turn",
    "next_part",
    "paused",
    "reply_target",
    "schedule_problems",
    "standing",
    "upcoming_slots",
]
