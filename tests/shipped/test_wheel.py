"""The wheel, installed where nothing of a checkout is: a person begins in an empty folder, with no setting."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built as the backend builds it, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel, tmp_path_factory):
    """The installed program, in an environment that has the dependencies of this one and not its checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = ["-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", "--no-compile", wheel]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    return folder / "bin" / "scicomm-bot"


@pytest.fixture
def installed(program, tmp_path):
    """Run the installed program in an empty folder: `installed("check")`."""
    folder = tmp_path / "empty"
    folder.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "COLUMNS", "NO_COLOR") if name in os.environ}

    def run(*words):
        done = subprocess.run([program, *words], cwd=folder, env=kept, capture_output=True, text=True)
        assert "Traceback" not in done.stderr
        return done

    run.folder, run.env = folder, kept
    return run


def packed(wheel):
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_it_carries_the_templates_and_the_example_as_they_are(wheel):
    files = packed(wheel)
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    there = [ROOT / "posts.yaml", *templates]
    for path in there:
        assert files[f"scicomm_bot/shipped/{path.relative_to(ROOT).as_posix()}"] == path.read_bytes()
    assert {name for name in files if "/shipped/templates/" in name} == {
        f"scicomm_bot/shipped/{path.relative_to(ROOT).as_posix()}" for path in templates
    }


def test_it_is_found_where_it_is_installed(installed, program):
    code = "import scicomm_bot.shipped as s; print(s.templates_folder(), s.example_file())"
    done = subprocess.run(
        [program.with_name("python"), "-c", code],
        cwd=installed.folder,
        env=installed.env,
        capture_output=True,
        text=True,
    )
    templates, example = map(Path, done.stdout.split())
    assert templates.is_relative_to(program.parents[1])
    assert example.is_file()


def test_alone_it_names_init(installed):
    done = installed()
    assert (done.returncode, done.stderr) == (0, "")
    assert "scicomm-bot init " in done.stdout


def test_begin_then_look_at_the_example(installed):
    assert installed("init", "--example").returncode == 0
    assert (installed.folder / "templates/finding.txt.j2").read_bytes() == (
        ROOT / "templates/finding.txt.j2"
    ).read_bytes()
    checked = installed("check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "gcsf-als/authors" in installed("preview").stdout


def test_begin_without_a_paper(installed):
    assert installed("init").returncode == 0
    assert [installed(word).returncode for word in ("check", "preview", "status", "doctor")] == [0, 0, 0, 0]


def test_without_a_folder_of_templates_it_uses_its_own(installed):
    (installed.folder / "posts.yaml").write_bytes((ROOT / "posts.yaml").read_bytes())
    assert installed("check").returncode == 0
    assert "the program's own" in installed("doctor").stdout


@pytest.mark.parametrize("word", ["check", "preview", "plan", "run"])
def test_in_an_empty_folder_every_command_names_init(installed, word):
    done = installed(word)
    assert done.returncode == 1
    assert "scicomm-bot init" in f"{done.stdout}{done.stderr}"
