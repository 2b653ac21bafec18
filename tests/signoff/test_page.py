"""The page: everything that somebody who signs must see, and nothing that can do harm."""

import hashlib
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from scicomm_bot.approval import ApprovalState, Piece
from scicomm_bot.domain.post import Level, Remark
from scicomm_bot.signoff import Pack, page
from support.signoff_samples import (
    ATTACK,
    NOW,
    awkward_pack,
    entry,
    finding,
    held,
    hostile_pack,
    pack,
    paper,
    question,
    unapproved,
    withdrawn_entry,
)

VOID = {"meta", "img", "rect"}
URL_ATTRIBUTES = {"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href"}


class Tree(HTMLParser):
    """The page's elements, in order: (tag, attributes, text within); fails where tags do not match."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self.turning: list[list[str]] = []
        """For each text that turns the direction: the elements that it is in, and "auto" for each with that `dir`."""
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data):
        if "\u05e9" in data:
            opened = [self.elements[index] for index in self._open]
            autos = ["auto" for _, attrs, _ in opened if attrs.get("dir") == "auto"]
            self.turning.append([*autos, *(tag for tag, _, _ in opened)])
        for index in self._open:
            self.elements[index][2].append(data)

    def all(self, tag: str, **attributes: str) -> list[tuple[dict[str, str | None], str]]:
        """Attributes and text of the elements of a kind; `class_="x"` asks for one of its classes."""
        wanted = attributes.pop("class_", None)
        return [
            (attrs, "".join(text))
            for name, attrs, text in self.elements
            if name == tag
            and (wanted is None or wanted in (attrs.get("class") or "").split())
            and attributes.items() <= attrs.items()
        ]

    def text(self) -> str:
        return " ".join("".join(self.elements[0][2]).split())


def text_of(made: Pack) -> str:
    return Tree(page(made)).text()


# What is there


def test_the_paper_stands_at_the_top_with_authors_journal_and_identifiers():
    told = text_of(pack(of=paper(doi="10.1234/x", url="https://example.org/p", issue="3", pages="1-9")))
    for part in (
        "Naps in mice: a made-up study", "Doe J Sleep Lab, University of Nowhere", "Journal of Made-up Examples, 2026",
        "issue 3, pp. 1-9", "10.1234/x", "https://example.org/p", "Peer-reviewed animal study; on animals, people",
    ):  # fmt: skip
        assert part in told


def test_a_paper_without_a_doi_and_without_review_says_so():
    study = paper().study.model_copy(update={"peer_reviewed": False})
    told = text_of(pack(of=paper(study=study)))
    assert "No DOI on record" in told
    assert "Not peer-reviewed: animal study" in told


def test_it_says_when_and_by_what_it_was_made():
    assert "Made Sun 22 Nov 2026, 19:00 Asia/Tehran by scicomm-bot 1.2.3." in text_of(pack())


def test_totals_count_posts_price_length_and_what_is_not_waived():
    remarks = (
        Remark("length", Level.ERROR, "x"),
        Remark("hype", Level.WARNING, "x"),
        Remark("hype", Level.WARNING, "y", waived="so"),
        Remark("evidence-vague", Level.INFO, "x"),
        question(),
        question("The trial was randomised."),
    )
    tree = Tree(page(pack(entry("a" * 40), entry("b" * 50, "two", remarks=remarks))))
    ((_, totals),) = tree.all("dl", class_="totals")
    assert " ".join(totals.split()) == "Posts 2 Price of all $0.030 Longest 50/280 Errors 1 Open questions 1 Warnings 1"


def test_the_contents_lead_to_every_post_of_every_paper():
    made = awkward_pack()
    tree = Tree(page(made))
    anchors = [attrs["href"] for attrs, _ in tree.all("a") if attrs["href"].startswith("#")]
    posts = [one.post.id for one in made.entries]
    assert [one.removeprefix("#") for one in anchors[1:]] == posts
    ids = [attrs["id"] for _, attrs, _ in tree.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {one.removeprefix("#") for one in anchors} <= set(ids)
    assert len(tree.all("section", class_="paper")) == 2


def test_no_two_elements_have_the_same_id_whatever_posts_and_papers_are_called():
    made = pack(entry(name="a"), entry(name="a-name"), entry(name="posts"), of=paper(id="posts"))
    ids = [attrs["id"] for _, attrs, _ in Tree(page(made)).elements if "id" in attrs]
    assert len(ids) == len(set(ids)) == 8


class TestQuestions:
    def test_an_open_question_is_told_with_what_it_waits_for(self):
        tree = Tree(page(pack(entry(remarks=(question(),)))))
        ((_, told),) = tree.all("li", class_="open")
        assert " ".join(told.split()) == (
            "Question the post says that a nap helped, the quotation that it may help; is that more than the paper "
            "says? Write may help (strength-up) Waits for an answer. The post does not go out before it has one, or was "
            "changed. Answer:"
        )
        assert "A question about this post" in tree.text()
        assert [text for _, text in tree.all("span", class_="question")] == ["1 question open"] * 2

    def test_an_answered_question_is_told_with_its_answer_and_counts_as_none(self):
        tree = Tree(page(pack(entry(remarks=(question("The trial was randomised."),)))))
        ((_, told),) = tree.all("li", class_="answered")
        assert told.split()[-5:] == ["Answer", "The", "trial", "was", "randomised."]
        assert tree.all("li", class_="open") == tree.all("span", class_="question") == []

    def test_the_reader_is_asked_for_the_answers_at_the_top(self):
        said = "please say in a sentence why the post may stand"
        two = (question(), question(rule="cure"))
        assert said not in text_of(pack(entry(remarks=(question("The trial was randomised."),))))
        assert f"One question waits for an answer: {said}" in text_of(pack(entry(remarks=(question(),))))
        assert f"2 questions wait for an answer: {said}" in text_of(pack(entry(remarks=two)))

    def test_a_question_is_no_error_and_no_warning(self):
        told = text_of(pack(entry(remarks=(question(),))))
        assert "What the checks found" not in told
        assert "Errors 0 Open questions 1 Warnings 0" in told

    def test_a_post_that_is_held_for_its_question_says_so_once(self):
        asked = entry(remarks=(question(),), where=held("asked", "strength-up asks: is it so"), slot=None)
        tree = Tree(page(pack(asked)))
        assert [" ".join(text.split()) for _, text in tree.all("span", class_="marks")] == ["1 question open held"] * 2
        assert "strength-up asks" not in tree.text()

    def test_an_approved_post_that_is_asked_about_since_says_so(self):
        approved = ApprovalState("approved", "Jane Doe", NOW)
        asked = text_of(pack(entry(remarks=(question(),), approval=approved)))
        assert "as it stands here. A question has come up since." in asked
        assert "has come up since" not in text_of(
            pack(entry(remarks=(question("It was randomised."),), approval=approved))
        )

    def test_a_text_that_is_asked_about_is_not_offered_to_be_shared(self):
        assert not entry(remarks=(question(),)).may_be_shared
        assert entry(remarks=(question("The trial was randomised."),)).may_be_shared


class TestFacts:
    def test_what_was_read_is_folded_away_under_its_quotation(self):
        two = finding(quotes=("a nap helped;", "More work is needed."))
        tree = Tree(page(pack(entry(made_from=two, facts=((), ("on: people", "22.9% of the naps"))))))
        ((attributes, told),) = tree.all("details")
        assert "open" not in attributes
        assert [" ".join(line.split()) for line in told.split("\n") if line] == [
            "What was read from it", "on: people", "22.9% of the naps",
        ]  # fmt: skip
        first, second = (text for _, text in tree.all("li") if "On animals" in text)
        assert "on: people" in second
        assert "on: people" not in first

    def test_where_nothing_was_read_nothing_is_folded(self):
        assert Tree(page(pack())).all("details") == []

    def test_what_to_look_at_stands_beside_the_post(self):
        assert "Look at two figures: whose is each?" in text_of(pack(entry(look_at="two figures: whose is each?")))
        assert "Look at" not in text_of(pack())


def test_what_stands_in_backquotes_is_code():
    remarks = (Remark("file", Level.INFO, "run `scicomm-bot check` now"), Remark("file", Level.INFO, "an odd ` one"))
    html = page(pack(entry(remarks=remarks)))
    assert "run <code>scicomm-bot check</code> now" in html
    assert "an odd ` one" in html


def test_a_post_shows_its_text_with_its_line_breaks_as_it_is_sent():
    text = "In mice, a nap helped.\n\nSee example.org #Naps"
    ((attrs, shown),) = Tree(page(pack(entry(text)))).all("p", class_="text")
    assert shown == text
    assert (attrs["lang"], attrs["dir"]) == ("en", "auto")


def test_a_post_in_persian_says_so():
    ((attrs, _),) = Tree(page(pack(entry("چرت", "fa", finding("fa", lang="fa"))))).all("p", class_="text")
    assert (attrs["lang"], attrs["dir"]) == ("fa", "auto")


def test_id_length_price_date_and_hash_stand_with_each_post():
    one = entry("In mice, a nap helped.")
    tree = Tree(page(pack(one)))
    ((_, facts),) = tree.all("dl", class_="facts")
    digest = hashlib.sha256(one.post.text.encode()).hexdigest()
    assert " ".join(facts.split()) == (
        f"Length 22/280 Price $0.015 Planned Mon 23 Nov 2026, 19:00 Asia/Tehran SHA-256 {digest[:12]} {digest}"
    )
    assert tree.all("code", title=digest)[0][1] == digest[:12]
    assert "naps/nap" in tree.all("h3")[0][1]


def test_a_post_that_is_out_shows_when_and_where():
    told = text_of(awkward_pack())
    assert "out Fri 20 Nov 2026, 19:00 Asia/Tehran posted" in " ".join(told.split())
    assert "Posted Fri 20 Nov 2026, 19:00 Asia/Tehran https://x.com/i/web/status/1234567890123456789" in told


def test_a_post_that_was_withdrawn_says_when_and_why_and_offers_no_address_and_no_place_to_sign():
    made = page(pack(withdrawn_entry()))
    told = " ".join(Tree(made).text().split())
    assert "gone Fri 20 Nov 2026, 19:00 Asia/Tehran withdrawn" in told
    assert (
        "Posted Fri 20 Nov 2026, 19:00 Asia/Tehran Withdrawn Sat 21 Nov 2026, 19:00 Asia/Tehran: A figure was wrong. SHA-256"
        in told
    )
    assert "https://x.com/" not in made.replace("https://x.com/intent", "")
    assert composers(pack(withdrawn_entry())) == 0
    assert "This post is correct" not in told


def test_a_post_that_is_approved_says_so_in_its_badge():
    one = entry(approval=ApprovalState("approved", "Jane Doe", NOW))
    assert Tree(page(pack(one))).all("span", class_="badge") == [({"class": "badge approved"}, "approved")] * 2


def test_a_post_without_a_slot_says_why():
    told = text_of(pack(entry(slot=None, where=held("paused", "the account is paused"))))
    assert "held: paused" in told
    assert "Planned no date: the account is paused" in told


def test_the_evidence_is_marked_in_the_abstract():
    made = page(pack(entry(made_from=finding("nap", ("In mice, a nap helped;", "Naps are short.")))))
    source = re.search(r'<p class="source" dir="auto">(.*?)</p>', made, re.DOTALL)
    assert source
    assert " ".join(source[1].split()) == (
        "<mark>Naps are short.</mark><sup>2</sup> <mark>In mice, a nap helped;</mark><sup>1</sup> "
        "in people it did not. More work is needed."
    )


def test_a_quotation_of_the_title_is_marked_in_the_title():
    made = page(pack(entry(made_from=finding("nap", ("Naps in mice",)))))
    assert re.search(r'<p class="source title" dir="auto">\s*<mark>Naps in mice</mark>: a made-up study', made)


def test_a_quotation_that_is_not_there_is_said():
    told = text_of(pack(entry(made_from=finding("nap", ("In rats, a nap helped;",)))))
    assert "Not in the abstract or the title, word for word: In rats, a nap helped;" in told


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (("people",), "On people"),
        (("animals", "cells"), "On animals, cells"),
        (("unstated",), "On what, the paper does not say"),
        (("animals", "unstated"), "On animals, others, not named"),
    ],
)
def test_what_the_evidence_is_on_is_said(on, said):
    ((_, quotes),) = Tree(page(pack(entry(made_from=finding("nap", on=on))))).all("ul", class_="quotes")
    assert " ".join(quotes.split()) == said


def test_findings_show_level_rule_message_and_the_reason_of_a_waiver():
    ((_, remarks),) = Tree(page(awkward_pack())).all("ul", class_="remarks")[:1]
    told = " ".join(remarks.split())
    assert told.startswith(
        "Error length 301 characters as X counts them, limit 280; cut 21 Warning hype “breakthrough”"
    )
    assert "Warning title-hype the title's own promise Waived: quoted from the paper's title" in told


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            ApprovalState("approved", "Jane Doe", NOW),
            "Approved by Jane Doe on Sun 22 Nov 2026, 19:00 Asia/Tehran, as it stands here.",
        ),
        (
            ApprovalState("rejected", "Jane Doe", NOW, why="too far"),
            "Rejected by Jane Doe on Sun 22 Nov 2026, 19:00 Asia/Tehran: too far",
        ),
        (ApprovalState("unapproved", obstacle=unapproved("not approved yet")), "not approved yet"),
        (
            ApprovalState("changed", "Jane Doe", NOW, obstacle=unapproved("the evidence was changed")),
            "the evidence was changed",
        ),
    ],
    ids=lambda value: value.state if isinstance(value, ApprovalState) else "",
)
def test_approval_is_told(verdict, said):
    assert said in text_of(pack(entry(approval=verdict)))


@pytest.mark.parametrize("state", ["unapproved", "changed", "rejected"])
def test_what_waits_for_approval_says_so_in_one_word(state):
    one = entry(where=held("unapproved"), approval=ApprovalState(state, "Jane Doe", NOW, obstacle=unapproved("x")))
    assert Tree(page(pack(one))).all("span", class_="badge") == [({"class": "badge held"}, state)] * 2


def test_what_changed_since_the_approval_is_shown_word_by_word():
    pieces = (Piece("same", "In "), Piece("deleted", "people"), Piece("added", "mice"), Piece("same", "."))
    made = page(pack(entry(approval=ApprovalState("changed", "Jane Doe", NOW, difference=pieces))))
    assert "In <del>people</del><ins>mice</ins>.</p>" in made


def test_without_approval_nothing_is_said_of_it():
    assert "Approval" not in text_of(pack())


def composers(made: Pack) -> int:
    return page(made).count("https://x.com/intent/tweet?text=")


def test_each_post_can_be_opened_in_the_composer():
    assert composers(pack(entry(), entry(name="authors"), entry(name="source"))) == 3


@pytest.mark.parametrize(
    "one",
    [
        entry(remarks=(Remark("length", Level.ERROR, "x"),)),
        entry(""),
        entry(approval=ApprovalState("rejected", "Jane Doe", NOW, why="no")),
        withdrawn_entry(),
        entry(where=held("finding", "the same text was withdrawn (as naps/gone)")),
    ],
    ids=["blocked", "empty", "rejected", "withdrawn", "same-text"],
)
def test_what_may_not_go_out_is_not_offered_to_share(one):
    assert composers(pack(one)) == 0


def test_pictures_are_in_the_page_with_their_alt_text():
    tree = Tree(page(awkward_pack()))
    first, second = tree.all("img")
    assert first[0]["alt"] == "A mouse asleep in the corner of a maze."
    assert b64decode(first[0]["src"].partition(",")[2]).startswith(b"\x89PNG")
    assert second[0]["alt"] == ""
    told = [" ".join(text.split()) for _, text in tree.all("figure")]
    assert told == [
        "Alt text A mouse asleep in the corner of a maze.",
        "Alt text missing",
        "gone.png cannot be shown here. Alt text A picture that is not on the disk.",
    ]


def test_there_is_a_place_to_sign_for_each_post_and_for_all():
    tree = Tree(page(pack(entry(), entry(name="authors"))))
    signs = [*tree.all("div", class_="sign"), *tree.all("section", class_="sign")]
    one, other, both = (" ".join(text.split()) for _, text in signs)
    assert one == other == "This post is correct It needs a change: Name Date Signature"
    assert both == (
        "All 2 posts on “Naps in mice: a made-up study” All are correct Some need a change, namely: Name Date Signature"
    )
    assert len(tree.all("span", class_="box")) == 6


# How it is built


@pytest.mark.parametrize("made", [pack(), awkward_pack(), hostile_pack()], ids=["plain", "awkward", "hostile"])
def test_the_page_loads_nothing_and_runs_nothing(made):
    tree = Tree(page(made))
    assert {tag for tag, _, _ in tree.elements} & {
        "script",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
    } == set()
    for tag, attrs, _ in tree.elements:
        assert [name for name in attrs if name.startswith("on") or name == "style"] == []
        for name in URL_ATTRIBUTES & set(attrs):
            allowed = r"data:image/(png|jpeg|gif|webp);base64," if tag == "img" else r"#|https?://"
            assert re.match(allowed, attrs[name] or ""), attrs[name]
    assert re.search(r"url\(|@import", tree.all("style")[0][1]) is None


def test_its_own_policy_lets_in_its_style_sheet_and_its_pictures_alone():
    tree = Tree(page(awkward_pack()))
    (policy,) = [
        attrs["content"] for attrs, _ in tree.all("meta") if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (digest,) = re.findall(r"^'sha256-(.+)'$", rules.pop("style-src"))
    assert b64decode(digest) == hashlib.sha256(tree.all("style")[0][1].encode()).digest()
    assert rules == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}


def test_the_same_pack_makes_the_same_page():
    assert page(awkward_pack()) == page(awkward_pack())


def test_the_time_comes_from_the_pack_alone():
    later = replace(pack(), made_at=NOW.replace(year=2030))
    assert "22 Nov 2030, 19:00" in text_of(later)
    assert "2026, 19:00 Asia/Tehran by" not in text_of(later)


def test_hostile_text_is_text_in_every_place():
    html = page(hostile_pack())
    shape = [tag for tag, _, _ in Tree(html).elements]
    harmless = page(hostile_pack()).replace(ATTACK, "x")
    assert shape == [tag for tag, _, _ in Tree(harmless).elements]
    assert not re.search(r"<(script|svg onload|img src=x)", html)
    assert "49" not in re.sub(r"[\da-f]{12,}", "", Tree(html).all("h2")[0][1])
    assert "javascript:alert(6)" in Tree(html).text()


def test_texts_that_people_wrote_are_isolated_so_that_their_direction_ends_with_them():
    tree = Tree(page(hostile_pack()))
    assert 'bdi, [dir="auto"] { unicode-bidi: isolate; }' in tree.all("style")[0][1]
    assert len(tree.turning) > 20
    assert [opened for opened in tree.turning if opened[-1] != "title" and not {"bdi", "auto"} & set(opened)] == []


def test_what_nobody_sees_is_written_out():
    assert {"\u202e", "\u2066"}.isdisjoint(page(hostile_pack()))
    html = page(pack(entry("a\x00b\x1bc\ufffed\x85e")))
    assert "a&lt;U+0000&gt;b&lt;U+001B&gt;c&lt;U+FFFE&gt;d&lt;U+0085&gt;e" in html
    html.encode()


def test_headings_are_in_order():
    levels = [int(tag[1]) for tag, _, _ in Tree(page(awkward_pack())).elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_post_that_is_out_with_another_text_shows_both():
    out = withdrawn_entry("A nap.")
    html = page(pack(replace(out, post=replace(out.post, text="A long nap."))))
    (shown, *_) = [text for _, text in Tree(html).all("p", class_="text")]
    assert shown.strip() == "A nap."
    assert [text for _, text in Tree(html).all("bdi", class_="other")] == ["A long nap."]
    assert "In the file" not in page(pack(out))
