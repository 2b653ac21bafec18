"""The difference as a person sees it: within 80 columns, nothing lost, in colours or in marks."""

import re

from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.approval import difference
from scicomm_bot.cli.terminal import WIDTH, Paint, columns
from scicomm_bot.cli.views.approval import difference_lines

words = st.one_of(
    st.text("abé", min_size=1, max_size=8), st.text("ab", min_size=70, max_size=200), st.text("研究", max_size=90)
)
texts = st.lists(st.tuples(words, st.sampled_from([" ", "\n", "\n\n"])), max_size=25).map(
    lambda pairs: "".join(f"{word}{gap}" for word, gap in pairs).strip()
)
BARE = Paint(on=False)


def shown(old, new, paint=BARE):
    return list(difference_lines(difference(old, new), paint))


@given(texts, texts)
def test_no_line_is_wider_than_a_terminal(old, new):
    assert all(columns(line) <= WIDTH for line in shown(old, new))


@given(texts, texts)
def test_all_that_is_in_the_new_text_and_in_the_old_is_shown(old, new):
    said = re.sub(r"[\s│⏎␠]", "", "".join(shown(old, new)))
    without_old = re.sub(r"\[-.*?-\]", "", said)
    without_new = re.sub(r"\{\+.*?\+\}", "", said)
    if old != new:
        assert re.sub(r"\{\+|\+\}", "", without_old) == "".join(new.split())
        assert re.sub(r"\[-|-\]", "", without_new) == "".join(old.split())


def test_without_colours_it_is_marked():
    assert shown("It grew fast.", "It grows fast and well.") == ["  │ It [-grew fast.-] {+grows fast and well.+}"]


def test_with_colours_it_has_no_marks():
    assert shown("It grew fast.", "It grows fast.", Paint(on=True)) == [
        "\x1b[2m  │\x1b[0m It \x1b[31mgrew\x1b[0m \x1b[32mgrows\x1b[0m fast."
    ]


def test_the_lines_of_the_new_text_are_kept():
    assert shown("One.\n\nTwo three.", "One.\n\nTwo four.") == ["  │ One.", "  │", "  │ Two [-three.-] {+four.+}"]
