"""The page: what somebody who answers must see, in their order, and nothing that can do harm."""

import hashlib
import re
from base64 import b64decode
from dataclasses import replace
from datetime import time, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from scicomm_bot.approval import ApprovalState, Piece, Signature
from scicomm_bot.domain.post import Level, Remark
from scicomm_bot.signoff import Asking, Pack, PaperPart, Picture, page
from support.pictures import png
from support.signoff_samples import (
    ABSTRACT,
    ASKING,
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

VOID = {"meta", "img"}
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

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """The texts of the same, each in one line."""
        return [flat(text) for _, text in self.all(tag, **attributes)]

    def text(self) -> str:
        return flat("".join(self.elements[0][2]))


def flat(text: str) -> str:
    return " ".join(text.split())


def tree_of(*entries, **more) -> Tree:
    return Tree(page(pack(*entries, **more)))


def text_of(made: Pack) -> str:
    return Tree(page(made)).text()


class TestTop:
    def test_the_top_says_who_asks_for_what_until_when(self):
        (top,) = tree_of(entry(), entry(name="authors")).texts("header", class_="top")
        assert top.startswith(
            "Please check 2 posts for X Jane Doe, press office asks for your answer by Thursday 10 December 2026. "
            "Does each post say what the paper says, and no more? Each answer opens a mail that is ready to send. "
            "Yes to all is at the end."
        )

    def test_a_deadline_with_a_time_names_the_zone(self):
        told = text_of(pack(asking=replace(ASKING, clock=time(12, 5))))
        assert "by Thursday 10 December 2026, 12:05 Tehran time." in told

    def test_a_contact_without_a_deadline_asks_without_one(self):
        assert "Jane Doe, press office asks for your answer. Does" in text_of(pack(asking=replace(ASKING, day=None)))

    def test_a_page_without_a_contact_asks_all_the_same_and_has_no_links_to_answer(self):
        html = page(pack(asking=None))
        told = Tree(html).text()
        assert "Does each post say what the paper says, and no more? Tell whoever sent you this page" in told
        assert "mailto:" not in html
        assert "Yes to all" not in Tree(html).texts("a")

    def test_a_page_without_a_contact_tells_its_maker_in_one_line_how_to_get_links(self):
        (told,) = (one for one in tree_of(asking=None).texts("p") if "contact:" in one)
        assert told == (
            "The posts have no links to answer by mail. To get them, write this at the top of posts.yaml and make the "
            'page again: contact: {name: "Your name", email: "you@example.org"}'
        )

    def test_an_address_that_is_none_gives_no_link(self):
        assert "mailto:" not in page(pack(asking=Asking("Jane", "jane@example.org,eve@example.com")))

    def test_the_top_leads_to_the_posts_that_have_questions(self):
        asked = entry("Two.", "two", remarks=(question(),))
        other = entry("Four.", "four", remarks=(question(),))
        one = tree_of(entry(), asked)
        assert "One post has a question for you: post 2." in one.text()
        assert "2 posts have questions for you: post 2, post 3." in text_of(pack(entry(), asked, other))
        assert "question" not in text_of(pack()).partition("For the person")[0]
        assert ("#naps/two", "post 2") in [(attrs["href"], text) for attrs, text in one.all("a")]

    def test_a_page_on_which_nothing_waits_says_so(self):
        (top,) = tree_of(withdrawn_entry()).texts("header", class_="top")
        assert top == "1 post for X: nothing to answer"

    def test_the_first_words_hold_no_count_no_id_and_no_price(self):
        html = page(pack(entry(remarks=(Remark("hype", Level.WARNING, "x"),))))
        before = flat(re.sub(r"<[^>]*>", " ", html[html.index('<header class="top">') : html.index('<p class="who">')]))
        assert before.endswith("Post 1 of 1 planned for Mon 23 Nov 2026")
        assert not re.search(r"[$/]|SHA|naps|warning", before)


class TestPaper:
    def test_a_paper_is_told_in_two_lines(self):
        (about,) = tree_of().texts("header", class_="about")
        assert about == (
            "Naps in mice: a made-up study Journal of Made-up Examples, 2026 · "
            "Peer-reviewed animal study; animal and human studies"
        )

    def test_the_abstract_stands_once_at_the_end_with_the_words_marked_that_posts_rest_on(self):
        html = page(pack(entry(), entry("Two.", "two", finding("two", ("More work is needed.",)))))
        tree = Tree(html)
        (whole,) = tree.texts("details", class_="whole")
        assert ABSTRACT in whole
        assert tree.text().count(ABSTRACT) == 1
        marked = html[html.index('<details class="whole">') :]
        assert "<mark>In mice, a nap helped;</mark> in people" in marked
        assert "<mark>More work is needed.</mark>" in marked

    def test_the_record_of_a_paper_is_folded_with_its_abstract(self):
        of = paper(doi="10.1234/x", url="https://example.org/p", issue="3", pages="1-9")
        (whole,) = tree_of(of=of).texts("details", class_="whole")
        for part in (
            "Doe J, Sleep Lab, University of Nowhere", "Journal of Made-up Examples, 2026, issue 3, pp. 1-9",
            "doi:10.1234/x", "https://example.org/p",
        ):  # fmt: skip
            assert part in whole

    def test_a_paper_without_a_doi_and_without_review_says_so(self):
        study = paper().study.model_copy(update={"peer_reviewed": False})
        told = text_of(pack(of=paper(study=study)))
        assert "No DOI on record" in told
        assert "Not peer-reviewed animal study" in told

    def test_a_persian_title_and_abstract_say_their_language(self):
        of = paper(title="چرت کوتاه در موش‌ها", abstract="چرت کوتاه به موش‌ها کمک کرد.", lang="fa")
        tree = tree_of(of=of)
        (title,) = tree.all("h2", dir="auto")
        assert title[0]["lang"] == "fa"
        assert "fa" in [attrs.get("lang") for attrs, text in tree.all("p", class_="source")]

    def test_the_english_title_of_a_paper_with_persian_posts_stays_english(self):
        (title,) = tree_of(of=paper(lang="fa")).all("h2", dir="auto")
        assert title[0]["lang"] == "en"

    def test_a_short_word_with_a_hyphen_is_not_torn_in_a_title(self):
        html = page(pack(of=paper(title="Effects of (G-CSF): a double-blind-and-very-long-named trial")))
        assert re.findall(r'<span class="unbroken">(.*?)</span>', html) == ["(G-CSF):"]

    def test_several_papers_have_a_section_each(self):
        assert len(Tree(page(awkward_pack())).all("section", class_="paper")) == 2


class TestOrder:
    def test_what_waits_for_an_answer_stands_first(self):
        tree = tree_of(
            withdrawn_entry(), entry(name="authors", approval=ApprovalState("approved", "Ann", NOW)), entry()
        )
        assert [attrs["id"] for attrs, _ in tree.all("article")] == ["naps/nap", "naps/gone", "naps/authors"]
        assert tree.texts("h3") == ["Post 1 of 3", "The other 2 posts", "Post 2 of 3", "Post 3 of 3"]

    def test_a_reply_in_a_thread_names_the_post_before_it_by_its_number(self):
        tree = tree_of(withdrawn_entry(), entry(), entry(name="authors", follows="naps/nap"))
        assert tree.texts("span", class_="reply") == ["replying to post 1"]

    def test_no_two_elements_have_the_same_id_whatever_posts_and_papers_are_called(self):
        made = pack(entry(name="a"), entry(name="a-name"), entry(name="posts"), entry(name="all"), of=paper(id="posts"))
        ids = [attrs["id"] for _, attrs, _ in Tree(page(made)).elements if "id" in attrs]
        assert len(ids) == len(set(ids)) == 12

    def test_every_link_within_the_page_leads_somewhere(self):
        tree = Tree(page(awkward_pack()))
        ids = {attrs["id"] for _, attrs, _ in tree.elements if "id" in attrs}
        within = {attrs["href"][1:] for attrs, _ in tree.all("a") if attrs["href"].startswith("#")}
        assert within <= ids
        assert len(within) > 10


class TestPost:
    def test_a_post_shows_its_text_with_its_line_breaks_as_it_is_sent(self):
        text = "In mice, a nap helped.\n\nSee example.org #Naps"
        ((attrs, shown),) = tree_of(entry(text)).all("p", class_="text")
        assert shown == text
        assert (attrs["lang"], attrs["dir"]) == ("en", "auto")

    def test_a_post_in_persian_says_so(self):
        ((attrs, _),) = tree_of(entry("چرت", "fa", finding("fa", lang="fa"))).all("p", class_="text")
        assert (attrs["lang"], attrs["dir"]) == ("fa", "auto")

    def test_a_post_says_on_which_day_it_is_planned(self):
        assert tree_of().texts("p", class_="when") == ["planned for Mon 23 Nov 2026"]

    def test_the_handle_stands_on_the_post_where_it_is_known(self):
        assert tree_of(account="naps_lab").texts("p", class_="who") == ["@naps_lab"]
        assert tree_of().texts("p", class_="who") == ["On X"]

    def test_pictures_are_in_the_page_with_their_alt_text(self):
        tree = Tree(page(awkward_pack()))
        first, second = tree.all("img")
        assert first[0]["alt"] == "A mouse asleep in the corner of a maze."
        assert b64decode(first[0]["src"].partition(",")[2]).startswith(b"\x89PNG")
        assert second[0]["alt"] == ""
        assert tree.texts("figure") == [
            "What is read to people who cannot see it A mouse asleep in the corner of a maze.",
            "No description yet for people who cannot see it.",
            "gone.png cannot be shown here. What is read to people who cannot see it A picture that is not on the disk.",
        ]

    def test_what_the_glossary_adds_is_shown_as_added_with_its_source(self):
        term = {"term": "G-CSF", "plain": "a growth factor for blood cells", "source": "the institute's dictionary"}
        of = paper(glossary=(term,), abstract=ABSTRACT + " G-CSF was not given.")
        html = page(pack(entry("Mice got G-CSF (a growth factor for blood cells). #Naps"), of=of))
        assert "G-CSF (<u>a growth factor for blood cells</u>). " in html
        tree = Tree(html)
        assert tree.texts("p", class_="added") == ["Dotted: explained for readers, not in the paper."]
        assert tree.texts("ul", class_="glossary") == [
            "G-CSF: a growth factor for blood cells. From: the institute's dictionary"
        ]

    def test_a_post_with_nothing_from_the_glossary_has_no_word_of_it(self):
        term = {"term": "G-CSF", "plain": "a growth factor", "source": "a dictionary"}
        html = page(pack(of=paper(glossary=(term,))))
        assert "<u>" not in html
        assert "not in the paper" not in html


class TestRests:
    def rests(self, *entries, **more) -> list[str]:
        return tree_of(*entries, **more).texts("details", class_="rests")

    def test_what_a_post_rests_on_is_folded_away(self):
        assert [attrs for attrs, _ in Tree(page(awkward_pack())).all("details") if "open" in attrs] == []

    def test_a_quotation_is_marked_in_its_sentence_and_not_in_the_whole_abstract(self):
        html = page(pack())
        (source,) = re.findall(r'<blockquote class="source" lang="en" dir="auto">(.*?)</blockquote>', html, re.DOTALL)
        assert flat(source) == "<mark>In mice, a nap helped;</mark> in people it did not."

    def test_a_quotation_of_the_title_says_that_it_is_from_there(self):
        (told,) = self.rests(entry(made_from=finding("nap", ("Naps in mice",))))
        assert told == "What the paper says Naps in mice: a made-up study From the title. About animals."

    def test_a_quotation_that_is_not_there_is_said(self):
        (told,) = self.rests(entry(made_from=finding("nap", ("In rats, a nap helped;",))))
        assert "In rats, a nap helped; These words are not in the abstract or the title." in told

    @pytest.mark.parametrize(
        ("on", "said"),
        [
            (("people",), "About people."),
            (("animals", "cells"), "About animals, cells."),
            (("unstated",), "The paper does not say whom this is about."),
            (("animals", "unstated"), "About animals, others that are not named."),
            ((), "What the paper says In mice, a nap helped; in people it did not."),
        ],
    )
    def test_what_the_evidence_is_on_is_said(self, on, said):
        (told,) = self.rests(entry(made_from=finding("nap", on=on)))
        assert told.endswith(said)

    def test_what_was_read_stands_under_its_own_quotation(self):
        two = finding(quotes=("a nap helped;", "More work is needed."))
        tree = tree_of(entry(made_from=two, facts=((), ("on: people", "22.9% of the naps"))))
        (told,) = tree.texts("details", class_="rests")
        assert told.endswith(
            "More work is needed. About animals. Our software read in it: on: people 22.9% of the naps"
        )
        assert tree.texts("ul", class_="read") == ["on: people 22.9% of the naps"]

    def test_what_to_look_at_and_warnings_are_told_without_the_names_of_rules(self):
        remarks = (
            Remark("hype", Level.WARNING, "“breakthrough” promises more than the paper; delete it"),
            Remark("stigma", Level.WARNING, "x", waived="so"),
            Remark("evidence-vague", Level.INFO, "y"),
        )
        (told,) = self.rests(entry(remarks=remarks, look_at="two figures: whose is each?"))
        assert told.endswith(
            "What to look at Two figures: whose is each? “breakthrough” promises more than the paper; delete it."
        )
        assert "hype" not in told

    def test_authors_and_source_rest_on_the_record(self):
        authors, source = self.rests(entry(name="authors"), entry(name="source"))
        assert authors == (
            "What this is made from The authors, as the paper names them: Doe J, Sleep Lab, University of Nowhere"
        )
        assert source.startswith("What this is made from What is on record of the paper: Naps in mice")

    def test_what_stands_in_backquotes_is_code(self):
        html = page(pack(entry(look_at="run `scicomm-bot check` now"), entry(name="a", look_at="an odd ` one")))
        assert "Run <code>scicomm-bot check</code> now." in html
        assert "An odd ` one." in html


class TestQuestions:
    def test_an_open_question_is_visible_with_room_for_its_answer(self):
        tree = tree_of(entry(remarks=(question(),)))
        assert tree.texts("div", class_="asks") == [
            (
                "A question about this post The post says that a nap helped, the quotation that it may help; is that more "
                "than the paper says? Write may help. Answer: A yes needs an answer: the mail has room for it."
            )
        ]

    def test_a_question_on_a_page_without_links_asks_for_a_sentence(self):
        (told,) = tree_of(entry(remarks=(question(),)), asking=None).texts("div", class_="asks")
        assert told.endswith("A yes needs an answer: a sentence that says why the post may stand.")

    def test_an_answered_question_is_folded_with_its_answer(self):
        tree = tree_of(entry(remarks=(question("The trial was randomised."),)))
        assert tree.all("div", class_="asks") == []
        (told,) = tree.texts("details", class_="rests")
        assert told.endswith("Write may help. Answer: The trial was randomised.")

    def test_an_approved_post_that_is_asked_about_since_says_so(self):
        asked = entry(remarks=(question(),), approval=ApprovalState("approved", "Jane Doe", NOW))
        assert tree_of(asked).texts("p", class_="says") == [
            "Jane Doe said yes on Sun 22 Nov 2026, 19:00 Tehran time. A question has come up since."
        ]

    def test_a_text_that_is_asked_about_is_not_offered_to_be_shared(self):
        yes = ApprovalState("approved", "Jane Doe", NOW)
        assert not entry(remarks=(question(),), approval=yes).may_be_shared
        assert entry(remarks=(question("The trial was randomised."),), approval=yes).may_be_shared


class TestWhereItIs:
    def says(self, one, **more) -> list[str]:
        return tree_of(one, **more).texts("p", class_="says")

    def test_a_post_that_waits_says_nothing_of_itself(self):
        unseen = ApprovalState("unapproved", obstacle=unapproved("not approved yet"), unseen=True)
        assert self.says(entry(where=held("unapproved"), approval=unseen)) == []

    def test_a_post_that_is_out_says_when_and_where(self):
        tree = Tree(page(awkward_pack()))
        assert "Out since Fri 20 Nov 2026, 19:00 Tehran time." in tree.texts("p", class_="says")
        assert ("https://x.com/i/web/status/1234567890123456789", "See it on X (post 5)") in [
            (attrs["href"], text) for attrs, text in tree.all("a")
        ]

    def test_a_post_that_was_withdrawn_says_when_and_why_and_offers_no_address_and_no_answer(self):
        made = page(pack(withdrawn_entry()))
        tree = Tree(made)
        assert tree.texts("p", class_="says") == [
            (
                "It was out on Fri 20 Nov 2026, 19:00 Tehran time, and was withdrawn on Sat 21 Nov 2026, 19:00 Tehran time. "
                "A figure was wrong."
            )
        ]
        assert "https://x.com/" not in made
        assert tree.all("div", class_="sign") == tree.all("p", class_="answers") == []

    def test_a_post_that_is_out_with_another_text_shows_both(self):
        out = withdrawn_entry("A nap.")
        tree = tree_of(replace(out, post=replace(out.post, text="A long nap.")))
        assert tree.texts("p", class_="text") == ["A nap."]
        assert tree.texts("bdi", class_="other") == ["A long nap."]
        assert tree_of(out).all("bdi", class_="other") == []

    @pytest.mark.parametrize(
        ("verdict", "said"),
        [
            (ApprovalState("approved", "Jane Doe", NOW), "Jane Doe said yes on Sun 22 Nov 2026, 19:00 Tehran time."),
            (
                ApprovalState("unapproved", "Jane Doe", NOW, signed=(Signature("Jane Doe", NOW),), needed=2),
                "Jane Doe said yes on Sun 22 Nov 2026, 19:00 Tehran time. One more person must say yes.",
            ),
            (
                ApprovalState("rejected", "Jane Doe", NOW, why="too far"),
                "Jane Doe said no on Sun 22 Nov 2026, 19:00 Tehran time. too far",
            ),
            (
                ApprovalState("rejected", "Jane Doe", NOW, why="too far", difference=(Piece("added", "In mice,"),)),
                "Jane Doe said no on Sun 22 Nov 2026, 19:00 Tehran time. The text was changed since. too far",
            ),
            (
                ApprovalState("changed", "Jane Doe", NOW, obstacle=unapproved("the evidence was changed")),
                "Jane Doe said yes on Sun 22 Nov 2026, 19:00 Tehran time. It was changed since.",
            ),
        ],
        ids=["yes", "one-of-two", "no", "no-then-changed", "yes-then-changed"],
    )
    def test_what_people_said_is_told(self, verdict, said):
        assert self.says(entry(approval=verdict)) == [said]

    def test_each_of_two_who_said_yes_is_told(self):
        signed = (Signature("Jane Doe", NOW), Signature("سارا احمدی", NOW))
        assert self.says(entry(approval=ApprovalState("approved", "Jane Doe", NOW, signed=signed, needed=2))) == [
            "Jane Doe said yes on Sun 22 Nov 2026, 19:00 Tehran time.",
            "سارا احمدی said yes on Sun 22 Nov 2026, 19:00 Tehran time.",
        ]

    def test_what_changed_since_is_folded_word_by_word(self):
        pieces = (Piece("same", "In "), Piece("deleted", "people"), Piece("added", "mice"), Piece("same", "."))
        html = page(pack(entry(approval=ApprovalState("changed", "Jane Doe", NOW, difference=pieces))))
        assert "In <del>people</del><ins>mice</ins>.</p>" in html
        assert Tree(html).texts("details", class_="changed") == ["What changed since Jane Doe said yes In peoplemice."]

    def test_what_changed_besides_the_text_is_told_in_words(self):
        changed = ApprovalState("changed", "Jane Doe", NOW, obstacle=unapproved("the evidence was changed"))
        assert tree_of(entry(approval=changed)).texts("details", class_="changed") == [
            "What changed since Jane Doe said yes The evidence was changed."
        ]

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("draft", "A draft. It goes out only when its writer has finished it."),
            ("incomplete", "Not ready yet. Something about the paper is still missing. Because of this."),
            ("file", "Not ready yet. The file that it stands in has a mistake, which must be put right first."),
            ("image", "Not ready yet. Its picture cannot be sent. Because of this."),
            ("quiet", "It waits. Nothing goes out in quiet time."),
            ("budget", "It waits. The money for posts is used up for this month."),
            ("paused", "It waits. Posting is paused. Because of this."),
            ("retracted", "It waits until somebody has checked that the paper still stands."),
            ("changed", "It waits. It was changed after it was sent, and nobody knows yet whether it arrived."),
            ("skipped", "It will not go out. Because of this."),
            ("expired", "It will not go out any more. Its time is over."),
            ("thread", "It waits for the post that it replies to."),
        ],
    )
    def test_a_post_that_is_held_says_why_in_plain_words(self, code, said):
        assert self.says(entry(where=held(code, "because of this"), slot=None)) == [said]

    def test_a_post_with_an_error_says_what_must_be_put_right(self):
        wrong = (Remark("length", Level.ERROR, "301 characters as X counts them, limit 280; cut 21"),)
        assert self.says(entry(remarks=wrong, where=held("finding", wrong[0].message))) == [
            "Not ready yet. Something in it must be put right first. 301 characters as X counts them, limit 280; cut 21."
        ]

    def test_a_post_without_a_text_shows_no_template_to_the_reader(self):
        wrong = (Remark("template", Level.ERROR, "templates/finding.txt.j2:1: 'nix' is undefined"),)
        tree = tree_of(entry("", remarks=wrong, where=held("finding", wrong[0].message)))
        assert "There is no text: it could not be made." in tree.text()
        assert "j2" not in tree.text().partition("For the person")[0]

    def test_a_paper_that_does_not_stand_says_so_once_and_asks_for_nothing_but_its_correction(self):
        entries = (entry(), entry(name="authors"), entry("The paper was retracted.", "correction"))
        part = PaperPart(paper(), entries, "the paper was retracted on 1 Nov 2026")
        tree = Tree(page(replace(pack(), parts=(part,))))
        assert tree.texts("p", class_="stopped") == [
            "No more posts about this paper. The paper was retracted on 1 Nov 2026."
        ]
        assert tree.texts("p", class_="says") == ["It does not go out, because of the paper."] * 2
        assert len(tree.all("p", class_="answers")) == 1
        assert tree.texts("h3")[0] == "Post 1 of 3, a correction"


class TestEmbargo:
    END = NOW + timedelta(days=9)

    def test_an_embargo_of_the_paper_is_told_large_and_once(self):
        tree = tree_of(entry(embargo=self.END), entry(name="authors", embargo=self.END))
        assert tree.texts("p", class_="embargo") == [
            "Under embargo until Tue 1 Dec 2026, 19:00 Tehran time Please show nobody these posts before then."
        ]
        assert tree.all("p", class_="says") == []

    def test_an_embargo_of_one_post_stands_with_the_post(self):
        tree = tree_of(entry(embargo=self.END), entry(name="authors"))
        assert tree.all("p", class_="embargo") == []
        assert tree.texts("p", class_="says") == ["Under embargo until Tue 1 Dec 2026, 19:00 Tehran time."]

    def test_what_is_out_does_not_hide_the_embargo_of_the_rest(self):
        assert len(tree_of(withdrawn_entry(), entry(embargo=self.END)).all("p", class_="embargo")) == 1

    @pytest.mark.parametrize("code", ["draft", "finding", "incomplete", "file", "image", "retracted"])
    def test_a_post_that_must_be_mended_first_does_not_hide_the_embargo_of_the_rest(self, code):
        other = entry(name="authors", where=held(code))
        assert len(tree_of(entry(embargo=self.END), other).all("p", class_="embargo")) == 1

    def test_of_several_ends_the_first_is_told_large_and_the_others_with_their_posts(self):
        later = entry(name="authors", embargo=self.END + timedelta(days=1))
        tree = tree_of(entry(embargo=self.END), later)
        assert "Tue 1 Dec 2026" in tree.texts("p", class_="embargo")[0]
        assert tree.texts("p", class_="says") == ["Under embargo until Wed 2 Dec 2026, 19:00 Tehran time."]

    def test_a_post_under_embargo_is_not_offered_to_be_shared(self):
        yes = ApprovalState("approved", "Jane Doe", NOW)
        assert composers(pack(entry(approval=yes, embargo=self.END))) == 0
        assert composers(pack(entry(approval=yes, where=held("embargo")))) == 0


def composers(made: Pack) -> int:
    return page(made).count("https://x.com/intent/tweet?text=")


YES = ApprovalState("approved", "Jane Doe", NOW)


def test_each_approved_post_can_be_opened_in_the_composer():
    entries = (entry(approval=YES), entry(name="authors", approval=YES), entry(name="source"))
    assert composers(pack(*entries)) == 2


@pytest.mark.parametrize(
    "one",
    [
        entry(approval=YES, remarks=(Remark("length", Level.ERROR, "x"),)),
        entry("", approval=YES),
        entry(),
        entry(approval=ApprovalState("unapproved", obstacle=unapproved("no"))),
        entry(approval=ApprovalState("rejected", "Jane Doe", NOW, why="no")),
        entry(approval=ApprovalState("changed", "Jane Doe", NOW)),
        withdrawn_entry(),
        entry(approval=YES, where=held("finding", "the same text was withdrawn (as naps/gone)")),
        entry(approval=YES, where=held("draft")),
        entry(approval=YES, where=held("retracted")),
    ],
    ids=[
        "blocked",
        "empty",
        "nobody-asked",
        "unseen",
        "rejected",
        "changed",
        "withdrawn",
        "same-text",
        "draft",
        "stopped",
    ],
)
def test_what_is_not_approved_or_may_not_go_out_is_not_offered_to_share(one):
    assert composers(pack(one)) == 0


class TestMaker:
    """What matters to who made the page stands folded at its end, and nowhere else."""

    def end(self, *entries, **more) -> str:
        (told,) = tree_of(*entries, **more).texts("details", class_="operator")
        return told

    def test_it_says_when_and_by_what_the_page_was_made(self):
        assert "Made Sun 22 Nov 2026, 19:00 Tehran time by scicomm-bot 1.2.3." in self.end()

    def test_it_counts_posts_price_length_and_what_is_not_waived(self):
        remarks = (
            Remark("length", Level.ERROR, "x"),
            Remark("hype", Level.WARNING, "x"),
            Remark("hype", Level.WARNING, "y", waived="so"),
            Remark("evidence-vague", Level.INFO, "x"),
            question(),
            question("The trial was randomised."),
        )
        told = self.end(entry("a" * 40), entry("b" * 50, "two", remarks=remarks))
        assert (
            "2 posts for $0.030 in all, the longest 50/280. 1 error, 1 open question, 1 warning. The sum is by" in told
        )

    def test_id_state_date_length_price_and_hash_stand_with_each_post(self):
        one = entry("In mice, a nap helped.", where=held("unapproved", "not approved yet"))
        digest = hashlib.sha256(one.post.text.encode()).hexdigest()
        assert (
            "1 naps/nap State held: not approved Planned Mon 23 Nov 2026, 19:00 Tehran time Length 22/280 Price $0.015 "
            f"SHA-256 {digest[:12]} not approved yet"
        ) in self.end(one)

    def test_it_names_level_rule_and_message_of_each_remark_and_the_reason_of_a_waiver(self):
        tree = Tree(page(awkward_pack()))
        told = tree.texts("ul", class_="remarks")
        assert any("Error length 301 characters as X counts them, limit 280; cut 21" in one for one in told)
        assert any("Warning title-hype the title's own promise Waived: quoted from" in one for one in told)
        assert any("Question strength-up" in one and "Waits for an answer." in one for one in told)

    def test_commands_rules_prices_and_hashes_stand_nowhere_else(self):
        html = page(pack(entry(remarks=(question(), Remark("hype", Level.WARNING, "x")))))
        before = html[html.index("<body>") : html.index('<details class="operator')]
        shown = re.sub(r'<[^>]*>|<div class="sign paper-only">.*?</div>', "", before, flags=re.DOTALL)
        assert not re.search(r"strength-up|hype|scicomm-bot|\$0|/280", shown)


class TestPaperAndPen:
    def test_there_is_a_place_to_answer_under_each_post_and_to_sign_once(self):
        tree = tree_of(entry(), entry(name="authors"))
        for one, told in zip(tree.texts("div", class_="sign"), ("naps/nap", "naps/authors"), strict=True):
            assert one.startswith(f"Yes No Please change: {told} ")
            assert re.search(r" [0-9a-f]{64}$", one)
        assert tree.texts("section", class_="sign") == [
            "Yes to all 2 posts about “Naps in mice: a made-up study” Name Date Signature"
        ]

    def test_a_yes_to_all_on_paper_leaves_out_what_is_asked_about(self):
        (told,) = tree_of(entry(), entry(name="a", remarks=(question(),))).texts("section", class_="sign")
        assert told.startswith("Yes to all 1 post without a question about")

    def test_where_every_post_is_asked_about_there_is_no_yes_to_all(self):
        assert tree_of(entry(remarks=(question(),))).texts("section", class_="sign") == ["Name Date Signature"]

    def test_a_post_with_an_error_has_no_box_for_a_yes(self):
        wrong = entry(remarks=(Remark("length", Level.ERROR, "x"),), where=held("finding"))
        assert tree_of(wrong).texts("div", class_="sign")[0].startswith("No Please change:")


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
            allowed = r"data:image/(png|jpeg|gif|webp);base64," if tag == "img" else r"#|https?://|mailto:press%?[\w@]"
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


def test_ten_posts_with_a_card_each_make_a_page_of_less_than_two_megabytes():
    card = png(1600, 900) + b"\0" * 130_000
    entries = [entry(f"Post {n}.", f"n{n}", pictures=(Picture("card.png", card, "A card."),)) for n in range(10)]
    assert len(page(pack(*entries)).encode()) < 2_000_000


def test_the_time_comes_from_the_pack_alone():
    later = replace(pack(), made_at=NOW.replace(year=2030))
    assert "Made Fri 22 Nov 2030, 19:00" in text_of(later)


def test_hostile_text_is_text_in_every_place():
    html = page(hostile_pack())
    shape = [tag for tag, _, _ in Tree(html).elements]
    assert not re.search(r"<(script|svg onload|img src=x)", html)
    assert shape.count("script") == shape.count("svg") == 0
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


def test_yes_to_all_names_what_it_leaves_out():
    two = [entry(name=name, remarks=(question(),)) for name in ("b", "c")]
    (told,) = tree_of(entry(), *two[:1]).texts("section", id="_all")
    assert told == "Is everything right? Yes to post 1 Without post 2, which has a question."
    (told,) = tree_of(entry(), *two).texts("section", id="_all")
    assert told.endswith("Without post 2, post 3, which have questions.")
