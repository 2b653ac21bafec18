"""What Crossref's answers mean: pure."""

import json
from datetime import date

import pytest

from scicomm_bot.domain.notice import BLOCKING_TYPES, LOOK_TYPES, Update
from scicomm_bot.notices.answers import UnexpectedAnswerError, record_of
from support.crossref_standin import (
    BY_BOTH,
    BY_PUBLISHER,
    BY_RETRACTION_WATCH,
    NOTHING_ON_RECORD,
    NOTICE,
    PAPER,
    update,
    work,
)
from support.samples import NOW

SOURCE = "https://api.crossref.org"


def read(document, doi=PAPER, **more):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return record_of(body, doi, SOURCE, NOW, **more)


@pytest.mark.parametrize(
    ("document", "sources"),
    [
        (BY_PUBLISHER, ("publisher",)),
        (BY_RETRACTION_WATCH, ("retraction-watch",)),
        (BY_BOTH, ("publisher", "retraction-watch")),
    ],
    ids=["publisher", "retraction-watch", "both"],
)
def test_a_retraction_is_one_update_with_all_who_say_so(document, sources):
    record = read(document)
    assert record.updates == (Update("retraction", NOTICE, date(2026, 5, 3), sources),)
    assert record.stops == record.updates[0]
    assert (record.doi, record.checked_at, record.source, record.known) == (PAPER, NOW, SOURCE, True)


def test_nothing_on_record_stops_nothing():
    record = read(NOTHING_ON_RECORD)
    assert (record.updates, record.updates_of, record.stops) == ((), (), None)


@pytest.mark.parametrize("kind", BLOCKING_TYPES)
@pytest.mark.parametrize(
    "spelled", [str, str.upper, str.title, lambda kind: kind.replace("_", "-"), lambda kind: f" {kind} "]
)
def test_each_blocking_type_stops_the_paper_in_any_spelling(kind, spelled):
    assert read(work(by=[update(spelled(kind))])).stops.type == kind


@pytest.mark.parametrize("kind", LOOK_TYPES)
def test_a_correction_and_its_like_stop_nothing(kind):
    record = read(work(by=[update(kind.replace("_", "-").upper())]))
    assert (record.stops, record.updates[0].type) == (None, kind)


@pytest.mark.parametrize("kind", ["retirement", "Dispute-Note", "", None, 7, ["retraction"]])
def test_a_type_that_nobody_knows_stops_the_paper_and_says_so(kind):
    record = read(work(by=[update() | {"type": kind}]))
    assert record.stops is not None
    assert not record.stops.known
    assert "has an update of the type" in str(record.stops)


def test_the_gravest_comes_first_and_stops_the_paper():
    kinds = ["correction", "expression_of_concern", "somethingnew", "retraction"]
    record = read(work(by=[update(kind, doi=f"10.5555/{kind}") for kind in kinds]))
    assert [one.type for one in record.updates] == ["retraction", "expression_of_concern", "somethingnew", "correction"]


def test_a_concern_and_a_retraction_in_one_notice_are_two():
    record = read(work(by=[update("expression_of_concern"), update("retraction")]))
    assert [one.type for one in record.updates] == ["retraction", "expression_of_concern"]


def test_two_corrections_with_two_notices_are_two():
    record = read(work(by=[update("correction", doi="10.5555/a"), update("correction", doi="10.5555/b")]))
    assert len(record.updates) == 2


def test_the_same_notice_with_its_doi_in_other_letters_is_one():
    record = read(work(by=[update(doi=NOTICE.upper()), update(source="Retraction-Watch")]))
    assert [one.sources for one in record.updates] == [("publisher", "retraction-watch")]


def test_where_one_source_names_no_notice_the_same_day_makes_them_one():
    record = read(work(by=[update(), update(source="retraction-watch", doi="")]))
    assert [(one.doi, len(one.sources)) for one in record.updates] == [(NOTICE, 2)]


def test_a_notice_is_known_as_one_and_names_the_paper_that_it_updates():
    record = read(work(NOTICE, to=[update(doi=PAPER)]), NOTICE)
    assert (record.updates, record.stops) == ((), None)
    assert [(one.type, one.doi) for one in record.updates_of] == [("retraction", PAPER)]


def test_a_paper_that_corrects_another_and_was_retracted_itself_is_stopped():
    record = read(work(to=[update("new_version", doi="10.5555/first")], by=[update()]))
    assert record.stops.type == "retraction"


@pytest.mark.parametrize(
    ("updated", "day"),
    [
        ({"date-parts": [[2026, 5]]}, date(2026, 5, 1)),
        ({"date-parts": [[2026]]}, date(2026, 1, 1)),
        ({"date-time": "2026-05-03T00:00:00Z"}, date(2026, 5, 3)),
        ({"date-time": "soon", "date-parts": [[2026, 5, 3]]}, date(2026, 5, 3)),
        ({"date-parts": [[2026, 13, 45]]}, None),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ({}, None), (None, None), ("2026", None), ({"date-parts": [[10**30]]}, None),
    ],
)  # fmt: skip
def test_a_date_is_read_as_far_as_it_goes(updated, day):
    assert read(work(by=[update() | {"updated": updated}])).stops.on == day


@pytest.mark.parametrize(
    "document",
    [
        b"", b"<html>503</html>", b'{"status": "ok"', b"\xff\xfe", b"[]", b"7", b"null", b"[" * 100_000,
        {"status": "ok"}, {"message": None}, {"message": []}, {"message": {"title": ["x"]}},
        work("10.5555/another"),
        {"message": {"DOI": PAPER, "updated-by": {"type": "retraction"}}},
        {"message": {"DOI": PAPER, "updated-by": ["retraction"]}},
        {"message": {"DOI": PAPER, "update-to": "x"}},
        {"message": {"DOI": 7}},
    ],
    ids=range(17),
)  # fmt: skip
def test_what_is_not_in_the_documented_form_tells_nothing(document):
    with pytest.raises(UnexpectedAnswerError):
        read(document)


def test_the_doi_in_the_answer_may_be_in_other_letters():
    assert read(work(PAPER.upper())).known


def test_after_a_redirect_the_work_may_have_the_doi_that_replaced_it():
    assert read(work("10.5555/merged", by=[update()]), moved=True).stops is not None
