import json
import time

import pytest

from scicomm_bot.records.record import RecordError
from scicomm_bot.records.sources.json_items import items


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [
        one.text if isinstance(one, RecordError) else one.object.get("title")
        for one in items(data, lambda one: "title" in one)
    ]


def lines(text):
    return [one.line for one in items(text.encode(), lambda one: "title" in one)]


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "a"}',
        ' [{"title": "a"}] ',
        '{"status": "ok", "message": {"title": "a"}}',
        '{"message": {"total": 1, "items": [{"title": "a"}], "query": {"terms": null}}, "status": "ok"}',
        '{"items": [{"title": "a"}]}',
        '\ufeff{"title": "a"}',
    ],
)
def test_records_are_found_in_an_answer_a_list_or_alone(text):
    assert read(text) == ["a"]


def test_several_values_in_a_file_are_read_one_behind_the_other():
    assert read('{"title": "a"}\n{"title": "b"}\n') == ["a", "b"]


def test_utf_16_is_read():
    assert read('{"title": "é"}'.encode("utf-16")) == ["é"]


def test_records_know_their_lines():
    assert lines('[\n{"title": "a"},\n\n{"title":\n"b"}]') == [2, 4]


def test_an_empty_list_has_no_record():
    assert read("[]") == []
    assert read('{"message": {"items": []}}') == []


def test_what_is_cut_off_gives_the_whole_records_and_the_line_of_the_last():
    cut = '[\n{"title": "a"},\n{"title": "b'
    assert read(cut)[0] == "a"
    assert "broken at line 3" in read(cut)[1]
    assert lines(cut) == [2, 3]


def test_a_broken_record_loses_no_other():
    text = '[{"title": "a"},\n{"title": "b" "x": [{"y": 1}, {"z": 2}]},\n{"title": "c"}]'
    first, second, third = read(text)
    assert (first, third) == ("a", "c")
    assert "broken" in second


@pytest.mark.parametrize("text", ["", "Resource not found.", "{", '{"title": ', "[1, 2", '{"title": "a"} x'])
def test_what_is_no_json_is_told(text):
    assert any("JSON" in one or "broken" in one or "expected" in one for one in read(text))


def test_what_is_no_record_is_told():
    first, second = read('[3, {"title": "a"}]')
    assert "expected" in first
    assert second == "a"


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, '[{"title": ' + "[" * 100_000])
def test_deep_nesting_is_told(deep):
    assert any(isinstance(one, str) for one in read(deep))


def test_a_number_that_is_too_long_is_told():
    assert "number" in read('[{"title": ' + "1" * 10_000 + "}]")[0]


def test_a_file_full_of_broken_places_is_read_in_time():
    began = time.process_time()
    list(items(b'[{"a":[' + b'{"b":1},' * 100_000, lambda one: "title" in one))
    list(items(b'[{"title":"a" 1},' * 20_000, lambda one: "title" in one))
    assert time.process_time() - began < 5


def test_a_long_list_is_not_held_as_a_whole():
    text = json.dumps([{"title": str(n)} for n in range(10_000)])
    assert next(items(text.encode(), lambda one: True)).object == {"title": "0"}
