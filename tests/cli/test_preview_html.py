"""`preview --html` writes the sign-off pack."""

import os
import re
import stat
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from scicomm_bot.app.packing import picture_of
from scicomm_bot.domain.post import PostImage
from scicomm_bot.signoff import Picture
from support.pictures import png
from support.yaml_samples import changed

PACK = Path("pack.html")
OLD_PAGE = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta name="generator" content="scicomm-bot 0.1.0">\n'


def ids(html: str) -> list[str]:
    return re.findall(r'<article class="post" id="(.*?)"', html)


def test_the_pack_has_every_post_and_says_where_it_is(project, cli):
    ended = cli("preview", "--html", "pack.html")
    assert (ended.code, ended.err) == (0, "")
    assert (
        " ".join(ended.out.split()) == "The sign-off pack is in pack.html: 10 posts on 1 paper. Open it in a browser."
    )
    assert len(ids(PACK.read_text())) == 10


def test_the_posts_of_the_pack_can_be_chosen(project, cli):
    ended = cli("preview", "gcsf-als/source", "--html", "pack.html")
    assert "1 post on 1 paper" in ended.out
    assert ids(PACK.read_text()) == ["gcsf-als/source"]


def test_every_post_is_shown_with_its_slot_as_plan_has_it_once_all_are_approved(project, cli):
    cli("preview", "--html", "pack.html")
    cli("approve", "--all", "--by", "Jane Doe")
    planned = re.findall(r"^(\w+ \d\d \w+ \d{4}) (\d\d:\d\d) Asia/Tehran", cli("plan").out, re.MULTILINE)
    shown = re.findall(r"<dt>Planned</dt> <dd>\s*<time [^>]*>(.*?), (\d\d:\d\d) Asia/Tehran</time>", PACK.read_text())
    assert shown == planned
    assert len(planned) == 10


def test_one_post_has_the_slot_that_it_has_among_all(project, cli):
    cli("preview", "gcsf-als/source", "--html", "pack.html")
    last = cli("plan", "--dry-run").out.splitlines()[9]
    (when,) = re.findall(r"<dt>Planned</dt> <dd>\s*<time [^>]*>(.*?), ", PACK.read_text())
    assert last.startswith(when)


def test_a_rehearsal_is_seen_with_dry_run_only(project, cli):
    cli("post", "--once", "--dry-run")
    states = []
    for more in ([], ["--dry-run"]):
        cli("preview", "gcsf-als/what-als-is", "--html", "pack.html", *more)
        states.append(re.findall(r'<span class="badge (\w+)">', PACK.read_text())[0])
    assert states == ["pending", "posted"]


def test_a_dash_is_standard_output(project, cli):
    ended = cli("preview", "--html", "-")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("<!DOCTYPE html>")
    assert ended.out.endswith("</html>\n")


def test_an_older_page_is_replaced_and_nothing_else_is_left(project, cli):
    PACK.write_text(OLD_PAGE)
    before = sorted(project.iterdir())
    assert cli("preview", "--html", "pack.html").code == 0
    assert len(ids(PACK.read_text())) == 10
    assert sorted(project.iterdir()) == before


def test_an_empty_file_becomes_the_page(project, cli):
    PACK.touch()
    assert cli("preview", "--html", "pack.html").code == 0
    assert len(ids(PACK.read_text())) == 10


@pytest.mark.parametrize(
    "there",
    [
        "papers:\n",
        " ",
        "<!DOCTYPE html>\n<html><head><title>Our press page</title></head></html>",
        "<!-- " + OLD_PAGE,
        "<!DOCTYPE html>" + " " * 5_000 + OLD_PAGE,
        "\0\1\2",
    ],
    ids=["yaml", "a-space", "another-page", "our-page-inside", "our-mark-far-down", "no-text"],
)
def test_what_is_no_page_of_ours_survives(project, cli, there):
    PACK.write_text(there)
    ended = cli("preview", "--html", "pack.html")
    said = "scicomm-bot: error: pack.html: is no sign-off page, and was left as it is; name another file\n"
    assert (ended.code, ended.out, ended.err) == (1, "", said)
    assert PACK.read_text() == there


@pytest.mark.parametrize("name", ["posts.yaml", "approved.yaml", "templates/finding.txt.j2", "./posts.yaml"])
def test_no_file_of_the_project_is_lost_to_a_page(project, cli, name):
    cli("approve", "--all", "--by", "Ann")
    before = (project / name).read_bytes()
    assert cli("preview", "--html", name).code == 1
    assert (project / name).read_bytes() == before


@pytest.mark.parametrize(
    "name",
    ["approved.yaml", "./approved.yaml", "APPROVED.YAML", "state.db", "state.dry.db", ".env", "our.env", "x.yml",
     "templates/new.txt.j2", "ledger", "ledger.dry.db", "link"],
)  # fmt: skip
def test_a_file_that_the_program_reads_does_not_become_a_page_before_it_is_there(project, cli, monkeypatch, name):
    monkeypatch.setenv("SCICOMM_STATE", "ledger")
    Path("link").symlink_to("ledger")
    ended = cli("preview", "--html", name)
    assert ended.code == 1
    assert ended.err.startswith(f"scicomm-bot: error: {Path(name)}: is no name for a page")
    assert not Path(name).exists()


@pytest.mark.parametrize(
    ("there", "said"),
    [(None, "is a link that leads to no file"), ("", "is no sign-off page"), ("precious", "is no sign-off page")],
)
def test_a_link_that_waits_for_the_page_is_not_followed(project, cli, tmp_path, there, said):
    aim = tmp_path / "elsewhere"
    if there is not None:
        aim.write_text(there)
    PACK.symlink_to(aim)
    ended = cli("preview", "--html", "pack.html")
    assert ended.code == 1
    assert ended.err.startswith(f"scicomm-bot: error: pack.html: {said}")
    assert (aim.read_text() if aim.exists() else None) == there


def test_a_hard_link_to_the_old_page_keeps_the_old_page(project, cli):
    PACK.write_text(OLD_PAGE)
    os.link(PACK, "copy.html")
    assert cli("preview", "--html", "pack.html").code == 0
    assert Path("copy.html").read_text() == OLD_PAGE


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_who_wants_the_page_on_standard_output_is_told_how(project, cli, name):
    ended = subprocess.run(
        [sys.executable, "-m", "scicomm_bot", "preview", "--html", name], capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "not an ordinary file (`--html -` prints the page)" in ended.stderr


def test_the_page_can_be_read_by_those_who_may_read_new_files(project, cli):
    cli("preview", "--html", "pack.html")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(PACK.stat().st_mode) == 0o666 & ~mask


def test_a_link_to_a_file_stays_one(project, cli):
    Path("linked.html").write_text(OLD_PAGE)
    PACK.symlink_to("linked.html")
    cli("preview", "--html", "pack.html")
    assert PACK.is_symlink()
    assert len(ids(Path("linked.html").read_text())) == 10


@pytest.mark.parametrize(
    ("name", "why"),
    [("templates", "a folder"), ("/dev/null", "not an ordinary file"), ("nowhere/pack.html", "No such file or dir")],
)
def test_what_is_no_file_is_refused_with_the_remedy(name, why, project, cli):
    ended = cli("preview", "--html", name)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"scicomm-bot: error: {name}: the page cannot be written: {why}")
    assert ended.err.endswith("name a file in a folder that you may write to\n")


def test_an_old_page_stays_whole_where_the_new_one_cannot_be_written(project, cli, monkeypatch):
    PACK.write_text(OLD_PAGE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    before = sorted(project.iterdir())
    ended = cli("preview", "--html", "pack.html")
    assert (ended.code, PACK.read_text()) == (1, OLD_PAGE)
    assert "No space left on device" in ended.err
    assert sorted(project.iterdir()) == before


def test_json_and_html_do_not_go_together(project, cli):
    assert cli("preview", "--json", "--html", "pack.html").code == 2
    assert not PACK.exists()


def test_several_papers_have_a_section_each(project, cli):
    one = changed()
    other = one.split("papers:\n")[1].replace("id: p\n", "id: q\n").replace("A text.", "Another text.")
    (project / "posts.yaml").write_text(one + other)
    assert "6 posts on 2 papers" in cli("preview", "--html", "pack.html").out
    assert re.findall(r'<section class="paper" id="(.*?)"', PACK.read_text()) == ["p", "q"]


def test_pictures_are_found_from_the_folder_of_the_file_and_put_into_the_page(project, cli, monkeypatch):
    text = "text: A text.\n        images: [{file: pictures/a.png, alt: A mouse.}, {file: gone.png, alt: Gone.}]"
    (project / "posts.yaml").write_text(changed("text: A text.", text))
    (project / "pictures").mkdir()
    (project / "pictures/a.png").write_bytes(png(4, 3))
    monkeypatch.setenv("SCICOMM_POSTS", str(project / "posts.yaml"))
    monkeypatch.setenv("SCICOMM_TEMPLATES", str(project / "templates"))
    monkeypatch.chdir("/")
    html = cli("preview", "p/f", "--html", "-").out
    assert re.findall(r'<img src="(data:image/png;base64,\S+)" alt="A mouse.">', html) == [
        f"data:image/png;base64,{b64encode(png(4, 3)).decode()}"
    ]
    assert "<bdi>gone.png</bdi> cannot be shown here." in html


def test_a_picture_that_is_too_large_for_x_is_named_and_not_put_into_the_page(project, cli):
    text = "text: A text.\n        images: [{file: a.png, alt: A mouse.}]"
    (project / "posts.yaml").write_text(changed("text: A text.", text))
    (project / "a.png").write_bytes(png(1, 1) + bytes(5 * 1024 * 1024))
    html = cli("preview", "p/f", "--html", "-").out
    assert "<bdi>a.png</bdi> cannot be shown here." in html
    assert len(html) < 100_000


@pytest.mark.parametrize("raw", [png(8, 8)[:-1], png(9_000, 1), b"<svg/>"], ids=["cut-off", "huge", "svg"])
def test_a_picture_that_is_not_sound_is_named_and_not_put_into_the_page(project, cli, raw):
    text = "text: A text.\n        images: [{file: a.png, alt: A mouse.}]"
    (project / "posts.yaml").write_text(changed("text: A text.", text))
    (project / "a.png").write_bytes(raw)
    html = cli("preview", "p/f", "--html", "-").out
    assert "<bdi>a.png</bdi> cannot be shown here." in html
    assert "data:image" not in html


@pytest.mark.parametrize("file", ["../secret.png", "link.png"])
def test_a_picture_from_outside_is_named_and_not_put_into_the_page(project, cli, file):
    (project.parent / "secret.png").write_bytes(png(8, 8))
    (project / "link.png").symlink_to("../secret.png")
    text = f"text: A text.\n        images: [{{file: {file}, alt: A mouse.}}]"
    (project / "posts.yaml").write_text(changed("text: A text.", text))
    html = cli("preview", "p/f", "--html", "-").out
    assert "cannot be shown here." in html
    assert "out of the folder of posts.yaml" in html
    assert "data:image" not in html


def test_a_picture_that_changed_while_the_page_is_made_is_not_shown(tmp_path):
    (tmp_path / "a.png").write_bytes(png(1, 1))
    seen = PostImage(str(tmp_path / "a.png"), sha256(png(1, 1)).hexdigest(), "A mouse.")
    assert picture_of(seen) == Picture("a.png", png(1, 1), "A mouse.")
    (tmp_path / "a.png").write_bytes(png(2, 2))
    assert picture_of(seen) == Picture("a.png", None, "A mouse.")


def approval_of(name: str, cli) -> str:
    """What the page says of a post's approval, and then its planned date."""
    html = cli("preview", f"gcsf-als/{name}", "--html", "-").out
    (told,) = re.findall(r"<h4[^>]*>Approval</h4>\s*<p[^>]*>(.*?)</p>", html, re.DOTALL)
    (planned,) = re.findall(r"<dt>Planned</dt> <dd>\s*(.*?)\s*</dd>", html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", "", f"{told} | {planned}").split())


def test_a_post_that_nobody_approved_says_so_and_when_it_would_go_out(project, cli):
    told, _, planned = approval_of("authors", cli).partition(" | ")
    assert told == "not approved yet."
    assert planned.endswith("Asia/Tehran")


def test_an_approved_post_says_by_whom(project, cli):
    assert cli("approve", "gcsf-als/authors", "--by", "Jane Doe").code == 0
    assert re.match(r"Approved by Jane Doe on \w{3} \d\d .* as it stands here. \| ", approval_of("authors", cli))


def test_a_rejected_post_says_why_and_has_no_date(project, cli):
    assert cli("approve", "--reject", "gcsf-als/authors", "--why", "one name is wrong", "--by", "Jane Doe").code == 0
    told = approval_of("authors", cli)
    assert told.startswith("Rejected by Jane Doe on ")
    assert told.endswith(": one name is wrong | no date")


def test_a_post_that_changed_since_it_was_approved_shows_the_words(project, cli):
    assert cli("approve", "gcsf-als/survival-in-mice", "--by", "Jane Doe").code == 0
    path = project / "posts.yaml"
    path.write_text(path.read_text().replace("In mice, treatment with", "In mice, therapy with"))
    html = cli("preview", "gcsf-als/survival-in-mice", "--html", "-").out
    assert "Changed since <bdi>Jane Doe</bdi> approved it" in html
    assert "In mice,<del> treatment</del><ins> therapy</ins> with" in html


def test_a_post_with_an_error_says_that_it_must_be_fixed_first_and_names_no_command(project, cli):
    (project / "posts.yaml").write_text(changed("text: A text.", f"text: {'word ' * 70}"))
    html = cli("preview", "p/f", "--html", "-").out
    assert "it has an error, which must be fixed first." in html
    assert "held: <bdi>has an error</bdi>" in html
    assert "scicomm-bot approve" not in html


@pytest.mark.parametrize("name", ["", " ", "pack.html/", "pack.html/.", "."])
def test_the_name_of_a_folder_or_none_is_no_page(name, project, cli):
    ended = cli("preview", "--html", name)
    assert (ended.code, "argument --html: " in ended.err) == (2, True)
    assert not Path("pack.html").exists()
