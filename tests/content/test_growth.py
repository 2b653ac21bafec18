"""Reading a file with very much wrong in it takes time as long as the file, and no more."""

import pytest

from scicomm_bot.content import examine
from support.growth import seconds
from support.yaml_samples import GOOD, changed, written

WRONG_FINDING = "      - {id: F, text: A., evidence: [{quote: Text of it., on: [people]}]}\n"
RIGHT_FINDING = "      - {id: f%d, text: A., evidence: [{quote: Text of it., on: [people]}]}\n"
FILES = {
    "items that are no papers": lambda n: "papers:\n" + "- x\n" * n,
    "wrong findings between right ones": lambda n: (
        GOOD + "".join(WRONG_FINDING if i % 2 else RIGHT_FINDING % i for i in range(n // 8))
    ),
    "unknown keys": lambda n: GOOD + "".join(f"        k{i}: 1\n" for i in range(n)),
    "wrong authors": lambda n: changed("      - {name: N, affiliation: A}\n", "      - {nme: N}\n" * (n // 2)),
}


def read(text):
    examine(written(text))


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_eight_times_as_much_that_is_wrong_takes_eight_times_as_long(text):
    """With room for a busy machine; what grew with the square took 64 times as long."""
    short, long = seconds(read, text(2_000)), seconds(read, text(16_000))
    assert long < 24 * max(short, 0.01)
