"""Posts on one review and on drugs made up for the purpose, with what the rules on species and negatives say."""

from scicomm_bot.domain.paper import Paper
from scicomm_bot.fidelity.reading import Reading
from scicomm_bot.fidelity.rules import flipped, negatives, species
from support.fidelity_samples import paper_with, reading

ACTIVITIES = (
    (
        "G-CSF exerts neuroprotective activities by induction of neuronal regeneration, inhibition of neuronal apoptosis, "
        "mobilization of Hematopoietic stem cells (HSCs), regulation of pro and anti-inflammatory cytokines, and "
        "activation of angiogenesis."
    ),
    "unstated",
)
DISORDER = (
    (
        "Amyotrophic lateral sclerosis (ALS) is a neurodegenerative disorder characterized by neuronal degeneration and "
        "inflammation in the nerves."
    ),
    "unstated",
)
SURVIVAL = ("G-CSF treatments were able to increase the survival of mice.", "animals")
NEGATIVE = ("However, clinical studies on ALS patients failed to clone pre-clinical results.", "people")
REVIEW = paper_with(" ".join(quote for quote, _ in (DISORDER, ACTIVITIES, SURVIVAL, NEGATIVE)))

# What follows is made up.
CULTURED = ("Drug X protected cultured motor neurons from death.", "cells")
IN_VITRO = ("In vitro, drug X reduced apoptosis of motor neurons.", "cells")
FASTER = ("Drug X improved walking speed in patients.", "people")
NOT_FASTER = ("Drug X did not improve walking speed in patients.", "people")
NO_EFFECT = ("Drug X had no effect on survival in patients.", "people")
Y_MICE = ("In a mouse model of Parkinson's disease, drug Y restored movement.", "animals")
Y_PEOPLE = ("A phase II trial in patients showed no significant difference from placebo.", "people")
Z_CELLS = ("Compound Z inhibited the growth of breast cancer cells in vitro.", "cells")
COFFEE = ("Higher coffee intake was associated with lower mortality in adults.", "people")
V_RATS = ("Vitamin V reduced tumour size in rats.", "animals")
V_PEOPLE = ("In humans, however, no benefit of vitamin V was observed.", "people")
B_FISH = ("Zebrafish larvae exposed to B recovered fin movement within five days.", "animals")
W_PEOPLE = ("The trial did not meet its primary endpoint in people with diabetes.", "people")
W_MONKEYS = ("W lowered blood sugar in diabetic monkeys.", "animals")
MEMORY = ("Neither memory nor attention improved in older adults.", "people")

HEPALIN_RATS = ("In rats, hepalin reduced liver fibrosis.", "animals")
HEPALIN_PEOPLE = ("However, a trial of hepalin in 60 patients showed no improvement of liver stiffness.", "people")
COLLAGEN = ("Collagen production fell by half in treated cultures.", "cells")
FEVER = ("The vaccine cut fever by two days.", "animals")
VOLUNTEERS = ("A first trial in 40 volunteers did not find an antibody response.", "people")
KLM4 = ("Mice without the gene KLM4 kept 70% of their light-sensing cells; other mice kept 25%.", "animals")

MICE_LIVED = "In mice, G-CSF increased survival. "
"""What a post tells before it comes to people."""
TOO = " Clinical studies in people did not reproduce this."
"""What makes a post on a benefit in mice whole."""

RULES = (
    species.species_missing,
    species.species_late,
    species.human_inference,
    flipped.negative_flipped,
    negatives.negative_overstated,
)


def paper_of(evidence: list[tuple[str, str]]) -> Paper:
    """The review, or a paper whose abstract is the evidence."""
    if any(one in evidence for one in (ACTIVITIES, DISORDER, SURVIVAL, NEGATIVE)):
        return REVIEW
    return paper_with(" ".join(quote for quote, _ in evidence))


def post_of(text: str, evidence: list[tuple[str, str]], **more) -> Reading:
    """Read a post that rests on this evidence."""
    return reading(text, *evidence, paper=paper_of(evidence), **more)


def raised(text: str, evidence: list[tuple[str, str]]) -> set[str]:
    """The ids of the rules that find something in a post that stands alone."""
    one = post_of(text, evidence)
    found = {rule.id for rule in RULES if list(rule.check(one))}
    return found | ({"negative-omitted"} if negatives.negative_omitted.series([one]) else set())


FAITHFUL = [
    ("In a mouse model of ALS, G-CSF increased survival." + TOO, [SURVIVAL, NEGATIVE]),
    ("G-CSF increased the survival of mice." + TOO, [SURVIVAL, NEGATIVE]),
    ("Mice given G-CSF lived longer. Trials in people with ALS have not borne this out.", [SURVIVAL, NEGATIVE]),
    ("Animals treated with G-CSF survived longer, but studies in people did not find the same.", [SURVIVAL, NEGATIVE]),
    ("G-CSF helped mice; studies in people did not reproduce it.", [SURVIVAL, NEGATIVE]),
    ("Rodents on G-CSF lived longer. In patients, no such benefit was seen.", [SURVIVAL, NEGATIVE]),
    ("In mice, survival rose. But clinical trials couldn't replicate it.", [SURVIVAL, NEGATIVE]),
    ("In mice, survival rose. Trials in people? They failed to repeat it.", [SURVIVAL, NEGATIVE]),
    ("What about people? Clinical studies did not reproduce what was seen in mice.", [NEGATIVE]),
    (
        "In mice, G-CSF improved survival. In people with ALS, however, clinical studies failed to show the same.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "G-CSF may protect nerve cells by inhibiting cell death. Studies in people did not reproduce pre-clinical results.",
        [ACTIVITIES, NEGATIVE],
    ),
    (
        "G-CSF has neuroprotective activities: it induces regeneration of nerve cells. Clinical studies failed to reproduce pre-clinical results.",
        [ACTIVITIES, NEGATIVE],
    ),
    ("ALS is a disorder in which nerve cells degenerate. It affects people of all ages.", [DISORDER]),
    ("ALS: nerve cells degenerate, and the nerves are inflamed.", [DISORDER]),
    (
        "ALS affects people. In mice, G-CSF increased survival. Studies in people did not reproduce it.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "Can G-CSF help people with ALS? In mice it increased survival; clinical studies did not reproduce that.",
        [SURVIVAL, NEGATIVE],
    ),
    ("Clinical studies did not, in people with ALS, reproduce the results from mice.", [NEGATIVE]),
    ("Clinical studies in people with ALS have so far been unable to reproduce the pre-clinical results.", [NEGATIVE]),
    ("No clinical study reproduced the benefit that G-CSF had in mice.", [NEGATIVE]),
    ("The survival benefit seen in mice was not reproduced in people with ALS.", [SURVIVAL, NEGATIVE]),
    ("The benefit in mice was reproduced in none of the studies in people.", [SURVIVAL, NEGATIVE]),
    (
        "Although mice lived longer with G-CSF, people with ALS did not benefit in the same way in clinical studies.",
        [SURVIVAL, NEGATIVE],
    ),
    ("Attempts to reproduce the mouse results in people with ALS failed.", [NEGATIVE]),
    ("Clinical trials tried to reproduce the mouse results. They failed.", [NEGATIVE]),
    ("Neither did clinical studies in people reproduce the results.", [NEGATIVE]),
    (
        "It is not known whether G-CSF helps people with ALS: clinical studies failed to reproduce results in mice.",
        [SURVIVAL, NEGATIVE],
    ),
    ("Treating mice with G-CSF increased their survival. This was not reproduced in patients.", [SURVIVAL, NEGATIVE]),
    ("Unlike in mice, clinical studies in people did not show this benefit of G-CSF.", [SURVIVAL, NEGATIVE]),
    ("Clinical studies did not reproduce pre-clinical results. That does not mean that G-CSF is useless.", [NEGATIVE]),
    (
        "In mice, survival increased. Studies in people did not reproduce it, which is not proof that it doesn't work.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "In mSOD1 mice G-CSF was reported to be effective, yet clinical studies of patients could not repeat the results.",
        [SURVIVAL, NEGATIVE],
    ),
    ("In cultured motor neurons, drug X reduced cell death.", [CULTURED]),
    ("Drug X protected motor neurons in a dish.", [CULTURED]),
    ("In cells grown in the lab, drug X reduced death.", [CULTURED]),
    ("Motor neurons in culture survived longer with drug X.", [CULTURED]),
    ("In vitro, drug X reduced cell death.", [IN_VITRO]),
    ("In human nerve cells, drug X cut cell death.", [IN_VITRO]),
    ("Tested on nerve cells in the laboratory, drug X prevented their death.", [IN_VITRO]),
    ("Drug X did not improve walking speed in patients.", [NOT_FASTER]),
    ("Patients on drug X walked no faster.", [NOT_FASTER]),
    ("Drug X had no effect on survival in patients.", [NO_EFFECT]),
    ("In patients, survival was the same with and without drug X.", [NO_EFFECT]),
    ("Drug X improved walking speed in patients.", [FASTER]),
    ("People who took drug X walked faster.", [FASTER]),
    ("In mice, longer survival! But not in people: clinical studies failed to reproduce it.", [SURVIVAL, NEGATIVE]),
    (
        "G-CSF increased survival in mice (not in people, where clinical studies did not reproduce it).",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "In mice, G-CSF increased survival, and this is what clinical studies in people with ALS did not reproduce.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "Good news from mice: with G-CSF they lived longer. Less good news from clinics: trials in people could not confirm it.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "Not in people so far, but in mice: G-CSF increased survival. Clinical trials did not reproduce this.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "In mice with the gene found in some people with ALS, G-CSF increased survival. Clinical studies failed to reproduce it.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "The review looked at studies in people and animals: does G-CSF slow ALS? Results in mice were not reproduced in people.",
        [NEGATIVE],
    ),
    (
        "G-CSF has a potential role in regeneration of the nervous system. Studies in people have not confirmed pre-clinical results.",
        [ACTIVITIES, NEGATIVE],
    ),
    (
        "In a mouse model of Parkinson's disease, drug Y gave movement back. A phase II trial found no significant difference from placebo.",
        [Y_MICE, Y_PEOPLE],
    ),
    (
        "Mice with a form of Parkinson's moved again after drug Y. In people, a phase II trial showed no difference from placebo.",
        [Y_MICE, Y_PEOPLE],
    ),
    (
        "Drug Y restored movement in mice, but patients in a trial fared no better than those on placebo.",
        [Y_MICE, Y_PEOPLE],
    ),
    (
        "A mouse study: drug Y restored movement. The same could not be shown in patients: there was no significant difference from placebo.",
        [Y_MICE, Y_PEOPLE],
    ),
    ("Breast cancer cells in vitro grew less with compound Z.", [Z_CELLS]),
    ("Compound Z slowed the growth of breast cancer cells in a lab dish.", [Z_CELLS]),
    ("In lab-grown breast cancer cells, compound Z inhibited growth.", [Z_CELLS]),
    ("In cell culture, compound Z inhibited breast cancer growth. No test in people has been done.", [Z_CELLS]),
    ("Adults who drank more coffee had lower mortality; whether coffee is the cause was not studied.", [COFFEE]),
    ("People who drink more coffee die less often, the study finds.", [COFFEE]),
    ("Vitamin V shrank tumours in rats, but no benefit was observed in humans.", [V_RATS, V_PEOPLE]),
    ("In rats, vitamin V reduced the size of tumours. In people there was no benefit.", [V_RATS, V_PEOPLE]),
    ("No benefit in humans: vitamin V reduced tumours in rats only.", [V_RATS, V_PEOPLE]),
    ("Tumours shrank in rats given vitamin V. That did not happen in humans.", [V_RATS, V_PEOPLE]),
    ("Within five days, zebrafish larvae exposed to B moved their fins again.", [B_FISH]),
    ("Can fish heal? Zebrafish larvae exposed to B recovered fin movement.", [B_FISH]),
    (
        "In diabetic monkeys, W lowered blood sugar. In people with diabetes, the trial missed its main goal.",
        [W_MONKEYS, W_PEOPLE],
    ),
    (
        "W lowered blood sugar in monkeys, yet a trial in people with diabetes did not meet its primary endpoint.",
        [W_MONKEYS, W_PEOPLE],
    ),
    ("Older adults: neither memory nor attention improved.", [MEMORY]),
    ("Memory did not improve in older adults, and attention did not either.", [MEMORY]),
    ("There was no improvement in memory or attention among older adults.", [MEMORY]),
    (
        "In mice, G-CSF increased survival \u2013 but clinical studies of people with ALS couldn\u2019t reproduce it.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "What works in mice does not always work in people: clinical studies failed to reproduce the survival gain from G-CSF.",
        [SURVIVAL, NEGATIVE],
    ),
    ("Mice lived longer with G-CSF. For people with ALS, clinical studies could not show this.", [SURVIVAL, NEGATIVE]),
    (
        "So far, results in mice (longer survival with G-CSF) have not been repeated in clinical studies.",
        [SURVIVAL, NEGATIVE],
    ),
    ("G-CSF: longer survival in mice, no such result in patients.", [SURVIVAL, NEGATIVE]),
    ("G-CSF increased survival in mice. Clinical studies in people: not reproduced.", [SURVIVAL, NEGATIVE]),
    (
        "Survival of mice went up with G-CSF. Sadly, clinical studies did not bear out the results from animals.",
        [SURVIVAL, NEGATIVE],
    ),
    ("Good in mice, not reproduced in people: G-CSF and survival in ALS.", [SURVIVAL, NEGATIVE]),
    (
        "Pre-clinical studies reported efficacy in mice. Clinical studies on people with ALS did not arrive at the same results.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "The review finds that studies in patients did not confirm what animal studies suggested: that G-CSF prolongs survival.",
        [SURVIVAL, NEGATIVE],
    ),
    ("G-CSF lengthened the lives of mice. Nothing comparable has been shown in people.", [SURVIVAL, NEGATIVE]),
    (
        "It's one thing to help mice, another to help people: clinical studies did not reproduce G-CSF's benefit.",
        [SURVIVAL, NEGATIVE],
    ),
    (
        "Studies of G-CSF in people with ALS have been disappointing: they did not reproduce results from mice.",
        [NEGATIVE],
    ),
    ("Nerve cells in ALS degenerate. There is no cure.", [DISORDER]),
    ("You may have heard of ALS: nerve cells degenerate, and nerves are inflamed.", [DISORDER]),
    ("ALS stands for amyotrophic lateral sclerosis. In people who have it, nerve cells degenerate.", [DISORDER]),
    (
        "G-CSF mobilizes blood stem cells and regulates cytokines. Clinical studies did not reproduce pre-clinical results.",
        [ACTIVITIES, NEGATIVE],
    ),
    (
        "In this review: G-CSF may protect neurons, but clinical studies on people with ALS failed to repeat pre-clinical results.",
        [ACTIVITIES, NEGATIVE],
    ),
    (
        "Rats given hepalin had less liver fibrosis. In a trial with 60 patients, liver stiffness stayed as it was.",
        [HEPALIN_RATS, HEPALIN_PEOPLE],
    ),
    ("In the same cultures, collagen production fell by half.", [COLLAGEN]),
    ("Treated cultures of liver cells made half as much collagen.", [COLLAGEN]),
    ("In ferrets, fever was two days shorter. A trial in 40 volunteers did not find antibodies.", [FEVER, VOLUNTEERS]),
    ("Mice without KLM4 kept 70% of their light-sensing cells, others 25%.", [KLM4]),
    *(
        (MICE_LIVED + said, [SURVIVAL, NEGATIVE])
        for said in (
            "In patients it did not slow, stop or improve survival.",
            "In patients it did not slow, stop, or improve survival.",
            "In patients it failed to slow decline, stop it, or improve survival.",
            "It neither slowed the disease, prolonged life nor improved survival in patients.",
            "There is no evidence that it slows, stops or cures ALS in patients.",
            "In patients it was never shown to slow, stop or improve survival.",
            "In patients it did not slow, halt, reverse or improve survival.",
            "Patients did not recover, improve, live longer or benefit.",
            "None of the trials slowed the disease, improved survival or helped patients.",
            "In patients it has not slowed or improved survival.",
            "In patients it did not slow the disease, but improved survival of mice.",
            "Although it did not slow, stop or improve survival in patients, research goes on.",
        )
    ),
]

UNFAITHFUL = [
    ("G-CSF increases survival in ALS.", [SURVIVAL], "species-missing negative-omitted"),
    ("G-CSF increases survival in ALS." + TOO, [SURVIVAL, NEGATIVE], "species-missing"),
    ("Longer survival! (in mice)" + TOO, [SURVIVAL, NEGATIVE], "species-late"),
    ("Longer survival (in mice)." + TOO, [SURVIVAL, NEGATIVE], "species-late"),
    ("G-CSF increased survival. The study was in mice." + TOO, [SURVIVAL, NEGATIVE], "species-late"),
    ("G-CSF prolongs life in ALS! Well, in mice." + TOO, [SURVIVAL, NEGATIVE], "species-late"),
    ("G-CSF increased survival. #mice Studies in people did not reproduce this.", [SURVIVAL, NEGATIVE], "species-late"),
    ("G-CSF helps people with ALS.", [SURVIVAL], "species-missing human-inference negative-omitted"),
    ("In mice and in people with ALS, G-CSF increased survival.", [SURVIVAL], "human-inference negative-omitted"),
    ("G-CSF, tested in mice, helps people with ALS live longer." + TOO, [SURVIVAL, NEGATIVE], "human-inference"),
    ("Mouse studies: G-CSF can help patients." + TOO, [SURVIVAL, NEGATIVE], "human-inference"),
    (
        "People with ALS may live longer with G-CSF, a study of mice suggests." + TOO,
        [SURVIVAL, NEGATIVE],
        "human-inference",
    ),
    ("G-CSF protects your nerves." + TOO, [ACTIVITIES, NEGATIVE], "human-inference"),
    ("G-CSF may protect the nerve cells of people with ALS." + TOO, [ACTIVITIES, NEGATIVE], "human-inference"),
    ("In patients, G-CSF protects nerve cells.", [ACTIVITIES], "human-inference negative-omitted"),
    ("G-CSF may protect nerve cells by inhibiting cell death.", [ACTIVITIES], "negative-omitted"),
    ("In mice, G-CSF increased survival.", [SURVIVAL], "negative-omitted"),
    ("Mice lived longer with G-CSF. More research is needed.", [SURVIVAL], "negative-omitted"),
    ("In mice, G-CSF increased survival without side effects.", [SURVIVAL], "negative-omitted"),
    (
        "In mice, G-CSF increased survival. Clinical trials confirmed the results.",
        [SURVIVAL, NEGATIVE],
        "negative-flipped",
    ),
    ("Clinical studies in people with ALS reproduced the results from mice.", [NEGATIVE], "negative-flipped"),
    ("Clinical studies did not fail to reproduce the results.", [NEGATIVE], "negative-flipped"),
    ("No clinical study failed to reproduce the mouse results.", [NEGATIVE], "negative-flipped"),
    ("Clinical trials confirmed the results with no side effects.", [NEGATIVE], "negative-flipped"),
    ("Studies in patients showed the same benefit as in mice.", [NEGATIVE], "negative-flipped"),
    (
        "Not only in mice: clinical studies on patients replicated the results.",
        [SURVIVAL, NEGATIVE],
        "negative-flipped",
    ),
    (
        "In mice, G-CSF increased survival. It was then studied in people with ALS.",
        [SURVIVAL, NEGATIVE],
        "negative-omitted",
    ),
    ("In mice, survival increased. The results were borne out in people.", [SURVIVAL, NEGATIVE], "negative-flipped"),
    ("G-CSF doesn't work in people with ALS.", [NEGATIVE], "negative-overstated"),
    ("G-CSF is useless: clinical studies failed to reproduce the results.", [NEGATIVE], "negative-overstated"),
    ("Clinical studies disproved the mouse results.", [NEGATIVE], "negative-overstated"),
    (
        "Clinical studies found G-CSF harmful to people with ALS and did not reproduce the results.",
        [NEGATIVE],
        "negative-overstated",
    ),
    ("In mice, G-CSF increased survival. In people it is ineffective.", [SURVIVAL, NEGATIVE], "negative-overstated"),
    ("In mice, G-CSF increased survival. In people it had no effect.", [SURVIVAL, NEGATIVE], "negative-overstated"),
    ("The mouse results were debunked by trials in people.", [NEGATIVE], "negative-overstated"),
    ("G-CSF was worthless in clinical studies.", [NEGATIVE], "negative-overstated"),
    ("G-CSF didn\u2019t work in clinical studies.", [NEGATIVE], "negative-overstated"),
    ("Mice lived longer. Patients: G-CSF is a dead end.", [SURVIVAL, NEGATIVE], "negative-overstated"),
    ("Drug X protects nerve cells from death.", [CULTURED], "species-missing"),
    ("Drug X keeps motor neurons alive.", [CULTURED], "species-missing"),
    ("In mice, drug X protected motor neurons from death.", [CULTURED], "species-missing"),
    ("In cultured cells, G-CSF increased survival." + TOO, [SURVIVAL, NEGATIVE], "species-missing"),
    ("Lab studies: G-CSF increased survival." + TOO, [SURVIVAL, NEGATIVE], "species-missing"),
    ("In a SOD1 model of ALS, G-CSF increased survival." + TOO, [SURVIVAL, NEGATIVE], "species-missing"),
    ("At a mouse click: G-CSF increased survival in ALS." + TOO, [SURVIVAL, NEGATIVE], "species-missing"),
    ("Pre-clinical studies: G-CSF increased survival." + TOO, [SURVIVAL, NEGATIVE], "species-missing"),
    (
        "In people, not in mice, G-CSF increased survival." + TOO,
        [SURVIVAL, NEGATIVE],
        "species-missing human-inference",
    ),
    ("Drug X improved walking speed in patients.", [NOT_FASTER], "negative-flipped"),
    ("Drug X improved walking speed in patients, without side effects.", [NOT_FASTER], "negative-flipped"),
    ("Drug X affected survival in patients.", [NO_EFFECT], "negative-flipped"),
    ("Drug X is harmful: it did not improve walking speed.", [NOT_FASTER], "negative-overstated"),
    ("Patients with ALS live longer thanks to drug X.", [CULTURED], "species-missing human-inference"),
    ("Drug X kept nerve cells in a dish alive, so it will help patients.", [CULTURED], "human-inference"),
    ("Drug Y gives people with Parkinson's their movement back.", [Y_MICE], "species-missing human-inference"),
    ("Drug Y can restore your movement.", [Y_MICE], "species-missing human-inference"),
    ("Drug Y restored movement in mice and men.", [Y_MICE], "human-inference"),
    (
        "In mice, drug Y restored movement. A trial in patients showed a significant difference from placebo.",
        [Y_MICE, Y_PEOPLE],
        "negative-flipped",
    ),
    ("Compound Z stops breast cancer.", [Z_CELLS], "species-missing"),
    ("Compound Z fights breast cancer cells.", [Z_CELLS], "species-missing"),
    ("Compound Z helps women with breast cancer, cell studies suggest.", [Z_CELLS], "human-inference"),
    (
        "With vitamin V, tumours shrank. The work was done in rats. In people there was no benefit.",
        [V_RATS, V_PEOPLE],
        "species-late",
    ),
    ("Vitamin V shrinks tumours! (Rats.) No benefit was seen in people.", [V_RATS, V_PEOPLE], "species-late"),
    ("B restored movement within five days.", [B_FISH], "species-missing"),
    ("Movement was back within five days of B.", [B_FISH], "species-missing"),
    ("The trial met its primary endpoint in people with diabetes.", [W_PEOPLE], "negative-flipped"),
    ("W is useless in people with diabetes.", [W_PEOPLE], "negative-overstated"),
    ("Memory and attention improved in older adults.", [MEMORY], "negative-flipped"),
    ("Memory, but not attention, improved in older adults.", [MEMORY], "negative-flipped"),
    ("G-CSF saves lives.", [SURVIVAL, NEGATIVE], "species-missing negative-omitted"),
    (
        "With G-CSF, survival went up. Thanks, mice! Clinical studies did not reproduce this.",
        [SURVIVAL, NEGATIVE],
        "species-late",
    ),
    (
        "Patients lived longer with G-CSF. Results are from mice. Clinical studies did not reproduce them.",
        [SURVIVAL, NEGATIVE],
        "species-late human-inference",
    ),
    ("G-CSF slows ALS in patients as in mice.", [SURVIVAL], "human-inference negative-omitted"),
    ("G-CSF increased survival in mice, so patients may benefit." + TOO, [SURVIVAL, NEGATIVE], "human-inference"),
    ("G-CSF was found to be worthless for people with ALS.", [NEGATIVE], "negative-overstated"),
    ("Trials in people have now proven the mouse results wrong.", [NEGATIVE], "negative-overstated"),
    ("G-CSF is not effective in people with ALS.", [NEGATIVE], "negative-overstated"),
    ("Clinical studies show that G-CSF has no benefit for people with ALS.", [NEGATIVE], "negative-overstated"),
    ("G-CSF cannot help people with ALS, clinical studies show.", [NEGATIVE], "negative-overstated"),
    ("G-CSF makes ALS worse in people.", [NEGATIVE], "negative-overstated"),
    ("Clinical studies backed up the results from mice.", [NEGATIVE], "negative-flipped"),
    ("The results from mice held up in people with ALS.", [NEGATIVE], "negative-flipped"),
    ("Clinical studies also found that G-CSF increased survival.", [NEGATIVE], "negative-flipped"),
    ("G-CSF succeeded in clinical studies.", [NEGATIVE], "negative-flipped"),
    ("Neurons regenerate thanks to G-CSF.", [ACTIVITIES], "negative-omitted"),
    ("G-CSF repairs the nerves of those living with ALS." + TOO, [ACTIVITIES, NEGATIVE], "human-inference"),
    (
        "Humans with ALS could gain years of life from G-CSF." + TOO,
        [SURVIVAL, NEGATIVE],
        "species-missing human-inference",
    ),
    ("Hepalin cut collagen production by half (cell cultures).", [COLLAGEN], "species-late"),
    (
        "Two days less fever after a puff in the nose - in ferrets. In 40 volunteers, no antibodies were found.",
        [FEVER, VOLUNTEERS],
        "species-late",
    ),
    ("More light-sensing cells kept, 70% against 25%! That was in mice without KLM4.", [KLM4], "species-late"),
    (
        "In rats, hepalin reduced liver fibrosis, so patients can look forward to healthier livers. A trial showed none.",
        [HEPALIN_RATS, HEPALIN_PEOPLE],
        "human-inference",
    ),
    (
        "Ferrets had less fever, and people will as well. A trial in 40 volunteers did not find antibodies.",
        [FEVER, VOLUNTEERS],
        "human-inference",
    ),
    (
        "Rats recovered on hepalin. You will too! A trial in 60 patients showed no improvement.",
        [HEPALIN_RATS, HEPALIN_PEOPLE],
        "human-inference",
    ),
    (
        "The nasal vaccine protects families from fever, a ferret study suggests. In volunteers, no antibodies were found.",
        [FEVER, VOLUNTEERS],
        "human-inference",
    ),
    ("In rats, hepalin reduced liver fibrosis.", [HEPALIN_RATS, HEPALIN_PEOPLE], "negative-omitted"),
    ("In ferrets, the nasal vaccine cut fever by two days.", [FEVER, VOLUNTEERS], "negative-omitted"),
    *(
        (MICE_LIVED + said, [SURVIVAL, NEGATIVE], rules)
        for said, rules in (
            ("It did not slow the disease but improved survival in patients.", "human-inference"),
            ("In patients it did not slow the disease, but improved survival.", "human-inference"),
            (
                "In patients it did not slow the disease, stop it or cause harm, and it improved survival.",
                "human-inference negative-omitted",
            ),
            ("Although it did not cure, it improved survival or walking in patients.", "human-inference"),
            ("In people it did not stop ALS, it improved survival or strength.", "human-inference"),
            ("In patients who did not smoke, G-CSF improved survival or strength.", "human-inference"),
            ("In people not given statins, survival or strength improved.", "human-inference"),
            (
                "Unlike a drug that is not used, G-CSF improves survival, strength or speech in patients.",
                "human-inference",
            ),
            ("With no side effects, patients lived longer or recovered.", "human-inference negative-flipped"),
            (
                "In patients it not only slowed, but stopped decline or improved survival.",
                "human-inference negative-flipped",
            ),
            ("Rather than lithium, G-CSF improved survival in patients.", "human-inference negative-flipped"),
        )
    ),
]
