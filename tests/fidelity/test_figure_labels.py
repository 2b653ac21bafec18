"""Labels of figures: exchanged ones are asked about, and other words for the same ones are not."""

import pytest

from scicomm_bot.domain.paper import CorrectedFacts
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.figure_labels import number_label
from support.fidelity_samples import found, paper_with, reading

ARMS = "Overall, 482 patients (22.9%) in the drug group and 1110 patients (25.7%) in the usual care group died within 28 days."
SEXES = "The gain was 14% for females and 9% for males."
BEFORE = "In adults the duration of colds was reduced by 8% (3% to 12%) and in children by 14% (7% to 21%)."
SPANS = "Titres of the IM and IV products ranged from 51 to 76 IU/mL and 6 to 24 IU/mL, respectively."
BRACKET = "In the drug group, deaths were fewer than in the usual care group among people on oxygen (23.3% vs. 26.2%; rate ratio, 0.82; 95% CI, 0.72 to 0.94)."
COUNTS = "Of the variants, six novel BRC1 and two novel TRX2 mutations were found."
WHEREAS = "Laying advanced by 9.4 days (7.6 to 11.2), whereas caterpillars advanced by 14.1 days."
SENTENCES = "The link was stronger in current smokers (0.71, 0.60 to 0.84) than in never smokers (0.90, 0.80 to 1.01)."
AGES = "Seropositivity was 76.1% (72.3-79.6) at ages 20-29 years and 95.8% (94.1-97.0) at 50 years or older."
SAMPLES = "We tested intramuscular (n = 10), intravenous (n = 28) and subcutaneous (n = 3) products."
DENIED = "Urine was less in the unresponsive group than in the responsive group (1297.5 +/-80.9 vs 2003.7 +/-114.6 ml)."
DOSES = "They were given alphaxine 100 mg/day or betaxine 20 mg/day for 6 weeks."


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("25.7% died on the drug, 22.9% on usual care.", ARMS),
        ("Of those on usual care 22.9% died, of those on the drug 25.7%.", ARMS),
        ("Females lived 9% longer and males 14%.", SEXES),
        ("Women gained 9%. Men gained 14%.", SEXES),
        ("Colds were 8% shorter in kids and 14% in grown-ups, adults that is.", BEFORE),
        ("The intravenous product had 51 to 76 IU/mL, the intramuscular one 6 to 24 IU/mL.", SPANS),
        ("On oxygen, 26.2% died with the drug and 23.3% with usual care.", BRACKET),
        ("There were two in BRC1 and six in TRX2.", COUNTS),
        ("Laying came 14.1 days earlier, while the caterpillars moved by 9.4.", WHEREAS),
        ("Never smokers had a ratio of 0.71. In current smokers it was 0.90.", SENTENCES),
        ("95.8% of people in their twenties had antibodies, but at 50 and over it was 76.1%.", AGES),
        ("28 intramuscular and 10 intravenous products went to the lab.", SAMPLES),
        ("Responders passed 1.3 litres, non-responders 2 litres.", DENIED),
        ("Two litres against 1.3: so much urine the unresponsive passed compared with responders.", DENIED),
        ("Betaxine at 100 mg a day, or alphaxine at 20 mg a day.", DOSES),
        ("Males lived 14% longer.", SEXES),
        ("Among women the gain was only 9%.", SEXES),
        ("Out of every 100, about 26 died with the drug and about 23 with usual care.", ARMS),
    ],
)
def test_two_figures_that_are_exchanged_are_asked_about(text, evidence):
    assert len(found(number_label, text, evidence)) == 1


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("22.9% died on the drug, 25.7% on usual care.", ARMS),
        ("Of those on usual care 25.7% died, of those on the drug 22.9%.", ARMS),
        ("On the drug 482 (22.9%) died, compared with 1110 (25.7%).", ARMS),
        ("Females lived 14% longer and males 9%.", SEXES),
        ("Women gained 14%. Men gained 9%.", SEXES),
        ("Colds were 14% shorter in kids and 8% in grown-ups.", BEFORE),
        ("The intramuscular product had 51 to 76 IU/mL, the intravenous one 6 to 24 IU/mL.", SPANS),
        ("On oxygen, 23.3% died with the drug and 26.2% without.", BRACKET),
        ("There were six in BRC1 and two in TRX2.", COUNTS),
        ("Laying came 9.4 days earlier, while the caterpillars moved by 14.1.", WHEREAS),
        ("In never smokers the ratio was 0.90. In current smokers it was 0.71.", SENTENCES),
        ("76.1% of people in their twenties had antibodies, but at 50 and over it was 95.8%.", AGES),
        ("10 intramuscular and 28 intravenous products went to the lab.", SAMPLES),
        ("Responders passed 2 litres, non-responders 1.3 litres.", DENIED),
        ("Alphaxine at 100 mg a day, or betaxine at 20 mg a day.", DOSES),
        ("From 25.7% to 22.9%: that is the difference.", ARMS),
        ("Between 6 and 24 IU/mL.", SPANS),
        ("A third of them, or 8%, and 14%.", BEFORE),
        ("No figure at all.", ARMS),
        ("Women lived 14% longer.", SEXES),
        ("The gain was up to 14%.", SEXES),
        ("The drug cut deaths from 25.7% to 22.9%.", ARMS),
        (
            "Thirty-one randomised trials, 8402 people: that is what they put together.",
            "We pooled 31 randomised trials with 8,402 participants.",
        ),
    ],
)
def test_the_papers_own_labels_in_other_words_pass(text, evidence):
    assert found(number_label, text, evidence) == []


def test_a_fragment_that_names_no_arms_is_read_in_its_sentence():
    paper = paper_with(BRACKET)
    text = "On oxygen, 26.2% died on it and 23.3% on usual care."
    assert found(number_label, text, "among people on oxygen (23.3% vs. 26.2%", paper=paper)


def test_the_message_says_whose_each_figure_is():
    (one,) = found(number_label, "Females lived 9% longer and males 14%.", SEXES)
    assert (
        one.what
        == "the post has 9% (“Females lived”) and 14% (“males”), the evidence 9% (“for males”) and 14% (“for females”)"
    )
    assert number_label.level is Level.QUESTION


def test_a_label_that_a_person_gave_counts():
    quote = "It was 22.9% and 25.7%."
    given = CorrectedFacts(labels={"22.9%": "the drug", "25.7%": "usual care"})
    text = "22.9% with usual care, 25.7% with the drug."
    assert found(number_label, text, quote) == []
    one = reading(text, quote)
    evidence = tuple(each.model_copy(update={"facts": given}) for each in one.finding.evidence)
    one.finding = one.finding.model_copy(update={"evidence": evidence})
    assert len(list(number_label.check(one))) == 1


def test_a_number_that_names_a_thing_is_no_figure():
    quote = "Levels were lower with compounds 14 and 16 than with compound 10."
    assert found(number_label, "Lower levels came with compound 14 or 16 than with compound 10.", quote) == []


def test_an_abbreviation_is_what_it_stands_for_in_the_abstract():
    quote = "The share of sites with a gain was higher in the laser group than in the SRP group (38% versus 30%)."
    paper = paper_with(f"Patients got a laser, or scaling/root planing (SRP). {quote}")
    text = "A gain was seen in 38% of sites after scaling and root planing and in 30% after the laser."
    assert found(number_label, text, quote, paper=paper)
    right = "A gain was seen in 38% of sites after the laser and in 30% after scaling and root planing."
    assert found(number_label, right, quote, paper=paper) == []
