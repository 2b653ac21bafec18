"""What tells that a picture has changed."""

from pathlib import Path

import pytest

from scicomm_bot.app.fingerprint import of_files, of_pictures
from scicomm_bot.domain.paper import Image
from support.paper_samples import PAPER


@pytest.mark.parametrize("name", ["a\0.png", "\ud800", "x" * 300, "nix"])
def test_a_picture_with_a_name_that_no_file_has_is_none_that_changes(name):
    finding = PAPER.findings[0].model_copy(update={"images": (Image.model_construct(file=name),)})
    paper = PAPER.model_copy(update={"findings": (finding,)})
    assert of_pictures([paper], Path()) == ((name, 0, 0, 0),)


def test_a_change_to_the_words_of_a_language_is_seen():
    folder = Path("templates")
    folder.mkdir()
    (folder / "words.en.yaml").write_text("and: a\n")
    before = of_files(Path("posts.yaml"), Path("approved.yaml"), folder)
    (folder / "words.fa.yaml").write_text("and: b\n")
    assert of_files(Path("posts.yaml"), Path("approved.yaml"), folder) != before
