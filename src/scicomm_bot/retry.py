"""Trying again where nothing was sent: a few times, further and further apart, with jitter.

Each try is an attempt of its own in the ledger, and the waiting is done between attempts, never inside a claim.
"""

from collections.abc import Callable

from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_random_exponential

from scicomm_bot.bot import Failed, StepResult

MOST_TRIES = 4
"""How often a post is tried in one go."""
LONGEST_WAIT_SECONDS = 15.0
"""The longest wait between two tries; the first is at most a second."""


def with_retries(step: Callable[[], StepResult], sleep: Callable[[float], None]) -> StepResult:
    """Take a step, and again while it fails for a cause that often passes; return the last result.

    Args:
        step: Takes one step.
        sleep: Waits this many seconds, or less where the program is to end.
    """

    def last(state: RetryCallState) -> StepResult:
        if state.outcome is None:  # pragma: no cover - tenacity calls this only after a try
            raise RuntimeError("no try was made")
        result: StepResult = state.outcome.result()
        return result

    retrying = Retrying(
        stop=stop_after_attempt(MOST_TRIES),
        wait=wait_random_exponential(multiplier=1, max=LONGEST_WAIT_SECONDS),
        retry=retry_if_result(lambda result: isinstance(result, Failed) and result.transient),
        sleep=sleep,
        retry_error_callback=last,
    )
    result: StepResult = retrying(step)
    return result
