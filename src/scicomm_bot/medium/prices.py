"""X's price list: the one place to change when X changes its prices."""

from datetime import date, datetime

PRICES_READ_ON = date(2026, 8, 22)
"""When the prices below were read from X's page."""
PRICES_PAGE = "https://docs.x.com/x-api/getting-started/pricing"
"""Where they were read: the pay-per-use plan, the only one open to new developers."""

POST_MICRO_USD = 15_000
"""A post without a URL in it, in millionths of a US dollar."""
POST_WITH_URL_MICRO_USD = 200_000
"""A post with at least one URL in it, as X's tokenizer sees URLs."""
ALT_TEXT_MICRO_USD = 5_000
"""The alt text of a picture ("media metadata"); uploading the picture itself has no price of its own."""
DELETE_MICRO_USD = 10_000
"""Deleting a post ("Interaction: Delete")."""
READ_OWN_POST_MICRO_USD = 1_000
"""Each post that a look at the own timeline returns ("Owned Reads")."""
READ_USER_MICRO_USD = 10_000
"""Reading a user, as `doctor --online` does (`GET /2/users/me`)."""


def post_price_micro_usd(text: str, alt_texts: int = 0) -> int:
    """Return what X bills for posting `text` with so many alt texts of pictures, in millionths of a US dollar.

    A DOI written as `doi:10.1000/abc` holds no URL; `doi.org/10.1000/abc`, or any bare `name.tld`, is one.
    """
    from scicomm_bot.medium import length  # noqa: PLC0415 - for a price list, no text need be read

    return (POST_WITH_URL_MICRO_USD if length.urls(text) else POST_MICRO_USD) + alt_texts * ALT_TEXT_MICRO_USD


def month_of(now: datetime) -> datetime:
    """Return the start of the calendar month, in UTC: what a budget is for."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def usd(micro_usd: int) -> str:
    """Return an amount as `$0.015`: three decimals, more where needed to be exact."""
    whole, fraction = divmod(micro_usd, 1_000_000)
    digits = f"{fraction:06d}"
    while len(digits) > 3 and digits.endswith("0"):  # noqa: PLR2004 - three decimals are X's own way of writing prices
        digits = digits[:-1]
    return f"${whole}.{digits}"
