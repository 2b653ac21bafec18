"""Whether a text may hold markup at all: a look that nearly all texts end with."""

from scicomm_bot.characters.pattern import Pattern

MAY_HOLD_MARKUP = Pattern(r"[&<{\\$*\[\u00c2\u00c3\u00c5\u00ce\u00cf\u00e2\u00f0]|\w--|``")
"""What no markup can do without."""
