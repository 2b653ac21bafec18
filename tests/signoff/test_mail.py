"""The mails that answer: what they say, how they are written into a link, and that they always fit into one."""

import re
from dataclasses import replace
from email.utils import getaddresses
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.approval import ApprovalState, Piece
from scicomm_bot.domain.post import Level, Remark
from scicomm_bot.plan import PostState
from scicomm_bot.signoff import Asking, Pack, PaperPart
from scicomm_bot.signoff.answers import answer_line, read_answers
from scicomm_bot.signoff.mail import MOST, address_of, answer_links, link, yes_to_all
from support.signoff_samples import ASKING, NOW, entry, finding, held, pack, paper, question, unapproved

PERSIAN = "چرت کوتاه " * 28


def read(href: str) -> tuple[str, str, str]:
    """Whom a mail goes to, its subject and its body, as a mail program reads the link (RFC 6068)."""
    assert re.fullmatch(r"mailto:[A-Za-z0-9._~%@-]+\?subject=[A-Za-z0-9._~%-]*&body=[A-Za-z0-9._~%-]*", href)
    parts = urlsplit(href)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    return unquote(parts.path), fields["subject"][0], fields["body"][0]


def answers_in(body: str) -> list[tuple[str, str, str]]:
    """The answers of a mail as the program reads them."""
    reading = read_answers(body)
    assert reading.unclear == ()
    return [(one.post_id, one.code, one.word) for one in reading.answers]


def mails(one, number: int = 1, **more) -> dict[str, tuple[str, str, str]]:
    made = pack(one, **more)
    return {word: read(href) for word, href in answer_links(made, made.parts[0], one, number)}


class TestAnswers:
    def test_each_answer_is_a_mail_to_who_asks_about_the_post_by_its_id_and_hash(self):
        one = entry("In mice, a nap helped.")
        about, line = "Post 3: “In mice, a nap helped.”\r\n\r\n", f"naps/nap {one.post.text_sha256[:12]}: "
        assert mails(one, 3) == {
            "yes": (ASKING.email, "Posts of naps: yes to nap", f"{about}{line}yes\r\n"),
            "no": (
                ASKING.email,
                "Posts of naps: no to nap",
                f"{about}Please write below what is wrong.\r\n\r\n{line}no\r\n",
            ),
            "change": (
                ASKING.email,
                "Posts of naps: please change nap",
                f"{about}Please write below how it should read.\r\n\r\n{line}change\r\nIn mice, a nap helped.",
            ),
        }

    def test_what_a_person_writes_below_the_answer_is_theirs_and_nothing_else_is(self):
        for word, (_, _, body) in mails(entry()).items():
            (answer,) = read_answers(f"{body}Too far.\r\n").answers
            assert answer.words == ("In mice, a nap helped.Too far." if word == "change" else "Too far.")
            assert answer.given == ()

    def test_a_yes_to_a_post_with_a_question_has_the_question_and_room_for_the_answer(self):
        _, _, body = mails(entry(remarks=(question(),)))["yes"]
        assert body.split("\r\n")[2:] == [
            (
                "Question: The post says that a nap helped, the quotation that it may help; is that more than the paper says? "
                "Write `may help`."
            ),
            "Please answer it in the last line.",
            "",
            answer_line("naps/nap", entry().post.text_sha256, "yes"),
            "strength-up/0123456789: ",
        ]
        (answer,) = read_answers(f"{body}The trial was randomised.").answers
        assert answer.given == (("strength-up/0123456789", "The trial was randomised."),)

    def test_two_questions_have_a_line_each(self):
        _, _, body = mails(entry(remarks=(question(), question(rule="cure"))))["yes"]
        assert body.count("Question: ") == 2
        assert body.endswith(": yes\r\nstrength-up/0123456789: \r\ncure/0123456789: ")

    def test_a_question_that_is_too_long_for_a_mail_is_named_only(self):
        long = Remark("cure", Level.QUESTION, "why " * 1_000, key="cure/0123456789")
        _, _, body = mails(entry(remarks=(long,)))["yes"]
        assert "The question is on the page." in body
        assert body.endswith("yes\r\ncure/0123456789: ")

    @pytest.mark.parametrize("text", ["A" * 280, PERSIAN, "👩‍🔬" * 140, "\u4e2d" * 140, "% & ? # + " * 28])
    def test_every_answer_fits_whatever_the_post_says(self, text):
        name = "n" * 60
        one = entry(text, name, finding(name))
        asking = Asking("J", "j" * 64 + "@" + "example." * 20 + "org")
        made = pack(one, asking=asking, of=paper(id="p" * 60))
        found = answer_links(made, made.parts[0], one, 1)
        assert [word for word, _ in found] == ["yes", "no", "change"]
        for word, href in found:
            assert len(href) <= MOST
            _, _, body = read(href)
            assert answers_in(body) == [(one.post.id, one.post.text_sha256[:12], word)]

    def test_a_long_post_is_quoted_by_its_first_words(self):
        _, _, body = mails(entry("word " * 50))["yes"]
        assert body.startswith("Post 1: “word word ")
        assert "word …”" in body
        assert len(body.split("\r\n")[0]) < 80

    @pytest.mark.parametrize("where", ["text", "question"])
    def test_a_text_that_looks_like_an_answer_is_no_answer(self, where):
        other = answer_line("naps/other", "f" * 64, "yes")
        asked = (Remark("cure", Level.QUESTION, other, key="cure/1"),) if where == "question" else ()
        one = entry(other if where == "text" else "A nap.", remarks=asked)
        for _, _, body in mails(one).values():
            assert [post_id for post_id, _, _ in answers_in(body)] == ["naps/nap"]

    def test_signs_that_nobody_sees_stay_out_of_a_mail(self):
        _, _, body = mails(entry("a\u202eb\u200bc"))["change"]
        assert {"\u202e", "\u200b"}.isdisjoint(body)

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({}, ["yes", "no", "change"]),
            ({"approval": ApprovalState("unapproved", obstacle=unapproved("x"))}, ["yes", "no", "change"]),
            ({"approval": ApprovalState("approved", "Ann", NOW)}, ["no", "change"]),
            ({"approval": ApprovalState("rejected", "Ann", NOW, "no")}, ["yes", "no", "change"]),
            ({"remarks": (Remark("length", Level.ERROR, "x"),)}, ["no", "change"]),
            ({"where": held("finding")}, ["no", "change"]),
            ({"where": held("image")}, ["no", "change"]),
            ({"where": held("file")}, ["no", "change"]),
            ({"where": held("draft")}, ["change"]),
            ({"where": held("incomplete")}, ["change"]),
            ({"where": PostState("refused")}, ["change"]),
            ({"where": held("embargo")}, ["yes", "no", "change"]),
            ({"where": held("retracted")}, ["yes", "no", "change"]),
            ({"where": PostState("posted")}, []),
            ({"where": PostState("unknown")}, []),
            ({"where": held("skipped")}, []),
            ({"where": held("expired")}, []),
            ({"text": ""}, []),
        ],
    )
    def test_only_what_can_be_said_of_a_post_is_offered(self, more, words):
        assert list(mails(entry(**more))) == words

    def test_of_a_paper_that_does_not_stand_only_the_correction_is_asked_about(self):
        entries = entry(), entry("It was retracted.", "correction")
        part = PaperPart(paper(), entries, stopped="the paper was retracted")
        assert [part.answers(one) for one in entries] == [(), ("yes", "no", "change")]


class TestYesToAll:
    def all_of(self, *entries, **more) -> list[tuple[str, list[str]]]:
        """The subject of each link, and the posts that it says yes to, all read from the link."""
        found = []
        for one in yes_to_all(pack(*entries, **more)):
            to, subject, body = read(one.href)
            assert to == ASKING.email
            answers = answers_in(body)
            assert answers == [(e.post.id, e.post.text_sha256[:12], "yes") for e in one.entries]
            found.append((subject, [post_id for post_id, _, _ in answers]))
        return found

    def test_one_link_says_yes_to_all_that_waits(self):
        assert self.all_of(entry(), entry(name="authors")) == [
            ("Posts of naps: yes to 2", ["naps/nap", "naps/authors"])
        ]

    @pytest.mark.parametrize(
        "other",
        [
            {"remarks": (Remark("length", Level.ERROR, "x"),), "where": held("finding")},
            {"remarks": (question(),)},
            {"approval": ApprovalState("rejected", "Ann", NOW, "no")},
            {"approval": ApprovalState("approved", "Ann", NOW)},
            {"where": PostState("posted")},
            {"where": held("draft")},
            {"where": held("skipped")},
        ],
        ids=["error", "question", "no", "yes", "out", "draft", "skipped"],
    )
    def test_it_leaves_out_what_has_an_error_a_question_or_an_answer(self, other):
        assert self.all_of(entry(), entry(name="other", **other)) == [("Posts of naps: yes to 1", ["naps/nap"])]

    def test_what_was_changed_after_a_no_is_in_it(self):
        mended = ApprovalState("rejected", "Ann", NOW, "no", difference=(Piece("added", "In mice,"),))
        assert self.all_of(entry(approval=mended))[0][1] == ["naps/nap"]

    def test_there_is_none_where_nothing_waits_or_nobody_takes_answers(self):
        assert self.all_of(entry(where=PostState("posted"))) == []
        assert self.all_of(entry(), asking=None) == []

    def test_ten_posts_with_the_longest_ids_fit_into_one(self):
        names = ["n" * 59 + str(number) for number in range(10)]
        made = pack(*(entry(f"Post {name}.", name) for name in names), of=paper(id="p" * 60))
        (one,) = yes_to_all(made)
        assert len(one.href) <= MOST
        assert len(one.entries) == 10

    def test_forty_posts_are_parted_by_paper(self):
        links = yes_to_all(many(papers=4, posts=10))
        assert [(one.part.paper.id, len(one.entries)) for one in links] == [
            (f"a-study-of-naps-in-mice-{n}", 10) for n in range(4)
        ]
        assert all(len(one.href) <= MOST for one in links)

    def test_forty_posts_of_one_paper_are_parted_where_a_mail_is_full(self):
        links = yes_to_all(many(papers=1, posts=40))
        assert [one.part for one in links] == [None] * len(links)
        assert [e.post.id.rpartition("-")[2] for one in links for e in one.entries] == [str(n) for n in range(40)]
        assert 1 < len(links) < 4
        assert all(len(one.href) <= MOST for one in links)


def many(papers: int, posts: int) -> Pack:
    """A pack of several papers of several posts each, with ids of a usual length."""
    parts = []
    for number in range(papers):
        name = f"a-study-of-naps-in-mice-{number}"
        parts.append(
            PaperPart(
                paper(id=name),
                tuple(entry(f"{name} {n}", f"a-finding-of-usual-length-{n}", of=name) for n in range(posts)),
            )
        )
    return replace(pack(), parts=tuple(parts))


class TestLink:
    @pytest.mark.parametrize(
        "email",
        [
            "a@example.org,eve@example.com",
            "a@example.org?bcc=eve@example.com",
            "a@example.org\r\nBcc: eve@example.com",
            '"a b"@example.org',
            "Ann <a@example.org>",
            "a@example.org ",
            "a%0Ab@[127.0.0.1]",
            "ann",
            "",
        ],
    )
    def test_what_is_no_plain_address_is_in_no_link(self, email):
        assert address_of(Asking("Ann", email)) is None

    @pytest.mark.parametrize(
        "email", ["a?bcc=e@example.org", "a&cc=e@example.org", "a+b%0d@example.org", "o'neil@x.org"]
    )
    def test_an_address_with_odd_signs_stays_one_address_and_begins_no_field(self, email):
        to, subject, body = read(link(email, "s", ["b"]))
        assert (to, subject, body) == (email, "s", "b")
        assert len(getaddresses([to])) == 1

    @given(subject=st.text(max_size=40), body=st.text(max_size=80))
    def test_every_text_comes_back_as_it_was(self, subject, body):
        lossless = subject.encode(errors="replace").decode(), body.encode(errors="replace").decode()
        _, read_subject, read_body = read(link("a@example.org", subject, body.split("\n")))
        assert (read_subject, read_body.replace("\r\n", "\n")) == (lossless[0], lossless[1].replace("\r\n", "\n"))

    def test_lines_end_as_mails_have_them(self):
        assert link("a@example.org", "s", ["one", "two\nthree"]).endswith("&body=one%0D%0Atwo%0D%0Athree")
