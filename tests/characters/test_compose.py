"""NFC, as Unicode has it, in linear time."""

import time
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.characters.compose import nfc


@given(st.text(st.sampled_from("aA\u0301\u0323\u0315\u0338\u1100\u1161\u11a8\u09c7\u09beé中")), st.integers(0, 80))
def test_the_result_is_that_of_unicode(text, times):
    assert nfc(text * times) == unicodedata.normalize("NFC", text * times)


def test_a_run_of_45000_marks_is_composed_in_time():
    began = time.process_time()
    assert nfc("a" + "\u0301\u0323" * 22_500).startswith("\u1ea1\u0323")
    assert time.process_time() - began < 2
