"""X's price list, the one place to change when X changes its prices; an operator may have other ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Self

PRICES_READ_ON = date(2026, 8, 22)
"""When the prices below were read from X's page."""
PRICES_PAGE = "https://docs.x.com/x-api/getting-started/pricing"
"""Where they were read: the pay-per-use plan, the only one open to new developers."""
MOST_MICRO_USD = 1_000_000_000
"""No call costs as much: 1,000 US dollars."""

_AMOUNT = re.compile(r"\$?\s*([0-9]{1,9})?(?:\.([0-9]{0,12}))?", re.ASCII)
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Prices:
    """What each kind of call costs, in millionths of a US dollar. X bills no call that failed.

    Attributes:
        post: A post without a URL in it.
        post_with_link: A post with at least one URL in it, as X's tokenizer sees URLs.
        alt_text: The alt text of a picture ("media metadata"); uploading the picture itself has no price of its own.
        delete: Deleting a post ("Interaction: Delete").
        read_post: Each post that a look at the own timeline returns ("Owned Reads"); an empty answer costs nothing.
        read_user: Reading a user, as `doctor --online` does (`GET /2/users/me`).
        own: The names of those that an operator has set; the others are X's.
    """

    post: int = 15_000
    post_with_link: int = 200_000
    alt_text: int = 5_000
    delete: int = 10_000
    read_post: int = 1_000
    read_user: int = 10_000
    own: tuple[str, ...] = ()

    def of_post(self, *, link: bool, alt_texts: int = 0) -> int:
        """Return what X bills for a post with or without a link, and so many alt texts of pictures."""
        return (self.post_with_link if link else self.post) + alt_texts * self.alt_text

    @property
    def for_link(self) -> int:
        """How much dearer a post is with a link than without; 0 where it is none."""
        return max(0, self.post_with_link - self.post)

    @property
    def source(self) -> str:
        """Where the prices are from, for behind "by": X's with their day, or the operator's own."""
        of_x = f"X's prices of {PRICES_READ_ON}"
        if not self.own:
            return of_x
        if len(self.own) == len(NAMES):
            return "your own prices (SCICOMM_PRICES)"
        return f"your own prices for {', '.join(self.own)} (SCICOMM_PRICES), else {of_x}"

    def with_own(self, own: Mapping[str, int]) -> Self:
        """Return the list with an operator's own prices in the place of some of its."""
        return replace(self, **own, own=tuple(name for name in NAMES if name in own)) if own else self


NAMES = tuple(one.name for one in fields(Prices) if one.name != "own")
"""The names of the prices, in order."""
X_PRICES = Prices()
"""X's own, as they were read."""


def read_prices(written: str) -> dict[str, int]:
    """Read an operator's prices: `post=0.015, post_with_link=0.2`, in US dollars; an empty text has none.

    Raises:
        ValueError: it is none; says what is wrong.
    """
    found: dict[str, int] = {}
    for part in re.split(r"[,;\n]", written):
        if not part.strip():
            continue
        name, equals, amount = (one.strip() for one in part.partition("="))
        if not equals or name not in NAMES:
            from scicomm_bot.errors import near  # noqa: PLC0415 - only for a mistake

            meant = near(name, NAMES)
            hint = f"; did you mean {meant}?" if meant and name != meant else ""
            raise ValueError(f"must be prices such as `post=0.015, post_with_link=0.2`, of {', '.join(NAMES)}{hint}")
        if name in found:
            raise ValueError(f"has {name} twice; keep one")
        micro_usd = read_micro_usd(amount)
        if micro_usd is None or micro_usd > MOST_MICRO_USD:
            most = MOST_MICRO_USD // 1_000_000
            raise ValueError(
                f"{name}: must be an amount in US dollars such as 0.015, from 0 to {most:,}, with at most "
                f"{_DECIMALS} decimals and a point before them"
            )
        found[name] = micro_usd
    return found


def read_micro_usd(written: str) -> int | None:
    """Return an amount of US dollars, written `0.015` or `$0.015`, in millionths.

    None is for what is no amount (with a sign, a comma or an exponent), or no whole number of millionths.
    """
    match = _AMOUNT.fullmatch(written.strip())
    whole, decimals = (match[1] or "", match[2] or "") if match is not None else ("", "")
    if not whole and not decimals:
        return None
    if decimals[_DECIMALS:].strip("0"):
        return None
    return int(whole or 0) * 1_000_000 + int(decimals[:_DECIMALS].ljust(_DECIMALS, "0"))


def month_of(now: datetime) -> datetime:
    """Return the start of the calendar month, in UTC: what a budget is for."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(now: datetime) -> datetime:
    """Return the start of the calendar month after that of a moment, in UTC."""
    first = month_of(now)
    return first.replace(year=first.year + 1, month=1) if first.month == 12 else first.replace(month=first.month + 1)  # noqa: PLR2004 - December


def usd(micro_usd: int) -> str:
    """Return an amount as `$0.015`: three decimals, more where needed to be exact."""
    whole, fraction = divmod(micro_usd, 1_000_000)
    digits = f"{fraction:06d}"
    while len(digits) > 3 and digits.endswith("0"):  # noqa: PLR2004 - three decimals are X's own way of writing prices
        digits = digits[:-1]
    return f"${whole}.{digits}"
