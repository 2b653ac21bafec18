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


def read() -> str:
    """The page as it was written, with the spaces at which no line ends as plain ones."""
    return PACK.read_text().replace("\u00a0", " ")


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
    shown = re.findall(r"<dt>Planned</dt> <dd><time [^>]*>(.*?), (\d\d:\d\d) Tehran time</time>", read())
    assert shown == [(day.replace(" 0", " "), clock) for day, clock in planned]
    assert len(planned) == 10


def test_one_post_has_the_slot_that_it_has_among_all(project, cli):
    cli("preview", "gcsf-als/source", "--html", "pack.html")
    last = cli("plan", "--dry-run").out.splitlines()[9]
    (when,) = re.findall(r"<dt>Planned</dt> <dd><time [^>]*>(.*?), ", read())
    assert last.replace(" 0", " ").startswith(when)


def test_a_rehearsal_is_seen_with_dry_run_only(project, cli):
    cli("post", "--once", "--dry-run")
    states = []
    for more in ([], ["--dry-run"]):
        cli("preview", "gcsf-als/what-als-is", "--html", "pack.html", *more)
        states += re.findall(r"<dt>State</dt> <dd>(\w+)", read())
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


def told_of(name: str, cli, *more: str) -> str:
    """What the page says of a post before its text, with the day on which it is planned."""
    html = cli("preview", f"gcsf-als/{name}", "--html", "-", *more).out.replace("\u00a0", " ")
    before = html[html.index("<article") : html.index('<div class="card">')]
    return " ".join(re.sub(r"<[^>]*>", " ", before).split())


def test_a_post_that_nobody_approved_says_when_it_would_go_out(project, cli):
    assert re.fullmatch(r"Post 1 of 1 planned for \w{3} \d+ \w{3} \d{4}", told_of("authors", cli))


def test_an_approved_post_says_by_whom(project, cli):
    assert cli("approve", "gcsf-als/authors", "--by", "Jane Doe").code == 0
    assert re.search(r"Jane Doe said yes on \w{3} \d+ \w{3} \d{4}, \d\d:\d\d Tehran time\.$", told_of("authors", cli))


def test_a_rejected_post_says_why_and_has_no_date(project, cli):
    assert cli("approve", "--reject", "gcsf-als/authors", "--why", "one name is wrong", "--by", "Jane Doe").code == 0
    told = told_of("authors", cli)
    assert told.startswith("Post 1 of 1 Jane Doe said no on ")
    assert told.endswith(" one name is wrong")


def test_a_post_that_changed_since_it_was_approved_shows_the_words(project, cli):
    assert cli("approve", "gcsf-als/survival-in-mice", "--by", "Jane Doe").code == 0
    path = project / "posts.yaml"
    path.write_text(path.read_text().replace("In mice, treatment with", "In mice, therapy with"))
    html = cli("preview", "gcsf-als/survival-in-mice", "--html", "-").out
    assert "It was changed since." in html
    assert "In mice,<del> treatment</del><ins> therapy</ins> with" in html


def test_a_post_with_an_error_says_what_must_be_put_right_and_offers_no_yes(project, cli):
    (project / "posts.yaml").write_text(CONTACT + changed("text: A text.", f"text: {'word ' * 70}"))
    html = cli("preview", "p/f", "--html", "-").out
    assert "Not ready yet. Something in it must be put right first." in html
    assert "%3A%20no" in html
    assert "%3A%20yes" not in html


CONTACT = "contact: {name: Jane Doe, email: press@example.org, reply_by: '2027-01-10 12:00'}\n"


def test_a_contact_in_the_file_asks_and_takes_the_answers(project, cli):
    path = project / "posts.yaml"
    path.write_text(CONTACT + path.read_text())
    assert cli("preview", "--html", "pack.html").code == 0
    asks = "<b><bdi>Jane Doe</bdi></b> asks for your answer by <b>Sunday 10 January 2027, 12:00 Tehran time</b>."
    assert asks in read()
    assert len(re.findall(r'<a class="button [^"]*" href="mailto:press@example.org\?subject=', read())) == 31


def test_without_a_contact_the_page_has_no_mails_and_its_maker_is_told_how_to_get_them(project, cli):
    assert cli("preview", "--html", "pack.html").code == 0
    assert "mailto:" not in read()
    assert "write this at the top of <code>posts.yaml</code>" in read()


def test_a_retracted_paper_says_so_once_and_asks_nothing(project, cli):
    retraction = "    retraction: {kind: retracted, told: It is, source: PubMed, on: '2026-11-01'}\n    findings:"
    (project / "posts.yaml").write_text(CONTACT + changed("    findings:", retraction))
    cli("preview", "--html", "pack.html")
    assert len(re.findall(r'<p class="stopped"', read())) == 1
    assert "<b>No more posts about this paper.</b> The paper was retracted, as" in read()
    assert "mailto:" not in read().partition('<article class="post" id="p/correction"')[0]


@pytest.mark.parametrize("name", ["", " ", "pack.html/", "pack.html/.", "."])
def test_the_name_of_a_folder_or_none_is_no_page(name, project, cli):
    ended = cli("preview", "--html", name)
    assert (ended.code, "argument --html: " in ended.err) == (2, True)
    assert not Path("pack.html").exists()
