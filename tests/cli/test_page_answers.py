"""An answer goes round: from a link on the sign-off page to a mail, and from the mail into `approved.yaml`."""

import html
import json
import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from support.pictures import png
from support.yaml_samples import changed

CONTACT = "contact: {name: Press office, email: press@example.org}\n"
ASKED = """\
schedule: {timezone: UTC, slots: ["0 9 * * 1"]}
papers:
  - id: p
    title: Naps and recall in mice
    authors: [{name: Doe J, affiliation: Example University}]
    journal: Journal of Naps
    year: 2022
    study: {kind: animal study, peer_reviewed: true, on: [animals]}
    abstract: Naps are short. In mice, a nap was followed by better recall.
    findings:
      - id: f
        text: In 12 mice, a nap was followed by better recall.
        evidence: [{quote: "In mice, a nap was followed by better recall.", on: [animals]}]
"""


@pytest.fixture
def page(project, cli):
    """The links of a page that asks about the posts of a file, by their words: `yes f`, `yes to all`."""

    def links(text: str) -> dict[str, str]:
        (project / "posts.yaml").write_text(CONTACT + text)
        told = cli("preview", "--html", "-").out
        found = [html.unescape(one) for one in re.findall(r'href="(mailto:[^"]*)"', told)]
        return {parse_qs(urlsplit(one).query)["subject"][0].partition(": ")[2]: one for one in found}

    return links


def sent(link: str, written: str = "", *, name: str = "answer.eml") -> str:
    """Send the mail that a link begins, with what a person writes at its end; return the name of the file."""
    parts = urlsplit(link)
    fields = parse_qs(parts.query, keep_blank_values=True)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = "Farid Doe <farid@uni.example>", unquote(parts.path)
    mail["Subject"], mail["Date"] = fields["subject"][0], "Sun, 22 Nov 2026 10:00:00 +0000"
    mail.set_content(fields["body"][0].replace("\r\n", "\n") + written)
    Path(name).write_bytes(bytes(mail))
    return name


def states(cli) -> dict[str, str]:
    posts = json.loads(cli("preview", "--json").out)["posts"]
    return {one["id"]: one["approval"]["state"] for one in posts}


def test_yes_to_all_approves_all(page, cli):
    assert cli("approve", "--reply", sent(page(changed())["yes to 3"]), "--by", "Press office").code == 0
    assert states(cli) == {"p/f": "approved", "p/authors": "approved", "p/source": "approved"}
    assert "Farid Doe" in Path("approved.yaml").read_text()


def test_a_yes_approves_its_post_alone(page, cli):
    assert cli("approve", "--reply", sent(page(changed())["yes to f"]), "--by", "Press office").code == 0
    assert states(cli) == {"p/f": "approved", "p/authors": "unapproved", "p/source": "unapproved"}


@pytest.mark.parametrize("changed_since", ["picture", "alt text", "nothing"])
def test_a_yes_counts_for_the_picture_that_was_seen_and_for_no_other(page, cli, project, changed_since):
    (project / "a.png").write_bytes(png(600, 400))
    text = changed("text: A text.", "text: A text.\n        images: [{file: a.png, alt: A mouse that sleeps.}]")
    mail = sent(page(text)["yes to f"])
    if changed_since == "picture":
        (project / "a.png").write_bytes(png(600, 400, b"\x00\x00\x00"))
    if changed_since == "alt text":
        file = project / "posts.yaml"
        file.write_text(file.read_text().replace("that sleeps", "that runs"))
    ended = cli("approve", "--reply", mail, "--by", "Press office")
    assert (ended.code, states(cli)["p/f"]) == ((0, "approved") if changed_since == "nothing" else (1, "unapproved"))
    assert ("older text or picture" in " ".join(ended.out.split())) == (changed_since != "nothing")


@pytest.mark.parametrize("word", ["no to", "please change"])
def test_a_no_and_a_change_hold_the_post_with_what_was_written(page, cli, word):
    mail = sent(page(changed())[f"{word} f"], "It goes too far.\n")
    assert cli("approve", "--reply", mail, "--by", "Press office").code == 0
    assert states(cli)["p/f"] == "rejected"
    assert "It goes too far" in Path("approved.yaml").read_text()


def test_a_yes_with_an_answer_answers_the_question(page, cli):
    mail = sent(page(ASKED)["yes to f"], "The methods section counts them.\n")
    assert cli("approve", "--reply", mail, "--by", "Press office").code == 0
    assert states(cli)["p/f"] == "approved"
    assert "The methods section counts them." in Path("approved.yaml").read_text()


def test_a_yes_without_the_answer_is_not_recorded(page, cli):
    mail = sent(page(ASKED)["yes to f"])
    assert cli("approve", "--reply", mail, "--by", "Press office").code == 1
    assert states(cli)["p/f"] == "unapproved"


def test_an_answer_to_an_older_page_is_not_recorded(page, cli):
    mail = sent(page(changed())["yes to f"])
    page(changed("text: A text.", "text: Another text."))
    assert cli("approve", "--reply", mail, "--by", "Press office").code == 1
    assert states(cli)["p/f"] == "unapproved"
