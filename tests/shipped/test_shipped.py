"""What comes with the program is found in a checkout; which templates are used, by the settings and what is there."""

import shutil
from pathlib import Path

import pytest

from scicomm_bot.settings import load_settings
from scicomm_bot.shipped import example_file, templates_folder

ROOT = Path(__file__).resolve().parents[2]


def said(ended) -> str:
    """What a command printed, its lines joined."""
    return " ".join(ended.out.split())


def used() -> Path:
    return load_settings()[0].used_templates()


def test_a_checkout_is_read_as_it_is():
    assert (templates_folder(), example_file()) == (ROOT / "templates", ROOT / "posts.yaml")


def test_a_folder_without_templates_uses_the_programs_own():
    assert used() == templates_folder()


def test_a_folder_with_templates_uses_those():
    Path("templates").mkdir()
    assert used() == Path("templates")


def test_templates_beside_posts_yaml_go_before_the_programs_own(monkeypatch):
    monkeypatch.setenv("SCICOMM_POSTS", "content/posts.yaml")
    Path("content/templates").mkdir(parents=True)
    assert used() == Path("content/templates")


def test_templates_here_go_before_those_beside_posts_yaml(monkeypatch):
    monkeypatch.setenv("SCICOMM_POSTS", "content/posts.yaml")
    for folder in ("templates", "content/templates"):
        Path(folder).mkdir(parents=True)
    assert used() == Path("templates")


@pytest.mark.parametrize("name", ["nix", "templates"])
@pytest.mark.parametrize("by", ["environment", ".env"])
def test_a_folder_that_is_set_is_used_though_it_is_missing(name, by, monkeypatch):
    if by == ".env":
        Path(".env").write_text(f"SCICOMM_TEMPLATES={name}\n")
    else:
        monkeypatch.setenv("SCICOMM_TEMPLATES", name)
    assert used() == Path(name)


def test_an_empty_setting_is_none(monkeypatch):
    monkeypatch.setenv("SCICOMM_TEMPLATES", " ")
    assert used() == templates_folder()


@pytest.mark.parametrize(
    "make", [lambda: Path("templates").write_text("x"), lambda: Path("templates").symlink_to("nix")]
)
def test_what_stands_in_the_folders_place_is_not_passed_over(make):
    make()
    assert used() == Path("templates")


def test_without_a_folder_the_posts_are_those_of_the_programs_templates(project, cli):
    before = cli("preview", "--json").out
    shutil.rmtree("templates")
    assert cli("preview", "--json").out == before
    assert "templates: the program's own, for there are none here or beside posts.yaml: authors.txt.j2, " in said(
        cli("doctor")
    )


def test_a_folder_that_comes_is_used_by_the_next_reading(project):
    from scicomm_bot.app.desk import Desk
    from scicomm_bot.clock import SystemClock

    Path("templates").rename("kept")
    with Desk(load_settings()[0], SystemClock(), rehearse=True) as desk:
        _, fingerprint = desk.read_whole()
        Path("kept").rename("templates")
        Path("templates/source.txt.j2").write_text("Read {{ paper.title }}.")
        edition, now = desk.read_whole()
    assert now != fingerprint
    assert edition.posts[-1].text.startswith("Read Granulocyte")


def test_doctor_names_the_folder_that_is_used(project, cli):
    assert "templates: those in templates: authors.txt.j2, " in said(cli("doctor"))


def test_a_set_folder_that_is_missing_is_an_error_that_names_init(project, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_TEMPLATES", "nix")
    ended = cli("check")
    assert ended.code == 1
    assert "nix: no such folder; set SCICOMM_TEMPLATES" in said(ended)
    assert "`scicomm-bot init` makes one" in said(ended)
