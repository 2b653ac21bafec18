"""What a text weighs and what is a URL in it: cases of our own, whatever else is installed."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scicomm_bot.medium.length import LIMIT, UrlSpan, urls, urls_with_indices, weighted_length

ZWJ = "\u200d"
FAMILY = ZWJ.join("👨👩👧👦")


def test_a_post_may_weigh_280():
    assert LIMIT == 280


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("G-CSF in ALS", 12, id="ASCII"),
        pytest.param("Größe, café, naïveté", 20, id="Latin"),
        pytest.param("سلام دنیا", 9, id="Persian"),
        pytest.param("می‌شود", 6, id="Persian with a zero-width non-joiner"),
        pytest.param("Привет, Ελλάδα", 14, id="Cyrillic and Greek"),
        pytest.param("研究", 4, id="CJK weighs 2"),
        pytest.param("각", 2, id="Hangul weighs 2"),
        pytest.param("“quoted” – and so—on…", 22, id="quotes and dashes weigh 1, an ellipsis 2"),
        pytest.param("5′ 3″", 5, id="primes weigh 1"),
        pytest.param("€₂→", 6, id="euro, subscript and arrow weigh 2"),
        pytest.param("\u10ff\u1100", 3, id="the last light code point and the first heavy one"),
        pytest.param("𝒜", 2, id="beyond U+FFFF"),
        pytest.param("a\r\nb\n", 5, id="line breaks as they are"),
    ],
)
def test_characters_weigh_1_or_2(text, weight):
    assert weighted_length(text) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [pytest.param("e\u0301", 1, id="composed"), pytest.param("\u0915\u093c", 2, id="not composed"), ("\u212b", 1)],
)
def test_text_is_weighed_in_nfc(text, weight):
    assert weighted_length(text) == weight == weighted_length(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        pytest.param("🧠", 2, id="one code point"),
        pytest.param(FAMILY, 2, id="family"),
        pytest.param("🙋🏽", 2, id="skin tone"),
        pytest.param("👩🏾\u200d🔬", 2, id="profession with skin tone"),
        pytest.param("🧑\u200d🔬", 2, id="newer than Unicode 11"),
        pytest.param("🇮🇷🇺🇸", 4, id="two flags"),
        pytest.param("🇮🇮🇷", 4, id="an indicator, then a flag"),
        pytest.param("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2, id="flag of England"),
        pytest.param("1️⃣", 2, id="keycap"),
        pytest.param("#⃣", 2, id="keycap without U+FE0F"),
        pytest.param("❤️", 2, id="with U+FE0F"),
        pytest.param("⚡️", 2, id="colourful anyway, with U+FE0F"),
        pytest.param("☺\ufe0e", 4, id="text presentation is no emoji"),
        pytest.param("😷\ufe0f", 4, id="U+FE0F where it does not belong"),
        pytest.param("©®", 2, id="bare signs are no emoji"),
        pytest.param("©️®️", 4, id="signs with U+FE0F"),
        pytest.param("123#*", 5, id="digits are no emoji"),
        pytest.param("👩\u200d👩", 5, id="joined but not known as one"),
        pytest.param("🏃\u200d♀", 5, id="joined without U+FE0F is never counted too short"),
        pytest.param("a👍🏽b👍🏽🏽c", 9, id="among letters"),
    ],
)
def test_an_emoji_weighs_2_however_long(text, weight):
    assert weighted_length(text) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        pytest.param("https://doi.org/10.1007/s13760-022-01889-4", 23, id="long"),
        pytest.param("t.co", 23, id="shorter than 23"),
        pytest.param("See example.com.", 28, id="in a sentence"),
        pytest.param("a.com b.org", 47, id="two"),
        pytest.param("p<0.05, i.e. Fig.2", 18, id="none"),
        pytest.param("https://example.com/研究", 27, id="path ends before CJK"),
        pytest.param("http://日本.jp", 23, id="domain beyond ASCII"),
        pytest.param("a.com/1\ufe0f\u20e3", 27, id="an emoji that begins within a URL is none"),
    ],
)
def test_a_url_weighs_23(text, weight):
    assert weighted_length(text) == weight


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("No address here. None.", [], id="sentences"),
        pytest.param("A motor neuron.Then it ends", [], id="a word that is no domain"),
        pytest.param("is it so.In fact", ["so.In"], id="a word that is a domain"),
        pytest.param("example.com", ["example.com"], id="without a scheme"),
        pytest.param("EXAMPLE.COM", ["EXAMPLE.COM"], id="upper case"),
        pytest.param("HTTPS://Example.Com/A", ["HTTPS://Example.Com/A"], id="scheme in upper case"),
        pytest.param("www.bbc.co.uk/news", ["www.bbc.co.uk/news"], id="longest domain"),
        pytest.param("example.comma", [], id="no more letters after the top-level domain"),
        pytest.param("example.com-x", [], id="no hyphen after the top-level domain"),
        pytest.param("example.comé", ["example.com"], id="other letters after it"),
        pytest.param("me@example.com", [], id="mail address"),
        pytest.param("@example.com #b.com $c.com", [], id="after @, # and $"),
        pytest.param("-example.com /b.com _c.com .d.com", [], id="after punctuation, without a scheme"),
        pytest.param("-http://example.com", ["http://example.com"], id="after punctuation, with a scheme"),
        pytest.param("ahttp://example.com", [], id="scheme within a word"),
        pytest.param("(example.com)", ["example.com"], id="in parentheses"),
        pytest.param('"example.com"', ["example.com"], id="in quotes"),
        pytest.param("http://a_b.example.com", ["http://a_b.example.com"], id="underscore in a subdomain"),
        pytest.param("http://a_b.com", [], id="underscore in the domain"),
        pytest.param("http://a-.com", [], id="label that ends with a hyphen"),
        pytest.param("http://a.com:8080/x", ["http://a.com:8080/x"], id="port"),
        pytest.param("a.com:80", ["a.com"], id="port without scheme and path"),
        pytest.param("a.com?b=c", ["a.com"], id="query without scheme and path"),
        pytest.param("a.com/?b=c.", ["a.com/?b=c"], id="query with a path"),
        pytest.param("http://a.com?b=c!", ["http://a.com?b=c"], id="query with a scheme"),
        pytest.param("http://a.com/b.", ["http://a.com/b"], id="full stop after a path"),
        pytest.param("http://a.com/b_(c)", ["http://a.com/b_(c)"], id="parentheses in a path"),
        pytest.param("http://a.com/b(c(d)e)f", ["http://a.com/b(c(d)e)f"], id="nested parentheses"),
        pytest.param("http://a.com/b(c((d)))", ["http://a.com/b"], id="too deeply nested"),
        pytest.param("http://a.com/b.(c)", ["http://a.com/b"], id="parentheses after punctuation end no path"),
        pytest.param("(http://a.com/b)", ["http://a.com/b"], id="closing parenthesis of the sentence"),
        pytest.param("http://a.com/кириллица/é", ["http://a.com/кириллица/é"], id="letters of a path"),
        pytest.param("http://t.co/abc/def", ["http://t.co/abc"], id="t.co has no further path"),
        pytest.param("http://t.co/" + "a" * 41, [], id="t.co with too long a slug"),
        pytest.param("http://сайт.рф сайт.рф", ["http://сайт.рф"], id="beyond Latin only with a scheme"),
        pytest.param("САЙТ.com http://САЙТ.РФ", ["http://САЙТ.РФ"], id="top-level domain in another case"),
        pytest.param("日本example.com日本a.co.jp", ["example.com", "a.co.jp"], id="amid other letters"),
        pytest.param("a.xn--p1ai", ["a.xn--p1ai"], id="Punycode"),
        pytest.param("http://" + "a" * 63 + ".com", ["http://" + "a" * 63 + ".com"], id="longest label"),
        pytest.param("http://" + "a" * 64 + ".com", [], id="label too long"),
        pytest.param("http://" + "é" * 60 + ".com", [], id="label too long in Punycode"),
        pytest.param("http://a.com/" + "b" * 4076, ["http://a.com/" + "b" * 4076], id="longest URL"),
        pytest.param("http://a.com/" + "b" * 4077, [], id="URL too long"),
    ],
)
def test_urls_are_what_x_takes_for_them(text, found):
    assert urls(text) == found


def test_indices_count_code_points():
    assert urls_with_indices("🧠 see example.com/a now") == [UrlSpan("example.com/a", 6, 19)]


def test_the_quirk_of_a_domain_taken_in_part_is_that_of_x():
    assert urls_with_indices("b.com.中国.рф/x") == [UrlSpan("b.com.中国/x", 0, 13)]
    assert weighted_length("b.com.中国.рф/x") == 23 + len("ф/x")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{text[:14]} ...")
        for text in (
            "a." * 50_000,
            "-" * 100_000,
            "1.com" * 20_000,
            "a_" * 50_000 + ".com",
            "a_.b" * 25_000 + ".com",
            "(" * 100_000,
            "http://a.com/" + "(" * 50_000,
            "a.com/" + "(a" * 40_000,
            "a.com/" + "!(a)" * 25_000,
            "a.com/" + "!" * 100_000,
            "a.com?" + "(" * 100_000,
            "http://" * 15_000,
            "é" * 100_000 + ".com",
            "a.com中.." * 12_000,
            ".р" * 50_000,
            "👩\u200d" * 50_000,
            "🇦" * 100_000,
            "1\ufe0f" * 50_000,
            "b" + "\u0301\u0323" * 50_000,
        )
    ],
)
def test_long_hostile_texts_are_weighed_in_linear_time(text):
    assert 0 < weighted_length(text) <= 3 * len(text)


def test_marks_of_a_long_text_are_composed_as_in_a_short_one():
    text = "e\u0323\u0301 \u1e69\u0344\u0f73 각 "
    assert weighted_length(text * 1000) == 1000 * weighted_length(text)


def test_importing_it_reads_no_data_and_nothing_but_the_standard_library():
    code = (
        "import sys; before = set(sys.modules); import scicomm_bot.length; from scicomm_bot.characters.emoji import sequences;"
        "from scicomm_bot.medium.length import domains;"
        "names = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(sorted(names - set(sys.stdlib_module_names)),"
        " domains._tlds.cache_info().misses, sequences.cache_info().misses)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "['scicomm_bot'] 0 0"


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [".", "-", "_", "/", "?", "(", ")", "@", "#", " ", "é", "日", "a", "com", "xn--", "http://", "\u200d"]
        ),
        st.sampled_from(["example.com", "https://a.org/b", "👩🏽", FAMILY, "\ufe0f", "1\ufe0f\u20e3", "рф", "\u202a"]),
        st.text(max_size=3),
    ),
    max_size=25,
).map("".join)


@given(PIECES)
def test_spans_lie_in_the_text_in_order_and_hold_their_urls(text):
    end = 0
    for span in urls_with_indices(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end].startswith(span.url[:1])
        assert len(span.url) <= span.end - span.start
        end = span.end


@given(PIECES)
def test_what_has_no_url_weighs_at_most_2_a_character(text):
    if not urls(unicodedata.normalize("NFC", text)):
        assert weighted_length(text) <= 2 * len(unicodedata.normalize("NFC", text))


@given(PIECES, PIECES)
def test_lines_weigh_what_they_weigh_alone(one, other):
    one, other = f" {one}", f" {other}"  # the very first character of a text is read in a way of its own
    assert weighted_length(f"{one}\n{other}") == weighted_length(one) + 1 + weighted_length(other)
