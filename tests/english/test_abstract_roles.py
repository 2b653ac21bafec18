"""What each sentence of an abstract is there for."""

import pytest

from scicomm_bot.english.abstract_roles import Role, Told, is_label, roles_of, roles_of_label
from scicomm_bot.english.text import read_text


def roles(*sentences: str, label: str | None = None) -> list[Role]:
    return roles_of([Told(one, label) for text in sentences for one in read_text(text).sentences])


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("METHODS", {Role.METHODS}),
        ("Patients and methods", {Role.METHODS}),
        ("MAIN OUTCOME MEASURES", {Role.METHODS}),
        ("Design, setting and participants", {Role.METHODS}),
        ("METHODS AND RESULTS", {Role.METHODS, Role.RESULT}),
        ("METHODOLOGY/PRINCIPAL FINDINGS", {Role.METHODS, Role.RESULT}),
        ("BACKGROUND AND PURPOSE", {Role.BACKGROUND, Role.AIM}),
        ("Background/Aims", {Role.BACKGROUND, Role.AIM}),
        ("REVIEWER'S CONCLUSIONS", {Role.CONCLUSION}),
        ("Conclusions and relevance", {Role.CONCLUSION}),
        ("WIDER IMPLICATIONS OF THE FINDINGS", {Role.CONCLUSION}),
        ("DATA SYNTHESIS", {Role.RESULT}),
        ("Trial registration", {Role.NONE}),
        ("Funding", {Role.NONE}),
        ("TRANSCRIPTOME", set()),
    ],
)
def test_a_label_names_roles(label, expected):
    assert roles_of_label(label) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Results", True), ("Patients and methods", True), ("Three outcomes", False), ("Mice", False), ("", False)],
)
def test_a_label_is_nothing_but_a_label(text, expected):
    assert is_label(text) is expected


def test_without_labels_the_sentences_say_what_they_are():
    assert roles(
        "Sepsis is a common cause of death.",
        "We aimed to test a new drug.",
        "Patients were randomly assigned to the drug or placebo.",
        "Deaths fell by 12% on the drug.",
        "Length of stay did not differ between the groups.",
        "These results suggest that the drug is of use.",
    ) == [Role.BACKGROUND, Role.AIM, Role.METHODS, Role.RESULT, Role.NEGATIVE, Role.CONCLUSION]


def test_what_others_found_is_the_result_of_a_review():
    assert roles(
        "ALS is a disorder characterized by degeneration.",
        "Studies have shown longer survival of mice.",
        "Clinical studies in patients failed to reproduce this.",
        "This review discusses the growth factor.",
    ) == [Role.BACKGROUND, Role.RESULT, Role.NEGATIVE, Role.AIM]


def test_what_was_looked_at_first_is_the_aim_where_no_other_is_told():
    assert roles("The effect of ATP was examined in rat cells.", "ATP raised growth.") == [Role.AIM, Role.RESULT]


def test_an_abstract_that_tells_only_what_happened_has_no_background():
    assert roles("An infection was observed in a woman.", "Her dog had it, too.") == [Role.RESULT, Role.RESULT]


def test_below_a_label_a_sentence_is_what_the_label_says():
    assert roles("Filters were placed in 166 patients.", label="RESULTS") == [Role.RESULT]
    assert roles("Mortality fell by 12%.", label="METHODS") == [Role.METHODS]
    assert roles("Two treatments were compared.", label="AIM") == [Role.AIM]


def test_the_denial_of_a_result_is_seen_below_labels_too():
    assert roles("Mortality did not differ.", label="RESULTS") == [Role.NEGATIVE]
    assert roles("The drug did not reduce mortality.", label="CONCLUSIONS") == [Role.NEGATIVE]


@pytest.mark.parametrize("opening", ["To date, many drugs have been tried.", "To our surprise, many drugs are in use."])
def test_an_opening_is_no_aim(opening):
    assert roles(opening, "We gave a drug to mice.")[0] is Role.BACKGROUND


def test_an_overall_figure_is_a_result():
    assert roles("We gave a drug to mice.", "Overall, 22.9% of them died.")[1] is Role.RESULT
    assert roles("We gave a drug to mice.", "Overall, it is of use.")[1] is Role.CONCLUSION


def test_what_follows_from_these_results_is_a_conclusion():
    assert roles("We gave a drug to mice.", "Pain fell.", "These results should inform doctors.")[2] is Role.CONCLUSION


def test_a_custom_is_no_method():
    assert roles("Diabetes is treated with insulin.", "We tested a new insulin.") == [Role.BACKGROUND, Role.AIM]


def test_a_value_that_was_measured_is_no_method():
    assert roles("We built a laser.", "Gains of 3.5% were measured at once.")[1] is Role.RESULT


@pytest.mark.parametrize(
    "text",
    [
        "Trial registration: ClinicalTrials.gov NCT01234567.",
        "This trial was registered at ISRCTN under number 12345678.",
        "Funded by the National Institute for Health.",
        "\u00a9 2022, The Author(s), under exclusive licence.",
        "Copyright 2019 Wiley Periodicals.",
        "Jane Doe and John Roe contributed equally to this work.",
        "24.",
    ],
)
def test_a_note_states_nothing(text):
    assert roles("Mortality fell.", text)[1] is Role.NONE


def test_a_finding_that_names_a_registration_is_told():
    told = (
        "In the trial that was registered at ISRCTN in 2019 and that took in adults of any age from 24 hospitals, "
        "mortality at one year fell by 12%."
    )
    assert roles(told) == [Role.RESULT]
