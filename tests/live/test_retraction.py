"""A paper falls: no post of it goes out any more, a person is told, and its correction goes out once, when approved.

The papers are made up, and so is all that the stand-in for Crossref has on record against them.
"""

import json
import re
import signal
from datetime import UTC, datetime, timedelta

import pytest

from support.crossref_standin import (
    BY_BOTH,
    BY_PUBLISHER,
    BY_RETRACTION_WATCH,
    NOTHING_ON_RECORD,
    NOTICE,
    PAPER,
    Given,
    LoopbackCrossref,
    update,
    work,
)
from support.running import wait_until

POST = ("post", "--once", "--live")
START = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
NINE = START + timedelta(hours=1, seconds=1)
DAY = timedelta(days=1)
BOTH_SHAPES = pytest.mark.parametrize(
    "shape", [BY_PUBLISHER, BY_RETRACTION_WATCH], ids=["publisher", "retraction-watch"]
)
SHELF = "10.5555/shelf.1"
FILE = """\
schedule:
  timezone: UTC
  slots: ["0 9 * * *"]
  least_gap_minutes: 0
papers:
  - id: naps
    title: Naps and recall
    authors: [{name: N. N., affiliation: Nowhere}]
    journal: Journal of Made-up Sleep
    year: 2022
    doi: https://doi.org/10.5555/NAPS.2022.7
    study: {kind: observational study, peer_reviewed: true, on: [people]}
    abstract: People who took a nap recalled more words. People who took a nap felt rested.
    findings:
      - {id: words, text: People who took a nap recalled more words., evidence: [{quote: People who took a nap recalled more words., on: [people]}]}
      - {id: rested, text: People who took a nap felt rested., evidence: [{quote: People who took a nap felt rested., on: [people]}]}
"""
OTHER_PAPER = """\
  - id: shelf
    title: Books and shelves
    authors: [{name: N. N., affiliation: Nowhere}]
    journal: Journal of Made-up Furniture
    year: 2021
    doi: 10.5555/shelf.1
    study: {kind: observational study, peer_reviewed: true, on: [people]}
    abstract: People who owned a shelf owned more books.
    findings:
      - {id: books, text: People who owned a shelf owned more books., evidence: [{quote: People who owned a shelf owned more books., on: [people]}]}
"""
WORDS, RESTED, CORRECTION = "naps/words", "naps/rested", "naps/correction"


@pytest.fixture
def crossref():
    with LoopbackCrossref() as server:
        server.answer(NOTHING_ON_RECORD)
        server.answer(work(SHELF), doi=SHELF)
        yield server


@pytest.fixture
def live(live, crossref, monkeypatch):
    """A live project with one made-up paper, whose retraction is looked up at the stand-in."""
    monkeypatch.delenv("SCICOMM_RETRACTION_CHECK")
    monkeypatch.setenv("SCICOMM_CROSSREF_URL", crossref.url)
    (live / "posts.yaml").write_text(FILE)
    return live


def flat(text):
    return " ".join(text.split())


def status(cli):
    return json.loads(cli("status", "--json").out)


class TestPosting:
    def test_a_paper_with_nothing_on_record_goes_out_after_one_look_at_crossref(self, live, x, cli, crossref, later):
        for _ in range(2):
            assert cli(*POST).code == 0
        assert len(x.posts) == 2
        assert crossref.paths == [f"/works/{PAPER}"]
        later(hours=25)
        cli(*POST)
        assert len(crossref.paths) == 2

    @BOTH_SHAPES
    def test_a_retracted_one_does_not_and_says_why(self, live, x, cli, crossref, shape):
        crossref.answer(shape)
        for _ in range(2):  # looked up, then from the record
            done = cli(*POST)
            assert done.code == 1
            assert f"the paper was retracted (3 May 2026, notice doi:{NOTICE}" in flat(done.err)
        assert x.posts == []
        assert len(crossref.paths) == 1

    def test_another_paper_goes_on(self, live, x, cli, crossref):
        (live / "posts.yaml").write_text(FILE + OTHER_PAPER)
        crossref.answer(BY_BOTH)
        assert cli(*POST).code == 0
        assert "shelf" in x.posts[0].text
        assert cli(*POST, WORDS).code == 1

    def test_while_crossref_cannot_be_asked_nothing_goes_out_and_then_it_does(self, live, x, cli, crossref):
        crossref.answer(Given(b"", 500))
        done = cli(*POST)
        assert done.code == 1
        assert "it answered 500" in done.err
        assert "Try again after" in done.err
        crossref.answer(NOTHING_ON_RECORD)
        assert cli(*POST).code == 0

    def test_the_last_answer_serves_while_crossref_is_away(self, live, x, cli, crossref, later):
        cli(*POST)
        crossref.answer(Given(b"", 500))
        later(hours=23)
        assert cli(*POST).code == 0
        later(hours=25)
        assert cli(*POST).code == 1
        assert len(x.posts) == 2

    def test_a_record_that_was_put_right_lets_posts_out_again(self, live, x, cli, crossref, later):
        crossref.answer(BY_BOTH)
        assert cli(*POST).code == 1
        crossref.answer(NOTHING_ON_RECORD)
        later(hours=25)
        assert cli(*POST).code == 0

    def test_a_rehearsal_asks_nobody(self, live, cli, crossref):
        crossref.answer(BY_BOTH)
        assert cli("post", "--once", "--dry-run").code == 0
        assert crossref.paths == []

    def test_turned_off_it_asks_nobody_and_says_so_loudly(self, live, cli, crossref, monkeypatch):
        monkeypatch.setenv("SCICOMM_RETRACTION_CHECK", "false")
        crossref.answer(BY_BOTH)
        done = cli(*POST)
        assert done.code == 0
        assert "warning: the retraction check is OFF" in done.err
        assert crossref.paths == []
        for command in ("status", "preview", "plan"):
            assert "The retraction check is OFF" in cli(command).out
        for command in (("check", "--online"), ("approve", "--all", "--by", "N. N.")):
            assert "warning: the retraction check is OFF" in cli(*command).err
        assert "retractions: OFF" in cli("doctor").out

    def test_a_paper_without_a_doi_asks_for_a_persons_word_and_takes_it(self, live, x, cli):
        path = live / "posts.yaml"
        path.write_text(FILE.replace("    doi: https://doi.org/10.5555/NAPS.2022.7\n", ""))
        done = cli(*POST)
        assert done.code == 1
        today = datetime.now(UTC).date().isoformat()
        form = f"retraction_check: {{by: NAME, on: {today}, where: the page}}"
        assert form in flat(done.err)
        path.write_text(path.read_text().replace("    study:", f"    {form}\n    study:"))
        assert cli(*POST).code == 0
        assert len(x.posts) == 1


class TestLooking:
    def test_check_online_looks_the_paper_up_and_blocks_where_it_is_retracted(self, live, cli, crossref):
        assert "1 note" in cli("check").out
        assert cli("check", "--online").out.startswith("4 posts checked, nothing found.")
        crossref.answer(BY_BOTH)
        done = cli("check", "--online")
        assert done.code == 1
        assert "E retracted: naps/words and 3 more: the paper was retracted" in flat(done.out)
        assert not (live / "state.db").exists()

    def test_check_online_tells_once_what_stops_all_posts_of_a_paper(self, live, cli, crossref):
        crossref.answer(BY_PUBLISHER)
        done = cli("check", "--online")
        assert done.out.count("E retracted:") == 1
        assert "4 posts checked: 4 errors" in done.out

    @pytest.mark.parametrize("live_setting", ["true", "false"])
    def test_status_asks_for_a_persons_word_where_posts_would_go_live(self, live, cli, monkeypatch, live_setting):
        (live / "posts.yaml").write_text(FILE.replace("    doi: https://doi.org/10.5555/NAPS.2022.7\n", ""))
        monkeypatch.setenv("SCICOMM_DRY_RUN", "false" if live_setting == "true" else "true")
        needs = json.loads(cli("status", "--json").out)["needs_a_person"]
        asked = [need for need in needs if need.startswith("no post about naps goes live: the paper naps has no DOI")]
        assert len(asked) == (live_setting == "true")

    def test_check_online_asks_for_a_person_where_nothing_can_be_looked_up(self, live, cli, crossref):
        crossref.given.clear()
        done = cli("check", "--online")
        assert done.code == 1
        assert "does not know" in done.out

    def test_a_correction_is_shown_and_can_be_waived_with_a_reason(self, live, x, cli, crossref):
        crossref.answer(work(by=[update("corrigendum")]))
        told = json.loads(cli("check", "--online", "--json").out)["problems"]
        assert [(one["level"], one["rule"], one["id"]) for one in told] == [("W", "retracted", WORDS)]
        text = FILE.replace("{id: words,", '{id: words, waive: {retracted: "Table 2 only; not told here."},')
        (live / "posts.yaml").write_text(text)
        assert cli(*POST).code == 0

    def test_doctor_online_looks_now_and_says_how_each_paper_stands(self, live, x, cli, crossref):
        assert cli(*POST).code == 0
        assert "ok papers: naps: nothing on record at http://127.0.0.1" in flat(cli("doctor", "--online").out)
        crossref.answer(BY_BOTH)
        done = cli("doctor", "--online")
        assert done.code == 1
        assert "fail papers: naps: the paper was retracted" in flat(done.out)

    def test_a_retracted_paper_is_not_approved(self, live, cli, crossref):
        crossref.answer(BY_BOTH)
        done = cli("approve", "--all", "--by", "N. N.")
        assert done.code == 1
        assert "cannot be approved while retracted blocks it" in flat(done.out)
        assert not (live / "approved.yaml").exists()

    def test_a_file_may_spell_a_doi_as_it_likes_but_must_name_one(self, live, cli):
        (live / "posts.yaml").write_text(FILE.replace("https://doi.org/10.5555/NAPS.2022.7", "doi.org/naps"))
        assert "posts.yaml:11: " in cli("check").out


class TestCorrection:
    @pytest.fixture
    def fallen(self, live, x, cli, crossref, later):
        """One post is out when the paper falls, and the fall is known."""
        cli(*POST)
        crossref.answer(BY_BOTH)
        later(hours=25)
        assert cli(*POST).code == 1
        return live

    def test_status_lists_what_is_out_and_drafts_it(self, fallen, x, cli):
        told = status(cli)
        [paper] = told["retractions"]
        assert (paper["paper"], paper["standing"], paper["updates"]) == (
            "naps", "stopped",
            [{"type": "retraction", "notice": NOTICE, "on": "2026-05-03", "sources": ["publisher", "retraction-watch"]}],
        )  # fmt: skip
        [out] = paper["out"]
        assert (out["id"], out["address"]) == (WORDS, f"https://x.com/i/web/status/{x.posts[0].id}")
        posted_on = datetime.fromisoformat(out["posted_at"])
        assert paper["correction"] == (
            "Correction: the observational study \u201cNaps and recall\u201d (Journal of Made-up Sleep, 2022), which we "
            f"have posted about since {posted_on.day} {posted_on:%B %Y}, was retracted (3 May 2026; notice doi:{NOTICE}). "
            "Please do not rely on our posts about it."
        )
        shown = cli("status").out
        assert out["address"] in shown
        assert "Correction, as drafted (naps/correction):" in shown
        assert any("naps/correction" in need for need in told["needs_a_person"])

    def test_it_goes_out_once_and_only_when_a_person_approved_it(self, fallen, x, cli):
        assert cli(*POST).code == 1
        assert len(x.posts) == 1
        assert cli("approve", CORRECTION, "--by", "N. N.").code == 0
        done = cli(*POST)
        assert done.code == 0, done.err
        assert status(cli)["retractions"][0]["correction"] in {post.text for post in x.posts}
        for _ in range(2):
            assert cli(*POST).code == 1
        assert len(x.posts) == 2

    def test_one_that_was_withdrawn_is_not_told_to_be_out(self, fallen, x, cli):
        cli("approve", CORRECTION, "--by", "N. N.")
        assert cli(*POST).code == 0
        address = f"https://x.com/i/web/status/{x.posts[-1].id}"
        assert f"Correction, out as {address} ({CORRECTION}):" in flat(cli("status").out)
        assert cli("withdraw", CORRECTION, "--why", "The notice was wrong.", "--live").code == 0
        told = flat(cli("status").out)
        assert re.search(r"Correction, withdrawn on \d+ \w+ \d{4}: The notice was wrong. \(naps/correction\):", told)
        assert address not in told

    def test_it_needs_approval_even_where_posts_do_not(self, fallen, x, cli, monkeypatch):
        monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "false")
        done = cli(*POST, CORRECTION)
        assert done.code == 1
        assert len(x.posts) == 1

    def test_it_names_no_post_that_was_withdrawn_and_is_none_where_all_were(self, fallen, cli):
        assert cli("withdraw", WORDS, "--why", "Retracted.", "--live").code == 0
        [paper] = status(cli)["retractions"]
        assert (paper["out"], paper["correction"]) == ([], None)

    def test_an_update_that_nobody_knows_stops_the_paper_but_says_nothing_in_public(
        self, live, x, cli, crossref, later
    ):
        cli(*POST)
        crossref.answer(work(by=[update("dispute")]))
        later(hours=25)
        assert "has an update of the type 'dispute'" in flat(cli(*POST).err)
        [paper] = status(cli)["retractions"]
        assert (paper["standing"], paper["correction"]) == ("stopped", None)
        assert len(paper["out"]) == 1

    @pytest.mark.parametrize(
        ("kind", "says"),
        [
            ("expression_of_concern", "is under an expression of concern"), ("withdrawal", "was withdrawn"),
            ("removal", "was removed"), ("partial-retraction", "was retracted in part"),
        ],
    )  # fmt: skip
    def test_it_says_what_the_notice_says_and_no_more(self, live, cli, crossref, later, kind, says):
        cli(*POST)
        crossref.answer(work(by=[update(kind)]))
        later(hours=25)
        cli(*POST)
        text = status(cli)["retractions"][0]["correction"]
        assert f"{says} (3 May 2026; notice doi:{NOTICE})" in text
        assert ("with that in mind" in text) == (kind == "expression_of_concern")


class TestService:
    """A real process, by a clock that the test sets."""

    @pytest.fixture
    def clock_file(self, clock_file):
        clock_file(START)
        return clock_file

    @BOTH_SHAPES
    def test_a_retraction_stops_a_running_service_and_the_correction_goes_out_once(
        self, run, x, cli, crossref, clock_file, shape
    ):
        service = run()
        clock_file(NINE)
        wait_until(lambda: " info posted " in service.log)
        crossref.answer(shape)
        clock_file(NINE + DAY)
        wait_until(lambda: " error needs a person " in service.log)
        source = shape["message"]["updated-by"][0]["source"]
        [told] = [line for line in service.log.splitlines() if "type=retraction" in line]
        for field in ("paper=naps", f"doi={PAPER}", f"notice={NOTICE}", "date=2026-05-03", f"sources={source}"):
            assert field in told
        wait_until(lambda: "id=naps/rested rule=retracted" in service.log)
        assert len(x.posts) == 1
        draft = status(cli)["retractions"][0]["correction"]
        assert "was retracted (3 May 2026" in draft
        assert cli("approve", CORRECTION, "--by", "N. N.").code == 0
        clock_file(NINE + 2 * DAY)
        wait_until(lambda: f"posted id={CORRECTION}" in service.log)
        clock_file(NINE + 3 * DAY)
        wait_until(lambda: "needs a person" in service.log.rpartition(CORRECTION)[2])
        assert [post.text for post in x.posts if post.text.startswith("Correction")] == [draft]
        assert len(x.posts) == 2
        assert service.signal(signal.SIGTERM) == 0

    def test_a_retraction_is_told_when_all_is_posted(self, run, x, cli, crossref, clock_file):
        service = run()
        for day in range(4):
            clock_file(NINE + day * DAY)
            wait_until(lambda day=day: service.log.count(" info posted ") == day + 1)
        crossref.answer(BY_BOTH)
        clock_file(NINE + 4 * DAY)
        wait_until(lambda: "needs a person paper=naps" in service.log)
        wait_until(lambda: "change taken over posts=5" in service.log)
        assert status(cli)["retractions"][0]["correction"].startswith("Correction: ")
        assert len(x.posts) == 4

    def test_while_crossref_is_away_it_waits_and_goes_on_within_the_slot(self, run, x, crossref, clock_file):
        crossref.answer(Given(b"", 503))
        service = run()
        clock_file(NINE)
        wait_until(lambda: " info waiting " in service.log)
        wait_until(lambda: " warning cannot look up " in service.log)
        crossref.answer(NOTHING_ON_RECORD)
        clock_file(NINE + timedelta(minutes=2))
        wait_until(lambda: x.posts)

    def test_a_paper_that_cannot_be_looked_up_is_asked_for_at_the_start(self, run, live, x, crossref):
        crossref.given.clear()
        (live / "posts.yaml").write_text(FILE.replace("    doi: https://doi.org/10.5555/NAPS.2022.7\n", ""))
        service = run()
        assert "retraction_check: {by: NAME" in service.log
        assert x.posts == []

    def test_turned_off_it_says_so_in_its_log(self, run, monkeypatch):
        monkeypatch.setenv("SCICOMM_RETRACTION_CHECK", "false")
        assert " warning retraction check is off " in run().log


SAID = "    retraction: {told: Retracted Publication, source: PubMed, on: 2026-11-30, doi: 10.5555/n}\n"
TODAY = datetime.now(UTC).date().isoformat()
WORD = f"    retraction_check: {{by: N. N., on: {TODAY}, where: the page}}\n"
DOI_LINE = "    doi: https://doi.org/10.5555/NAPS.2022.7\n"


class TestInTheFile:
    @pytest.mark.parametrize("text", [FILE, FILE.replace(DOI_LINE, WORD)], ids=["Crossref finds it fine", "no DOI"])
    @pytest.mark.parametrize("check", ["true", "false"])
    @pytest.mark.parametrize("mode", ["--live", "--dry-run"])
    def test_a_paper_that_its_file_calls_retracted_does_not_go_out(self, live, x, cli, monkeypatch, text, check, mode):
        monkeypatch.setenv("SCICOMM_RETRACTION_CHECK", check)
        (live / "posts.yaml").write_text(text.replace("    study:", f"{SAID}    study:"))
        for words in ((), (WORDS,)):
            done = cli("post", "--once", mode, *words)
            assert done.code == 1
            assert "the paper was retracted, as `retraction` in its file has it from PubMed" in flat(done.err)
        assert x.posts == []

    def test_another_paper_goes_on_and_status_needs_a_person_now(self, live, x, cli):
        (live / "posts.yaml").write_text(FILE.replace("    study:", f"{SAID}    study:") + OTHER_PAPER)
        assert cli(*POST).code == 0
        assert "shelf" in x.posts[0].text
        assert "now: naps/words and 3 more are held: the paper was retracted" in flat(cli("status").out)

    @pytest.mark.parametrize("kind", ["retracted", "expression of concern"])
    def test_a_correction_goes_out_where_posts_are_out_and_a_person_approves_it(self, live, x, cli, kind):
        assert cli(*POST).code == 0
        said = SAID.replace("{", f"{{kind: {kind}, ")
        (live / "posts.yaml").write_text(FILE.replace("    study:", f"{said}    study:"))
        shown = status(cli)["retractions"][0]
        assert [one["id"] for one in shown["out"]] == [WORDS]
        assert "10.5555/n" in shown["correction"]
        assert "now: " in cli("status").out
        assert cli("approve", CORRECTION, "--by", "N. N.").code == 0
        assert cli(*POST).code == 0
        assert len(x.posts) == 2

    def test_of_a_notice_that_is_out_no_correction_is_drafted_and_a_person_is_needed_now(self, live, cli):
        assert cli(*POST).code == 0
        said = SAID.replace("{", "{kind: notice, ")
        (live / "posts.yaml").write_text(FILE.replace("    study:", f"{said}    study:"))
        assert status(cli)["retractions"][0]["correction"] is None
        assert "now: naps/rested and 2 more are held: this is no paper" in flat(cli("status").out)

    def test_once_it_is_deleted_the_paper_goes_on(self, live, x, cli):
        (live / "posts.yaml").write_text(FILE.replace("    study:", f"{SAID}    study:"))
        assert cli(*POST).code == 1
        (live / "posts.yaml").write_text(FILE)
        assert cli(*POST).code == 0


class TestNobodyCanLook:
    WITHOUT_DOI = FILE.replace("    doi: https://doi.org/10.5555/NAPS.2022.7\n", "")
    COMMANDS = (("plan",), (), ("status",), ("doctor",))

    @pytest.fixture
    def unlooked(self, live):
        (live / "posts.yaml").write_text(self.WITHOUT_DOI)
        return live

    def test_a_live_plan_gives_such_a_paper_no_slot(self, unlooked, cli):
        plan = json.loads(cli("plan", "--json").out)
        assert plan["plan"] == []
        assert plan["why_none"].startswith("the paper naps has no DOI")

    def test_status_tells_such_a_paper_once_and_has_its_posts_as_held(self, unlooked, cli):
        status = json.loads(cli("status", "--json").out)
        assert {(post["state"], post["reason"]) for post in status["posts"]} == {("held", "retracted")}
        assert status["next"] is None
        assert sum("the paper naps has no DOI" in need for need in status["needs_a_person"]) == 1

    def test_what_comes_next_calls_none_of_its_posts_ready(self, unlooked, cli):
        said = flat(cli().out)
        assert "ready" not in said
        assert "scicomm-bot status" in said

    def test_doctor_finds_trouble_where_posts_are_live(self, unlooked, cli):
        assert "fail retractions: naps needs a `retraction_check` before posts go live" in flat(cli("doctor").out)

    @pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
    def test_a_dry_run_says_once_what_is_needed_before_posts_go_live(self, unlooked, cli, monkeypatch, words):
        monkeypatch.setenv("SCICOMM_DRY_RUN", "true")
        said = flat(cli(*words).out)
        assert said.count("retraction_check") == 1
        assert "fail retractions" not in said

    @pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
    def test_a_persons_word_ends_it(self, unlooked, cli, words):
        form = f"retraction_check: {{by: N. N., on: {datetime.now(UTC).date()}, where: the page}}"
        path = unlooked / "posts.yaml"
        path.write_text(path.read_text().replace("    study:", f"    {form}\n    study:"))
        assert "retraction_check" not in cli(*words).out

    def test_a_paper_that_was_only_not_looked_up_yet_keeps_its_slots(self, live, cli):
        assert len(json.loads(cli("plan", "--json").out)["plan"]) == 4

    def test_the_posts_of_another_paper_go_on(self, unlooked, cli):
        (unlooked / "posts.yaml").write_text(self.WITHOUT_DOI + OTHER_PAPER)
        assert {one["id"].partition("/")[0] for one in json.loads(cli("plan", "--json").out)["plan"]} == {"shelf"}
        assert "naps needs a `retraction_check`" in flat(cli("plan").out)
        assert re.search(r"\d ready, 4 held \(retracted or not checked\)", flat(cli().out))
