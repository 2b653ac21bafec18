"""`preview` shows questions and their answers in words that somebody understands who knows no rules."""

import json
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from scicomm_bot.cli.terminal import Paint
from scicomm_bot.cli.views.posts import post_lines, remark_lines, waiting_lines
from scicomm_bot.domain.obstacle import Obstacle, ObstacleCode
from scicomm_bot.domain.post import Level, Remark
from scicomm_bot.plan import PostState
from support.samples import make_post

PLAIN, COLOURS = Paint(on=False), Paint(on=True)
QUESTION = Remark("strength-up", Level.QUESTION, "Does the paper say so?", key="strength-up/0123456789")
OTHER = Remark("cure", Level.QUESTION, "Is it a cure?", key="cure/0123456789")
ANSWERED = QUESTION.answered("The trial was randomised.")
ASKED = PostState("held", Obstacle(ObstacleCode.ASKED, "strength-up asks: so?", "answer it"))
PENDING = PostState("pending")


def asked(*remarks, **more):
    return replace(make_post(), remarks=remarks, **more)


def flat(lines):
    return " ".join(" ".join(lines).split())


def test_a_question_is_called_one_and_names_its_rule_at_the_side():
    assert [*remark_lines(QUESTION, PLAIN)] == ["  A question about this post (strength-up): Does the paper say so?"]


def test_an_answer_stands_below_its_question():
    assert [*remark_lines(ANSWERED, PLAIN)][1:] == ["    Answer: The trial was randomised."]


def test_an_answer_that_was_approved_names_who_gave_it():
    assert [*remark_lines(QUESTION.answered("It was randomised.", "Jane Doe"), PLAIN)][1:] == [
        "    Answer by Jane Doe: It was randomised."
    ]


def test_an_open_question_is_marked_and_an_answered_one_is_not():
    assert "\x1b[33mA question about this post (strength-up):" in next(remark_lines(QUESTION, COLOURS))
    assert "\x1b[2mA question about this post (strength-up):" in next(remark_lines(ANSWERED, COLOURS))


def test_a_post_that_waits_for_an_answer_says_so_and_how_to_give_it():
    assert flat(waiting_lines(asked(QUESTION), ASKED, PLAIN)) == (
        "Waits for an answer: change the post, or answer with `scicomm-bot approve paper/one --by NAME`."
    )


def test_several_questions_wait_for_as_many_answers():
    assert flat(waiting_lines(asked(QUESTION, OTHER), ASKED, PLAIN)).startswith("Waits for 2 answers: ")
    assert flat(waiting_lines(asked(ANSWERED, OTHER), ASKED, PLAIN)).startswith("Waits for an answer: ")


@pytest.mark.parametrize(
    ("post", "where"),
    [(asked(ANSWERED), PENDING), (asked(), PENDING), (asked(QUESTION), PostState("posted"))],
    ids=["answered", "not asked", "out"],
)
def test_what_waits_for_nothing_says_nothing(post, where):
    assert [*waiting_lines(post, where, PLAIN)] == []


def test_a_part_of_a_thread_that_has_begun_does_not_wait():
    post = asked(QUESTION, obstacle=ASKED.obstacle)
    assert flat(waiting_lines(post, PENDING, PLAIN)) == (
        "The question is open. The thread has begun, so this part goes out all the same."
    )


def test_questions_stand_below_all_else_that_was_found():
    warning = Remark("hype", Level.WARNING, "a promise")
    lines = [*post_lines(asked(QUESTION, warning), ASKED, PLAIN, ZoneInfo("UTC"), upcoming=False)]
    assert lines[-2:] == ["  W hype: a promise", "  A question about this post (strength-up): Does the paper say so?"]


class TestCommand:
    """`preview` of a project with a question."""

    @pytest.fixture(autouse=True)
    def _asks(self, project, monkeypatch):
        monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
        (project / "posts.yaml").write_text(POSTS)
        (project / "templates/finding.txt.j2").write_text("{{ finding.text }}")

    @pytest.mark.parametrize("mode", [["--dry-run"], []], ids=["dry run", "live"])
    def test_it_shows_the_question_and_that_it_waits_once_each(self, mode, cli):
        out = flat(cli("preview", "p/f", *mode).out.splitlines())
        assert out.count("A question about this post (number-unsourced): ") == 1
        assert (
            out.count("Waits for an answer: change the post, or answer with `scicomm-bot approve p/f --by NAME`.") == 1
        )
        assert "number-unsourced asks" not in out

    def test_it_shows_the_answer_of_an_approval(self, cli):
        cli("approve", "p/f", "--by", "Jane Doe", "--answer", "number-unsourced=The methods section counts them.")
        out = flat(cli("preview", "p/f").out.splitlines())
        assert "Answer by Jane Doe: The methods section counts them." in out
        assert "Waits" not in out

    def test_approve_shows_what_was_read_from_the_quotation(self, cli):
        out = flat(cli("approve", "p/f", "--by", "Jane Doe").out.splitlines())
        assert "“In mice, a nap was followed by longer memory.” read from it: " in out
        assert "look at:" not in out

    def test_approve_shows_what_to_look_at_where_no_rule_asks(self, cli, project):
        (project / "posts.yaml").write_text(POSTS.replace("In 12 mice", "In mice"))
        assert "look at: Would a reader take it for people?" in flat(
            cli("approve", "p/f", "--by", "Jane Doe").out.splitlines()
        )

    def test_the_page_shows_both(self, cli, project):
        (project / "posts.yaml").write_text(POSTS.replace("In 12 mice", "In mice"))
        html = cli("preview", "--html", "-").out
        assert html.count('<ul class="read">') == 1
        assert html.count('<ul class="look-at">') == 1

    def test_json_has_the_answer_where_there_is_one(self, cli):
        (open_one,) = finding(cli)
        assert open_one["level"] == "Q"
        assert "answer" not in open_one
        cli("approve", "p/f", "--by", "Jane Doe", "--answer", "number-unsourced=The methods section counts them.")
        (answered,) = finding(cli)
        assert answered["answer"] == "The methods section counts them."


def finding(cli):
    (post,) = json.loads(cli("preview", "p/f", "--json").out)["posts"]
    return [one for one in post["findings"] if one["rule"] == "number-unsourced"]


POSTS = """\
schedule: {timezone: UTC, slots: ["0 9 * * 1"]}
papers:
  - id: p
    title: Naps and memory in mice
    authors: [{name: Doe J, affiliation: Example University}]
    journal: Journal of Naps
    year: 2022
    study: {kind: animal study, peer_reviewed: true, on: [animals]}
    abstract: Naps are short. In mice, a nap was followed by longer memory.
    retraction_check: {by: Jane Doe, on: "2026-11-20", where: the journal's page}
    findings:
      - id: f
        text: In 12 mice, a nap was followed by longer memory.
        evidence: [{quote: "In mice, a nap was followed by longer memory.", on: [animals]}]
"""
