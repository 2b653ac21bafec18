"""Words that readers take otherwise."""

import pytest

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.readers import significant, stigma
from scicomm_bot.fidelity.rules.relative import relative_risk_only
from support.fidelity_samples import found

RELATIVE = [
    "Coffee drinkers had gallstones a fifth less often",
    "Nausea was more frequent (up 9%)",
    "Rats walked 50% further",
    "The drug doubles the risk",
    "Survival doubled in mice",
    "The risk was halved",
    "Mice lived 30% longer",
    "It cut the risk by 30 percent",
    "30 per cent fewer relapses",
    "A 25% reduction in falls",
    "A reduction of 25% in falls",
    "A threefold rise in risk",
    "A 3-fold increase",
    "Twice as many mice survived",
    "Mice were three times as likely to survive",
    "Three times more falls",
    "Thirty percent longer survival",
    "It reduces deaths by up to 40%",
    "Risk fell 20%",
    "Half the risk of stroke",
    "A 50% lower risk",
    "Mortality was reduced by nearly half, i.e. cut by 48%",
    "It tripled survival",
    "20% more likely to fall",
    "a 15% relative risk reduction",
]
ABSOLUTE = [
    "Cells were harmed at a tenfold concentration",
    "Ten-fold higher doses were given",
    "The share whose migraine days were halved rose from 24% (placebo) to 38% (drug)",
    "The risk rose from 1 to 2 in 1,000",
    "The risk doubled, from 1 in 1,000 to 2 in 1,000",
    "40% of participants slept better",
    "Survival was 40% with the drug and 20% without",
    "The risk fell by 50%, from 2% to 1%",
    "Falls were halved: 5 of 100 people against 10 of 100",
    "It rose by 5 percentage points",
    "The drug was given twice a day",
    "Three times a week, mice ran",
    "A double-blind trial",
    "The half-life was 3 hours",
    "Half of the mice survived",
    "30% of the mice lived longer than a year",
    "The 95% confidence interval",
    "A 5% glucose solution",
    "G-CSF is a 19.6-kDa growth factor",
    "The protein is folded",
    "Twice the mice were weighed, daily",
]
STIGMA = [
    "the elderly are at risk",
    "It was studied in the obese",
    "ALS victims",
    "A victim of ALS",
    "people who suffer from ALS",
    "She suffers from ALS",
    "those suffering from ALS",
    "ALS sufferers",
    "afflicted with ALS",
    "wheelchair-bound people",
    "confined to a wheelchair",
    "patients failed treatment",
    "Patients who failed riluzole were given G-CSF",
    "The patients failed to respond",
    "People with ALS failed to improve",
    "people with spinal cord injury failed to improve",
    "battling ALS",
    "lost his battle with ALS",
    "schizophrenics took part",
    "ALS is a death sentence",
    "the disabled",
    "#ALSVictims",
    "#ALSWarriors",
]
RESPECT = [
    "elderly people took part",
    "the elderly population of the town",
    "the obese patient group",
    "people with ALS",
    "Clinical studies on ALS patients failed to reproduce it",
    "Studies in people with ALS failed to reproduce the results",
    "Clinical studies in people with amyotrophic lateral sclerosis (ALS) failed to reproduce the pre-clinical results.",
    "In patients, G-CSF failed to slow the disease",
    "The treatment failed in patients",
    "The studies suffer from small samples",
    "The data suffered from gaps",
    "Trials with patients failed",
    "The result is invalid",
    "Senile plaques were counted",
    "Battery life was measured",
    "People who use a wheelchair took part",
]


@pytest.mark.parametrize(
    "text",
    [
        "significant efficacy of G-CSF in mice",
        "G-CSF significantly increased survival",
        "a statistically significant benefit",
        "The difference was not significant",
        "of clinical significance",
        "Survival in mice #Significant",
    ],
)
def test_a_significance_that_is_not_explained_is_found(text):
    assert len(found(significant, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a benefit of G-CSF in mice",
        "a statistically significant benefit (more than chance would explain)",
        "The difference was significant, that is, unlikely to be due to chance.",
        "Significant others took part",
        "Insignificant amounts",
        "This signifies that mice lived longer",
    ],
)
def test_a_significance_that_is_explained_or_plain_passes(text):
    assert not found(significant, text)


@pytest.mark.parametrize("text", RELATIVE)
def test_a_change_without_its_baseline_is_found(text):
    assert found(relative_risk_only, text), text


@pytest.mark.parametrize("text", ABSOLUTE)
def test_absolute_figures_and_plain_shares_pass(text):
    assert not found(relative_risk_only, text), text


@pytest.mark.parametrize("text", STIGMA)
def test_words_that_belittle_people_are_found(text):
    assert found(stigma, text), text


@pytest.mark.parametrize("text", RESPECT)
def test_people_named_as_people_and_failed_studies_pass(text):
    assert not found(stigma, text), text


def test_the_message_says_what_to_write_instead():
    (one,) = found(stigma, "ALS sufferers took part")
    assert one.instead == "write instead: people with ..."


@pytest.mark.parametrize(
    ("text", "quote", "level"),
    [
        ("The drug cut the risk of falls by 30%", "Falls: 7% against 10%.", None),
        ("Deaths were halved", "Deaths: 5% against 10%.", None),
        ("Twice as likely to fall", "Falls: 20% against 10%.", None),
        ("The drug cut the risk of falls by 30%", "The hazard ratio was 0.7.", Level.INFO),  # there is nothing to give
        ("Mice lived 9% longer", "Mice lived 9% longer.", Level.INFO),
        ("The star was 30% fainter, a 30% drop", "Flux fell from 10% to 7%.", Level.INFO),
        ("Insect biomass fell by 76%", "Biomass fell by 76%.", Level.INFO),
        ("Colds were 8% shorter", "Colds were 8% shorter.", Level.INFO),
        ("The planet is eight times as heavy", "The planet has 8 Earth masses.", Level.INFO),
    ],
)
def test_a_relative_figure_is_noted_for_a_risk_whose_figures_the_paper_has(text, quote, level):
    (remark,) = found(relative_risk_only, text, quote)
    assert remark.level is level


@pytest.mark.parametrize(
    "text",
    [
        "The difference was not significant",
        "Naps did not significantly change recall",
        "No significant trend was seen",
        "Neither drug made a significant difference",
        "There was no significant change in mice",
    ],
)
def test_what_was_not_significant_only_informs(text):
    (remark,) = found(significant, text)
    assert remark.level is Level.INFO


def test_words_on_people_ask():
    assert stigma.level is Level.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "Only a slob skips the soap",
        "The unwashed have more infections",
        "Those who can't be bothered to walk slept less",
        "It is their own fault",
        "Smokers have only themselves to blame",
    ],
)
def test_blame_and_insults_are_found(text):
    assert found(stigma, text), text
