"""What the rules ask of a finding that corrects a post: all that they ask of others, and that it says what it is."""

from dataclasses import replace

import pytest

from scicomm_bot.domain.paper import Content, Evidence, Finding
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity import Neighbours, check_posts, look_at
from scicomm_bot.fidelity.check import checked
from scicomm_bot.fidelity.rules.corrections import correction_unsaid
from scicomm_bot.medium.length import weighted_length
from support.fidelity_samples import paper_with, reading

OLD = "After naps, adults recalled 12% more words of a list than adults who had rested for an hour."
RIGHT = "After naps, adults recalled 21% more words of a list than adults who had rested for an hour."
SOURCE = "After naps, adults recalled 21% more words of a list than adults who had rested for an hour."


def unsaid(text, corrects="p/f", **more):
    read = reading(text, SOURCE, **more)
    read.post = replace(read.post, corrects=corrects)
    return list(correction_unsaid.check(read))


def paper_of(*texts, series="standalone", abstract=SOURCE):
    """A paper with a finding to each text, `(id, text)` or `(id, text, what it corrects)`."""
    quote = (Evidence(quote=abstract, on=("unstated",)),)
    findings = tuple(
        Finding(id=name, text=text, evidence=quote, corrects=corrects[0] if corrects else None)
        for name, text, *corrects in texts
    )
    return paper_with(abstract, findings=findings, series=series)


def remarks(*texts, among=(), **more):
    """The rules that say something of each post, by the finding's id; those of `among` alone where they are named."""
    paper = paper_of(*texts, **more)
    posts = [
        Post(
            f"p/{finding.id}", "p", "finding", finding.text, weighted_length(finding.text), 15_000, "posts.yaml:1",
            corrects=f"p/{finding.corrects}" if finding.corrects else None,
        )
        for finding in paper.findings
    ]  # fmt: skip
    done = check_posts(posts, Content(papers=(paper,)))
    return {
        post.id.partition("/")[2]: [one.rule for one in post.remarks if not among or one.rule in among] for post in done
    }


class TestSaysSo:
    @pytest.mark.parametrize(
        "text",
        [
            f"Correction: {RIGHT}",
            f"CORRECTION. {RIGHT}",
            f"We made a mistake: {RIGHT}",
            f"Our earlier post had a wrong figure. {RIGHT}",
            f"Erratum. {RIGHT}",
            f"{RIGHT} Sorry!",
            "Recall was 21% higher; our last post misstated it.",
            "The figure should have been 21%.",
        ],
    )
    def test_a_correction_that_says_so_is_not_asked_about(self, text):
        assert not unsaid(text)

    @pytest.mark.parametrize("text", [RIGHT, f"Update! {RIGHT}", f"News: {RIGHT}", f"Also: {RIGHT}"])
    def test_a_correction_of_which_no_word_says_so_is_asked_about(self, text):
        [found] = unsaid(text)
        assert found.what == "this corrects p/f, and no word of it says so"

    def test_no_other_post_is_asked(self):
        assert not unsaid(RIGHT, corrects=None)

    def test_a_language_that_the_rules_do_not_read_is_not_asked(self):
        paper = paper_of(("old", OLD), ("fix", "چرت زدن کمک می‌کند.", "old"))
        paper = paper.model_copy(
            update={"findings": tuple(one.model_copy(update={"lang": "fa"}) for one in paper.findings)}
        )
        post = Post("p/fix", "p", "finding", "چرت زدن کمک می‌کند.", 20, 15_000, "posts.yaml:1", corrects="p/old")
        [done] = check_posts([post], Content(papers=(paper,)))
        assert "correction-unsaid" not in {one.rule for one in done.remarks}

    def test_the_rule_s_own_examples(self):
        assert unsaid(correction_unsaid.bad.partition(" (")[0])
        assert not unsaid(correction_unsaid.good)


class TestDuplicates:
    AMONG = ("duplicate", "near-duplicate")

    def test_a_correction_is_no_near_duplicate_of_what_it_corrects_whichever_stands_first(self):
        both = ("old", OLD), ("fix", f"Correction: {RIGHT}", "old")
        assert remarks(*both, among=self.AMONG) == {"old": [], "fix": []}
        assert remarks(*reversed(both), among=self.AMONG) == {"old": [], "fix": []}

    def test_a_correction_of_a_correction_is_none_of_either(self):
        found = remarks(
            ("old", OLD), ("fix", f"Correction: {RIGHT}", "old"), ("again", f"Correction: {RIGHT} Indeed.", "fix"),
            among=self.AMONG,
        )  # fmt: skip
        assert found == {"old": [], "fix": [], "again": []}

    def test_the_same_text_as_in_the_file_by_now_is_no_duplicate(self):
        assert remarks(("old", RIGHT), ("fix", RIGHT, "old"), among=self.AMONG) == {"old": [], "fix": []}

    def test_two_corrections_of_one_post_are_compared_with_each_other(self):
        found = remarks(
            ("old", OLD), ("fix", f"Correction: {RIGHT}", "old"), ("more", f"Correction: {RIGHT} Sorry.", "old"),
            among=self.AMONG,
        )  # fmt: skip
        assert found == {"old": [], "fix": [], "more": ["near-duplicate"]}

    def test_a_correction_is_compared_with_what_it_does_not_correct(self):
        found = remarks(
            ("other", OLD), ("old", "Mood did not differ."), ("fix", f"Correction: {OLD}", "old"), among=self.AMONG
        )
        assert found == {"other": [], "old": [], "fix": ["near-duplicate"]}

    def test_what_is_kept_between_two_looks_finds_the_same(self):
        paper = paper_of(("old", OLD), ("fix", RIGHT, "old"), ("more", f"{RIGHT} Sorry.", "old"))
        posts = [
            Post(f"p/{one.id}", "p", "finding", one.text, 90, 15_000, "posts.yaml:1",
                 corrects=f"p/{one.corrects}" if one.corrects else None)
            for one in paper.findings
        ]  # fmt: skip
        known = Neighbours()
        looks = [look_at(posts, paper)]
        first = checked(looks, {}, known)
        known.prepare()
        assert [one.remarks for one in checked([look_at(posts, paper)], {}, known)] == [one.remarks for one in first]

    def test_a_circle_comes_to_an_end(self):
        assert remarks(("a", RIGHT, "b"), ("b", RIGHT, "a"), among=self.AMONG) == {"a": [], "b": []}


class TestFigures:
    AMONG = ("number-unsourced", "number-unit")

    @pytest.mark.parametrize(
        "text",
        [
            "Correction: recall was 21% higher, not 12%.",
            "Correction: recall was higher by 21%, not by 12%.",
            "Correction: recall was 21% higher (not 12%).",
            "Correction: recall was 21% higher instead of 12%.",
            "Correction: recall was 21% higher, rather than 12% as in our post.",
            "Correction: we wrote that recall was 12% higher. It was 21% higher.",
            "Correction: we had said 12%; it is 21%.",
            "Correction: our earlier post said 12%. Recall was 21% higher.",
        ],
    )
    def test_the_figure_that_is_taken_back_is_not_asked_about(self, text):
        assert remarks(("old", OLD), ("fix", text, "old"), among=self.AMONG)["fix"] == []

    @pytest.mark.parametrize(
        "text",
        [
            "Correction: recall was 12% higher, not 21%.",
            "Correction: recall was 13% higher, not 12%.",
            "Correction: we wrote 12% where it is 31%.",
            "Correction: recall was 12% higher.",
            "Correction: recall was not more than 12% higher.",
        ],
    )
    def test_a_figure_that_it_claims_is_asked_about_as_in_any_post(self, text):
        assert "number-unsourced" in remarks(("old", OLD), ("fix", text, "old"), among=self.AMONG)["fix"]

    def test_no_other_post_may_take_back_a_figure_unasked(self):
        assert remarks(("old", "Recall was 21% higher, not 12%."), among=self.AMONG)["old"] == ["number-unsourced"]


NEGATIVE = "Naps improved recall in mice. However, studies in people did not reproduce this benefit."
BENEFIT, CAVEAT = "Naps improved recall in mice.", "Studies in people did not reproduce the benefit of naps for recall."


class TestSeries:
    def test_a_correction_is_not_asked_for_the_labels_of_a_series(self):
        found = remarks(("fix", f"Correction: {RIGHT}", "source"), among=("labels",))
        assert found["fix"] == []

    def test_it_carries_no_labels_for_the_series_either(self):
        label = "Correction: Peer-reviewed review; human studies."
        assert remarks(("fix", label, "source"), ("old", OLD), among=("labels",))["old"] == ["labels"]

    @pytest.mark.parametrize("series", ["standalone", "thread"])
    def test_one_of_a_benefit_must_tell_the_negative_result_itself(self, series):
        found = remarks(
            ("old", f"{BENEFIT} {CAVEAT}"), ("fix", f"Correction: {BENEFIT}", "old"),
            series=series, abstract=NEGATIVE, among=("negative-omitted",),
        )  # fmt: skip
        assert found == {"old": [], "fix": ["negative-omitted"]}

    def test_it_does_not_carry_the_negative_result_for_a_thread(self):
        found = remarks(
            ("old", BENEFIT), ("fix", f"Correction: {BENEFIT} {CAVEAT}", "old"),
            series="thread", abstract=NEGATIVE, among=("negative-omitted",),
        )  # fmt: skip
        assert found == {"old": ["negative-omitted"], "fix": []}
