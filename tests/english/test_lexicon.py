"""What a line of a word list stands for."""

import pytest

from scicomm_bot.english import lexicon as lists
from scicomm_bot.english.lexicon import lexicon


@pytest.fixture
def phrases(tmp_path, monkeypatch):
    """Write a list and return the phrases of its section `here`."""

    def of(text):
        monkeypatch.setattr(lists, "_DATA", tmp_path)
        monkeypatch.setattr(lists, "irregular_verbs", lambda: {"rise": "rose, risen", "cut": "cut"})
        (tmp_path / "made up.txt").write_text(f"[here]\n{text}\n\n[there]\nfirst\nsecond\n", "utf-8")
        lists._texts.cache_clear()
        return [" ".join(entry.words) for entry in lists._WordFile("made up").section("here").entries]

    yield of
    lists._texts.cache_clear()


@pytest.mark.parametrize(
    ("line", "all_of_them"),
    [
        ("slow down", {"slow down"}),
        ("slow~", {"slow", "slows", "slowed", "slowing"}),
        ("rise~ again", {"rise again", "rises again", "rose again", "risen again", "rising again"}),
        ("study(s)", {"study", "studies"}),
        ("rise(ed)", {"rise", "rose", "risen"}),
        ("rise(s)(ed)", {"rise", "rises", "rose", "risen"}),
        ("cut(s)(ed)", {"cut", "cuts"}),
        ("in|on mice|rats", {"in mice", "in rats", "on mice", "on rats"}),
        ("stop(s)|halt~ it", {"stop it", "stops it", "halt it", "halts it", "halted it", "halting it"}),
        ("@made up/there", {"first", "second"}),
        ("associat*", {"associat*"}),
        ("double-blind", {"double blind"}),
        ("# nothing", set()),
    ],
)
def test_a_line_stands_for_phrases(phrases, line, all_of_them):
    found = phrases(line)
    assert set(found) == all_of_them
    assert len(found) == len(all_of_them)


def test_all_that_a_line_stands_for_has_what_to_write_instead():
    assert {entry.instead for entry in lexicon("units").section("").entries if "kg" in entry.words} == {"kg"}


def test_every_list_is_read_whole():
    for file in lists._DATA.glob("*.txt"):
        assert lexicon(file.stem).entries
