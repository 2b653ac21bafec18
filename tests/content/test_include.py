"""Which files a pattern of `include:` takes, and in which order."""

import os

import pytest

from scicomm_bot.content.include import IncludeError, is_backup, taken, wrong_pattern


@pytest.fixture
def make(tmp_path):
    """Make files, with their folders, and return the names that patterns take of them."""

    def run(files, *patterns, apart=()):
        for name in files:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return [one.name for one in taken(tmp_path, patterns, [tmp_path / one for one in apart]).files]

    return run


def test_files_come_by_their_names_whatever_made_them_first(make):
    assert make(["p/b.yaml", "p/a.yaml", "p/B.yaml", "p/a-1.yaml"], "p/*.yaml") == [
        "p/B.yaml", "p/a-1.yaml", "p/a.yaml", "p/b.yaml",
    ]  # fmt: skip


def test_an_accent_that_a_system_stores_apart_changes_no_order(make):
    composed, apart = "p/\u00e9.yaml", "p/e\u0301-2.yaml"
    assert make([composed, apart, "p/z.yaml"], "p/*.yaml") == ["p/z.yaml", apart, composed]


def test_a_file_that_two_patterns_take_comes_once(make):
    assert make(["p/a.yaml", "q/b.yaml"], "q/*.yaml", "*/*.yaml") == ["p/a.yaml", "q/b.yaml"]


TAKEN = {
    "a folder": ("p/*.yaml", ["p/a.yaml"], ["p/in/a.yaml", "a.yaml"]),
    "the other ending": ("p/*", ["p/a.yml", "p/b.YAML"], ["p/README.md", "p/a.json"]),
    "one sign": ("p/?.yaml", ["p/a.yaml"], ["p/ab.yaml"]),
    "a set": ("p/[ab].yaml", ["p/a.yaml", "p/b.yaml"], ["p/c.yaml"]),
    "all but a set": ("p/[!a].yaml", ["p/b.yaml"], ["p/a.yaml"]),
    "any folders": ("p/**/*.yaml", ["p/a.yaml", "p/x/a.yaml", "p/x/y/a.yaml"], ["a.yaml", "q/a.yaml"]),
    "any folders at the end": ("p/**", ["p/a.yaml", "p/x/a.yaml"], ["q/a.yaml"]),
    "any folders twice": ("**/x/**/*.yaml", ["p/x/a.yaml", "x/y/z/a.yaml"], ["p/a.yaml"]),
    "stars beside letters": ("p/a**.yaml", ["p/ab.yaml"], ["p/x/ab.yaml"]),
    "one file": ("./p/a.yaml", ["p/a.yaml"], ["p/b.yaml"]),
    "slashes twice": ("p//a.yaml", ["p/a.yaml"], ["p/b.yaml"]),
    "folders by a pattern": ("*/x/*.yaml", ["p/x/a.yaml"], ["p/a.yaml"]),
    "capitals": ("p/a*.yaml", ["p/ab.yaml"], ["p/AB.yaml"]),
    "hidden ones": ("**", ["p/a.yaml"], [".a.yaml", "p/.a.yaml", "p/.x/a.yaml", ".p/a.yaml"]),
    "hidden ones by name": (".p/*.yaml", [], [".p/a.yaml"]),
    "backups": (
        "p/*",
        ["p/a.yaml", "p/a.b.yaml"],
        ["p/a.yaml~", "p/#a.yaml#", "p/.#a.yaml", "p/a.yaml.bak", "p/a.bak.yaml", "p/a.orig.yaml", "p/.a.yaml.swp",
         "p/a.old.yaml", "p/~$a.yaml", "p/a.yaml.orig", "p/a.tmp.yaml", "p/#a.yaml"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "those", "others"), TAKEN.values(), ids=TAKEN)
def test_a_pattern_takes_what_people_expect(make, pattern, those, others):
    assert make([*those, *others], pattern) == sorted(those)


def test_a_folder_with_the_name_of_a_file_is_not_taken(make, tmp_path):
    (tmp_path / "p/a.yaml").mkdir(parents=True)
    assert make(["p/b.yaml"], "p/*.yaml") == ["p/b.yaml"]


def test_what_is_kept_apart_is_not_taken_by_any_name(make, tmp_path):
    (tmp_path / "posts.yaml").touch()
    (tmp_path / "z.yaml").symlink_to("posts.yaml")
    assert make(["a.yaml"], "*.yaml", apart=["posts.yaml"]) == ["a.yaml"]


def test_a_folder_that_is_kept_apart_is_not_entered(make):
    files = ["templates/words.yaml", "p/a.yaml", "p/templates/b.yaml"]
    assert make(files, "**", "*/*.yaml", apart=["templates"]) == ["p/a.yaml", "p/templates/b.yaml"]


WRONG = ["/srv/p/*.yaml", "../p/*.yaml", "p/../../q.yaml", "~/p/*.yaml", r"p\*.yaml", "C:/p/*.yaml", "c:p.yaml",
         "https://example.org/p.yaml", "file:///p.yaml", "p/\u200b*.yaml", "p/../*.yaml", "\\\\host\\p", "a/" * 40 + "*"]  # fmt: skip


@pytest.mark.parametrize("pattern", WRONG)
def test_a_pattern_that_could_leave_the_folder_is_wrong(pattern):
    assert wrong_pattern(pattern) is not None


@pytest.mark.parametrize("pattern", ["papers/*.yaml", "*.yml", "a b/*.yaml", "**/x/*.yaml", "...yaml", "مقاله/*.yaml"])
def test_a_pattern_within_the_folder_is_right(pattern):
    assert wrong_pattern(pattern) is None


def test_a_link_to_a_folder_within_is_followed(make, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "p").symlink_to("data")
    assert make(["data/a.yaml"], "p/*.yaml") == ["p/a.yaml"]


def test_a_folder_as_kubernetes_mounts_it_is_taken(make, tmp_path):
    (tmp_path / "p/..2026_1").mkdir(parents=True)
    (tmp_path / "p/..data").symlink_to("..2026_1")
    (tmp_path / "p/..2026_1/a.yaml").touch()
    (tmp_path / "p/a.yaml").symlink_to("..data/a.yaml")
    assert make([], "p/*.yaml", "**/*.yaml") == ["p/a.yaml"]


def test_a_link_to_a_folder_outside_is_told_and_not_followed(tmp_path):
    folder, outside = tmp_path / "in", tmp_path / "out"
    folder.mkdir(), outside.mkdir()
    (outside / "a.yaml").touch()
    (folder / "p").symlink_to(outside)
    found = taken(folder, ["p/*.yaml"])
    assert (found.files, found.outside) == ([], ["p"])


def test_any_folders_follow_no_link_so_a_circle_ends(make, tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "p/again").symlink_to("../p")
    assert make(["p/a.yaml"], "p/**/*.yaml") == ["p/a.yaml"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("p/*.yaml", "takes no file yet"),
        ("q", "is a folder; write `q/*.yaml`"),
        ("q/", "is a folder; write `q/*.yaml`"),
        ("p/{a,b}.yaml", "braces"),
        ("p/a.txt", "ends in .yaml"),
    ],
)
def test_a_pattern_that_takes_nothing_says_why(tmp_path, pattern, says):
    (tmp_path / "q").mkdir()
    assert says in taken(tmp_path, [pattern]).without[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list everything")
def test_a_folder_that_may_not_be_listed_is_an_error(tmp_path):
    (tmp_path / "p").mkdir(mode=0o000)
    with pytest.raises(IncludeError, match="cannot be listed"):
        taken(tmp_path, ["p/*.yaml"])


def test_a_pattern_that_takes_far_too_much_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("scicomm_bot.content.include._MOST_ENTRIES", 10)
    for number in range(11):
        (tmp_path / f"{number}.yaml").touch()
    with pytest.raises(IncludeError, match="takes too much"):
        taken(tmp_path, ["**/*.yaml"])


def test_a_stamp_differs_when_a_file_was_set_back_to_its_time(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("one")
    before = taken(tmp_path, ["*.yaml"]).listing
    times = path.stat()
    path.write_text("two")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert taken(tmp_path, ["*.yaml"]).listing != before


@pytest.mark.parametrize("name", ["a.bak.yaml", "a.yaml~", "#a.yaml#", ".a.yaml", "~$a.yaml", "a.swp.yaml"])
def test_names_of_backups(name):
    assert is_backup(name)


@pytest.mark.parametrize("name", ["a.yaml", "a.b.yaml", "backup.yaml", "old.yaml", "tmp-effects.yaml", "a.2020.yaml"])
def test_names_that_are_none_of_backups(name):
    assert not is_backup(name)
