"""One file to a paper, as the commands show it: right places, a broken file that holds its own paper, and a fresh folder."""

import json

import pytest

from support.paper_files import INCLUDES, paper, write_papers


@pytest.fixture
def folder(project):
    """A project whose papers are in files of their own: a, and b."""
    write_papers(project, "a", "b")
    return project


@pytest.fixture
def broken(folder):
    """The same, with a wrong id of a finding in b and a third file that is no YAML."""
    (folder / "papers/b.yaml").write_text(paper("b", "id: sleep", "id: Sleep"))
    (folder / "papers/c.yaml").write_text("id: [\n")
    return folder


def problems(ended):
    return [(one["place"], one["level"], one["rule"], one["id"]) for one in json.loads(ended.out)["problems"]]


def states(ended):
    return {post["id"]: (post["state"], post["reason"]) for post in json.loads(ended.out)["posts"]}


def test_check_places_what_a_rule_says_in_the_paper_s_file(folder, cli):
    (folder / "papers/b.yaml").write_text(paper("b", "text: Sleep helped b as well.", "text: Sleep cures b."))
    found = problems(cli("check", "--json"))
    assert found
    assert {place for place, *_ in found} == {"papers/b.yaml:14"}


def test_check_tells_broken_files_and_fails(broken, cli):
    ended = cli("check", "--json")
    assert ended.code == 1
    assert problems(ended) == [("papers/b.yaml:14", "E", "file", None), ("papers/c.yaml:1", "E", "file", None)]


def test_preview_shows_the_posts_of_a_broken_file_as_held(broken, cli):
    ended = cli("preview", "--json")
    found = states(ended)
    assert found["a/rest"] == ("pending", None)
    assert found["b/rest"] == found["b/authors"] == ("held", "file")
    assert [one["place"] for one in json.loads(ended.out)["problems"]] == ["papers/b.yaml:14", "papers/c.yaml:1"]


def test_preview_shows_the_ids_of_a_paper_that_cannot_be_used(folder, cli):
    (folder / "papers/b.yaml").write_text(paper("b", "year: 2026", "year: soon"))
    found = states(cli("preview", "--json"))
    assert found["b/rest"] == found["b/source"] == ("held", "file")
    assert cli("preview", "--html", "pack.html").code == 0


@pytest.mark.parametrize("command", ["preview", "plan", "status"])
def test_a_command_that_looks_tells_broken_files_in_words(broken, cli, command):
    ended = cli(command)
    assert ended.code == 0
    assert "papers/b.yaml:14: findings.2.id: 'Sleep' must be" in " ".join(ended.out.split())
    assert "papers/c.yaml:1: not YAML" in " ".join(ended.out.split())


def test_status_asks_a_person_later_while_other_papers_go_on(broken, cli):
    told = json.loads(cli("status", "--json").out)
    assert [(one["code"], one["when"]) for one in told["needs"] if one["code"] == "file"] == [("file", "later")] * 2
    assert [one["place"] for one in told["problems"]] == ["papers/b.yaml:14", "papers/c.yaml:1"]


def test_plan_leaves_out_the_posts_of_a_broken_file(broken, cli):
    told = json.loads(cli("plan", "--json").out)
    assert [one["id"].partition("/")[0] for one in told["plan"]] == ["a"] * 4


def test_post_once_takes_the_next_paper_and_tells_the_broken_file(broken, cli):
    (broken / "papers/a.yaml").rename(broken / "papers/z.yaml")
    ended = cli("post", "--once", "--dry-run", "--json")
    assert (ended.code, json.loads(ended.out)["id"]) == (0, "a/rest")
    assert "papers/b.yaml:14" in ended.err


def test_post_once_says_why_a_post_of_a_broken_file_does_not_go(broken, cli):
    held = cli("post", "--once", "--dry-run", "b/rest")
    assert held.code == 1
    assert "papers/b.yaml:14" in " ".join(held.err.split())
    gone = cli("post", "--once", "--dry-run", "c/rest")
    assert gone.code == 1
    assert "the file of its paper cannot be used: papers/c.yaml:1" in gone.err


def test_approve_takes_no_post_of_a_broken_file(broken, cli):
    ended = cli("approve", "--all", "--by", "Ada", "--json")
    told = json.loads(ended.out)
    assert ended.code == 1
    assert {one["id"].partition("/")[0] for one in told["recorded"]} == {"a"}
    assert {one["id"] for one in told["left"]} == {"b/rest", "b/authors", "b/source"}


def test_approvals_of_posts_yaml_hold_when_the_paper_moves_to_a_file(project, cli):
    text = (project / "posts.yaml").read_text()
    assert cli("approve", "--all", "--by", "Ada").code == 0
    before = (project / "approved.yaml").read_bytes()
    head, _, body = text.partition("papers:\n")
    own = body[body.index("  - id:") :].replace("  - id:", "    id:", 1)
    (project / "papers").mkdir()
    lines = own.splitlines(keepends=True)
    (project / "papers/gcsf-als.yaml").write_text("".join(line.removeprefix("    ") for line in lines))
    (project / "posts.yaml").write_text(f"{head}include: papers/*.yaml\n")
    assert cli("check", "--approved").code == 0
    assert (project / "approved.yaml").read_bytes() == before


class TestFreshFolder:
    @pytest.fixture
    def fresh(self, project):
        write_papers(project)
        return project

    def test_check_notes_the_pattern_and_names_the_command_that_makes_a_paper(self, fresh, cli):
        ended = cli("check")
        assert ended.code == 0
        assert "posts.yaml:4: I include: 'papers/*.yaml' takes no file yet" in ended.out
        assert "No paper yet: `scicomm-bot add`" in ended.out

    def test_check_does_not_block(self, fresh, cli):
        assert json.loads(cli("check", "--json").out) == {
            "posts": 0,
            "blocking": False,
            "asking": False,
            "problems": [
                {"place": "posts.yaml:4", "level": "I", "rule": "include", "id": None,
                 "message": "'papers/*.yaml' takes no file yet", "waived": None, "answer": None}
            ],
        }  # fmt: skip

    @pytest.mark.parametrize("command", ["preview", "plan", "status"])
    def test_other_commands_say_so_too(self, fresh, cli, command):
        ended = cli(command)
        assert ended.code == 0
        assert "No paper yet: `scicomm-bot add`" in ended.out

    def test_post_once_has_nothing_to_do(self, fresh, cli):
        assert cli("post", "--once", "--dry-run").code == 0

    @pytest.mark.parametrize("command", [["preview", "--json"], ["plan", "--json"], ["status", "--json"], ["facts"]])
    def test_nothing_fails_where_nothing_is(self, fresh, cli, command):
        assert cli(*command).code == 0


class TestAnswers:
    """Where an answer is to be pasted."""

    QUESTION = ("Rest helped a in people.", "Rest may have helped a in people.")

    def test_the_block_names_the_file_the_line_and_its_own_columns(self, folder, cli):
        text = paper("a").replace("Rest helped a in people. Sleep", "Rest may help a in people. Sleep")
        (folder / "papers/a.yaml").write_text(text.replace("{quote: Rest helped a", "{quote: Rest may help a"))
        out = cli("check").out
        assert "in papers/a.yaml," in " ".join(out.split())
        assert "(line 10)" in " ".join(out.split())
        (block,) = [line for line in out.splitlines() if line.startswith("    answers:")]
        key = next(line.strip() for line in out.splitlines() if line.strip().endswith('"..."'))
        lines = (folder / "papers/a.yaml").read_text().splitlines()
        answered = key.replace("...", "A person looked at the paper and says so.")
        lines[10:10] = [block, f"      {answered}"]
        (folder / "papers/a.yaml").write_text("\n".join(lines))
        told = json.loads(cli("check", "--json").out)
        assert [(one["rule"], one["answer"] is not None) for one in told["problems"]] == [
            (key.partition("/")[0].lstrip('"'), True)
        ]


def test_a_picture_is_seen_from_the_folder_of_posts_yaml(folder, cli):
    (folder / "papers/a.yaml").write_text(
        paper("a", "    evidence:", "    images: [{file: images/a.png, alt: A nerve cell in colour}]\n    evidence:")
    )
    (problem,) = [one for one in json.loads(cli("check", "--json").out)["problems"] if one["level"] == "E"]
    assert problem["place"] == "papers/a.yaml:10"
    assert "images/a.png: no such file" in problem["message"]


def test_a_paper_may_stand_in_posts_yaml_beside_files(folder, cli):
    (folder / "posts.yaml").write_text(INCLUDES + "papers:\n" + "".join(
        f"  {'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(paper("z").splitlines())
    ))  # fmt: skip
    assert [one["id"].partition("/")[0] for one in json.loads(cli("plan", "--json").out)["plan"]] == [
        *["z"] * 4, *["a"] * 4, *["b"] * 4,
    ]  # fmt: skip


def test_post_once_fails_where_nothing_goes_out_and_a_file_is_broken(project, cli):
    (write_papers(project) / "a.yaml").write_text("id: [\n")
    assert cli("post", "--once", "--dry-run").code == 1
