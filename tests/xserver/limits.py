"""X's rate limits, told in headers [fundamentals/rate-limits]: `limit`, `remaining`, and `reset` in Unix seconds."""

from __future__ import annotations

import threading

WINDOW = 15 * 60
LIMITS = {  # per user and 15 minutes
    "POST /2/tweets": 100,
    "DELETE /2/tweets/:id": 50,
    "GET /2/users/me": 75,
    "GET /2/users/:id/tweets": 900,
}


class RateLimits:
    """Counts requests by route. Windows are quarters of the hour here; X's begin with the first request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._used: dict[str, tuple[int, int]] = {}

    def count(self, route: str, now: float) -> None:
        with self._lock:
            self._used[route] = (int(now) // WINDOW, self._in_window(route, now) + 1)

    def exceeded(self, route: str, now: float) -> bool:
        """Whether the last request counted was one too many."""
        with self._lock:
            return self._in_window(route, now) > LIMITS[route]

    @staticmethod
    def reset(now: float) -> int:
        return (int(now) // WINDOW + 1) * WINDOW

    def headers(self, route: str, now: float) -> dict[str, str]:
        """For any route; one that X does not have gets a limit of 100."""
        limit = LIMITS.get(route, 100)
        with self._lock:
            remaining = max(limit - self._in_window(route, now), 0)
        return {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(remaining),
            "x-rate-limit-reset": str(self.reset(now)),
        }

    def _in_window(self, route: str, now: float) -> int:
        window, used = self._used.get(route, (0, 0))
        return used if window == int(now) // WINDOW else 0
