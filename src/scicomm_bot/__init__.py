"""scicomm-bot: only what the paper says, exactly once, at a cost known beforehand."""

__version__ = "0.1.0"


def revision() -> str | None:
    """Return the revision that this copy was built from, or None where nobody has noted it.

    The image's build writes it into the package (Dockerfile); a checkout and a plain install have no such file. It is
    cut to the 12 characters that tell commits apart.
    """
    try:
        with open(f"{__path__[0]}/REVISION", encoding="ascii") as file:  # noqa: PTH123 - importing pathlib takes longer
            return file.read(12).strip() or None
    except (OSError, ValueError):
        return None


def version_line() -> str:
    """Return `scicomm-bot 0.1.0`, or `scicomm-bot 0.1.0 (revision 0123456789ab)` where that is known."""
    known = revision()
    return f"scicomm-bot {__version__} (revision {known})" if known else f"scicomm-bot {__version__}"
