"""The files of the container agree with the program: every setting, every secret, every locked package."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from scicomm_bot.service import DRAIN_SECONDS
from scicomm_bot.settings import CREDENTIALS, Settings, env_name, load_settings

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {env_name(field) for field in Settings.model_fields}
SECRETS = {env_name(field) for field in CREDENTIALS}
OF_THE_IMAGE = {"SCICOMM_POSTS"}
PATHS_OF_ITS_OWN = {"SCICOMM_APPROVED", "SCICOMM_TEMPLATES", "SCICOMM_SECRETS_DIR"}
"""These have the right default in the container: beside the posts, and where Compose puts secrets."""
EXAMPLE_LINE = re.compile(r"^(?:# )?(SCICOMM_\w+)=(.*)$", re.MULTILINE)
PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def bot():
    return yaml.safe_load(read("compose.yaml"))["services"]["bot"]


def version_of_the_program():
    return re.search(r'^__version__ = "(.+)"', read("src/scicomm_bot/__init__.py"), re.MULTILINE)[1]


def dockerfile():
    """The instructions of the last stage by name, continued lines joined, comments left out."""
    lines = "\n".join(line for line in read("Dockerfile").splitlines() if not line.startswith("#"))
    last = lines.replace("\\\n", "").rpartition("\nFROM ")[2]
    found = {}
    for line in last.splitlines()[1:]:
        word, _, rest = line.partition(" ")
        found.setdefault(word, []).append(rest)
    return found


def test_the_example_of_env_names_every_setting_once_and_no_other():
    names = [name for name, _ in EXAMPLE_LINE.findall(read(".env.example"))]
    assert sorted(names) == sorted(SETTINGS)


def test_the_example_of_env_shows_the_defaults():
    shown = "\n".join(f"{name}={value}" for name, value in EXAMPLE_LINE.findall(read(".env.example")))
    Path(".env").write_text(shown, encoding="utf-8")
    assert load_settings() == (Settings(_env_file=None), [])


def test_the_example_of_env_holds_no_credential_and_sets_nothing():
    assert all(value == "" for name, value in EXAMPLE_LINE.findall(read(".env.example")) if name in SECRETS)
    assert all(not line or line.startswith("#") for line in read(".env.example").splitlines())


def test_compose_hands_on_every_setting_that_is_no_path_and_no_secret():
    assert set(bot()["environment"]) == SETTINGS - SECRETS - OF_THE_IMAGE - PATHS_OF_ITS_OWN


def test_every_ledger_that_is_a_file_lands_on_the_volume(tmp_path, monkeypatch):
    assert dockerfile()["WORKDIR"][-1] == bot()["volumes"][1]["target"]
    monkeypatch.setenv("SCICOMM_STATE", "")  # as compose.yaml hands it on where nobody has set it
    settings, _ = load_settings()
    assert [settings.ledger_address(dry_run=dry_run) for dry_run in (False, True)] == ["state.db", "state.dry.db"]
    monkeypatch.setattr("scicomm_bot.settings.SECRETS_FOLDER", tmp_path)
    (tmp_path / "scicomm_state").write_text("postgresql://bot:word@db.example.org/scicomm\n", encoding="utf-8")
    settings, _ = load_settings()
    assert settings.ledger_address(dry_run=False) == "postgresql://bot:word@db.example.org/scicomm"
    assert settings.ledger_address(dry_run=True) == "state.dry.db"


def test_compose_rehearses_unless_it_is_told_otherwise_and_takes_each_setting_from_its_own_variable():
    defaults = {"SCICOMM_DRY_RUN": "true", "SCICOMM_LOG_FORMAT": "json"}
    for name, value in bot()["environment"].items():
        assert value == f"${{{name}:-{defaults.get(name, '')}}}"


def test_compose_mounts_the_credentials_as_the_files_that_the_settings_read(tmp_path, monkeypatch):
    compose = yaml.safe_load(read("compose.yaml"))
    names = compose["services"]["bot"]["secrets"]
    assert compose["secrets"] == {name: {"file": f"./secrets/{name}"} for name in names}
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name in names:
        (folder / name).write_text(f"value-of-{name}\n", encoding="utf-8")
    monkeypatch.setattr("scicomm_bot.settings.SECRETS_FOLDER", folder)
    settings, warnings = load_settings()
    assert (settings.missing_credentials(), warnings) == ([], [])
    for field in CREDENTIALS:
        assert getattr(settings, field).get_secret_value() == f"value-of-{env_name(field).lower()}"


def test_compose_locks_the_container_down():
    service = bot()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == dockerfile()["USER"][0] == "10001:10001"


def test_compose_lets_a_publication_in_flight_end_and_loses_no_signal():
    service = bot()
    assert service["init"] is True
    assert float(service["stop_grace_period"].removesuffix("s")) > DRAIN_SECONDS + 2


def test_compose_mounts_the_folder_of_the_posts_read_only():
    content, state = bot()["volumes"]
    assert (content["target"], content["read_only"]) == ("/content", True)
    assert (state["type"], state["target"]) == ("volume", "/data")


def test_compose_and_the_image_ask_for_life_in_the_same_way():
    options, _, command = dockerfile()["HEALTHCHECK"][0].partition(" CMD ")
    said = {key.replace("-", "_"): value for key, value in re.findall(r"--([\w-]+)=(\S+)", options)}
    check = bot()["healthcheck"]
    assert ["CMD", *json.loads(command)] == check.pop("test")
    assert {key: str(value) for key, value in check.items()} == said


def test_the_image_starts_the_service_without_a_shell_between():
    instructions = dockerfile()
    assert json.loads(instructions["ENTRYPOINT"][0]) == ["scicomm-bot"]
    assert json.loads(instructions["CMD"][0]) == ["run"]
    assert instructions["STOPSIGNAL"] == ["SIGTERM"]
    assert "VOLUME" not in instructions


def test_the_labels_say_which_version_and_revision_it_is_and_where_it_comes_from():
    [labels] = dockerfile()["LABEL"]
    for name in ("version", "revision", "source"):
        assert f'org.opencontainers.image.{name}="${{{name.upper()}}}"' in labels
        assert name.upper() in dockerfile()["ARG"]


def test_the_version_of_the_labels_is_the_program_s_and_nothing_else_is_made_up():
    first = read("Dockerfile").partition("\nFROM ")[0]
    given = dict(re.findall(r"^ARG (\w+)=(.*)$", first, re.MULTILINE))
    assert (given["VERSION"], given["REVISION"], given["SOURCE"]) == (version_of_the_program(), "", "")


def test_compose_hands_revision_and_source_on_to_the_build():
    assert bot()["build"] == {"context": ".", "args": {name: f"${{{name}:-}}" for name in ("REVISION", "SOURCE")}}


def test_a_wheel_has_the_revision_that_the_build_of_the_image_notes(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT / "src", project / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", project / "templates")
    for name in ("pyproject.toml", "README.md", "LICENSE", "posts.yaml"):
        shutil.copy(ROOT / name, project)
    [place] = re.findall(r"> /build/project/([\w/]+)", read("Dockerfile"))
    (project / place).write_text("0123456789abcdef\n", encoding="utf-8")
    command = ["hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run([sys.executable, "-m", *command], cwd=project, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    code = "import scicomm_bot; print(scicomm_bot.version_line(), scicomm_bot.__path__)"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "installed", capture_output=True, text=True)
    assert (
        done.stdout
        == f"scicomm-bot {version_of_the_program()} (revision 0123456789ab) ['{tmp_path}/installed/scicomm_bot']\n"
    )


def test_the_image_sets_only_settings_that_there_are():
    assert {*re.findall(r"(SCICOMM_\w+)=", " ".join(dockerfile()["ENV"]))} == {*OF_THE_IMAGE, "SCICOMM_LOG_FORMAT"}
    assert OF_THE_IMAGE < SETTINGS


def test_every_package_of_the_image_comes_by_hash_and_as_a_wheel():
    installs = re.findall(r"pip\b[^&]*? install ([^&]*)", read("Dockerfile").replace("\\\n", ""))
    assert len(installs) == 3
    assert all("--no-index" in one or "--require-hashes --only-binary :all:" in one for one in installs)


def test_the_build_backend_of_the_image_is_the_one_of_the_development_lock():
    build, dev = (dict(PINNED.findall(read(f"requirements-{name}.lock"))) for name in ("build", "dev"))
    assert "hatchling" in build
    assert build.items() <= dev.items()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock"])
def test_every_locked_package_has_a_hash(name):
    for block in re.split(r"\n(?=\S)", read(name).strip()):
        assert "--hash=sha256:" in block, block


def test_the_builder_is_given_only_what_the_wheel_is_made_of():
    lines = [line for line in read(".dockerignore").splitlines() if line and not line.startswith("#")]
    given = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = {
        word
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", read("Dockerfile"), re.MULTILINE)
        for word in line.split()
    }
    assert lines[0] == "*"
    assert given == copied
