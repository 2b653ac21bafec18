"""X, as the account of the settings' credentials sees it."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scicomm_bot.errors import SettingsError
from scicomm_bot.hosts import is_loopback
from scicomm_bot.settings import Settings, env_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scicomm_bot.app.metering import MeteredPublisher
    from scicomm_bot.bot import Clock
    from scicomm_bot.domain.account import Account
    from scicomm_bot.ledger import SqlLedger
    from scicomm_bot.x import XClient


class Network:
    """Connects to X; nothing is asked before it is needed."""

    def __init__(self, settings: Settings, clock: "Clock") -> None:
        self._settings = settings
        self._clock = clock
        self._asked: Account | None = None

    @property
    def missing_credentials(self) -> list[str]:
        """The environment variables of the credentials that are not set."""
        return self._settings.missing_credentials()

    @property
    def api_url(self) -> str:
        """Where X's API is."""
        return self._settings.x_api_url

    @property
    def in_the_clear(self) -> list[str]:
        """What would go over a network without encryption, each with the remedy."""
        asked = {"x_api_url": "anybody on the way could read what is sent, and post in the account's name"}
        if self._settings.retraction_check:
            asked["crossref_url"] = "anybody on the way could say that a retracted paper stands"
        return told_in_the_clear(self._settings, asked)

    def client(self) -> "XClient":
        """Return X, as the account of the credentials sees it.

        Raises:
            SettingsError: credentials are missing, or would go over a network without encryption; says what to do.
        """
        if self.in_the_clear:
            raise SettingsError("\n".join(self.in_the_clear))
        if missing := self.missing_credentials:
            raise SettingsError(
                f"posting on X takes credentials; missing: {', '.join(missing)}. Make an app with read and write "
                "permission in X's developer console (https://console.x.com), copy its API key and secret and the "
                "account's access token and secret into .env or files in "
                "/run/secrets (docs/configuration.md), or rehearse with --dry-run"
            )
        from scicomm_bot.x import XClient, XCredentials

        credentials = XCredentials(**self._settings.credentials())
        return XClient(credentials, self._settings.x_api_url, self._settings.x_timeout_seconds, self._clock.now)

    def adopt(self, account: "Account", ledger: "SqlLedger") -> None:
        """Keep the account of the credentials in the ledger.

        Raises:
            LedgerError: the ledger belongs to another account.
        """
        ledger.adopt(account, self._settings.fingerprint())

    def note_user_read(self, ledger: "SqlLedger") -> None:
        """Write down that X was asked whose the credentials are, and has said it."""
        from scicomm_bot.app.metering import note_user_read

        note_user_read(ledger, self._settings.price_list(), self._clock.now())

    def account(self, client: "XClient", ledger: "SqlLedger") -> "Account":
        """Return the account of the credentials; X is asked where the ledger has none, once in the life of this object.

        The question costs a user read, and the answer stays the same: credentials that belong to another account are
        refused again for nothing.

        Raises:
            LedgerError: the ledger belongs to another account.
            XError: X does not say who we are.
        """
        known = ledger.account_for(self._settings.fingerprint())
        if known is not None:
            return known
        if self._asked is None:
            self._asked = client.me()
            self.note_user_read(ledger)
        self.adopt(self._asked, ledger)
        return self._asked

    def publisher(self, client: "XClient", ledger: "SqlLedger") -> "tuple[Account, MeteredPublisher]":
        """Return the account of the credentials, and what publishes and reads the timeline as it.

        What it reads is written down in the ledger.

        Raises:
            LedgerError: the ledger belongs to another account.
            XError: X does not say who we are.
        """
        from scicomm_bot.app.metering import MeteredPublisher
        from scicomm_bot.x import XPublisher

        account = self.account(client, ledger)
        inner = XPublisher(client, account.id, self._clock.now)
        return account, MeteredPublisher(inner, ledger, self._settings.price_list(), self._clock.now)


def told_in_the_clear(settings: Settings, asked: "Mapping[str, str]") -> list[str]:
    """Return which addresses of the settings would be reached without encryption, each with the harm and the remedy.

    Args:
        settings: The settings.
        asked: Names of fields that hold an address -> what harm could be done.
    """
    return [
        f"{env_name(field)} is {url}: {harm}; write https://{urlsplit(url).netloc}"
        for field, harm in asked.items()
        if _in_the_clear(url := getattr(settings, field))
    ]


def _in_the_clear(url: str) -> bool:
    """Whether what is sent to an address of the settings leaves this machine without encryption."""
    parts = urlsplit(url)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")
