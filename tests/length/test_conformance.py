"""X's own conformance data for twitter-text, which lie beside the checkout and are not part of the project."""

import os
from pathlib import Path

import pytest
import yaml

from scicomm_bot.medium.length import urls, urls_with_indices, weighted_length

SHARED = Path(os.environ.get("SCICOMM_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
DATA = SHARED / "twitter-text"

# Version 2 knows no emoji of several code points: the two texts with such are longer in it.
DIFFERENT_IN_V3 = {
    "Count a mix of single byte single word, and double word unicode characters": 7,
    "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers": 4,
}


def cases(file, *sections):
    path = DATA / file
    if not path.exists():
        reason = f"no {file} in {DATA}: set SCICOMM_SHARED to the folder that holds twitter-text/"
        return [pytest.param("", None, marks=pytest.mark.skip(reason=reason), id="no conformance data")]
    tests = yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
    return [
        pytest.param(case["text"], case["expected"], id=f"{section}: {case['description']}")
        for section in sections
        for case in tests[section]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    cases("validate.yml", "WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"),
)
def test_weighted_length_is_that_of_version_3(text, expected):
    assert weighted_length(text) == expected["weightedLength"]


@pytest.mark.parametrize(("text", "expected"), cases("validate.yml", "WeightedTweetsCounterTest"))
def test_weighted_length_is_that_of_version_2_but_for_emoji_sequences(text, expected, request):
    description = request.node.callspec.id.partition(": ")[2]
    assert weighted_length(text) == DIFFERENT_IN_V3.get(description, expected["weightedLength"])


@pytest.mark.parametrize(("text", "expected"), cases("extract.yml", "urls", "tco_urls_with_params"))
def test_urls_are_found(text, expected):
    assert urls(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), cases("extract.yml", "urls_with_indices", "urls_with_directional_markers")
)
def test_urls_are_found_in_their_places(text, expected):
    found = [{"url": span.url, "indices": [span.start, span.end]} for span in urls_with_indices(text)]
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), cases("tlds.yml", "country", "generic"))
def test_top_level_domains_are_known(text, expected):
    assert urls(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("validate.yml", "urls_without_protocol"))
def test_urls_without_a_scheme_are_taken_whole(text, expected):
    assert (urls(text) == [text]) is expected
