"""axe-core finds nothing wrong with the page: on a phone, in the dark, on a wide screen; folded, and with all open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scicomm_bot.signoff import page
from support import axe
from support import browser as chromium
from support.browser import PHONE, WIDE, Browser
from support.signoff_samples import awkward_pack, hostile_pack

PROGRAM = chromium.program()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine (Debian: apt install chromium)")
LOOKS = {"phone": (PHONE, False), "phone-dark": (PHONE, True), "wide": (WIDE, False)}
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> str:
    found, why = axe.fetched(tmp_path_factory.mktemp("axe"))
    if why:
        pytest.skip(why)
    return found


@pytest.fixture(scope="module")
def tab(source) -> Iterator[Browser]:
    assert PROGRAM is not None
    with chromium.browser(PROGRAM) as one:
        yield one


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["shipped", "awkward", "hostile"])
def test_axe_finds_nothing(name, look, tab, source, project, cli):
    if name == "shipped":
        assert cli("preview", "--html", "page.html").code == 0
    else:
        made = {"awkward": awkward_pack, "hostile": hostile_pack}[name]()
        Path("page.html").write_text(page(made), encoding="utf-8")
    size, dark = LOOKS[look]
    tab.open(Path("page.html"), size, dark=dark)
    assert axe.violations(tab, source) == []
    tab.value(OPEN_ALL)
    assert axe.violations(tab, source) == []


def test_axe_finds_what_is_wrong(tab, source, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("<!DOCTYPE html><html><title>x</title><img src='data:,'><p style='color: #eee'>pale</p></html>")
    tab.open(bad)
    found = {one.partition(":")[0] for one in axe.violations(tab, source)}
    assert {"image-alt", "html-has-lang", "color-contrast"} <= found
