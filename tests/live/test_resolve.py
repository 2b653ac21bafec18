"""`resolve`: a person's word on what became of a post."""

import json

import pytest

from scicomm_bot.domain.publication import PublicationState
from scicomm_bot.ledger import SqlLedger
from xserver import Fault, Kind

CREATE = "POST /2/tweets"
FIRST, SECOND = "gcsf-als/what-als-is", "gcsf-als/what-gcsf-is"
POST = ("post", "--once", "--live")


@pytest.fixture
def unknown(live, x, cli):
    """The first post was published, and the answer was lost."""
    x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
    assert cli(*POST).code == 1


def state_of(cli, post_id):
    return json.loads(cli("preview", post_id, "--json").out)["posts"][0]


@pytest.mark.parametrize("form", ["{}", "https://x.com/scicomm_bot/status/{}", "https://x.com/i/web/status/{}/"])
def test_posted_keeps_the_id_and_the_next_goes_out(unknown, x, cli, posts, form):
    done = cli("resolve", FIRST, "--posted", form.format(x.posts[0].id))
    assert (done.code, done.out) == (0, f"{FIRST} was unknown, and is posted now.\n")
    assert (state_of(cli, FIRST)["state"], state_of(cli, FIRST)["x_post_id"]) == ("posted", x.posts[0].id)
    assert cli(*POST).code == 0
    assert [post.text for post in x.posts] == [post.text for post in posts[:2]]


def test_not_posted_lets_the_same_post_go_out_again(live, x, cli, posts):
    x.faults.next(CREATE, Fault(Kind.LOST))
    cli(*POST)
    assert cli("resolve", FIRST, "--not-posted").code == 0
    assert cli(*POST).code == 0
    assert [post.text for post in x.posts] == [posts[0].text]


def test_skip_leaves_it_out_and_the_next_goes_out(live, x, cli, posts):
    x.faults.next(CREATE, Fault(Kind.LOST))
    cli(*POST)
    assert cli("resolve", FIRST, "--skip").out == f"{FIRST} was unknown, and is skipped now.\n"
    assert (state_of(cli, FIRST)["state"], state_of(cli, FIRST)["reason"]) == ("held", "skipped")
    cli(*POST)
    assert [post.text for post in x.posts] == [posts[1].text]


@pytest.mark.parametrize("ended", ["skipped", "refused"])
def test_retry_sends_what_was_skipped_or_refused(live, x, cli, posts, ended):
    x.faults.next(CREATE, Fault(Kind.LOST if ended == "skipped" else Kind.BAD_REQUEST))
    cli(*POST)
    if ended == "skipped":
        cli("resolve", FIRST, "--skip")
    assert cli("resolve", FIRST, "--retry").out == f"{FIRST} was {ended}, and is released now.\n"
    cli(*POST)
    assert [post.text for post in x.posts] == [posts[0].text]


class TestTwice:
    """A post that may be on X twice, because an answer came after a person had said that it is not there."""

    LATE = "1234567890123456789"

    @pytest.fixture
    def out(self, live, x, cli, ledger):
        """Sent again after a lost answer, whose id then came; the id that it is out under."""
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        cli("resolve", FIRST, "--not-posted")
        assert cli(*POST).code == 0
        first, second = ledger().publications()
        ledger().record_late(first.attempt_id, self.LATE, first.claimed_at)
        return second.remote_id

    def needs(self, cli):
        return [need["code"] for need in json.loads(cli("status", "--json").out)["needs"]]

    @pytest.mark.parametrize("late", [True, False], ids=["the-late-one", "the-one-in-the-ledger"])
    def test_a_person_says_which_is_left_and_status_tells_it_no_more(self, out, cli, late):
        assert "twice" in self.needs(cli)
        left = self.LATE if late else out
        done = cli("resolve", FIRST, "--posted", f"https://x.com/scicomm_bot/status/{left}")
        assert (done.code, done.err) == (0, "")
        assert done.out == f"{FIRST} is posted as https://x.com/i/web/status/{left}, and nowhere else.\n"
        assert "twice" not in self.needs(cli)
        assert state_of(cli, FIRST)["x_post_id"] == left

    def test_an_id_that_it_was_never_sent_as_is_refused(self, out, cli):
        done = cli("resolve", FIRST, "--posted", "1234567890123456780")
        assert done.code == 1
        assert f"{FIRST} was sent as {out} and as {self.LATE}; name the one that is left" in " ".join(done.err.split())
        assert "twice" in self.needs(cli)

    @pytest.mark.parametrize("word", ["--not-posted", "--skip"])
    def test_another_word_does_not_fit(self, out, cli, word):
        done = cli("resolve", FIRST, word)
        assert (done.code, "is posted; there is nothing to find out" in done.err) == (1, True)
        assert "twice" in self.needs(cli)

    def test_of_one_that_was_withdrawn_the_other_must_go_too(self, out, cli, ledger):
        publication = ledger().newest_of(FIRST)
        ledger().withdraw(publication.attempt_id, publication.claimed_at, "a name was wrong")
        done = cli("resolve", FIRST, "--posted", self.LATE)
        assert done.code == 1
        assert f"`scicomm-bot resolve {FIRST} --posted {out}`" in " ".join(done.err.split())
        assert cli("resolve", FIRST, "--posted", out).code == 0
        assert "twice" not in self.needs(cli)
        assert ledger().newest_of(FIRST).withdrawn_at is not None

    def test_a_lost_answer_that_is_the_late_one_is_one_post(self, live, x, cli, ledger):
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        cli("resolve", FIRST, "--not-posted")
        x.faults.next(CREATE, Fault(Kind.LOST))
        cli(*POST)
        first, second = ledger().publications()
        x_id = str((int(second.claimed_at.timestamp() * 1_000) - 1_288_834_974_657) << 22)
        ledger().record_late(first.attempt_id, x_id, first.claimed_at)
        done = cli("resolve", FIRST, "--posted", x_id)
        assert (done.code, done.out) == (0, f"{FIRST} was unknown, and is posted now.\n")
        assert "twice" not in self.needs(cli)


class TestRefusals:
    """A word that does not fit changes nothing."""

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--posted", "abc"), "must be the number at the end of the post's address"),
            (("--posted", ""), "must be the number"),
            (("--posted", "1" * 5_000), "must be the number"),
            (("--posted", "١٢٣"), "must be the number"),
            (("--retry",), "is unknown; --retry is for a post that X refused, that was skipped, or"),
        ],
        ids=["letters", "empty", "too-long", "other-digits", "retry"],
    )
    def test_of_what_is_unknown(self, unknown, cli, words, said):
        done = cli("resolve", FIRST, *words)
        assert done.code == 1
        assert said in done.err
        assert state_of(cli, FIRST)["state"] == "unknown"

    @pytest.mark.parametrize("words", [("--posted", "5"), ("--not-posted",), ("--skip",), ("--retry",)], ids=str)
    def test_of_what_is_posted(self, live, x, cli, words):
        cli(*POST)
        done = cli("resolve", FIRST, *words)
        assert done.code == 1
        assert f"{FIRST} is posted" in done.err
        assert state_of(cli, FIRST)["x_post_id"] == x.posts[0].id

    @pytest.mark.parametrize("ago", [-2, 2], ids=["later", "earlier"])
    def test_of_an_id_that_cannot_be_this_post(self, unknown, x, cli, ago):
        there = int(x.posts[0].id) - (ago * 3_600_000 << 22)
        done = cli("resolve", FIRST, "--posted", str(there))
        assert done.code == 1
        assert "that id is of a post made at 20" in done.err
        assert ", but this one was claimed at 20" in done.err
        assert state_of(cli, FIRST)["state"] == "unknown"

    def test_of_a_word_that_came_too_late(self, unknown, x, cli, monkeypatch):
        settled = SqlLedger.record

        def record(self, attempt_id, state, at, **fields):
            settled(self, attempt_id, PublicationState.POSTED, at, remote_id=x.posts[0].id)  # another process
            return settled(self, attempt_id, state, at, **fields)

        monkeypatch.setattr(SqlLedger, "record", record)
        done = cli("resolve", FIRST, "--not-posted")
        assert (done.code, done.out) == (1, "")
        assert f"nothing was written: another process settled {FIRST} meanwhile, and it is posted now" in done.err

    def test_of_an_id_that_another_post_has(self, live, x, cli):
        cli(*POST)
        x.faults.next(CREATE, Fault(Kind.LOST, publish=True))
        cli(*POST)
        done = cli("resolve", SECOND, "--posted", x.posts[0].id)
        assert done.code == 1
        assert f"{x.posts[0].id} is the id of {FIRST} already" in done.err
        assert state_of(cli, SECOND)["state"] == "unknown"

    def test_of_a_post_that_was_never_tried(self, unknown, cli):
        done = cli("resolve", SECOND, "--skip")
        assert done.code == 1
        assert f"no attempt at a post '{SECOND}'" in done.err

    def test_without_a_ledger_none_is_made(self, project, cli):
        assert cli("resolve", FIRST, "--skip").code == 1
        assert not (project / "state.db").exists()

    @pytest.mark.parametrize("words", [(), ("--skip", "--retry"), ("--posted",)], ids=["none", "two", "no-id"])
    def test_of_usage(self, project, cli, words):
        assert cli("resolve", FIRST, *words).code == 2
