"""What a paper denies is not affirmed; told in other words, or not told, it is let pass. All papers are made up."""

import pytest

from scicomm_bot.fidelity.rules.flipped import negative_flipped
from support.fidelity_samples import found

SWELLING = ("Cold-water therapy reduced swelling of the knee on day 3.", "people")
PAIN = ("It did not reduce pain.", "people")
WALK = ("Walking speed did not differ between the groups.", "people")
INFECTIONS = ("The number of infections was not affected.", "people")
HIPS = ("Whether the therapy helps after hip surgery is not known.", "people")
DAY = ("The therapy should not be started on the day of surgery.", "people")
MOTION = ("Range of motion remained unchanged.", "people")
AGE = ("There was no association between age and swelling.", "people")
PAINKILLERS = ("Patients did not need fewer painkillers.", "people")
MUSCLE = ("Muscle strength was not lower in the cold-water group.", "people")
FROSTBITE = ("None of the participants had frostbite.", "people")
SLEEP = ("The groups were not different in sleep quality.", "people")
VITAMIN = ("Vitamin D levels were unrelated to rye bread.", "people")
WEIGHT = ("Rye bread was not linked to body weight.", "people")
WHY = ("Interviews did not show why people stopped eating rye.", "people")
UNCLEAR = ("It remains unclear whether rye bread causes the difference.", "people")
MEN = ("Men were not less likely to eat rye than women.", "people")
CHILDREN = ("The results may not apply to children.", "people")
COST = ("Eating rye was neither expensive nor time-consuming.", "people")
CRACKS = ("Wider cracks did not close.", "unstated")
IRON = ("Women should not take iron without a blood test.", "people")
FIBROSIS = ("In rats, hepalin reduced liver fibrosis.", "animals")
STIFFNESS = ("However, a trial of hepalin in 60 patients showed no improvement of liver stiffness.", "people")
PILOT = ("In a pilot study, light improved depression scores.", "people")
SCORES = ("In 240 adults, light had no effect on depression scores.", "people")
NOT_EATING = ("Those who did not eat rye had lower iron stores.", "people")
HOURS = ("Bus drivers on night shifts slept 5 hours a day, others 7.", "people")
ACCIDENTS = ("Accident rates were not higher at night.", "people")
COFFEE = ("Coffee use was unrelated to shift length.", "people")
NAPS = ("Whether naps reduce accidents is unclear.", "people")
NO_NAP = ("Drivers who did not nap were sleepier.", "people")
INCOME = ("Neither income nor family status played a role.", "people")
WHEEL = ("No driver fell asleep at the wheel.", "people")
GLASSES = ("Light glasses failed to improve sleep.", "people")
UNTESTED = ("Amuvir was not tested in people.", "unstated")
NOT_ALL = ("Not all patients improved.", "people")


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Pain after knee surgery stayed the same with cold-water therapy.", [PAIN]),
        ("With cold-water therapy, knees were less swollen on day 3, and equally painful.", [SWELLING, PAIN]),
        ("Cold-water therapy reduced swelling on day 3.", [SWELLING, PAIN]),
        ("People in both groups walked at about the same speed.", [WALK]),
        ("The trial also measured walking speed in both groups.", [WALK]),
        ("Infections: as many with cold-water therapy as without it.", [INFECTIONS]),
        ("It is an open question if cold-water therapy is of use after hip surgery.", [HIPS]),
        ("Cold-water therapy may help after hip surgery, or may not.", [HIPS]),
        ("Cold-water therapy made no difference to how far the knee could bend.", [MOTION]),
        ("Younger and older patients had similar swelling.", [AGE]),
        ("People took just as many painkillers with cold-water therapy.", [PAINKILLERS]),
        ("Muscles kept their strength in the cold-water group.", [MUSCLE]),
        ("Frostbite was seen in zero participants.", [FROSTBITE]),
        ("Both groups slept equally well.", [SLEEP]),
        ("Body weight: the same with and without rye bread.", [WEIGHT]),
        ("Those who ate rye weighed about as much as those who did not.", [WEIGHT]),
        ("Why people gave up rye stays an open question after the interviews.", [WHY]),
        ("Men ate rye as often as women.", [MEN]),
        ("No fewer men than women ate rye.", [MEN]),
        ("The results hold for adults; children may be different.", [CHILDREN]),
        ("Eating rye bread was cheap and took little time.", [COST]),
        ("Cracks that were wider stayed open.", [CRACKS]),
        ("Women should take iron only after a blood test.", [IRON]),
        (
            "Rats given hepalin had less liver fibrosis. In 60 patients, stiffness stayed as it was.",
            [FIBROSIS, STIFFNESS],
        ),
        ("Liver cells of rats made less collagen. A trial in 60 patients saw no improvement.", [FIBROSIS, STIFFNESS]),
        (
            "Depression scores improved in a pilot study; in the trial with 240 adults, there was no effect.",
            [PILOT, SCORES],
        ),
        ("Those who ate rye had higher iron stores.", [NOT_EATING]),
        ("Some patients improved.", [NOT_ALL]),
        ("Drivers on night shifts sleep 2 hours less.", [HOURS, ACCIDENTS]),
        ("Less sleep, but not more accidents: drivers slept 5 hours a day on night shifts.", [HOURS, ACCIDENTS]),
        ("Night or day, the accident rate of bus drivers was similar.", [ACCIDENTS]),
        ("Drivers drank coffee regardless of how long their shift was.", [COFFEE]),
        ("Do naps reduce accidents? That is unclear.", [NAPS]),
        ("Naps might reduce accidents; the survey leaves that open.", [NAPS]),
        ("Drivers who napped were less sleepy.", [NO_NAP]),
        ("Income and family status played no role.", [INCOME]),
        ("All drivers stayed awake at the wheel.", [WHEEL]),
        ("Light glasses left the sleep of drivers unchanged.", [GLASSES]),
        ("Amuvir has yet to be tested in people.", [UNTESTED]),
        ("More than 200 adults took part in the trial of light and depression.", [SCORES]),
    ],
)
def test_what_is_told_in_other_words_or_not_told_is_let_pass(text, evidence):
    assert not found(negative_flipped, text, *evidence)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Cold-water therapy reduces pain after knee surgery.", [PAIN]),
        ("Knees hurt less after cold-water therapy.", [PAIN]),
        ("Cold-water therapy reduced pain, but did not change walking speed.", [PAIN, WALK]),
        ("Patients walked faster after cold-water therapy.", [WALK]),
        ("Walking speed differed between the groups, and was better with cold water.", [WALK]),
        ("Cold-water therapy lowered the number of infections.", [INFECTIONS]),
        ("The therapy helps after hip surgery as well.", [HIPS]),
        ("Cold-water therapy should be started on the day of surgery.", [DAY]),
        ("Women should take iron without a blood test.", [IRON]),
        ("Range of motion improved with cold-water therapy.", [MOTION]),
        ("Older patients had more swelling.", [AGE]),
        ("Patients needed fewer painkillers.", [PAINKILLERS]),
        ("Sleep quality was different in the two groups.", [SLEEP]),
        ("Rye bread was linked to lower body weight.", [WEIGHT]),
        ("Vitamin D levels were related to rye bread.", [VITAMIN]),
        ("The difference is caused by rye bread.", [UNCLEAR]),
        ("Men were less likely to eat rye.", [MEN]),
        ("The results apply to children.", [CHILDREN]),
        ("Wider cracks closed, too.", [CRACKS]),
        ("In a trial with 60 patients, hepalin improved liver stiffness.", [STIFFNESS]),
        ("Light improved the depression scores of 240 adults.", [PILOT, SCORES]),
        ("Accident rates were higher at night.", [HOURS, ACCIDENTS]),
        ("The longer the shift, the more coffee drivers use.", [COFFEE]),
        ("Naps reduce accidents.", [NAPS]),
        ("Income and family status played a role.", [INCOME]),
        ("Drivers fell asleep at the wheel.", [WHEEL]),
        ("Drivers slept longer with light glasses.", [GLASSES]),
        ("Amuvir was tested in people.", [UNTESTED]),
    ],
)
def test_what_the_paper_denies_or_leaves_open_is_not_affirmed(text, evidence):
    assert found(negative_flipped, text, *evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Drug X cut deaths among patients on ventilators by a third",
        "Among people on ventilators, fewer died with drug X",
        "On ventilators, drug X lowered the risk of death",
        "Drug X lowered deaths in those on oxygen",
    ],
)
def test_of_a_result_in_some_groups_but_not_in_another_the_some_may_be_told(text):
    quote = (
        "Death was lower with drug X among patients on ventilators (29% vs. 41%) but not among those receiving no support.",
        "people",
    )
    assert not found(negative_flipped, text, quote), text
