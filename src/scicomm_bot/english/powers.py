"""Powers of ten, however they are written: "10^8", "10⁸", "1e8", "1.0 x 10-21", "5 x 10(6)"; in any language."""

from typing import NamedTuple

from scicomm_bot.characters.pattern import Pattern

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_LEAST = r"[⁺⁻]?[⁰¹²³⁴-⁹]{1,3}"
_EXPONENT = rf"(?:\s?(?:\^|\*\*)\s?[({{]?[+-]?\d{{1,3}}[)}}]?|{_LEAST}|\([+-]?\d{{1,2}}\)(?!\s?:))"
"""Behind "10". Without a sign for "raised", only brackets or raised digits say so: "10(6)", but no issue "10(6):7"."""
_LOST = r"-\d{1,3}|(?!0)\d{2}(?![\d.,%])"
"""Behind "x 10" only: in a copy, "1.0 x 10-21" and "2.4 x 1028" have lost what raised their exponents."""
_NUMBER = r"\d+(?:[.,]\d+)?"
_POWER = Pattern(
    rf"(?:(?P<times>{_NUMBER})\s?[x\u00d7\u2219\u22c5\u00b7*]\s?10(?P<by>{_EXPONENT}|{_LOST})"
    rf"|10(?P<alone>{_EXPONENT})"
    rf"|(?P<with_e>\d+(?:\.\d+)?)[eE](?P<e>[+-]?\d{{1,3}}))(?![^\W_])"
)
_DIGITS = Pattern(r"[+-]?\d+")
_GREATEST = 300
"""Greater exponents are no figures of a paper, and no numbers of a computer."""


class Power(NamedTuple):
    """A number that is written with a power of ten.

    Attributes:
        mantissa: What stands before "x 10", 1 where nothing does.
        exponent: The power.
        decimals: How many digits the mantissa has behind its point.
        stop: Where it ends.
    """

    mantissa: float
    exponent: int
    decimals: int
    stop: int

    @property
    def value(self) -> float:
        """The number itself."""
        return float(f"{self.mantissa}e{self.exponent}")

    @property
    def step(self) -> float:
        """One unit of its last digit."""
        return float(f"1e{self.exponent - self.decimals}")


def power_at(text: str, start: int) -> Power | None:
    """Return the power of ten that begins with the digit at `start`, or None."""
    match = _POWER.match(text, start)
    if match is None:
        return None
    raised = match["by"] or match["alone"] or match["e"]
    found = _DIGITS.search(raised.translate(_RAISED))
    exponent = int(found.group()) if found is not None else 0
    if abs(exponent) > _GREATEST:
        return None
    times = (match["times"] or match["with_e"] or "1").replace(",", ".")
    return Power(float(times), exponent, len(times.partition(".")[2]), match.end())
