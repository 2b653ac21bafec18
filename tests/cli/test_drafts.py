"""Drafts, and papers that are not complete, through the commands."""

import json

import pytest

from support.draft_samples import ABSTRACT, ONE_DRAFT, OTHER, STUDY, without
from support.yaml_samples import changed

WORDS = "written for colleagues, not yet for readers; write it and take `draft` away"


@pytest.fixture
def of(project, cli):
    """Write posts.yaml and run a command."""

    def run(text, *words):
        (project / "posts.yaml").write_text(text)
        return cli(*words)

    return run


def states(ended):
    return {one["id"]: (one["state"], one["reason"]) for one in json.loads(ended.out)["posts"]}


def flat(text):
    return " ".join(text.split())


def test_a_draft_is_held_as_one_in_a_preview(of):
    assert states(of(ONE_DRAFT + OTHER, "preview", "--json")) == {
        "p/f": ("held", "draft"),
        "p/g": ("pending", None),
        "p/authors": ("pending", None),
        "p/source": ("pending", None),
    }


def test_posts_of_a_paper_that_lacks_its_study_are_held_as_incomplete(of):
    found = states(of(without(ONE_DRAFT, STUDY, ABSTRACT), "preview", "--json"))
    assert found == {"p/f": ("held", "draft"), "p/authors": ("held", "incomplete"), "p/source": ("held", "incomplete")}


def test_the_posts_that_come_by_themselves_wait_for_a_finding_that_is_no_draft(of):
    assert states(of(ONE_DRAFT, "preview", "--json"))["p/source"] == ("held", "incomplete")


@pytest.mark.parametrize("text", [ONE_DRAFT, without(ONE_DRAFT, STUDY), without(ONE_DRAFT, STUDY, ABSTRACT)])
@pytest.mark.parametrize("words", [(), ("--approved",)])
def test_check_has_no_error_for_drafts(of, text, words):
    ended = of(text, "check", "--json", *words)
    told = json.loads(ended.out)
    assert (ended.code, told["blocking"], told["asking"]) == (0, False, False)
    assert {one["level"] for one in told["problems"]} == {"I"}


def test_a_draft_with_an_error_in_it_leaves_check_at_0(of):
    ended = of(ONE_DRAFT.replace("A text.", "Ask @nobody " + "x" * 300), "check", "--json")
    assert ended.code == 0
    assert {one["level"] for one in json.loads(ended.out)["problems"]} == {"I"}


def test_an_error_in_the_file_beside_a_draft_is_still_one(of):
    assert of(ONE_DRAFT.replace("year: 2020", "year: x"), "check").code == 1


@pytest.mark.parametrize("rehearsal", [("--dry-run",), ()])
def test_post_once_passes_over_a_draft_with_words(of, monkeypatch, rehearsal):
    ended = of(ONE_DRAFT, "post", "--once", *rehearsal)
    assert ended.code == 0
    assert f"p/f is held: {WORDS}" in flat(ended.err)


def test_post_of_a_draft_by_its_id_is_refused_with_words(of):
    ended = of(ONE_DRAFT + OTHER, "post", "p/f", "--once", "--dry-run")
    assert ended.code == 1
    assert WORDS in flat(ended.err)


def test_approve_refuses_a_draft(of, project):
    ended = of(ONE_DRAFT, "approve", "p/f", "--by", "Jane Doe")
    assert ended.code == 1
    assert f"p/f: is a draft: {WORDS}" in flat(ended.out)
    assert not (project / "approved.yaml").exists()


def test_approve_all_passes_a_draft_over_with_words(of, project):
    ended = of(ONE_DRAFT + OTHER, "approve", "--all", "--by", "Jane Doe")
    assert ended.code == 0
    assert f"not recorded: p/f is a draft: {WORDS}" in flat(ended.out)
    assert "p/f" not in (project / "approved.yaml").read_text()


def test_an_approval_of_before_does_not_send_a_draft(of, cli, monkeypatch):
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    assert of(changed(), "approve", "--all", "--by", "Jane Doe").code == 0
    assert states(of(ONE_DRAFT, "preview", "--json"))["p/f"] == ("held", "draft")


def test_the_labels_are_on_the_first_finding_that_is_no_draft(of):
    texts = {one["id"]: one["text"] for one in json.loads(of(ONE_DRAFT + OTHER, "preview", "--json").out)["posts"]}
    assert "review in people" not in texts["p/f"]
    assert "Peer-reviewed review" in texts["p/g"]


def test_a_draft_holds_its_thread_from_beginning(of):
    text = (ONE_DRAFT + OTHER).replace("    journal:", "    series: thread\n    journal:")
    found = states(of(text, "preview", "--json"))
    assert found["p/f"] == ("held", "draft")
    assert "pending" not in {state for name, (state, _) in found.items() if name == "p/f"}
    assert json.loads(of(text, "plan", "--json").out)["plan"] == []


def test_status_tells_of_drafts_as_later(of):
    needs = json.loads(of(ONE_DRAFT + OTHER, "status", "--json").out)["needs"]
    assert ("draft", "later") in {(one["code"], one["when"]) for one in needs}


def test_a_paper_without_findings_shows_its_two_posts(of):
    text = without(changed(), ABSTRACT)
    text = text[: text.index("    findings:")] + "    findings: []\n"
    ended = of(text, "check", "--json")
    assert ended.code == 0
    assert {one["rule"] for one in json.loads(ended.out)["problems"]} >= {"incomplete"}
    assert states(of(text, "preview", "--json")) == {
        "p/authors": ("held", "incomplete"),
        "p/source": ("held", "incomplete"),
    }


@pytest.mark.parametrize("more", [940, 1])
def test_the_authors_that_the_list_does_not_name_are_counted(of, more):
    text = changed("    journal: J", f"    authors_more: {more}\n    journal: J")
    ended = of(text, "preview", "--json")
    (text,) = (one["text"] for one in json.loads(ended.out)["posts"] if one["id"] == "p/authors")
    assert text.endswith(f"was written by N and {more} other{'s' if more > 1 else ''}.")
    assert (
        json.loads(of(changed("    journal: J", f"    authors_more: {more}\n    journal: J"), "check", "--json").out)[
            "problems"
        ]
        == []
    )


def test_a_sign_off_page_shows_a_paper_that_is_not_complete(of):
    page = of(without(ONE_DRAFT, STUDY, ABSTRACT, "    journal: J\n"), "preview", "--html", "-").out
    assert "A draft. It goes out only when its writer has finished it." in page
    assert "Not ready yet. Something about the paper is still missing." in page
    assert "No journal yet" in page
    assert "There is no text yet." in page
    assert "intent/tweet" not in page  # nothing that is not ready is offered to be shared by hand


def test_a_sign_off_page_tells_the_words_of_an_author_from_those_of_the_paper(of):
    text = changed(
        "    journal: J", "    why: {text: It matters to many., by: N, lang: en}\n    authors_more: 9\n    journal: J"
    )
    page = of(text, "preview", "--html", "-").out
    assert "In the words of <bdi>N</bdi>, not of the paper." in page
    assert "and 9 more" in page


def test_approve_says_that_the_words_of_an_author_rest_on_no_evidence(of):
    text = changed("    journal: J", "    why: {text: It matters to many., by: N}\n    journal: J")
    told = flat(of(text, "approve", "p/why", "--by", "Jane Doe").out)
    assert "evidence: none; these are the words of N, not of the paper" in told
    assert "Why it matters, in the words of N, the author of the review in J: │ │ “It matters to many.”" in told


SAID = "    retraction: {told: Retracted Publication, source: PubMed, on: 2026-11-30}\n"


def retracted(text, kind="retracted"):
    said = SAID.replace("{", f"{{kind: {kind}, ")
    return text.replace("    abstract:", f"{said}    abstract:")


@pytest.mark.parametrize("kind", ["retracted", "notice", "expression of concern"])
def test_drafts_of_a_retracted_paper_are_held_as_retracted(of, kind):
    found = states(of(retracted(ONE_DRAFT + OTHER, kind), "preview", "--json"))
    assert set(found.values()) == {("held", "retracted")}


@pytest.mark.parametrize("text", [ONE_DRAFT, without(ONE_DRAFT, STUDY), ONE_DRAFT + OTHER])
def test_check_has_an_error_for_drafts_of_a_retracted_paper_with_its_place_and_asks_for_no_text(of, text):
    ended = of(retracted(text), "check", "--json")
    told = json.loads(ended.out)["problems"]
    line = retracted(text).split("\n").index(SAID.rstrip().replace("{", "{kind: retracted, ")) + 1
    errors = {(one["rule"], one["place"]) for one in told if one["level"] == "E"}
    assert (ended.code, errors) == (1, {("retracted", f"posts.yaml:{line}")})
    assert not {"draft", "incomplete"} & {one["rule"] for one in told}


def test_a_draft_of_a_retracted_paper_cannot_be_approved(of):
    ended = of(retracted(ONE_DRAFT + OTHER), "approve", "--all", "--by", "N. N.")
    assert ended.code == 1
    assert "p/f cannot be approved while retracted blocks it" in flat(ended.out + ended.err)


def test_the_bare_command_says_that_a_retracted_paper_needs_a_person(of):
    assert "6 held (retracted or not checked). Something needs a person now." not in flat(of(ONE_DRAFT).out)
    assert "held (retracted or not checked). Something needs a person now." in flat(of(retracted(ONE_DRAFT)).out)


@pytest.mark.parametrize(
    "said", ["", " yes", " {}", " {told: x, source: PubMed}", " {told: x, source: y, on: 2026-11-31}"]
)
def test_a_retraction_that_is_not_whole_is_an_error_that_names_it(of, said):
    ended = of(ONE_DRAFT.replace("    abstract:", f"    retraction:{said}\n    abstract:"), "check")
    assert ended.code == 1
    assert "retraction" in ended.out
