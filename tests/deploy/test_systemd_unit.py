"""The systemd unit agrees with the program, and locks it down."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from scicomm_bot.cli.parser import parse
from scicomm_bot.service import DRAIN_SECONDS
from scicomm_bot.settings import CREDENTIALS, Settings, env_name, load_settings

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "scicomm-bot.service"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
LEAST = {
    "NoNewPrivileges": ["yes"],
    "CapabilityBoundingSet": [""],
    "AmbientCapabilities": [""],
    "ProtectSystem": ["strict"],
    "ProtectHome": ["yes"],
    "PrivateTmp": ["yes"],
    "PrivateDevices": ["yes"],
    "PrivateUsers": ["yes"],
    "ProtectProc": ["invisible"],
    "ProtectClock": ["yes"],
    "ProtectHostname": ["yes"],
    "ProtectKernelLogs": ["yes"],
    "ProtectKernelModules": ["yes"],
    "ProtectKernelTunables": ["yes"],
    "ProtectControlGroups": ["yes"],
    "RestrictNamespaces": ["yes"],
    "RestrictRealtime": ["yes"],
    "RestrictSUIDSGID": ["yes"],
    "LockPersonality": ["yes"],
    "MemoryDenyWriteExecute": ["yes"],
    "RestrictAddressFamilies": ["AF_INET AF_INET6 AF_UNIX"],
    "SystemCallArchitectures": ["native"],
    "SystemCallFilter": ["@system-service", "~@privileged @resources"],
    "UMask": ["0077"],
}
MOST_EXPOSED = 4.0
"""Of 10, as `systemd-analyze security` counts."""


@pytest.fixture(scope="module")
def service():
    """The directives of the unit's section Service: each with its values, in their order."""
    section = re.search(r"^\[Service\]\n(.*?)(?=^\[)", UNIT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[1]
    found = {}
    for line in section.splitlines():
        if line and not line.startswith("#"):
            key, sign, value = line.partition("=")
            assert sign, line
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_starts_a_command_of_ours(service):
    [line] = service["ExecStart"]
    program, *words = shlex.split(line)
    assert Path(program).is_absolute()
    assert Path(program).name == "scicomm-bot"
    assert parse(words).command == "run"


def test_the_unit_hands_over_the_credentials_as_the_files_that_the_settings_read(service, tmp_path, monkeypatch):
    names = [value.partition(":")[0] for value in service["LoadCredential"]]
    assert names == [env_name(field).lower() for field in CREDENTIALS]
    assert service["Environment"] == ["SCICOMM_SECRETS_DIR=%d"]
    for name in names:
        (tmp_path / name).write_text(f"value-of-{name}", encoding="utf-8")
    monkeypatch.setenv("SCICOMM_SECRETS_DIR", str(tmp_path))
    settings, warnings = load_settings()
    assert settings.credentials() == {f.removeprefix("x_"): f"value-of-{env_name(f).lower()}" for f in CREDENTIALS}
    assert warnings == []


def test_what_the_unit_offers_besides_is_a_setting_too():
    offered = re.findall(r"^#LoadCredential=(\w+):", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    assert offered == ["scicomm_state"]
    assert {name.upper() for name in offered} < {env_name(field) for field in Settings.model_fields}


def test_the_state_file_lands_in_the_only_folder_that_can_be_written(service):
    assert service["ProtectSystem"] == ["strict"]
    assert service["StateDirectory"] == ["scicomm-bot"]
    assert service["WorkingDirectory"] == [f"%S/{service['StateDirectory'][0]}"]
    assert "ReadWritePaths" not in service
    assert Path(load_settings()[0].state).parent == Path()


def test_the_unit_stops_the_service_in_order_and_starts_it_again_after_a_failure(service):
    assert service["KillSignal"] == ["SIGTERM"]
    assert DRAIN_SECONDS + 2 < float(service["TimeoutStopSec"][0]) <= 15
    assert service["Restart"] == ["on-failure"]
    assert service["ExecReload"] == ["/bin/kill -HUP $MAINPID"]


@pytest.mark.parametrize("directive", LEAST)
def test_the_unit_locks_the_service_down(service, directive):
    assert service.get(directive) == LEAST[directive]


def test_the_unit_allows_as_much_memory_as_compose(service):
    bot = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["bot"]
    assert service["MemoryMax"] == [bot["mem_limit"].upper()]
    assert service["TasksMax"] == [str(bot["pids_limit"])]


def test_the_unit_lets_the_ledger_see_on_which_file_system_it_is(service):
    assert "ProcSubset" not in service  # /proc/mounts would be hidden, and a network file system not refused


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_the_unit_little_exposed():
    limit = f"--threshold={MOST_EXPOSED * 10:.0f}"
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", limit, "--no-pager", UNIT], capture_output=True, text=True
    )
    if "unrecognized option" in done.stderr:
        pytest.skip("systemd is older than 250")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_figure_on_the_page_is_below_what_is_allowed():
    [figure] = re.findall(r"rates it (\d\.\d) of 10", " ".join(OPERATIONS.split()))
    assert float(figure) < MOST_EXPOSED


@pytest.mark.parametrize("directive", ["ExecStart", "LoadCredential"])
def test_the_page_names_what_one_must_change(directive):
    assert f"`{directive}" in OPERATIONS
    assert "deploy/scicomm-bot.service" in OPERATIONS
