"""The files of words that come with the program: English as it always was, and Persian whole."""

import re
from itertools import product
from pathlib import Path

import pytest
import yaml

from scicomm_bot.characters.invisible import hidden_signs, without_invisible
from scicomm_bot.domain.notice import BLOCKING_TYPES
from scicomm_bot.domain.paper import Author, Content, Study, Why
from scicomm_bot.domain.study import KINDS
from scicomm_bot.render import Templates, render_posts
from support.paper_samples import PAPER

FOLDER = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = Templates(FOLDER)
LANGS = [path.name.split(".")[1] for path in sorted(FOLDER.glob("words.*.yaml"))]
PERSIAN = PAPER.model_copy(
    update={
        "lang": "fa",
        "hashtags": ("#ALS", "#نورون"),
        "why": Why(text="این بیماری درمانی ندارد.", by="Doe J"),
        "issue": "3",
        "pages": "763-771",
        "doi": "10.1000/abc",
        "findings": (PAPER.findings[0].model_copy(update={"lang": "fa", "text": "یافته‌ای در انسان."}),),
    }
)


class Places:
    folder = Path()

    """No value stands anywhere."""

    def place(self, *where):
        return "nowhere"


def texts(paper) -> dict[str, str]:
    posts = render_posts(Content(papers=(paper,)), TEMPLATES, Places())
    assert [post.failure for post in posts] == [None] * len(posts)
    return {post.id.partition("/")[2]: post.text for post in posts}


def shape(value: object) -> object:
    """The names of a file of words, at every depth."""
    return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else None


def raw(lang: str) -> dict:
    return yaml.load((FOLDER / f"words.{lang}.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes texts alone


@pytest.mark.parametrize("lang", LANGS)
def test_every_language_has_the_same_words(lang):
    assert shape(raw(lang)) == shape(raw("en"))


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_study_and_every_fall_of_a_paper_has_a_word(lang):
    words = raw(lang)
    assert set(words["study"]) == set(KINDS)
    assert set(words["correction"]["fallen"]) == set(BLOCKING_TYPES)


def test_the_english_words_say_how_a_paper_fell_as_the_record_does():
    assert raw("en")["correction"]["fallen"] == BLOCKING_TYPES


@pytest.mark.parametrize("kind", KINDS)
def test_the_english_labels_are_those_of_the_study(kind):
    for reviewed, preprint, on in product(
        [True, False], [True, False], [(), ("people",), ("animals", "people"), ("cells", "animals", "people")]
    ):
        study = Study(kind=kind, peer_reviewed=reviewed, preprint=preprint, on=on)
        text = texts(PAPER.model_copy(update={"study": study}))["f"]
        assert text.split("\n")[2] == study.label


def test_a_persian_paper_is_persian_as_far_as_the_templates_go():
    assert texts(PERSIAN) == {
        "f": "یافته‌ای در انسان.\n\nمقالهٔ مروری، داوری‌شده؛ پژوهش‌های انسانی.\nمنتشرشده در A Journal، سال ۲۰۲۳\n\n#ALS #نورون",
        "why": "چرا مهم است؟ از زبان Doe J، یکی از نویسندگان مقالهٔ مروری در A Journal:\n\n«این بیماری درمانی ندارد.»\n\n#ALS #نورون",
        "authors": "نویسندگان مقالهٔ مروری در A Journal (سال ۲۰۲۳)، Doe J و Roe R هستند.",
        "source": "منبع این پست‌ها یک مقالهٔ مروری داوری‌شده است:\n\n«A title»\nمنتشرشده در A Journal، سال ۲۰۲۳، شمارهٔ ۳، صفحه‌های ۷۶۳-۷۷۱\ndoi:10.1000/abc",
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("reviewed", "preprint"), list(product([True, False], [True, False])))
def test_no_english_word_and_no_western_digit_is_left_in_a_persian_post(kind, reviewed, preprint):
    many = tuple(Author(name=f"Doe{letter} J") for letter in "abcdefghijklmnopqrstuvwxyz" * 3)
    study = Study(kind=kind, peer_reviewed=reviewed, preprint=preprint, on=("animals", "people"))
    for text in texts(PERSIAN.model_copy(update={"study": study, "authors": many})).values():
        rest = re.sub(r"A Journal|A title|Doe\w* J|doi:\S+|#ALS", "", text)
        assert not re.search("[A-Za-z0-9,;?]", rest), rest


def test_a_line_that_goes_from_right_to_left_begins_so_and_has_no_two_latin_names_side_by_side():
    for text in texts(PERSIAN.model_copy(update={"authors": tuple(Author(name=f"Doe{n} J") for n in "abc")})).values():
        assert not [*hidden_signs(text)]
        assert not re.search("[\u200e\u200f\u061c\u2066-\u2069]", text)
        for line in text.split("\n"):
            if re.search("[\u0600-\u06ff]", line) and not line.startswith("#"):
                first = re.search(r"[^\W\d_]", without_invisible(line))
                assert "\u0600" <= first[0] <= "\u06ff", line
                assert not re.search(r"[A-Za-z][^\u0600-\u06ff]*[،؛][^\u0600-\u06ff]*[A-Za-z]", line), line


def test_a_persian_correction_is_persian():
    told = {"type": "retraction", "says": "was retracted", "notice": "10.1000/n", "on": "3 May 2026", "details": "x",
            "sources": "publisher", "posted_from": "22 November 2026"}  # fmt: skip
    variables = {"paper": PERSIAN, "withdrawn": None, "retraction": told, "why": "x"}
    text = TEMPLATES.wordings("correction.txt.j2", variables)[0]
    assert text == (
        "اصلاحیه: مقالهٔ مروری با عنوان «A title» (در A Journal، سال ۲۰۲۳) که از ۲۲ نوامبر ۲۰۲۶ دربارهٔ آن نوشته‌ایم، "
        "سلب اعتبار شده است (۳ مهٔ ۲۰۲۶؛ اطلاعیهٔ doi:10.1000/n). لطفاً به پست‌های ما دربارهٔ آن استناد نکنید."
    )


def test_a_finding_in_another_language_than_its_paper_has_the_words_of_its_own():
    english = PAPER.findings[0].model_copy(update={"id": "g", "lang": "en"})
    shown = texts(PERSIAN.model_copy(update={"findings": (*PERSIAN.findings, english)}))
    assert shown["g"] == "A finding.\n\nA Journal, 2023\n\n#ALS #نورون"


def test_hashtags_stand_at_the_end_and_are_left_out_where_they_do_not_fit():
    long = PAPER.findings[0].model_copy(update={"id": "g", "text": "word " * 51 + "end."})
    shown = texts(PAPER.model_copy(update={"hashtags": ("#ALS", "#GCSF"), "findings": (PAPER.findings[0], long)}))
    assert shown["f"].endswith("\nA Journal, 2023\n\n#ALS #GCSF")
    assert shown["g"].endswith("A Journal, 2023")
    assert "#" not in shown["authors"] + shown["source"]


def test_a_finding_s_own_hashtags_stand_for_those_of_the_paper():
    none = PAPER.findings[0].model_copy(update={"id": "g", "hashtags": ()})
    own = PAPER.findings[0].model_copy(update={"id": "h", "hashtags": ("#Mice",)})
    shown = texts(PAPER.model_copy(update={"hashtags": ("#ALS",), "findings": (none, own)}))
    assert "#" not in shown["g"]
    assert shown["h"].endswith("\n\n#Mice")


@pytest.mark.parametrize(
    ("authors", "who"),
    [((Author(name="Doe J"),), "the author of the review"), (PAPER.authors, "an author of the review")],
)
def test_the_words_of_an_author_are_quoted_and_attributed(authors, who):
    why = Why(text="It matters to many.", by="Doe J")
    text = texts(PAPER.model_copy(update={"why": why, "authors": authors}))["why"]
    assert text == f"Why it matters, in the words of Doe J, {who} in A Journal:\n\n“It matters to many.”"


def test_the_words_of_an_author_are_never_shortened():
    why = Why(text="word " * 45 + "end.", by="Doe J")
    text = texts(PAPER.model_copy(update={"why": why, "hashtags": ("#ALS",)}))["why"]
    assert text.startswith("Doe J, on why it matters:")
    assert f"“{why.text}”" in text
