"""Powers of ten: one number, however it is written."""

import pytest

from scicomm_bot.english.powers import power_at
from scicomm_bot.english.quantity import quantities


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10^8", 1e8),
        ("10⁸", 1e8),
        ("10**8", 1e8),
        ("10^{8}", 1e8),
        ("1e8", 1e8),
        ("1.5E-3", 1.5e-3),
        ("1.0 x 10-21", 1e-21),
        ("1.0 × 10⁻²¹", 1e-21),
        ("2.5·10⁴", 25_000),
        ("5 x 10(6)", 5e6),
        ("10(6) cells", 1e6),
    ],
)
def test_a_power_of_ten_has_its_value(text, value):
    power = power_at(text, 0)
    assert power is not None
    assert power.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["10-21 mice", "10(6):763", "2 x 5", "10 8", "1e8x", "10^999", "5⁸"])
def test_what_is_none_is_read_as_none(text):
    assert power_at(text, 0) is None


@pytest.mark.parametrize(
    ("text", "negative"),
    [
        ("-8 mg", True),
        ("changed by -8%", True),
        ("minus 8 mg", True),
        ("(-0.4", True),
        ("3 to -8", True),
        ("3-8 mg", False),
        ("3 -8 mg", False),
        ("3% -8%", False),
        ("8 mg", False),
        ("- 8 mg", False),
    ],
)
def test_a_minus_sign_is_no_dash_of_a_range(text, negative):
    assert quantities(text)[-1].negative is negative
