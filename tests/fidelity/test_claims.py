"""A post claims no more than its evidence: "may" stays a may, and a correlation is no cause."""

import pytest

from scicomm_bot.domain.paper import Study
from scicomm_bot.fidelity.rules.claims import cause_from_correlation, reader_promise, strength_up
from support.fidelity_samples import found, paper_with

ROLE = "Considering the potential role of G-CSF in nervous system regeneration, this study aimed to review the studies."
MICE = ("G-CSF treatments were able to increase the survival of mice.", "animals")
NEGATIVE = ("However, clinical studies on ALS patients failed to clone pre-clinical results.", "people")
ACTIVITIES = "G-CSF exerts neuroprotective activities by induction of neuronal regeneration."
ESSENTIAL = "G-CSF is a growth factor which is essential for the proliferation of granulocyte progenitors."
PILLS = ("Pills were taken by 7.2% of those who cycled and by 9.1% of those who drove.", "people")  # made up
SHIFTS = ("Women who had worked night shifts for 20 years were more likely to have cancer.", "people")  # made up
LINK = ("Daily coffee was associated with a lower risk of stroke.", "people")


def both(text, *evidence, **more):
    rules = (strength_up, cause_from_correlation)
    return [(rule.id, one) for rule in rules for one in found(rule, text, *evidence, **more)]


def ids(text, *evidence, **more):
    return [rule_id for rule_id, _ in both(text, *evidence, **more)]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("G-CSF will regenerate nerves.", ROLE),
        ("G-CSF regenerates the nervous system.", ROLE),
        ("G-CSF can regenerate nerves.", ROLE),
        ("Good news: G-CSF repairs nerves!", "G-CSF may contribute to the repair of nerves."),
        ("Naps prevent migraine.", "Naps might prevent migraine."),
        ("Zinc shortens colds.", "Zinc can shorten colds under some conditions."),
        ("Coffee can prevent stroke.", LINK),
        ("The drug slows ALS.", "The drug did not slow ALS."),
        ("The drug slows ALS.", "We studied whether the drug slows ALS."),
        ("The drug slows ALS.", "The aim of the trial was to evaluate the effect of the drug on ALS."),
        ("Zinc is effective against colds.", "Zinc may be effective against colds."),
        ("Yoga lowers blood pressure.", "Yoga could possibly lower blood pressure."),
        ("Poor sleep leads to weight gain.", "Poor sleep is a possible cause of weight gain."),
        ("The vaccine stops infection.", "The vaccine has promise against infection."),
        ("Vaccines cut infections.", "If vaccines were effective, infections could fall."),
        # The paper's own verb without its "may", and a promise.
        ("The molecule docks onto the virus.", "The molecule may dock onto the virus."),
        ("Nerves will grow back.", "The growth factor may help nerves to grow back."),
        ("The drug works in people.", "The drug may be worth testing in people."),
        ("The drug keeps reducing cough for years.", "Effects beyond 8 weeks are unknown."),
    ],
)
def test_a_claim_above_its_evidence_is_found(text, evidence):
    assert ids(text, evidence) == ["strength-up"]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("X causes ALS.", "X was associated with ALS."),
        ("Coffee prevents strokes.", LINK),
        ("Coffee lowers the risk of stroke.", LINK),
        ("Night work makes people ill.", "Night work was linked to more days of illness."),
        ("Loneliness leads to dementia.", "Loneliness is a risk factor for dementia."),
        ("Naps protect the heart.", "People who napped had lower rates of heart disease."),
        ("Screens harm sleep.", "Screen time correlated with shorter sleep."),
        ("Smoking delays healing.", "Smoking was associated with slower healing."),
        ("Smog triggers asthma.", "Children near main roads were more likely to have asthma."),
        ("Tea cuts deaths.", "Tea drinkers had a reduced risk of death compared with others."),
        ("Being lonely damages the brain.", "Loneliness predicted lower brain volume."),
        ("Obesity is caused by short sleep.", "Short sleep was related to obesity."),
    ],
)
def test_a_cause_made_of_a_correlation_is_found(text, evidence):
    assert ids(text, evidence) == ["cause-from-correlation"]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        # The same tier in other words.
        ("G-CSF has a potential role in nerve regeneration.", [ROLE]),
        ("G-CSF may help nerves to regenerate.", [ROLE]),
        ("A review looks at whether G-CSF could regenerate nerves.", [ROLE]),
        ("X was associated with ALS.", ["X was associated with ALS."]),
        ("Coffee drinkers had fewer strokes.", [LINK]),
        ("Coffee was linked to a reduction in strokes.", [LINK]),
        ("People who drink coffee daily were less likely to have a stroke.", [LINK]),
        ("Coffee drinkers tended to have fewer strokes. That does not show that coffee prevents them.", [LINK]),
        ("Does coffee prevent strokes? The two go together.", [LINK]),
        ("In mice, G-CSF increased survival.", [MICE]),
        ("Mice given G-CSF lived longer.", [MICE]),
        ("In mice, survival increased with G-CSF.", [MICE]),
        ("In mice, G-CSF prolonged life.", [MICE]),
        ("G-CSF protects nerve cells and induces their regeneration.", [ACTIVITIES]),
        ("The early cells need G-CSF to multiply: it drives their growth.", [ESSENTIAL]),
        ("Zinc can shorten colds.", ["Zinc can shorten colds."]),
        ("Zinc could shorten colds.", ["Zinc may shorten colds."]),
        ("Zinc appears to shorten colds.", ["Zinc seems to shorten colds."]),
        # Several quotations.
        ("In mice, G-CSF increased survival. Studies in people with ALS did not reproduce it.", [MICE, NEGATIVE]),
        ("In a mouse model of ALS, G-CSF extended life. In people with ALS, results failed.", [NEGATIVE, MICE]),
        ("G-CSF protects nerve cells. In people, studies did not reproduce benefits.", [ACTIVITIES, NEGATIVE]),
        ("In mice, G-CSF increased survival. It may have a role in regeneration.", [MICE, ROLE]),
        # Denials, aims, calls and names.
        ("The drug did not slow ALS.", ["The drug did not slow ALS."]),
        ("Studies in people failed to show that G-CSF slows ALS.", [NEGATIVE]),
        ("A trial tested whether the drug slows ALS.", ["We tested whether the drug slows ALS."]),
        ("The review examined the effect of G-CSF on survival.", [ROLE]),
        ("More research is needed to show that G-CSF improves survival.", [ROLE]),
        ("Trials will show whether nerves grow back.", ["The growth factor may help nerves to grow back."]),
        ("Researchers increased the dose. Sleep was linked to it.", ["The dose was associated with sleep."]),
        ("It made no difference to sleep.", ["The dose did not change sleep."]),
        ("Attempts to repeat pre-clinical results in people were unsuccessful.", [NEGATIVE]),
        ("Pills: 7.2% of those who cycled to work against 9.1% of those who drove.", [PILLS]),
        ("Cancer was more common in women with 20 years of night shifts behind them.", [SHIFTS]),
        ("In smokers, wounds tend to heal more slowly.", ["Smoking is associated with slower wound healing."]),
        # Verbs that the lists do not know.
        ("The enzyme cuts DNA.", ["The enzyme cleaved DNA at two sites."]),
        ("ALS damages nerve cells.", ["ALS is a disorder characterized by neuronal degeneration."]),
        ("In the trial, the gel reduced pain.", ["Pain scores were lower with the gel than with placebo."]),
        ("In rats, the diet improved memory.", [("Rats on the diet had better memory than controls.", "animals")]),
    ],
)
def test_a_faithful_paraphrase_passes(text, evidence):
    assert both(text, *evidence) == []


def test_what_an_experiment_took_away_is_no_denial():
    quote = "Flies lacking the enzyme showed impaired memory."
    assert both("Losing the enzyme impairs memory in flies.", (quote, "animals")) == []
    assert ids("Losing the enzyme impairs memory in flies.", ("Flies did not show impaired memory.", "animals"))


def test_a_difference_in_a_randomised_trial_is_an_effect():
    quote = "Pain was lower in the group with the gel."
    trial = paper_with(quote, study=Study(kind="randomised trial", peer_reviewed=True, on=("people",)))
    survey = paper_with(quote, study=Study(kind="observational study", peer_reviewed=True, on=("people",)))
    assert both("The gel reduced pain.", quote, paper=trial) == []
    assert ids("The gel reduced pain.", quote, paper=survey) == ["cause-from-correlation"]


def test_of_two_quotations_the_one_that_speaks_of_the_claim_counts():
    hope = "Zinc might shorten colds in winter."
    fact = "Vitamin C raised the number of white blood cells."
    assert ids("Zinc shortens colds in winter.", hope, fact) == ["strength-up"]
    assert both("Vitamin C raised the number of white blood cells.", hope, fact) == []


def test_what_is_found_names_both_sides_and_a_way_to_write_it():
    ((_, one),) = both("Coffee prevents strokes.", LINK)
    assert "“coffee prevents”" in one.what.lower()
    assert "“associated”" in one.what
    assert "was associated with" in one.instead


def test_a_sentence_is_told_once_and_each_sentence_is_told():
    assert len(both("Coffee prevents strokes and reduces deaths. Coffee heals.", LINK)) == 1
    assert len(both("Coffee prevents strokes. Coffee reduces deaths.", LINK)) == 2


def test_the_authors_post_has_no_claim_to_compare():
    assert both("Coffee prevents strokes.", LINK, kind="authors") == []


COHORT = Study(kind="observational study", peer_reviewed=True, on=("people",))
MODEL = Study(kind="modelling study", peer_reviewed=True, on=("people",))


@pytest.mark.parametrize(
    "text",
    [
        "Coffee prevents deaths",
        "Land use has caused the loss",
        "Thanks to coffee, fewer died",
        "Too little sleep is to blame",
        "Coffee drives down blood pressure",
    ],
)
def test_an_observational_study_carries_no_cause_whatever_its_verbs(text):
    quote = "Coffee reduced deaths, and land use drove the loss."
    of = paper_with(quote, study=COHORT)
    assert found(cause_from_correlation, text, quote, paper=of), text
    trial = paper_with(quote, study=Study(kind="randomised trial", peer_reviewed=True, on=("people",)))
    assert not found(cause_from_correlation, text, quote, paper=trial)


def test_what_a_model_shrinks_passes_where_the_post_tells_of_the_model():
    quote = "A campaign lowered the projected number of cases."
    of = paper_with(quote, study=MODEL)
    assert not found(cause_from_correlation, "In the model, a campaign cuts the outbreak", quote, paper=of)
    assert found(cause_from_correlation, "A campaign cuts the outbreak", quote, paper=of)


QUOTE = "In the trial, the drug lowered blood pressure."


@pytest.mark.parametrize(
    "text",
    [
        "The drug lowers your blood pressure",
        "If you take it, your blood pressure falls",
        "The drug adds years to your life",
        "Good for your heart: the drug lowers blood pressure",
        "Your pressure drops with the drug",
    ],
)
def test_an_effect_promised_to_the_reader_is_asked_about(text):
    assert found(reader_promise, text, QUOTE), text


@pytest.mark.parametrize(
    "text",
    [
        "Does your blood pressure fall with it?",
        "The drug did not lower your blood pressure",
        "A large US study: the drug lowered blood pressure",
        "A link, mind you: the drug lowered blood pressure",
        "We know it: the numbers are small",
        "The drug lowered pressure, whichever dose we pick",
        "Have you heard of the drug? It lowered blood pressure",
    ],
)
def test_questions_denials_and_asides_to_the_reader_pass(text):
    assert not found(reader_promise, text, QUOTE), text


@pytest.mark.parametrize(
    "text",
    [
        "Traps stood in 63 protected areas",
        "The team visited 1,200 affected homes",
        "The one was more than double the other",
        "Age made a difference",
        "Trials have not shown that vitamin V, taken once you have a cold, makes it shorter",
    ],
)
def test_words_that_only_look_like_a_verb_claim_nothing(text):
    quote = "No consistent effect of vitamin V on colds was seen in 63 areas and 1,200 homes."
    assert not found(strength_up, text, quote), text


def test_a_numbered_group_that_improved_is_a_claim():
    assert found(strength_up, "Group 2 improved symptoms", "Naps may improve symptoms in group 2.")


@pytest.mark.parametrize(
    "quote",
    [
        "Inverse associations with coffee were observed for deaths due to stroke.",
        "Hospital stays due to stroke were less frequent in coffee drinkers.",
        "Deaths caused by stroke were less common in coffee drinkers.",
        "Coffee was associated with fewer injuries due to falls and strokes.",
        "Coffee drinkers had a lower risk of death due to stroke.",
    ],
)
def test_a_due_to_that_says_which_deaths_are_meant_is_no_cause(quote):
    one = paper_with(quote, study=Study(kind="cohort study", peer_reviewed=True, on=("people",)))
    assert found(cause_from_correlation, "Coffee prevents strokes", quote, paper=one), quote


def test_a_due_to_that_tells_a_cause_bears_one_out():
    assert not found(cause_from_correlation, "Pesticides caused the decline", "The decline was due to pesticides.")


@pytest.mark.parametrize(
    "text",
    [
        "Drug X slows ageing in mice",
        "Drug X slowed ageing",
        "In mice, drug X postpones cancer",
        "Drug X postponed cancer",
    ],
)
def test_what_the_paper_only_holds_possible_is_not_borne_out_by_another_result(text):
    quotes = (
        ("Drug X may act by slowing ageing, by postponing cancer, or both.", "animals"),
        ("Drug X extends lifespan in mice.", "animals"),
    )
    one = paper_with(study=Study(kind="animal study", peer_reviewed=True, on=("animals",)))
    evidence = quotes if "slow" in text else quotes[:1]
    assert found(strength_up, text, *evidence, paper=one), text


@pytest.mark.parametrize("text", ["Trees will lower the peak", "Trees will cool the city", "Shade will help the city"])
def test_what_could_be_is_not_what_will_be(text):
    assert found(strength_up, text, "Planting trees could lower the summer peak."), text


@pytest.mark.parametrize("text", ["Trees could lower the peak", "Trees can lower the peak", "A trial will show"])
def test_what_could_be_may_be_told_as_that(text):
    assert not found(strength_up, text, "Planting trees could lower the summer peak."), text


def test_what_stands_behind_an_if_is_no_claim():
    quote = "It is unclear which part of green prescriptions may help."
    assert found(strength_up, "If green prescriptions reduce stress, nobody can say how", quote) == []
