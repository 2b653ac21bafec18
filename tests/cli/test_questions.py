"""Questions: how `check` asks, and how `approve` takes an answer, keeps it, and leaves what nobody answered."""

import json
import os
import pty
import re
import sys
from argparse import Namespace
from pathlib import Path
from subprocess import Popen

import pytest
import yaml

from scicomm_bot.app.diagnostics import Diagnosis, Diagnostic
from scicomm_bot.approval import read_approvals
from scicomm_bot.cli.commands.approve import run, usage_error
from scicomm_bot.cli.dialogue import Dialogue
from scicomm_bot.cli.terminal import Paint, print_lines
from scicomm_bot.cli.views.diagnostics import diagnosis_lines
from scicomm_bot.domain.paper import PaperAnswers
from scicomm_bot.domain.post import Level

PATH = Path("approved.yaml")
BY = ("--by", "Jane Doe")
SENTENCE = "The methods section counts them."
ASKED, SECOND, PLAIN = "p/f", "p/g", "p/h"
POSTS = """\
schedule:
  timezone: UTC
  slots: ["0 9 * * 1"]
papers:
  - id: p
    title: Naps and memory in mice and in people
    authors:
      - {name: Doe J, affiliation: Example University}
    journal: Journal of Naps
    year: 2022
    study: {kind: review, peer_reviewed: true, on: [animals, people]}
    abstract: Naps are short. In mice, a nap was followed by longer memory. People were not studied.
    retraction_check: {by: Jane Doe, on: "2026-11-20", where: the journal's page}
    findings:
      - id: f
        text: In 12 mice, a nap was followed by longer memory.
        evidence: [{quote: "In mice, a nap was followed by longer memory.", on: [animals]}]
      - id: g
        text: In mice, a nap of 7 minutes was followed by longer memory.
        evidence: [{quote: "In mice, a nap was followed by longer memory.", on: [animals]}]
      - id: h
        text: Naps are short.
        evidence: [{quote: Naps are short., on: [unstated]}]
"""


@pytest.fixture(autouse=True)
def _asked(project, monkeypatch):
    """A project with three findings, two of which are asked about; approval is required."""
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    (project / "posts.yaml").write_text(POSTS)
    (project / "templates/finding.txt.j2").write_text("{{ finding.text }}")


def edit(old, new):
    path = Path("posts.yaml")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def flat(text):
    return " ".join(text.split())


def check(cli, *words):
    return json.loads(cli("check", "--json", *words).out)


def post_of(cli, post_id=ASKED, *words):
    return next(one for one in json.loads(cli("preview", "--json", *words).out)["posts"] if one["id"] == post_id)


def key_of(cli, post_id=ASKED):
    return next(one["key"] for one in check(cli)["problems"] if one["id"] == post_id and one["level"] == "Q")


def blocks_to_paste(out):
    """Return the blocks that `check` prints, as they stand there."""
    return re.findall(r"dots:\n\n((?: .*\n)+)", out)


class TestCheck:
    def test_it_asks_without_blocking(self, cli):
        done, told = cli("check"), check(cli)
        assert (done.code, told["blocking"], told["asking"]) == (0, False, True)
        assert re.search(
            r" checked: 2 open questions\b.*\n2 posts wait for an answer: `scicomm-bot approve`\n$", done.out
        )

    def test_one_post_waits_in_the_singular_and_none_in_silence(self, cli):
        edit("a nap of 7 minutes", "a nap")
        edit("id: g\n        text: In mice, a nap was", "id: g\n        text: A nap in mice was")
        assert cli("check").out.endswith("1 post waits for an answer: `scicomm-bot approve`\n")
        edit("In 12 mice", "In mice")
        assert "wait" not in cli("check").out
        assert check(cli)["asking"] is False

    def test_the_block_that_it_prints_can_be_pasted_and_filled_in(self, cli):
        block = blocks_to_paste(cli("check").out)[0]
        edit("id: f\n", f"id: f\n{block.replace('...', SENTENCE)}")
        problems = [one for one in check(cli)["problems"] if one["id"] == ASKED and one["level"] == "Q"]
        assert [one["answer"] for one in problems] == [SENTENCE]
        assert f"Q number-unsourced, answered: {ASKED}: " in flat(cli("check").out)
        assert f"    Answer: {SENTENCE}\n" in cli("check").out

    def test_a_block_that_was_pasted_and_not_filled_in_is_told_and_not_printed_again(self, cli):
        block = blocks_to_paste(cli("check").out)[0]
        for blank in ('"..."', '""', "", "ok"):
            edit("id: f\n", f"id: f\n{block.replace(chr(34) + '...' + chr(34), blank)}")
            found = [one for one in check(cli)["problems"] if one["rule"] == "answer"]
            assert [(one["level"], one["place"]) for one in found] == [("W", "posts.yaml:15")]
            assert blank == "ok" or found[0]["message"].endswith(f"write your sentence behind `{key_of(cli)}:`")
            assert check(cli)["asking"]
            assert len(blocks_to_paste(cli("check").out)) == 1
            edit(block.replace('"..."', blank), "")

    def test_two_questions_of_a_post_are_one_block_that_the_file_takes(self, cli):
        edit("In 12 mice, a nap was followed by longer memory", "In 12 mice, a nap is the cure")
        block = blocks_to_paste(cli("check").out)[0]
        assert block.count("answers:") == 1
        assert block.count("...") >= 2
        edit("id: f\n", f"id: f\n{block.replace('...', SENTENCE)}")
        assert not [one for one in check(cli)["problems"] if one["id"] == ASKED and one["answer"] is None and one["level"] == "Q"]  # fmt: skip

    @pytest.mark.parametrize("form", ["answers:\n          KEY: SAID\n", "answers: {KEY: SAID}\n"])
    def test_a_post_with_answers_gets_lines_to_add_below_them_or_all_in_their_place(self, cli, form):
        edit("In 12 mice, a nap was followed by longer memory", "In 12 mice, a nap is the cure")
        first = key_of(cli)
        form = form.replace("KEY", first).replace("SAID", SENTENCE)
        edit("id: f\n", f"id: f\n        {form}")
        out = cli("check").out
        block = blocks_to_paste(out)[0].replace("...", SENTENCE)
        if "{" in form:
            assert "put this in place of the finding's `answers:` (line 16)" in flat(out)
            edit(f"        {form}", block)
        else:
            assert "add below `answers:` (line 16)" in flat(out)
            edit("        answers:\n", f"        answers:\n{block}")
        assert [one for one in check(cli)["problems"] if one["rule"] in {"file", "answer"}] == []
        assert not [one for one in check(cli)["problems"] if one["id"] == ASKED and one["answer"] is None and one["level"] == "Q"]  # fmt: skip

    def test_a_finding_in_braces_gets_a_line_for_them(self, cli):
        text = Path("posts.yaml").read_text("utf-8")
        head, tail = text[: text.index("      - id: f")], text[text.index("      - id: g") :]
        Path("posts.yaml").write_text(
            f"{head}      - {{id: f, text: In 12 mice a nap was followed by longer memory., "
            f'evidence: [{{quote: "In mice, a nap was followed by longer memory.", on: [animals]}}]}}\n{tail}'
        )
        out = cli("check").out
        line = re.search(r"^answers: \{.*\}$", out, re.MULTILINE)[0]
        edit("{id: f,", f"{{id: f, {line.replace('...', SENTENCE)},")
        assert [one["answer"] for one in check(cli)["problems"] if one["id"] == ASKED and one["level"] == "Q"] == [SENTENCE]  # fmt: skip

    def test_a_mistyped_key_is_told_with_the_open_key_that_it_means(self, cli):
        key = key_of(cli)
        wrong = f"{key[:-1]}{'0' if key[-1] != '0' else '1'}"
        edit("id: f\n", f"id: f\n        answers: {{{wrong}: {SENTENCE}}}\n")
        [found] = [one for one in check(cli)["problems"] if one["rule"] == "answer"]
        assert (found["level"], found["message"]) == (
            "W",
            f"`answers:` has the key {wrong!r}, which is no question here; did you mean `{key}:`?",
        )

    def test_an_answer_that_was_approved_is_one_for_check_too(self, cli):
        assert cli("approve", ASKED, *BY, "--answer", f"number-unsourced={SENTENCE}").code == 0
        [problem] = [one for one in check(cli)["problems"] if one["id"] == ASKED and one["level"] == "Q"]
        assert problem["answer"] == SENTENCE
        assert cli("check").out.endswith("1 post waits for an answer: `scicomm-bot approve`\n")

    def test_what_a_person_rejected_waits_for_no_answer(self, cli):
        cli("approve", "--reject", "p", "--why", "Too long.", *BY)
        assert check(cli)["asking"] is False

    def test_approved_fails_for_a_question_as_for_a_missing_approval(self, cli):
        cli("approve", "--all", *BY)
        edit("Naps are short.\n        evidence", "Naps take 5 minutes.\n        evidence")
        edit("id: f\n", f"id: f\n        answers: {{{key_of(cli)}: {SENTENCE}}}\n")
        done = cli("check", "--approved")
        assert done.code == 1
        told = {
            one["id"]: one["message"] for one in check(cli, "--approved")["problems"] if one["rule"] == "unapproved"
        }
        assert told[SECOND].startswith("not approved yet")

    def test_approved_fails_for_an_approved_post_that_is_asked_about_now(self, cli):
        edit("In 12 mice", "In twelve mice")
        edit("In mice, a nap was followed by longer memory. People", "In 12 mice, a nap was followed by longer memory. People")  # fmt: skip
        edit('quote: "In mice, a nap', 'quote: "In 12 mice, a nap')
        cli("approve", ASKED, *BY)
        told = [one["id"] for one in check(cli, "--approved")["problems"] if one["rule"] == "unapproved"]
        assert ASKED not in told

    @pytest.mark.parametrize("both", [False, True])
    def test_the_block_of_a_post_that_comes_by_itself_is_one_that_the_paper_takes(self, both):
        posts = ["p/authors", "p/source"] if both else ["p/source"]
        asked = [
            Diagnostic("posts.yaml:1", Level.QUESTION, "cure", one, one, key=f"cure/{number:010}", open=True)
            for number, one in enumerate(posts)
        ]
        out = "\n".join(diagnosis_lines(Diagnosis(None, asked), Paint(on=False)))
        answers = yaml.safe_load("".join(blocks_to_paste(out)))["answers"]
        assert PaperAnswers(**answers)
        assert [*answers] == [one.partition("/")[2] for one in posts]


class TestHeld:
    def test_an_asked_post_is_held_as_such_and_says_how_to_answer(self, cli):
        post = post_of(cli)
        assert (post["state"], post["reason"]) == ("held", "asked")
        assert [(one["level"], "answer" in one) for one in post["findings"] if one["level"] == "Q"] == [("Q", False)]
        assert f"or answer with `scicomm-bot approve {ASKED} --by NAME`" in flat(cli("preview", ASKED).out)

    def test_a_dry_run_tells_of_it_and_holds_nothing(self, cli):
        post = post_of(cli, ASKED, "--dry-run")
        assert post["state"] == "pending"
        assert [one["level"] for one in post["findings"] if one["rule"] == "number-unsourced"] == ["Q"]

    def test_a_dry_run_knows_the_answer_that_was_approved(self, cli):
        cli("approve", ASKED, *BY, "--answer", f"number-unsourced={SENTENCE}")
        [question] = [one for one in post_of(cli, ASKED, "--dry-run")["findings"] if one["level"] == "Q"]
        assert question["answer"] == SENTENCE

    def test_without_approval_an_answer_in_the_file_lets_it_go(self, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
        assert post_of(cli)["reason"] == "asked"
        edit("id: f\n", f"id: f\n        answers: {{{key_of(cli)}: {SENTENCE}}}\n")
        post = post_of(cli)
        assert post["state"] == "pending"
        assert [one["answer"] for one in post["findings"] if one["level"] == "Q"] == [SENTENCE]


class TestApprove:
    """Without a terminal."""

    def test_all_leaves_asked_posts_with_the_line_to_run_and_records_the_rest(self, cli):
        done = cli("approve", "--all", *BY)
        assert done.code == 1
        assert set(read_approvals(PATH).of) == {PLAIN, "p/authors", "p/source"}
        for one in (ASKED, SECOND):
            line = f"scicomm-bot approve {one} --by 'Jane Doe' --answer number-unsourced=\"...\""
            assert line in done.out.splitlines()
        assert "2 posts wait for an answer. Run each line with your sentence for the dots:\n\n" in done.out

    def test_a_command_is_one_line_however_long_it_is(self, cli):
        edit("In 12 mice, a nap was followed by longer memory", "In 12 mice, a nap is the cure")
        out = cli("approve", "--all", "--by", "Jane Doe of the Office of Communication").out
        [line] = [one for one in out.splitlines() if one.startswith(f"scicomm-bot approve {ASKED} ")]
        assert line.count("--answer ") >= 2
        assert line.endswith('="..."')

    def test_a_post_with_an_error_waits_for_no_answer_and_is_told_with_its_reason(self, cli):
        edit('[{quote: "In mice, a nap', '[{quote: "In rats, a nap')
        assert "\n1 post waits for an answer: " in cli("check").out
        told = flat(cli("approve", "--all", *BY).out)
        assert f"Not approved: {ASKED}: cannot be approved while evidence-missing blocks it; fix that first." in told
        assert f"scicomm-bot approve {ASKED} " not in told
        assert "first put right what else is wrong; then change the post" in flat(cli("preview", ASKED).out)

    def test_what_the_levels_mean_is_told_once_in_a_line_each(self, cli):
        for words in (("check",), ("approve", "--all", *BY)):
            out = cli(*words).out
            assert out.count("\nQ is a question: the post waits until a person answers in a sentence.\n") == 1
            assert "E is an error" not in out

    def test_one_with_a_question_is_left(self, cli):
        done = cli("approve", ASKED, *BY, "--json")
        assert done.code == 1
        told = json.loads(done.out)
        assert [(one["id"], one["fine"]) for one in told["left"]] == [(ASKED, False)]
        assert not PATH.exists()

    @pytest.mark.parametrize("name", ["number-unsourced", "key"])
    def test_an_answer_to_the_rule_or_to_the_key_is_recorded_with_the_question(self, cli, name):
        done = cli("approve", ASKED, *BY, "--answer", f"{key_of(cli) if name == 'key' else name}={SENTENCE}")
        assert done.code == 0
        [kept] = read_approvals(PATH).of[ASKED].answers
        assert (kept.answer, kept.rule) == (SENTENCE, "number-unsourced")
        assert kept.question.startswith("“12” is not in the evidence")
        assert f"Answer by Jane Doe: {SENTENCE}" in flat(done.out)
        assert post_of(cli)["approval"]["state"] == "approved"

    def test_the_json_has_the_answers(self, cli):
        told = json.loads(cli("approve", ASKED, *BY, "--json", "--answer", f"number-unsourced={SENTENCE}").out)
        assert [one["answer"] for one in told["recorded"][0]["answers"]] == [SENTENCE]

    def test_several_answers_answer_several_questions(self, cli):
        edit("In 12 mice, a nap was followed by longer memory", "In 12 mice, a nap is the cure")
        answers = ("--answer", f"number-unsourced={SENTENCE}", "--answer", "cure=A model of it was cured.")
        assert cli("approve", ASKED, *BY, *answers[:2]).code == 1
        asking = {one["rule"] for one in check(cli)["problems"] if one["id"] == ASKED and one["level"] == "Q"}
        more = [word for rule in asking - {"number-unsourced", "cure"} for word in ("--answer", f"{rule}={SENTENCE}")]
        assert cli("approve", ASKED, *BY, *answers, *more).code == 0
        assert {one.rule for one in read_approvals(PATH).of[ASKED].answers} == asking

    @pytest.mark.parametrize("words", ["", " ", "ok", "It does.", "... ... ..."])
    def test_a_blank_or_short_answer_is_refused(self, cli, words):
        done = cli("approve", ASKED, *BY, "--answer", f"number-unsourced={words}")
        assert done.code == 2
        assert "write a sentence of 3 words or more" in flat(done.err)
        assert not PATH.exists()

    @pytest.mark.parametrize("words", ["number-unsourced", "=The methods count them."])
    def test_an_answer_without_its_rule_or_its_words_is_refused(self, cli, words):
        assert cli("approve", ASKED, *BY, "--answer", words).code == 2

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("number-unsorced", "there is no rule 'number-unsorced'; did you mean number-unsourced?"),
            ("zzz", "there is no rule 'zzz'; `scicomm-bot check` names the rule of each question"),
            ("cure", "cure asks nothing about p/f; open is number-unsourced"),
            ("number-unsourced/0123456789", "that question is not asked about p/f; number-unsourced asks number-un"),
        ],
    )
    def test_an_answer_to_what_is_not_asked_is_refused(self, cli, name, said):
        done = cli("approve", ASKED, *BY, "--answer", f"{name}={SENTENCE}")
        assert done.code == 1
        assert said in flat(done.err)
        assert not PATH.exists()

    def test_one_answer_is_not_given_to_two_posts(self, cli):
        done = cli("approve", "--all", *BY, "--answer", f"number-unsourced={SENTENCE}")
        assert done.code == 1
        assert "it asks about p/f and p/g; answer for one post at a time" in flat(done.err)
        assert not PATH.exists()

    def test_two_answers_to_one_question_are_refused(self, cli):
        both = [f"number-unsourced={SENTENCE}", "number-unsourced=Table 2 counts them."]
        done = cli("approve", ASKED, *BY, "--answer", both[0], "--answer", both[1])
        assert (done.code, PATH.exists()) == (1, False)
        assert "--answer number-unsourced: is given twice" in done.err

    def test_an_answer_against_the_file_is_refused_with_its_place(self, cli):
        edit("id: f\n", f"id: f\n        answers: {{{key_of(cli)}: {SENTENCE}}}\n")
        done = cli("approve", ASKED, *BY, "--answer", "number-unsourced=Another sentence stands here.")
        assert done.code == 1
        assert "posts.yaml:15 has an answer to number-unsourced/" in flat(done.err)

    def test_what_is_answered_in_the_file_is_approved_with_that(self, cli):
        edit("id: f\n", f"id: f\n        answers: {{{key_of(cli)}: {SENTENCE}}}\n")
        assert cli("approve", ASKED, *BY).code == 0
        assert [one.answer for one in read_approvals(PATH).of[ASKED].answers] == [SENTENCE]

    def test_a_changed_answer_in_the_file_voids_the_approval(self, cli):
        edit("id: f\n", f"id: f\n        answers: {{{key_of(cli)}: {SENTENCE}}}\n")
        cli("approve", ASKED, *BY)
        edit(SENTENCE, "The results section counts them.")
        post = post_of(cli)
        assert (post["reason"], post["approval"]["state"]) == ("unapproved", "changed")
        assert "the answer to number-unsourced/" in post["approval"]["detail"]

    def test_a_new_answer_to_what_was_approved_is_recorded_in_its_place(self, cli):
        cli("approve", ASKED, *BY, "--answer", f"number-unsourced={SENTENCE}")
        assert cli("approve", ASKED, "--by", "Roe R", "--answer", "number-unsourced=Table 2 counts them.").code == 0
        entry = read_approvals(PATH).of[ASKED]
        assert (entry.by, [one.answer for one in entry.answers]) == ("Roe R", ["Table 2 counts them."])

    def test_what_is_approved_with_its_answer_stays_as_it_is(self, cli):
        cli("approve", ASKED, *BY, "--answer", f"number-unsourced={SENTENCE}")
        before = PATH.read_bytes()
        done = cli("approve", ASKED, "--by", "Roe R")
        assert done.code == 0
        assert "is approved as it is, by Jane Doe" in flat(done.out)
        assert PATH.read_bytes() == before

    def test_a_no_needs_no_answer(self, cli):
        assert cli("approve", "--reject", ASKED, "--why", "Too long.", *BY).code == 0
        assert read_approvals(PATH).of[ASKED].answers == ()

    @pytest.mark.parametrize(
        "words",
        [
            BY, (), (ASKED,), ("--answer", f"number-unsourced={SENTENCE}", *BY),
            ("--reject", ASKED, "--why", "x", "--answer", f"number-unsourced={SENTENCE}", *BY),
        ],
    )  # fmt: skip
    def test_a_usage_that_needs_a_person_is_refused_without_a_terminal(self, cli, words):
        assert cli("approve", *words).code == 2


class Typed:
    """A person who types these lines, and what they see meanwhile."""

    def __init__(self, *lines):
        self.lines = list(lines)
        self.seen = []
        self.dialogue = Dialogue(self.read, self.seen.extend, Paint(on=False))

    def read(self, prompt):
        self.seen.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    @property
    def text(self):
        return "\n".join(self.seen)


def approve(typed, *ids, every=False, by="Jane Doe", answer=()):
    words = Namespace(ids=list(ids), all=every, by=by, reject=False, why=None, answer=list(answer), json=False)
    words.reply, words.check = [], False
    assert usage_error(words, asks=True) is None
    return run(words, typed.dialogue)


@pytest.mark.usefixtures("capsys")
class TestAtATerminal:
    def test_it_shows_the_post_its_quotation_and_the_question_and_keeps_the_answer(self):
        typed = Typed(SENTENCE)
        assert approve(typed, ASKED) == 0
        post, quotation, question = (
            typed.text.index(words)
            for words in ("│ In 12 mice, a nap", "evidence (on animals): “In mice", "A question about")
        )
        assert post < quotation < question
        assert [one.answer for one in read_approvals(PATH).of[ASKED].answers] == [SENTENCE]

    @pytest.mark.parametrize("line", [[""], ["  "], []])
    def test_an_empty_line_or_the_end_of_input_leaves_the_post(self, line):
        typed = Typed(*line)
        assert approve(typed, ASKED) == 1
        assert not PATH.exists()

    def test_it_asks_again_after_too_few_words(self):
        typed = Typed("ok", "a\x07bell rings here", SENTENCE)
        assert approve(typed, ASKED) == 0
        assert "That has 1 word; write a sentence" in flat(typed.text)
        assert typed.text.count("> ") == 3

    def test_all_asks_each_and_records_the_rest_where_one_is_left(self):
        typed = Typed("", SENTENCE)
        assert approve(typed, every=True) == 1
        assert ASKED not in read_approvals(PATH).of
        assert [one.answer for one in read_approvals(PATH).of[SECOND].answers] == [SENTENCE]
        assert PLAIN in read_approvals(PATH).of

    def test_without_an_id_it_takes_what_waits_for_an_answer(self):
        assert approve(Typed(SENTENCE, SENTENCE)) == 0
        assert set(read_approvals(PATH).of) == {ASKED, SECOND}

    def test_where_nothing_waits_it_says_so(self, capsys):
        approve(Typed(SENTENCE, SENTENCE))
        capsys.readouterr()
        assert approve(Typed()) == 0
        assert capsys.readouterr().out == "No post waits for an answer, so nothing was recorded.\n"

    def test_a_name_that_was_not_given_is_asked_for(self):
        typed = Typed("Jane  Doe", SENTENCE)
        assert approve(typed, ASKED, by=None) == 0
        assert read_approvals(PATH).of[ASKED].by == "Jane Doe"

    def test_what_was_answered_on_the_command_line_is_not_asked(self):
        typed = Typed()
        assert approve(typed, ASKED, answer=[("number-unsourced", SENTENCE)]) == 0
        assert "> " not in typed.text

    def test_the_last_answer_is_offered_after_the_text_has_changed(self):
        approve(Typed(SENTENCE), ASKED)
        edit("In 12 mice", "In 13 mice")
        typed = Typed("=")
        assert approve(typed, ASKED) == 0
        assert f"last answer: {SENTENCE}" in flat(typed.text)
        assert [one.answer for one in read_approvals(PATH).of[ASKED].answers] == [SENTENCE]

    def test_an_answer_that_is_left_over_in_the_file_is_offered_too(self, cli):
        edit("id: f\n", f"id: f\n        answers: {{{key_of(cli)}: {SENTENCE}}}\n")
        edit("In 12 mice", "In 13 mice")
        typed = Typed("=")
        assert approve(typed, ASKED) == 0
        assert f"last answer: {SENTENCE}" in flat(typed.text)

    def test_where_there_is_no_last_answer_a_sign_for_it_is_too_short(self):
        typed = Typed("=", "")
        assert approve(typed, ASKED) == 1
        assert "That has no words" in typed.text

    def test_a_post_is_shown_once_for_all_its_questions(self):
        edit("In 12 mice, a nap was followed by longer memory", "In 12 mice, a nap is the cure")
        typed = Typed(*[SENTENCE] * 9)
        assert approve(typed, ASKED) == 0
        assert typed.text.count("│ In 12 mice") == 1
        assert typed.text.count("Write why the post may stand") >= 2

    def test_it_says_that_to_answer_is_to_approve_in_that_name(self):
        typed = Typed(SENTENCE)
        approve(typed, ASKED)
        assert typed.text.count("Answering approves the post in your name (Jane Doe).") == 1

    def test_a_warning_is_shown_before_the_question(self):
        edit("In 12 mice, a nap was", "In 12 mice, a nap was significantly")
        typed = Typed(*[SENTENCE] * 9)
        approve(typed, ASKED)
        assert typed.text.index("W significant:") < typed.text.index("A question about this post (number-unsourced):")
        assert "held: a question is open" in typed.text

    def test_who_interrupts_records_nothing(self):
        def interrupted(_prompt):
            raise KeyboardInterrupt

        typed = Typed()
        typed.dialogue = Dialogue(interrupted, typed.seen.extend, Paint(on=False))
        with pytest.raises(KeyboardInterrupt, match="nothing was recorded"):
            approve(typed, PLAIN, ASKED)
        assert not PATH.exists()

    def test_it_works_at_a_real_one(self, tmp_path):
        leader, follower = pty.openpty()
        command = [sys.executable, "-m", "scicomm_bot", "approve", ASKED]
        with Popen(command, stdin=follower, stdout=follower, stderr=follower, close_fds=True) as process:
            os.close(follower)
            os.write(leader, f"Jane Doe\n{SENTENCE}\n".encode())
            seen = b""
            try:
                while piece := os.read(leader, 4096):
                    seen += piece
            except OSError:  # Linux: the other end was closed
                pass
            assert process.wait(60) == 0, seen.decode()
        os.close(leader)
        assert [one.answer for one in read_approvals(PATH).of[ASKED].answers] == [SENTENCE]


def test_a_dialogue_shows_its_lines_on_standard_output(capsys):
    Dialogue(lambda _: "", print_lines).name()
    assert capsys.readouterr().out == ""
