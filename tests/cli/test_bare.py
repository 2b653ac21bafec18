"""`scicomm-bot` without a word says where a folder stands and what comes next."""

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scicomm_bot.app.next_step import REJECTED, NextStep, Standing
from scicomm_bot.cli.views.next_step import next_lines
from scicomm_bot.domain.obstacle import HELD_CODES
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.errors import Problem
from scicomm_bot.ledger.sqlite import open_sqlite

ROOT = Path(__file__).resolve().parents[2]
SCHEDULE = "schedule:\n  slots: []\ninclude: papers/*.yaml\n"


@pytest.fixture
def bare(cli):
    """Run it; return what it says, and the commands that come next."""

    def run(*, code=0):
        ended = cli()
        assert (ended.code, ended.err) == (code, "")
        assert len(ended.out.splitlines()) < 12
        before, _, after = ended.out.partition("\nNext:\n")
        return " ".join(before.split()), re.findall(r"^  (?:scicomm-bot )?(\S.*?)(?:  .*)?$", after, re.MULTILINE)

    return run


@pytest.fixture
def papers():
    """A folder with the paper that comes with the program, and no schedule: no slot is about to pass."""
    shutil.copy(ROOT / "posts.yaml", "posts.yaml")
    text = Path("posts.yaml").read_text("utf-8")
    Path("posts.yaml").write_text(re.sub(r"  slots:\n(?: {4}[-#].*\n)+", "  slots: []\n", text), "utf-8")
    return Path("posts.yaml")


@pytest.fixture
def approved(papers, cli):
    assert cli("approve", "--all", "--by", "Jane Doe").code == 0
    return papers


def serve(name="state.db"):
    """Leave a service's sign of life in a ledger."""
    now = datetime.now(UTC)
    open_sqlite(Path(name), create=True).sign(ServiceSign("elsewhere:1:a", now, now))


def test_an_empty_folder_begins_with_init(bare):
    assert bare() == ("There is no posts.yaml in this folder yet.", ["init", "init --example"])


def test_the_words_that_it_names_are_commands(cli, papers):
    for word in ("init", "check", "preview", "approve", "run", "status", "doctor"):
        assert cli(word, "--help").code == 0


@pytest.mark.parametrize("folder", ["papers", "papers/old/2026"])
def test_a_folder_below_the_papers_leads_back(bare, papers, folder, monkeypatch):
    above = Path.cwd()
    Path(folder).mkdir(parents=True)
    monkeypatch.chdir(folder)
    said, commands = bare()
    assert (said, commands) == ("There is no posts.yaml in this folder, but one in a folder above.", [f"cd {above}"])


def test_a_folder_that_was_deleted_meanwhile_is_an_empty_one(bare, monkeypatch, tmp_path):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert bare()[1] == ["init", "init --example"]


def test_a_file_that_is_set_and_missing_is_named(bare, monkeypatch):
    monkeypatch.setenv("SCICOMM_POSTS", "nix/posts.yaml")
    said, commands = bare()
    assert (said, commands) == ("nix/posts.yaml: no such file, and SCICOMM_POSTS names it.", ["init"])


def test_a_folder_without_a_paper_adds_one(bare):
    Path("posts.yaml").write_text(SCHEDULE)
    assert bare() == ("posts.yaml is there, and has no paper yet.", ["add DOI", "init --example"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "posts.yaml: the file is empty"),
        ("papers: 1\n", "posts.yaml:1: papers: must be a list"),
        ("papers: [\n", "posts.yaml:1: not YAML"),
        (f"x: 1\n{SCHEDULE}", "posts.yaml:1: the file: unknown key 'x'"),
        ("schedule:\n  timezone: Mars/Base\ninclude: papers/*.yaml\n", "posts.yaml:2: schedule.timezone"),
    ],
)
def test_a_broken_file_says_what_is_wrong(bare, text, said):
    Path("posts.yaml").write_text(text)
    told, commands = bare()
    assert told.startswith(said)
    assert commands == ["check"]


def test_of_many_mistakes_one_is_told_with_the_number_of_the_others(bare):
    Path("posts.yaml").write_text(f"a: 1\nb: 1\nc: 1\n{SCHEDULE}")
    assert bare()[0].endswith("and 2 more problems")


@pytest.fixture
def in_a_file(cli):
    """A folder whose one paper has a file of its own, approved, and no schedule. Returns the file."""
    assert cli("init", "--example").code == 0
    text = Path("posts.yaml").read_text("utf-8")
    Path("posts.yaml").write_text(re.sub(r"  slots:\n(?: {4}[-#].*\n)+", "  slots: []\n", text), "utf-8")
    assert cli("approve", "--all", "--by", "Jane Doe").code == 0
    return Path("papers/gcsf-als.yaml")


def test_a_misspelt_key_in_one_papers_file_is_told_with_the_state_of_the_others(bare, in_a_file):
    text = in_a_file.read_text("utf-8")
    other = text.replace("id: gcsf-als", "id: doe-2026", 1).replace("\njournal:", "\njurnal:")
    Path("papers/doe-2026.yaml").write_text(other, "utf-8")
    said, commands = bare()
    assert "unknown key 'jurnal'; did you mean 'journal'? Of other papers: 7 posts: 7 ready." in said
    assert "missing" not in said
    assert commands == ["check"]


def test_of_too_many_posts_drafts_and_broken_files_are_told(bare, monkeypatch, in_a_file):
    monkeypatch.setattr("scicomm_bot.app.next_step._MOST_POSTS", 3)
    text = in_a_file.read_text("utf-8")
    in_a_file.write_text(text.replace("  - id: what-als-is", "  - draft: true\n    id: what-als-is"), "utf-8")
    Path("papers/nix.yaml").write_text("id: [\n", "utf-8")
    said, _ = bare()
    assert "papers/nix.yaml:" in said
    assert said.endswith("posts about 1 paper: 1 still a draft.")


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.symlink_to("nix")])
def test_what_stands_in_the_files_place_is_a_broken_file(bare, make):
    make(Path("posts.yaml"))
    assert bare()[1] == ["check"]


def test_a_broken_template_is_a_broken_file(bare, papers):
    Path("templates").mkdir()
    told, commands = bare()
    assert "templates/finding.txt.j2: no such template" in told
    assert commands == ["check"]


def test_a_mistake_of_a_thousand_letters_is_cut(bare):
    Path("posts.yaml").write_text(f"include: papers/*.yaml\nschedule: {'x' * 50_000}\n")
    assert len(bare()[0]) < 400


def test_an_error_in_a_post_is_checked(bare, papers):
    text = papers.read_text("utf-8").replace("quote: G-CSF treatments were able", "quote: G-CSF treatments are able")
    papers.write_text(text, "utf-8")
    said, commands = bare()
    assert said.startswith("7 posts about 1 paper: ")
    assert "2 with an error, 5 not approved" in said
    assert commands == ["check", "preview"]


def test_posts_that_nobody_approved_are_previewed_and_approved(bare, papers):
    assert bare() == ("7 posts about 1 paper: 7 not approved.", ["preview", "approve"])


def test_approved_posts_without_a_service_are_run(bare, approved):
    said, commands = bare()
    assert said == "7 posts about 1 paper: 7 ready. No service is running. This is a dry run."
    assert commands[0] == "run"


def test_live_doctor_comes_before_run(bare, approved, monkeypatch):
    monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
    monkeypatch.setenv("SCICOMM_RETRACTION_CHECK", "false")
    said, commands = bare()
    assert said == "7 posts about 1 paper: 7 ready. No service is running here."
    assert commands[:2] == ["doctor --online", "run"]


def test_a_running_service_leads_to_status(bare, approved, monkeypatch):
    monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
    monkeypatch.setenv("SCICOMM_RETRACTION_CHECK", "false")
    serve()
    assert bare() == ("7 posts about 1 paper: 7 ready. The service is running.", ["status"])


def test_a_post_that_a_person_rejected_does_not_wait(bare, approved, cli):
    cli("approve", "gcsf-als/authors", "--reject", "--why", "They said no to this.", "--by", "Jane Doe")
    said, commands = bare()
    assert "6 ready, 1 rejected" in said
    assert commands[0] == "run"


def test_where_all_is_rejected_a_paper_is_added(bare, papers, cli):
    cli("approve", "gcsf-als", "--reject", "--why", "They said no to all.", "--by", "Jane Doe")
    assert bare() == ("7 posts about 1 paper: 7 rejected.", ["add DOI", "status"])


def test_a_ledger_that_cannot_be_read_leads_to_status(bare, approved):
    Path("state.db").write_bytes(b"no ledger")
    said, commands = bare()
    assert "Something needs a person now." in said
    assert commands == ["status"]


def test_of_very_many_posts_none_is_made(bare, papers):
    text = papers.read_text("utf-8")
    head, _, tail = text.partition("  - id: gcsf-als\n")
    tail = tail.partition("\n# What X asks")[0]
    papers.write_text(
        head + "".join(f"  - id: p{n}\n{tail}\n".replace("&", f"&p{n}").replace("*", f"*p{n}") for n in range(60)),
        "utf-8",
    )
    assert bare() == ("420 posts about 60 papers.", ["check", "status"])


def test_settings_that_are_wrong_are_an_error_as_ever(cli):
    Path(".env").write_text("SCICOMM_DRY_RUN=x\n")
    ended = cli()
    assert (ended.code, ended.out) == (1, "")
    assert "SCICOMM_DRY_RUN" in ended.err


@pytest.mark.parametrize("standing", [one for one in Standing if one not in {Standing.NOTHING, Standing.ABOVE}])
@pytest.mark.parametrize("live", [False, True])
def test_it_takes_less_than_twelve_lines_but_for_posts_in_every_state(standing, live):
    problems = (Problem(None, "word " * 500), Problem(None, "x"))
    every = {"posted": 1, "pending": 2, REJECTED: 1, **dict.fromkeys(map(str, HELD_CODES), 3)}
    for counts, most in ((every, 16), ({"draft": 1, "pending": 2}, 11)):
        told = {"posts": 900} if standing is Standing.MANY else counts
        step = NextStep(standing, Path("posts.yaml"), 7, told, problems, live=live)
        assert len([*next_lines(step)]) <= most


def test_drafts_are_to_be_written():
    said = " ".join(next_lines(NextStep(Standing.WRONG, Path("posts.yaml"), 1, {"draft": 3, "incomplete": 2})))
    assert said.startswith(
        "5 posts about 1 paper: 3 still a draft, 2 of a paper that is not complete. Write the text of each draft"
    )


def test_it_changes_nothing(bare, approved):
    before = sorted(Path().rglob("*"))
    bare()
    assert sorted(Path().rglob("*")) == before


def test_without_posts_nothing_is_imported_that_makes_them():
    code = (
        "import sys\nfrom scicomm_bot.cli import main\nmain([])\n"
        "print(sorted(one for one in sys.modules if one in {'jinja2', 'tweepy', 'requests', 'scicomm_bot.fidelity'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
