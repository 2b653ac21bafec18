"""What is turned off that keeps a wrong post from going out live: as warnings, and as lines below posts."""

from scicomm_bot.app.supervision import APPROVAL_IS_OFF, RETRACTION_CHECK_IS_OFF, Supervision
from scicomm_bot.cli.terminal import hanging, warn


def warn_if_unsupervised(supervision: Supervision) -> None:
    """Say on standard error what is turned off."""
    if not supervision.approval:
        warn(f"approval is OFF: {APPROVAL_IS_OFF}")
    warn_if_not_looked_up(supervision)


def warn_if_not_looked_up(supervision: Supervision) -> None:
    """Say on standard error that papers are not looked up, where that is turned off."""
    if not supervision.retraction_check:
        warn(f"the retraction check is OFF: {RETRACTION_CHECK_IS_OFF}")


def supervision_lines(supervision: Supervision) -> list[str]:
    """Return the lines that say the same where posts are shown."""
    off = [] if supervision.approval else hanging("", "Approval is OFF (SCICOMM_REQUIRE_APPROVAL=false).")
    if supervision.retraction_check:
        return off
    return [*off, *hanging("", "The retraction check is OFF (SCICOMM_RETRACTION_CHECK=false).")]
