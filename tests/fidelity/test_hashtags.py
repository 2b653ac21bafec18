"""Hashtags: CamelCase, and at the end."""

import pytest

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.hashtags import hashtag_case, hashtag_place
from support.fidelity_samples import found, paper_with

PAPER = paper_with(
    "Amyotrophic lateral sclerosis (ALS) is a neurodegenerative disorder. G-CSF is a growth factor for "
    "Hematopoietic stem cells (HSCs) in the nervous system, with neuro-degeneration and apoptosis. Motor neuron disease."
)


def better(tag):
    return [one.instead.removeprefix("write ") for one in found(hashtag_case, f"In mice. {tag}", paper=PAPER)]


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("#alsresearch", "#ALSResearch"),
        ("#ALSresearch", "#ALSResearch"),
        ("#AlsResearch", "#ALSResearch"),
        ("#ALSRESEARCH", "#ALSResearch"),
        ("#als", "#ALS"),
        ("#Als", "#ALS"),
        ("#gcsf", "#GCSF"),
        ("#motorneurondisease", "#MotorNeuronDisease"),
        ("#brainhealth", "#BrainHealth"),
        ("#Brainhealth", "#BrainHealth"),
        ("#brainHealth", "#BrainHealth"),
        ("#als_research", "#ALSResearch"),
        ("#fightforals", "#FightForALS"),
        ("#alsadvocate", "#ALSAdvocate"),
        ("#scicomm", "#SciComm"),
        ("#stemcells", "#StemCells"),
        ("#covid19", "#COVID19"),
        ("#medtwitter", "#MedTwitter"),
        ("\uff03alsresearch", "#ALSResearch"),
    ],
)
def test_words_and_acronyms_without_capitals_are_found_and_written_right(tag, written):
    assert better(tag) == [written]


@pytest.mark.parametrize(
    "tag",
    [
        "#ALS",
        "#ALSResearch",
        "#GCSF",
        "#HSCs",
        "#health",
        "#neuroscience",
        "#Neuroscience",
        "#NeuroScience",
        "#neurodegeneration",
        "#apoptosis",
        "#information",
        "#MotorNeuronDisease",
        "#mRNA",
        "#iPSCs",
        "#RESEARCH",
        "#together",
        "#WorldALSDay",
        "#MND",
        "#سلامت",
        "#2023",
    ],
)
def test_single_words_capitals_and_other_alphabets_pass(tag):
    assert better(tag) == []


@pytest.mark.parametrize(
    "text", ["See https://a.org/x#alsresearch", "R&D#alsresearch", "a#alsresearch", "no tag: # als"]
)
def test_what_is_no_hashtag_for_x_is_none_here(text):
    assert found(hashtag_case, text, paper=PAPER) == []


def test_hashtags_of_other_languages_are_looked_at_too():
    assert found(hashtag_case, "در موش #alsresearch", paper=PAPER, lang="fa")
    assert not hashtag_case.english
    assert not hashtag_place.english


@pytest.mark.parametrize(
    "text",
    [
        "New hope for #ALS patients",
        "#GCSF increased survival in mice",
        "In mice with #ALS, survival increased",
        "A review (#ALS) says so",
        "Studied in #ALS. Then more of it.",
        "In #mice #ALS models it did",
    ],
)
def test_a_hashtag_in_mid_sentence_is_found(text):
    (one,) = found(hashtag_place, text)
    assert "mid-sentence" in one.what


@pytest.mark.parametrize(
    "text",
    [
        "In mice, survival increased. #ALS",
        "In mice, survival increased. #ALS #GCSF\n\nActa Neurologica Belgica, 2023",
        "#ALS #GCSF\nIn mice, survival increased.",
        "#ALS: in mice, survival increased.",
        "Survival increased. #ALS In people it did not.",
        "In mice. #ALS https://a.org/x #GCSF",
        "In mice. #ALS \U0001f42d",
        "In mice (#ALS).",
        "Survival increased in #ALS.",
        "#ALS | #GCSF | #Review",
    ],
)
def test_a_hashtag_at_the_end_or_on_a_line_of_its_own_passes(text):
    assert found(hashtag_place, text) == []


def test_both_are_warnings():
    assert {hashtag_case.level, hashtag_place.level} == {Level.WARNING}
