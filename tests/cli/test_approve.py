"""`approve`, `check --approved`, and the difference in `preview`."""

import json
import re
from pathlib import Path

import pytest

from scicomm_bot.approval import read_approvals
from support.yaml_samples import SECOND_FINDING, changed

FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
PATH = Path("approved.yaml")
BY = ("--by", "Jane Doe")


@pytest.fixture(autouse=True)
def _supervised(project, monkeypatch):
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")


def edit(old, new):
    path = Path("posts.yaml")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def flat(text):
    return " ".join(text.split())


class TestApprove:
    def test_it_shows_text_evidence_price_and_who_and_records_at_once(self, cli):
        done = cli("approve", FIRST, *BY)
        assert done.code == 0
        assert "$0.015" in done.out
        assert "  │ Peer-reviewed review; animal and human studies.\n" in done.out
        assert "evidence (on what, the paper does not say): “Amyotrophic lateral sclerosis (ALS) is a" in flat(done.out)
        assert "  approved by Jane Doe\n" in done.out
        assert done.out.endswith("1 post approved by Jane Doe in approved.yaml, for $0.015.\n")
        entry = read_approvals(PATH).of[FIRST]
        assert (entry.decision, entry.by, entry.why) == ("approved", "Jane Doe", None)

    def test_each_post_is_shown_in_the_state_that_the_word_leaves_it_in(self, cli):
        assert re.search(f"^{FIRST} +pending$", cli("approve", FIRST, *BY).out, re.MULTILINE)
        rejected = cli("approve", "--reject", FIRST, "--why", "Too long.", *BY).out
        assert re.search(f"^{FIRST} +held: not approved$", rejected, re.MULTILINE)
        assert rejected.count("Too long") == 1

    def test_the_post_on_the_source_rests_on_the_record(self, cli):
        assert "evidence: the record of 'Granulocyte-Colony" in cli("approve", "gcsf-als/source", *BY).out

    def test_all_are_recorded_in_the_order_of_the_file(self, cli):
        done = cli("approve", "--all", *BY)
        assert done.code == 0
        ids = [post["id"] for post in json.loads(cli("preview", "--json").out)["posts"]]
        assert re.findall(r"^- id: (\S+)$", PATH.read_text(), re.MULTILINE) == ids

    def test_what_blocks_cannot_be_approved_and_the_others_are(self, cli):
        edit("increase the survival of mice.\n            on", "increase the survival of men.\n            on")
        done = cli("approve", "--all", *BY)
        assert done.code == 1
        assert "cannot be approved while evidence-missing blocks it; fix that first" in flat(done.out)
        assert "Not approved: gcsf-als/survival-in-mice: " in done.out
        assert len(read_approvals(PATH).of) == 9

    def test_a_warning_is_shown_and_does_not_stop_it(self, cli):
        Path("posts.yaml").write_text(changed("quote: Text of it.", "quote: Text"))
        done = cli("approve", "p/f", *BY)
        assert "W evidence-vague:" in done.out
        assert done.code == 0

    def test_what_is_approved_as_it_is_stays_as_it_is(self, cli):
        cli("approve", FIRST, *BY)
        before = PATH.read_bytes()
        done = cli("approve", FIRST, "--by", "Somebody Else")
        assert done.code == 0
        assert "is approved as it is, by Jane Doe on" in flat(done.out)
        assert done.out.endswith("Nothing was recorded in approved.yaml.\n")
        assert PATH.read_bytes() == before

    def test_what_changed_is_shown_with_its_difference_and_approved_anew(self, cli):
        cli("approve", FIRST, *BY)
        edit("a neurodegenerative disorder: nerve", "a disorder: nerve")
        done = cli("approve", FIRST, "--by", "Roe R")
        assert "from what Jane Doe on 20" in done.out
        assert "[-neurodegenerative-]" in done.out
        assert read_approvals(PATH).of[FIRST].by == "Roe R"

    def test_all_leaves_what_was_rejected_and_naming_it_approves_it(self, cli):
        cli("approve", "--reject", FIRST, "--why", "Too long.", *BY)
        done = cli("approve", "--all", *BY)
        assert done.code == 1
        assert f"Not approved: {FIRST}: " in done.out
        assert f"not recorded: {FIRST} was rejected by Jane Doe on " in flat(done.out)
        assert " UTC: Too long; --all leaves it so, name it to approve it after all" in flat(done.out)
        assert read_approvals(PATH).of[FIRST].decision == "rejected"
        assert cli("approve", FIRST, *BY).code == 0
        assert read_approvals(PATH).of[FIRST].decision == "approved"

    def test_a_rejection_is_recorded_with_its_reason_also_of_what_blocks(self, cli):
        edit("increase the survival of mice.\n            on", "increase the survival of men.\n            on")
        done = cli("approve", "--reject", "gcsf-als/survival-in-mice", "--why", "Wrong quotation.", *BY)
        assert done.code == 0
        assert "  rejected by Jane Doe: Wrong quotation.\n" in done.out
        entry = read_approvals(PATH).of["gcsf-als/survival-in-mice"]
        assert (entry.decision, entry.why) == ("rejected", "Wrong quotation.")

    def test_json_has_what_was_recorded_and_what_was_not(self, cli):
        cli("approve", SECOND, *BY)
        told = json.loads(cli("approve", FIRST, SECOND, *BY, "--json").out)
        assert told["file"] == "approved.yaml"
        assert [(one["id"], one["decision"], one["by"]) for one in told["recorded"]] == [
            (FIRST, "approved", "Jane Doe")
        ]
        assert [(one["id"], one["fine"]) for one in told["left"]] == [(SECOND, True)]
        assert told["price_usd"] == 0.015

    @pytest.mark.parametrize(
        "words",
        [
            (FIRST,), (FIRST, "--by", ""), (FIRST, "--by", " \t"), (FIRST, "--by", "a\x07b"), BY, (FIRST, "--all", *BY),
            (FIRST, "--reject", *BY), (FIRST, "--why", "x", *BY), ("--reject", "--all", "--why", "x", *BY),
            ("--reject", FIRST, "--why", " ", *BY),
        ],
    )  # fmt: skip
    def test_a_usage_that_says_too_little_or_too_much_records_nothing(self, cli, words):
        assert cli("approve", *words).code == 2
        assert not PATH.exists()

    def test_an_id_that_nobody_knows_records_nothing(self, cli):
        done = cli("approve", FIRST, "gcsf-als/sorce", *BY)
        assert (done.code, done.err) == (
            1, "scicomm-bot: error: no post 'gcsf-als/sorce'; did you mean gcsf-als/source?\n",
        )  # fmt: skip
        assert not PATH.exists()

    def test_a_broken_file_is_told_and_left_alone(self, cli):
        PATH.write_text("posts:\n- id: x\n")
        done = cli("approve", "--all", *BY)
        assert done.code == 1
        assert "approved.yaml:2: the entry of x has no `by:`" in done.err
        assert PATH.read_text() == "posts:\n- id: x\n"

    def test_a_name_is_kept_as_one_line(self, cli):
        cli("approve", FIRST, "--by", "  Jane \n Doe ")
        assert read_approvals(PATH).of[FIRST].by == "Jane Doe"


class TestCheck:
    def test_without_the_option_approval_does_not_matter(self, cli):
        assert cli("check").code == 0

    def test_it_fails_for_each_post_that_nobody_approved(self, cli):
        cli("approve", FIRST, *BY)
        done = cli("check", "--approved", "--json")
        told = json.loads(done.out)["problems"]
        assert done.code == 1
        assert ({one["rule"] for one in told}, len(told)) == ({"unapproved"}, 9)
        assert FIRST not in {one["id"] for one in told}

    def test_it_passes_where_all_is_as_approved(self, cli):
        cli("approve", "--all", *BY)
        assert cli("check", "--approved").out.startswith("10 posts checked, nothing found.")

    def test_it_tells_the_letter_that_changed_and_the_reason_of_a_rejection(self, cli):
        cli("approve", "--all", *BY)
        cli("approve", "--reject", SECOND, "--why", "Too hard.", *BY)
        edit("a neurodegenerative disorder: nerve", "a neurodegeneratixe disorder: nerve")
        done = cli("check", "--approved")
        assert done.code == 1
        assert "(its 16th letter, 'v', is now 'x')" in flat(done.out)
        assert f"{SECOND}: Jane Doe rejected it on" in flat(done.out)
        assert done.out.endswith("10 posts checked: 2 errors.\n")

    def test_a_file_that_cannot_be_used_is_told_once(self, cli):
        PATH.write_text("posts: 7\n")
        done = cli("check", "--approved")
        assert done.code == 1
        assert done.out.count("approved-file") == 1
        assert done.out.startswith("approved.yaml:1: E approved-file: must hold a list under `posts:`")

    def test_it_goes_by_approval_also_where_that_is_turned_off(self, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
        assert cli("check", "--approved").code == 1

    def test_approvals_of_posts_that_are_gone_do_not_matter(self, cli):
        Path("posts.yaml").write_text(changed() + SECOND_FINDING.replace("id: f", "id: g"))
        cli("approve", "--all", *BY)
        Path("posts.yaml").write_text(changed())
        assert cli("check", "--approved").code == 0


class TestPreview:
    def test_nothing_is_pending_until_it_is_approved(self, cli):
        out = cli("preview").out
        assert "10 posts: 10 held. They cost $0.335 in all.\n" in out
        assert cli("preview", "--dry-run").out.count(" pending\n") == 9

    def test_an_approved_post_says_who_and_when(self, cli):
        cli("approve", FIRST, *BY)
        assert re.search(r"^  approved by Jane Doe on 20\S+ \d\d:\d\d UTC$", cli("preview", FIRST).out, re.MULTILINE)

    def test_the_difference_is_shown_word_by_word(self, cli):
        cli("approve", FIRST, *BY)
        edit("neurodegenerative disorder: nerve cells", "grave disorder: some nerve cells")
        out = cli("preview", FIRST).out
        assert "from what Jane Doe approved to what it is now:\n" in out
        assert (
            "  │ Amyotrophic lateral sclerosis (ALS) is a [-neurodegenerative-] {+grave+}\n"
            "  │ disorder: {+some+} nerve cells degenerate, and there is inflammation in the\n  │ nerves.\n" in out
        )
        assert max(len(line) for line in out.splitlines()) <= 80

    def test_in_a_terminal_it_is_in_colours(self, cli, monkeypatch):
        cli("approve", FIRST, *BY)
        edit("neurodegenerative disorder: nerve cells", "grave disorder: nerve cells")
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.delenv("NO_COLOR")
        monkeypatch.setenv("TERM", "xterm")
        out = cli("preview", FIRST).out
        assert "\x1b[31mneurodegenerative\x1b[0m \x1b[32mgrave\x1b[0m" in out
        assert "[-" not in out

    def test_a_space_that_became_a_line_break_can_be_seen(self, cli):
        cli("approve", FIRST, *BY)
        path = Path("templates/words.en.yaml")
        path.write_text(path.read_text().replace("{journal}, {year}", "{journal},\\n{year}", 1))
        out = cli("preview", FIRST).out
        assert "a space before word 28 is now a line break" in flat(out)
        assert "  │ Acta Neurologica Belgica, [-␠-] {+⏎+} 2023\n" in out

    def test_json_has_the_verdict_and_the_difference(self, cli):
        cli("approve", FIRST, *BY)
        edit("neurodegenerative disorder: nerve", "grave disorder: nerve")
        [post] = json.loads(cli("preview", FIRST, "--json").out)["posts"]
        assert (post["state"], post["reason"], post["approval"]["state"]) == ("held", "unapproved", "changed")
        pieces = post["approval"]["difference"]
        assert {"kind": "deleted", "text": " neurodegenerative"} in pieces
        assert "".join(piece["text"] for piece in pieces if piece["kind"] != "deleted") == post["text"]
        [post] = json.loads(cli("preview", FIRST, "--json", "--dry-run").out)["posts"]
        assert (post["state"], post["approval"]) == ("pending", None)


def test_several_rules_that_block_are_told_as_a_list(project, cli):
    (project / "posts.yaml").write_text(changed("text: A text.", f"text: '@you, $ABC $DEF {'word ' * 70}'"))
    told = " ".join(cli("approve", "p/f", "--by", "Jane Doe").out.split())
    assert re.search(r"while length, mention and cashtag block it; fix that first", told)


def test_doctor_names_the_posts_that_changed_since_they_were_approved(project, cli):
    cli("approve", "--all", *BY)
    path = project / "templates/words.en.yaml"
    path.write_text(path.read_text("utf-8").replace("The source of these", "The paper behind these"), "utf-8")
    assert "changed since, so to be approved again: gcsf-als/source" in " ".join(cli("doctor").out.split())
