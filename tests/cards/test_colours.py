"""The contrast of colours, and what posts.yaml may name for a card."""

import pytest
from pydantic import ValidationError

from scicomm_bot.domain.colours import contrast, readable_on
from scicomm_bot.domain.paper import Colours, Finding, Image, Institution


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#777777", "#FFFFFF", 4.478),
        ("#767676", "#FFFFFF", 4.542),
        ("#FF0000", "#FFFFFF", 3.998),
        ("#0000FF", "#000000", 2.444),
    ],
)
def test_the_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


def test_on_every_colour_something_can_be_read():
    colours = [
        f"#{red:02X}{green:02X}{blue:02X}"
        for red in range(0, 256, 51)
        for green in range(0, 256, 51)
        for blue in range(0, 256, 51)
    ]
    assert all(contrast(readable_on(one, "#777777"), one) >= 4.5 for one in colours)


def test_a_colour_that_can_be_read_goes_before_black_and_white():
    assert readable_on("#FFC72C", "#0B2545", "#FFFFFF") == "#0B2545"
    assert readable_on("#FFC72C", "#FFFFFF") == "#000000"


def test_the_programs_own_colours_can_be_read():
    own = Colours()
    assert contrast(own.text, own.background) >= 4.5
    assert contrast(readable_on(own.accent, own.background, own.text), own.accent) >= 4.5


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "#777777"}, "text #777777 on background #FFFFFF has a contrast of 4.47:1, and needs 4.5:1"),
        ({"accent": "#F58220"}, "accent #F58220 on background #FFFFFF has a contrast of 2.59:1, and needs 3:1"),
        ({"background": "#000000"}, "text #14202B on background #000000 has a contrast of 1.27:1"),
        ({"accent": "red"}, "must be a colour of six digits, such as '#0B5A7D'"),
        ({"accent": "#0B5"}, "must be a colour of six digits"),
        ({"accent": "#0B5A7D80"}, "must be a colour of six digits"),
        ({"accent": "#0B5A7G"}, "must be a colour of six digits"),
        ({"accent": None}, "put it in quotes, because # begins a comment"),
        ({"accent": 123456}, "put it in quotes, because # begins a comment"),
    ],
)  # fmt: skip
def test_colours_that_nobody_can_read_are_refused(given, said):
    with pytest.raises(ValidationError) as caught:
        Colours(**given)
    assert said in str(caught.value)


def test_small_letters_are_the_same_colour():
    assert Colours(accent="#0b5a7d").accent == "#0B5A7D"


def test_an_institution_needs_a_name_alone():
    assert Institution(name="A University").colours == Colours()


def test_a_card_needs_room_among_the_pictures():
    fields = {"id": "f", "text": "A text.", "evidence": [{"quote": "A quote.", "on": ["people"]}], "cards": True}
    assert Finding(**fields, images=[Image(file=f"{one}.png") for one in range(3)]).cards
    with pytest.raises(ValidationError, match="X takes four pictures, and the card is one"):
        Finding(**fields, images=[Image(file=f"{one}.png") for one in range(4)])
