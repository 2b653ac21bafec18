"""Cards are drawn by typst, in a process of its own: their size, their letters, and templates that do harm."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from scicomm_bot.cards import CardError, Press, draw, identity, missing_letters, read_logo
from scicomm_bot.cards.drawing import given
from scicomm_bot.domain.card import CardLine
from scicomm_bot.medium.images import read_image
from support.card_samples import CARD, COLOURS, PERSIAN, TEMPLATE, pixels, with_text
from support.pictures import png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#ff0000"/></svg>'
PAGE = "#set page(width: 800pt, height: 450pt)\n"


@pytest.mark.parametrize(
    "card", [CARD, PERSIAN, with_text("Yes."), with_text("A word. " * 34)], ids=["ltr", "rtl", "short", "long"]
)
def test_a_card_has_1600_by_900_pixels_and_less_than_a_megabyte(press, card):
    drawn = draw(card, None, TEMPLATE, press)
    facts = read_image(drawn)
    assert (facts.kind, facts.width, facts.height, facts.frames) == ("png", 1_600, 900, 1)
    assert len(drawn) < 1_000_000


def test_two_processes_draw_the_same_bytes(press):
    with Press() as other:
        assert draw(PERSIAN, None, TEMPLATE, press) == draw(PERSIAN, None, TEMPLATE, other)


def test_a_card_is_in_the_colours_that_the_file_names(press):
    colours = replace(COLOURS, background="#0B2545", text="#FFFFFF", accent="#FFC72C", on_accent="#0B2545")
    rows = pixels(draw(replace(CARD, colours=colours), None, TEMPLATE, press), 40)
    assert rows[2][800] == (0xFF, 0xC7, 0x2C)
    assert rows[39][10] == (0x0B, 0x25, 0x45)


@pytest.mark.parametrize(("card", "filled", "bare"), [(CARD, 150, 1_450), (PERSIAN, 1_450, 150)], ids=["ltr", "rtl"])
def test_the_chips_begin_where_reading_begins(press, card, filled, bare):
    row = pixels(draw(card, None, TEMPLATE, press), 92)[91]
    assert (row[filled] == (255, 255, 255), row[bare] == (255, 255, 255)) == (False, True)


@pytest.mark.parametrize("data", [SVG, png(40, 10, b"\xff\x00\x00")], ids=["svg", "png"])
def test_a_logo_stands_at_the_end_of_the_first_line(press, data):
    row = pixels(draw(CARD, read_logo(data), TEMPLATE, press), 124)[123]
    assert row[1_450] == (255, 0, 0)


@pytest.mark.parametrize("text", ['#panic("x") *bold* $x$', "@preview/a:1 <b> \\ ` ~ --- // #include", "= Title"])
def test_what_stands_in_a_text_is_never_run(press, text):
    drawn = draw(with_text(text), None, TEMPLATE, press)
    assert drawn != draw(with_text("Title"), None, TEMPLATE, press)


def test_a_text_that_is_too_long_is_an_error_and_not_cut(press):
    with pytest.raises(CardError, match="the text is too long for a card, even in the smallest letters; shorten it"):
        draw(with_text("A word. " * 200), None, TEMPLATE, press)


def test_a_word_without_an_end_is_an_error_and_does_not_run_off_the_card(press):
    with pytest.raises(CardError, match="too long"):
        draw(with_text("W" * 120), None, TEMPLATE, press)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("#let i = 0\n#while true { i += 1 }", "line 2: condition is always true"),
        ("#let f(x) = f(x + 1)\n#f(1)", "maximum function call depth exceeded"),
        (f'{PAGE}#read("/etc/passwd")', "file not found"),
        (f'{PAGE}#read("../../../etc/passwd")', "would escape the project root"),
        (f'{PAGE}#import "@preview/cetz:0.3.1"', "failed to download package"),
        (f'{PAGE}#import ("@pre" + "view/cetz:0.3.1")', "failed to download package"),
        (f'{PAGE}#plugin("x.wasm")', "file not found"),
        (f'{PAGE}#image("other.png")', "file not found"),
        (f"{PAGE}a#pagebreak()b", "makes 2 pages, and a card is one"),
        ("#set page(width: 80pt, height: 45pt)\na", "makes a picture of 160 x 90 pixels; a card has 1,600 x 900"),
        (f'{PAGE}#set text(font: "Comic Sans MS")\na', "typst warns: unknown font family"),
        (f'{PAGE}#set text(font: "Libertinus Serif")\na', "typst warns: unknown font family"),
        (f"{PAGE}#panic[x", "unclosed delimiter"),
        (f"{PAGE}#sys.inputs.secret", "does not contain key"),
        ('#panic("leave this post out")', "leave this post out"),
    ],
)
def test_a_template_that_fails_says_why(press, template, said):
    with pytest.raises(CardError) as caught:
        draw(CARD, None, template, press)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_template_that_does_not_come_to_an_end_is_given_up_and_the_next_card_is_drawn():
    endless = "#let n = 0\n#for i in range(100000) { for j in range(100000) { n += 1 } }"
    with Press(0.5) as press:
        begun = time.monotonic()
        with pytest.raises(CardError, match=r"does not come to an end within 0\.5 seconds"):
            draw(CARD, None, endless, press)
        assert time.monotonic() - begun < 5
        with pytest.raises(CardError, match="does not come to an end"):
            draw(PERSIAN, None, endless, press)
        assert press._process is None  # it was not tried again
    with Press() as press:
        assert draw(CARD, None, TEMPLATE, press)


def test_a_template_that_fills_the_memory_ends_its_own_process(press):
    with pytest.raises(CardError, match="may take more memory than a card may"):
        draw(CARD, None, "#range(400000000).len()", press)
    assert draw(CARD, None, TEMPLATE, press)


def test_a_template_that_fills_the_memory_slowly_is_not_tried_again_for_the_next_card():
    growing = '#let s = "a"\n#for i in range(40) { s = s + s }'
    with Press(most_seconds=60) as press:
        press._most_seconds = 0.01  # so that it is slow; what was begun has its minute
        started = []
        begin = press._started
        press._started = lambda: started.append(begin()) or started[-1]
        press._line_of = lambda process: process.stdout.readline()
        for card in (CARD, PERSIAN):
            with pytest.raises(CardError, match="may take more memory than a card may"):
                draw(card, None, growing, press)
        assert len(started) == 1


@pytest.mark.parametrize(
    "inner",
    [
        b"".join(
            b'<g id="a%d">%b</g>' % (one, b'<use href="#a%d"/>' % (one - 1) * 10) if one else b'<g id="a0"><rect/></g>'
            for one in range(11)
        )
        + b'<use href="#a10"/>',
        b"<g>" * 9_000 + b"</g>" * 9_000,
    ],
    ids=["bomb", "deep"],
)
def test_a_logo_that_was_made_to_do_harm_is_named_and_not_the_template(press, inner):
    logo = read_logo(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + inner + b"</svg>")
    with pytest.raises(CardError, match="the logo cannot be drawn"):
        draw(CARD, logo, TEMPLATE, press)


def test_the_process_that_draws_has_no_secret_and_no_network(press, monkeypatch):
    monkeypatch.setenv("SCICOMM_X_API_KEY", "secret")
    draw(CARD, None, TEMPLATE, press)
    environ = Path(f"/proc/{press._process.pid}/environ").read_bytes()
    names = dict(one.split(b"=", 1) for one in environ.split(b"\0") if one)
    assert b"SCICOMM_X_API_KEY" not in names
    assert names[b"https_proxy"] == b"http://127.0.0.1:9"


def test_nothing_is_left_running_when_all_are_drawn(press):
    draw(CARD, None, TEMPLATE, press)
    process, folder = press._process, press._nowhere.name
    press.close()
    assert process.poll() is not None
    assert not Path(folder).exists()


def test_a_template_is_given_data_that_json_can_hold():
    told = given(CARD, "logo.svg")
    assert json.loads(json.dumps(told)) == told
    assert set(told) == {
        "lang", "direction", "capitals", "lines", "chips", "credit", "institution", "colours", "logo",
    }  # fmt: skip


def test_turkish_labels_stay_in_small_letters():
    assert given(replace(CARD, lang="tr"), None)["capitals"] is False


def test_another_template_is_another_picture_and_no_other_card():
    assert identity(CARD, TEMPLATE) != identity(CARD, f"{TEMPLATE} ")
    assert CARD.canonical == replace(CARD, alt="Another.").canonical


@pytest.mark.parametrize("sign", ["\u2192", "\u6587", "\U0001f9ec", "\u2713", "\u2a7d"])
def test_a_letter_that_no_font_has_is_named(sign):
    (told,) = missing_letters(["a", f"b{sign}c{sign}"])
    assert told.startswith(f"{sign} (U+{ord(sign):04X}")


def test_letters_of_science_and_signs_that_nobody_sees_are_there():
    text = "\u03b1\u03b2\u03ba\u2212\u00b1\u00d7\u2264\u2265\u2248\u2260\u207b\u00b9\u2082\u2030\u00b0\u221e\u221a\u200c\u200d\u200e\u2066\u2069\u00ad\u2011\u2060"
    assert missing_letters([text, "\u067e\u0686\u0698\u06af\u06cc\u06a9\u060c\u061f\u066a\u06f0\u06f9\u0654"]) == []


def ends(png):
    """Where each line of the large text ends, in pixels from its beginning; on a card without chips."""
    found, inside = [], False
    for row in pixels(png, 730)[40:]:
        end = max((at for at in range(0, 1_600, 2) if row[at] != (255, 255, 255)), default=100) - 100
        if end and inside:
            found[-1] = max(found[-1], end)
        elif end:
            found.append(end)
        inside = bool(end)
    *lines, _rule = found
    return lines


def test_a_line_of_large_text_is_full_before_the_next_begins(press):
    text = (
        "Mice given G-CSF (a growth factor for blood cells) lived longer. But studies in people with ALS (amyotrophic "
        "lateral sclerosis) failed to repeat the mouse results. What has blood to do with nerves?"
    )
    first, *others = ends(draw(replace(with_text(text), labels=()), None, TEMPLATE, press))
    assert first > 0.9 * max(others)


@pytest.mark.parametrize(("base", "column"), [(CARD, 112), (PERSIAN, 1_486)], ids=["ltr", "rtl"])
def test_the_bullet_of_a_long_entry_stands_beside_its_first_line(press, base, column):
    entry = CardLine("nnnn " * 20 + "nnnn", bullet=True)
    rows = pixels(draw(replace(base, lines=(entry,), labels=()), None, TEMPLATE, press), 730)[40:]
    text = [at for at, row in enumerate(rows) if any(one != (255, 255, 255) for one in row[300:1_300:4])]
    dots = [
        at for at, row in enumerate(rows) if any(one != (255, 255, 255) for one in row[column - 12 : column + 12 : 2])
    ]
    assert dots[0] - text[0] < 80


def test_no_paragraph_of_large_text_ends_in_a_line_of_one_word(press):
    card = replace(with_text("nnnn " * 23 + "nnnn", "nnnn " * 13 + "nnnn"), labels=())
    found = ends(draw(card, None, TEMPLATE, press))
    assert len(found) > 3
    assert min(found) > 0.7 * max(found)
