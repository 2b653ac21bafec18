"""A correction from its line in posts.yaml to a reply on X: written, approved, posted; against the stand-in."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from live.conftest import START
from scicomm_bot.medium.ids import first_id_at
from support.running import wait_until
from xserver import Fault, Kind

CREATE = "POST /2/tweets"
OLD, OTHER, FIX = "p/recall", "p/mood", "p/recall-fixed"
POST = ("post", "--once", "--live")
FIX_NOW = ("post", FIX, "--once", "--live")
YES = ("approve", FIX, "--by", "Jane Doe")
WRONG = "After naps, adults recalled 12% more words."
RIGHT = "After naps, adults recalled 21% more words, not 12%."
POSTS = """\
account:
  operator: A stand-in
  automated_label: {by: Jane Doe, on: "2026-01-22", where: the account's page on X}
schedule:
  timezone: UTC
  slots: ["0 9 * * *"]
  least_gap_minutes: 0
  thread_gap_seconds: 0
papers:
  - id: p
    title: Naps and recall in adults
    authors:
      - {name: Doe J, affiliation: Example University}
    journal: Journal of Naps
    year: 2022
    study: {kind: randomised trial, peer_reviewed: true, on: [people]}
    abstract: After naps, adults recalled 21% more words. Mood did not differ.
    retraction_check: {by: Jane Doe, on: "2026-11-20", where: the journal's page}
    findings:
      - id: recall
        text: After naps, adults recalled 12% more words.
        waive: {number-unsourced: so the author told us}
        evidence: [{quote: "After naps, adults recalled 21% more words.", on: [people]}]
      - id: mood
        text: The mood of adults did not differ.
        evidence: [{quote: Mood did not differ., on: [people]}]
"""
CORRECTION = """\
      - id: recall-fixed
        corrects: recall
        text: After naps, adults recalled 21% more words, not 12%.
        evidence: [{quote: "After naps, adults recalled 21% more words.", on: [people]}]
"""


@pytest.fixture(autouse=True)
def _out(live, monkeypatch, cli):
    """A live project in which approval is required, and of which one post is out with a wrong figure."""
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")
    Path("posts.yaml").write_text(POSTS)
    assert cli("approve", "--all", "--by", "Jane Doe").code == 0
    assert cli(*POST).code == 0


def write_correction(more=""):
    Path("posts.yaml").write_text(POSTS + CORRECTION + more)


@pytest.fixture
def corrected():
    write_correction()


@pytest.fixture
def approved(cli, corrected):
    assert cli(*YES).code == 0


def out(x):
    return [(post.text.split("\n")[0], post.reply_to) for post in x.posts if not post.deleted]


def flat(text):
    return " ".join(text.replace("│", " ").split())


def states(cli, *words):
    return {one["id"]: one for one in json.loads(cli("preview", "--json", *words).out)["posts"]}


@pytest.mark.usefixtures("corrected")
class TestWrittenAndApproved:
    def test_without_an_approval_it_waits_and_others_go(self, x, cli):
        assert states(cli)[FIX]["reason"] == "unapproved"
        cli(*POST)
        assert [text for text, _ in out(x)] == [WRONG, "The mood of adults did not differ."]

    def test_who_approves_sees_what_it_corrects_and_the_old_text_beside_it(self, x, cli):
        said = flat(cli(*YES).out)
        address = f"https://x.com/i/web/status/{x.posts[0].id}"
        assert f"corrects {OLD}, which is out at {address} {WRONG}" in said
        assert f"The correction: Correction: {RIGHT}" in said
        assert "approved by Jane Doe" in said

    def test_it_is_posted_as_a_reply_before_what_was_next(self, x, cli):
        cli(*YES)
        assert json.loads(cli("status", "--json").out)["next"] == FIX
        assert cli(*POST).code == 0
        assert out(x) == [(WRONG, None), (f"Correction: {RIGHT}", x.posts[0].id)]
        assert cli(*POST).code == 0
        assert out(x)[2] == ("The mood of adults did not differ.", None)

    def test_it_is_posted_at_once_where_a_person_asks_for_it(self, x, cli):
        cli(*YES)
        assert cli(*FIX_NOW).code == 0
        assert out(x)[1:] == [(f"Correction: {RIGHT}", x.posts[0].id)]
        again = cli(*FIX_NOW)
        assert (again.code, len(x.posts)) == (0, 2)
        assert "is out already" in again.out

    def test_an_approval_does_not_hold_for_the_correction_of_another_post(self, cli):
        cli(*YES)
        text = Path("posts.yaml").read_text().replace("corrects: recall", "corrects: mood")
        Path("posts.yaml").write_text(text)
        told = states(cli)[FIX]
        assert told["approval"]["state"] == "changed"
        assert "or which post it corrects" in flat(cli("check", "--approved").out)

    def test_taking_corrects_away_makes_a_post_that_nobody_approved(self, cli):
        cli(*YES)
        Path("posts.yaml").write_text(Path("posts.yaml").read_text().replace("        corrects: recall\n", ""))
        assert states(cli)[FIX]["approval"]["state"] == "changed"


@pytest.mark.usefixtures("approved")
class TestShown:
    def test_preview_shows_the_old_text_and_the_json_has_it(self, x, cli):
        address = f"https://x.com/i/web/status/{x.posts[0].id}"
        shown = flat(cli("preview", FIX).out)
        assert f"corrects {OLD}, which is out at {address} {WRONG}" in shown
        told = states(cli)
        assert "corrects" not in told[OLD]
        assert told[FIX]["corrects"] == {
            "id": OLD, "address": address, "text": x.posts[0].text, "withdrawn_at": None
        }  # fmt: skip

    def test_status_names_it_while_it_is_to_come_and_when_it_is_out(self, x, cli):
        said = f"corrects {OLD}, which is out at https://x.com/i/web/status/{x.posts[0].id}"
        assert f"Correction: {FIX}, pending. {said}" in flat(cli("status").out)
        cli(*POST)
        after = cli("status").out
        assert said in flat(after)
        assert "Correction:" not in after

    def test_history_shows_what_was_corrected_also_after_a_rename_and_without_the_file(self, x, cli):
        cli(*POST)
        said = f"corrects {OLD}, which is out at https://x.com/i/web/status/{x.posts[0].id} {WRONG}"
        assert said in flat(cli("history").out)
        text = Path("posts.yaml").read_text()
        renamed = text.replace("- id: recall\n", "- id: words\n        was: [recall]\n")
        Path("posts.yaml").write_text(renamed.replace("corrects: recall", "corrects: words"))
        assert said.replace(OLD, "p/words") in flat(cli("history").out)
        Path("posts.yaml").write_text("papers: [")
        assert "corrects" not in cli("history").out
        assert json.loads(cli("history", "--json").out)["publications"][1]["reply_to"] == x.posts[0].id

    def test_the_page_shows_it_and_offers_no_composer_that_would_make_no_reply(self, x, cli):
        cli("preview", FIX, "--html", "page.html")
        page = Path("page.html").read_text()
        assert f'href="https://x.com/i/web/status/{x.posts[0].id}"' in page
        assert WRONG in page
        assert "a reply" in page
        assert "Share it yourself" not in page
        cli("preview", "--html", "page.html")
        assert re.search(r"a correction</h3>.*?replying to post \d", Path("page.html").read_text(), re.DOTALL)

    def test_the_plan_has_it_at_the_next_slot(self, cli):
        assert json.loads(cli("plan", "--json").out)["plan"][0]["id"] == FIX

    def test_check_does_not_call_it_nearly_the_same_as_the_edited_old_post(self, cli):
        Path("posts.yaml").write_text(Path("posts.yaml").read_text().replace(WRONG, RIGHT.replace(", not 12%", "")))
        said = flat(cli("check").out)
        assert "duplicate" not in said
        assert "the change is not published I is" in said


def test_check_says_how_to_correct_what_was_edited(cli):
    Path("posts.yaml").write_text(POSTS.replace(WRONG, RIGHT.replace(", not 12%", "")))
    said = flat(cli("check").out)
    assert "the change is not published; to put right what is out, write a finding with `corrects: recall`" in said


@pytest.mark.usefixtures("approved")
class TestOldPost:
    def test_it_stays_out_and_is_not_sent_again_when_its_text_is_put_right_in_the_file(self, x, cli):
        Path("posts.yaml").write_text(Path("posts.yaml").read_text().replace(WRONG, RIGHT.replace(", not 12%", "")))
        for _ in range(6):
            cli(*POST)
        cli("approve", OLD, "--by", "Jane Doe")
        cli(*POST)
        assert [text for text, _ in out(x)].count(WRONG) == 1
        assert sum("recalled" in text for text, _ in out(x)) == 2
        assert states(cli)[OLD]["text_out"] == x.posts[0].text

    def test_once_it_was_withdrawn_the_correction_is_a_post_of_its_own_and_says_so(self, x, cli):
        assert cli("withdraw", OLD, "--why", "A wrong figure.", "--live").code == 0
        shown = flat(cli("preview", FIX).out)
        assert re.search(
            rf"corrects {OLD}, which was withdrawn on .*: A wrong figure; so it is a post of its own", shown
        )
        assert cli(*FIX_NOW).code == 0
        assert out(x) == [(f"Correction: {RIGHT}", None)]

    def test_a_withdrawn_one_may_stay_in_the_file_as_a_draft(self, cli):
        cli("withdraw", OLD, "--why", "A wrong figure.", "--live")
        Path("posts.yaml").write_text(
            Path("posts.yaml").read_text().replace("id: recall\n", "id: recall\n        draft: true\n")
        )
        cli("approve", "--all", "--by", "Jane Doe")
        Path("state.db").rename("elsewhere.db")
        assert cli("check", "--approved").code == 0

    def test_deleted_by_hand_it_takes_no_reply_and_a_person_is_told(self, x, cli):
        x.delete(x.posts[0].id)
        failed = cli(*FIX_NOW)
        assert failed.code == 1
        assert "attempted to reply to" in failed.err
        assert states(cli)[FIX]["state"] == "refused"


@pytest.mark.usefixtures("approved")
class TestRefused:
    @pytest.fixture(autouse=True)
    def _refused(self, x, cli, approved):
        x.faults.next(CREATE, Fault(Kind.REPLY_NOT_ALLOWED))
        assert cli(*POST).code == 1

    def test_it_is_not_tried_again_what_is_out_stays_and_others_go(self, x, cli):
        cli(*POST)
        assert [text for text, _ in out(x)] == [WRONG, "The mood of adults did not differ."]

    def test_it_needs_a_person_now(self, cli):
        status = cli("status", "--json")
        [need] = [one for one in json.loads(status.out)["needs"] if FIX in one["text"]]
        assert (status.code, need["when"]) == (1, "now")
        assert f"correct {OLD} by hand and run `scicomm-bot posted {FIX} --as ADDRESS`" in need["text"]

    def test_it_is_tried_again_with_other_words(self, x, cli):
        Path("posts.yaml").write_text(Path("posts.yaml").read_text().replace("21% more words, not", "21% more, not"))
        cli(*YES)
        assert cli(*POST).code == 0
        assert out(x)[-1][1] == x.posts[0].id

    def test_one_that_a_person_wrote_by_hand_is_taken_into_the_ledger(self, x, cli, ledger):
        assert cli("posted", FIX, "--as", str(int(x.posts[0].id) + 1)).code == 0
        assert (ledger().posted(FIX).by_hand, ledger().posted(FIX).reply_to) == (True, x.posts[0].id)
        assert cli("status").code == 0


class TestLost:
    @pytest.mark.usefixtures("approved")
    @pytest.mark.parametrize("published", [True, False], ids=["out", "not-out"])
    def test_it_is_settled_as_a_reply_and_out_once(self, x, cli, later, published):
        x.faults.next(CREATE, Fault(Kind.LOST, publish=published))
        assert cli(*FIX_NOW).code == 1
        for minutes in (3, 6, 9):
            later(minutes=minutes)
            cli(*FIX_NOW)
        assert out(x)[1:] == [(f"Correction: {RIGHT}", x.posts[0].id)]

    @pytest.mark.usefixtures("approved")
    def test_a_ledger_that_is_lost_sends_neither_again(self, x, cli):
        cli(*POST)
        Path("state.db").unlink()
        for path in Path().glob("state.db-*"):
            path.unlink()
        for _ in range(3):
            cli(*POST)
        assert [text for text, _ in out(x)][:2] == [WRONG, f"Correction: {RIGHT}"]
        assert sum("recalled" in text for text, _ in out(x)) == 2
        told = states(cli)[FIX]
        assert told["corrects"]["address"].endswith(x.posts[0].id)
        assert told["x_post_id"] == x.posts[1].id


class TestNotOut:
    def test_it_is_held_and_says_to_edit_that_post_instead(self, x, cli):
        write_correction(CORRECTION.replace("recall-fixed", "mood-fixed").replace("recall\n", "mood\n"))
        cli("approve", "p/mood-fixed", "--by", "Jane Doe")
        told = states(cli)["p/mood-fixed"]
        assert (told["state"], told["reason"]) == ("held", "finding")
        refused = cli("post", "p/mood-fixed", "--once", "--live")
        assert refused.code == 1
        assert (
            f"{OTHER}, which it corrects, is not out, so there is nothing to correct; edit that post instead"
            in flat(refused.err)
        )
        assert len(x.posts) == 1

    def test_a_person_cannot_share_it_by_hand_before_that_post(self, cli):
        Path("posts.yaml").write_text(POSTS + CORRECTION.replace("recall\n", "mood\n"))
        refused = cli("posted", FIX, "--as", first_id_at(datetime.now(UTC)))
        assert refused.code == 1
        assert f"{FIX} corrects {OTHER}, which is not out" in refused.err

    @pytest.mark.usefixtures("corrected")
    def test_where_no_ledger_is_nobody_calls_the_post_not_out(self, cli):
        Path("state.db").rename("elsewhere.db")
        shown = flat(cli("preview", FIX).out)
        assert "not known to be out" in shown
        assert "is not out" not in shown
        assert f"corrects {OLD}" in shown
        cli("preview", FIX, "--html", "page.html")
        page = Path("page.html").read_text()
        assert "is not out" not in page
        assert "Not ready yet" not in page
        assert "yes" in page.partition('<div class="sign')[2].lower()


@pytest.mark.usefixtures("corrected")
class TestRehearsal:
    def test_it_waits_until_the_rehearsal_came_to_its_post_and_is_then_next(self, x, cli):
        assert states(cli, "--dry-run")[FIX]["state"] == "held"
        for told in (OLD, FIX, OTHER):
            done = cli("post", "--once", "--dry-run")
            assert f"this is where {told} would be posted" in done.out
        assert f"corrects {OLD}, which is out in this rehearsal" in flat(cli("preview", FIX, "--dry-run").out)
        assert len(x.posts) == 1


class TestStopped:
    @pytest.mark.usefixtures("approved")
    @pytest.mark.parametrize("paper", [(), ("--paper", "p")], ids=["all", "paper"])
    def test_a_pause_stops_it_and_resume_lets_it_go(self, x, cli, paper):
        cli("pause", "--why", "stop", *paper)
        assert cli(*FIX_NOW).code == 1
        assert len(x.posts) == 1
        cli("resume", *paper)
        assert cli(*FIX_NOW).code == 0
        assert len(x.posts) == 2

    @pytest.mark.usefixtures("approved")
    def test_a_pause_in_the_file_stops_it(self, x, cli):
        text = Path("posts.yaml").read_text()
        Path("posts.yaml").write_text(f"pause: {{why: stop}}\n{text}")
        assert cli(*FIX_NOW).code == 1
        assert len(x.posts) == 1


class TestTemplates:
    @pytest.mark.usefixtures("approved")
    def test_a_folder_without_its_template_says_what_is_missing_and_holds_it_alone(self, x, cli):
        Path("templates/corrects.txt.j2").unlink()
        said = flat(cli("check").out)
        assert "templates/corrects.txt.j2: no such template" in said
        assert "`scicomm-bot init` brings that of the program" in said
        assert cli(*POST).code == 0
        assert [text for text, _ in out(x)] == [WRONG, "The mood of adults did not differ."]
        assert cli("init").code == 0
        assert states(cli)[FIX]["state"] == "pending"

    @pytest.mark.usefixtures("approved")
    def test_words_without_its_section_say_what_is_missing(self, cli):
        words = Path("templates/words.en.yaml")
        words.write_text(re.sub(r"\namendment:\n(?: .*\n)+", "\n", words.read_text()))
        said = flat(cli("check").out)
        assert "'amendment' is missing, and a template asks for it; add it, as it stands in words.en.yaml" in said

    def test_in_a_thread_it_is_no_part_and_counts_for_nothing(self, cli):
        Path("templates/finding.txt.j2").write_text("{{ position }}/{{ count }} {{ finding.text }}")
        before = {one: told["text"] for one, told in states(cli).items()}
        shutil.copy("posts.yaml", "old.yaml")
        Path("posts.yaml").write_text(
            (POSTS + CORRECTION).replace("    findings:", "    series: thread\n    findings:")
        )
        after = {one: told["text"] for one, told in states(cli).items()}
        assert after.pop(FIX).startswith("Correction: ")
        assert after == before


@pytest.mark.usefixtures("approved")
def test_the_service_takes_it_over_and_posts_it_at_the_next_slot(x, run, clock_file):
    x.account.clock = START.timestamp
    service = run()
    clock_file(START + timedelta(hours=9))
    wait_until(lambda: len(x.posts) > 1)
    assert out(x)[1] == (f"Correction: {RIGHT}", x.posts[0].id)
    assert service.process.poll() is None
