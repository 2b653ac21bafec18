"""The classes of signs: from the data file, never from what this machine's Python knows."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from scicomm_bot.characters.signs import SignClass, is_a

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("sign", "kind"),
    [
        ("\u034f", SignClass.INVISIBLE),
        ("\U000e0fff", SignClass.INVISIBLE),
        ("\u0378", SignClass.UNASSIGNED),
        ("\ue000", SignClass.PRIVATE),
        ("😀", SignClass.EMOJI),
        ("\U0001fae9", SignClass.EMOJI),
        ("ش", SignClass.JOINING),
        ("\u064b", SignClass.JOINING),
        ("ไ", SignClass.UNSPACED),
        ("ש", SignClass.RIGHT_TO_LEFT),
        ("葛", SignClass.HAN),
        ("\u0441", SignClass.LOOK_ALIKE),
    ],
    ids=ascii,
)
def test_a_sign_is_of_its_class(sign, kind):
    assert is_a(sign, kind)


@pytest.mark.parametrize("kind", SignClass)
def test_no_neighbour_and_a_latin_letter_are_of_none(kind):
    assert not is_a("", kind)
    assert not is_a("a", kind)


def test_what_python_knows_is_assigned():
    codes = (code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cn", "Cs"})
    assert [hex(code) for code in codes if is_a(chr(code), SignClass.UNASSIGNED)] == []


def test_the_data_file_is_what_its_script_writes():
    if subprocess.run([sys.executable, "-c", "import regex"], capture_output=True, check=False).returncode:
        pytest.skip("the package regex is not installed (make data)")
    done = subprocess.run([sys.executable, ROOT / "scripts/make_character_data.py", "--check"], check=False)
    assert done.returncode == 0
