"""`check FILE` and `check --changed`: only what concerns these files is told."""

import json
import os
import subprocess

import pytest

from support.paper_files import paper, write_papers


@pytest.fixture
def folder(project):
    """Three papers in files: a is sound, b and c have a post that is too long."""
    papers = write_papers(project, "a")
    for name in ("b", "c"):
        (papers / f"{name}.yaml").write_text(paper(name, f"text: Rest helped {name} in people.", f"text: {name * 300}"))
    return project


@pytest.fixture
def check(cli):
    def check(*words):
        ended = cli("check", "--json", *words)
        told = json.loads(ended.out) if ended.out else {}
        return ended.code, told.get("posts"), {(one["place"], one["rule"]) for one in told.get("problems", [])}

    return check


def append(path, text):
    path.write_text(path.read_text() + text)


def test_only_what_concerns_the_named_file_is_told(folder, check):
    code, posts, told = check("papers/b.yaml")
    assert (code, posts) == (1, 4)
    assert {place for place, _ in told} == {"papers/b.yaml:10"}


def test_a_sound_file_passes_while_others_do_not(folder, check):
    assert check("papers/a.yaml") == (0, 4, set())


def test_a_file_may_be_named_in_any_way(folder, check, monkeypatch):
    (folder / "elsewhere").symlink_to("papers")
    for name in ("./papers/../papers/a.yaml", str(folder / "papers/a.yaml"), "elsewhere/a.yaml"):
        assert check(name) == (0, 4, set())


def test_a_folder_stands_for_its_files(folder, check):
    code, posts, told = check("papers")
    assert (code, posts) == (1, 12)
    assert {place for place, _ in told} == {"papers/b.yaml:10", "papers/c.yaml:10"}


def test_posts_yaml_alone_tells_of_its_own_papers_and_of_itself(folder, check):
    (folder / "posts.yaml").write_text("schedule: {timezone: Nowhere}\ninclude: [papers/*.yaml, more/*.yaml]\n")
    code, posts, told = check("posts.yaml")
    assert (code, posts) == (1, 0)
    assert told == {("posts.yaml:1", "file"), ("posts.yaml:2", "include")}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("papers/.d.yaml", "hidden"),
        ("papers/d.bak.yaml", "backup"),
        ("papers/d.txt", "ends in .yaml"),
        ("other/d.yaml", "no pattern of `include:`"),
    ],
)
def test_a_file_that_is_not_included_says_so_and_blocks_nothing(folder, cli, name, why):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(paper("d"))
    ended = cli("check", "--json", name)
    ((problem,), code) = json.loads(ended.out)["problems"], ended.code
    assert (code, problem["level"], problem["rule"], problem["place"]) == (0, "W", "include", name)
    assert why in problem["message"]


def test_a_file_that_is_not_there_is_an_error(folder, cli):
    ended = cli("check", "papers/nowhere.yaml")
    assert ended.code == 1
    assert "papers/nowhere.yaml: no such file" in ended.err


def test_a_template_concerns_every_post(folder, check):
    assert check("templates/finding.txt.j2")[1] == 12


def test_a_text_that_is_that_of_a_named_file_is_told_at_the_other(folder, check):
    (folder / "papers/b.yaml").write_text(paper("a").replace("id: a", "id: b", 1))
    code, _, told = check("papers/a.yaml")
    assert ("papers/b.yaml:10", "duplicate") in told
    assert code == 1


def test_an_id_that_is_that_of_a_named_file_is_told_at_the_other(folder, check):
    (folder / "papers/b.yaml").write_text(paper("a"))
    assert check("papers/a.yaml") == (1, 4, {("papers/b.yaml:1", "file")})


def test_posts_yaml_that_cannot_be_read_is_told_whatever_is_named(folder, check):
    (folder / "posts.yaml").write_text("include: [")
    code, posts, told = check("papers/a.yaml")
    assert (code, posts) == (1, 0)
    assert {rule for _, rule in told} == {"file"}


def test_files_and_changed_do_not_go_together(folder, cli):
    assert cli("check", "papers/a.yaml", "--changed", "HEAD").code == 2
    assert cli("check", "papers/a.yaml", "--explain", "hype").code == 2


class TestChanged:
    """What git says has changed."""

    @pytest.fixture(autouse=True)
    def _plain_git(self, monkeypatch, tmp_path):
        for name in list(os.environ):
            if name.startswith("GIT_"):
                monkeypatch.delenv(name)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    @pytest.fixture
    def git(self, folder):
        def git(*words):
            who = ("-c", "user.name=N", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
            subprocess.run(["git", *who, *words], check=True, cwd=folder, capture_output=True)

        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "one")
        return git

    def test_nothing_changed_is_nothing_told(self, git, cli, check):
        assert check("--changed", "HEAD") == (0, 0, set())
        assert "Nothing that posts are made from" in cli("check", "--changed", "HEAD").out

    def test_a_changed_file_is_told_alone(self, folder, git, check):
        append(folder / "papers/b.yaml", "# more\n")
        code, posts, told = check("--changed", "HEAD")
        assert (code, posts, {place for place, _ in told}) == (1, 4, {"papers/b.yaml:10"})

    def test_a_file_that_git_does_not_know_yet_counts(self, folder, git, check):
        (folder / "papers/d e\u00e9.yaml").write_text(paper("d"))
        assert check("--changed", "HEAD") == (0, 4, set())

    def test_a_staged_and_a_committed_change_count(self, folder, git, check):
        append(folder / "papers/a.yaml", "# more\n")
        git("add", ".")
        assert check("--changed", "HEAD")[1] == 4
        git("commit", "-qm", "two")
        assert check("--changed", "HEAD")[1] == 0
        assert check("--changed", "HEAD~1")[1] == 4

    def test_a_file_that_git_ignores_or_that_is_gone_does_not_count(self, folder, git, check):
        (folder / ".gitignore").write_text("d.yaml\n")
        (folder / "papers/d.yaml").write_text(paper("d"))
        (folder / "papers/c.yaml").unlink()
        assert check("--changed", "HEAD") == (0, 0, set())

    def test_a_changed_template_concerns_every_post(self, folder, git, check):
        append(folder / "templates/source.txt.j2", " ")
        assert check("--changed", "HEAD")[1] == 12

    def test_a_changed_picture_concerns_its_paper(self, folder, git, check):
        (folder / "papers/a.yaml").write_text(
            paper("a", "    evidence:", "    images: [{file: a.png, alt: A cell.}]\n    evidence:")
        )
        git("add", ".")
        git("commit", "-qm", "two")
        (folder / "a.png").write_bytes(b"x")
        assert check("--changed", "HEAD")[1] == 4

    def test_posts_in_a_folder_of_a_larger_repository_are_found(self, folder, git, cli, monkeypatch, check):
        (folder / "unrelated.yaml").write_text("x")
        (folder / "deep").mkdir()
        write_papers(folder / "deep", "z")
        monkeypatch.chdir(folder / "deep")
        monkeypatch.setenv("SCICOMM_TEMPLATES", str(folder / "templates"))
        assert check("--changed", "HEAD") == (0, 4, set())

    @pytest.mark.parametrize("revision", ["nowhere", "--output=x", "-n", "HEAD:posts.yaml", "", "a b"])
    def test_a_revision_that_git_does_not_know_is_an_error(self, folder, git, cli, revision):
        ended = cli("check", f"--changed={revision}")
        assert ended.code == 1
        assert "git knows no revision" in ended.err
        assert not (folder / "x").exists()

    def test_no_repository_is_an_error(self, folder, cli):
        ended = cli("check", "--changed", "HEAD")
        assert ended.code == 1
        assert "this is no git repository" in ended.err

    def test_no_git_is_an_error(self, folder, cli, monkeypatch):
        monkeypatch.setenv("PATH", str(folder))
        ended = cli("check", "--changed", "HEAD")
        assert (ended.code, "git is not installed" in ended.err) == (1, True)

    def test_a_git_that_does_not_end_is_an_error(self, folder, cli, monkeypatch):
        (folder / "git").write_text("#!/bin/sh\nexec sleep 60\n")
        (folder / "git").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        monkeypatch.setattr("scicomm_bot.git._WITHIN_SECONDS", 0.2)
        ended = cli("check", "--changed", "HEAD")
        assert (ended.code, "did not answer within" in ended.err) == (1, True)
