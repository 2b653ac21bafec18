"""The page in a real Chromium: on a phone, on a wide screen, in the dark, on paper, and under attack."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scicomm_bot.signoff import page
from support import browser as chromium
from support.browser import PHONE, SMALL_PHONE, WIDE, Browser
from support.signoff_samples import awkward_pack, entry, hostile_pack, pack

POSTS = 10
"""So many posts the samples' project has."""
PROGRAM = chromium.program()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine (Debian: apt install chromium)")
SIZES = pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, (414, 896), (768, 1024), WIDE], ids="{0[0]}".format)
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
OUTSIDE = """
    [...document.body.querySelectorAll("*:not(.skip)")]
        .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 0.5)
        .map(e => e.tagName + "." + e.className)
"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    assert PROGRAM is not None
    with chromium.browser(PROGRAM) as one:
        yield one


@pytest.fixture
def pages(project, cli) -> dict[str, Path]:
    """The sign-off pack of the repository's posts, and those that are made up for the tests."""
    assert cli("preview", "--html", "shipped.html").code == 0
    for name, made in (("awkward", awkward_pack()), ("hostile", hostile_pack())):
        Path(f"{name}.html").write_text(page(made), encoding="utf-8")
    return {name: Path(f"{name}.html") for name in ("shipped", "awkward", "hostile")}


@SIZES
@pytest.mark.parametrize("name", ["shipped", "awkward", "hostile"])
def test_nothing_is_wider_than_the_screen(name, size, pages, tab):
    tab.open(pages[name], size)
    tab.value(OPEN_ALL)
    assert tab.value("document.documentElement.scrollWidth") == size[0]
    assert tab.value(OUTSIDE) == []


@pytest.mark.parametrize("name", ["shipped", "awkward", "hostile"])
def test_the_page_asks_for_nothing_and_the_browser_has_nothing_to_say(name, pages, tab):
    tab.open(pages[name])
    asked = [one["request"]["url"] for one in tab.told("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:image/png")] == [pages[name].resolve().as_uri()]
    assert tab.told("Log.entryAdded") + tab.told("Runtime.consoleAPICalled") == []


def test_hostile_text_stays_text(pages, tab):
    tab.open(pages["hostile"])
    assert tab.told("Page.javascriptDialogOpening") + tab.told("Runtime.exceptionThrown") == []
    assert tab.value("document.scripts.length") == 0
    assert tab.value("document.querySelectorAll('svg[onload], img[onerror], a[href^=javascript]').length") == 0
    assert tab.value("document.querySelectorAll('article').length") == 6
    assert "<script>alert(1)</script>" in tab.value("document.querySelector('.text').innerText")


def test_a_script_put_into_the_page_by_force_does_not_run(pages, tab, tmp_path):
    forced = tmp_path / "forced.html"
    whole = pages["shipped"].read_text()
    forced.write_text(whole.replace("</main>", "<script>alert(1)</script><img src=/x onerror=alert(2)></main>"))
    tab.open(forced)
    assert tab.told("Page.javascriptDialogOpening") == []
    assert any("Content Security Policy" in one["entry"]["text"] for one in tab.told("Log.entryAdded"))


def test_the_style_sheet_is_let_in_by_the_pages_own_policy(pages, tab):
    tab.open(pages["shipped"])
    assert tab.value("getComputedStyle(document.querySelector('.text')).whiteSpace") == "pre-wrap"


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE], ids="{0[0]}".format)
def test_on_a_phone_the_first_post_begins_on_the_first_screen(size, project, cli, tab):
    path = project / "posts.yaml"
    contact = "contact: {name: 'Jane Doe, press office', email: press@example.org, reply_by: '2027-01-10'}\n"
    path.write_text(contact + path.read_text())
    assert cli("preview", "--html", "asking.html").code == 0
    tab.open(project / "asking.html", size)
    line = tab.value("parseFloat(getComputedStyle(document.querySelector('.text')).lineHeight)")
    assert tab.value("document.querySelector('.text').getBoundingClientRect().top") + 2 * line < size[1]


def test_on_a_phone_the_first_post_and_its_answers_are_seen_at_once(tab, tmp_path):
    path = tmp_path / "short.html"
    path.write_text(page(pack(entry("In mice, a nap helped. " * 8))), encoding="utf-8")
    tab.open(path, PHONE)
    assert tab.value("document.querySelector('.answers').getBoundingClientRect().bottom") < PHONE[1]


@pytest.mark.parametrize("name", ["shipped", "awkward", "hostile"])
@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, WIDE], ids="{0[0]}".format)
def test_in_letters_of_twice_the_size_nothing_is_wider_than_the_screen(name, size, pages, tab):
    tab.open(pages[name], size)
    tab.value("document.documentElement.style.fontSize = '200%'")
    tab.value(OPEN_ALL)
    assert tab.value("document.documentElement.scrollWidth") == size[0]
    assert tab.value(OUTSIDE) == []


def test_in_the_dark_the_page_is_dark(pages, tab):
    ground = "getComputedStyle(document.body).backgroundColor"
    tab.open(pages["shipped"], PHONE)
    light = tab.value(ground)
    tab.open(pages["shipped"], PHONE, dark=True)
    assert (light, tab.value(ground)) == ("rgb(244, 243, 239)", "rgb(18, 21, 23)")


def test_persian_reads_from_right_to_left_and_english_does_not(pages, tab):
    tab.open(pages["awkward"], PHONE)
    directions = tab.value("[...document.querySelectorAll('.text')].map(e => getComputedStyle(e).direction)")
    assert directions[:3] == ["ltr", "rtl", "ltr"]


def test_line_breaks_stand_as_x_shows_them(pages, tab):
    tab.open(pages["shipped"])
    shown = tab.value("document.querySelector('[id=\"gcsf-als/source\"] .text').innerText")
    assert re.match(r"The source of these posts .*:\n\n“Granulocyte-Colony.*”\nActa Neurologica", shown)


def test_the_marked_words_are_those_of_the_evidence(pages, tab):
    tab.open(pages["shipped"])
    marks = tab.value(
        "[...document.querySelectorAll('[id=\"gcsf-als/survival-in-mice\"] mark')].map(e => e.textContent)"
    )
    assert marks == [
        "G-CSF treatments were able to increase the survival of mice.",
        "However, clinical studies on ALS patients failed to clone pre-clinical results.",
    ]


def test_a_finger_can_hit_every_answer_and_every_fold(tab, tmp_path):
    """44 pixels for what is meant to be hit (Apple's and WCAG's 2.5.5); WCAG 2.2, 2.5.8, asks for 24 at least."""
    path = tmp_path / "asking.html"
    path.write_text(page(pack(entry(), entry(name="authors"))), encoding="utf-8")
    tab.open(path, PHONE)
    heights = "[...document.querySelectorAll({!r})].map(e => e.getBoundingClientRect().height)"
    assert min(tab.value(heights.format(".button"))) >= 44
    assert min(tab.value(heights.format("summary"))) >= 40


def test_a_tap_on_an_answer_opens_a_mail_and_nothing_else(tab, tmp_path):
    path = tmp_path / "asking.html"
    path.write_text(page(pack(entry())), encoding="utf-8")
    tab.open(path, PHONE)
    links = tab.value("[...document.querySelectorAll('.button')].map(e => [e.protocol, e.target, e.textContent])")
    assert [(protocol, target) for protocol, target, _ in links] == [("mailto:", "")] * 4
    assert [text.partition(" (")[0] for _, _, text in links] == ["Yes", "No", "Please change", "Yes to post 1"]


def press(tab: Browser, key: str, code: int) -> None:
    for kind in ("keyDown", "keyUp"):
        text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
        tab.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)


def test_the_keyboard_sees_where_it_is(pages, tab):
    tab.open(pages["shipped"])
    press(tab, "Tab", 9)
    assert tab.value("document.activeElement.className") == "skip"
    assert tab.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert tab.value("document.activeElement.getBoundingClientRect().left") >= 0


def test_the_keyboard_opens_what_is_folded(tab, tmp_path):
    path = tmp_path / "asking.html"
    path.write_text(page(pack(entry())), encoding="utf-8")
    tab.open(path, PHONE)
    reached = []
    while not reached or reached[-1] != "SUMMARY":
        press(tab, "Tab", 9)
        reached.append(tab.value("document.activeElement.tagName"))
        assert len(reached) < 9
    press(tab, "Enter", 13)
    assert tab.value("document.activeElement.parentElement.open") is True


def test_on_paper_there_are_places_to_sign_and_whole_hashes_and_no_buttons(pages, tab):
    tab.open(pages["shipped"], media="print", dark=True)
    visible = "[...document.querySelectorAll({!r})].filter(e => e.getClientRects().length).length"
    assert tab.value(visible.format(".sign")) == POSTS + 1
    assert tab.value(visible.format(".button, .skip, .screen")) == 0
    whole = (
        "[...document.querySelectorAll('.mark code')].filter(e => e.offsetWidth && / [0-9a-f]{64}$/.test(e.innerText))"
    )
    assert tab.value(f"{whole}.length") == POSTS
    assert tab.value("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]


def test_on_paper_what_is_folded_is_open_and_what_its_maker_needs_is_left_out(pages, tab):
    tab.open(pages["shipped"], media="print")
    seen = "[...document.querySelectorAll({!r})].every(e => e.checkVisibility({{contentVisibilityAuto: true}}))"
    assert tab.value(seen.format(".rests .source, .whole .source")) is True
    assert tab.value(seen.format(".operator")) is False


def test_on_a_screen_there_are_no_signatures(pages, tab):
    tab.open(pages["shipped"])
    assert tab.value("[...document.querySelectorAll('.sign')].filter(e => e.getClientRects().length).length") == 0


def test_on_paper_no_post_is_cut_by_the_end_of_a_page(pages, tab):
    tab.open(pages["shipped"], media="print")
    assert tab.value("[...document.querySelectorAll('.post, .card')].map(e => getComputedStyle(e).breakInside)") == (
        ["avoid"] * 2 * POSTS
    )
    pdf = tab.pdf()
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", unpacked(pdf))) < POSTS


def unpacked(pdf: bytes) -> bytes:
    """The PDF with its packed objects."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)
