"""The service's files as `run` reads them: which changes are seen, and which keep a version from being taken over."""

import pytest

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.fingerprint import of_files, of_pictures
from scicomm_bot.content import load
from scicomm_bot.domain.paper import Image
from scicomm_bot.errors import ContentError, TemplateError
from scicomm_bot.settings import Settings
from support.fakes import FakeClock


@pytest.fixture
def settings(project):
    return Settings(posts=project / "posts.yaml", templates=project / "templates")


@pytest.fixture
def desk(settings):
    with Desk(settings, FakeClock(), rehearse=True, access=Access.MAKE) as desk:
        yield desk


def stamps(settings, content):
    papers, posts = content.papers, settings.posts
    return of_files(posts, settings.approved_file, settings.templates), of_pictures(papers, posts.parent)


def test_the_good_version_has_all_posts_and_the_schedule(desk):
    version, _ = desk.read_whole()
    assert len(version.posts) == 10
    assert version.content.schedule.timezone == "Asia/Tehran"


@pytest.fixture
def content(settings):
    """The project's content, whose first post has a picture."""
    content = load(settings.posts).content
    paper = content.papers[0]
    first = paper.findings[0].model_copy(update={"images": (Image(file="a.png", alt="A nerve cell."),)})
    paper = paper.model_copy(update={"findings": (first, *paper.findings[1:])})
    return content.model_copy(update={"papers": (paper,)})


def test_nothing_changed_is_no_change(settings, content):
    assert stamps(settings, content) == stamps(settings, content)


def rename_over(path):
    """As editors do: write a new file and rename it over the old."""
    new = path.with_suffix(".new")
    new.write_bytes(path.read_bytes())
    new.rename(path)


CHANGES = {
    "posts-longer": lambda folder: (folder / "posts.yaml").open("a").write("# more\n"),
    "posts-renamed-over": lambda folder: rename_over(folder / "posts.yaml"),
    "posts-gone": lambda folder: (folder / "posts.yaml").unlink(),
    "picture-new": lambda folder: (folder / "a.png").write_bytes(b"x"),
    "template-longer": lambda folder: (folder / "templates/finding.txt.j2").open("a").write(" "),
    "template-new": lambda folder: (folder / "templates/other.txt.j2").write_text("x"),
    "template-in-a-folder": lambda folder: ((folder / "templates/a").mkdir(), (folder / "templates/a/b.j2").touch()),
    "template-gone": lambda folder: (folder / "templates/labels.j2").unlink(),
}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_is_seen(project, settings, content, change):
    before = stamps(settings, content)
    change(project)
    assert stamps(settings, content) != before


def test_a_broken_posts_file_is_not_taken_over(project, desk):
    (project / "posts.yaml").write_text("papers: [")
    with pytest.raises(ContentError):
        desk.read_whole()


def test_a_waiver_of_a_rule_that_does_not_exist_is_not_taken_over(project, desk):
    path = project / "posts.yaml"
    path.write_text(path.read_text().replace("    abstract:", "    waive: {source: {hyp: a reason}}\n    abstract:", 1))
    with pytest.raises(ContentError, match="there is no rule 'hyp'; did you mean 'hype'"):
        desk.read_whole()


@pytest.mark.parametrize(
    "text", ["{{ paper.titel }}", "{% if %}", "{{ 1 / 0 }}"], ids=["undefined", "syntax", "raises"]
)
def test_a_broken_template_is_not_taken_over(project, desk, text):
    (project / "templates/finding.txt.j2").write_text(text)
    with pytest.raises(TemplateError, match=r"finding\.txt\.j2:1"):
        desk.read_whole()


def test_a_template_that_is_missing_is_not_taken_over(project, desk):
    (project / "templates/source.txt.j2").unlink()
    with pytest.raises(TemplateError, match="no such template"):
        desk.read_whole()


def test_a_mended_template_is_taken_over_by_the_same_templates(project, desk):
    desk.read_whole()
    (project / "templates/authors.txt.j2").write_text("Authors, put otherwise")
    assert desk.read_whole()[0].posts[8].text == "Authors, put otherwise"
