"""Safe by fixture: no test sees the network, the machine's settings, a default path or a real credential."""

import ipaddress
import logging
import os
import shutil
import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from chaos.postgres import NoServerError, server
from scicomm_bot.cli import main
from support.unsupervised import UNSUPERVISED

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _bare_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test runs in an empty folder, without a setting, a `.env`, a secret file or colours; logging is put back."""
    for name in list(os.environ):
        if name.upper().startswith("SCICOMM_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("scicomm_bot.settings.SECRETS_FOLDER", tmp_path / "no-secrets-here")
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)
    root, ours = logging.getLogger(), logging.getLogger("scicomm_bot")
    handlers, levels = list(root.handlers), (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback can be reached. A name under `.invalid` is not resolved (RFC 6761); any other fails the test."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(sock: socket.socket, address: tuple) -> None:
        if sock.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            pytest.fail(f"the test reached for {address[0]}, which is not loopback")

    def guarded_connect(sock: socket.socket, address: tuple) -> None:
        check(sock, address)
        return connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: tuple) -> int:
        check(sock, address)
        return connect_ex(sock, address)

    def guarded_look_up(host: object, *args: object, **kwargs: object) -> list:
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not _is_loopback(host):
            pytest.fail(f"the test asked for the address of {host}, which is not loopback")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture
def unsupervised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns off what keeps posts from going out live until a person has acted, for tests of something else."""
    for name, value in UNSUPERVISED.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unsupervised: None) -> Path:
    """The working folder, with a paper of ten posts and the templates that come with the program."""
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copy(ROOT / "tests" / "samples" / "ten-posts.yaml", folder / "posts.yaml")
    shutil.copytree(ROOT / "templates", folder / "templates")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def shipped(project: Path) -> Path:
    """The same folder, with the posts.yaml that comes with the program."""
    shutil.copy(ROOT / "posts.yaml", project)
    return project


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run `scicomm-bot WORDS...` in this process: `cli("preview", "--json")`."""

    def run(*words: str) -> Ended:
        capsys.readouterr()
        code = main(list(words))
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return run


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL of this process's own, made when the first test asks for it."""
    folder = Path(tempfile.mkdtemp(prefix="scicomm-pg-"))  # a short path: it holds a socket
    try:
        running = server(folder / "data")
        try:
            address = running.__enter__()
        except NoServerError as error:
            pytest.skip(str(error))
        try:
            yield address
        finally:
            running.__exit__(None, None, None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server: str) -> str:
    """The address of an empty place for one ledger: a schema of the test's own."""
    schema = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{postgres_server}{'&' if '?' in postgres_server else '?'}options=-csearch_path%3D{schema}"
