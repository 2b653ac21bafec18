"""`check` finds everything that is wrong, in one go."""

import json

import pytest

from support.yaml_samples import SECOND_FINDING, changed

OTHER = SECOND_FINDING.replace("id: f", "id: g")


@pytest.fixture
def check(project, cli):
    """Write posts.yaml and templates, run `check --json`, and return the code and the problems."""

    def run(text=None, **templates):
        if text is not None:
            (project / "posts.yaml").write_text(text)
        for name, source in templates.items():
            (project / f"templates/{name}.txt.j2").write_text(source)
        ended = cli("check", "--json")
        return ended.code, json.loads(ended.out)["problems"]

    return run


def rules(problems):
    return [(problem["place"], problem["level"], problem["rule"], problem["id"]) for problem in problems]


def test_nothing_found_says_what_was_looked_for_and_is_no_promise(project, cli):
    ended = cli("check")
    assert (ended.code, ended.err) == (0, "")
    told = " ".join(ended.out.split())
    assert told.startswith("10 posts checked, nothing found. Looked for: length, links,")
    assert told.endswith("A post can still be wrong. Read each one beside its quotations before you approve it.")


def test_json_says_how_many_posts_and_whether_anything_blocks(project, cli):
    assert json.loads(cli("check", "--json").out) == {
        "posts": 10,
        "blocking": False,
        "asking": False,
        "problems": [],
    }


EACH = {
    "evidence": (changed("quote: Text of it.", "quote: Text of us."), {}, ("posts.yaml:14", "E", "evidence-missing", "p/f")),
    "too long": (changed("text: A text.", f"text: {'x' * 281}"), {}, ("posts.yaml:14", "E", "length", "p/f")),
    "a duplicate text": (changed() + OTHER.replace("B.", "A text."), {"finding": "{% import 'labels.j2' as labels %}{{ labels.of(paper) }} {{ finding.text }}"}, ("posts.yaml:18", "E", "duplicate", "p/g")),
    "an empty text": (None, {"authors": "{# nothing #}"}, ("posts.yaml:19", "E", "empty", "gcsf-als/authors")),
    "an unknown template": (changed("text: A text.", "text: A text.\n        template: nix.j2"), {}, ("posts.yaml:14", "E", "template", "p/f")),
    "an undefined variable": (None, {"source": "a\n{{ papr.title }}"}, ("templates/source.txt.j2:2", "E", "undefined-variable", None)),
    "a template that does not parse": (None, {"source": "a\n{% if %}"}, ("posts.yaml:38", "E", "template", "gcsf-als/source")),
    "a control character": (changed("text: A text.", r'text: "A \a text."'), {}, ("posts.yaml:14", "E", "control-character", "p/f")),
    "a schema error": (changed("year: 2020", "year: x"), {}, ("posts.yaml:10", "E", "file", None)),
    "a waiver of no rule": (changed("        evidence:", "        waive: {hyp: a reason}\n        evidence:"), {}, ("posts.yaml:16", "E", "file", None)),
    "an unknown time zone": (changed("UTC", "Nowhere"), {}, ("posts.yaml:2", "E", "file", None)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "templates", "problem"), EACH.values(), ids=EACH)
def test_each_thing_that_is_wrong_is_found_with_its_place(text, templates, problem, check):
    code, problems = check(text, **templates)
    assert (code, rules(problems)) == (1, [problem])


def test_everything_is_found_in_one_go(check):
    text = changed(
        "UTC",
        "Nowhere",
        "year: 2020",
        "year: 2020\n    isue: x",
        "quote: Text of it.",
        "quote: Text of us.",
        "text: A text.",
        "text: ''",
    )
    code, problems = check(text + OTHER.replace("B.", "x" * 281), authors="{{ papr }}", source="{% if %}")
    assert code == 1
    assert [problem["rule"] for problem in problems] == [
        "file",
        "file",
        "file",
        "undefined-variable",
        "length",
        "template",
    ]


def test_evidence_is_looked_up_although_another_finding_is_wrong(check):
    code, problems = check(changed("text: A text.", "txt: A text.") + OTHER.replace("Text of it.", "Text of us."))
    assert code == 1
    assert rules(problems)[-1] == ("posts.yaml:18", "E", "evidence-missing", "p/g")


def test_a_template_s_fault_is_told_once_and_not_for_each_of_its_posts(check):
    _, problems = check(finding="{{ finding.txt }}")
    assert len(problems) == 1
    _, problems = check(finding="{{ findng.text }}")
    assert [problem["message"] for problem in problems] == [
        "'findng' is not given to a template; did you mean 'finding'?"
    ]


def test_an_undefined_variable_in_a_template_that_no_post_uses_is_found(check):
    code, problems = check(unused="{{ nix }}")
    assert (code, problems[0]["place"]) == (1, "templates/unused.txt.j2:1")


def test_a_name_that_only_another_kind_of_post_is_given_is_told_with_what_is_given_there(check):
    code, problems = check(finding="{{ why }}")
    assert (code, [(problem["place"], problem["rule"]) for problem in problems]) == (
        1, [("templates/finding.txt.j2:1", "undefined-variable")],
    )  # fmt: skip
    assert (
        problems[0]["message"]
        == "'why' is not given to a template; given are count, finding, first, hashtags, paper, position, words"
    )


def test_where_posts_yaml_cannot_be_read_a_template_may_use_all_names(check):
    assert [problem["rule"] for problem in check("papers: [", finding="{{ why }}", authors="{{ nix }}")[1]] == [
        "file", "undefined-variable",
    ]  # fmt: skip


def test_each_problem_is_a_line_of_place_level_rule_and_message_and_the_last_counts(project, cli):
    (project / "posts.yaml").write_text(
        changed("quote: Text of it.", "quote: Text of us.", "year: 2020", "year: 2020\n    x: 1")
    )
    first, *_, last = cli("check").out.splitlines()
    assert first.startswith("posts.yaml:11: E file: papers.1: unknown key 'x'; known here: id,")
    assert last == "3 posts checked: 2 errors."


def test_a_file_that_cannot_be_read_is_one_problem(check):
    assert [problem["message"] for problem in check("papers: [")[1]] == [
        "not YAML: did not find expected node content (at 'the end of the file'); the file seems to end in the middle"
    ]


def test_a_place_with_a_colon_in_its_path_stays_whole(project, cli, monkeypatch):
    folder = project / "talks: 2026"
    folder.mkdir()
    (folder / "posts.yaml").write_text(changed("year: 2020", "year: x"))
    (folder / "approved.yaml").write_text("papers:\n")
    monkeypatch.setenv("SCICOMM_POSTS", "talks: 2026/posts.yaml")
    problems = json.loads(cli("check", "--approved", "--json").out)["problems"]
    assert [(problem["place"], problem["rule"]) for problem in problems] == [("talks: 2026/posts.yaml:10", "file")]
    (folder / "posts.yaml").write_text(changed())
    problems = json.loads(cli("check", "--approved", "--json").out)["problems"]
    assert [problem["place"] for problem in problems] == ["talks: 2026/approved.yaml:1"]


def test_a_text_changed_after_posting_is_told_and_does_not_block(project, cli):
    from datetime import UTC, datetime, timedelta

    from scicomm_bot.domain.account import Account
    from scicomm_bot.domain.publication import Claim, PublicationState
    from scicomm_bot.ledger.sqlite import open_sqlite

    ledger = open_sqlite(project / "state.db", create=True)
    ledger.adopt(Account("1"), "print")
    now = datetime.now(UTC)
    later = now + timedelta(seconds=9)
    ledger.claim("1", Claim("a1", "gcsf-als/what-als-is", "An older text.", 15_000, now, later, later))
    ledger.record("a1", PublicationState.POSTED, now, remote_id="77")
    ledger.close()
    ended = cli("check", "--json")
    (problem,) = json.loads(ended.out)["problems"]
    assert (ended.code, problem["level"], problem["rule"]) == (0, "I", "edited-after-posting")


def test_a_text_that_a_comment_cuts_is_told_at_its_own_line_and_can_be_waived(check):
    text = changed("A text.", "Text of it. #ALS")
    (told,) = [one for one in check(text)[1] if one["rule"] == "yaml-comment"]
    assert (told["place"], told["level"], told["id"], told["waived"]) == ("posts.yaml:15", "W", "p/f", None)
    (told,) = [
        one
        for one in check(text.replace("#ALS", "#ALS\n        waive: {yaml-comment: a note of ours}"))[1]
        if one["rule"] == "yaml-comment"
    ]
    assert told["waived"] == "a note of ours"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (changed("title: T", "title: Sleep in mice #6"), ["p/source"]),
        (changed("{name: N, affiliation: A}", "name: Doe J #1\n        affiliation: A"), ["p/authors"]),
        (changed("{name: N, affiliation: A}", "name: Doe J\n        affiliation: Ward #1"), ["p/authors"]),
        (changed("journal: J", "journal: Journal of Xs #2"), ["p/f", "p/authors", "p/source"]),
        (changed("More of it.", "More of it. #3"), ["p/f"]),
        ("account:\n  operator: A #1\n" + changed(), ["p/f"]),
    ],
    ids=["a title", "a name", "an affiliation", "a journal", "an abstract", "an operator"],
)
def test_a_cut_field_of_the_record_is_told_at_the_posts_that_say_it(check, text, ids):
    assert [one["id"] for one in check(text)[1] if one["rule"] == "yaml-comment"] == ids


def test_preview_shows_what_a_comment_cuts(project, cli):
    (project / "posts.yaml").write_text(changed("A text.", "Text of it. #ALS"))
    assert "yaml-comment" in cli("preview", "p/f").out


@pytest.mark.parametrize("path", ["x" * 300, "a/" + "x" * 5_000])
@pytest.mark.parametrize("command", [("check",), ("preview",), ("status",), ("plan",), ("post", "--once")])
def test_a_path_that_is_too_long_is_told_and_no_bug(project, cli, monkeypatch, command, path):
    monkeypatch.setenv("SCICOMM_POSTS", path)
    ended = cli(*command)
    assert ended.code == 1
    assert "File name too long" in " ".join((ended.out + ended.err).split())


@pytest.mark.parametrize("command", [("check",), ("preview",), ("status",), ("plan",), ("post", "--once")])
def test_a_path_with_a_zero_byte_is_told_and_no_bug(project, cli, command):
    (project / ".env").write_bytes(b"SCICOMM_POSTS=a\0b.yaml\n")
    ended = cli(*command)
    assert ended.code == 1
    assert "zero byte" in " ".join((ended.out + ended.err).split())


def test_a_templates_folder_with_too_long_a_name_is_told_and_no_bug(project, cli, monkeypatch):
    monkeypatch.setenv("SCICOMM_TEMPLATES", "x" * 300)
    ended = cli("check")
    assert ended.code == 1
    assert "File name too long" in " ".join(ended.out.split())


def test_a_template_that_prints_an_affiliation_that_is_missing_says_what_to_ask_first(check):
    _, problems = check(
        changed("{name: N, affiliation: A}", "name: N"),
        authors="{% for a in paper.authors %}{{ a.affiliation }}{% endfor %}",
    )
    (told,) = [one for one in problems if one["rule"] == "template"]
    assert "there is nothing here to write (none); ask first, with {% if ... %}" in told["message"]


class TestLines:
    def test_errors_come_first_and_a_rules_reason_is_told_once(self, project, cli):
        long = "x" * 281
        text = changed("text: A text.", f"text: 'https://a.example/b<c {long}'") + OTHER.replace("B.", "y" * 281)
        (project / "posts.yaml").write_text(text)
        out = cli("check").out
        levels = [line.split()[1] for line in out.split("\n\n")[0].splitlines() if line.startswith("posts.yaml")]
        assert levels == sorted(levels)
        assert " ".join(out.split()).count("Why: X refuses a longer post") == 1

    def test_an_empty_line_stands_between_posts(self, project, cli):
        (project / "posts.yaml").write_text(
            changed("text: A text.", f"text: {'x' * 281}") + OTHER.replace("B.", "y" * 282)
        )
        first, second, *_ = cli("check").out.split("\n\n")
        assert ("p/f" in first, "p/g" in second) == (True, True)


def test_an_address_to_be_copied_is_not_cut(project, cli):
    address = f"https://example.org/{'a' * 100}"
    (project / "posts.yaml").write_text(changed("text: A text.", f"text: {address}<b"))
    assert f"{address}%3Cb" in cli("check").out


def test_what_is_true_of_a_whole_paper_is_told_once_for_each_paper(project, cli):
    one = changed("title: T", 'title: "RETRACTED: T"')
    two = one[one.index("  - id: p") :].replace("id: p", "id: q").replace("A text.", "Another one.")
    (project / "posts.yaml").write_text(one + two)
    told = " ".join(cli("check").out.split())
    assert told.count("has the mark") == 2
    assert "p/f and 2 more: the title of p has the mark \u201cRETRACTED:\u201d" in told
    assert "q/f and 2 more: the title of q has the mark \u201cRETRACTED:\u201d" in told


def test_a_remark_that_is_waived_at_one_post_is_told_of_the_others(project, cli):
    waive = "title: 'Retracted: T'\n    waive: {source: {retracted: It is a memoir.}}"
    (project / "posts.yaml").write_text(changed("title: T", waive))
    told = " ".join(cli("check").out.split())
    assert "W retracted: p/f and 1 more: the title of p" in told
    assert "W retracted, waived: p/source: the title of p" in told


@pytest.mark.parametrize(("day", "noted"), [("2020-01-31", True), ("2199-01-31", False)])
def test_check_notes_that_the_time_to_answer_is_over(project, cli, day, noted):
    text = (project / "posts.yaml").read_text()
    (project / "posts.yaml").write_text(f"contact: {{name: J, email: j@example.org, reply_by: {day}}}\n{text}")
    ended = cli("check", "--json")
    found = [one for one in json.loads(ended.out)["problems"] if one["rule"] == "reply-by"]
    assert ended.code == 0
    assert [(one["level"], one["place"], one["id"]) for one in found] == [("I", "posts.yaml:1", None)] * noted
    assert all("2020-01-31 is over" in one["message"] for one in found)
