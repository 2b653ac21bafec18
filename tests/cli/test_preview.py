"""`preview` shows every post as it will read."""

import json
import re
import sqlite3
import unicodedata

import pytest

from scicomm_bot.cli.views.posts import meter
from scicomm_bot.ledger.sqlite import open_sqlite
from scicomm_bot.medium.length import weighted_length
from support.yaml_samples import changed

IDS = [
    *("what-als-is", "what-gcsf-is", "nerve-cells", "blood-and-inflammation", "efficacy-in-mice", "survival-in-mice"),
    *("studies-in-people", "what-the-review-did", "authors", "source"),
]
FIELDS = [
    *(
        "id",
        "text",
        "weighted_length",
        "price_usd",
        "state",
        "reason",
        "x_post_id",
        "posted_at",
        "text_out",
        "withdrawn_at",
        "withdrawn_why",
        "images",
        "findings",
        "approval",
        "reading_ease",
    ),
]


@pytest.fixture
def narrow(monkeypatch):
    """A terminal of 40 columns."""
    monkeypatch.setattr("scicomm_bot.cli.terminal.WIDTH", 40)


@pytest.mark.parametrize("words", [("preview",), ("post", "--once"), ("plan",), ("status",), ("check",), ("doctor",)])
def test_no_line_is_wider_than_a_narrow_terminal(project, cli, narrow, words):
    wide = [line for line in cli(*words).out.split("\n") if len(line) > 40]
    assert [line for line in wide if "/" not in line] == []


def test_the_price_of_a_post_with_a_link_has_its_reason_beside_it(project, cli):
    assert "$0.200 with a link" in cli("preview").out


def flat(text):
    return " ".join(text.split())


@pytest.fixture
def posts(project, cli):
    """The posts of the repository, as JSON."""
    return json.loads(cli("preview", "--json").out)["posts"]


def test_every_post_of_the_paper_is_there_in_order(posts):
    assert [post["id"] for post in posts] == [f"gcsf-als/{name}" for name in IDS]


def test_every_post_of_the_paper_fits(posts):
    assert all(0 < post["weighted_length"] <= 280 for post in posts)


def test_nothing_is_wrong_with_any_post_of_the_paper(posts):
    assert [post["findings"] for post in posts] == [[]] * 10


def test_json_has_the_fields_that_scripts_rely_on(posts):
    assert all(list(post) == FIELDS for post in posts)
    assert posts[0] | {"text": "", "approval": {}} == {
        "id": "gcsf-als/what-als-is", "text": "", "weighted_length": weighted_length(posts[0]["text"]), "price_usd": 0.015,
        "state": "pending", "reason": None, "x_post_id": None, "posted_at": None, "text_out": None, "withdrawn_at": None, "withdrawn_why": None,
        "images": [], "findings": [], "approval": {}, "reading_ease": 0,
    }  # fmt: skip


def test_json_of_a_finding_has_rule_level_and_message(project, cli):
    path = project / "posts.yaml"
    path.write_text(path.read_text().replace("quote: G-CSF treatments were", "quote: G-CSF cures were"))
    ended = cli("preview", "--json", "gcsf-als/survival-in-mice")
    (post,) = json.loads(ended.out)["posts"]
    (finding,) = post["findings"]
    assert (ended.code, post["state"], post["reason"]) == (0, "held", "finding")
    assert (finding["rule"], finding["level"]) == ("evidence-missing", "E")
    assert finding["message"].startswith(
        "evidence 1 is not in the abstract or the title word for word: from “cures were able"
    )


def test_json_is_not_ascii_escaped(project, cli):
    assert "“Granulocyte-Colony" in json.loads(cli("preview", "--json", "gcsf-als/source").out)["posts"][0]["text"]
    assert "“Granulocyte-Colony" in cli("preview", "--json", "gcsf-als/source").out


def test_each_post_is_shown_with_meter_price_state_and_text(project, cli):
    lines = cli("preview", "--dry-run").out.splitlines()
    assert re.fullmatch(r"gcsf-als/what-als-is +next", lines[0])
    assert len(lines[0]) == 80
    assert re.fullmatch(r"[█░]{10} \d{3}/280   \$0\.015   reading ease \d+, (very )?hard", lines[1])
    assert lines[5] == "  │ Peer-reviewed review; animal and human studies."
    assert sum(line.endswith(" pending") for line in lines) == 9
    assert sum("$0.200" in line for line in lines if "/280" in line) == 1


def test_the_text_shown_is_the_text_that_is_sent(project, cli, posts):
    shown = cli("preview", "gcsf-als/source").out
    text = "\n".join(line[4:] for line in shown.splitlines() if line.startswith("  │"))
    assert text.split() == posts[-1]["text"].split()


def test_the_summary_counts_prices_and_names_the_next_slot(project, cli):
    *_, count, slot = cli("preview", "--dry-run").out.splitlines()
    assert count == "10 posts: 10 pending. They cost $0.335 in all; $0.335 of that is not spent yet."
    assert re.fullmatch(r"Next slot: (Sat|Mon|Wed) \d\d \w{3} 20\d\d \d\d:30 Asia/Tehran\.", slot)


def test_without_slots_the_summary_says_so(project, cli):
    (project / "posts.yaml").write_text(changed('["0 9 * * 1"]', "[]"))
    assert cli("preview").out.splitlines()[-1].startswith("No slots:")


@pytest.mark.parametrize(
    ("ids", "shown"),
    [
        (["gcsf-als/authors"], ["authors"]),
        (["gcsf-als/source", "gcsf-als/nerve-cells"], ["nerve-cells", "source"]),
        (["gcsf-als"], IDS),
    ],
    ids=["a post", "two posts, in the file's order", "a paper"],
)
def test_posts_are_selected_by_id(ids, shown, project, cli):
    found = [post["id"] for post in json.loads(cli("preview", "--json", *ids).out)["posts"]]
    assert found == [f"gcsf-als/{name}" for name in shown]


def test_an_unknown_id_suggests_the_nearest(project, cli):
    ended = cli("preview", "gcsf-als/autors")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "scicomm-bot: error: no post 'gcsf-als/autors'; did you mean gcsf-als/authors?\n"


def test_a_post_that_is_too_long_says_how_much_to_cut(project, cli):
    (project / "posts.yaml").write_text(changed("text: A text.", f"text: {'word ' * 70}"))
    out = cli("preview", "p/f").out
    assert re.search(r"^p/f +held: has an error$", out, re.MULTILINE)
    cut = weighted_length(("word " * 70).strip()) + 42 - 280
    assert re.search(r"E length: \d+ characters as X counts them, limit 280; cut \d+", out)
    assert cut > 0


def test_a_broken_template_is_told_beside_its_posts(project, cli):
    (project / "templates/authors.txt.j2").write_text("{{ nix }}")
    out = cli("preview", "gcsf-als/authors").out
    assert "E template: templates/authors.txt.j2:1: 'nix' is undefined" in out
    assert "░░░░░░░░░░   0/280" in out


def test_without_a_terminal_there_are_no_colours(project, cli):
    assert "\x1b" not in cli("preview").out


def test_on_a_terminal_there_are_colours(project, cli, monkeypatch):
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    out = cli("preview").out
    assert "\x1b[1mgcsf-als/what-als-is\x1b[0m" in out
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert max(map(len, plain.splitlines())) == 80


def width(text: str) -> int:
    """Return the columns that a line takes in a terminal, never too few."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


TEXTS = {
    "Persian": "درمان با این فاکتور بقای موش‌ها را افزایش داد، اما مطالعات بالینی روی بیماران این نتایج را تکرار نکردند. "
    * 2,
    "Chinese without blanks": "在小鼠模型中治疗延长了生存期但在人体研究中未能重现这些结果" * 4,
    "emoji": "👩‍🔬🧬🐁 " * 40,
    "one long word": "x" * 250,
    "an address": "https://example.org/" + "path/" * 30,
    "accents of their own": "e\u0301a\u0308 " * 60,
    "many words": "word " * 54,
    "too long": "word " * 300,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_line_is_wider_than_80_columns(text, project, cli):
    long = "abcdefghi-" * 5 + "abcdefghi"
    (project / "posts.yaml").write_text(
        changed("text: A text.", f"text: {text}", "id: f", f"id: {long}", "id: p", f"id: {long}")
    )
    for words in (["preview"], ["check"], ["plan"]):
        lines = cli(*words).out.splitlines()
        assert lines
        assert [line for line in lines if width(line) > 80] == []


def test_what_would_move_the_cursor_is_written_out(project, cli):
    (project / "posts.yaml").write_text(changed("text: A text.", r'text: "a \e[2J b \r c"'))
    ended = cli("preview")
    assert "a <U+001B>[2J b <U+000D> c" in ended.out
    assert "\x1b" not in ended.out


def test_nothing_is_written(project, cli):
    before = sorted(project.rglob("*"))
    for words in (["preview"], ["preview", "--dry-run"], ["check"], ["status"], ["plan"], ["history"], ["schema"]):
        assert cli(*words).code == 0
    assert sorted(project.rglob("*")) == before


def test_a_rehearsal_is_seen_with_dry_run_only(project, cli):
    assert cli("post", "--once").code == 0
    live, dry = (json.loads(cli("preview", "--json", *more).out)["posts"][0] for more in ([], ["--dry-run"]))
    assert (live["state"], live["x_post_id"]) == ("pending", None)
    assert (dry["state"], dry["posted_at"] is not None) == ("posted", True)
    assert "(a rehearsal)" in cli("preview", "--dry-run").out
    assert "10 posts: 9 pending, 1 posted." in cli("preview", "--dry-run").out


def test_a_post_that_is_out_shows_the_text_that_is_and_that_the_file_has_another(project, cli):
    assert cli("post", "--once").code == 0
    (before,) = json.loads(cli("preview", "gcsf-als/what-als-is", "--json", "--dry-run").out)["posts"]
    file = project / "posts.yaml"
    file.write_text(file.read_text("utf-8").replace("a neurodegenerative disorder", "a nerve disorder"), "utf-8")
    (after,) = json.loads(cli("preview", "gcsf-als/what-als-is", "--json", "--dry-run").out)["posts"]
    assert before["text_out"] is None
    assert after["text_out"] == before["text"] != after["text"]
    told = cli("preview", "gcsf-als/what-als-is", "--dry-run").out
    assert (
        told.index("neurodegenerative") < told.index("The file has another text now.") < told.index("a nerve disorder")
    )


def test_a_state_file_that_is_garbage_is_said(project, cli):
    (project / "state.db").write_bytes(b"garbage " * 1000)
    ended = cli("preview")
    assert ended.code == 1
    assert ended.err.startswith("scicomm-bot: error: state.db")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(project / "state.db").execute("SELECT 1 FROM sqlite_master")


@pytest.mark.parametrize(
    ("weight", "bar"), [(0, "░" * 10), (14, "░" * 10), (140, "█" * 5 + "░" * 5), (280, "█" * 10), (900, "█" * 10)]
)
def test_the_meter(weight, bar):
    assert meter(weight) == f"{bar} {weight:>3}/280"


def test_next_is_the_next_of_all_posts_also_where_others_are_selected(project, cli):
    assert cli("preview", "gcsf-als/source", "--dry-run").out.splitlines()[0].endswith(" pending")


class TestWithoutLedger:
    """What is out is not known where there is no live ledger: it may never have been, or be on another machine."""

    def test_no_post_is_called_pending_or_next(self, project, cli):
        told = cli("preview").out
        assert re.match(r"gcsf-als/what-als-is +not known to be out\n", told)
        assert "pending" not in told
        assert " next\n" not in told
        assert "10 posts: 10 not known to be out. They cost $0.335 in all." in flat(told)
        assert "not spent yet" not in told

    def test_to_who_tries_it_out_it_says_so_once_and_kindly(self, project, cli):
        said = "Nothing was posted from this folder yet: there is no state file (state.db)."
        assert flat(cli("preview").out).count(said) == 1

    def test_to_who_is_live_it_says_where_to_look(self, project, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_DRY_RUN", "false")
        said = "No ledger here (state.db): what is out is not known. If posts went out already, look on the machine that posted them."
        assert flat(cli("preview").out).count(said) == 1

    def test_what_holds_a_post_is_told_all_the_same(self, project, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
        told = flat(cli("preview").out)
        assert "gcsf-als/what-als-is held: not approved" in told
        assert "10 posts: 10 held." in told

    @pytest.mark.parametrize(
        ("words", "name"), [((), "state.db"), (("--dry-run",), "state.dry.db")], ids=["live", "dry"]
    )
    def test_json_says_it_beside_the_posts_whose_state_stays_one_of_the_fixed_words(self, project, cli, words, name):
        told = json.loads(cli("preview", "--json", *words).out)
        assert told["ledger"] == {"name": name, "exists": False}
        assert {post["state"] for post in told["posts"]} == {"pending"}

    def test_with_a_ledger_posts_are_pending_and_nothing_is_said(self, project, cli):
        open_sqlite(project / "state.db", create=True).close()
        told = cli("preview").out
        assert "10 posts: 10 pending." in told
        assert "No ledger" not in told
        assert json.loads(cli("preview", "--json").out)["ledger"] == {"name": "state.db", "exists": True}

    def test_in_a_rehearsal_a_missing_ledger_means_that_nothing_was_rehearsed(self, project, cli):
        told = cli("preview", "--dry-run").out
        assert "10 posts: 10 pending." in told
        assert "No ledger" not in told

    def test_the_sign_off_page_says_that_its_dates_are_as_if_none_were_out(self, project, cli):
        said = "Dates are planned as if every post had its yes, and as if none were out yet."
        pages = {words: flat(cli("preview", "--html", "-", *words).out) for words in ((), ("--dry-run",))}
        assert [said in page for page in pages.values()] == [True, False]


def paragraph(out, begins):
    """What begins so, with the lines behind it that it goes on with, as one line."""
    text = " ".join(out[out.index(begins) :].split())
    return text.split(". ")[0]


class TestBill:
    """What papers cost in the three ways of linking, and month by month."""

    def test_a_paper_with_an_address_is_compared_in_one_line(self, shipped, cli):
        told = paragraph(cli("preview", "--dry-run").out, "gcsf-als, by `link:`")
        assert told == "gcsf-als, by `link:`: source $0.290 (as now), all $1.400 (1 too long), none $0.105"

    def test_of_a_paper_without_anything_to_link_to_nothing_is_compared(self, project, cli):
        (project / "posts.yaml").write_text(changed())
        assert "by `link:`" not in cli("preview").out

    def test_of_single_posts_nothing_is_compared(self, shipped, cli):
        assert "by `link:`" not in cli("preview", "gcsf-als/authors").out
        assert json.loads(cli("preview", "gcsf-als/authors", "--json").out)["links"] == []

    def test_several_papers_are_compared_together_as_well(self, shipped, cli):
        text = (shipped / "posts.yaml").read_text()
        with_doi = changed("    study:", "    doi: 10.1000/abc\n    link: none\n    study:").split("papers:\n")[1]
        (shipped / "posts.yaml").write_text(text.replace("papers:\n", f"papers:\n{with_doi}", 1))
        out = cli("preview", "--dry-run").out
        assert paragraph(out, "p, by") == "p, by `link:`: source $0.045, all $0.600, none $0.045 (as now)"
        assert (
            paragraph(out, "All papers, by")
            == "All papers, by `link:`: source $0.335, all $2.000 (1 too long), none $0.150"
        )

    def test_own_prices_are_told_as_such(self, shipped, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_PRICES", "post=0.02, post_with_link=0.1")
        out = cli("preview", "--dry-run").out
        assert "source $0.220 (as now), all $0.700" in " ".join(out.split())
        assert "by your own prices for post, post_with_link (SCICOMM_PRICES), else X's prices of" in " ".join(
            out.split()
        )
        for words in (("plan", "--dry-run"), ("doctor",)):
            assert "your own prices for post, post_with_link" in " ".join(cli(*words).out.split())

    def test_months_are_of_utc_and_of_the_slots(self, shipped, cli):
        months = json.loads(cli("preview", "--dry-run", "--json").out)["months"]
        assert round(sum(one["usd"] for one in months), 6) == 0.29
        assert [one["month"] for one in months] == sorted({one["month"] for one in months})
