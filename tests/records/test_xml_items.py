import time
import urllib.request

import pytest

from scicomm_bot.records.record import RecordError
from scicomm_bot.records.sources.xml_items import inner, items

LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def read(text, without=()):
    data = text if isinstance(text, bytes) else text.encode()
    return [one.text if isinstance(one, RecordError) else inner(one.element) for one in items(data, ("R",), without)]


def lines(text):
    return [one.line for one in items(text.encode(), ("R",))]


def test_records_come_in_order_with_their_lines():
    assert read("<S>\n<R>a</R>\n\n<R>b</R></S>") == ["a", "b"]
    assert lines("<S>\n<R>a</R>\n\n<R>b</R></S>") == [2, 4]


def test_a_record_may_be_the_whole_file():
    assert read("<R>a <i>b</i> c</R>") == ["a <i>b</i> c"]


def test_prefixes_are_dropped_whether_declared_or_not():
    assert read('<x:S xmlns:x="u"><x:R>a <y:i>b</y:i></x:R></x:S>') == ["a <i>b</i>"]


def test_elements_that_nobody_needs_are_left_out():
    assert read("<S><R>a<Refs><Ref>b<Refs>c</Refs></Ref></Refs>d</R></S>", ("Refs",)) == ["ad"]


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE S [<!ENTITY e0 "ha">{LAUGHS}]>',
        '<!DOCTYPE S [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE S [<!ENTITY % f SYSTEM "file:///etc/hostname"> %f;]>',
        '<!DOCTYPE S [<!ENTITY a "b">]>',
    ],
)
def test_a_file_that_declares_entities_is_refused(doctype):
    (told,) = read(f"{doctype}<S><R>&e9;&f;&a;</R></S>")
    assert "declares an entity" in told


def test_a_doctype_alone_is_fine_and_is_never_fetched(monkeypatch):
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_: pytest.fail("asked the network"))
    assert read('<!DOCTYPE S PUBLIC "x" "http://127.0.0.1:9/p.dtd"><S><R>a</R></S>') == ["a"]


def test_names_of_signs_that_html_knows_are_read():
    assert read("<S><R>&alpha;&nbsp;&lt;b&gt;</R></S>") == ["\u03b1\xa0<b>"]


def test_deep_nesting_breaks_one_record_alone():
    deep = "<a>" * 5_000 + "</a>" * 5_000
    first, second = read(f"<S><R>{deep}</R><R>b</R></S>")
    assert "nested deeper" in first
    assert second == "b"


def test_a_file_that_ends_early_gives_the_whole_records_and_the_line_of_the_last():
    cut = "<S>\n<R>a</R>\n<R>b"
    assert read(cut)[0] == "a"
    assert "ends before it does" in read(cut)[1]
    assert lines(cut) == [2, 3]


def test_a_broken_record_loses_no_other():
    text = "<S>\n<R>a</R>\n<R>p < 0.05</R>\n<R>b</R>\n<R><i>c</R>\n<R>d</R></S>"
    assert [one[:1] for one in read(text)] == ["a", "t", "b", "t", "d"]
    assert lines(text) == [2, 3, 4, 5, 6]


def test_a_record_that_never_ends_loses_no_other():
    assert [one[:1] for one in read("<S><R>a<R>b</R></S>")] == ["t", "b"]


def test_two_files_that_were_joined_are_one():
    assert read('<?xml version="1.0"?><S><R>a</R></S>\n<?xml version="1.0"?><S><R>b</R></S>') == ["a", "b"]


def test_what_is_no_xml_is_told_once():
    (told,) = read("no xml")
    assert "broken" in told


def test_utf_8_is_read_as_that_whatever_the_first_line_says():
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><S><R>é</R></S>'
    assert read(text.encode()) == ["é"]
    assert read(text.encode("latin-1")) == ["é"]
    assert read(text.replace("ISO-8859-1", "UTF-16").encode("utf-16")) == ["é"]


def test_ten_thousand_broken_records_are_told_in_time():
    began = time.process_time()
    assert len(read("<S>" + "<R>a<b></R>\n" * 10_000 + "</S>")) == 10_000
    assert time.process_time() - began < 5
