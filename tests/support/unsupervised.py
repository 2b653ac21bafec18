"""What keeps posts from going out live until a person has acted, turned off: for tests of something else."""

UNSUPERVISED = {
    "SCICOMM_REQUIRE_APPROVAL": "false",
    "SCICOMM_RETRACTION_CHECK": "false",
}


def besides(err: str) -> str:
    """What standard error says besides the warnings that all this is turned off."""
    return "".join(line for line in err.splitlines(keepends=True) if " is OFF: " not in line)
