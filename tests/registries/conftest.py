import pytest

from support.registries_standin import LoopbackRegistries


@pytest.fixture
def registries():
    with LoopbackRegistries() as server:
        yield server
