"""Settings: from where, in which order, and what is said of a wrong one."""

from datetime import timedelta
from pathlib import Path

import pytest

from scicomm_bot import settings as module
from scicomm_bot.errors import SettingsError
from scicomm_bot.settings import CREDENTIALS, Settings, env_name, load_settings

TOKEN = "1234567890-abcDEF"


@pytest.fixture
def secrets(tmp_path, monkeypatch) -> Path:
    """An empty folder of secret files."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    monkeypatch.setattr(module, "SECRETS_FOLDER", folder)
    return folder


def said(*, monkeypatch=None, **variables: str) -> str:
    """Return what is said of these settings."""
    for name, value in variables.items():
        monkeypatch.setenv(f"SCICOMM_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "s3cr" not in str(caught.value.__cause__)
    return str(caught.value)


def test_the_defaults_are_those_of_the_design():
    settings, warnings = load_settings()
    assert warnings == []
    assert settings.model_dump() == {
        "posts": Path("posts.yaml"), "templates": Path("templates"), "state": "state.db", "dry_run": True,
        "approved": None, "require_approval": True,
        "x_api_key": None, "x_api_secret": None, "x_access_token": None, "x_access_token_secret": None,
        "x_api_url": "https://api.x.com", "x_timeout_seconds": 30, "settle_seconds": 60, "monthly_budget_usd": None, "log_format": "text",
        "retraction_check": True, "retraction_max_age": "24h", "retraction_word_days": 30, "crossref_mailto": None,
        "crossref_url": "https://api.crossref.org", "ping_url": None,
    }  # fmt: skip


def test_the_environment_goes_before_dotenv_and_dotenv_before_secret_files(secrets, monkeypatch):
    (secrets / "scicomm_state").write_text("of-secrets.db\n")
    assert load_settings()[0].state == "of-secrets.db"
    Path(".env").write_text("SCICOMM_STATE=of-dotenv.db\n")
    assert load_settings()[0].state == "of-dotenv.db"
    monkeypatch.setenv("SCICOMM_STATE", "of-environment.db")
    assert load_settings()[0].state == "of-environment.db"


def test_an_empty_variable_does_not_hide_the_next_place(secrets, monkeypatch):
    monkeypatch.setenv("SCICOMM_X_API_KEY", "")
    Path(".env").write_text("SCICOMM_X_API_KEY=\n")
    (secrets / "scicomm_x_api_key").write_text("key\n")
    assert load_settings()[0].x_api_key.get_secret_value() == "key"


@pytest.mark.parametrize("field", Settings.model_fields)
@pytest.mark.parametrize("value", ["", " "], ids=["empty", "blank"])
def test_empty_is_unset(field, value, monkeypatch):
    monkeypatch.setenv(env_name(field), value)
    assert getattr(load_settings()[0], field) == Settings.model_fields[field].default


def test_an_empty_secret_file_is_unset(secrets):
    for field in ("x_timeout_seconds", "x_api_key"):
        (secrets / env_name(field)).write_text("\n")
    assert load_settings()[0] == Settings()


def test_secret_files_may_have_upper_or_lower_case_names(secrets):
    (secrets / "SCICOMM_X_API_KEY").write_text("key")
    (secrets / "scicomm_x_api_secret").write_text("secret")
    settings, _ = load_settings()
    assert settings.missing_credentials() == ["SCICOMM_X_ACCESS_TOKEN", "SCICOMM_X_ACCESS_TOKEN_SECRET"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("SCICOMM_X_API_KYE", "did you mean SCICOMM_X_API_KEY?"),
        ("scicomm_dryrun", "did you mean SCICOMM_DRY_RUN?"),
        ("SCICOMM_QQQQQQQQ", "see docs/configuration.md"),
    ],
)
@pytest.mark.parametrize("place", ["environment", "dotenv", "secrets"])
def test_an_unknown_name_warns_with_the_nearest(name, near, place, secrets, monkeypatch):
    match place:
        case "environment":
            monkeypatch.setenv(name, "x")
        case "dotenv":
            Path(".env").write_text(f"{name}=x\n")
        case _:
            (secrets / name).write_text("x")
    assert load_settings()[1] == [f"{name.upper()} is not a setting; {near}"]


def test_other_names_are_nobody_s_business(secrets):
    Path(".env").write_text("OTHER_SCICOMM_X=1\nPATHS=1\n")
    (secrets / "other").write_text("x")
    assert load_settings()[1] == []


def test_a_line_of_dotenv_that_says_nothing_is_warned_of():
    Path(".env").write_text("SCICOMM_STATE=a.db\nwhat is this\n")
    settings, warnings = load_settings()
    assert (settings.state, warnings) == ("a.db", [".env:2: is not of the form NAME=value, and is not used"])


def test_secrets_are_in_no_text_of_the_settings(monkeypatch):
    for name in CREDENTIALS:
        monkeypatch.setenv(env_name(name), f"hidden{name}")
    monkeypatch.setenv("SCICOMM_X_ACCESS_TOKEN", "99-hidden")
    settings, _ = load_settings()
    for text in (
        repr(settings),
        str(settings),
        str(settings.model_dump()),
        settings.model_dump_json(),
        settings.fingerprint(),
    ):
        assert "hidden" not in text


def test_the_fingerprint_tells_accounts_apart_and_stays_the_same(monkeypatch):
    monkeypatch.setenv("SCICOMM_X_ACCESS_TOKEN", TOKEN)
    first = load_settings()[0].fingerprint()
    assert load_settings()[0].fingerprint() == first
    monkeypatch.setenv("SCICOMM_X_ACCESS_TOKEN", TOKEN + "x")
    assert load_settings()[0].fingerprint() != first


GARBAGE = {
    "X_TIMEOUT_SECONDS": ["s3cret", "-1", "0", "601", "nan", "inf"],
    "MONTHLY_BUDGET_USD": ["s3cret", "-0.1", "nan", "inf", "1e300"],
    "DRY_RUN": ["s3cret", "2"],
    "LOG_FORMAT": ["s3cret", "TEXT", "text\njson"],
    "X_API_URL": ["s3cret", "http://", "https://api.x.com/2", "https://a:s3cret@api.x.com", "ftp://x", "https://x?y", "http://x:99999", "http://[::1"],
    "STATE": ["mysql://a:s3cret@host/db", "sqlite:///s3cret"],
    "RETRACTION_CHECK": ["s3cret", "2"],
    "RETRACTION_MAX_AGE": ["s3cret", "-1", "-1h", "24 hours", "1.5.2h", ".", "h", "nan", "inf", "31d", "1e3h"],
    "RETRACTION_WORD_DAYS": ["s3cret", "0", "-1", "367", "nan"],
    "CROSSREF_URL": ["s3cret", "https://a:s3cret@api.crossref.org", "https://api.crossref.org/v1"],
    "CROSSREF_MAILTO": ["s3cret", "a b@example.org", "a@b@c", "a@example.org\r\nX: s3cret"],
    "SETTLE_SECONDS": ["s3cret", "-1", "3601", "nan"],
    "X_API_KEY": ["s3cret s3cret", '"s3cret"', "'s3cret'", "s3cr\u00e9t"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GARBAGE.items() for value in values])
def test_a_garbage_value_is_refused_by_its_name_and_never_shown(name, value, monkeypatch):
    text = said(monkeypatch=monkeypatch, **{name: value})
    assert text.startswith(f"SCICOMM_{name}: ")
    assert "s3cr" not in text
    assert "\n" not in text


def test_several_wrong_values_are_named_in_one_go(monkeypatch):
    text = said(monkeypatch=monkeypatch, X_TIMEOUT_SECONDS="x", DRY_RUN="x")
    assert [line.partition(":")[0] for line in text.splitlines()] == ["SCICOMM_DRY_RUN", "SCICOMM_X_TIMEOUT_SECONDS"]


@pytest.mark.parametrize(
    ("value", "hours"),
    [("24h", 24), ("24", 24), ("90m", 1.5), ("30s", 1 / 120), ("1.5d", 36), ("36 h", 36), (" 0.5 ", 0.5), (".5D", 12), ("0", 0), ("30d", 720)],
)  # fmt: skip
def test_how_long_an_answer_serves_takes_units_and_fractions(value, hours, monkeypatch):
    monkeypatch.setenv("SCICOMM_RETRACTION_MAX_AGE", value)
    assert load_settings()[0].answer_serves() == timedelta(hours=hours)


@pytest.mark.parametrize(("value", "seconds"), [("0.5", 0.5), ("30", 30), ("90", 90), ("1e-3", 0.001)])
def test_durations_take_fractions(value, seconds, monkeypatch):
    monkeypatch.setenv("SCICOMM_X_TIMEOUT_SECONDS", value)
    assert load_settings()[0].x_timeout_seconds == seconds


@pytest.mark.parametrize(
    ("value", "dry"), [("true", True), ("1", True), ("yes", True), ("false", False), ("0", False), ("NO", False)]
)
def test_the_words_for_true_and_false(value, dry, monkeypatch):
    monkeypatch.setenv("SCICOMM_DRY_RUN", value)
    assert load_settings()[0].dry_run is dry


@pytest.mark.parametrize(
    "url", ["https://api.x.com/", "http://127.0.0.1:8080", "http://[::1]:8080", "http://playground:80"]
)
def test_an_address_may_have_a_port_and_loses_its_final_slash(url, monkeypatch):
    monkeypatch.setenv("SCICOMM_X_API_URL", url)
    assert load_settings()[0].x_api_url == url.rstrip("/")


@pytest.mark.parametrize(
    ("values", "swapped"),
    [
        pytest.param({"X_API_KEY": TOKEN, "X_ACCESS_TOKEN": "k" * 25}, "X_API_KEY", id="key and token"),
        pytest.param(
            {"X_ACCESS_TOKEN_SECRET": TOKEN, "X_ACCESS_TOKEN": "s" * 45},
            "X_ACCESS_TOKEN_SECRET",
            id="token and its secret",
        ),
        pytest.param({"X_API_KEY": "s" * 50, "X_API_SECRET": "k" * 25}, "X_API_KEY", id="key and its secret"),
        pytest.param(
            {"X_API_SECRET": "t" * 45, "X_ACCESS_TOKEN_SECRET": "s" * 50}, "X_ACCESS_TOKEN_SECRET", id="the two secrets"
        ),
    ],
)
def test_swapped_credentials_are_refused_by_name(values, swapped, monkeypatch):
    text = said(monkeypatch=monkeypatch, **values)
    assert f"SCICOMM_{swapped} holds what looks like" in text
    assert not any(value in text for value in values.values())


def test_credentials_in_their_places_pass(monkeypatch):
    for name, value in {
        "X_API_KEY": "k" * 25,
        "X_API_SECRET": "s" * 50,
        "X_ACCESS_TOKEN": TOKEN,
        "X_ACCESS_TOKEN_SECRET": "t" * 45,
    }.items():
        monkeypatch.setenv(f"SCICOMM_{name}", f" {value} ")
    settings, _ = load_settings()
    assert settings.missing_credentials() == []
    assert settings.x_api_key.get_secret_value() == "k" * 25


def test_a_dotenv_that_is_no_text_is_named():
    Path(".env").write_bytes(b"\xff\xfe")
    assert said() == ".env: cannot be read as UTF-8 text"


@pytest.mark.parametrize(
    "make", [lambda path: path.write_bytes(b"\xff"), lambda path: path.mkdir()], ids=["bytes", "a folder"]
)
def test_a_secret_file_that_is_no_text_is_named(make, secrets):
    make(secrets / "scicomm_x_api_key")
    assert said() == f"{secrets / 'scicomm_x_api_key'}: cannot be read as UTF-8 text"


@pytest.mark.parametrize(
    ("state", "path"),
    [("state.db", "state.dry.db"), ("/data/state.db", "/data/state.dry.db"), ("ledger", "ledger.dry.db")],
)
def test_a_rehearsal_has_a_state_file_of_its_own(state, path, monkeypatch):
    monkeypatch.setenv("SCICOMM_STATE", state)
    settings, _ = load_settings()
    assert (settings.ledger_address(dry_run=False), settings.ledger_address(dry_run=True)) == (state, path)
    assert (settings.ledger_name(dry_run=False), settings.ledger_name(dry_run=True)) == (state, path)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_database_is_named_without_its_user_and_password_and_is_rehearsed_in_a_file(scheme, monkeypatch):
    address = f"{scheme}://bot:s3cr3t@db.example:5433/posts?sslmode=require&password=s3cr3t"
    monkeypatch.setenv("SCICOMM_STATE", address)
    settings, _ = load_settings()
    assert (settings.ledger_address(dry_run=False), settings.ledger_address(dry_run=True)) == (address, "state.dry.db")
    assert settings.ledger_name(dry_run=False) == f"{scheme}://db.example:5433/posts"
    assert settings.ledger_name(dry_run=True) == "state.dry.db"


class TestPingUrl:
    @pytest.mark.parametrize(
        "value",
        [
            "https://hc-ping.com/5f2a", "http://127.0.0.1:8000/ping/x?create=1", " https://hc-ping.com/key/slug \n",
            "https://[::1]/x",
        ],
    )  # fmt: skip
    def test_a_web_address_is_taken(self, monkeypatch, value):
        monkeypatch.setenv("SCICOMM_PING_URL", value)
        assert load_settings()[0].ping_url.get_secret_value() == value.strip()

    @pytest.mark.parametrize(
        "value",
        [
            "hc-ping.com/s3cr", "ftp://hc-ping.com/s3cr", "file:///s3cr", "https://", "https://me:s3cr@hc-ping.com/x",
            "https://hc-ping.com/s3cr#x", "https://hc-ping.com/s3cr\nx", "https://hc-ping.com/s3 cr", "https://x:99999999/s3cr",
            "https://hc-ping.com:0/s3cr", "https://[::1/s3cr",
        ],
    )  # fmt: skip
    def test_anything_else_is_refused_and_not_shown(self, monkeypatch, value):
        message = said(monkeypatch=monkeypatch, PING_URL=value)
        assert message.startswith("SCICOMM_PING_URL: must be a web address")
        assert "s3cr" not in message

    def test_it_is_a_secret_whole_and_its_path_alone(self, monkeypatch):
        monkeypatch.setenv("SCICOMM_PING_URL", "https://hc-ping.com/5f2a77aa-1111?create=1")
        settings, _ = load_settings()
        assert "5f2a" not in repr(settings)
        assert settings.ping_secrets() == ["https://hc-ping.com/5f2a77aa-1111?create=1", "5f2a77aa-1111?create=1"]

    def test_a_path_so_short_that_it_stands_in_other_words_is_not_blotted_out_of_them(self, monkeypatch):
        monkeypatch.setenv("SCICOMM_PING_URL", "https://example.org/ping")
        assert load_settings()[0].ping_secrets() == ["https://example.org/ping"]

    def test_it_may_be_a_secret_file(self, secrets):
        (secrets / "scicomm_ping_url").write_text("https://hc-ping.com/5f2a\n")
        assert load_settings()[0].ping_url.get_secret_value() == "https://hc-ping.com/5f2a"
