"""A `.env` that is none, and addresses of a ledger that would show their password as a file's name."""

import os

import pytest

from scicomm_bot.errors import SettingsError
from scicomm_bot.settings import load_settings

PASSWORD = "pa55word"


def a_folder(path):
    path.mkdir()


def a_pipe(path):
    os.mkfifo(path)


def a_device(path):
    path.symlink_to("/dev/zero")


def too_long(path):
    path.write_bytes(b"#" * 1_000_001)


def utf_16(path):
    path.write_text("SCICOMM_LOG_FORMAT=json\n", encoding="utf-16")


def bytes_of_a_picture(path):
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")


@pytest.mark.parametrize("make", [a_folder, a_pipe, a_device, too_long, utf_16, bytes_of_a_picture])
def test_dotenv_that_is_no_text_file_is_refused(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / ".env")
    with pytest.raises(SettingsError, match=r"^\.env: "):
        load_settings()


def test_pipe_among_secret_files_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "SCICOMM_STATE")
    monkeypatch.setenv("SCICOMM_SECRETS_DIR", str(tmp_path))
    with pytest.warns(UserWarning, match="not a file|SCICOMM_STATE|file"):
        assert load_settings()[0].state == "state.db"


@pytest.mark.parametrize(
    "address",
    [
        f"host=localhost user=jane password='{PASSWORD} two'",
        f"dbname=posts password = {PASSWORD}",
        f"postgres:/jane:{PASSWORD}@host/db",
        f"postgresql:jane:{PASSWORD}@host/db",
        f"POSTGRESQL://jane:{PASSWORD}@host/db",
        f"postgresql+psycopg://jane:{PASSWORD}@host/db",
        f"mysql://jane:{PASSWORD}@host/db",
        f"postgresql://jane:{PASSWORD}@pa/rt@host/db",
        f"postgresql://jane:{PASSWORD}/part@host/db",
    ],
)
def test_address_of_a_database_is_never_taken_for_a_file(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCICOMM_STATE", address)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert PASSWORD not in str(error.value)


@pytest.mark.parametrize(
    "path", ["state.db", "/var/lib/host/state.db", "user data/state.db", "ghost=1.db", "my-host.db"]
)
def test_path_of_a_file_is_still_one(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCICOMM_STATE", path)
    assert load_settings()[0].state == path


@pytest.mark.parametrize("name", ["POSTS", "TEMPLATES", "APPROVED", "SECRETS_DIR"])
@pytest.mark.parametrize(
    "address",
    [f"postgresql://jane:{PASSWORD}@host/db", f"host=h password='{PASSWORD}'", f"mysql://jane:{PASSWORD}@h/d"],
)
def test_address_of_a_database_is_no_path_of_another_setting(name, address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"SCICOMM_{name}", address)
    with pytest.raises(SettingsError, match="address of a database") as error:
        load_settings()
    assert PASSWORD not in str(error.value)
