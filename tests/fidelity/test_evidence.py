"""A quotation is in the source word for word, or the post is blocked."""

import pytest

from scicomm_bot.characters.fold import fold
from scicomm_bot.domain.post import Level
from scicomm_bot.fidelity.rules.evidence import evidence_missing, evidence_vague
from support.fidelity_samples import found, paper_with

SOURCE = "G-CSF treatments “increased” the survival of mice - by 30%. It’s a pre\u2010clinical caf\u00e9 result. It is 19.6 kDa."


def remarks(*quotes: str, abstract: str = SOURCE, title: str = "A title of it"):
    several = found(evidence_missing, "A post.", *quotes, paper=paper_with(abstract, title=title))
    return [evidence_missing.remark(one) for one in several]


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("treatments “increased” the survival", id="as it stands"),
        pytest.param('treatments "increased" the survival', id="straight quotation marks"),
        pytest.param("treatments «increased» the survival", id="guillemets"),
        pytest.param("It's a", id="straight apostrophe"),
        pytest.param("mice – by 30%", id="en dash"),
        pytest.param("mice — by 30%", id="em dash"),
        pytest.param("mice − by 30%", id="minus sign"),
        pytest.param("a pre-clinical", id="hyphen"),
        pytest.param("the\n   survival\tof\u00a0mice", id="line breaks, tabs and no-break spaces"),
        pytest.param("sur\u00advival of mice", id="soft hyphen"),
        pytest.param("the\u200b survival", id="zero-width space"),
        pytest.param("cafe\u0301 result", id="another normal form"),
        pytest.param("the survival of ｍｉｃｅ", id="full-width letters"),
        pytest.param(SOURCE, id="all of it"),
        pytest.param("title of it", id="in the title"),
    ],
)
def test_what_a_copy_may_change_without_changing_a_word_passes(quote):
    assert remarks(quote) == []


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        pytest.param("treatments increased the", "from “increased the” on", id="quotation marks left out"),
        pytest.param("the survival of rats", "from “rats” on", id="a changed word"),
        pytest.param("mice - by 31%", "from “31%” on", id="a changed number"),
        pytest.param("The survival of mice", "“The survival of mice”", id="another case"),
        pytest.param("the survival mice", "from “mice” on", id="a word left out"),
        pytest.param("the long survival", "from “long survival” on", id="a word put in"),
        pytest.param("survival of mice. By", "from “mice. By” on", id="another sign"),
        pytest.param("urvival of mice", "begins or ends within a word", id="begins within a word"),
        pytest.param("the survival of mic", "begins or ends within a word", id="ends within a word"),
        pytest.param("is 19", "begins or ends within a word", id="ends within a number"),
        pytest.param("6 kDa", "begins or ends within a word", id="begins within a number"),
        pytest.param("preclinical", "“preclinical”", id="a hyphen left out"),
        pytest.param("cafe result", "“cafe result”", id="an accent left out"),
        pytest.param("title of it G-CSF", "from “G-CSF” on", id="from the title into the abstract"),
        pytest.param("nothing of it " * 20, "...”", id="a long one is shortened"),
    ],
)
def test_any_changed_word_is_an_error_that_shows_from_where_on(quote, said):
    (remark,) = remarks(quote)
    assert (remark.rule, remark.level) == ("evidence-missing", Level.ERROR)
    assert said in remark.message
    assert "; copy the quotation from the paper. Why: " in remark.message


def test_each_of_several_quotations_is_looked_up_and_numbered():
    first, second = remarks("mice", "rats", "survival", "cells")
    assert first.message.startswith("evidence 2 is not")
    assert second.message.startswith("evidence 4 is not")


def test_signs_of_regular_expressions_are_just_signs():
    assert remarks("(a+)+$", abstract="It is (a+)+$ here") == []
    assert remarks("a.c", abstract="abc") != []


@pytest.mark.parametrize(("text", "folded"), [("  a \n b ", "a b"), ("‘’", "''"), ("„“", '""'), ("A", "A"), ("٣", "٣")])
def test_folding(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        pytest.param("mice", "one word, “mice”", id="one word"),
        pytest.param(SOURCE, "the whole abstract", id="the whole abstract"),
        pytest.param(SOURCE.rstrip("."), "the whole abstract", id="the whole abstract, but for its full stop"),
        pytest.param("the survival", "more than once: “the survival”", id="twice in the abstract"),
    ],
)
def test_a_quotation_that_does_not_say_which_words_carry_the_post_is_a_warning(quote, said):
    paper = paper_with(SOURCE if quote != "the survival" else f"{SOURCE} So the survival counts.")
    (one,) = found(evidence_vague, "A post.", quote, paper=paper)
    assert said in one.what


def test_a_sentence_that_stands_once_is_no_vague_evidence():
    assert found(evidence_vague, "A post.", "the survival of mice", paper=paper_with(SOURCE)) == []


@pytest.mark.parametrize(
    ("abstract", "quote"),
    [
        ("Ampliﬁed fibrils were seen in mice.", "Amplified fibrils were seen"),
        ("Mice given 5 \u00b5g lived longer.", "Mice given 5 \u03bcg lived"),
        ("Cells at 37 \u2103 took up CO₂.", "Cells at 37 °C took up CO2."),
        ("Mice were ampli\u00ad\nfied in it.", "Mice were amplified in it."),
    ],
)
def test_a_quotation_is_found_across_spellings(abstract, quote):
    assert remarks(quote, abstract=abstract) == []


@pytest.mark.parametrize(
    ("abstract", "quote"),
    [
        ("Mice got 10⁸ cells each.", "Mice got 108 cells each."),
        ("Mice got 10⁸ cells each.", "Mice got 10⁶ cells each."),
        ("Mice got ½ a dose each.", "Mice got 12 a dose each."),
        ("Mice of 5 kg/m² lived.", "Mice of 5 kg/m2 lived."),
    ],
)
def test_a_quotation_with_another_number_is_not_found(abstract, quote):
    (remark,) = remarks(quote, abstract=abstract)
    assert remark.rule == "evidence-missing"


@pytest.mark.parametrize(
    ("quote", "abstract"),
    [
        ("longer sur- vival was seen", "In mice, longer survival was seen."),
        ("longer survival was seen", "In mice, longer sur- vival was seen."),
        ("a non- linear effect", "In mice, a non-linear effect was seen."),
        ("and so on\u2026 in mice", "It went and so on... in mice."),
    ],
)
def test_a_word_parted_at_a_line_end_and_an_ellipsis_are_found(quote, abstract):
    assert found(evidence_missing, "x", quote, paper=paper_with(abstract)) == []


def test_a_parted_word_of_another_spelling_is_not():
    assert found(
        evidence_missing, "x", "longer re- vival was seen", paper=paper_with("In mice, longer survival was seen.")
    )


def test_markup_in_the_abstract_is_named_as_the_cause():
    (one,) = found(
        evidence_missing, "x", "longer survival", paper=paper_with("In mice, <i>longer</i> survival was seen.")
    )
    assert "markup" in one.instead


@pytest.mark.parametrize("quote", ["小鼠寿命延长12天。", "マウスは長生きした。", "หนูมีชีวิตยืนยาวขึ้น"])
def test_a_sentence_without_spaces_is_no_single_word(quote):
    assert found(evidence_vague, "x", quote, paper=paper_with(f"其他。 {quote} 其他。")) == []


@pytest.mark.parametrize("quote", ["小鼠", "マウス", "หนู", "mice"])
def test_a_word_of_any_script_is_one_word(quote):
    assert len(found(evidence_vague, "x", quote, paper=paper_with(f"Of {quote} and more."))) == 1


def test_a_quotation_without_spaces_may_begin_and_end_within_a_sentence():
    assert found(evidence_missing, "x", "小鼠寿命延长12天", paper=paper_with("结果小鼠寿命延长12天并且健康。")) == []


def test_a_number_is_not_cut_between_such_signs():
    assert len(found(evidence_missing, "x", "小鼠寿命延长1", paper=paper_with("小鼠寿命延长12天。"))) == 1
