"""The session through which tweepy makes one call to X."""

from typing import Any

import requests

from scicomm_bot.transport import Answer, Call, OneCallSession, whole_body

TWEEPYS_HOST = "https://api.twitter.com"
"""What tweepy 4 has fixed in `BaseClient.request`."""
MOST_BYTES = 20_000_000
"""No answer of X's is longer: a page of 100 long posts of 25,000 letters each, as JSON."""


class AnsweredError(Exception):
    """The whole answer is kept. What tweepy would make of it is not asked, so it is not given to tweepy."""


class CallSession(OneCallSession):
    """The session that one call of tweepy's is made with; tweepy gives each request its own credentials."""

    def __init__(self, call: Call, api_url: str, seconds: float) -> None:
        super().__init__(call)
        self._call = call
        self._api_url = api_url
        self._seconds = seconds

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - as in requests
        """Send to `api_url` what tweepy addresses to its own host, and keep the whole answer.

        Raises:
            AnsweredError: always, once the answer is kept.
            TooLongError: the answer is longer than MOST_BYTES.
        """
        address = str(url).replace(TWEEPYS_HOST, self._api_url, 1)
        kwargs |= {"allow_redirects": False, "timeout": self._seconds, "stream": True}
        with super().request(method, address, *args, **kwargs) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            self._call.answered(Answer(response.status_code, headers, whole_body(response, MOST_BYTES)))
        raise AnsweredError
