"""`doctor` on a live project: what it tries for real, and what it says to do."""

import contextlib
import json
import os
import signal
import socket
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from scicomm_bot.app.heartbeat import Heartbeat
from scicomm_bot.domain.service import ServiceSign
from scicomm_bot.ledger import open_ledger
from scicomm_bot.ledger.encryption import hosts_in_the_clear
from support import disks
from support.running import Running, wait_until

POST = ("post", "--once", "--live")


def check(about, cli, *words):
    """Whether `doctor` finds this in order, and what it says."""
    (found,) = [one for one in json.loads(cli("doctor", "--json", *words).out)["checks"] if one["about"] == about]
    return found["ok"], found["said"]


@pytest.fixture(autouse=True)
def _heartbeats(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """A disk of half a megabyte for the state file."""
    with disks.small_disk(tmp_path / "small", 512) as place:
        monkeypatch.setenv("SCICOMM_STATE", str(place / "state.db"))
        yield place


class TestLedger:
    @pytest.mark.parametrize("made", [True, False], ids=["used", "new"])
    @pytest.mark.parametrize("leave", [0, 32_768, 40_960])
    def test_on_a_full_disk_it_is_not_sound(self, small_disk, live, cli, made, leave):
        """With some room left it can be opened, and only a write finds out."""
        if made:
            assert cli(*POST).code == 0
        disks.fill(small_disk, leave)
        ok, said = check("ledger", cli)
        assert not ok
        assert said.endswith("state.db: the disk is full; nothing is posted until there is room")
        (small_disk / "filler").unlink()
        assert check("ledger", cli)[0]

    @pytest.mark.parametrize("made", [True, False], ids=["used", "new"])
    def test_on_a_read_only_disk_it_is_not_sound(self, small_disk, live, cli, made):
        if made:
            assert cli(*POST).code == 0
        disks.make_read_only(small_disk)
        ok, said = check("ledger", cli)
        assert not ok
        assert "its file system is mounted read-only" in said

    def test_the_trial_write_shows_nowhere(self, live, cli):
        cli(*POST)
        before = cli("status", "--json").out, cli("history", "--json").out
        assert check("ledger", cli) == (True, "state.db is sound; account 2244994945; a trial write is durable")
        after = cli("status", "--json").out, cli("history", "--json").out
        assert [json.loads(one).get("services") for one in after] == [json.loads(one).get("services") for one in before]
        assert after[1] == before[1]

    def test_without_a_ledger_no_file_is_left(self, live, cli):
        before = sorted(path.name for path in live.iterdir())
        assert check("ledger", cli) == (True, "state.db does not exist yet; the first live post creates it")
        assert sorted(path.name for path in live.iterdir()) == before


class TestService:
    """`doctor --service`: did the service go on within two minutes?"""

    def beat(self, ledger, **ago):
        Heartbeat(str(ledger)).beat(datetime.now(UTC) - timedelta(**ago))

    @pytest.mark.parametrize(("seconds", "code"), [(0, 0), (115, 0), (125, 1), (-125, 1)])
    def test_a_sign_on_this_machine_counts_for_two_minutes(self, live, cli, seconds, code):
        self.beat(live / "state.db", seconds=seconds)
        assert cli("doctor", "--service").code == code

    def test_a_rehearsing_one_counts_too(self, live, cli):
        self.beat(live / "state.dry.db")
        assert cli("doctor", "--service").code == 0

    def test_one_on_another_ledger_does_not(self, live, cli):
        self.beat(live / "other.db")
        assert cli("doctor", "--service").code == 1

    @pytest.mark.parametrize("alive", [True, False])
    def test_a_database_that_is_away_is_not_its_matter(self, live, cli, monkeypatch, alive):
        monkeypatch.setenv("SCICOMM_STATE", "postgresql://bot:s3cr3t@127.0.0.1:1/posts?connect_timeout=1")
        self.beat("postgresql://127.0.0.1:1/posts", minutes=0 if alive else 5)
        done = cli("doctor", "--service")
        said = " ".join(done.out.split())
        assert done.code == (0 if alive else 1)
        assert ("alive, last seen at" in said) is alive
        assert ("no sign of life (last at" in said and "the ledger could not be asked" in said) is not alive
        assert "s3cr3t" not in said

    def test_a_sign_in_the_ledger_still_counts_where_this_machine_has_none(self, live, cli):
        cli(*POST)
        self.beat(live / "state.db", minutes=5)
        now = datetime.now(UTC)
        with contextlib.closing(open_ledger("state.db", create=True)) as ledger:
            ledger.sign(ServiceSign(f"{socket.gethostname()}:1", now, now))
        assert cli("doctor", "--service").code == 0

    def test_a_real_one_is_alive_until_it_ends(self, live, cli, tmp_path):
        running = Running(["-m", "scicomm_bot", "run"], tmp_path / "log")
        wait_until(lambda: cli("doctor", "--service").code == 0 or running.process.poll() is not None)
        (live / "state.db").write_bytes(b"broken" * 1_000)  # not the service's matter, but the ledger's
        assert cli("doctor", "--service").code == 0
        running.signal(signal.SIGTERM)
        assert cli("doctor", "--service").code == 1


class TestSecrets:
    """Who may read the files that hold them."""

    KEY = "SCICOMM_X_API_KEY"

    @pytest.fixture
    def secrets(self, tmp_path, monkeypatch):
        """A folder of secret files that every user may enter, as far as the folders above it allow."""
        folder = tmp_path / "run-secrets"
        folder.mkdir()
        monkeypatch.setattr("scicomm_bot.settings.SECRETS_FOLDER", folder)
        for one in (folder, *folder.parents):
            if one.stat().st_mode & 0o055 != 0o055:
                one.chmod(one.stat().st_mode | 0o055)
        return folder

    @pytest.mark.parametrize(
        ("mode", "ok"), [(0o600, True), (0o640, True), (0o644, False), (0o604, False), (0o602, False)]
    )
    def test_dotenv_is_for_its_owner(self, live, cli, mode, ok):
        (live / ".env").write_text(f"{self.KEY}=k\n")
        (live / ".env").chmod(mode)
        assert check("secrets", cli) == (
            (True, "closed to other users: .env")
            if ok
            else (False, "every user of this machine can read or change .env: `chmod 600 .env`")
        )

    def test_in_a_dry_run_too(self, project, cli):
        (project / ".env").write_text(f"{self.KEY}=k\n")
        (project / ".env").chmod(0o644)
        assert not check("secrets", cli)[0]
        assert cli("doctor").code == 1

    @pytest.mark.parametrize(
        ("line", "secret"),
        [
            ("SCICOMM_X_ACCESS_TOKEN_SECRET=s", True), ("scicomm_x_api_secret=s", True), ("SCICOMM_X_API_KEY=", False),
            ("SCICOMM_STATE=postgresql://bot:pw@127.0.0.1:1/d", True), ("SCICOMM_STATE=postgresql://127.0.0.1:1/d?password=pw", True),
            ("SCICOMM_STATE=postgresql://bot@127.0.0.1:1/d", False), ("SCICOMM_STATE=other.db", False),
            ("SCICOMM_DRY_RUN=true", False), ("X_API_KEY=of-another-program", False),
        ],
    )  # fmt: skip
    def test_a_dotenv_without_a_secret_may_be_read_by_anybody(self, project, cli, line, secret):
        (project / ".env").write_text(f"{line}\n")
        (project / ".env").chmod(0o644)
        assert check("secrets", cli)[0] is not secret

    def test_a_secret_file_that_anybody_can_reach_is_told(self, live, cli, secrets):
        file = secrets / "scicomm_x_api_key"
        file.write_text("k")
        file.chmod(0o444)
        ok, said = check("secrets", cli)
        assert not ok
        assert said == (
            f"every user of this machine can read or change {file}: `chmod 600 {file}`, or close their folder: "
            f"`chmod 700 {secrets}`"
        )

    def test_in_a_closed_folder_it_may_have_mode_444_as_compose_wants_it(self, live, cli, secrets):
        (secrets / "scicomm_x_api_key").write_text("k")
        (secrets / "scicomm_x_api_key").chmod(0o444)
        secrets.chmod(0o700)
        assert check("secrets", cli)[0]

    def test_mounted_by_a_container_it_may_have_mode_444(self, live, cli, secrets, tmp_path):
        if os.geteuid() != 0:
            pytest.skip("only root can mount")
        (secrets / "scicomm_x_api_key").touch()
        disk = tmp_path / "host"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], capture_output=True).returncode:
            pytest.skip("mounting is not allowed here")
        (disk / "key").write_text("k")
        (disk / "key").chmod(0o444)
        subprocess.run(["mount", "--bind", disk / "key", secrets / "scicomm_x_api_key"], check=True)
        try:
            assert check("secrets", cli)[0]
        finally:
            subprocess.run(["umount", "-l", secrets / "scicomm_x_api_key"], check=True)
            subprocess.run(["umount", "-l", disk], check=True)

    def test_no_secret_is_shown(self, live, cli, secrets):
        (live / ".env").write_text(f"{self.KEY}=s3cr3t\n")
        (live / ".env").chmod(0o644)
        assert "s3cr3t" not in cli("doctor").out


class TestEncryption:
    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://x.localhost", "https://api.x.com"]
    )
    def test_loopback_and_tls_are_in_order(self, live, cli, monkeypatch, url):
        monkeypatch.setenv("SCICOMM_X_API_URL", url)
        assert check("encryption", cli) == (True, "TLS wherever something leaves this machine")

    @pytest.mark.parametrize(
        "host", ["api.x.invalid", "10.0.0.1", "localhost.x.invalid", "[2001:db8::1]", "127.0.0.1.x.invalid"]
    )
    def test_credentials_in_the_clear_are_refused_live(self, live, cli, monkeypatch, host):
        monkeypatch.setenv("SCICOMM_X_API_URL", f"http://{host}:8080")
        ok, said = check("encryption", cli)
        assert not ok
        assert said == (
            f"SCICOMM_X_API_URL is http://{host}:8080: anybody on the way could read what is sent, and post in the "
            f"account's name; write https://{host}:8080"
        )
        for command in (POST, ("run", "--live")):
            done = cli(*command)
            assert done.code == 1
            assert f"write https://{host}:8080" in done.err

    def test_in_a_dry_run_they_are_told(self, project, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_X_API_URL", "http://api.x.invalid")
        ok, said = check("encryption", cli)
        assert ok
        assert said.startswith("before posts go live: SCICOMM_X_API_URL is http://api.x.invalid: ")

    @pytest.mark.parametrize("looks", [True, False])
    def test_crossref_counts_where_it_is_asked(self, live, cli, monkeypatch, looks):
        monkeypatch.setenv("SCICOMM_CROSSREF_URL", "http://crossref.invalid")
        monkeypatch.setenv("SCICOMM_RETRACTION_CHECK", str(looks))
        assert check("encryption", cli)[0] is not looks
        assert cli(*POST).code == (1 if looks else 0)

    @pytest.mark.parametrize(
        ("address", "clear"),
        [
            ("//u@db.example/d", "db.example"), ("//u@db.example/d?sslmode=prefer", "db.example"),
            ("//u@db.example/d?sslmode=disable", "db.example"), ("//u@a.example,127.0.0.1,b.example/d", "a.example, b.example"),
            ("///d?host=10.0.0.1", "10.0.0.1"), ("//u@localhost/d?hostaddr=10.0.0.1", "10.0.0.1"),
            ("//u@db.example/d?sslmode=require", None), ("//u@db.example/d?sslmode=verify-ca", None),
            ("//u@db.example/d?sslmode=verify-full", None), ("//u@db.example/d?gssencmode=require", None),
            ("//u@127.0.0.1:1/d", None), ("//u@localhost:1/d", None), ("//u@[::1]:1/d", None), ("///d", None),
            ("//u@%2Frun%2Fpostgresql/d", None), ("///d?host=/run/postgresql", None),
        ],
    )  # fmt: skip
    def test_a_database_elsewhere_needs_tls(self, address, clear):
        assert ", ".join(hosts_in_the_clear(f"postgresql:{address}")) == (clear or "")

    def test_the_environment_of_libpq_counts(self, monkeypatch):
        monkeypatch.setenv("PGHOST", "db.example")
        assert hosts_in_the_clear("postgresql:///d") == ["db.example"]
        monkeypatch.setenv("PGSSLMODE", "require")
        assert hosts_in_the_clear("postgresql:///d") == []

    @pytest.mark.parametrize("dry", ["true", "false"])
    def test_without_it_doctor_fails_with_the_remedy(self, live, cli, monkeypatch, dry):
        monkeypatch.setenv("SCICOMM_DRY_RUN", dry)
        monkeypatch.setenv("SCICOMM_STATE", "postgresql://bot:s3cr3t@db.invalid/posts?connect_timeout=1")
        ok, said = check("encryption", cli)
        assert not ok
        assert said.startswith("SCICOMM_STATE lets the database at db.invalid be spoken to without TLS")
        assert "add sslmode=verify-full (or require" in said
        assert "s3cr3t" not in said


class TestAThousandPostsSince:
    """More were made on the account than a look reads: only a person can say that none of them is the bot's."""

    @pytest.fixture
    def many(self, live, x, cli):
        assert cli(*POST).code == 0
        for number in range(1_001):
            x.foreign_post(f"lunch {number}")
        done = cli(*POST)
        assert done.code == 1
        assert "more than 1,000 posts since" in done.err
        assert "`scicomm-bot doctor --online --resume`" in done.err

    def test_they_are_not_read_again_at_each_try(self, many, x, cli):
        before = len(x.requests)
        assert cli(*POST).code == 1
        assert len(x.requests) == before

    def test_doctor_alone_does_not_go_on(self, many, x, cli):
        assert cli("doctor", "--online").code == 1
        assert cli(*POST).code == 1

    def test_a_persons_word_does(self, many, x, cli, posts):
        assert check("timeline", cli, "--online", "--resume")[0]
        assert cli(*POST).code == 0
        assert [post.text for post in x.posts if not post.text.startswith("lunch")] == [one.text for one in posts[:2]]
        assert cli(*POST).code == 0
