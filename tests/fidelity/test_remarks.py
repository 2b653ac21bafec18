"""How remarks are told: once each, with whole sentences, and with what became of their waivers."""

from dataclasses import replace

from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import PostImage
from scicomm_bot.fidelity import check_posts
from support.fidelity_samples import paper_with, reading

EVIDENCE = "In mice, a nap helped."


def remarks(text: str, waive: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What all rules say of a post, as rule and message."""
    one = reading(text, EVIDENCE)
    finding = one.finding.model_copy(update={"waive": waive or {}})
    paper = one.paper.model_copy(update={"findings": (finding,)})
    [post] = check_posts([replace(one.post, remarks=())], Content(papers=(paper,)))
    return [(remark.rule, remark.message) for remark in post.remarks]


def test_what_is_found_twice_in_the_same_words_is_told_once():
    told = remarks("In mice, a nap is a cure. Is it a cure? A cure!")
    assert len([rule for rule, _ in told if rule == "cure"]) == 1


def test_a_way_to_write_it_that_ends_in_dots_gets_no_fourth():
    [message] = [message for rule, message in remarks("In mice, victims helped.") if rule == "stigma"]
    assert "write instead: people with ... Why:" in message


def test_a_waiver_of_a_rule_that_does_not_exist_is_left_to_the_file_to_tell():
    assert [rule for rule, _ in remarks(EVIDENCE, {"hpye": "x", "hype": "y"}) if rule == "waiver"] == ["waiver"]


def rules_on_alt(alt: str) -> list[str]:
    paper = paper_with("In mice, CO<sub>2</sub> was low.")
    one = reading("In mice, it was low.", paper=paper, pictures=(PostImage("a.png", "0", alt),)).post
    (done,) = check_posts([one], Content.model_validate({"papers": (paper,)}))
    return [remark.rule for remark in done.remarks if "`alt`" in remark.message or "alt text" in remark.message]


def test_an_alt_text_that_is_a_file_name_is_told_once():
    assert rules_on_alt("IMG_1234") == ["alt-text"]


def test_an_alt_text_with_markup_is_read_without_it():
    assert rules_on_alt("CO<sub>2</sub> in mice") == ["markup"]


def rules_on(text: str, *quotes: tuple[str, str]) -> list[str]:
    one = reading(text, *quotes)
    paper = one.paper.model_copy(update={"findings": (one.finding,)})
    [post] = check_posts([replace(one.post, remarks=())], Content(papers=(paper,)))
    return [remark.rule for remark in post.remarks]


def test_nobody_is_told_to_move_a_claim_that_has_to_change():
    told = rules_on("Naps cause longer survival! (in mice)", ("Naps were associated with survival of mice.", "animals"))
    assert "cause-from-correlation" in told
    assert "species-late" not in told


def test_where_the_claim_may_stay_its_place_is_told():
    assert "species-late" in rules_on("Longer survival! (in mice)", ("Survival of mice increased.", "animals"))


def test_what_a_claim_says_is_told_before_whom_it_names():
    told = rules_on("Land use causes deaths", ("Land use was associated with deaths of mice.", "animals"))
    assert told.index("cause-from-correlation") < told.index("species-missing")
