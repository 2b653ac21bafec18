"""Numbers: the paper's own, however they are written."""

import pytest

from scicomm_bot.domain.paper import Author, Term
from scicomm_bot.domain.post import Level
from scicomm_bot.english.quantity import quantities
from scicomm_bot.fidelity.rules.numbers import number_unit, number_unsourced
from support.fidelity_samples import found, paper_with
from support.paper_samples import PAPER

FACTOR = "G-CSF is a 19.6-kDa hematopoietic growth factor which is essential for the proliferation and differentiation of granulocyte hematopoietic progenitors."
FIVE = "G-CSF exerts neuroprotective activities by induction of neuronal regeneration, inhibition of neuronal apoptosis, mobilization of Hematopoietic stem cells (HSCs), regulation of pro and anti-inflammatory cytokines, and activation of angiogenesis."
AUTHORS = tuple(Author(name=f"Doe {letter}", affiliation="Here") for letter in "ABCDE")


def wrong(text, evidence, **more):
    paper = paper_with(evidence, issue="3", pages="763-771", authors=AUTHORS, **more)
    return found(number_unsourced, text, evidence, paper=paper)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("survival was 30% longer", "increased survival"),
        ("a 19.6 kg factor", FACTOR),
        ("nearly 25% of", "19.6%"),
        ("nearly 25% of", "25.4%"),
        ("21%", "19.6%"),
        ("doubled survival", "increased survival"),
        ("half of the patients", "some patients"),
        ("thousands of patients", "patients"),
        ("three of 9 mice", "4 of 9 mice"),
        ("one in five", "one in four"),
        ("phase 3 trial", "phase 2 trial"),
        ("2 of 9 patients improved", "patients improved"),
        ("10,000 mice", "1,000 mice"),
        ("six ways", FIVE),
        ("mice lived two weeks longer", "mice lived longer"),
        ("In 40 people", "In people"),
        ("type 2 diabetes", "type 1 diabetes"),
        ("5 mg", "5 mg/kg"),
        ("about 20%", "25%"),
        ("more than 20%", "19.6%"),
        ("a third of mice", "30% of mice"),
        ("twenty percent", "twelve percent"),
        ("30 mice", "30% of mice"),
        ("three-fold", "two-fold"),
        ("$5", "5 mice"),
        ("1 in 10 patients", "patients"),
        ("three patients", "patients"),
        ("ALS affects 1 in 300 people", "ALS is a disorder"),
    ],
)
def test_a_number_that_the_evidence_has_not_is_found(text, evidence):
    assert len(wrong(text, evidence)) == 1


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("a 19.6 kDa factor", FACTOR),
        ("a 19.6kDa factor", FACTOR),
        ("19.6 kilodaltons", FACTOR),
        ("about 20 kDa", FACTOR),
        ("nearly 20 kDa", FACTOR),
        ("20%", "twenty percent"),
        ("twenty per cent", "20%"),
        ("doubled survival", "a two-fold survival"),
        ("a 2-fold rise", "twice as high"),
        ("half of them", "50% of mice"),
        ("one in five", "20%"),
        ("5 of 20", "25%"),
        ("25% of mice", "5 of 20 mice"),
        ("a third", "33%"),
        ("a third of mice", "33.3% of mice"),
        ("between 3 and 5 days", "3-5 days"),
        ("1000 mice", "1,000 mice"),
        ("five activities", FIVE),
        ("five ways it may help", FIVE),
        ("2/9 In mice", "In mice"),
        ("In mice. (2/9)", "In mice"),
        ("Part 2 of 9: in mice", "In mice"),
        ("1/ In mice", "In mice"),
        ("2 of 9: in mice", "In mice"),
        ("One of five authors", "In mice"),
        ("five authors wrote", "x"),
        ("one of the five authors", "x"),
        ("Acta, 2023", "x"),
        ("x (2023)", "x"),
        ("issue 3, pp. 763-771", "x"),
        ("mSOD1(G93A) mice", "x"),
        ("one form of death", "x"),
        ("no one knew", "x"),
        ("In one trial", "x"),
        ("two studies", "pre-clinical and clinical studies"),
        ("https://a.org/30%20x 10.1000/55", "x"),
        ("#ALS30 #30days", "x"),
        ("week 12", "12 weeks"),
        ("phase II", "phase 2"),
        ("phase 1/2 trial", "phase I/II trial"),
        ("interleukin 6", "interleukin-6"),
        ("12-week trial", "twelve weeks"),
        ("at 24 h", "after 24 hours"),
        ("double-blind", "x"),
        ("risk doubled", "hazard ratio 2.0"),
        ("more than 1,000 people", "1,204 people"),
        ("IL-6 and p53 in CD34 cells", "x"),
        ("first and second", "x"),
        ("one year", "a year"),
        ("20, 30 and 40%", "20%, 30% and 40%"),
        ("30 percent", "30 %"),
        ("survival rose from 30 to 50%", "from 30% to 50%"),
        ("1.5 million", "1,500,000"),
        ("3 of 10 mice", "three of ten mice"),
        ("3D model", "x"),
        ("1️⃣ mice", "x"),
        ("once a day", "x"),
        ("0.5%", ".5%"),
        ("p=0.03", "P = .03"),
        ("a half-life", "x"),
        ("two groups", "both groups"),
        ("Some 30% of", "30%"),
        ("ten times as much", "ten-fold"),
    ],
)
def test_a_number_of_the_evidence_passes_in_every_form_and_so_does_what_is_none(text, evidence):
    assert wrong(text, evidence) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("twenty-five", 25, ""),
        ("a hundred and five", 105, ""),
        ("two hundred thousand", 200_000, ""),
        ("three dozen", 36, ""),
        ("1 000", 1000, ""),
        ("19·6 kDa", 19.6, "kDa"),
        ("۱۹٫۶ kDa", 19.6, "kDa"),
        ("۳۰٪", 30, "%"),
        ("19,6 %", 19.6, "%"),
        ("5 mg per kg", 5, "mg/kg"),
        ("two and a half years", 2.5, "yr"),
        ("65-year-old", 65, "yr"),
        ("½", 50, "%"),
        ("tenfold", 10, "x"),
    ],
)
def test_values_and_units(text, value, unit):
    (one,) = quantities(text)
    assert (one.value, one.unit) == (pytest.approx(value), unit)


def test_a_year_of_another_paper_is_a_number():
    assert wrong(f"In {PAPER.year}", "x") == []
    assert wrong(f"In {PAPER.year + 1}", "x")


def test_numbers_of_the_issue_count_only_where_the_issue_is_named():
    assert wrong("issue 3", "x") == []
    assert wrong("3 mice", "x")


def test_more_authors_than_there_are_is_a_number():
    assert wrong("five authors", "x") == []
    assert wrong("six authors", "x")


def test_numbers_of_the_glossary_are_sourced():
    term = Term(term="kDa", plain="1,000 times the mass of a hydrogen atom", source="dictionary")
    assert wrong("kDa (1000 times the mass of hydrogen)", "x", glossary=(term,)) == []
    assert wrong("kDa (1000 times the mass of hydrogen)", "x")


def test_a_quoted_title_may_have_numbers():
    assert wrong("“100 days of naps”", "x", title="100 days of naps") == []
    assert wrong("200 days of naps", "x", title="100 days of naps")


def test_a_label_on_the_post_and_the_journal_are_no_claims():
    assert wrong("Peer-reviewed review; 2 animal studies.\n\nIn mice.\n\nA Journal, 2023", "In mice") == []


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("30 percentage points", "by 30%"),
        ("30%", "by 30 percentage points"),
        ("6 months", "6 weeks"),
        ("24 minutes", "24-hr treatment"),
        ("11.2 grams a day", "fell by 11.2 mg per day"),
        ("31.2 light-years away", "31.2 parsecs away"),
        ("12 kg", "12 g"),
        ("50-85% more", "50-85-fold more"),
        ("Deaths fell by 2.8%", "22.9% with it and 25.7% without it died"),
        ("12 per 1,000 children", "12 per 100 children"),
        ("12 in every 1,000", "12 in every 100"),
        ("9.3 cases per 1,000 person-years", "9.3 cases per 100,000 person-years"),
        ("70 mm", "70 cm"),
    ],
)
def test_a_figure_with_another_unit_is_asked_about_once_and_by_its_own_rule(text, evidence):
    assert len(found(number_unit, text, evidence)) == 1
    assert wrong(text, evidence) == []


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("about 12 fewer deaths in every 100", "(29.3% vs. 41.4%)"),
        ("Out of every 100 patients, about 23 died with it and 26 without", "22.9% with it and 25.7% without it"),
        ("12 percentage points", "(29.3% vs. 41.4%)"),
        ("a third fewer deaths", "(29.3% vs. 41.4%; rate ratio, 0.64; 95% CI, 0.51 to 0.81)"),
        ("cut deaths by a third", "rate ratio 0.64"),
        ("36% lower", "risk ratio 0.64 (0.51 to 0.81)"),
        ("about halved the risk", "RR 0.48"),
        ("a 10% lower risk", "0.90 (95% CI, 0.86 to 0.93) for 2 or 3 cups"),
        ("an 18% lower risk", "hazard ratio 0.82, 95% confidence interval 0.75 to 0.90"),
        ("nearly one in four", "22.9%"),
        ("three quarters", "76%"),
        ("three in four", "six of the one kind and two of the other"),
        ("four weeks", "28 days"),
        ("two years", "24 months"),
        ("about ten years", "within the last decade"),
        ("13 years", "between 1995 and 2008"),
        ("1.3 litres", "1297.5 +/-80.9 vs 2003.7 +/-114.6 ml"),
        ("2 litres", "1297.5 +/-80.9 vs 2003.7 +/-114.6 ml"),
        ("410 megaparsecs, some 1.3 billion light years", "410+160-180 Mpc"),
        ("36 and 29 times the mass", "36+5-4 M and 29+4-4 M"),
        ("more than 400,000 people", "229,119 men and 173,141 women"),
        ("402,260 people", "229,119 men and 173,141 women"),
        ("22 seconds faster", "41 seconds with it and 63 seconds without"),
        ("20%", "19.6%"),
        ("a 20-kDa factor", FACTOR),
        ("13%", "482 of 3,700 people"),
        ("the other 24%", "76% of them lived"),
        ("24 minutes a day", "24 minutes per day"),
        ("6 mg a day", "6 mg once daily"),
        ("46.8 points", "a mean score of 46.8"),
        ("92%", "a sensitivity of 0.92"),
        ("seven did better: a, b, c, d, e, f and g", "a, b, c, d, e, f, and g were better"),
        ("eight times as heavy", "7.9 Earth masses"),
        ("10⁸ cells", "10^8 cells"),
        ("10^8 cells", "1e8 cells"),
        ("100 million cells", "10⁸ cells"),
        ("1.0 × 10⁻²¹", "1.0 x 10-21"),
        ("five million cells", "5 x 10(6) cells"),
        ("half as many", "12 of the one and 24 of the other"),
        ("twice as many", "12 of the one and 24 of the other"),
        ("1.2 times the risk", "risk ratio 1.2"),
        ("20% higher", "hazard ratio 1.2 (1.1 to 1.3)"),
        ("a double life", "a life"),
        ("half a million people", "500,000 people"),
        ("a quarter of a million", "250,000 people"),
        ("half a dozen mice", "six mice"),
    ],
)
def test_a_figure_that_follows_passes(text, evidence):
    assert wrong(text, evidence) == []
    assert found(number_unit, text, evidence) == []


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("about 21 fewer deaths in every 100", "(29.3% vs. 41.4%)"),
        ("half as many", "12 of the one and 48 of the other"),
        ("46% lower", "risk ratio 0.64 (0.51 to 0.81)"),
        ("36% of them died", "risk ratio 0.64 (0.51 to 0.81)"),
        ("nearly one in three", "22.9%"),
        ("three weeks", "28 days"),
        ("23 years", "between 1995 and 2008"),
        ("more than 500,000 people", "229,119 men and 173,141 women"),
        ("1.3 million light years", "410+160-180 Mpc"),
        ("30% of it", "a correlation of r = 0.3"),
        ("10^8 cells", "10^6 cells"),
        ("1 million cells", "10⁸ cells"),
        ("fell by 98%", "0.82, 95% CI 0.75 to 0.90"),
    ],
)
def test_a_figure_that_does_not_follow_is_asked_about(text, evidence):
    assert len(wrong(text, evidence)) == 1


def test_sizes_times_and_dates_may_stand_elsewhere_in_the_abstract_and_results_may_not():
    paper = paper_with("Of 6,425 people, 18% died within 24 months. Fewer died with it.")
    told = [
        found(number_unsourced, text, "Fewer died with it.", paper=paper) for text in ("6,425 people", "2 years", "18%")
    ]
    assert [len(one) for one in told] == [0, 0, 1]


def test_the_message_names_each_number_once_and_what_the_evidence_has():
    (one,) = wrong("30% and 30% and 5 mice", "by 31%")
    assert one.what == "“30%”, “5” are not in the evidence"


def test_a_number_of_the_abstract_says_what_to_quote():
    paper = paper_with("In mice, survival increased. It increased by 30%.")
    (one,) = found(number_unsourced, "In mice, by 30%", "In mice, survival increased.", paper=paper)
    assert "quote that sentence" in one.instead


def test_numbers_of_all_quotations_count():
    assert found(number_unsourced, "5 mice, 6 rats", "5 mice", "6 rats") == []


def test_it_asks_and_looks_at_findings_in_every_language():
    assert number_unsourced.level is Level.QUESTION
    assert number_unsourced.kinds == {"finding"}
    assert not number_unsourced.english


def test_a_unit_may_be_left_out_but_not_that_of_a_percentage():
    assert wrong("3.5 days, against 2.1", "3.5 days with it, and 2.1 days without it") == []
    assert wrong("600 beats a minute", "beats 600 times a minute") == []
    assert wrong("30 mice", "30% of mice")


def test_an_age_is_one_in_years_or_without_them():
    assert wrong("nine to eleven years old", "children aged 9 to 11") == []
    assert wrong("younger than 20 years", "women under 20") == []
    assert wrong("20 years later", "20 women")
    assert wrong("nine to twelve years old", "children aged 9 to 11")


def test_two_is_what_a_comparison_has():
    assert wrong("no difference between the two groups", "did not differ between groups") == []


def test_percentage_points_may_be_the_difference_of_two_percentages_and_percent_may_not():
    shares = "Pills were taken by 7.2% of those who cycled and by 9.1% of those who drove."
    assert wrong("7.2% against 9.1%, a difference of 1.9 percentage points", shares) == []
    assert wrong("2.9 percentage points fewer", shares)
    assert found(number_unit, "1.9% fewer", shares)


@pytest.mark.parametrize(("text", "unit"), [("5 mg/\u03bcl", "mg/\u00b5l"), ("5 mg/\u039cl", "mg"), ("5 mg/", "mg")])
def test_a_second_unit_is_one_that_is_known(text, unit):
    assert [one.unit for one in quantities(text)] == [unit]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Cells were kept at 37 °C.", "Cells were kept at 37 \u2103."),
        ("Mice got 12 mg.", "Mice got １２ ㎎."),
        ("Mice got 5 \u00b5g.", "Mice got 5 \u03bcg."),
        ("Of the mice, 50% lived.", "Of the mice, ５０％ lived."),
    ],
)
def test_a_number_is_the_evidences_in_another_spelling(text, quote):
    assert found(number_unsourced, text, quote) == []


@pytest.mark.parametrize("sign", ["\u2465", "\u277b", "\u2785"])
def test_a_digit_in_a_circle_is_a_digit(sign):
    assert wrong(f"{sign} mg in mice", "5 mg in mice")
    assert wrong(f"{sign} mg in mice", "6 mg in mice") == []


@pytest.mark.parametrize(
    "text", ["A preprint estimates that 30% died.", "Peer-reviewed at last: 30% died.", "In a preprint, 30% died."]
)
def test_a_sentence_that_mentions_a_preprint_or_peer_review_is_read(text):
    assert len(wrong(text, "20% died")) == 1


@pytest.mark.parametrize(
    "text",
    ["Not peer-reviewed trial; 2 human studies.", "Preprint: 20% died.", "Peer-reviewed review; 2 animal studies."],
)
def test_a_label_is_none_of_the_claim(text):
    assert wrong(text, "20% died") == []


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Power, wealth, authority: men had all three.", "Men had a monopoly on power, authority and wealth."),
        ("Thirteen of 132 left.", "Of 132 patients, nine left with four layers and four with short stretch."),
        (
            "15 percentage points apart, with a margin from 2 points to 31.",
            "The difference was 15 percentage points (95% CI 2 to 31).",
        ),
    ],
)
def test_what_is_counted_up_or_told_in_points_follows(text, evidence):
    assert found(number_unsourced, text, evidence) == []


@pytest.mark.parametrize("text", ["The work of 941 authors: naps help.", "Naps help, 941 authors report."])
def test_authors_that_the_list_does_not_name_are_counted(text):
    many = paper_with("Naps help.", authors=PAPER.authors[:1], authors_more=940)
    assert found(number_unsourced, text, "Naps help.", paper=many) == []
    assert found(number_unsourced, text, "Naps help.", paper=paper_with("Naps help."))


@pytest.mark.parametrize(
    "text",
    [
        "Naps help.\n\n2/8",
        "Naps help. 2/8",
        "2/8 Naps help.",
        "Naps help. (2/8) #Naps",
        "Naps help.\n\n2/8 #Naps",
        "\U0001f9f5 2/8\nNaps help.",
        "چرت خوب است.\n\n۲/۸",
    ],
)
def test_which_part_of_a_thread_it_is_is_no_figure_of_the_paper(text):
    assert found(number_unsourced, text, "Naps help.") == []
