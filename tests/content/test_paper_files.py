"""`posts.yaml` with papers in files of their own: what is read, and where everything in it stands."""

from pathlib import Path

import pytest

from scicomm_bot.content import Kept, examine, load, reread
from scicomm_bot.content.include import stamp_of
from scicomm_bot.errors import ContentError
from support.paper_files import INCLUDES, paper, write_papers
from support.yaml_samples import GOOD

HERE = Path()


def ids(document):
    return [one.id for one in document.content.papers]


def told(document):
    return [(str(problem.place), problem.message) for problem in document.problems]


def test_papers_of_posts_yaml_come_before_those_of_files():
    write_papers(HERE, "b", "a", include=GOOD + "include: papers/*.yaml\n")
    assert ids(load(Path("posts.yaml"))) == ["p", "a", "b"]


def test_a_value_is_placed_in_its_own_file():
    write_papers(HERE, "a", "b", include=GOOD + "include: papers/*.yaml\n")
    document = load(Path("posts.yaml"))
    assert str(document.place("papers", 0, "title")) == "posts.yaml:6"
    assert str(document.place("papers", 2, "findings", 1)) == "papers/b.yaml:14"
    assert str(document.place("papers", 1, "url")) == "papers/a.yaml:1"
    assert str(document.place("include")) == "posts.yaml:18"


def test_a_list_of_patterns_is_taken_too():
    write_papers(HERE, "a", "b", include="include: [papers/b.yaml, papers/a.yaml]\n")
    assert ids(load(Path("posts.yaml"))) == ["a", "b"]


def test_a_pattern_without_files_is_no_error_and_noted_at_its_line():
    write_papers(HERE, include="include:\n  - papers/*.yaml\n  - more/*.yaml\n")
    document = load(Path("posts.yaml"))
    assert [str(one) for one in document.notes] == [
        "posts.yaml:2: 'papers/*.yaml' takes no file yet",
        "posts.yaml:3: 'more/*.yaml' takes no file yet",
    ]


def test_posts_yaml_is_not_a_paper_of_its_own():
    Path("a.yaml").write_text(paper("a"))
    Path("posts.yaml").write_text("include: '*.yaml'\n")
    assert ids(load(Path("posts.yaml"))) == ["a"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schedule: {timezone: UTC}\n", "posts.yaml:1: the file: 'papers' is missing"),
        ("papers: []\n", "posts.yaml:1: papers: must have an entry at least (a line that begins with `- `), but is []"),
        ("include: []\n", "posts.yaml:1: the file: 'papers' is missing"),
        (
            "include:\n",
            "posts.yaml:1: include: is empty; write its value, or leave the key out where it may be missing",
        ),
        ("include: 7\n", "posts.yaml:1: include: must be a list"),
        ("include: /srv/*.yaml\n", "posts.yaml:1: include: '/srv/*.yaml' begins outside"),
        ("include:\n  - a.yaml\n  - ../b.yaml\n", "posts.yaml:3: include: '../b.yaml' leads out of the folder"),
    ],
)
def test_a_posts_yaml_without_papers_or_with_a_wrong_pattern_says_so(text, says):
    Path("posts.yaml").write_text(text)
    with pytest.raises(ContentError) as error:
        load(Path("posts.yaml"))
    assert str(error.value).startswith(says)


BROKEN = {
    "papers below a key": ("papers:\n  - id: x\n", 1, "begins with `papers:`"),
    "papers behind a comment": ("# mine\n\npapers:\n  - id: x\n", 3, "begins with `papers:`"),
    "a whole posts.yaml": (GOOD, 4, "has `papers:`, as posts.yaml has"),
    "a schedule beside a paper": (f"{paper('x')}schedule: {{timezone: UTC}}\n", 18, "has `schedule:`"),
    "an include beside a paper": (f"{paper('x')}include: a.yaml\n", 18, "has `include:`"),
    "a list of papers": ("- id: x\n", 1, "holds a list"),
    "a word": ("x\n", 1, "must begin with `id:` of a paper, but holds 'x'"),
    "nothing": ("", None, "the file is empty"),
    "no YAML": ("id: [\n", 1, "not YAML"),
    "a key twice": (f"{paper('x')}year: 2020\n", 18, "'year' stands here again, first in line 6"),
    "another encoding": ("id: x".encode("utf-16"), None, "looks like UTF-16 text"),
    "a missing field": (paper("x", "year: 2026\n", ""), 1, "the paper: 'year' is missing"),
    "a wrong field": (paper("x", "year: 2026", "year: soon"), 6, "year: must be a whole number, but is 'soon'"),
    "an unknown field": (paper("x", "year:", "yaer: 1\nyear:"), 6, "the paper: unknown key 'yaer'; did you mean 'year'?"),
    "a wrong field of a finding": (paper("x", "id: sleep", "id: Sleep"), 14, "findings.2.id: 'Sleep' must be lower-case"),
    "a finding twice": (paper("x", "id: sleep", "id: rest"), 14, "finding id 'rest' is taken in line 10"),
    "a reserved id": (paper("x", "id: sleep", "id: source"), 14, "finding id 'source' is reserved"),
    "on nothing": (paper("x", "people., on: [people]", "people."), 13, "findings.1.evidence.1: 'on' is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_names_its_own_line_and_leaves_the_others_alone(text, line, says):
    papers = write_papers(HERE, "a", "c")
    (papers / "b.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    document = load(Path("posts.yaml"))
    place = "papers/b.yaml" if line is None else f"papers/b.yaml:{line}"
    assert [(place, True)] == [(where, what.startswith(says)) for where, what in told(document)]
    assert {"a", "c"} <= set(ids(document))
    assert {"a", "c"}.isdisjoint(document.broken)


def test_what_can_be_used_of_a_broken_file_is_there_and_marked():
    papers = write_papers(HERE, "a")
    (papers / "b.yaml").write_text(paper("b", "id: sleep", "id: Sleep"))
    document = load(Path("posts.yaml"))
    assert ids(document) == ["a", "b"]
    assert [one.id for one in document.content.papers[1].findings] == ["rest"]
    assert list(document.broken) == ["b"]


def test_the_ids_of_a_paper_that_cannot_be_used_are_known():
    papers = write_papers(HERE, "a")
    (papers / "b.yaml").write_text(paper("b", "year: 2026", "year: soon"))
    (file,) = load(Path("posts.yaml")).unreadable
    assert file.ids == ("b/rest", "b/sleep", "b/authors", "b/source")


def test_one_id_in_two_files_is_a_problem_of_the_second_and_names_both():
    papers = write_papers(HERE, "a")
    (papers / "b.yaml").write_text("# of b\n" + paper("a"))
    document = load(Path("posts.yaml"))
    assert ids(document) == ["a"]
    assert told(document) == [("papers/b.yaml:2", "paper id 'a' is taken in papers/a.yaml:1; ids must differ")]


def test_an_id_of_posts_yaml_is_taken_for_files():
    papers = write_papers(HERE, include=GOOD + "include: papers/*.yaml\n")
    (papers / "x.yaml").write_text(paper("p"))
    assert told(load(Path("posts.yaml"))) == [
        ("papers/x.yaml:1", "paper id 'p' is taken in posts.yaml:5; ids must differ")
    ]


def test_one_doi_in_two_files_is_doubted_at_the_second_with_both_places():
    papers = write_papers(HERE, "a")
    for name in ("a", "b"):
        (papers / f"{name}.yaml").write_text(paper(name, "year: 2026", "year: 2026\ndoi: 10.5555/ABC"))
    (doubt,) = load(Path("posts.yaml")).doubts
    assert (doubt.where, doubt.place) == (("papers", 1, "doi"), "papers/b.yaml:7")
    assert doubt.message == "the papers a (papers/a.yaml:7) and b have one DOI, 10.5555/ABC"


def test_a_doubt_in_a_file_is_of_its_own_paper():
    papers = write_papers(HERE, "a", "b")
    (papers / "b.yaml").write_text(paper("b", "A study of b", "A study of b #2"))
    (doubt,) = load(Path("posts.yaml")).doubts
    assert (doubt.where, doubt.place) == (("papers", 1, "title"), "papers/b.yaml:2")


def test_links_that_lead_out_are_told_and_not_read(tmp_path):
    papers = write_papers(HERE, "a")
    outside = tmp_path / "secret.yaml"
    outside.write_text(paper("z"))
    (papers / "b.yaml").symlink_to(outside)
    document = load(Path("posts.yaml"))
    assert ids(document) == ["a"]
    ((place, what),) = told(document)
    assert place == "papers/b.yaml"
    assert what.startswith("leads through a link out of the folder of posts.yaml, so it is not taken")


def test_a_link_that_leads_nowhere_is_told():
    papers = write_papers(HERE, "a")
    (papers / "b.yaml").symlink_to("nowhere")
    assert told(load(Path("posts.yaml"))) == [
        ("papers/b.yaml", "is a link that leads nowhere; delete it or let it lead to the file")
    ]


def test_examine_tells_the_problems_of_all_files():
    papers = write_papers(HERE, "a", include=INCLUDES.replace("UTC", "Nowhere"))
    (papers / "b.yaml").write_text("x")
    document, problems = examine(Path("posts.yaml"))
    assert ids(document) == ["a"]
    assert [str(one.place) for one in problems] == ["posts.yaml:2", "papers/b.yaml:1"]


class TestKept:
    def test_a_file_that_has_not_changed_is_not_read_again(self):
        write_papers(HERE, "a", "b")
        kept = Kept()
        before = load(Path("posts.yaml"), kept=kept)
        after = load(Path("posts.yaml"), kept=kept)
        assert [one is other for one, other in zip(before.files, after.files, strict=True)] == [True, True]

    def test_a_changed_file_is_read_alone(self):
        papers = write_papers(HERE, "a", "b")
        kept = Kept()
        before = load(Path("posts.yaml"), kept=kept)
        (papers / "b.yaml").write_text(paper("b", "year: 2026", "year: 2025"))
        after = load(Path("posts.yaml"), kept=kept)
        assert after.content.papers[1].year == 2025
        assert after.content.papers[0] is before.content.papers[0]

    def test_a_file_that_is_gone_is_forgotten(self):
        papers = write_papers(HERE, "a", "b")
        kept = Kept()
        load(Path("posts.yaml"), kept=kept)
        (papers / "b.yaml").unlink()
        assert ids(load(Path("posts.yaml"), kept=kept)) == ["a"]
        assert list(kept.files) == ["papers/a.yaml"]

    def test_a_file_with_a_problem_is_read_each_time(self):
        papers = write_papers(HERE, "a")
        (papers / "b.yaml").write_text("x")
        kept = Kept()
        load(Path("posts.yaml"), kept=kept)
        assert list(kept.files) == ["papers/a.yaml"]


class TestReread:
    """One file is read again, whatever its stamp says."""

    def again(self, document, number, kept):
        return reread(document, number, kept=kept)

    def test_a_paper_s_file_is_read_again_and_no_other(self):
        papers = write_papers(HERE, "a", "b")
        document, kept = load(Path("posts.yaml"), kept=(one := Kept())), one
        for name in ("a", "b"):
            (papers / f"{name}.yaml").write_text(paper(name, "year: 2026", "year: 2025"))
        assert [one.year for one in self.again(document, 1, kept).content.papers] == [2026, 2025]

    def test_a_file_that_is_broken_by_now_is_so_in_the_document(self):
        papers = write_papers(HERE, "a", "b")
        document, kept = load(Path("posts.yaml"), kept=(one := Kept())), one
        (papers / "a.yaml").write_text("x")
        after = self.again(document, 0, kept)
        assert (ids(after), [str(one.place) for one in after.problems]) == (["b"], ["papers/a.yaml:1"])

    def test_a_posts_yaml_that_is_broken_by_now_serves_as_it_was(self):
        write_papers(HERE, "a", include=GOOD + "include: papers/*.yaml\n")
        document, kept = load(Path("posts.yaml"), kept=(one := Kept())), one
        Path("posts.yaml").write_text("papers: [")
        assert self.again(document, 0, kept) is document
        assert ids(self.again(document, 1, kept)) == ["p", "a"]

    def test_a_posts_yaml_that_changed_is_taken_over_even_with_the_same_stamp(self):
        Path("posts.yaml").write_text(GOOD)
        kept = Kept()
        document = load(Path("posts.yaml"), kept=kept)
        Path("posts.yaml").write_text(GOOD.replace("A text.", "B text."))
        kept.main = (stamp_of("posts.yaml"), *kept.main[1:])
        assert load(Path("posts.yaml"), kept=kept).content == document.content
        assert self.again(document, 0, kept).content.papers[0].findings[0].text == "B text."
