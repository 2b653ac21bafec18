"""The settings: the only reader of the environment.

Read from the environment (`SCICOMM_...`), from `.env` in the working folder, and from files in `/run/secrets`, the
first that has a value winning.
"""

import difflib
import hashlib
import os
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from scicomm_bot.errors import SettingsError

PREFIX = "SCICOMM_"
SECRETS_FOLDER = Path("/run/secrets")
CREDENTIALS = ("x_api_key", "x_api_secret", "x_access_token", "x_access_token_secret")
X_ACCOUNTS_OWN_API = "https://api.x.com"


class Settings(BaseSettings):
    """All settings, with their defaults."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    posts: Path = Field(default=Path("posts.yaml"), description="The file with the papers and the schedule.")
    templates: Path = Field(default=Path("templates"), description="The folder with the templates.")
    state: str = Field(default="state.db", description="The state file.")
    dry_run: bool = Field(default=True, description="Rehearse: send nothing, remember it in a ledger of its own.")
    x_api_key: SecretStr | None = Field(default=None, description="The app's API key (consumer key).")
    x_api_secret: SecretStr | None = Field(default=None, description="The app's API key secret (consumer secret).")
    x_access_token: SecretStr | None = Field(default=None, description="The account's access token.")
    x_access_token_secret: SecretStr | None = Field(default=None, description="The account's access token secret.")
    x_api_url: str = Field(
        default=X_ACCOUNTS_OWN_API, description="X's API; point it at X's local Playground to rehearse."
    )
    x_timeout_seconds: float = Field(
        default=30, gt=0, le=600, description="A whole call to X ends within this, in seconds; fractions are allowed."
    )
    monthly_budget_usd: float | None = Field(
        default=None, ge=0, description="Nothing goes out that would cost more than this in a calendar month (UTC)."
    )
    log_format: str = Field(default="text", pattern="^(text|json)$", description="`text` or `json`.")

    @field_validator("x_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")) or len(value.split("/")) > 3 + value.endswith("/"):
            raise ValueError("must be an address without a path, such as https://api.x.com")
        return value.rstrip("/")

    def missing_credentials(self) -> list[str]:
        """Return the environment variables of the credentials that are not set."""
        return [env_name(name) for name in CREDENTIALS if getattr(self, name) is None]

    def fingerprint(self) -> str:
        """Return a hash that tells one set of credentials from another and gives none of them away."""
        secrets = (getattr(self, name) for name in ("x_api_key", "x_access_token"))
        joined = "\0".join(secret.get_secret_value() if secret else "" for secret in secrets)
        return hashlib.sha256(f"{self.x_api_url}\0{joined}".encode()).hexdigest()[:32]

    def ledger_path(self, *, dry_run: bool) -> Path:
        """Return the state file; a rehearsal has its own, `state.dry.db` beside `state.db`."""
        path = Path(self.state)
        return path.with_name(f"{path.stem}.dry{path.suffix or '.db'}") if dry_run else path


def env_name(field: str) -> str:
    """Return the environment variable of a field of `Settings`."""
    return f"{PREFIX}{field.upper()}"


def load_settings() -> tuple[Settings, list[str]]:
    """Return the settings and warnings about names that nobody knows.

    Raises:
        SettingsError: a value is wrong; names the variable, never the value.
    """
    try:
        settings = Settings(_secrets_dir=SECRETS_FOLDER if SECRETS_FOLDER.is_dir() else None)
    except ValidationError as error:
        lines = [f"{env_name(str(e['loc'][0]))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        raise SettingsError("\n".join(lines)) from error
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError(f".env: cannot be read as UTF-8 text: {error}") from error
    _refuse_swapped(settings)
    return settings, _unknown_names()


def _refuse_swapped(settings: Settings) -> None:
    """Refuse an access token in another place: it alone has the form `123-Abc` (the account's number, then letters)."""

    def like_a_token(name: str) -> bool:
        secret = getattr(settings, name)
        number, dash, rest = (secret.get_secret_value() if secret else "").partition("-")
        return bool(dash) and number.isdigit() and rest.isalnum()

    for name in ("x_api_key", "x_api_secret", "x_access_token_secret"):
        if like_a_token(name) and not like_a_token("x_access_token"):
            raise SettingsError(
                f"{env_name(name)} holds what looks like the access token; it seems to be swapped with "
                f"{env_name('x_access_token')}"
            )


def _unknown_names() -> list[str]:
    known = [env_name(field) for field in Settings.model_fields]
    try:
        from_file = dotenv_values(".env")
    except (UnicodeDecodeError, OSError):
        from_file = {}
    warnings = []
    for name in sorted({key.upper() for key in (*os.environ, *from_file) if key.upper().startswith(PREFIX)}):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else "; see docs/configuration.md"
            warnings.append(f"{name} is not a setting{hint}")
    return warnings
