"""Prices: X's of a day, and an operator's own in their place."""

import pytest

from scicomm_bot.errors import SettingsError
from scicomm_bot.medium.prices import NAMES, X_PRICES, next_month, read_prices
from scicomm_bot.settings import load_settings
from support.samples import NOW


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("post=0.03", {"post": 30_000}),
        ("post=0.015, post_with_link=0.2", {"post": 15_000, "post_with_link": 200_000}),
        (" post = $0.015 ;alt_text=.005,\n", {"post": 15_000, "alt_text": 5_000}),
        ("delete=0, read_user=1.", {"delete": 0, "read_user": 1_000_000}),
        ("read_post=0.000001", {"read_post": 1}),
        ("post=0.0150000000", {"post": 15_000}),
        ("post=1000", {"post": 1_000_000_000}),
        (" , ", {}),
    ],
)
def test_an_operator_s_prices_are_read_to_the_millionth(written, own):
    assert read_prices(written) == own


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("post", "must be prices such as"),
        ("0.015", "must be prices such as"),
        ("posts=0.015", "did you mean post?"),
        ("post_with_url=0.2", "did you mean post_with_link?"),
        ("own=1", "must be prices such as"),
        ("post=0,015", "must be prices such as"),
        ("post=0.015, post=0.02", "has post twice"),
        *((f"post={amount}", "an amount in US dollars such as 0.015") for amount in (
            "", "-1", "+1", "nan", "inf", "1e400", "1e-2", "0x1", "1_000", "1000.01", "0.0000001", ".", "\u06f5", "0.015 USD", "9" * 9,
        )),
    ],
)  # fmt: skip
def test_what_is_no_price_is_refused_with_its_setting(monkeypatch, written, why):
    monkeypatch.setenv("SCICOMM_PRICES", written)
    with pytest.raises(SettingsError, match=r"^SCICOMM_PRICES: ") as caught:
        load_settings()
    assert why in str(caught.value)


@pytest.mark.parametrize(
    "written", ["-1", "nan", "inf", "-inf", "1e400", "five", "5,00", "$5", "5 USD", "1000001", "0x5"]
)
def test_what_is_no_budget_is_refused_with_its_limits(monkeypatch, written):
    monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", written)
    with pytest.raises(SettingsError, match=r"^SCICOMM_MONTHLY_BUDGET_USD: must be a number, at least 0"):
        load_settings()


@pytest.mark.parametrize(
    ("written", "budget"),
    [("", None), ("  ", None), ("0", 0), ("2", 2_000_000), ("0.29", 290_000), ("1.1", 1_100_000), ("0.0000019", 1), ("1e-9", 0), ("1e6", 10**12)],
)  # fmt: skip
def test_a_budget_is_in_whole_millionths_and_never_more_than_was_set(monkeypatch, written, budget):
    monkeypatch.setenv("SCICOMM_MONTHLY_BUDGET_USD", written)
    assert load_settings()[0].monthly_budget_micro_usd == budget


def test_it_is_said_whose_prices_they_are():
    assert X_PRICES.source == "X's prices of 2026-08-22"
    own = X_PRICES.with_own({"delete": 0, "post": 1})
    assert own.source == "your own prices for post, delete (SCICOMM_PRICES), else X's prices of 2026-08-22"
    assert X_PRICES.with_own(dict.fromkeys(NAMES, 1)).source == "your own prices (SCICOMM_PRICES)"


def test_a_link_that_makes_nothing_dearer_costs_nothing_more():
    assert (X_PRICES.for_link, X_PRICES.with_own({"post": 300_000}).for_link) == (185_000, 0)


def test_the_month_after_december_is_january():
    assert next_month(NOW.replace(month=12)).isoformat() == "2027-01-01T00:00:00+00:00"
    assert next_month(NOW).isoformat() == "2026-12-01T00:00:00+00:00"
