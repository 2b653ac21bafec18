"""Advice to readers."""

import pytest

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.advice import advice
from support.fidelity_samples import found

BAD = [
    "Have you asked? Let your doctor know about G-CSF.",
    "Join a choir!",
    "Plant a tree in front of your house!",
    "Time to add G-CSF to ALS care.",
    "Ask for G-CSF",
    "Ask your doctor for G-CSF",
    "Ask your doctor about G-CSF.",
    "G-CSF helps nerve cells: ask your neurologist!",
    "Talk to your doctor before changing treatment",
    "Take G-CSF",
    "Please take G-CSF early.",
    "Try G-CSF if you have ALS",
    "If you have ALS, try G-CSF.",
    "If you have ALS, ask about G-CSF.",
    "Longer survival in mice: if you have ALS, ask about G-CSF.",
    "If you have amyotrophic lateral sclerosis (ALS), ask about G-CSF.",
    "Patients should take G-CSF.",
    "People with ALS should be given G-CSF",
    "Everyone with ALS should ask about it",
    "Doctors should prescribe G-CSF to people with ALS.",
    "G-CSF should be given early.",
    "G-CSF should not be used in ALS",
    "Should people with ALS take G-CSF?",
    "You should know your options",
    "You must try this",
    "You can now ask for it",
    "Patients must be treated with G-CSF",
    "It's time to try G-CSF in ALS",
    "Worth trying: G-CSF",
    "Why not try G-CSF?",
    "Consider taking G-CSF",
    "Use G-CSF in ALS",
    "Start treatment early",
    "Don't take G-CSF",
    "Do not stop taking your medicine",
    "Eat more blueberries",
    "Drink two cups of coffee a day",
    "Avoid sugar",
    "Add walnuts to your diet",
    "In mice, survival increased. Ask for it at your clinic.",
    "We recommend G-CSF for people with ALS",
    "G-CSF is recommended in ALS",
    "Doctors recommend G-CSF",
    "Switch to G-CSF",
    "Demand G-CSF from your hospital",
    "G-CSF was studied in mice #AskYourDoctor",
    "In mice, survival increased #TryGCSF",
    "Your neurologist can prescribe G-CSF",
    "Patients ought to get G-CSF",
    "The authors say that patients should get G-CSF",
    "Seek treatment now",
    "Get G-CSF today",
    "Swap butter for olive oil",
    "Make sure you get enough vitamin D",
    "Clinicians should consider G-CSF in ALS.",
    "Never skip a dose",
    "Parents should limit screen time",
    "Insist on G-CSF",
]
GOOD = [
    "Whether G-CSF should be used in people is not answered by this review.",
    "Get the facts: clinical studies did not reproduce pre-clinical results.",
    "Mouse results should not raise hopes",
    "Larger studies are needed before it can be concluded that this surgery should be advised",
    "Confounding should be considered in further studies",
    "The DRINK trial compared doses",
    "Further research is recommended.",
    "The review looks at studies of G-CSF",
    "Fifty people took part.",
    "People with ALS took part in the trial",
    "The reaction takes place in nerve cells",
    "Mice took longer to fall",
    "A trial in people is under way",
    "Researchers are trying to learn why.",
    "G-CSF should be studied further.",
    "Further studies should include people with ALS",
    "Studies in people should last longer.",
    "The results should be confirmed in larger trials",
    "The result should be read with caution.",
    "Should the results hold, larger trials will follow",
    "Future trials must show whether it helps people",
    "Researchers should compare doses in mice first",
    "This should not be taken as advice",
    "The review does not say that patients should take G-CSF.",
    "That does not mean people with ALS should try it",
    "The paper gives no advice on who should take it",
    "It is no reason to ask your doctor for G-CSF.",
    "Whether it should be studied in people is open",
    "People who take statins were compared with people who do not",
    "Patients take riluzole",
    "Participants were told that they should walk every day",
    "Cells must divide to grow",
    "Cells need it to multiply and to mature.",
    "Take-home message: studies in people did not reproduce the benefit",
    "Use of G-CSF was studied in mice",
    "Use in people: studies did not reproduce the benefit",
    "Start of treatment: day 60",
    "Mice that eat, drink and take exercise lived longer",
    "What about people? Clinical studies did not reproduce it.",
    "Read the paper for the details",
    "Ask the authors",
    "Get the paper here",
    "Treatment with G-CSF increased the survival of mice",
    "The recommended dose was given",
    "More patients should be studied",
    "The authors recommend further studies.",
    "We recommend more research in people.",
    "Try as they might, cells did not grow",
    "The mice were given G-CSF",
    "Note that the benefit was seen in mice alone",
    "Stop codons were found",
    "Exercise was linked to better sleep",
    "Demand for G-CSF grew",
    "These data should be interpreted with care and caution",
    "We do not know what you read elsewhere",
    "The question who should be treated is open",
    "Drink intake was measured",
    "Avoidance of light was seen in flies",
    "More trials are needed before anyone can say whether it helps people",
]


@pytest.mark.parametrize("text", BAD)
def test_advice_is_found(text):
    assert found(advice, text, "G-CSF was studied in ALS."), text


@pytest.mark.parametrize("text", GOOD)
def test_what_advises_nobody_passes(text):
    assert not found(advice, text, "G-CSF was studied in ALS."), text


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The guideline: patients should be offered riluzole.", "Patients with ALS should be offered riluzole."),
        ("Guideline: people with ALS should be given riluzole.", "All patients should be given riluzole."),
        ("The guideline recommends riluzole", "This guideline recommends riluzole in ALS."),
    ],
)
def test_advice_of_the_evidence_in_the_same_word_weighs_less(text, quote):
    assert [one.level for one in found(advice, text, quote)] == [Level.WARNING]


def test_a_call_for_research_in_the_evidence_excuses_no_advice():
    (one,) = found(advice, "Patients should take G-CSF", "G-CSF should be studied further.")
    assert one.level is None


def test_the_message_has_the_words():
    (one,) = found(advice, "Mice lived longer. Ask your doctor for G-CSF!", "Mice lived longer.")
    assert "\u201cAsk your\u201d" in one.what


@pytest.mark.parametrize(
    "text",
    [
        "Are you over 65? Start balance training now.",
        "Feeling lonely? Get a dog.",
        "Low on iron? Choose rye.",
        "Schools must be closed for two weeks.",
        "Every school ought to offer breathing lessons.",
        "Book a cold-water session after your knee operation.",
        "Bake your own rye bread.",
        "Employers, limit night shifts to six hours!",
        "Drivers: take a nap before the shift.",
        "Fill your lunch box with rye bread: adults who ate it had more iron.",
        "Forget about white bread.",
        "Sign your child up for breathing lessons.",
        "Parents: look for a breathing coach today.",
        "Close the schools. In a model, that delays the peak.",
    ],
)
def test_an_order_about_anything_but_reading_on_is_advice(text):
    assert found(advice, text, "G-CSF was studied in ALS.")


@pytest.mark.parametrize(
    "text",
    [
        "Start of the day with rye: adults who ate rye bread daily had higher iron stores.",
        "Open questions about rye bread stay open.",
        "Stop signs for rye bread were no part of this study.",
        "Start codons are where translation begins.",
        "Give mice the drug, and their survival increases.",
        "Choice of bread was asked for in a survey.",
        "Close contacts of patients fell ill as often.",
        "Is your bread made of rye? The survey asked 200 adults.",
        "Get to know the study: 200 adults were asked what bread they eat.",
        "Raising your heart rate was part of the test.",
        "In your knee, cartilage has no blood vessels.",
        "Forget-me-not extracts were given to rats.",
        "Open the paper for the details.",
        "Switch genes turn others on.",
        "Book chapters were excluded from the review.",
        "Buy-in of nurses was high.",
        "Training lowered blood pressure in rats.",
        "Lower iron stores were seen in adults who ate no rye.",
    ],
)
def test_what_only_begins_like_an_order_passes(text):
    assert not found(advice, text, "G-CSF was studied in ALS.")


@pytest.mark.parametrize(
    "text",
    [
        "A twist: take age into account, and the picture turns round",
        "Take smoking into consideration and the link is gone",
        "So treat the ranking of drugs with caution",
        "Take it with a pinch of salt: only 20 people took part",
        "Take another look at the mice",
        "Should everyone take vitamin V? The reviewers say that routine use is not justified.",
        "Should patients try it? Nobody can tell from these data.",
        "Must adults avoid naps? The trial found no reason for that.",
        "People who cook beans and eat them daily slept longer",
        "Why not in people?",
        "Yet another study of naps",
    ],
)
def test_an_order_to_think_and_a_question_answered_with_a_no_advise_nobody(text):
    assert not found(advice, text), text


@pytest.mark.parametrize(
    "text",
    [
        "Enjoy another cup: coffee drinkers slept longer",
        "Grab another apple",
        "Pour yourself a tea",
        "Why not pour a second cup? Coffee drinkers slept longer.",
        "Why not swap beef for beans?",
        "Stock the cupboard with beans and eat them four times a week",
        "Boil an egg, then eat it with your toast",
        "Should everyone take vitamin V? The trials found fewer colds.",
    ],
)
def test_an_invitation_is_advice(text):
    assert found(advice, text), text


@pytest.mark.parametrize(
    "text",
    [
        "Go to the library and feel less lonely",
        "Nap daily and live longer",
        "Add zinc to your skincare",
        "Bring naps into your routine",
        "Walk to work, then lose weight",
    ],
)
def test_an_order_with_its_reward_or_for_what_is_yours_is_advice(text):
    assert found(advice, text), text


@pytest.mark.parametrize(
    "text",
    [
        "Adults who nap and live longer were compared",
        "Mice nap and live longer",
        "Don't blame your genes just yet",
        "Children read and feel less lonely",
        "Do people who nap live longer?",
    ],
)
def test_who_has_a_reward_is_told_nothing(text):
    assert not found(advice, text), text
