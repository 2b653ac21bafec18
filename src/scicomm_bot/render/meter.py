"""The budget of one rendering: what makes every template end, and keeps it small."""

from collections.abc import Iterable, Iterator

from jinja2.exceptions import SecurityError

BUDGET = 50_000
"""Units of one rendering: a turn, call, filter, test, comparison or sum takes one; the templates shipped take 500."""
MOST_CHARACTERS = 20_000
"""The largest value, output and source of a template, in characters and items; a post has at most 280."""

_ONE_UNIT = 20
"""Each so many characters or items that an operation handles cost one unit more."""


class OutOfBudgetError(SecurityError):
    """A template did not come to an end within its budget."""


class Meter:
    """What is left of a rendering's budget."""

    def __init__(self) -> None:
        self._left = BUDGET

    def refill(self) -> None:
        """Give the next rendering its whole budget."""
        self._left = BUDGET

    def spend(self, amount: int = 1) -> None:
        """Take from the budget.

        Raises:
            OutOfBudgetError: nothing is left.
        """
        self._left -= amount
        if self._left < 0:
            raise OutOfBudgetError("it does not come to an end, or does far more than a post needs")

    def weigh(self, value: object) -> None:
        """Take for a value what handling it costs.

        Raises:
            OutOfBudgetError: it is larger than any post could use.
        """
        size = len(value) if isinstance(value, str) else size_of(value)
        if size > MOST_CHARACTERS:
            raise OutOfBudgetError(f"it makes a value of more than {MOST_CHARACTERS:,} characters")
        self.spend(1 + size // _ONE_UNIT)

    def turns(self, items: Iterable[object]) -> Iterator[object]:
        """Yield the items, at the price of one each."""
        for item in items:
            self.spend()
            yield item


def size_of(value: object) -> int:
    """Return how many characters and items a value holds, those inside it included; a record counts 1.

    Stops counting above `MOST_CHARACTERS`: a list may hold itself a thousand times over.
    """
    total, inside = 0, [value]
    while inside and total <= MOST_CHARACTERS:
        one = inside.pop()
        if not isinstance(one, str | list | tuple | dict | set | range):
            total += 1
            continue
        total += len(one)
        if total <= MOST_CHARACTERS and not isinstance(one, str | range):
            inside.extend(one)
            if isinstance(one, dict):
                inside.extend(one.values())
    return total
