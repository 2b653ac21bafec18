"""The settings: the only reader of the environment.

Read from the environment (`SCICOMM_...`), from `.env` in the working folder, and from files in `/run/secrets` or the
folder that `SCICOMM_SECRETS_DIR` names, the first that has a value winning.
"""

import hashlib
import logging
import os
import re
import stat
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import SplitResult, unquote, urlsplit

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

from scicomm_bot.errors import SettingsError, near
from scicomm_bot.medium.prices import X_PRICES, Prices, read_prices
from scicomm_bot.shipped import templates_folder

PREFIX = "SCICOMM_"
SECRETS_FOLDER = Path("/run/secrets")
DOTENV = Path(".env")
CREDENTIALS = ("x_api_key", "x_api_secret", "x_access_token", "x_access_token_secret")
X_ACCOUNTS_OWN_API = "https://api.x.com"


LONGEST_AGE = timedelta(days=30)
_MOST_DOTENV = 1_000_000
_SHORT = 8
"""A path that is shorter is no secret, and might stand in other words, too."""


def duration(written: str) -> timedelta:
    """Read `24h`, `90m`, `30s`, `1.5d`, `36 h`; a plain number is in hours.

    Raises:
        ValueError: it is none of these.
    """
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})\s*([smhd]?)", written.strip().lower())
    if found is None:
        raise ValueError("must be a time such as 24h, 90m, 30s or 1.5d; a plain number is in hours")
    return timedelta(seconds=float(found[1]) * {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "": 3_600}[found[2]])


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
    templates: Path = Field(
        default=Path("templates"),
        description="The folder with the templates. Where it is not set: also one beside posts.yaml, or the program's.",
    )
    approved: Path | None = Field(
        default=None, description="The file with what people approved; without it, approved.yaml beside posts.yaml."
    )
    require_approval: bool = Field(
        default=True, description="Live, only what a person approved goes out, exactly as approved."
    )
    state: str = Field(default="state.db", repr=False, description="The state file, or a `postgresql://` address.")
    dry_run: bool = Field(default=True, description="Rehearse: send nothing, remember it in a ledger of its own.")
    x_api_key: SecretStr | None = Field(default=None, description="The app's API key (consumer key).")
    x_api_secret: SecretStr | None = Field(default=None, description="The app's API key secret (consumer secret).")
    x_access_token: SecretStr | None = Field(default=None, description="The account's access token.")
    x_access_token_secret: SecretStr | None = Field(default=None, description="The account's access token secret.")
    x_api_url: str = Field(
        default=X_ACCOUNTS_OWN_API, description="X's API; point it at X's local Playground to rehearse."
    )
    x_timeout_seconds: float = Field(
        default=30, gt=0, le=90, description="A whole call to X ends within this, in seconds; fractions are allowed."
    )
    settle_seconds: float = Field(
        default=60, ge=0, le=3_600, description="A published post is on the timeline within this, in seconds."
    )
    monthly_budget_usd: float | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Nothing goes out that would cost more than this in a calendar month (UTC); 0: nothing at all.",
    )
    prices: str | None = Field(
        default=None,
        description="Your own prices in US dollars where X bills you others: `post=0.015, post_with_link=0.2`.",
    )
    retraction_check: bool = Field(default=True, description="Look a paper up at Crossref before a live post.")
    retraction_max_age: str = Field(
        default="24h",
        description="How long an answer of Crossref's serves: `24h`, `90m`, `1.5d`; a plain number is in hours.",
    )
    retraction_word_days: float = Field(
        default=30, gt=0, le=366, description="How many days a person's word serves that a paper was not retracted."
    )
    crossref_mailto: str | None = Field(
        default=None, description="Where Crossref may write to about our calls; sent to it with each."
    )
    crossref_url: str = Field(default="https://api.crossref.org", description="Crossref's API.")
    pubmed_url: str = Field(
        default="https://eutils.ncbi.nlm.nih.gov", description="PubMed's API (NCBI's E-utilities), for `add`."
    )
    arxiv_url: str = Field(default="https://export.arxiv.org", description="arXiv's API, for `add`.")
    secrets_dir: Path | None = Field(
        default=None, description="The folder of secret files; without it, /run/secrets, which need not be there."
    )
    ping_url: SecretStr | None = Field(
        default=None,
        description="A dead man's switch: called each minute while all is well; with `/fail` behind it, else.",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="`text` or `json`.")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, values: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in values.items() if not isinstance(value, str) or value.strip()}

    @field_validator("state")
    @classmethod
    def _file_or_postgres(cls, value: str) -> str:
        if _NO_FILE.search(value) or ("://" in value and not value.startswith(("postgresql://", "postgres://"))):
            raise ValueError("must be the path of a file, or a postgresql:// address")
        hosts = _hosts(value.partition("://")[2])
        if "@" in hosts or not _PORTS.match(hosts):
            raise ValueError("must be an address in which a user or password has %2F for a slash and %40 for an @")
        return value

    @field_validator("posts", "templates", "approved", "state", "secrets_dir")
    @classmethod
    def _path(cls, value: Path | str | None) -> Path | str | None:
        if "\0" in str(value):
            raise ValueError("must be a path without a zero byte")
        if isinstance(value, Path) and _NO_FILE.search(str(value)):
            raise ValueError("must be a path, not the address of a database")
        return value

    @field_validator(*CREDENTIALS)
    @classmethod
    def _credential(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        text = value.get_secret_value().strip()
        if not re.fullmatch(r"[\x21\x23-\x26\x28-\x7e]*", text):
            raise ValueError("holds quotation marks, white space or letters that no credential has; copy it again")
        return SecretStr(text)

    @field_validator("x_api_url", "crossref_url", "pubmed_url", "arxiv_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = _web_parts(value)
        if parts is None or parts.path.strip("/") or parts.query or parts.fragment or re.search(r"\s", value):
            raise ValueError("must be an address without a path, such as https://api.example.org")
        return value.rstrip("/")

    @field_validator("ping_url")
    @classmethod
    def _ping(cls, value: SecretStr | None) -> SecretStr | None:
        text = "" if value is None else value.get_secret_value().strip()
        if not text:
            return None
        parts = _web_parts(text)
        if parts is None or parts.fragment or re.search(r"[\s\x00-\x1f]", text) or not text.isascii():
            raise ValueError("must be a web address, such as https://hc-ping.com/your-uuid, without a user or a #")
        return SecretStr(text)

    def ping_secrets(self) -> list[str]:
        """Return what must not be shown of the dead man's switch: the address, and its path where that is long."""
        if self.ping_url is None:
            return []
        text = self.ping_url.get_secret_value()
        parts = urlsplit(text)
        behind = text[text.index(parts.netloc) + len(parts.netloc) :].strip("/")
        return [text, *([behind] if len(behind) >= _SHORT else [])]

    @property
    def approved_file(self) -> Path:
        """The file with what people approved; it need not be there."""
        return self.approved or self.posts.with_name("approved.yaml")

    def used_templates(self) -> Path:
        """Return the folder whose templates are used, and no other with it.

        That which is set, there or not. Else `templates` here or beside `posts.yaml`, the first that is there, be it
        a broken link; else the program's own. Asked anew each time: such a folder may have come.
        """
        if "templates" in self.model_fields_set:
            return self.templates
        folders = (self.templates, self.posts.with_name(self.templates.name))
        return next((one for one in folders if os.path.lexists(one)), templates_folder())

    @field_validator("retraction_max_age")
    @classmethod
    def _age(cls, value: str) -> str:
        if duration(value) > LONGEST_AGE:
            raise ValueError(f"must be at most {LONGEST_AGE.days}d")
        return value

    @field_validator("prices")
    @classmethod
    def _prices(cls, value: str | None) -> str | None:
        read_prices(value or "")
        return value

    def price_list(self) -> Prices:
        """Return what calls cost: X's prices, and the operator's own in their place."""
        return X_PRICES.with_own(read_prices(self.prices or ""))

    @property
    def monthly_budget_micro_usd(self) -> int | None:
        """What may be spent in a month, in millionths of a US dollar, never more than was set; None for no limit."""
        usd = self.monthly_budget_usd
        return None if usd is None else int(Decimal(str(usd)) * 1_000_000)

    @field_validator("crossref_mailto")
    @classmethod
    def _mail(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+", value.strip()):
            raise ValueError("must be one mail address, such as press@example.org")
        return value.strip() if value else value

    def answer_serves(self) -> timedelta:
        """Return how long an answer of Crossref's serves; zero is for no time at all."""
        return duration(self.retraction_max_age)

    def credentials(self) -> dict[str, str]:
        """Return the credentials that are set: `api_key`, `api_secret`, `access_token`, `access_token_secret`."""
        secrets = {name.removeprefix("x_"): getattr(self, name) for name in CREDENTIALS}
        return {name: secret.get_secret_value() for name, secret in secrets.items() if secret is not None}

    def secrets(self) -> list[str]:
        """Return what must never be shown: credentials, passwords in the ledger's address, the dead man's switch's."""
        return [*self.credentials().values(), *_passwords(self.state), *self.ping_secrets()]

    def missing_credentials(self) -> list[str]:
        """Return the environment variables of the credentials that are not set."""
        return [env_name(name) for name in CREDENTIALS if getattr(self, name) is None]

    def fingerprint(self) -> str:
        """Return a hash that tells one set of credentials from another and gives none of them away."""
        secrets = (getattr(self, name) for name in ("x_api_key", "x_access_token"))
        joined = "\0".join(secret.get_secret_value() if secret else "" for secret in secrets)
        return hashlib.sha256(f"{self.x_api_url}\0{joined}".encode()).hexdigest()[:32]

    def ledger_address(self, *, dry_run: bool) -> str:
        """Return the ledger; a rehearsal has a file of its own, `state.dry.db` beside `state.db`, or here."""
        if not dry_run:
            return self.state
        path = Path("state.db" if "://" in self.state else self.state)
        return str(path.with_name(f"{path.stem}.dry{path.suffix or '.db'}"))

    def ledger_name(self, *, dry_run: bool) -> str:
        """Return the ledger as it may be shown: without a user or a password in it."""
        scheme, found, rest = self.ledger_address(dry_run=dry_run).partition("://")
        return f"{scheme}://{_hosts(rest)}" if found else scheme


_PORTS = re.compile(r"(?:\[[^\]]*\]|[^:/\[\]])*(?::[0-9]*(?:,(?:\[[^\]]*\]|[^:/\[\]])*)?)*(?:/|$)")
"""Hosts with their ports: what has a colon and then no number is a user and a part of a password."""


def _hosts(rest: str) -> str:
    """Return the hosts, the ports and the database of an address behind `://`."""
    return rest.removeprefix(_user(rest)).partition("?")[0]


def _user(rest: str) -> str:
    """Return `user:password@` of an address behind `://`, or nothing.

    As the driver reads it (https://www.postgresql.org/docs/current/libpq-connect.html): it ends at the first @ that is
    before any slash, so a password may hold a question mark.
    """
    found = re.match(r"[^@/]*@", rest)
    return found[0] if found else ""


def _passwords(state: str) -> list[str]:
    """Return the passwords in the address of a ledger, as they are written and as they are meant."""
    rest = state.partition("://")[2]
    user = _user(rest)
    query = rest.removeprefix(user).partition("?")[2]
    written = [user.removesuffix("@").partition(":")[2]]
    written += [value for name, _, value in (part.partition("=") for part in query.split("&")) if "password" in name]
    return [password for one in written if one for password in dict.fromkeys((one, unquote(one)))]


_NO_FILE = re.compile(
    r"^(?!postgres(?:ql)?://)(?:postgres\w*|mysql\w*|mariadb|sqlite\w*|file)(?:\+\w+)?:"
    r"|(?:^|\s)(?:host(?:addr)?|port|user|dbname|service|passfile|(?:ssl)?password)\s*=",
    re.IGNORECASE,
)
"""How addresses of databases begin, and libpq's own form (`host=... password=...`): as a file's name, each would show
its password wherever that file is named."""


def env_name(field: str) -> str:
    """Return the environment variable of a field of `Settings`."""
    return f"{PREFIX}{field.upper()}"


def load_settings() -> tuple[Settings, list[str]]:
    """Return the settings and warnings about names that nobody knows.

    Raises:
        SettingsError: a value is wrong; names the variable, never the value. Or the folder of secret files that was
            named cannot be read.
    """
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)  # `_dotenv` says it better
    folder = SECRETS_FOLDER
    _refuse_odd_dotenv()
    try:
        folder = _secrets_folder()
        settings = Settings(_secrets_dir=folder if folder.is_dir() else None)
    except ValidationError as error:
        raise SettingsError("\n".join(map(_said_of, error.errors()))) from error
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise SettingsError(f"{_unreadable(folder)}: {why}; make it and its folder readable for this user") from error
    except (UnicodeDecodeError, SourceError) as error:
        raise SettingsError(f"{_unreadable(folder)}: cannot be read as UTF-8 text") from error
    _refuse_swapped(settings)
    return settings, _warnings(folder)


def _refuse_odd_dotenv() -> None:
    """Refuse a `.env` that cannot be read like a file, again and again: a folder, a pipe, a device, or far too long.

    A container makes a folder of that name where the file to be mounted is not there; its settings would be missed in
    silence.
    """
    try:
        found = DOTENV.stat()
    except OSError:  # it need not be there; what else keeps it from being read is said when it is
        return
    if stat.S_ISDIR(found.st_mode):
        raise SettingsError(f"{DOTENV}: is a folder, and should be a file with a line NAME=value for each setting")
    if not stat.S_ISREG(found.st_mode):
        raise SettingsError(f"{DOTENV}: is no ordinary file, which it must be; write the settings into one")
    if found.st_size > _MOST_DOTENV:
        raise SettingsError(f"{DOTENV}: has more than {_MOST_DOTENV:,} bytes, as no file of settings has; look at it")


def _secrets_folder() -> Path:
    """Return the folder of secret files.

    Raises:
        SettingsError: it was named, and cannot be read: the secrets that should be there must not be missed in silence.
        OSError, UnicodeDecodeError: `.env` cannot be read.
    """
    name = env_name("secrets_dir")
    places = (os.environ, dotenv_values(".env", encoding="utf-8"))
    values = (value for place in places for key, value in place.items() if key.upper() == name)
    named = next((value.strip() for value in values if value and value.strip()), None)
    if named is None:
        return SECRETS_FOLDER
    folder = Path(named)
    if _NO_FILE.search(str(folder)):
        raise SettingsError(f"{name}: must be a folder of secret files, not the address of a database")
    try:
        os.listdir(folder)  # noqa: PTH208 - iterdir() does not look before it is asked for its first
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        said = error.strerror if isinstance(error, OSError) else "no path"
        raise SettingsError(
            f"{name}: must be a folder of secret files that this user can read; {folder}: {said}"
        ) from error
    return folder


def _said_of(error: ErrorDetails) -> str:
    """Say what a setting must be, in our own words: those of its validator, or what its type and limits come to."""
    field = str(error["loc"][0])
    own = error.get("ctx", {}).get("error")
    return f"{env_name(field)}: {own if isinstance(own, ValueError) else must_be(Settings.model_fields[field])}"


def must_be(field: FieldInfo) -> str:
    """Return what the type and the limits of a field ask for: `must be a number, more than 0 and at most 90`."""
    kinds = [kind for kind in get_args(field.annotation) or (field.annotation,) if kind is not type(None)]
    if kinds == [bool]:
        return "must be true or false"
    if kinds == [float]:
        limits = [words.format(getattr(one, at)) for one in field.metadata for at, words in _LIMITS if hasattr(one, at)]
        return f"must be a number{', ' if limits else ''}{' and '.join(limits)}"
    if all(isinstance(kind, str) for kind in kinds):  # the values of a Literal
        return f"must be {' or '.join(map(str, kinds))}"
    return "cannot be used; docs/configuration.md says what it may be"


_LIMITS = (("gt", "more than {:,}"), ("ge", "at least {:,}"), ("lt", "less than {:,}"), ("le", "at most {:,}"))
"""A limit's attribute in `FieldInfo.metadata`, and how it is said."""


def _unreadable(folder: Path) -> str:
    """Say which of the places of settings cannot be read."""
    for path in (DOTENV, *_secret_files(folder)):
        try:
            path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (UnicodeDecodeError, OSError):
            return str(path)
    return f".env or {folder}"


def _secret_files(folder: Path) -> list[Path]:
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if path.name.upper().startswith(PREFIX) and (path.is_file() or path.is_dir())
        )
    except OSError:
        return []


def secret_files() -> list[Path]:
    """Return the files that hold a secret: a credential, or the ledger's address with a password.

    Raises:
        SettingsError: a folder of secret files was named, and cannot be read.
    """
    dotenv = [DOTENV] if any(_is_secret(one.key or "", one.value or "") for one in _bindings()) else []
    return [*dotenv, *(path for path in _secret_files(_secrets_folder()) if _is_secret(path.name, _text_of(path)))]


def _is_secret(name: str, value: str) -> bool:
    field = name.upper().removeprefix(PREFIX).lower() if name.upper().startswith(PREFIX) else ""
    with_password = field == "state" and re.search(r"://[^/]*:[^/]*@|[?&]password=", value) is not None
    return bool(value.strip()) and (field in {*CREDENTIALS, "ping_url"} or with_password)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


_USUAL_LENGTHS = {"x_api_key": 25, "x_api_secret": 50, "x_access_token_secret": 45}


def _refuse_swapped(settings: Settings) -> None:
    """Refuse credentials that stand in each other's place.

    The access token alone has the form `123-Abc` (the account's number, then letters); the others are told by their
    usual lengths, where each has exactly that of the other.
    """

    def value(name: str) -> str:
        secret = getattr(settings, name)
        return secret.get_secret_value() if isinstance(secret, SecretStr) else ""

    def like_a_token(name: str) -> bool:
        return re.fullmatch(r"[0-9]+-[A-Za-z0-9]+", value(name)) is not None

    for name, length in _USUAL_LENGTHS.items():
        if like_a_token(name) and not like_a_token("x_access_token"):
            raise _swapped(name, "x_access_token")
        for other, other_length in _USUAL_LENGTHS.items():
            if name < other and (len(value(name)), len(value(other))) == (other_length, length):
                raise _swapped(name, other)


def _swapped(name: str, other: str) -> SettingsError:
    return SettingsError(f"{env_name(name)} holds what looks like {env_name(other)}; the two seem to be swapped")


def _warnings(folder: Path) -> list[str]:
    known = [env_name(field) for field in Settings.model_fields]
    from_file, warnings = _dotenv()
    in_folder = {path.name.upper() for path in _secret_files(folder)}
    if env_name("secrets_dir") in in_folder:
        warnings.append(f"{folder}: {env_name('secrets_dir')} is not read from here; set it in the environment or .env")
    names = (*os.environ, *from_file, *in_folder)
    for name in sorted({name.upper() for name in names if name.upper().startswith(PREFIX)}):
        if name not in known:
            meant = near(name, known)
            hint = f"; did you mean {meant}?" if meant else "; see docs/configuration.md"
            warnings.append(f"{name} is not a setting{hint}")
    return warnings


def _web_parts(text: str) -> SplitResult | None:
    """Return the parts of a web address without a user in it, or None where it is none."""
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"https", "http"} and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:  # a port that is no number, half an IPv6 address
        return None
    return parts if sound else None


def _dotenv() -> tuple[list[str], list[str]]:
    """Return the names in `.env`, and a warning for each line of it that says nothing."""
    bindings = _bindings()
    bad = [binding.original.line for binding in bindings if binding.error]
    return (
        [binding.key for binding in bindings if binding.key],
        [f".env:{line}: is not of the form NAME=value, and is not used" for line in bad],
    )


def _bindings() -> list[Binding]:
    """Return what stands in `.env`, line by line."""
    try:
        with DOTENV.open(encoding="utf-8") as file:
            return list(parse_stream(file))
    except OSError:  # it need not be there
        return []
