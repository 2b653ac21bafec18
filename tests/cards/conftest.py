"""What draws cards, and a folder of the test's own for what is drawn."""

import pytest

from scicomm_bot.cards import Press

pytest.importorskip("typst", reason="the extra `cards` is not installed")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    (tmp_path / "drawn").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "drawn"))


@pytest.fixture
def press():
    with Press() as one:
        yield one
