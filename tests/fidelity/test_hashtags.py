"""Hashtags: CamelCase, and at the end."""

import os
from pathlib import Path

import pytest
import yaml

from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.hashtags import hashtag_case, hashtag_cut, hashtag_place
from scicomm_bot.fidelity.rules.numbers import number_unsourced
from scicomm_bot.medium.tags import TAG
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


SHARED = Path(os.environ.get("SCICOMM_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
CONFORMANCE = SHARED / "twitter-text" / "extract.yml"


@pytest.mark.skipif(not CONFORMANCE.exists(), reason="twitter-text's conformance data are not beside the checkout")
def test_a_hashtag_is_what_twitter_text_takes_for_one():
    for case in yaml.safe_load(CONFORMANCE.read_text(encoding="utf-8"))["tests"]["hashtags"]:
        if "URL" not in case["description"]:
            assert [match[1] for match in TAG.finditer(case["text"])] == case["expected"], case["description"]


@pytest.mark.parametrize(
    ("text", "linked", "better"),
    [
        ("#G-CSF", "of #G-CSF X links only #G", "#GCSF"),
        ("#COVID-19!", "of #COVID-19 X links only #COVID", "#COVID19"),
        ("#COVID-19's", "of #COVID-19 X links only #COVID", "#COVID19"),
        ("#G\u2011CSF", "of #G\u2011CSF X links only #G", "#GCSF"),
        ("#R&D", "of #R&D X links only #R", "#RAndD"),
        ("(#Parkinson's)", "of #Parkinson's X links only #Parkinson", "#Parkinsons"),
        ("#ALS/MND", "of #ALS/MND X links only #ALS", "#ALS #MND"),
        ("#stem-cells", "of #stem-cells X links only #stem", "#StemCells"),
        ("#CO₂", "of #CO₂ X links only #CO", "#CO2"),
        ("#PM2.5", "of #PM2.5 X links only #PM2", "#PM2_5"),
        ("#U.S.", "of #U.S X links only #U", "#US"),
        ("\uff03IL-6", "of #IL-6 X links only #IL", "#IL6"),
        ("#3-D", "X makes no hashtag of #3-D", "#3D"),
    ],
)
def test_a_hashtag_that_x_cuts_is_told_with_one_that_it_links(text, linked, better):
    (one,) = found(hashtag_cut, f"In mice. {text}", paper=PAPER)
    assert (one.what, one.instead) == (linked, f"write {better}")
    assert found(hashtag_cut, f"In mice. {better}", paper=PAPER) == []
    assert found(hashtag_case, f"In mice. {better}", paper=PAPER) == []
    assert found(hashtag_place, f"In mice. {text}", paper=PAPER) == []


@pytest.mark.parametrize("text", ["In mice. #2023", "In mice. #ALS #2", "#۱۴۰۲"])
def test_a_number_alone_is_no_hashtag(text):
    (one,) = found(hashtag_cut, text, paper=PAPER)
    assert "has no letter" in one.what


@pytest.mark.parametrize(
    "text",
    [
        "#ALS.", "#ALS!", "(#ALS)", "#ALS, #MND", "#ALS/#MND", "#ALS's", "#ALS…", "#ALS—in mice", "#ALS: more", "#CD4+",
        "the #1 cause", "issue #12", "#5G", "#سلول‌های", "#برنامه_نویسی", "#महात्मा", "#il·lusió",
        "https://example.org/#G-CSF",
    ],
)  # fmt: skip
def test_what_x_links_as_it_is_read_passes(text):
    assert found(hashtag_cut, text, paper=PAPER) == []


def test_the_number_of_a_hashtag_is_none_of_the_science_but_a_percentage_behind_it_is():
    assert found(number_unsourced, "In mice. #COVID-19", "In mice.") == []
    assert found(number_unsourced, "In mice. #ALS-50% longer", "In mice.")


@pytest.mark.parametrize("text", ["x#ALS", "#ALS#MND", "memory#Sleep in mice"])
def test_a_hash_mark_right_behind_a_letter_makes_no_hashtag(text):
    (one,) = found(hashtag_cut, text, paper=PAPER)
    assert "X makes no hashtag of" in one.what


@pytest.mark.parametrize("text", ["C#", "C#5", "issue#12", "https://example.org/a#part", "\u0633#\u200c"])
def test_a_hash_mark_that_is_none_passes(text):
    assert found(hashtag_cut, text, paper=PAPER) == []


@pytest.mark.parametrize("text", ["#Alzheimer\u00b4s", "#ALS~x", "#ALS|MND", "#N=1"])
def test_other_signs_that_end_a_hashtag_are_told(text):
    assert found(hashtag_cut, text, paper=PAPER)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("#RECOVERYtrial", "#RECOVERYTrial"),
        ("#SPRINTstudy", "#SPRINTStudy"),
        ("#NASAscience", "#NASAScience"),
        ("#SOLARdata", "#SOLARData"),
        ("#TULIPtreatment", "#TULIPTreatment"),
    ],
)
def test_a_name_in_capitals_before_a_small_word_keeps_its_letters(tag, written):
    (remark,) = found(hashtag_case, f"In mice. {tag}")
    assert remark.instead == f"write {written}"


@pytest.mark.parametrize("tag", ["#RECOVERYTrial", "#MSPatients", "#LIGOWaves", "#TEDTalk", "#ALSResearch"])
def test_capitals_before_a_capital_are_left_alone(tag):
    assert not found(hashtag_case, f"In mice. {tag}", paper=paper_with("An abstract."))


@pytest.mark.parametrize("part", ["2/8", "(2/8)", "12/12", "۲/۸"])
@pytest.mark.parametrize("behind", ["", "\n\nA Journal, 2023"])
def test_hashtags_before_the_part_of_a_thread_interrupt_nothing(part, behind):
    assert found(hashtag_place, f"Naps help.\n\n#ALS #MND {part}{behind}") == []


@pytest.mark.parametrize("text", ["The #ALS 2/8 of them", "We saw #ALS 2/8 times. Naps help."])
def test_a_hashtag_before_a_fraction_in_a_sentence_interrupts_it(text):
    assert found(hashtag_place, text)
