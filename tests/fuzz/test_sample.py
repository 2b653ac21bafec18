"""A few fixed seeds of `make fuzz` in every test run."""

import pytest

from fuzz.inputs import inputs
from fuzz.world import make_good


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz") / "good"
    make_good(folder)
    return folder


@pytest.mark.parametrize("first", range(9_000, 9_100, 10))
def test_mutated_inputs_give_no_traceback_and_no_silent_success(first, good, tmp_path):
    assert [(one.seed, one.kind, one.wrong) for one in inputs(first, 10, good, tmp_path / "input") if one.wrong] == []
