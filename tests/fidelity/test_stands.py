"""Whether a sentence stands by its words."""

import pytest

from scicomm_bot.english.stands import stands
from scicomm_bot.english.text import read_text


def stands_by(word: str, text: str, *, as_result: bool = False) -> bool:
    (sentence,) = read_text(text).sentences
    at = sentence.words.index(word)
    return stands(sentence, at, at + 1, as_result=as_result)


@pytest.mark.parametrize("as_result", [False, True])
@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("cure", "It is no cure."),
        ("cures", "Nobody knows whether it cures ALS."),
        ("cure", "It did not slow, stop or cure ALS."),
        ("cure", "A cure has not been found."),
        ("cure", "A cure for ALS remains elusive."),
        ("cures", "That it cures ALS is not shown."),
        ("cures", "It is too early to say that it cures ALS."),
        ("curing", "Instead of slowing, stopping or curing ALS, it did nothing."),
    ],
)
def test_a_sentence_does_not_stand_by_what_it_denies_or_doubts(word, text, as_result):
    assert not stands_by(word, text, as_result=as_result)


@pytest.mark.parametrize("as_result", [False, True])
@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("cures", "It cures ALS."),
        ("cure", "A cure for ALS?"),
        ("cured", "It did not harm but cured mice."),
        ("cures", "We tested it, and found that it cures ALS."),
        ("cures", "Rather than lithium, it cures ALS."),
        ("cures", "Rather than harm or hurt patients, it cures ALS."),
    ],
)
def test_a_sentence_stands_by_what_it_tells(word, text, as_result):
    assert stands_by(word, text, as_result=as_result)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("miracle", "This miracle drug does not come cheap."),
        ("stops", "It stops ALS in people who do not smoke."),
        ("cures", "How it cures ALS."),
    ],
)
def test_a_promise_is_made_where_no_result_is_told(word, text):
    assert stands_by(word, text)
    assert not stands_by(word, text, as_result=True)
