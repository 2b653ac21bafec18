"""What may go out, and when: pure functions of data and a time that is handed in."""

from scicomm_bot.plan.decide import (
    NOTHING_OPEN,
    SLOT_FILLED,
    Terms,
    account_pause,
    day_around,
    decide,
    lost_answer,
    next_part,
)
from scicomm_bot.plan.decision import Decision, Publish, Skip, SkipKind
from scicomm_bot.plan.queue import Queue
from scicomm_bot.plan.quiet import quiet_time
from scicomm_bot.plan.slots import SLOT_GRACE, due_slots, schedule_problems, upcoming_slots
from scicomm_bot.plan.state import PostState, pause_obstacle, post_state, reply_target, time_obstacle
from scicomm_bot.plan.threads import post_states

__all__ = [
    "NOTHING_OPEN",
    "SLOT_FILLED",
    "SLOT_GRACE",
    "Decision",
    "PostState",
    "Publish",
    "Queue",
    "Skip",
    "SkipKind",
    "Terms",
    "account_pause",
    "day_around",
    "decide",
    "due_slots",
    "lost_answer",
    "next_part",
    "pause_obstacle",
    "post_state",
    "post_states",
    "quiet_time",
    "reply_target",
    "schedule_problems",
    "time_obstacle",
    "upcoming_slots",
]
