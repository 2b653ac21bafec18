"""What a desk keeps between two readings serves only while nothing that it was made of is another."""

from pathlib import Path

import pytest

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.settings import Settings
from support.fakes import FakeClock
from support.paper_files import paper, write_papers


@pytest.fixture
def papers(project):
    return write_papers(project, "a", "b")


@pytest.fixture
def desk(project, papers):
    with Desk(settings_of(project), FakeClock(), rehearse=False, access=Access.NONE) as desk:
        yield desk


def settings_of(project):
    return Settings(posts=project / "posts.yaml", templates=project / "templates", require_approval=True)


def held(edition):
    return {post.id: str(post.obstacle.code) if post.obstacle else None for post in edition.posts}


def test_a_yes_and_its_end_are_seen_at_once(desk, project, cli):
    assert set(held(desk.read()).values()) == {"unapproved"}
    assert cli("approve", "a/rest", "--by", "Ada").code == 0
    assert held(desk.read())["a/rest"] is None
    assert cli("approve", "a/rest", "--by", "Ada", "--reject", "--why", "no").code == 0
    assert held(desk.read())["a/rest"] == "unapproved"
    Path("approved.yaml").unlink()
    assert held(desk.read())["a/rest"] == "unapproved"


def test_a_changed_quotation_voids_a_yes(desk, papers, cli):
    assert cli("approve", "--all", "--by", "Ada").code == 0
    assert set(held(desk.read()).values()) == {None}
    (papers / "a.yaml").write_text(paper("a", "{quote: Rest helped a in people.,", "{quote: Rest helped a,"))
    assert [one for one, why in held(desk.read()).items() if why] == ["a/rest"]


def test_only_the_posts_of_a_changed_file_are_made_anew(desk, papers):
    before = desk.read().checked
    (papers / "a.yaml").write_text(paper("a", "text: Rest helped a in", "text: Rest, they say, helped a in"))
    after = desk.read().checked
    assert [one is other for one, other in zip(before, after, strict=True)] == [False] * 4 + [True] * 4


def test_a_changed_template_makes_all_posts_anew(desk, project):
    before = [post.text for post in desk.read().posts]
    (project / "templates/source.txt.j2").write_text("The source: {{ paper.title }}")
    after = [post.text for post in desk.read().posts]
    assert [one != other for one, other in zip(before, after, strict=True)] == [False, False, False, True] * 2


def test_a_changed_picture_makes_its_paper_s_posts_anew(desk, project, papers):
    (papers / "a.yaml").write_text(
        paper("a", "    evidence:", "    images: [{file: a.png, alt: A cell.}]\n    evidence:")
    )
    before = desk.read().posts[0].images[0].sha256
    (project / "a.png").write_bytes(b"x")
    assert desk.read().posts[0].images[0].sha256 != before


def test_a_text_that_two_papers_come_to_share_is_found(desk, papers):
    desk.read_whole()
    (papers / "b.yaml").write_text(paper("a").replace("id: a", "id: b", 1))
    assert [remark.rule for remark in desk.read().posts[4].remarks if remark.rule == "duplicate"] == ["duplicate"]
    (papers / "b.yaml").write_text(paper("b"))
    assert [post.id for post in desk.read().posts if any(one.rule == "duplicate" for one in post.remarks)] == []


def test_what_is_kept_gives_the_same_as_reading_all(desk, papers, project):
    desk.read_whole()
    for name in ("b", "a"):
        text = paper(name, "title: A study", "title: Another study").replace("Sleep helped", "Naps helped")
        (papers / f"{name}.yaml").write_text(text)
        kept = desk.read()
        with Desk(settings_of(project), FakeClock(), rehearse=False, access=Access.NONE) as other:
            assert other.read().posts == kept.posts
