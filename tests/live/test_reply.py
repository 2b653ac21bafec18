"""An answer goes all the way: from a link on the page to a mail, into `approved.yaml`, and out with the card that was seen."""

import html
import json
import re
from base64 import b64decode
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

pytest.importorskip("typst", reason="the extra `cards` is not installed")

ASKED = """\
cards: true
institution: {name: University of Somewhere}
contact: {name: Press office, email: press@example.org}
"""
POST = ("post", "--once", "--live", "gcsf-als/what-als-is")


@pytest.fixture
def page(live, monkeypatch, tmp_path, cli):
    """Writes the page of a project whose posts have cards and need so many people's yes; returns it as text."""
    monkeypatch.setenv("SCICOMM_REQUIRE_APPROVAL", "true")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    path = live / "posts.yaml"
    shipped = path.read_text("utf-8")

    def write(approvals=1):
        path.write_text(f"{ASKED}approvals: {approvals}\n{shipped}", "utf-8")
        assert cli("preview", "--html", "page.html").code == 0
        return Path("page.html").read_text("utf-8")

    return write


def sent(page, subject, sender):
    """The mail that a link of the page begins, sent as it is; the name of its file."""
    links = [urlsplit(html.unescape(one)) for one in re.findall(r'href="(mailto:[^"]*)"', page)]
    [(to, fields)] = {
        (one.path, one.query) for one in links if parse_qs(one.query)["subject"][0].endswith(f": {subject}")
    }
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Date"] = sender, unquote(to), "Sun, 22 Nov 2026 10:00:00 +0000"
    mail["Subject"] = parse_qs(fields)["subject"][0]
    mail.set_content(parse_qs(fields, keep_blank_values=True)["body"][0].replace("\r\n", "\n"))
    name = f"{sender.partition('@')[0].partition('<')[2]}.eml"
    Path(name).write_bytes(bytes(mail))
    return name


def pictures(page):
    return [b64decode(one) for one in re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", page)]


def test_a_yes_by_mail_lets_the_post_go_out_with_the_very_card_that_the_page_showed(page, x, cli):
    shown = page()
    mail = sent(shown, "yes to what-als-is", "Jane Doe <jane@uni.example>")
    assert cli(*POST).code == 1
    assert cli("approve", "--reply", mail, "--by", "Press office").code == 0
    kept = Path("cards/gcsf-als/what-als-is.png").read_bytes()
    assert kept in pictures(shown)
    assert cli(*POST).code == 0
    [post] = x.posts
    [media] = [x.account.media[one] for one in post.media_ids]
    assert media.raw == kept
    assert media.alt == json.loads(cli("preview", "--json").out)["posts"][0]["images"][0]["alt"]
    routes = [one.route for one in x.requests]
    assert routes.index("POST /2/media/metadata") < routes.index("POST /2/tweets")


def test_one_yes_of_two_lets_nothing_go_out_and_the_second_does(page, x, cli):
    shown = page(approvals=2)
    for number, who in enumerate(("Jane Doe <jane@uni.example>", "Farid Doe <farid@uni.example>")):
        assert cli(*POST).code == 1
        assert x.posts == []
        mail = sent(shown, f"yes to {shown.count('<article')}", who)
        assert cli("approve", "--reply", mail, "--by", "Press office").code == 0, number
    assert cli(*POST).code == 0
    assert len(x.posts) == 1


def test_a_no_by_mail_lets_nothing_go_out(page, x, cli):
    mail = sent(page(), "no to what-als-is", "Jane Doe <jane@uni.example>")
    assert cli("approve", "--reply", mail, "--by", "Press office").code == 0
    assert cli(*POST).code == 1
    assert x.posts == []
    assert not Path("cards").exists()
