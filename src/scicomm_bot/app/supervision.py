"""What keeps a wrong post from going out live, and what it means where it is turned off."""

from dataclasses import dataclass

APPROVAL_IS_OFF = "posts go out live that nobody approved (SCICOMM_REQUIRE_APPROVAL=false)"
RETRACTION_CHECK_IS_OFF = "posts go out live on papers that may be retracted (SCICOMM_RETRACTION_CHECK=false)"


@dataclass(frozen=True, slots=True)
class Supervision:
    """What is turned on: a person's approval, and the look-up of papers."""

    approval: bool
    retraction_check: bool
