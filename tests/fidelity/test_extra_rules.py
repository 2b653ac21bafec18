"""What keeps a post back before its text is read."""

from pathlib import Path

from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Level, Post, PostImage, Remark
from scicomm_bot.errors import Place, Problem
from scicomm_bot.fidelity import check_posts
from support.paper_samples import PAPER

BAD = PostImage("folder/a.gif", "", "A mouse.", "a.gif: no such file")
GOOD = PostImage("folder/b.gif", "b" * 64, "A mouse.")


def remarks(text="A text.", **fields):
    (checked,) = check_posts(
        [Post("p/x", "p", "authors", text, 7, 15_000, "posts.yaml:1", **fields)], Content(papers=(PAPER,))
    )
    assert checked.blocked
    return list(checked.remarks)


def test_a_picture_that_cannot_go_out_blocks_its_post():
    assert remarks(images=(GOOD, BAD)) == [Remark("image", Level.ERROR, "a.gif: no such file")]


def test_why_a_post_could_not_be_rendered_comes_before_its_pictures():
    failure = Problem(Place(Path("t.j2"), 1), "'nix' is undefined")
    assert remarks("", images=(BAD,), failure=failure) == [
        Remark("template", Level.ERROR, "t.j2:1: 'nix' is undefined"),
        Remark("image", Level.ERROR, "a.gif: no such file"),
    ]
