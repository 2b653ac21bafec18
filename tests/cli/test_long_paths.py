"""A path that no file system takes is an error of its setting, whichever setting it is."""

import pytest

from fuzz.world import ROOT, run


@pytest.mark.parametrize("name", ["STATE", "TEMPLATES", "SECRETS_DIR", "APPROVED"])
@pytest.mark.parametrize("path", ["a" * 300, "/a" * 3_000, "\u00e9" * 200], ids=["name", "path", "letters"])
@pytest.mark.parametrize("words", [("check",), ("preview",), ("status",), ("doctor",), ("post", "--once", "--dry-run")])
def test_path_that_is_too_long_is_no_bug(name, path, words, tmp_path):
    settings = {"SCICOMM_POSTS": str(ROOT / "posts.yaml"), "SCICOMM_TEMPLATES": str(ROOT / "templates")}
    ran = run(tmp_path, *words, settings=settings | {f"SCICOMM_{name}": path})
    assert ran.wrong() is None
