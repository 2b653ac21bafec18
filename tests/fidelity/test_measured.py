"""The figures of docs/fidelity.md: how they are computed and written, and that they do not fall."""

import pytest

from evaluation import data, pubmed, strength
from evaluation.__main__ import PAGE, PART, main, written
from evaluation.scores import Scores
from scicomm_bot.fidelity import claim_strength

needs_data = pytest.mark.skipif(bool(data.missing()), reason=f"no data sets in {data.FOLDER}")
NAMES = {0: "none", 1: "some"}


def test_precision_recall_and_macro_f1_of_a_table_worked_out_by_hand():
    of = Scores([0, 0, 0, 1, 1], [0, 0, 1, 1, 0], NAMES)
    assert of.accuracy == 3 / 5
    assert (of.precision(0), of.recall(0), of.precision(1), of.recall(1)) == (2 / 3, 2 / 3, 1 / 2, 1 / 2)
    assert of.macro_f1 == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert list(of.confusion())[2:] == ["| none | 2 | 1 |", "| some | 1 | 1 |"]


def test_a_class_that_is_never_found_counts_as_nought():
    of = Scores([0, 1], [0, 0], NAMES)
    assert (of.precision(1), of.recall(1), of.f1(1)) == (0, 0, 0)


def test_only_the_measured_parts_of_the_page_are_written():
    page = (
        "By hand.\n<!-- measured: one -->\nold\n<!-- /measured -->\n<!-- measured: two -->\nold\n<!-- /measured -->\n"
    )
    assert written(page, {"one": ["new", "figures"]}) == page.replace("old", "new\nfigures", 1)


def test_the_page_has_a_place_for_each_part_and_figures_in_it():
    parts = {match.group(2): match.group() for match in PART.finditer(PAGE.read_text(encoding="utf-8"))}
    assert set(parts) == {"strength", "gold", "sets", "mutations"}
    assert all("Measured on 20" in part for part in parts.values())


def test_without_the_data_it_says_so_and_measures_the_gold_set(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(data, "PAIRS", tmp_path / "pairs.jsonl")
    monkeypatch.setattr(pubmed, "RECORDS", tmp_path)
    assert main(["--print"]) == 0
    printed = capsys.readouterr().out
    assert "Claim strength is not measured: no pairs.jsonl" in printed
    assert "gold set" in printed
    assert "Not measured: no records of PubMed in" in printed


def test_the_examples_of_the_page_are_true():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    calls = [at for at, line in enumerate(lines) if line.startswith("    >>> claim_strength(")]
    assert len(calls) == 2
    for at in calls:
        sentence = lines[at].partition('("')[2].removesuffix('")')
        assert str(claim_strength(sentence)) == lines[at + 1].strip()


@needs_data
def test_the_figures_on_the_pairs_do_not_fall():
    assert strength.exaggeration().macro_f1 >= 0.70
    assert strength.strengths_of_pairs().macro_f1 >= 0.72


@needs_data
def test_the_figure_on_sentences_held_back_does_not_fall():
    assert strength.strengths_of_sentences(held=True).macro_f1 >= 0.70
