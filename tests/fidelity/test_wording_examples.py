"""The examples that `check --explain` shows of the rules on words."""

import pytest

from scicomm_bot.fidelity.rules.advice import advice
from scicomm_bot.fidelity.rules.cure import cure
from scicomm_bot.fidelity.rules.promises import hype, proof
from scicomm_bot.fidelity.rules.readers import significant, stigma
from scicomm_bot.fidelity.rules.relative import relative_risk_only
from scicomm_bot.fidelity.rules.study import study_type
from support.fidelity_samples import found

RULES = (advice, cure, hype, proof, study_type, significant, relative_risk_only, stigma)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_example_is_found_and_the_good_one_passes(rule):
    assert found(rule, rule.bad)
    assert not found(rule, rule.good)
