"""scicomm-bot: only what the paper says, exactly once, at a cost known beforehand."""

__version__ = "0.1.0"
