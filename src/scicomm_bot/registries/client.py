"""A registry, as one polite program asks it.

One call at a time, with the program's name and an address to write to, no faster than the registry says
(`x-rate-limit-limit`, `x-rate-limit-interval`) or its terms ask, and none before the time for which it asked to be left
alone (429). The whole call ends in time, whatever the network does, and reads no more than a record can be long.
"""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import requests

from scicomm_bot.registries.answers import LONGEST_WAIT, CannotLookUp, Found
from scicomm_bot.transport import Answer, Call, OneCallSession, OverdueError, TooLongError, whole_body

CALL_SECONDS = 7.5
"""How long a whole question may take; less than a service has to end in."""
MOST_BYTES = 8_000_000
"""No record is longer; those with thousands of authors and references stay below."""
MOST_REDIRECTS = 3
LONGEST_GAP_SECONDS = 5.0
"""The longest wait between two calls that is waited out; for a longer one, the caller is told when to come again."""
_BEHIND = 1.0
"""How long behind the call's own end requests gives up: it calls a late body a broken connection."""
WAIT_WITHOUT_WORD = timedelta(minutes=1)
"""How long to leave a registry alone after a 429 that does not say."""


class Waits(Protocol):
    """What keeps until when a source asked to be left alone, for all who ask it; the ledger does."""

    def wait_for(self, source: str, until: datetime) -> None:
        """Write down that a source asked to be left alone until then."""

    def asked_to_wait(self, source: str) -> datetime | None:
        """Return until when a source asked to be left alone, or None."""


class WaitsInMemory:
    """Keeps them to the end of the process."""

    def __init__(self) -> None:
        self._waits: dict[str, datetime] = {}

    def wait_for(self, source: str, until: datetime) -> None:
        """Keep that a source asked to be left alone until then."""
        self._waits[source] = until

    def asked_to_wait(self, source: str) -> datetime | None:
        """Return until when a source asked to be left alone, or None."""
        return self._waits.get(source)


class Registry:
    """One registry, whatever it is asked about."""

    def __init__(
        self,
        url: str,
        *,
        version: str,
        mailto: str | None,
        now: Callable[[], datetime],
        waits: Waits | None = None,
        seconds: float = CALL_SECONDS,
        least_gap: float = 0.0,
        elapsed: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Make a client.

        Args:
            url: The registry's address without a path, e.g. `https://api.crossref.org`.
            version: This program's.
            mailto: Where they may write to when something is wrong with our calls.
            now: The time.
            waits: Keeps what they asked for beyond this process; by default it is kept to its end.
            seconds: How long a whole question may take.
            least_gap: How many seconds lie between two calls at least, whatever their answers say.
            elapsed: Seconds that nobody can set.
            sleep: Waits.
        """
        self.url = url
        self._agent = f"scicomm-bot/{version}" + (f" (mailto:{mailto})" if mailto else "")
        self._now = now
        self._waits = waits or WaitsInMemory()
        self._seconds = seconds
        self._least_gap = self._gap = least_gap
        self._elapsed = elapsed
        self._sleep = sleep
        self._next_at: float | None = None

    def get(self, path: str, *, accept: str = "application/json", within: float | None = None) -> Found | CannotLookUp:
        """Return what the registry has at a path; never raises for what the registry or the network does.

        Nothing is asked before the time for which it asked to be left alone.

        Args:
            path: From its slash on, with its query, encoded.
            accept: The media type that is wanted.
            within: How many seconds are left to the caller, waits included; None for no other limit than the client's.
        """
        now, until = self._now(), self._waits.asked_to_wait(self.url)
        if until is not None and now < until <= now + LONGEST_WAIT:
            return CannotLookUp("it asked to be left alone for a while", until)
        found = self._fetch(f"{self.url}{path}", accept, within)
        if isinstance(found, CannotLookUp) and found.until is not None:
            self._waits.wait_for(self.url, found.until)
        return found

    def _fetch(self, address: str, accept: str, within: float | None) -> Found | CannotLookUp:
        """Ask, and follow where the registry leads on its own host."""
        ends = self._elapsed() + self._seconds
        last = None if within is None else self._elapsed() + within
        for hop in range(MOST_REDIRECTS + 1):
            answer = self._ask(address, accept, ends, last)
            if isinstance(answer, CannotLookUp):
                return answer
            if answer.status not in {301, 302, 303, 307, 308}:
                return self._found(answer, moved=hop > 0)
            to = urljoin(address, answer.headers.get("location", ""))
            if urlsplit(to)[:2] != urlsplit(self.url)[:2]:
                return CannotLookUp("it leads to another host")
            address = to
        return CannotLookUp("it leads from one address to the next without end")

    def _found(self, answer: Answer, *, moved: bool) -> Found | CannotLookUp:
        if answer.status == 404:
            return Found(None)
        if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
            return CannotLookUp(f"it answered {answer.status} and asks to wait", self._come_again(answer))
        if answer.status != 200:
            return CannotLookUp(f"it answered {answer.status}")
        return Found(answer.body, moved=moved)

    def _come_again(self, answer: Answer) -> datetime:
        """Read Retry-After (RFC 9110, 10.2.3): seconds, or a date."""
        now, word = self._now(), answer.headers.get("retry-after", "").strip()
        wait = WAIT_WITHOUT_WORD
        if re.fullmatch(r"\d{1,9}", word):
            wait = timedelta(seconds=int(word))
        elif word:
            try:
                wait = parsedate_to_datetime(word) - now
            except (ValueError, TypeError):  # no date, or one without its zone
                wait = WAIT_WITHOUT_WORD
        return now + min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)

    def _ask(self, address: str, accept: str, ends: float, last: float | None) -> Answer | CannotLookUp:
        """Make one call, within the time that is left; the body is read up to a limit."""
        wait = 0.0 if self._next_at is None else self._next_at - self._elapsed()
        if wait > LONGEST_GAP_SECONDS:
            return CannotLookUp("it asks for fewer calls", self._now() + timedelta(seconds=wait))
        if last is not None and self._elapsed() + max(wait, 0.0) >= last:
            return CannotLookUp("the time for this record is used up")
        if wait > 0:
            self._sleep(wait)
            ends += wait
        left = max((ends if last is None else min(ends, last)) - self._elapsed(), 0.001)
        call = Call(lambda: True, left)
        headers_sent = {"User-Agent": self._agent, "Accept": accept}

        def work() -> None:
            with (
                OneCallSession(call) as session,
                session.get(
                    address, headers=headers_sent, allow_redirects=False, timeout=left + _BEHIND, stream=True
                ) as response,
            ):
                headers = {name.lower(): value for name, value in response.headers.items()}
                call.answered(Answer(response.status_code, headers, whole_body(response, MOST_BYTES)))

        try:
            call.run(work)
        except (OverdueError, requests.exceptions.Timeout):
            return CannotLookUp(f"no whole answer within {min(self._seconds, left):.2g} s")
        except TooLongError:
            return CannotLookUp(f"its answer is longer than {MOST_BYTES:,} bytes")
        except Exception as error:  # noqa: BLE001 - whatever happens on the way, nothing was learned
            return CannotLookUp(f"no answer ({type(error).__name__})")
        finally:
            self._next_at = self._elapsed() + self._gap
        if call.answer is None:
            return CannotLookUp("no answer was kept")
        self._keep_pace(call.answer)
        return call.answer

    def _keep_pace(self, answer: Answer) -> None:
        """Space the calls as the registry asks: `x-rate-limit-limit: 10`, `x-rate-limit-interval: 1s`."""
        limit = re.fullmatch(r"\s*(\d{1,9})\s*", answer.headers.get("x-rate-limit-limit", ""))
        interval = re.fullmatch(r"\s*(\d{1,9})\s*s?\s*", answer.headers.get("x-rate-limit-interval", ""))
        if limit and interval:
            self._gap = max(self._least_gap, int(interval[1]) / max(1, int(limit[1])))
            self._next_at = self._elapsed() + self._gap
