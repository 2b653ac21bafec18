"""The kind of study, and the labels of a series."""

import pytest

from scicomm_bot.domain.paper import Study
from scicomm_bot.domain.study import KINDS
from scicomm_bot.fidelity.rules.labels import labels
from scicomm_bot.fidelity.rules.study import study_type
from support.fidelity_samples import found, found_in_series, paper_with, reading


def paper(kind: str, abstract: str = "An abstract.", *, on=("people",), peer_reviewed: bool = True):
    return paper_with(abstract, study=Study(kind=kind, peer_reviewed=peer_reviewed, on=on))


def a_preprint(kind: str, abstract: str = "An abstract.", *, peer_reviewed: bool = False):
    return paper_with(abstract, study=Study(kind=kind, peer_reviewed=peer_reviewed, preprint=True, on=("people",)))


REVIEW = paper("review", "Pre-clinical studies have shown efficacy. Clinical studies failed to clone the results.")
AS_NEW = [
    "In a new trial, people with ALS did not have the results that were reported in mice",
    "A landmark trial: G-CSF does not help people",
    "The trial showed that G-CSF has no effect.",
    "The team injected G-CSF into mice.",
    "Scientists show that G-CSF protects nerve cells",
    "Scientists have discovered that G-CSF protects nerve cells",
    "Researchers found that G-CSF protects nerve cells.",
    "Researchers at Tehran University have shown that mice live longer",
    "Iranian researchers tested G-CSF in mice",
    "Researchers injected mice with G-CSF",
    "A team from Tehran discovered it",
    "Neurologists demonstrate a benefit",
    "A new trial found that G-CSF helps mice",
    "A new clinical trial of G-CSF shows a benefit",
    "In a new experiment, mice lived longer",
    "In this trial, mice lived longer",
    "A trial found that survival increased",
    "This experiment shows that mice live longer",
    "A new study shows that mice live longer with G-CSF",
    "New research shows that mice live longer",
    "New research finds a benefit of G-CSF",
    "We tested G-CSF in mice",
    "Newly discovered: G-CSF protects nerve cells",
    "Doctors discover how to protect nerves",
    "The review is a meta-analysis of 20 trials",
    "The systematic review looks at G-CSF",
    "Scientists report that G-CSF makes mice live longer",
]
FAITHFUL_REVIEW = [
    "The reviewed trials tested G-CSF in people with ALS and did not reproduce the mouse results.",
    "Pre-clinical experiments in mice reported a benefit. Clinical trials did not reproduce it.",
    "A review is not an experiment: the authors looked at earlier studies.",
    "A review of earlier studies reports that G-CSF protects nerve cells",
    "Researchers reviewed studies of G-CSF",
    "The review looks at clinical and pre-clinical studies",
    "Pre-clinical studies reported a benefit of G-CSF. Clinical studies did not reproduce it.",
    "In pre-clinical studies, researchers found a benefit",
    "Studies in mice have shown a benefit",
    "This study reviewed clinical and pre-clinical work",
    "The authors reviewed what earlier trials found",
    "Trials in people did not reproduce it",
    "A larger trial is needed",
    "This is not a trial: it is a review of earlier work",
    "No new experiment was done",
    "Mice were given G-CSF, and survival increased",
    "Scientists do not know why",
    "A review summarises the literature. Researchers found that mice lived longer.",
    "The authors looked at studies of G-CSF in ALS",
    "Mice given G-CSF lived longer than mice in the control group",
    "The G-CSF group showed longer survival in studies of mice",
    "Doctors treat ALS with riluzole",
    "In mice, treatment with G-CSF increased survival.",
    "A new review reports that mice lived longer with G-CSF",
    "It is not a systematic review",
]


@pytest.mark.parametrize("text", AS_NEW)
def test_a_review_told_as_new_work_is_found(text):
    assert found(study_type, text, paper=REVIEW), text


@pytest.mark.parametrize("text", FAITHFUL_REVIEW)
def test_a_review_told_as_a_review_passes(text):
    assert not found(study_type, text, paper=REVIEW), text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("observational study", "A trial found that coffee drinkers live longer"),
        ("observational study", "In a clinical trial, coffee drinkers lived longer"),
        ("observational study", "In an experiment, coffee drinkers lived longer"),
        ("observational study", "People were randomly assigned to coffee"),
        ("observational study", "A randomised study of coffee"),
        ("animal study", "A clinical trial shows that G-CSF prolongs life"),
        ("animal study", "In a clinical study, G-CSF prolonged life"),
        ("animal study", "A trial in patients found longer survival"),
        ("laboratory study", "A new trial found that cells grow"),
        ("modelling study", "An experiment showed fewer infections"),
        ("modelling study", "A trial found fewer infections"),
        ("trial", "In a randomised trial, people slept longer"),
        ("systematic review", "A meta-analysis of ten trials"),
        ("randomised trial", "A meta-analysis shows that people slept longer"),
        ("cohort study", "In this trial, coffee drinkers slept longer"),
        ("cohort study", "Participants were randomised to coffee or tea"),
        ("case-control study", "A trial found that coffee drinkers sleep longer"),
        ("cross-sectional study", "An experiment showed that coffee drinkers sleep longer"),
        ("case report", "A trial of gabapentin ended nine days of hiccups"),
        ("cohort study", "The trial followed 900 adults"),
        ("case report", "In a clinical trial, one woman slept longer"),
        ("genetic study", "This randomised study of 900 twins"),
        ("modelling study", "Researchers observed fewer infections where schools were closed"),
        ("modelling study", "The team followed 900 children for a year"),
        ("observational study", "This large meta-analysis links coffee with longer sleep"),
    ],
)
def test_another_kind_of_study_than_it_is_is_found(kind, text):
    assert found(study_type, text, paper=paper(kind)), text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("observational study", "Scientists found that coffee drinkers live longer"),
        ("observational study", "People who drank coffee lived longer. Trials are needed."),
        ("observational study", "It was not a randomised trial"),
        ("observational study", "Only a randomised trial could tell"),
        ("animal study", "Scientists show that mice given G-CSF live longer"),
        ("animal study", "In an experiment, mice given G-CSF lived longer"),
        ("animal study", "A clinical trial is needed before anyone can tell whether it helps people"),
        ("laboratory study", "Researchers tested G-CSF on nerve cells in an experiment"),
        ("modelling study", "Researchers show how an infection spreads in a model"),
        ("modelling study", "In the model, infections were halved"),
        ("modelling study", "Nobody observed this: it is what a model gives"),
        ("cohort study", "Only a trial could tell"),
        ("cohort study", "It is no trial: nobody was told what to drink"),
        ("cohort study", "Whether a trial would find the same is unknown"),
        ("trial", "A trial found that people slept longer"),
        ("randomised trial", "A randomised trial found that people slept longer"),
        ("randomised trial", "People slept longer, as earlier meta-analyses had suggested"),
        ("meta-analysis", "A meta-analysis of ten trials found longer sleep"),
        ("other", "A new trial found that scientists show it"),
    ],
)
def test_what_it_is_may_be_said(kind, text):
    assert not found(study_type, text, paper=paper(kind)), text


def test_a_trial_that_the_paper_itself_tells_of_may_be_named():
    one = paper("systematic review", "One trial found longer sleep.")
    assert not found(study_type, "One small trial found longer sleep", paper=one)


OPEN = "In this open-label trial, adults were randomised to naps or to no naps."


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        (OPEN, "In this double-blind trial, naps were followed by better recall"),
        (OPEN, "A placebo-controlled trial of naps"),
        (OPEN, "Those who napped did better than those on placebo"),
        (OPEN, "Neither the adults nor the testers knew who had napped"),
        (OPEN, "The testers were blinded"),
        ("Adults were randomised to naps. The testers were not blinded.", "In a blinded study, naps helped recall"),
        ("Adults were randomised to naps or to no naps.", "A double-blind trial of naps"),
    ],
)
def test_a_blinding_or_a_placebo_that_the_paper_has_not_is_found(abstract, text):
    assert found(study_type, text, paper=paper("randomised trial", abstract)), text


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        (OPEN, "In this open-label trial, everyone knew who had napped"),
        (OPEN, "It was not blinded, so hopes may have played a part"),
        (OPEN, "There was no placebo"),
        (OPEN, "A double-blind trial is needed next"),
        (OPEN, "Adults who are blind took part, too"),
        ("A double-blind trial of tea.", "In a double-blind trial, tea was tested"),
        ("Tea or placebo was given; all were masked.", "A blinded trial against placebo"),
        ("Rats had surgery or a sham operation.", "Rats had a sham operation or surgery"),
    ],
)
def test_how_the_paper_was_done_may_be_said(abstract, text):
    assert not found(study_type, text, paper=paper("randomised trial", abstract)), text


@pytest.mark.parametrize(
    "text",
    [
        "In a peer-reviewed study, coffee drinkers slept longer",
        "Coffee drinkers slept longer. It has been peer reviewed.",
        "Published this week in the journal Sleep: coffee drinkers slept longer",
        "Published in a leading journal, the study links coffee with longer sleep",
        "Accepted for publication: coffee drinkers slept longer",
    ],
)
def test_a_preprint_told_as_a_journals_paper_is_found(text):
    assert found(study_type, text, paper=a_preprint("cohort study")), text


@pytest.mark.parametrize(
    "text",
    [
        "A preprint, not yet peer-reviewed: coffee drinkers slept longer",
        "It has not been peer reviewed",
        "This preprint awaits peer review",
        "Before peer review, take it as a first hint",
        "It was published in 2024 on a preprint server",
        "It has not been published in a journal yet",
        "Has it been peer-reviewed? No.",
    ],
)
def test_a_preprint_told_as_one_passes(text):
    assert not found(study_type, text, paper=a_preprint("cohort study")), text


def test_a_server_that_stands_for_the_journal_makes_a_preprint():
    one = paper_with(journal="medRxiv", study=Study(kind="cohort study", peer_reviewed=False, on=("people",)))
    assert found(study_type, "Published in the journal Sleep: coffee drinkers slept longer", paper=one)


def test_in_a_study_of_nothing_alive_a_clinical_trial_is_found():
    assert found(study_type, "A clinical trial found a new star", paper=paper("other", on=()))


def first_post(text: str, one) -> list:
    readings = [reading(text, paper=one, first=True), reading("It goes on.", paper=one, post_id="p/g")]
    return found_in_series(labels, readings).get("p/f", [])


BOTH = paper("review", on=("animals", "people"))


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (BOTH, "Peer-reviewed review; animal and human studies.\n\nG-CSF is a growth factor."),
        (BOTH, "A peer reviewed review of studies in mice and in patients."),
        (BOTH, "Review (peer-reviewed) of clinical and pre-clinical studies"),
        (paper("randomised trial"), "Peer-reviewed randomized trial; human studies."),
        (paper("trial", peer_reviewed=False), "Not peer-reviewed trial; human studies."),
        (paper("trial", peer_reviewed=False), "Preprint of a trial in people"),
        (paper("observational study"), "Peer-reviewed cohort study of adults"),
        (paper("animal study", on=("animals",)), "Peer-reviewed animal study: in mice, survival increased"),
        (paper("laboratory study", on=("cells",)), "Peer-reviewed laboratory study; cell studies."),
        (paper("modelling study"), "Peer-reviewed modelling study; human studies."),
        (paper("meta-analysis"), "Peer-reviewed meta-analysis; human studies."),
        (paper("systematic review"), "Peer-reviewed systematic review; human studies."),
        (paper("other"), "Peer-reviewed; people"),
        (paper("other", on=()), "Peer-reviewed study."),
        *((one, one.study.label) for one in (*map(paper, KINDS), *(paper(kind, on=()) for kind in KINDS))),
        (a_preprint("cohort study"), "Preprint, not peer-reviewed: cohort study in people."),
        (a_preprint("cohort study", peer_reviewed=True), "Peer-reviewed preprint: cohort study in people."),
    ],
)
def test_a_first_post_with_its_labels_passes(one, text):
    assert not first_post(text, one)


@pytest.mark.parametrize(
    ("one", "text", "lacks"),
    [
        (BOTH, "G-CSF is a growth factor.", "whether the paper was peer-reviewed"),
        (BOTH, "Peer-reviewed; animal and human studies.", "that it is a review"),
        (BOTH, "Peer-reviewed review; animal studies.", "that it is on people"),
        (BOTH, "Peer-reviewed review; pre-clinical studies.", "that it is on people"),
        (BOTH, "Peer-reviewed review; human studies.", "that it is on animals"),
        (BOTH, "A review of animal and human studies.", "whether the paper was peer-reviewed"),
        (paper("observational study"), "Peer-reviewed study of people", "that it is an observational study"),
        (paper("laboratory study", on=("cells",)), "Peer-reviewed laboratory study", "that it is on cells"),
        (paper("cohort study"), "Peer-reviewed study in people.", "that it is a cohort study"),
        (paper("case report"), "Peer-reviewed study in people.", "that it is a case report"),
        (paper("trial"), "Preprint of a trial in people", "posts.yaml says that it is"),
    ],
)
def test_a_label_that_is_missing_or_wrong_is_named(one, text, lacks):
    (remark,) = first_post(text, one)
    assert lacks in remark.what
    assert "write" in remark.instead


def test_a_study_that_does_not_say_on_whom_its_quotations_are_is_asked_to():
    one = paper("cohort study", on=())
    first = reading(one.study.label, ("Adults slept longer.", "people"), paper=one, first=True)
    (remark,) = found_in_series(labels, [first])["p/f"]
    assert "quotations are on people" in remark.what
    assert "`on: [people]`" in remark.instead


def test_later_posts_need_no_labels():
    posts = [reading("Peer-reviewed review; human studies.", first=True), reading("It goes on.", post_id="p/g")]
    assert not found_in_series(labels, posts)


def test_a_series_in_another_language_is_passed_over():
    assert not found_in_series(labels, [reading("Ein Befund.", first=True, lang="de")])
