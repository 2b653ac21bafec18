import pytest

from support.crossref_standin import LoopbackCrossref


@pytest.fixture
def crossref():
    with LoopbackCrossref() as server:
        yield server
