"""English grammar around a name: the article by how it is spoken, plurals, counts."""

import pytest

from scicomm_bot.domain.phrasing import counted, plural, with_article

AN = (
    "observational study|animal study|MRI|hour|honest answer|heir|x-ray|8-week trial|18-month trial|11,000|800|8.5|11th visit"
    "|α-synuclein|mRNA|siRNA|lncRNA|HIV test|LED|FDA|RNA|NSAID|SSRI|IL-6|ECG|F-statistic|L-dopa|H1N1 virus|M1 macrophage"
    "|unimportant|unidentified|uninterrupted|umbrella review|ulcer|urban study|utter|onerous|étude|“ALS” trial|AIDS"
    "|open-label trial|NF-κB|X-ray|n-of-1 trial|American|s-shaped curve|EU|EEG|untreated group|NIH|XML|MND"
)
A = (
    "European|one-year trial|once-daily dose|university|use|unique|UK|US|UV lamp|100|110|1-year|0.5|1.8|T cell|B cell"
    "|u-shaped|U-shaped|SARS|NASA|MERS|uterus|urine|ureter|ubiquitin|unit|unilateral|unimodal|uniform|union|miRNA|tRNA"
    "|review|house|historic|hypothesis|PET|CT|DNA|REM|SNP|eukaryote|ewe|β-blocker|user|usual|utility|uveitis|yeast|PCR|BMI"
    "|GWAS|CRISPR|knockout|unanimous|uranium|cohort study|randomised trial|“review”|"
)


@pytest.mark.parametrize("phrase", AN.split("|"))
def test_what_is_spoken_with_a_vowel_has_an(phrase):
    assert with_article(phrase) == f"an {phrase}"


@pytest.mark.parametrize("phrase", A.split("|"))
def test_what_is_not_has_a(phrase):
    assert with_article(phrase) == f"a {phrase}"


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("author", "authors"),
        ("study", "studies"),
        ("day", "days"),
        ("case report", "case reports"),
        ("meta-analysis", "meta-analyses"),
        ("hypothesis", "hypotheses"),
        ("class", "classes"),
        ("box", "boxes"),
        ("child", "children"),
        ("grandchild", "grandchildren"),
        ("woman", "women"),
        ("Woman", "Women"),
        ("human", "humans"),
        ("mouse", "mice"),
        ("person", "people"),
        ("series", "series"),
        ("MRI", "MRIs"),
        ("criterion", "criteria"),
        ("cohort (2)", "cohort (2)"),
    ],
)
def test_a_noun_has_its_plural(one, several):
    assert plural(one) == several


@pytest.mark.parametrize(("number", "says"), [(0, "0 studies"), (1, "1 study"), (2, "2 studies"), (1.5, "1.5 studies")])
def test_a_number_goes_with_its_noun(number, says):
    assert counted(number, "study") == says


def test_a_plural_that_cannot_be_known_is_given():
    assert (counted(2, "corpus", "corpora"), counted(1, "corpus", "corpora")) == ("2 corpora", "1 corpus")
