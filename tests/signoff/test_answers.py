"""The line by which a mail answers for a post: as it is written, and as it is read after mail programs and phones."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.signoff.answers import BARRIER, Answer, answer_line, question_line, read_answers
from support.growth import TOO_STEEP, steepness

SHA = hashlib.sha256(b"A text.").hexdigest()
CODE = SHA[:12]
POST, OTHER = "gcsf-als/survival-in-mice", "gcsf-als/authors"
IDS = frozenset({POST, OTHER, "als/survival-in-mice"})
LINE = answer_line(POST, SHA, "yes")


def answers(text: str, ids=IDS) -> list[tuple[str, str, str]]:
    return [(one.post_id, one.code, one.word) for one in read_answers(text, ids).answers]


def only(text: str) -> Answer:
    (answer,) = read_answers(text, IDS).answers
    return answer


def unclear(text: str) -> list[tuple[str, str]]:
    reading = read_answers(text, IDS)
    assert not reading.answers
    return [(one.post_id, one.why) for one in reading.unclear]


def test_a_line_has_the_post_the_first_twelve_digits_of_the_hash_and_the_word():
    assert f"gcsf-als/survival-in-mice {SHA[:12]}: yes" == LINE


@pytest.mark.parametrize("word", ["yes", "no", "change"])
def test_what_is_written_is_read(word):
    assert answers(answer_line(POST, SHA, word)) == [(POST, CODE, word)]


YES = [(POST, CODE, "yes")]


@pytest.mark.parametrize(
    "text",
    [
        LINE.upper(),
        LINE.capitalize(),
        LINE.replace("yes", "YES!"),
        LINE.replace("yes", "Yes,"),
        LINE.replace("yes", "\u201cYes.\u201d"),
        LINE.replace(": ", ":"),
        LINE.replace(": ", " : "),
        LINE.replace(":", "\uff1a"),
        LINE.replace(": ", " \u2013 "),
        LINE.replace(": ", " \u2014 "),
        LINE.replace(": ", " "),
        LINE.replace(": ", " = "),
        LINE.replace(" ", "\u00a0"),
        LINE.replace(" ", "\u202f"),
        LINE.replace(" ", " \t  "),
        LINE.replace("-", "\u2011"),
        LINE.replace("-", "\u2013"),
        LINE.replace("/", "\u2044"),
        f"\u200e{LINE}\u200f",
        f"\u202a{LINE}\u202c",
        LINE.replace("/", "/\u200b"),
        LINE.replace("-", "-\n"),
        LINE.replace("/", "/\n"),
        LINE.replace(" ", "\n"),
        LINE.replace(" ", " \r\n"),
        LINE.replace(CODE, f"{CODE[:5]}\n{CODE[5:]}"),
        LINE.replace(CODE, f"{CODE[:5]}=\n{CODE[5:]}"),
        f"- {LINE}",
        f"* {LINE}",
        f"1. {LINE}",
        f"\u2022 {LINE}",
        f"({LINE})",
        f"*{LINE}*",
        f"Dear Jane,\n{LINE}",
        f"all right\n{LINE}",
        f"see {LINE}",
        LINE.replace(CODE, f"{CODE}<tel:{CODE}>"),
    ],
)
def test_a_line_is_read_whatever_mail_programs_and_phones_did_to_it(text):
    reading = read_answers(text, IDS)
    assert [(one.post_id, one.code, one.word) for one in reading.answers] == YES
    assert reading.answers[0].beside == ""


@pytest.mark.parametrize("width", range(4, 60))
def test_a_line_that_is_broken_at_any_width_is_read(width):
    text = "\n".join(LINE[at : at + width] for at in range(0, len(LINE), width))
    if "yes" in text:  # a word in two pieces is none
        assert answers(f"Hello\n{text}\n\nBye") == YES


def test_an_id_that_is_not_known_begins_at_the_nearest_word():
    assert answers(f"well\nnew-paper/a {CODE}: no") == [("new-paper/a", CODE, "no")]


def test_of_two_papers_the_one_with_the_longer_id_is_meant():
    assert answers(f"gcsf-\nals/survival-in-mice {CODE}: yes") == YES
    assert answers(f"see: als/survival-in-mice {CODE}: yes") == [("als/survival-in-mice", CODE, "yes")]


def test_an_id_that_has_something_like_a_code_in_it_is_read_whole():
    post = "p/deadbeef0123-no-effect"
    assert answers(answer_line(post, SHA, "yes"), {post}) == [(post, CODE, "yes")]


def test_several_answers_stand_in_one_mail():
    text = f"{LINE}\n{OTHER} {CODE}: no\n\nA name is misspelt.\n"
    assert answers(text) == [(POST, CODE, "yes"), (OTHER, CODE, "no")]


def test_words_belong_to_the_answer_before_them():
    text = f"{OTHER} {CODE}: no, the third\nname is wrong\n\nIt is Doe.\n\n{LINE}\n\nBest, Jane\n-- \nDr. Jane Doe\n"
    no, yes = read_answers(text, IDS).answers
    assert (no.beside, no.below, no.words) == (
        "the third name is wrong",
        "It is Doe.",
        "the third name is wrong It is Doe.",
    )
    assert (yes.beside, yes.below) == ("", "Best, Jane")


def test_words_right_behind_a_yes_are_beside_it():
    assert only(f"{LINE} but not before Friday").beside == "but not before Friday"
    assert only(f"{LINE}\nbut not before Friday").beside == "but not before Friday"
    assert only(f"{LINE}\n\nbut not before Friday").below == "but not before Friday"
    assert only(f"{LINE} \U0001f44d").words == ""
    assert only(f"{LINE}\n_______________________\nThe list of the press office").beside == ""


def test_a_question_is_answered_below_the_yes():
    key = "strength-up/0123456789"
    text = f"{LINE}\n\n{question_line(key, 'The trial was randomised.')}\n\nBest, Jane"
    answer = only(text)
    assert answer.given == ((key, "The trial was randomised."),)
    assert (answer.beside, answer.below) == ("", "Best, Jane")


def test_a_question_s_line_that_was_left_as_it_came_has_no_answer():
    assert only(f"{LINE}\n{question_line('strength-up/0123456789')}\nnumber-label/aaaaaaaaaa:\n").given == (
        ("strength-up/0123456789", ""),
        ("number-label/aaaaaaaaaa", ""),
    )


def test_the_answer_to_a_question_may_be_broken_over_lines():
    answer = only(
        f"{LINE}\nstrength-up/0123456789: The trial\nwas randomised.\nnumber-label/aaaaaaaaaa: As in table 2."
    )
    assert [words for _, words in answer.given] == ["The trial was randomised.", "As in table 2."]


@pytest.mark.parametrize(
    ("behind", "says"),
    [
        ("ok", "'ok' is none of yes, no and change"),
        ("Ja", "'ja' is none of yes, no and change"),
        ("yess", "'yess' is none of yes, no and change"),
        ("nope", "'nope' is none of yes, no and change"),
        ("بله", "'بله' is none of yes, no and change"),
        ("", "nothing stands behind the colon"),
        ("\n\nNo, I", "nothing stands behind the colon"),
    ],
)
def test_a_word_that_is_none_of_the_three_is_told_and_not_guessed_at(behind, says):
    assert unclear(f"{POST} {CODE}: {behind}") == [(POST, says)]


@pytest.mark.parametrize("code", [CODE[:11], CODE[:-1] + "g", CODE + "0", "123"])
def test_a_code_that_is_not_whole_is_told(code):
    assert unclear(f"{POST} {code}: yes") == [(POST, f"its code has to be 12 digits, and is {code!r}")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes to all, thanks!",
        "yes",
        f"{CODE}: yes",
        f"{POST}: yes, please",
        f"https://example.org/a-b/{CODE} yes",
        "gcsf-als/strength-up/0123456789: yes",
        f"{POST}\n{BARRIER}\n{CODE}: yes",
        f"{POST}\n\n{CODE}: yes",
        f"{POST} {CODE}",
    ],
)
def test_what_is_no_answer_answers_nothing(text):
    assert not answers(text)


@given(st.text(alphabet="ab/-:0123456789f \n=yesno\u00a0\u2013", max_size=300))
def test_any_text_can_be_read(text):
    for answer in read_answers(text, IDS).answers:
        assert len(answer.code) == 12


@pytest.mark.parametrize(
    "piece",
    ["/", "a/", "a-/" * 3, f"a/b {CODE}:", f"{POST} {CODE}: ", "a" * 60 + "/" + "b" * 60, "\n" * 9, "- ", f"{LINE}\n"],
)
def test_reading_takes_linear_time(piece):
    read = lambda text: read_answers(text, IDS)  # noqa: E731 - a name for one line
    assert steepness(read, lambda size: piece * (size // len(piece)), 200_000) < TOO_STEEP
