"""`approved.yaml`: what is written is read again, what is there is kept, what is wrong is told."""

import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.approval import Approval, Approvals, parse_file, read_approvals
from scicomm_bot.approval.read import ApprovedFile
from scicomm_bot.approval.write import merged, record
from scicomm_bot.errors import ApprovalError, Place, Problem
from support.approval_samples import AT, IMAGE, approved, post, rejected

PATH = Path("approved.yaml")
ORDER = [f"p/{name}" for name in ("a", "b", "c", "d", "authors", "source")]


def wrote(*entries, order=ORDER):
    record(PATH, entries, order)
    return PATH.read_text("utf-8")


def broken(text):
    PATH.write_text(text, "utf-8")
    return "\n".join(map(str, read_approvals(PATH).broken))


@pytest.fixture
def text():
    return wrote(*approved(post("a"), post("b", images=(IMAGE,))), rejected(post("c")))


def test_what_was_recorded_is_read_again():
    entries = [*approved(post("a"), post("b", images=(IMAGE,))), rejected(post("c"))]
    wrote(*entries)
    assert read_approvals(PATH) == Approvals(PATH, {entry.id: entry for entry in entries})


@given(st.text(max_size=40), st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_any_text_name_and_reason_is_read_as_it_was_written(text, by, why):
    encodable = all(word.isprintable() or word == text for word in (by, why)) and by.strip()
    if not encodable or any("\ud800" <= sign <= "\udfff" for sign in text):
        return
    entry = Approval("p/a", "rejected", by, AT.replace(microsecond=0), text, "e" * 64, (), why)
    file = parse_file(PATH, merged(PATH, ApprovedFile("", (), (), {}), [entry], []))
    assert (file.entries, file.tampered) == ((entry,), {})


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\ufeff", "\x07", "\r", "\t", "\u202e", "😀"])
def test_signs_that_yaml_takes_for_something_else_are_kept_and_no_line_is_miscounted(sign):
    odd = post("b", text=f"One{sign}two{sign}\n\n{sign}three")
    wrote(*approved(post("a"), odd, post("c")))
    wrote(*approved(post("d")), *approved(post("a"), by="Another"))
    assert read_approvals(PATH).of["p/b"].text == odd.text
    assert set(read_approvals(PATH).of) == {"p/a", "p/b", "p/c", "p/d"}


def test_a_missing_file_and_an_empty_one_approve_nothing():
    assert read_approvals(PATH) == Approvals(PATH)
    for text in ("", "\n", "# only a comment\n", "posts:\n"):
        PATH.write_text(text)
        assert read_approvals(PATH) == Approvals(PATH)


def test_a_text_is_written_as_a_block_that_a_difference_in_git_shows_by_lines(text):
    assert "  text: |-\n    In mice, survival increased.\n\n    A Journal, 2023\n" in text
    assert text.startswith("# What people said of the posts")


def test_entries_stand_in_the_order_of_the_posts_and_others_behind_them():
    wrote(*approved(post("gone"), post("c")))
    text = wrote(*approved(post("source"), post("a")))
    assert [line for line in text.splitlines() if line.startswith("- id")] == [
        "- id: p/a", "- id: p/c", "- id: p/source", "- id: p/gone",
    ]  # fmt: skip


def test_other_entries_are_kept_to_the_byte(text):
    by_hand = text.replace("  decision: approved\n", "  decision:   approved   # a person's note\n", 1)
    PATH.write_text(by_hand, "utf-8")
    after = wrote(*approved(post("d"), by="Other"))
    kept, _, new = after.partition("\n- id: p/d\n")
    assert kept == by_hand.removesuffix("\n") + "\n"
    assert "by: Other" in new


def test_a_newer_word_takes_the_place_of_the_older():
    wrote(*approved(post("a"), post("b")))
    text = wrote(rejected(post("a")))
    assert text.count("p/a") == 1
    assert read_approvals(PATH).of["p/a"].decision == "rejected"


def test_a_file_that_an_editor_has_indented_is_gone_on_with(text):
    head, _, rest = text.partition("posts:\n")
    PATH.write_text(
        f"{head}posts:\n" + "".join(f"  {line}" if line.strip() else line for line in rest.splitlines(keepends=True))
    )
    wrote(*approved(post("d")))
    assert set(read_approvals(PATH).of) == {"p/a", "p/b", "p/c", "p/d"}


def test_line_ends_of_windows_are_no_change_by_hand(text):
    PATH.write_bytes(text.replace("\n", "\r\n").encode())
    assert set(read_approvals(PATH).of) == {"p/a", "p/b", "p/c"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("survival increased", "survival increases"),
        ("by: Doe J", "by: Roe R"),
        ("decision: approved", "decision: rejected\n  why: x"),
        ("2026-11-22T16", "2026-11-22T17"),
        ("evidence: ", "evidence: 0"),
        ("id: p/a", "id: p/d"),
    ],
)
def test_a_change_by_hand_is_told_with_its_line_and_holds_that_post_alone(text, old, new):
    PATH.write_text(text.replace(old, new, 1))
    after = read_approvals(PATH)
    one = new.removeprefix("id: ") if old == "id: p/a" else "p/a"
    assert after.broken == ()
    assert set(after.of) == {"p/b", "p/c"}
    assert after.tampered == {
        one: Problem(
            Place(PATH, 5),
            f"the entry of {one} was changed by hand (its seal does not fit what it says); look at the post, then run "
            f"`scicomm-bot approve {one} --by NAME`",
        )
    }


def test_approving_again_mends_an_entry_that_was_changed_by_hand(text):
    PATH.write_text(text.replace("survival increased", "survival increases", 1))
    wrote(*approved(post("a")))
    assert (read_approvals(PATH).tampered, set(read_approvals(PATH).of)) == ({}, {"p/a", "p/b", "p/c"})


def test_approving_another_post_does_not_mend_it(text):
    PATH.write_text(text.replace("survival increased", "survival increases", 1))
    wrote(*approved(post("d")))
    assert set(read_approvals(PATH).tampered) == {"p/a"}


class TestBroken:
    """Nothing of such a file can be relied on, and nothing of it is lost."""

    def test_a_conflict_of_a_merge(self, text):
        lines = text.splitlines()
        lines[4:4] = ["<<<<<<< HEAD"]
        said = broken("\n".join([*lines, "=======", ">>>>>>> branch", ""]))
        assert said.startswith("approved.yaml:5: a conflict that a merge left (<<<<<<< HEAD); of two entries for one")

    def test_a_post_that_has_two_entries(self, text):
        said = broken(text + "\n" + text.partition("posts:\n")[2])
        assert "p/a has an entry in line 5 already; delete one of the two" in said

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (
                "  by: Doe J\n",
                "",
                "approved.yaml:5: the entry of p/a has no `by:`; take the last good version from git",
            ),
            ("by: Doe J", "by:", "the entry of p/a has no `by:`"),
            ("by: Doe J", "by: '  '", "the entry of p/a: `by:` is blank, so nobody approved it"),
            ("by: Doe J", "by: 7", "approved.yaml:7: the entry of p/a: `by:` must be a text"),
            ("- file: figure.png", "- file: [figure.png]", "an image in the entry of p/b: `file:` must be a text"),
            (
                "- file: figure.png\n    sha256",
                "- words\n  - sha256",
                "`images:` must be a list of `file:`, `sha256:` and",
            ),
            ("- file: figure.png\n    ", "- ", "an image in the entry of p/b has no `file:`"),
            ("at: '2026-11-22T16:00:05+00:00'", "at: [2026]", "`at:` must be a time such as"),
            ("by: Doe J", "by: Doe J\n  by: Roe R", "approved.yaml:8: 'by' stands here again, first in line 7"),
            ("by: Doe J", "by: Doe J\n  mood: good", "approved.yaml:8: the entry of p/a has an unknown field 'mood'"),
            ("- id: p/a\n  ", "- ", "approved.yaml:5: an entry has no `id:`"),
            ("decision: approved", "decision: perhaps", "`decision:` must be approved or rejected, but is 'perhaps'"),
            ("at: '2026-11-22T16:00:05+00:00'", "at: yesterday", "`at:` must be a time such as"),
            ("T16:00:05+00:00", "T16:00:05", "`at:` must be a time such as"),
            ("  why: A word is wrong.\n", "", "the entry of p/c: `why:` is missing"),
            ("  - file: figure.png", "  - figure: figure.png", "unknown field 'figure'"),
            ("posts:", "papers:", "approved.yaml:1: must hold a list under `posts:` and nothing else"),
            ("- id: p/a", "- id: [p/a]", "must be a text"),
            ("- id: p/a", "- words\n- id: p/a", "approved.yaml:5: an entry must have keys"),
            ("by: Doe J", "by: *x", "approved.yaml:7: not YAML"),
        ],
    )
    def test_it_says_what_is_wrong_and_where(self, text, old, new, said):
        assert old in text
        assert said in broken(text.replace(old, new, 1))

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (b"a\x00bcdefgh", "zero bytes"),
            ("posts:\n".encode("utf-16"), "looks like UTF-16"),
            (b"posts: \xe4", "not UTF-8"),
        ],
    )
    def test_no_text_at_all(self, raw, said):
        PATH.write_bytes(raw)
        assert said in str(read_approvals(PATH).broken[0])

    def test_a_folder_in_its_place(self):
        PATH.mkdir()
        assert "is a folder, not a file; set SCICOMM_APPROVED" in str(read_approvals(PATH).broken[0])

    def test_a_link_to_nothing(self):
        PATH.symlink_to("nowhere.yaml")
        assert "approved.yaml: is a link that leads nowhere; delete it" in str(read_approvals(PATH).broken[0])

    @pytest.mark.parametrize("aim", ["approved.yaml", "other.yaml"])
    def test_a_link_in_a_circle(self, aim):
        PATH.symlink_to(aim)
        Path("other.yaml").symlink_to("approved.yaml")
        assert "approved.yaml: is a link that leads in a circle" in str(read_approvals(PATH).broken[0])

    def test_recording_refuses_and_loses_nothing(self, text):
        tampered = text.replace("  by: Doe J\n", "", 1)
        PATH.write_text(tampered)
        with pytest.raises(ApprovalError, match="has no `by:`"):
            wrote(*approved(post("d")))
        assert PATH.read_text() == tampered


def test_a_folder_that_cannot_be_written_leaves_the_old_file(text, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scicomm_bot.approval.write.os.fsync", full)
    with pytest.raises(
        ApprovalError, match=r"approved.yaml: cannot be written: No space left on device; nothing was.*; make it"
    ):
        wrote(*approved(post("d")))
    assert PATH.read_text() == text
    assert [found.name for found in Path().iterdir()] == ["approved.yaml"]


def test_a_link_stays_a_link_and_the_file_keeps_its_mode():
    real = Path("elsewhere")
    real.mkdir()
    PATH.symlink_to(real / "kept.yaml")
    (real / "kept.yaml").write_text("")
    (real / "kept.yaml").chmod(0o640)
    wrote(*approved(post("a")))
    assert PATH.is_symlink()
    assert (real / "kept.yaml").stat().st_mode & 0o777 == 0o640
    assert "p/a" in read_approvals(PATH).of


@pytest.mark.parametrize(
    "there", [None, "", "precious: true\n", "posts:\n"], ids=["nothing", "empty", "other", "approvals"]
)
@pytest.mark.parametrize("through", ["file", "folder"])
def test_a_link_that_leads_out_of_the_folder_is_not_written_to(tmp_path_factory, there, through):
    aim = tmp_path_factory.mktemp("elsewhere") / "approved.yaml"
    if there is not None:
        aim.write_text(there)
    if through == "folder":
        Path("out").symlink_to(aim.parent)
    PATH.symlink_to(aim if through == "file" else "out/approved.yaml")
    with pytest.raises(
        ApprovalError, match=r"approved.yaml: is a link that leads out of its folder, so nothing was rec"
    ):
        wrote(*approved(post("a")))
    assert (aim.read_text() if aim.exists() else None) == there
    assert PATH.is_symlink()


def test_a_link_that_leads_out_of_the_folder_is_read_as_ever(text, tmp_path_factory):
    aim = tmp_path_factory.mktemp("elsewhere") / "approved.yaml"
    PATH.rename(aim)
    PATH.symlink_to(aim)
    assert read_approvals(PATH).of
    assert read_approvals(PATH).broken == ()


def test_a_folder_that_is_a_link_is_written_to():
    Path("real").mkdir()
    Path("linked").symlink_to("real")
    record(Path("linked/approved.yaml"), approved(post("a")), [])
    assert "p/a" in read_approvals(Path("real/approved.yaml")).of


def test_another_name_of_the_file_keeps_what_it_had(text):
    os.link(PATH, "copy.yaml")
    wrote(*approved(post("d")))
    assert Path("copy.yaml").read_text() == text


def _approve(name, start):
    start.wait()
    record(PATH, approved(replace(post("a"), id=f"p/{name}", kind="authors")), [])


def test_of_approvals_at_the_same_time_none_is_lost():
    context = multiprocessing.get_context("fork")
    start = context.Barrier(8)
    racers = [context.Process(target=_approve, args=(f"n{number}", start)) for number in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(30)
    assert set(read_approvals(PATH).of) == {f"p/n{number}" for number in range(8)}
