"""Mails as programs and phones write them: who sent them, what is theirs and what they quote."""

import base64
import random
from datetime import UTC, datetime

import pytest

from scicomm_bot.signoff.hearing import hear
from scicomm_bot.signoff.mails import mails_in, sender_of, sent_at
from scicomm_bot.signoff.mime import MailError
from support import mail_samples
from support.growth import TOO_STEEP, steepness
from support.mail_samples import SENDER, SHAPES, alternative, headers, plain

CODE = "0123456789ab"
POST, OTHER = "p/survival-in-mice", "p/authors"
IDS = {POST, OTHER}
YES, NO = f"{POST} {CODE}: yes", f"{POST} {CODE}: no"


def heard(data, name="a.eml", asker=None):
    (mail,) = mails_in(data, name, asker)
    return hear(mail, IDS)


def words(data, name="a.eml", asker=None):
    return [[(one.post_id, one.word) for one in hear(mail, IDS).answers] for mail in mails_in(data, name, asker)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
class TestShapes:
    def test_an_answer_is_read_with_its_sender_and_date(self, shape):
        one = heard(shape(YES, ""))
        assert [(answer.post_id, answer.code, answer.word) for answer in one.answers] == [(POST, CODE, "yes")]
        assert (one.mail.sender, one.mail.sent) == (SENDER, datetime(2026, 11, 30, 8, 12, tzinfo=UTC))
        assert (one.mail.trouble, one.mail.automatic, one.torn, one.unclear, one.quoted) == (
            None,
            False,
            frozenset(),
            (),
            0,
        )
        assert one.answers[0].beside == ""

    def test_what_it_quotes_is_nobody_s_answer(self, shape):
        one = heard(shape("I will look at it tomorrow.", f"Please send this line:\n\n{YES}\n"))
        assert (one.answers, one.quoted) == ((), 1)

    def test_the_sender_s_own_no_counts_beside_a_yes_that_is_quoted(self, shape):
        one = heard(shape(NO, YES))
        assert [answer.word for answer in one.answers] == ["no"]
        assert not one.torn


@pytest.mark.parametrize(
    "below",
    [
        f"-------- Forwarded Message --------\nSubject: x\nDate: Mon, 30 Nov 2026 09:12\nFrom: A <a@example.org>\n\n{YES}",
        f"---------- Forwarded message ---------\nFrom: A <a@example.org>\nDate: x\n\n{YES}",
        f"Begin forwarded message:\n\nFrom: A <a@b.org>\nSubject: x\nDate: 30 November 2026 at 09:12\nTo: B\n\n{YES}",
        f"-----Original Message-----\nFrom: A\n\n{YES}",
        f"-----Urspr\u00fcngliche Nachricht-----\nVon: A\n\n{YES}",
        f"*From:* A <a@b.org>\n*Sent:* Monday, 30 November 2026 09:12\n*To:* B\n*Subject:* x\n\n{YES}",
        f"De : A <a@b.org>\nEnvoy\u00e9 : lundi 30 novembre 2026 09:12\n\u00c0 : B\nObjet : x\n\n{YES}",
        f"Le lun. 30 nov. 2026 \u00e0 09:12, A <a@b.org> a\n\u00e9crit :\n\n{YES}",
        f"2026\u5e7411\u670830\u65e5(\u6708) 9:12 A <a@b.org>:\n\n{YES}",
        f"A <a@b.org> schrieb am Mo., 30. Nov. 2026, 09:12:\n\n{YES}",
        f"> > {YES}",
        f">>{YES}",
        f"  > {YES}",
        f"JD> {YES}",
        f"> {POST}\n> {CODE}: yes",
        f"> {YES[:-3]}\nyes",
        f"> The line to send back, as it stands here, please, is the following one\n{YES}",
    ],
)
def test_all_ways_to_quote_are_known(below):
    one = heard(plain(f"See below.\n\n{below}"))
    assert one.answers == ()


@pytest.mark.parametrize(
    "text",
    [
        f"> Do you agree?\n\n{YES}",
        f"> Do you agree?\n{YES}",
        f"On Mon, 30 Nov 2026 at 09:12, A <a@b.org> wrote:\n> Do you agree?\n\n{YES}",
        f"Dear Joe,\n{YES}\n\nJane\nTel: 1\nFax: 2\nMail: jane@example.org",
        f"Tel: 1\nFax: 2\nWeb: example.org\n\n{YES}",
        f"Three things:\n\n{YES}",
        f"{OTHER} {CODE}: yes\n{YES}\np/third {CODE}: yes",
        f"{YES}\n\n-- \nJane: 2026 09:12:",
    ],
)
def test_what_only_looks_like_a_quotation_is_the_sender_s(text):
    assert (POST, "yes") in [(one.post_id, one.word) for one in heard(plain(text)).answers]


def test_a_mail_with_two_senders_in_two_headers_has_none():
    mail = b"From: Roe R <roe@example.org>\n" + plain(YES)
    assert heard(mail).mail.sender is None
    assert heard(mail).mail.trouble == "names no sender, or more than one"


def test_a_mail_whose_two_forms_answer_otherwise_is_torn():
    one = heard(alternative(YES, f"<p>{NO}</p>"))
    assert one.torn == {POST}


def test_a_mail_that_answers_one_post_in_two_ways_is_torn():
    assert heard(plain(f"{YES}\n{NO}")).torn == {POST}
    assert heard(plain(f"{YES}\n\n{YES}\n")).torn == frozenset()


def test_the_html_is_read_where_the_text_says_nothing():
    assert words(alternative("Your program shows no HTML.", f"<div>{YES}</div>")) == [[(POST, "yes")]]


@pytest.mark.parametrize(
    "html",
    [
        f"<div style='display:none'>{YES}</div>ok",
        f"<div hidden><div>x</div>{YES}</div>",
        f"<script>{YES}</script>",
        f"<head><title>{YES}</title></head>",
        f"<!-- {YES} -->",
        f"<!--\n{YES}",
        f"<style>{YES}",
        f"<blockquote><blockquote>x</blockquote><p>{YES}</p></blockquote>",
    ],
)
def test_what_a_reader_of_html_does_not_see_or_is_quoted_is_no_answer(html):
    assert words(mail_samples.headers("Content-Type: text/html").encode() + b"\n" + html.encode()) == [[]]


@pytest.mark.parametrize(
    "html",
    [
        YES.replace(" ", "&nbsp;"),
        f"<b>{POST}</b> <a href='tel:1'>{CODE}</a>: <i>yes</i>",
        f"<table><tr><td>{POST} {CODE}: yes</td></tr></table>",
        f"a < b<br>{YES}<br>c > d",
        f"<img alt='a > b' src='x'><p>{YES}",
        f"<p>one</p>{YES}</div></div></blockquote>",
        f"<pre>one\n{YES}\n\nthree</pre>",
        f"<img src='data:image/png;base64,{'A' * 9000}'>{YES}",
    ],
)
def test_html_is_read_as_it_looks(html):
    assert words(mail_samples.headers("Content-Type: text/html").encode() + b"\n" + html.encode()) == [[(POST, "yes")]]


class TestSenders:
    @pytest.mark.parametrize(
        ("written", "sender"),
        [
            ("Jane Doe <jane@example.org>", SENDER),
            ("Doe, Jane <jane@example.org>", "Doe, Jane <jane@example.org>"),
            ('"Doe, Jane" <jane@example.org>', "Doe, Jane <jane@example.org>"),
            ("jane@example.org", "jane@example.org"),
            ("jane@example.org (Jane Doe)", SENDER),
            ("=?utf-8?b?SmFuZSBEw7Y=?= <jane@example.org>", "Jane D\u00f6 <jane@example.org>"),
            ("=?utf-8?q?Doe=2C_Jane?= <jane@example.org>", "Doe, Jane <jane@example.org>"),
            ('"dean@example.org" <jane@example.com>', "jane@example.com"),
            ('"Dean <dean@example.org>" <jane@example.com>', "jane@example.com"),
            ("=?utf-8?q?Dean_=3Cdean=40example=2Eorg=3E?= <jane@example.com>", "jane@example.com"),
            ("Jane\u202e Doe\u200b <jane@example.org>", SENDER),
            ("=?nope?b?AAAA?= <jane@example.org>", "=?nope?b?AAAA?= <jane@example.org>"),
            ("Jane <jane@example.org>, Joe <joe@example.org>", None),
            ("Jane Doe", None),
            ("", None),
            ("<>", None),
            ("Jane <jane@@example.org>", None),
            ("(" * 900 + "a@example.org", None),
            ("a" * 5000 + "@example.org", None),
        ],
    )
    def test_the_sender_is_one_person_as_the_mail_names_them(self, written, sender):
        assert sender_of(written) == sender

    def test_a_mail_without_a_sender_cannot_be_used(self):
        assert "names no sender" in heard(plain(YES, sender="")).mail.trouble


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("Mon, 30 Nov 2026 09:12:00 +0100", 8),
        ("30 Nov 2026 09:12 -0000", 9),
        ("soon", None),
        ("", None),
        ("1 Jan 99999", None),
    ],
)
def test_a_date_counts_where_it_makes_sense(written, hour):
    moment = sent_at(written)
    assert (moment.hour if moment is not None else None) == hour


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "Content-Type: multipart/report; boundary=x",
    ],
)
def test_what_a_program_sent_is_no_answer(header):
    assert heard(f"{header}\n{headers()}\n{YES}\n".encode()).mail.automatic


def test_a_mail_that_says_that_no_program_sent_it_is_a_person_s():
    assert not heard(f"Auto-Submitted: no\nPrecedence: list\n{headers()}\n{YES}\n".encode()).mail.automatic


class TestSeveral:
    def test_an_mbox_has_each_of_its_mails(self):
        box = b"".join(
            b"From jane@example.org Mon Nov 30 09:12:00 2026\n" + plain(f"{one}\n\nFrom here on.\n>From there.") + b"\n"
            for one in (YES, NO)
        )
        assert words(box, "a.mbox") == [[(POST, "yes")], [(POST, "no")]]
        assert [mail.place for mail in mails_in(box, "a.mbox")] == ["a.mbox, mail 1", "a.mbox, mail 2"]

    def test_pasted_mails_are_told_apart_by_their_senders(self):
        text = f"From: Jane Doe <jane@example.org>\nDate: {mail_samples.DATE}\n\n{YES}\n\nFrom: Joe Roe\nSubject: x\n\n{NO}\n"
        first, second = mails_in(text.encode(), "a.txt")
        assert (first.sender, first.sent.hour, second.sender, second.sent) == (SENDER, 8, "Joe Roe", None)
        assert words(text.encode(), "a.txt") == [[(POST, "yes")], [(POST, "no")]]

    @pytest.mark.parametrize(
        "head",
        [
            "From: Press <press@example.org>\nSent: x\nTo: Jane Doe\nSubject: x",
            "From: Press <press@example.org>\nDate: x\nTo: jane@example.org",
            "From: Press <asker@example.org>\nDate: x",
            "________________________________\n\nFrom: Press <press@example.org>\nSent: x",
        ],
    )
    def test_a_pasted_mail_quotes_what_was_sent_to_its_sender(self, head):
        text = f"From: Jane Doe <jane@example.org>\nTo: Press\n\nNot yet.\n\n{head}\n\n{YES}\n"
        assert words(text.encode(), "a.txt", "asker@example.org") == [[]]

    def test_a_chain_from_outlook_is_one_mail_and_the_next_another(self):
        def head(sender, to, subject):
            return f"From: {sender}\nSent: Monday, November 30, 2026 9:12 AM\nTo: {to}\nSubject: {subject}\n\n"

        jane, joe, press = ("Doe, Jane <jane@example.org>", "Roe, Joe <joe@example.org>", "Press <press@example.org>")
        text = (
            f"{head(jane, press, 'RE: Posts')}Not yet.\n\n{head(press, jane, 'Posts')}{YES}\n\n\n"
            f"{head(joe, press, 'RE: Posts')}{NO}\n\n{head(press, 'All <all@example.org>', 'Posts')}{YES}\n"
        )
        assert words(text.encode(), "a.txt") == [[], [(POST, "no")]]
        assert [mail.sender for mail in mails_in(text.encode(), "a.txt")] == [jane, joe]

    def test_what_follows_a_mail_of_nobody_is_nobody_s(self):
        text = f"From: ,\nTo: x\n\nNot yet.\n\nFrom: Press <press@example.org>\nDate: x\n\n{YES}\n"
        (one,) = mails_in(text.encode(), "a.txt")
        assert hear(one, IDS).answers == ()

    def test_a_text_without_a_sender_is_nobody_s(self):
        one = heard(YES.encode(), "a.txt")
        assert one.mail.sender is None
        assert "write a line `From: Name <address>`" in one.mail.trouble
        assert words(f"From: Jane Doe\n\n{YES}".encode(), "a.txt") == [[(POST, "yes")]]

    def test_text_above_the_first_sender_is_nobody_s(self):
        above, below = mails_in(f"{NO}\n\nFrom: Jane Doe\n\n{YES}".encode(), "a.txt")
        assert above.sender is None
        assert below.sender == "Jane Doe"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_a_text_that_windows_saved_is_read(self, encoding):
        text = f"From: Jane Doe\r\n\r\n{YES}\r\n"
        assert words(text.encode(encoding), "a.txt") == [[(POST, "yes")]]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "Outlook's own format"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        ("From: J\n\n\u00e4".encode("cp1252"), "is not in UTF-8"),
        (b"a\n" * 600_000, "has more text than people write"),
    ],
)
def test_what_is_no_mail_is_refused(data, says):
    with pytest.raises(MailError, match=says):
        mails_in(data, "a.txt")


def attachment(size):
    data = base64.encodebytes(random.Random(1).randbytes(size)).decode()
    part = f'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n{data}'
    head = headers('Content-Type: multipart/mixed; boundary="b"')
    return f"{head}\n--b\nContent-Type: text/plain\n\n{YES}\n--b\n{part}\n--b--\n".encode()


def test_an_attachment_of_ten_megabytes_is_not_read():
    assert words(attachment(10_000_000)) == [[(POST, "yes")]]


@pytest.mark.parametrize(
    "part",
    [
        f"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\n{NO}",
        f'Content-Type: text/plain; name="notes.txt"\n\n{NO}',
        f"Content-Type: message/rfc822\n\n{headers()}\n{NO}",
        f"Content-Type: text/calendar\n\n{NO}",
    ],
)
def test_a_file_or_a_mail_that_is_attached_answers_nothing(part):
    head = headers('Content-Type: multipart/mixed; boundary="b"')
    assert words(f"{head}\n--b\n\n{YES}\n--b\n{part}\n--b--\n".encode()) == [[(POST, "yes")]]


def nested(depth):
    text = f"Content-Type: text/plain\n\n{YES}"
    for level in range(depth):
        text = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{text}\n--b{level}--'
    return f"{headers().rstrip()}\n{text}\n".encode()


def test_parts_in_parts_are_read_as_deep_as_people_s_mails_go():
    assert words(nested(5)) == [[(POST, "yes")]]
    for depth in (50, 5000):
        assert "more parts within parts" in heard(nested(depth)).mail.trouble


def test_very_many_parts_are_refused():
    head = headers('Content-Type: multipart/mixed; boundary="b"')
    assert (
        "more parts"
        in heard(
            f"{head}\n{'--b' + chr(10) + chr(10) + 'x' + chr(10)}".encode() * 1 + b"--b\n\nx\n" * 2000
        ).mail.trouble
    )


def test_very_much_text_is_refused():
    assert "more text" in heard(plain("a\n" * 600_000)).mail.trouble


@pytest.mark.parametrize(
    "charset",
    ["utf-8", "windows-1256", "iso-8859-1", "us-ascii", "nope", "idna", "punycode", "hex", "\x00", "utf-7", "'", ""],
)
def test_a_charset_that_is_none_spoils_no_line(charset):
    head = headers(f'Content-Type: text/plain; charset="{charset}"')
    assert words(f"{head}\n{YES}\n\nGr\u00fc\u00dfe".encode()) == [[(POST, "yes")]]


@pytest.mark.parametrize(
    "piece",
    [b"<", b"<a ", b"<!--", b"<!", b"<?", b"&", b"&#", b"<div>", b"<blockquote>", b"<p style='", b"</", b"<script>",
     b"<a " + b"a=" * 900 + b">", b"<a " + b" " * 1900 + b">", b"<a " + b'"' * 1900 + b">", b"<a b='" + b"=" * 1800 + b">"],
)  # fmt: skip
def test_html_takes_linear_time(piece):
    assert_linear(lambda count: headers("Content-Type: text/html").encode() + b"\n" + piece * (count // len(piece)))


@pytest.mark.parametrize(
    "piece",
    [b"\n", b"a\n", b"> a\n", b"a@b 2026 09:12:\n", b"From: a\n", b"A: b\n", b"From: a\nDate: b\n\n", b"-", b"a ", b"/a",
     b"a: 2026 09:12\n", b"-- a --\n", b" ", b"From \n\n", b"--b\n", b"=?utf-8?q?", b"\nFrom a 09:12\n"],
)  # fmt: skip
@pytest.mark.parametrize(
    "start", [b"", headers('Content-Type: multipart/mixed; boundary="b"').encode() + b"\n", headers().encode() + b"\n"]
)
def test_any_mail_takes_linear_time(start, piece):
    assert_linear(lambda count: start + piece * (count // len(piece)))


def assert_linear(made):
    def read(text):
        try:
            for mail in mails_in(text.encode("latin-1"), "a.txt"):
                hear(mail, IDS)
        except MailError:
            pass

    assert steepness(read, lambda size: made(size).decode("latin-1"), 160_000) < TOO_STEEP


def test_mutated_mails_make_no_trouble():
    generator = random.Random(20261130)
    mails = [shape(YES, f"Please send\n{NO}") for shape in SHAPES] + [nested(3), attachment(300)]
    pieces = [
        b"\n",
        b"\n\n",
        b">",
        b"--b\n",
        b"<div>",
        b"\x00",
        b"\xff",
        b"From: x\n",
        b"=?",
        b":",
        b"=\n",
        b"Content-Type: ",
    ]
    for _ in range(400):
        data = bytearray(generator.choice(mails))
        for _ in range(generator.randint(1, 6)):
            at, end = sorted((generator.randrange(len(data) + 1), generator.randrange(len(data) + 1)))
            match generator.randrange(4):
                case 0:
                    del data[at : min(end, at + 40)]
                case 1:
                    data[at:at] = generator.choice(pieces) * generator.randint(1, 3)
                case 2:
                    data[at:at] = data[at : min(end, at + 200)]
                case _:
                    data[at : at + 1] = generator.randbytes(1)
        try:
            for mail in mails_in(bytes(data), generator.choice(["a.eml", "a.txt"])):
                for answer in hear(mail, IDS).answers:
                    assert answer.word in {"yes", "no", "change"}
        except MailError:
            continue
