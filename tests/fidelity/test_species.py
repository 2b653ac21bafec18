"""The rules on whom or what the evidence is on."""

import pytest

from scicomm_bot.english.mentions import mentions
from scicomm_bot.english.text import read_text
from scicomm_bot.fidelity.rules.species import human_inference, species_late, species_missing
from support.fidelity_samples import found, paper_with
from support.species_samples import (
    ACTIVITIES,
    CULTURED,
    FAITHFUL,
    FASTER,
    NEGATIVE,
    SURVIVAL,
    TOO,
    UNFAITHFUL,
    raised,
)


@pytest.mark.parametrize(("text", "evidence"), FAITHFUL)
def test_a_faithful_post_raises_none_of_the_rules_on_species_and_negatives(text, evidence):
    assert raised(text, evidence) == set()


@pytest.mark.parametrize(("text", "evidence", "rules"), UNFAITHFUL)
def test_an_unfaithful_post_raises_its_rules_and_no_other(text, evidence, rules):
    assert raised(text, evidence) == set(rules.split())


@pytest.mark.parametrize("rule", [species_missing, species_late, human_inference])
def test_the_rules_own_examples(rule):
    assert found(rule, rule.bad, SURVIVAL)
    assert not found(rule, rule.good, SURVIVAL, NEGATIVE)


def names(text: str) -> str:
    (sentence,) = read_text(text).sentences
    mentioned = mentions(sentence)
    return " ".join(name for name in ("animals", "cells") if getattr(mentioned, name))


@pytest.mark.parametrize(
    "text",
    [
        "In mice",
        "In a mouse model",
        "In mSOD1(G93A) mice",
        "in a murine model",
        "rats lived longer",
        "rodents' survival",
        "zebrafish swam on",
        "monkeys recovered",
        "a guinea pig",
        "fruit flies",
        "C. elegans",
        "non-human primates",
        "animal studies",
    ],
)
def test_words_that_name_animals(text):
    assert names(text) == "animals"


@pytest.mark.parametrize(
    "text",
    [
        "in vitro",
        "in a cell line",
        "cultured neurons",
        "neurons in culture",
        "nerve cells in a dish",
        "in the same dishes, nerve cells survived",
        "cells grown in the lab",
        "organoids of the brain",
        "in cells",
        "in human motor nerve cells",
        "tests on cells",
        "a study of nerve cells",
        "nerve cells given drug X",
        "HEK293",
    ],
)
def test_words_that_name_cells_as_what_was_studied(text):
    assert names(text) == "cells"


@pytest.mark.parametrize(
    "text",
    [
        "the ratio rose",
        "at a mouse click",
        "a mouse monoclonal antibody",
        "Guinea is a country",
        "a cell-growth factor",
        "blood cells need it",
        "nerve cells die",
        "stem cells move",
        "cell death was less",
        "effects on the nerve cells",
        "pre-clinical studies",
        "lab studies",
        "a SOD1 model",
        "time flies",
        "fish oil",
        "our four-legged friends",
    ],
)
def test_words_that_name_neither(text):
    assert names(text) == ""


def test_naming_animals_is_not_enough_for_cells_nor_the_other_way_round():
    assert found(species_missing, "In mice, drug X kept neurons from death.", CULTURED)
    assert found(species_missing, "In a dish, G-CSF increased survival.", SURVIVAL)


def test_two_quotations_ask_for_both_species():
    text = "In mice, G-CSF increased survival, and drug X kept neurons from death."
    assert [one.what for one in found(species_missing, text, SURVIVAL, CULTURED)] == [
        "the evidence is on cells, and the post does not say so"
    ]
    assert not found(species_missing, f"{text} The neurons were in a dish.", SURVIVAL, CULTURED)


def test_one_quotation_on_both_asks_for_one_and_on_people_too_for_none():
    both = "Drug X improved survival of cells and mice."
    assert not found(species_missing, "In mice, drug X improved survival.", (both, "animals cells"))
    assert not found(species_missing, "Drug X improved survival.", (both, "animals people"))


def test_the_label_names_no_species():
    text = "Peer-reviewed review; animal and human studies.\n\nG-CSF increased survival."
    assert found(species_missing, text, SURVIVAL)


def test_the_message_offers_the_papers_own_word():
    (one,) = found(species_missing, "G-CSF increases survival.", ("G-CSF increased survival of rats.", "animals"))
    assert "In rats" in one.instead


def test_the_message_shows_the_words_that_promise():
    (one,) = found(human_inference, "G-CSF helps people with ALS." + TOO, SURVIVAL, NEGATIVE)
    assert one.what == "\u201chelps people\u201d promises people what rests on animals"


@pytest.mark.parametrize("text", ["Drug X improved walking in patients.", "People walk faster and benefit."])
def test_people_may_be_named_where_the_evidence_is_on_people(text):
    assert not found(human_inference, text, FASTER)


def test_a_definition_before_the_species_is_no_claim():
    text = "ALS is a disease of the nerves. G-CSF is a growth factor. In mice, it increased survival." + TOO
    assert not found(species_late, text, SURVIVAL, NEGATIVE)


def test_a_claim_that_rests_on_other_words_may_come_first():
    text = "G-CSF may protect nerve cells. In mice, it increased survival." + TOO
    assert not found(species_late, text, ACTIVITIES, SURVIVAL, NEGATIVE)


def test_a_change_for_the_worse_is_a_claim_too():
    evidence = ("A fatty diet raised anxiety in mice.", "animals")
    assert found(species_late, "A fatty diet raises anxiety. That was seen in mice.", evidence)
    assert not found(species_late, "What does a fatty diet do? In mice, it raised anxiety.", evidence)


@pytest.mark.parametrize(
    "text",
    [
        "an insect trap",
        "one zebrafish larva, a bee and its hive",
        "a salamander",
        "the biomass of flying insect life",
        "a mosquito net for a bird",
    ],
)
def test_one_and_many_name_an_animal(text):
    assert any(mentions(one).animals for one in read_text(text).sentences), text


@pytest.mark.parametrize(
    "text",
    [
        "in rat vessel cells",
        "muscle cells from rat aorta",
        "this dish study",
        "17 isolates",
        "the bacterium Paracoccus",
        "a mutant strain",
        "12 pancreatic cancer lines",
    ],
)
def test_cells_that_were_taken_or_grown_are_named(text):
    assert any(mentions(one).cells for one in read_text(text).sentences), text


BIRDS = "We ringed pied flycatchers (Ficedula hypoleuca) in four oak woods. Laying advanced by nine days."
SALMON = "Otters ate fewer salmon where the river was dammed."


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        (BIRDS, "Pied flycatchers now lay nine days earlier"),
        (BIRDS, "Where did the flycatchers go?"),
        (BIRDS, "Ficedula hypoleuca lays nine days earlier"),
        ("In the river, Lutra lutra was counted. Otters were fewer.", "Lutra was counted in a river"),
        (SALMON, "Otters ate fewer salmon where the river was dammed"),  # no word that is known here
        (SALMON, "Where rivers are dammed, otters catch less"),
    ],
)
def test_the_papers_own_name_of_an_animal_names_it(abstract, text):
    assert not found(species_missing, text, (abstract, "animals"), paper=paper_with(abstract)), text


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        (BIRDS, "It improved survival in patients"),
        (SALMON, "People live longer where rivers are free"),
        ("Mice that napped lived longer.", "Naps lengthened life"),
        ("Insects declined by 76%.", "A decline by 76%"),
    ],
)
def test_a_post_without_its_animals_is_still_found(abstract, text):
    assert found(species_missing, text, (abstract, "animals"), paper=paper_with(abstract)), text


RATS = ("Naps improved recall in rats.", "animals")


@pytest.mark.parametrize(
    "text",
    [
        "In rats, naps improved recall. That means people stand to gain.",
        "In rats, naps improved recall. So patients have something to look forward to.",
        "In rats, naps improved recall. In other words: children deserve a nap.",
        "In rats, naps improved recall. Which means everyone has a reason to lie down.",
        "Naps improved recall in rats. The upshot: adults get more out of a nap.",
    ],
)
def test_a_conclusion_for_people_from_animals_is_found(text):
    assert found(human_inference, text, RATS), text


@pytest.mark.parametrize(
    "text",
    [
        "In rats, naps improved recall. That does not mean that people stand to gain.",
        "In rats, naps improved recall. So whether people gain is unknown.",
        "In rats, naps improved recall. This means nothing yet for people.",
        "In rats, naps improved recall. So what do people gain?",
        "In rats, naps improved recall. Hence the next question: people.",
    ],
)
def test_no_conclusion_for_people_passes(text):
    assert not found(human_inference, text, RATS), text


@pytest.mark.parametrize(
    ("quote", "opening"),
    [
        ("Flying insect biomass declined.", "In insects, ..."),
        ("A mouse model was used.", "In mice, ..."),
        ("Zebrafish were kept.", "In animals, ..."),
        ("Murine weight rose.", "In animals, ..."),
        ("One beagle was weighed; dogs were fed.", "In dogs, ..."),
    ],
)
def test_the_message_offers_an_opening_in_the_plural(quote, opening):
    (remark,) = found(species_missing, "Weight rose in patients", (quote, "animals"))
    assert opening in remark.instead


CELLS = ("In cultured fibroblasts, zinc raised collagen.", "cells")


@pytest.mark.parametrize(
    "text",
    [
        "In cultured fibroblasts, zinc raised collagen. Your skin will thank you.",
        "In a dish, zinc raised collagen. Your face could use some.",
        "Zinc raised collagen in cultured fibroblasts. Soon your own skin may follow.",
    ],
)
def test_what_cells_had_is_not_the_readers_own(text):
    assert found(human_inference, text, CELLS), text


@pytest.mark.parametrize(
    "text",
    [
        "In cultured fibroblasts, zinc raised collagen. Whether your skin will follow is unknown.",
        "In cultured fibroblasts, zinc raised collagen. Will your skin follow?",
        "In cultured fibroblasts, zinc raised collagen. Your skin will not know.",
        "Your guess? In cultured fibroblasts, zinc raised collagen.",
    ],
)
def test_what_is_open_for_readers_passes(text):
    assert not found(human_inference, text, CELLS), text


def test_in_a_study_of_nothing_alive_a_reader_may_be_addressed():
    assert not found(human_inference, "Your phone will need a better clock", "The clock lost a second in 300 years.")


def test_a_denial_before_a_colon_does_not_deny_the_species():
    assert not found(species_missing, "More is not merrier: fibroblasts died at high doses", CELLS)


def test_a_post_on_what_cells_do_says_cells():
    paper = paper_with("Cultured cells of the neural crest migrate.")
    quote = ("Cultured cells of the neural crest migrate.", "cells")
    assert found(species_missing, "Neural crest cells migrate in large numbers", quote, paper=paper) == []
    assert found(species_missing, "Hope for patients: their nerve cells migrate", quote, paper=paper)
