"""How strong a claim is: 0 no relation, 1 correlational, 2 conditional, 3 causal."""

import pytest

from scicomm_bot.english.verbs import forms
from scicomm_bot.fidelity import claim_strength

NONE = [
    "",
    "Half of the nurses asked had worked at night.",
    "The mean age of the volunteers was 41.",
    "More research is needed to find out whether naps prevent stroke.",
    "Larger trials are needed to confirm that the drug reduces pain.",
    "This study aimed to test whether the diet lowers blood pressure.",
    "Patients should be told about the vaccine.",
    "The tablets did not reduce pain.",
    "Night work was not associated with weight gain.",
    "There was no significant difference between the two groups.",
    "The programme had little effect on smoking.",
    "However, clinical studies on patients failed to clone pre-clinical results.",
]
CORRELATIONAL = [
    "Short sleep was associated with higher blood pressure.",
    "People who slept badly were more likely to fall ill.",
    "Living near a park is linked to better moods.",
    "Shoe size correlates with reading age.",
    "Loneliness is a risk factor for dementia.",
    "Low iron predicted tiredness a year later.",
    "Smokers had weaker bones than non-smokers.",
    "Use of the pill was associated with a reduction in headaches.",
    "Pain decreased after a week.",
    "Women were at increased risk of falls.",
]
CONDITIONAL = [
    "Naps may improve memory.",
    "The gel might help wounds to heal.",
    "A tax on sugar could cut tooth decay.",
    "Loud music can damage hearing.",
    "The drug appears to slow the disease.",
    "The molecule has the potential to prevent clots.",
    "G-CSF has a potential role in nervous system regeneration.",
]
CAUSAL = [
    "Naps improve memory.",
    "The gel healed wounds in rats.",
    "Coffee raises blood pressure.",
    "The mutation leads to hearing loss.",
    "Scientists have found that the enzyme drives tumour growth.",
    "Physiotherapy was effective in relieving back pain.",
    "The rash is caused by a mite.",
    "G-CSF treatments were able to increase the survival of mice.",
    "The factor exerts neuroprotective activities by induction of neuronal regeneration.",
    "Brushing twice a day protects teeth.",
]


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [(one, strength) for strength, several in enumerate((NONE, CORRELATIONAL, CONDITIONAL, CAUSAL)) for one in several],
)
def test_a_sentence_claims_as_much_as_its_words(sentence, strength):
    assert claim_strength(sentence) == strength


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        pytest.param("Ten schools took part. Breakfast improved marks.", 3, id="a count and a cause"),
        pytest.param("Breakfast was linked to better marks. More research is needed.", 1, id="a link and a call"),
        pytest.param("Breakfast did not change marks. It was linked to moods.", 1, id="a denied cause and a link"),
        pytest.param("Breakfast may help. Ten schools took part.", 2, id="a hedge and a count"),
    ],
)
def test_of_several_sentences_the_strongest_counts(text, strength):
    assert claim_strength(text) == strength


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        pytest.param("Drugs that raise dopamine may ease withdrawal.", 2, id="a relative clause is an aside"),
        pytest.param("People with reduced hearing were linked to more visits.", 1, id="a past form describes"),
        pytest.param("An increase in sales was reported.", 0, id="a noun that looks like a verb"),
        pytest.param("A Keap1-associated protein promoted growth.", 3, id="the second half of a compound"),
        pytest.param("The results raise questions about safety.", 0, id="raising questions"),
        pytest.param("More than ten children took part.", 0, id="more than a number"),
        pytest.param("Naps do not only feel good; they improve memory.", 3, id="not only"),
    ],
)
def test_words_that_look_like_a_relation_and_are_none(sentence, strength):
    assert claim_strength(sentence) == strength


@pytest.mark.parametrize(
    ("base", "past", "all_of_them"),
    [
        ("reduce", "", {"reduce": "base", "reduces": "s", "reduced": "past", "reducing": "ing"}),
        ("modify", "", {"modify": "base", "modifies": "s", "modified": "past", "modifying": "ing"}),
        ("destroy", "", {"destroy": "base", "destroys": "s", "destroyed": "past", "destroying": "ing"}),
        ("stop", "", {"stop": "base", "stops": "s", "stopped": "past", "stopping": "ing"}),
        ("cut", "cut", {"cut": "base", "cuts": "s", "cutting": "ing"}),
        (
            "drive",
            "drove, driven",
            {"drive": "base", "drives": "s", "drove": "past", "driven": "past", "driving": "ing"},
        ),
        ("suppress", "", {"suppress": "base", "suppresses": "s", "suppressed": "past", "suppressing": "ing"}),
    ],
)
def test_the_forms_of_a_verb(base, past, all_of_them):
    assert forms(base, past) == all_of_them
