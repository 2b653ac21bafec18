"""What may go out, and when: pure functions of data and a time that is handed in."""

from scicomm_bot.plan.decide import Decision, Publish, Skip, SkipKind, Standing, Terms, decide, standing
from scicomm_bot.plan.slots import SLOT_GRACE, due_slots, schedule_problems, upcoming_slots

__all__ = [
    "SLOT_GRACE",
    "Decision",
    "Publish",
    "Skip",
    "SkipKind",
    "Standing",
    "Terms",
    "decide",
    "due_slots",
    "schedule_problems",
    "standing",
    "upcoming_slots",
]
