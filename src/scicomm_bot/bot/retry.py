"""Trying again where nothing was sent: a few times, further and further apart, with jitter.

Each try is an attempt of its own in the ledger, and the waiting is done between attempts, never inside a claim.
"""

import random
from collections.abc import Callable

from scicomm_bot.bot.step import Failed, StepResult

MOST_TRIES = 4
"""How often a post is tried in one go."""
FIRST_WAIT_SECONDS = 1.0
"""The longest wait after the first try; it doubles with each further one."""
LONGEST_WAIT_SECONDS = 15.0
"""No wait between two tries is longer."""


def with_retries(
    step: Callable[[], StepResult],
    sleep: Callable[[float], object],
    jitter: Callable[[float, float], float] = random.uniform,
) -> StepResult:
    """Take a step, and again while it fails for a cause that often passes; return the last result.

    Args:
        step: Takes one step.
        sleep: Waits this many seconds, or less where the program is to end.
        jitter: Returns a number between its two arguments: how long to wait, so that two containers do not meet again.
    """
    for number in range(MOST_TRIES - 1):
        result = step()
        if not (isinstance(result, Failed) and result.transient):
            return result
        sleep(jitter(0, min(FIRST_WAIT_SECONDS * 2**number, LONGEST_WAIT_SECONDS)))
    return step()
