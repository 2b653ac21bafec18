"""What X takes for the name of an account, or for the symbol of a share."""

import pytest

from scicomm_bot.fidelity.rules.mentions import cashtag, mention
from support.fidelity_samples import found


@pytest.mark.parametrize(
    "text",
    [
        "By @example.",
        "@example",
        "(@example)",
        "RT@example",
        "rt:@example",
        "＠example",
        "see.@example",
        "در @example",
        "a\n@example",
    ],
)
def test_a_mention_is_found_and_named(text):
    (one,) = found(mention, text)
    assert "@example" in one.what


def test_each_name_is_told_once():
    (one,) = found(mention, "@b and @a and @b")
    assert one.what == "mentions @b, @a"


@pytest.mark.parametrize(
    "text",
    [
        "me@example.org",
        "x@y",
        "5 @ 3",
        "@",
        "@@example",
        "a_@example",
        "https://medium.com/@example",
        "@éa",
        "@a://b",
        "art@example",
    ],
)
def test_what_x_does_not_link_passes(text):
    assert found(mention, text) == []


@pytest.mark.parametrize("text", ["$ABC and $DEF", "$abc, $a.b.", "$ABC\n$DEF!"])
def test_two_cashtags_are_found(text):
    (one,) = found(cashtag, text)
    assert one.what.startswith("2 cashtags: $")


@pytest.mark.parametrize("text", ["$ABC", "$0.20 and $5 and $ABC", "US$ABC $DEF", "$ABCDEFG $DEF", "$ $ $", "a$b c$d"])
def test_one_cashtag_and_prices_pass(text):
    assert found(cashtag, text) == []
