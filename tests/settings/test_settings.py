"""Settings: from where, in which order, and what is said of a wrong one."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from scicomm_bot import settings as module
from scicomm_bot.errors import SettingsError
from scicomm_bot.settings import CREDENTIALS, Settings, env_name, load_settings, must_be

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
        "x_api_url": "https://api.x.com", "x_timeout_seconds": 30, "settle_seconds": 60, "monthly_budget_usd": None, "prices": None, "log_format": "text",
        "retraction_check": True, "retraction_max_age": "24h", "retraction_word_days": 30, "crossref_mailto": None,
        "crossref_url": "https://api.crossref.org",
        "pubmed_url": "https://eutils.ncbi.nlm.nih.gov", "arxiv_url": "https://export.arxiv.org", "secrets_dir": None, "ping_url": None,
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


@pytest.mark.parametrize(
    ("name", "value", "must_be"),
    [
        ("LOG_FORMAT", "xml", "must be text or json"),
        ("DRY_RUN", "maybe", "must be true or false"),
        ("X_TIMEOUT_SECONDS", "soon", "must be a number, more than 0 and at most 90"),
        ("X_TIMEOUT_SECONDS", "0", "must be a number, more than 0 and at most 90"),
        ("SETTLE_SECONDS", "3601", "must be a number, at least 0 and at most 3,600"),
        ("MONTHLY_BUDGET_USD", "1e300", "must be a number, at least 0 and at most 1,000,000"),
    ],
)
def test_a_wrong_value_is_told_what_it_may_be(name, value, must_be, monkeypatch):
    assert said(monkeypatch=monkeypatch, **{name: value}) == f"SCICOMM_{name}: {must_be}"


@pytest.mark.parametrize("field", Settings.model_fields)
def test_no_setting_speaks_in_a_library_s_words(field, monkeypatch):
    """Each setting that can be wrong at all says what it must be, in words of ours; a new one must, too."""
    refused = []
    for value in ("xml", "://", "-1", "nan", "1e999", "a b", '"'):
        monkeypatch.setenv(env_name(field), value)
        try:
            load_settings()
        except SettingsError as error:
            refused.append(str(error))
    assert all(re.match(rf"{env_name(field)}: (must be|holds) ", text) for text in refused)
    assert not re.search("should|valid|input|pattern|parse|boolean", "".join(refused), re.IGNORECASE)
    assert bool(refused) == (field not in {"posts", "templates", "approved"})


def test_a_type_that_has_no_words_yet_names_the_page():
    assert must_be(FieldInfo(annotation=bytes)) == "cannot be used; docs/configuration.md says what it may be"


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


@pytest.mark.parametrize(
    ("user", "query", "passwords"),
    [
        ("", "", []),
        ("bot@", "", []),
        ("bot:p4ss@", "", ["p4ss"]),
        ("bot:p%40ss@", "", ["p%40ss", "p@ss"]),
        ("bot:p?a#ss@", "", ["p?a#ss"]),
        ("", "?password=p@ss", ["p@ss"]),
        ("bot:one@", "?sslmode=require&sslpassword=two%2B", ["one", "two%2B", "two+"]),
    ],
)
def test_the_passwords_of_a_database_are_among_the_secrets_and_not_in_its_name(user, query, passwords, monkeypatch):
    monkeypatch.setenv("SCICOMM_X_API_KEY", "the-api-key")
    monkeypatch.setenv("SCICOMM_STATE", f"postgresql://{user}h1:5432,[::1]:5433/posts{query}")
    settings, _ = load_settings()
    assert settings.secrets() == ["the-api-key", *passwords]
    assert settings.ledger_name(dry_run=False) == "postgresql://h1:5432,[::1]:5433/posts"


@pytest.mark.parametrize("password", ["s3cr/3t", "s3cr@3t", "12/s3cr", "s3cr/?"])
def test_a_password_that_would_be_taken_for_a_host_is_refused_and_not_shown(password, monkeypatch):
    refused = said(monkeypatch=monkeypatch, STATE=f"postgresql://bot:{password}@db.example/posts")
    assert refused.startswith("SCICOMM_STATE: must be an address in which a user or password has %2F for a slash")
    assert "s3cr" not in refused


class TestTheFolderOfSecretFiles:
    @pytest.fixture
    def named(self, tmp_path) -> Path:
        folder = tmp_path / "credentials"
        folder.mkdir()
        (folder / "scicomm_x_api_key").write_text("of-the-named-folder\n")
        return folder

    @pytest.mark.parametrize("name", ["SCICOMM_SECRETS_DIR", "scicomm_secrets_dir"])
    def test_it_is_named_in_the_environment(self, name, named, secrets, monkeypatch):
        (secrets / "scicomm_x_api_key").write_text("of-the-default-folder")
        monkeypatch.setenv(name, str(named))
        settings, warnings = load_settings()
        assert (settings.x_api_key.get_secret_value(), warnings) == ("of-the-named-folder", [])

    def test_it_is_named_in_dotenv_unless_the_environment_names_another(self, named, tmp_path, monkeypatch):
        Path(".env").write_text(f"SCICOMM_SECRETS_DIR={named}\n")
        assert load_settings()[0].x_api_key.get_secret_value() == "of-the-named-folder"
        (tmp_path / "other").mkdir()
        monkeypatch.setenv("SCICOMM_SECRETS_DIR", str(tmp_path / "other"))
        assert load_settings()[0].x_api_key is None

    def test_unknown_names_in_it_are_warned_of(self, named, monkeypatch):
        (named / "scicomm_x_api_kye").write_text("x")
        monkeypatch.setenv("SCICOMM_SECRETS_DIR", str(named))
        assert load_settings()[1] == ["SCICOMM_X_API_KYE is not a setting; did you mean SCICOMM_X_API_KEY?"]

    def test_one_that_was_not_named_need_not_be_there(self):
        assert not module.SECRETS_FOLDER.exists()
        assert load_settings()[0].secrets_dir is None

    @pytest.mark.parametrize(
        ("name", "why"),
        [("nowhere", "No such file or directory"), ("a-file", "Not a directory"), ("lo\0op", "no path")],
    )
    def test_one_that_was_named_and_cannot_be_read_is_an_error(self, name, why, tmp_path):
        (tmp_path / "a-file").write_text("x")
        Path(".env").write_text(f"SCICOMM_SECRETS_DIR={tmp_path / name}\n")
        assert said() == (
            f"SCICOMM_SECRETS_DIR: must be a folder of secret files that this user can read; {tmp_path / name}: {why}"
        )

    def test_a_file_that_is_no_text_in_it_is_named(self, named, monkeypatch):
        (named / "scicomm_x_api_key").write_bytes(b"\xff")
        assert said(monkeypatch=monkeypatch, SECRETS_DIR=str(named)) == (
            f"{named / 'scicomm_x_api_key'}: cannot be read as UTF-8 text"
        )

    def test_its_own_name_in_a_secret_file_is_warned_of(self, secrets, tmp_path):
        (secrets / "scicomm_secrets_dir").write_text(str(tmp_path))
        assert load_settings()[1] == [
            f"{secrets}: SCICOMM_SECRETS_DIR is not read from here; set it in the environment or .env"
        ]


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
