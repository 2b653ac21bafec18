"""Names that the source has not, and abbreviations that nobody explains."""

import pytest

from scicomm_bot.domain.paper import Author, Term
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.names import acronym_first, entity_unsourced
from support.fidelity_samples import found, paper_with

ABSTRACT = (
    "Amyotrophic lateral sclerosis (ALS) is a neurodegenerative disorder. G-CSF is a 19.6-kDa hematopoietic growth factor "
    "which is essential for granulocyte progenitors: mobilization of Hematopoietic stem cells (HSCs), inhibition of neuronal "
    "apoptosis. Pre-clinical studies have shown significant efficacy of G-CSF therapy in mSOD1G93A mice models. However, "
    "clinical studies on ALS patients failed to clone pre-clinical results."
)
PAPER = paper_with(
    ABSTRACT,
    title="Granulocyte-Colony Stimulating Factor (G-CSF): An Emerging Approach for Amyotrophic Lateral Sclerosis (ALS)",
    journal="Acta Neurologica Belgica",
    authors=(Author(name="Hassan Zadeh Tabatabaei MS", affiliation="School of Medicine, Tehran"),),
)


def strange(text, paper=PAPER):
    return found(entity_unsourced, text, paper=paper)


def unexplained(text, paper=PAPER):
    return found(acronym_first, text, paper=paper)


@pytest.mark.parametrize(
    "text",
    [
        "G-CSF may help in Parkinson's disease",
        "In SOD1-G37R mice",
        "TDP-43 in mice",
        "BRCA1",
        "p53 in mice",
        "helps in multiple sclerosis",
        "people with MS",
        "riluzole",
        "with filgrastim",
        "adalimumab",
        "imatinib",
        "In rats",
        "In zebrafish",
        "cancer",
        "Alzheimer's",
        "stroke patients",
        "neuropathy",
        "IL-6 levels",
        "CD34+ cells",
        "COVID-19",
        "GM-CSF in ALS",
        "VEGF rose",
        "erythropoietin",
        "arthritis",
        "melanoma",
        "fluconazole",
        "amoxicillin",
        "simvastatin",
        "diabetes",
        "G93C mice",
        "SOD2",
        "omega-3",
        "monkeys",
        "iPSCs",
        "TNF-α",
        "FTD and ALS",
        "anaemia",
        "C9orf72",
        "FUS mutations",
        "a cell line, NSC-34",
        "PD patients",
    ],
)
def test_a_name_that_the_source_has_not_is_found(text):
    assert len(strange(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "In mSOD1(G93A) mice",
        "mSOD1-G93A mouse model",
        "mSOD1G93A",
        "msod1g93a",
        "SOD1 mice",
        "G93A mice",
        "GCSF",
        "G-CSF's effect",
        "G CSF",
        "ALS patients",
        "HSC and HSCs",
        "hematopoietic stem cells",
        "haematopoietic stem cells (HSCs)",
        "Granulocyte-colony stimulating factor",
        "Amyotrophic lateral sclerosis",
        "neurodegenerative",
        "a coma",
        "with empathy",
        "a diploma",
        "in the UK and US",
        "DNA",
        "NOT in people",
        "Mice, not PEOPLE",
        "apoptosis",
        "19.6-kDa",
        "24h 5mg 3-fold 12-week 2nd 1990s",
        "pre-2020",
        "phase-2",
        "non-ALS",
        "ALS-like",
        "G-CSF-treated mice",
        "Tabatabaei MS",
        "#SOD2 In mice",
        "In mice. #Neuropathy #cancer",
        "mice models",
        "in a murine model",
        "motor neuron disease",
        "Phase II",
        "e-mail",
        "X",
        "cell death",
        "rodents",
        "symptoms",
        "at 10:30 AM",
        "THREAD: in mice",
        "the 3D",
        "Acta Neurologica Belgica, 2023",
        "doi:10.1000/SOD2x",
    ],
)
def test_a_name_of_the_source_passes_in_every_form_and_so_does_what_is_none(text):
    assert strange(text) == []


def test_the_message_names_each_once():
    (one,) = strange("In rats, TDP-43 and filgrastim, TDP-43 and filgrastim")
    assert one.what == "“TDP-43”, “rats”, “filgrastim” are not in the abstract, the title or the glossary"


def test_the_glossary_is_a_source():
    term = Term(term="MND", plain="motor neuron disease; ALS is the most frequent form", source="a textbook")
    assert strange("MND is rare", paper_with("On nerves.", glossary=(term,))) == []
    assert strange("MND is rare", paper_with("On nerves."))


@pytest.mark.parametrize(
    ("post", "source"),
    [
        ("neuropathy", "neuropathic pain"),
        ("multiple sclerosis", "MS was studied"),
        ("MRI scans", "magnetic resonance imaging"),
        ("tumours", "carcinoma of the lung"),
        ("cancer", "malignant cells"),
        ("TNF-alpha", "TNF-α was high"),
        ("IL6", "interleukin and IL-6"),
        ("anaemia", "anemia"),
        ("mice", "a murine model"),
        ("organoids", "an organoid"),
        ("stroke", "ischemic injury"),
        ("SOD1", "SOD1(G93A) mice"),
        ("CD34", "CD34+ cells"),
    ],
)
def test_another_word_for_the_same_will_do(post, source):
    assert strange(f"In {post}", paper_with(source)) == []


@pytest.mark.parametrize(
    ("post", "source"),
    [("CD3", "CD34+ cells"), ("SOD2", "SOD1"), ("IL-1", "IL-17"), ("rats", "mice"), ("MS", "mass spectrometry-free")],
)
def test_what_only_looks_alike_will_not_do(post, source):
    assert strange(f"In {post}", paper_with(source))


@pytest.mark.parametrize(
    "text",
    [
        "G-CSF increased survival",
        "In ALS, the nerve cells die",
        "ALS is a disorder",
        "HSCs are mobilized",
        "people with ALS; amyotrophic lateral sclerosis (ALS) is",
        "In a trial (ALS) mice",
        "TNF-α rose",
        "iPSCs",
        "ALS (2023)",
        "GCSF helps",
        "MND patients",
    ],
)
def test_an_acronym_that_is_not_explained_at_its_first_use_is_found(text):
    (one,) = unexplained(text)
    assert "not explained" in one.what


@pytest.mark.parametrize(
    "text",
    [
        "Amyotrophic lateral sclerosis (ALS) is. ALS it is",
        "ALS (amyotrophic lateral sclerosis)",
        "G-CSF (a blood-cell growth factor)",
        "In mSOD1(G93A) mice",
        "the UK",
        "G-CSF, a growth factor for blood cells, helped",
        "hematopoietic stem cells (HSCs)",
        "amyotrophic lateral sclerosis, or ALS, is",
        "Granulocyte-colony stimulating factor, known as G-CSF",
        "DNA",
        "NOT in people",
        "#ALS",
        "Tabatabaei MS",
        "ALS – a nerve disease – is",
        "IL-6 and CD34",
        "G-CSF [growth factor]",
        "ALS (motor neuron disease) and G-CSF (a factor). ALS",
        "In people, also",
        "phase II",
        "amyotrophic lateral sclerosis (“ALS”)",
    ],
)
def test_an_explained_acronym_passes_and_so_does_what_is_none(text):
    assert unexplained(text) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("G-Csf (a factor)", "G-CSF"),
        ("amyotrophic lateral sclerosis (Als)", "ALS"),
        ("people with als", "ALS"),
        ("g-csf in mice", "G-CSF"),
        ("Gcsf in mice", "G-CSF"),
    ],
)
def test_an_acronym_in_the_wrong_case_is_found_with_the_right_one(text, right):
    (one,) = unexplained(text)
    assert "wrong case" in one.what
    assert one.instead == f"write “{right}”"


def test_a_wrong_case_is_found_where_the_source_has_it_too():
    (one,) = unexplained("Amyotrophic lateral sclerosis (Als)", paper_with("Amyotrophic lateral sclerosis (Als)"))
    assert one.instead == "write “ALS”"


def test_words_that_are_acronyms_in_capitals_only_are_left_alone():
    assert unexplained("Who aids us?", paper_with("AIDS, WHO and US")) == []


@pytest.mark.parametrize("word", ["data", "Data"])
def test_a_word_that_the_paper_writes_in_small_letters_too_is_no_acronym_in_the_wrong_case(word):
    assert unexplained(f"{word} of 20 people", paper_with("DATA is a trial. We collected data for a year.")) == []
    (one,) = unexplained("the dAta trial", paper_with("DATA is a trial. We collected more of it."))
    assert one.instead == "write “DATA”"


def test_what_to_write_is_taken_from_the_glossary_or_the_source():
    term = Term(term="G-CSF", plain="a blood-cell growth factor", source="the abstract")
    (one,) = unexplained("G-CSF", paper_with("G-CSF", glossary=(term,)))
    assert one.instead == "write “G-CSF (a blood-cell growth factor)”"
    (one,) = unexplained("ALS")
    assert one.instead == "write “ALS (amyotrophic lateral sclerosis)”"


def test_each_post_explains_for_itself_and_once_is_enough():
    assert unexplained("ALS (a nerve disease). ALS, and ALS.") == []


def test_the_one_asks_and_the_other_notes():
    assert (entity_unsourced.level, acronym_first.level) == (Level.QUESTION, Level.WARNING)
    assert entity_unsourced.kinds == acronym_first.kinds == {"finding"}


@pytest.mark.parametrize("text", ["In mice, @ExamplePharma", "In mice. $PRVT", "In mice. #PRVT"])
def test_what_x_links_is_no_name(text):
    assert strange(text) == []
    assert unexplained(text) == []


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("In mice, CO2 rose.", "In mice, CO₂ rose."),
        ("In mice, α-synuclein rose.", "In mice, \U0001d6fc-synuclein rose."),
        ("In mice, ﬁlgrastim helped.", "In mice, filgrastim helped."),
        ("In mice, filgrastim helped.", "In mice, ﬁlgrastim helped."),
    ],
)
def test_a_name_is_the_sources_in_another_spelling(text, abstract):
    assert found(entity_unsourced, text, paper=paper_with(abstract)) == []


@pytest.mark.parametrize(
    "text", ["Adults in the US slept longer", "At 9:00 UTC", "An AI planner", "NASA and CERN took part"]
)
def test_an_abbreviation_that_all_know_needs_no_explanation(text):
    assert not found(acronym_first, text)
    assert not found(entity_unsourced, text)


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("Mice or rats", "The odds ratios (ORs) were small. Mice or rats took part."),
        ("It was so in all", "Standard operations (SOs) were kept."),
        ("More than it was", "The item (ITs) were rated."),
    ],
)
def test_a_small_word_is_no_acronym_of_the_paper_in_the_wrong_case(text, abstract):
    assert not found(acronym_first, text, paper=paper_with(abstract))


@pytest.mark.parametrize(
    ("text", "abstract", "level"),
    [
        ("QRS was given", "The quick rest scale (QRS) was given.", None),
        ("QRSs were given", "The quick rest scale (QRS) was given.", None),
        ("QRS was given", "QRS was given to mice.", Level.INFO),  # the paper does not say what it is
        ("The QRS pathway was blocked", "The quick rest system (QRS) was blocked.", Level.INFO),
        ("The enzyme QRS was blocked", "The quick rest system (QRS) was blocked.", Level.INFO),
        ("A QRS-receptor was blocked", "The quick rest system (QRS) was blocked.", Level.INFO),
    ],
)
def test_an_acronym_without_a_remedy_at_hand_or_with_its_kind_beside_it_only_informs(text, abstract, level):
    (remark,) = found(acronym_first, text, paper=paper_with(abstract))
    assert remark.level is level


def test_what_is_named_so_is_explained():
    assert not found(acronym_first, "It blocks a pathway known as QRS", paper=paper_with("QRS was blocked."))


def test_an_acronym_is_spelled_by_words_that_begin_with_no_small_word():
    (remark,) = found(acronym_first, "ATP was given", paper=paper_with("ATP was given and triggered phosphates."))
    assert "and triggered" not in remark.instead


def test_a_proper_name_keeps_its_capitals():
    (remark,) = found(acronym_first, "BST was used", paper=paper_with("We used the Big Sky Telescope."))
    assert remark.instead == "write \u201cBST (Big Sky Telescope)\u201d"


@pytest.mark.parametrize(
    ("post", "source"),
    [
        ("A steroid was given", "Dexamethasone was given."),
        ("Steroids were given", "Prednisolone was given."),
        ("An antibiotic was given", "Amoxicillin was given."),
        ("An antidepressant was given", "Fluoxetine was given."),
        ("A statin was given", "Simvastatin was given."),
        ("An opioid was given", "Oxycodone was given."),
    ],
)
def test_the_kind_of_a_drug_of_the_source_is_no_new_name(post, source):
    assert not found(entity_unsourced, post, paper=paper_with(source))


def test_the_kind_of_another_drug_is_a_new_name():
    assert found(entity_unsourced, "A steroid was given", paper=paper_with("Amoxicillin was given."))
