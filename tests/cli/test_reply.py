"""`approve --reply`: what a mail answers is recorded with its sender, or left with a reason."""

import hashlib
import io
import json
import sys
from pathlib import Path

import pytest

from scicomm_bot.approval import read_approvals
from scicomm_bot.signoff.answers import answer_line
from support import mail_samples
from support.mail_samples import SENDER, SHAPES, plain

POST, OTHER, THIRD = "gcsf-als/authors", "gcsf-als/source", "gcsf-als/what-als-is"
PATH = Path("approved.yaml")
BY = ("--by", "Press office")
FINDING = "neurodegenerative disorder: nerve cells"
JOE = "Joe Roe <joe@example.org>"


@pytest.fixture(autouse=True)
def _supervised(project, monkeypatch):
    monkeypatch.delenv("SCICOMM_REQUIRE_APPROVAL")


@pytest.fixture
def line(cli):
    posts = {one["id"]: one for one in json.loads(cli("preview", "--json").out)["posts"]}

    def line(word, post=POST):
        return answer_line(post, hashlib.sha256(posts[post]["text"].encode()).hexdigest(), word)

    return line


@pytest.fixture
def reply(cli):
    """Record mails, each bytes or its own words; returns the exit code and the JSON."""

    def reply(*mails, extra=()):
        names = []
        for number, mail in enumerate(mails):
            Path(name := f"mail{number}.eml").write_bytes(mail if isinstance(mail, bytes) else plain(mail))
            names += ["--reply", name]
        ended = cli("approve", *names, *BY, "--json", *extra)
        return ended.code, json.loads(ended.out)

    return reply


def edit(old, new):
    path = Path("posts.yaml")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def two():
    Path("posts.yaml").write_text("approvals: 2\n" + Path("posts.yaml").read_text("utf-8"), "utf-8")


def entry(post=POST):
    return read_approvals(PATH).of.get(post)


def flat(text):
    return " ".join(text.split())


def test_a_yes_is_recorded_with_its_sender_its_date_and_who_recorded_it(reply, line, cli):
    code, done = reply(line("yes"))
    assert (code, done["left"]) == (0, [])
    one = entry()
    assert (one.decision, one.by, one.mail.recorded_by) == ("approved", SENDER, "Press office")
    assert f"{one.mail.sent:%Y-%m-%d %H:%M}" == "2026-11-30 08:12"
    assert [recorded["id"] for recorded in done["recorded"]] == [POST]
    assert f"approved by {SENDER} on" in flat(cli("preview", POST).out)
    assert "(by mail)" in cli("preview", POST).out


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_mails_of_all_programs_go_round(shape, reply, line):
    code, _ = reply(shape(f"{line('yes')}\n\n{line('no', OTHER)}", line("yes", THIRD)))
    assert code == 0
    assert (entry().decision, entry(OTHER).decision, entry(THIRD)) == ("approved", "rejected", None)


def test_a_no_is_recorded_with_its_words(reply, line, cli):
    assert reply(f"{line('no')}\n\nA name is\nmisspelt.\n")[0] == 0
    assert (entry().decision, entry().why) == ("rejected", "A name is misspelt")
    held = next(one for one in json.loads(cli("preview", "--json").out)["posts"] if one["id"] == POST)
    assert (held["state"], held["approval"]["state"]) == ("held", "rejected")
    assert "(by mail): A name is misspelt" in held["approval"]["detail"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("change", "asks for a change, and does not say which"),
        ("change: write ALS in full", "asks for a change: write ALS in full"),
        ("no", "gave no reason"),
        ("no \u202e" + "long " * 300, "long long"),
    ],
)
def test_a_wish_for_a_change_and_a_no_without_words_hold_the_post_too(reply, line, words, why):
    word, _, rest = words.partition(" ")
    assert reply(f"{line(word.rstrip(':'))} {rest}")[0] == 0
    assert entry().decision == "rejected"
    assert entry().why.startswith(why)
    assert len(entry().why) <= 500


def test_an_answer_about_another_text_is_refused_and_the_difference_named(reply, line, cli):
    old = line("yes", THIRD)
    cli("approve", THIRD, "--by", "Jane Doe")
    before = PATH.read_bytes()
    edit(FINDING, FINDING.replace("disorder", "illness"))
    code, done = reply(old)
    (left,) = done["left"]
    assert code == 1
    assert "is answered about an older text" in left["reason"]
    assert "'disorder:' is now 'illness:'" in left["reason"]
    assert before == PATH.read_bytes()


def test_an_answer_about_an_unknown_text_or_post_is_refused(reply, line):
    code, done = reply(f"{POST} 000000000000: yes\n{line('yes').replace('authors', 'author')}\n{line('yes', OTHER)}")
    reasons = {one["id"]: one["reason"] for one in done["left"]}
    assert code == 1
    assert "is answered about an older text (000000000000; now it is" in reasons[POST]
    assert "is no post of posts.yaml; did they mean gcsf-als/authors?" in reasons["gcsf-als/author"]
    assert entry(OTHER).decision == "approved"


def test_two_answers_to_one_post_in_one_mail_are_refused_and_the_others_are_recorded(reply, line):
    code, done = reply(f"{line('yes')}\n{line('no')}\n{line('yes', OTHER)}")
    assert code == 1
    assert {one["reason"] for one in done["left"]} == {
        "is answered in two ways by one mail; ask the sender which is meant"
    }
    assert (entry(), entry(OTHER).decision) == (None, "approved")


def test_words_beside_a_yes_are_not_taken_for_a_yes(reply, line):
    code, done = reply(f"{line('yes')} but not before Friday")
    assert code == 1
    assert 'has words beside the yes: "but not before Friday"' in done["left"][0]["reason"]
    assert not PATH.exists()


def test_words_below_a_yes_are_shown(cli, line):
    Path("a.eml").write_bytes(plain(f"{line('yes')}\n\nSee you on Friday"))
    assert "They also wrote: \u201cSee you on Friday\u201d" in cli("approve", "--reply", "a.eml", *BY).out


EARLY, LATE = "Mon, 30 Nov 2026 08:00:00 +0000", "Mon, 30 Nov 2026 09:00:00 +0000"


class TestOneSender:
    @pytest.mark.parametrize("words", [("yes", "no"), ("no", "yes"), ("change", "yes")])
    def test_the_newest_mail_counts(self, reply, line, words):
        mails = [plain(line(word), date=date) for word, date in zip(words, (EARLY, LATE), strict=True)]
        for order in (mails, mails[::-1]):
            PATH.unlink(missing_ok=True)
            assert reply(*order)[0] == 0
            assert entry().decision == ("approved" if words[1] == "yes" else "rejected")

    @pytest.mark.parametrize(
        "dates", [(EARLY, EARLY), (EARLY, ""), ("", ""), (EARLY, "Fri, 1 Jan 2100 09:00:00 +0000")]
    )
    def test_two_words_whose_dates_do_not_tell_are_refused(self, reply, line, dates):
        code, done = reply(plain(line("yes"), date=dates[0]), plain(line("no"), date=dates[1]))
        assert code == 1
        assert "their dates do not say which is the last" in done["left"][0]["reason"]
        assert not PATH.exists()

    def test_the_same_mail_twice_is_one(self, reply, line):
        assert reply(line("yes"), line("yes"))[0] == 0
        before = PATH.read_bytes()
        assert reply(line("yes"))[0] == 0
        assert before == PATH.read_bytes()

    def test_a_no_that_is_read_again_changes_nothing(self, reply, line):
        reply(f"{line('no')} wrong")
        before = PATH.read_bytes()
        code, done = reply(f"{line('no')} wrong")
        assert (code, before) == (0, PATH.read_bytes())
        assert "is rejected already" in done["left"][0]["reason"]

    def test_a_no_that_is_older_than_what_its_sender_said_since_is_left(self, reply, line):
        reply(plain(line("yes"), date=LATE))
        code, done = reply(plain(line("no"), date=EARLY))
        assert code == 1
        assert "after this mail was sent" in done["left"][0]["reason"]
        assert entry().decision == "approved"

    def test_who_said_no_may_say_yes_later(self, reply, line):
        reply(plain(line("no"), date=EARLY))
        assert reply(plain(line("yes"), date=LATE))[0] == 0
        assert entry().decision == "approved"

    @pytest.mark.parametrize("date", [EARLY, ""])
    def test_an_older_yes_does_not_end_a_no(self, reply, line, date):
        reply(plain(line("no"), date=LATE))
        code, done = reply(plain(line("yes"), date=date))
        assert code == 1
        assert "a mail does not end that" in done["left"][0]["reason"]
        assert entry().decision == "rejected"


class TestSeveralSenders:
    def test_a_no_of_one_holds_what_another_approves(self, reply, line):
        code, done = reply(plain(line("yes")), plain(line("no"), sender=JOE))
        assert code == 1
        assert "has a no as well, from Joe Roe" in done["left"][0]["reason"]
        assert (entry().decision, entry().by) == ("rejected", JOE)

    def test_a_yes_does_not_end_another_person_s_no(self, reply, line):
        reply(plain(line("no"), sender=JOE, date=EARLY))
        code, _ = reply(plain(line("yes"), date=LATE))
        assert code == 1
        assert entry().decision == "rejected"

    def test_two_noes_are_one_with_the_words_of_both(self, reply, line):
        assert (
            reply(plain(f"{line('no')} Too long.", date=LATE), plain(f"{line('no')} Wrong.", sender=JOE, date=EARLY))[0]
            == 0
        )
        assert entry().why == f"Too long; {JOE}: Wrong"

    def test_two_yeses_make_two_signatures_where_two_are_asked_for(self, reply, line):
        two()
        assert reply(plain(line("yes")))[0] == 0
        assert [one.by for one in entry().signatures] == [SENDER]
        assert reply(plain(line("yes")), plain(line("yes"), sender=JOE))[0] == 0
        assert [one.by for one in entry().signatures] == [SENDER, JOE]
        assert all(one.mail is not None for one in entry().signatures)

    def test_two_in_one_run_are_written_at_once(self, cli, reply, line):
        two()
        assert reply(plain(line("yes")), plain(line("yes"), sender=JOE))[0] == 0
        post = next(one for one in json.loads(cli("preview", "--json").out)["posts"] if one["id"] == POST)
        assert post["state"] == "pending"

    def test_one_person_from_two_addresses_is_one(self, reply, line):
        two()
        reply(plain(line("yes")), plain(line("yes"), sender="Jane Doe <jane@example.com>"))
        assert len(entry().signatures) == 1


ASKING = """\
papers:
  - id: p
    title: Naps and memory in mice
    authors: [{name: Doe J, affiliation: Example University}]
    journal: Journal of Naps
    year: 2022
    study: {kind: review, peer_reviewed: true, on: [animals]}
    abstract: Naps are short. In mice, a nap was followed by longer memory.
    retraction_check: {by: Jane Doe, on: "2026-11-20", where: the journal's page}
    findings:
      - id: f
        text: In 12 mice, a nap was followed by longer memory.
        evidence: [{quote: "In mice, a nap was followed by longer memory.", on: [animals]}]
"""


@pytest.fixture
def asked(project, cli):
    """A post that is asked about, as its yes and the key of its question."""
    (project / "posts.yaml").write_text(ASKING)
    (project / "templates/finding.txt.j2").write_text("{{ finding.text }}")
    (question,) = [one for one in json.loads(cli("check", "--json").out)["problems"] if one["level"] == "Q"]
    text = "In 12 mice, a nap was followed by longer memory."
    return answer_line("p/f", hashlib.sha256(text.encode()).hexdigest(), "yes"), question["key"]


def test_a_question_that_is_answered_in_the_mail_is_answered(reply, asked):
    yes, key = asked
    assert reply(f"{yes}\n\n{key}: The methods section counts them.\n\nBest, Jane")[0] == 0
    assert [(one.key, one.answer) for one in entry("p/f").answers] == [(key, "The methods section counts them.")]


@pytest.mark.parametrize("words", ["", "\n{key}: ", "\n{key}: yes it", "\nThe methods section counts them."])
def test_a_question_that_is_not_answered_holds_the_yes_and_says_what_to_type(reply, asked, words):
    yes, key = asked
    code, done = reply(f"{yes}\n{words.replace('{key}', key)}\n\nBest, Jane")
    assert code == 1
    assert "has an open question (number-unsourced asks)" in done["left"][0]["reason"]
    assert f"scicomm-bot approve p/f --by '{SENDER}' --answer number-unsourced" in done["left"][0]["reason"]
    assert not PATH.exists()


def test_an_answer_to_what_is_not_asked_is_refused(reply, asked):
    code, done = reply(f"{asked[0]}\ncure/0123456789: The methods section counts them.")
    assert code == 1
    assert "has an answer that cannot be used" in done["left"][0]["reason"]


def test_who_asks_for_answers_gives_none_by_mail(reply, line):
    path = Path("posts.yaml")
    path.write_text(f"contact: {{name: Jane, email: Jane@example.org}}\n{path.read_text('utf-8')}", "utf-8")
    code, done = reply(line("yes"), plain(line("yes", OTHER), sender="Jane Doe <jane@example.com>"))
    assert code == 1
    assert "is answered from the address that asks" in done["left"][0]["reason"]
    assert (entry(), entry(OTHER).decision) == (None, "approved")


def test_a_program_s_mail_answers_nothing(reply, line):
    code, done = reply(b"Auto-Submitted: auto-replied\n" + plain(line("yes")))
    assert (code, done["mails"][0]["automatic"], done["recorded"]) == (0, True, [])
    assert not PATH.exists()


@pytest.mark.parametrize(
    ("mail", "says"),
    [
        (plain("Yes to all, thanks!"), "It has no line that answers"),
        (plain("See below.", "gcsf-als/authors 0123456789ab: yes"), "1 answer in what it quotes or forwards"),
        (plain("gcsf-als/authors 0123456789ab: ok"), "'ok' is none of yes, no and change"),
        (plain("gcsf-als/authors 0123456789ab: yes", sender=""), "names no sender"),
    ],
)
def test_a_mail_that_answers_nothing_that_counts_says_why(cli, mail, says):
    Path("a.eml").write_bytes(mail)
    ended = cli("approve", "--reply", "a.eml", *BY)
    assert ended.code == 1
    assert says in flat(ended.out)
    assert "Nothing was recorded in approved.yaml." in ended.out
    assert not PATH.exists()


def test_check_says_what_would_be_recorded_and_records_nothing(cli, reply, line):
    code, done = reply(f"{line('yes')}\n{line('no', OTHER)}", extra=["--check"])
    assert (code, done["recorded"]) == (0, [])
    assert [one["decision"] for one in done["would_record"]] == ["approved", "rejected"]
    assert not PATH.exists()
    assert "1 yes and 1 no would be recorded" in cli("approve", "--reply", "mail0.eml", "--check", *BY).out


def test_standard_input_folders_and_several_files_are_read(cli, line, monkeypatch):
    Path("mails").mkdir()
    Path("mails/a.eml").write_bytes(plain(line("yes")))
    Path("mails/b.txt").write_text(f"From: Jane Doe\n\n{line('yes', OTHER)}\n")
    Path("mails/notes.pdf").write_bytes(b"%PDF")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(plain(line("yes", THIRD)))))
    assert cli("approve", "--reply", "mails", "--reply", "-", *BY).code == 0
    assert set(read_approvals(PATH).of) == {POST, OTHER, THIRD}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.eml", "there is no such file"),
        ("empty", "has no mails; their names end in .eml"),
        ("a.msg", "is in Outlook's own format (.msg); save the mail as .eml"),
        ("large.eml", "is larger than 60 MB"),
    ],
)
def test_what_cannot_be_read_is_told(cli, name, says):
    Path("empty").mkdir()
    Path("a.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with Path("large.eml").open("wb") as file:
        file.truncate(60_000_001)
    ended = cli("approve", "--reply", name, *BY)
    assert ended.code == 1
    assert says in ended.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--reply", "a.eml"], "the following arguments are required: --by"),
        (["--reply", "a.eml", POST, *BY], "--reply goes without ID"),
        (["--reply", "a.eml", "--all", *BY], "--reply goes without --all"),
        (["--reply", "a.eml", "--reject", "--why", "x", *BY], "--reply goes without --reject"),
        (["--reply", "-", "--reply", "-", *BY], "standard input (-) can be read once"),
        (["--check", POST, *BY], "--check goes with --reply"),
    ],
)
def test_options_that_do_not_go_together_are_told(cli, words, says):
    ended = cli("approve", *words)
    assert ended.code == 2
    assert says in ended.err


def test_a_broken_file_of_approvals_is_said_before_a_mail_is_read(cli, line):
    PATH.write_text("posts: [")
    Path("a.eml").write_bytes(plain(line("yes")))
    ended = cli("approve", "--reply", "a.eml", *BY)
    assert ended.code == 1
    assert "approved.yaml" in ended.err
    assert mail_samples.SENDER not in ended.out


def test_what_cannot_be_approved_by_hand_cannot_be_by_mail(reply, cli):
    edit(FINDING, FINDING + " " + "Long words. " * 40)
    text = next(one for one in json.loads(cli("preview", "--json").out)["posts"] if one["id"] == THIRD)["text"]
    code, done = reply(answer_line(THIRD, hashlib.sha256(text.encode()).hexdigest(), "yes"))
    assert code == 1
    assert "cannot be approved while" in done["left"][0]["reason"]
    assert not PATH.exists()
