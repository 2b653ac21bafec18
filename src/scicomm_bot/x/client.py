"""Publishing on X, and asking X who we are, through tweepy."""

import logging
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import requests
import tweepy

from scicomm_bot.domain.account import Account
from scicomm_bot.domain.outcome import Lost, NotSent, Outcome
from scicomm_bot.errors import CredentialsError, UnreachableError, XError
from scicomm_bot.redaction import Redactor
from scicomm_bot.transport import Answer, Call, OverdueError, TooLateError, TooLongError
from scicomm_bot.x.answers import outcome_of
from scicomm_bot.x.documents import Document, UnreadableError, document_of, errors_in, id_of, words_of
from scicomm_bot.x.session import MOST_BYTES, AnsweredError, CallSession

_TALKATIVE = {"tweepy", "oauthlib", "requests_oauthlib"}


def _quiet(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


# Below WARNING these log headers, tokens and signatures. A filter, because a level could be set again by anybody; on
# each of their loggers, because a filter does not hold for the loggers below it.
for _name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in _TALKATIVE]:
    logging.getLogger(_name).addFilter(_quiet)


@dataclass(frozen=True, slots=True, repr=False)
class XCredentials:
    """The four secrets of OAuth 1.0a user context; never shown, not even by `repr`."""

    api_key: str
    api_secret: str
    access_token: str
    access_token_secret: str


class XClient:
    """X, as one account sees it."""

    def __init__(
        self, credentials: XCredentials, api_url: str, timeout_seconds: float, now: Callable[[], datetime]
    ) -> None:
        self._credentials = credentials
        self._redactor = Redactor(getattr(credentials, name) for name in XCredentials.__slots__)
        self._api_url = api_url
        self._seconds = timeout_seconds
        self._now = now

    def publish(
        self, text: str, *, may_send: Callable[[], bool], reply_to: str | None = None, media_ids: Sequence[str] = ()
    ) -> Outcome:
        """Publish a post (https://docs.x.com/x-api/posts/create-post); never raises for what X or the network does."""
        call = Call(may_send, self._seconds)
        body: dict[str, object] = {"text": text}
        if reply_to is not None:
            body["reply"] = {"in_reply_to_tweet_id": reply_to}
        if media_ids:
            body["media"] = {"media_ids": list(media_ids)}
        try:
            self._call(call, "POST", "/2/tweets", json=body)
        except Exception as error:  # noqa: BLE001 - whatever happens, it is sorted by whether a byte was sent
            return self._outcome_of_failure(error, sending=call.sending)
        if call.answer is None:
            return Lost("no answer was kept")
        reply, media = reply_to is not None, bool(media_ids)
        return outcome_of(call.answer, self._now(), reply=reply, media=media, redact=self.redact)

    def _outcome_of_failure(self, error: Exception, *, sending: bool) -> Outcome:
        """Return what it means that there is no whole answer; `sending` says whether a byte may have been sent."""
        kind = type(error).__name__  # never its text: it may hold what was sent
        match error:
            case TooLateError():
                return NotSent("the sender came too late, or its attempt was ended; nothing was sent")
            case OverdueError() | requests.exceptions.Timeout():
                if not sending:
                    return NotSent(f"no connection to {self._api_url} within {self._seconds:g} s")
                return Lost(f"no whole answer within {self._seconds:g} s")
            case TooLongError():
                return Lost(f"an answer came that is longer than {MOST_BYTES:,} bytes, as none of X's is")
            case requests.exceptions.SSLError():
                return Lost(f"the secure connection to {self._api_url} failed")
            case requests.exceptions.RequestException() if not sending and not _by_proxy(error):
                return NotSent(f"no connection to {self._api_url}; nothing was sent")
            case _ if not sending and not _by_proxy(error):
                return NotSent(f"the request was not made; nothing was sent ({kind})")
            case _:
                return Lost(f"the connection was lost before the whole answer came ({kind})")

    def me(self) -> Account:
        """Return the account of the credentials (https://docs.x.com/x-api/users/user-lookup-me); costs one user read.

        Raises:
            XError: X cannot be reached, refuses the credentials, or answers something else.
        """
        return self._user()[0]

    def me_and_bio(self) -> tuple[Account, str]:
        """Return the account as `me` does, and its bio, at the price of the same one user read.

        Raises:
            XError: as `me`.
        """
        return self._user({"user.fields": "description"})

    def _user(self, params: dict[str, str] | None = None) -> tuple[Account, str]:
        answer = self.ask("GET", "/2/users/me", params)
        document = _document(answer)
        data = document.get("data")
        if answer.status == 200 and isinstance(data, dict):
            try:
                x_id = id_of(data.get("id"))
            except UnreadableError as error:
                raise XError(f"{self._api_url}: X's answer to /2/users/me cannot be read: {error}") from error
            return Account(id=x_id, username=_handle(data.get("username"))), str(data.get("description") or "")
        words = self.redact(words_of(document))
        if answer.status == 401:
            raise CredentialsError(
                f"{self._api_url}: X does not accept the credentials (401: {words}); check that the four are complete, "
                "not swapped and not revoked, and make new ones in X's developer console if need be"
            )
        raise XError(f"{self._api_url}: X answered {answer.status} to /2/users/me: {words or 'nothing readable'}")

    def delete(self, x_post_id: str) -> None:
        """Delete a post (https://docs.x.com/x-api/posts/delete-post); one that is not there counts as deleted.

        Raises:
            XError: X did not say that it is gone; asking again does no harm.
        """
        answer = self.ask("DELETE", f"/2/tweets/{x_post_id}")
        document = _document(answer)
        data = document.get("data")
        if answer.status == 200 and isinstance(data, dict) and data.get("deleted") is True:
            return
        if self._is_gone(x_post_id):  # deleted by a person, or by an earlier try whose answer was lost
            return
        words = words_of(document, self.redact)
        raise XError(
            f"{self._api_url}: X answered {answer.status} to deleting {x_post_id}: {words or 'it is not deleted'}; "
            "look at the account, and try again"
        )

    def _is_gone(self, x_post_id: str) -> bool:
        """Whether X says that there is no such post (https://docs.x.com/x-api/posts/post-lookup-by-post-id)."""
        answer = self.ask("GET", f"/2/tweets/{x_post_id}")
        document = _document(answer)
        first = next(iter(errors_in(document)), {})
        missing = str(first.get("type", document.get("type", ""))).endswith("/resource-not-found")
        return missing and answer.status in {200, 404}

    def ask(
        self,
        method: str,
        route: str,
        params: dict[str, str] | None = None,
        *,
        json: dict[str, object] | None = None,
    ) -> Answer:
        """Make a call that publishes nothing, and return X's whole answer, whatever its status.

        Raises:
            XError: there was no whole answer in time.
        """
        call = Call(lambda: True, self._seconds)
        try:
            self._call(call, method, route, params=params, json=json)
        except (OverdueError, requests.exceptions.Timeout) as error:
            raise UnreachableError(f"{self._api_url}: no answer within {self._seconds:g} s; try again later") from error
        except TooLongError as error:
            raise UnreachableError(
                f"{self._api_url}: the answer is longer than {MOST_BYTES:,} bytes, as none of X's is; "
                "check the network and SCICOMM_X_API_URL"
            ) from error
        except requests.exceptions.SSLError as error:
            raise UnreachableError(
                f"{self._api_url}: the secure connection failed; check the address and the clock"
            ) from error
        except Exception as error:  # requests' own, and those of what it is made of
            raise UnreachableError(
                f"{self._api_url}: no answer ({type(error).__name__}); check the network and SCICOMM_X_API_URL"
            ) from error
        if call.answer is None:
            raise UnreachableError(f"{self._api_url}: no answer was kept")
        return call.answer

    def _call(
        self,
        call: Call,
        method: str,
        route: str,
        *,
        json: dict[str, object] | None = None,
        params: dict[str, str] | None = None,
    ) -> None:
        """Make one call; afterwards `call.answer` is the whole answer, whatever its status."""
        client = tweepy.Client(
            consumer_key=self._credentials.api_key,
            consumer_secret=self._credentials.api_secret,
            access_token=self._credentials.access_token,
            access_token_secret=self._credentials.access_token_secret,
        )

        def work() -> None:
            with CallSession(call, self._api_url, self._seconds) as client.session, suppress(AnsweredError):
                client.request(method, route, params=params, json=json, user_auth=True)

        call.run(work)

    def redact(self, text: str) -> str:
        """Blot the secrets out of a text."""
        return self._redactor.text(text)


def _by_proxy(error: Exception) -> bool:
    return isinstance(error, requests.exceptions.ProxyError)


def _document(answer: Answer) -> Document:
    """Return the JSON object of an answer, an empty one where it has none."""
    try:
        return document_of(answer.body)
    except UnreadableError:
        return {}


def _handle(value: object) -> str:
    """Return a handle, empty for what cannot be one (https://help.x.com/en/managing-your-account/x-username-rules)."""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_]{1,50}", value) else ""
