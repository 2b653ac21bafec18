"""The schedule and the moments in `posts.yaml`: what is taken, and what is said of the rest, with its line."""

from pathlib import Path

import pytest

from scicomm_bot.content import examine, load
from scicomm_bot.errors import ContentError
from support.yaml_samples import GOOD, changed, written

SLOTS = '["0 9 * * 1"]'


def problems(text):
    with pytest.raises(ContentError) as caught:
        load(written(text))
    return [str(one) for one in caught.value.problems]


def with_schedule(lines):
    """The good file with more lines in its schedule."""
    return changed(f"  slots: {SLOTS}\n", f"  slots: {SLOTS}\n" + "".join(f"  {line}\n" for line in lines))


def schedule(*lines):
    return load(written(with_schedule(lines))).content.schedule


def paper(*lines):
    """The good file with more lines in its paper."""
    return changed("    title: T\n", "    title: T\n" + "".join(f"    {line}\n" for line in lines))


def finding(*lines):
    return changed("      - id: f\n", "      - id: f\n" + "".join(f"        {line}\n" for line in lines))


def test_without_new_keys_the_schedule_is_as_it_was():
    found = load(written(GOOD)).content.schedule
    assert (found.quiet, found.most_per_day, found.order, found.missed) == ((), None, "one after the other", "drop")


def test_quiet_time_is_a_list_of_texts_and_countries():
    lines = ["quiet:", "  - 2027-03-21", "  - thu, fri", "  - 22:00-07:00", "  - holidays: NO", "  - holidays: de-BY"]
    assert schedule(*lines).quiet == ("2027-03-21", "thu, fri", "22:00-07:00", "holidays NO", "holidays de-BY")


@pytest.mark.parametrize("line", ["quiet: fri", "quiet: [fri]", "quiet: {holidays: IR}"])
def test_quiet_time_of_one_entry_need_be_no_list(line):
    assert len(schedule(line).quiet) == 1


def test_a_flow_list_of_days_is_split_at_its_commas_and_means_the_same():
    assert schedule("quiet: [thu, fri]").quiet == ("thu", "fri")


BAD_SCHEDULES = {
    "quiet: [frday]": "schedule.quiet.1: 'frday' is not understood; did you mean 'friday'",
    "quiet: [{holiday: IR}]": "has the unknown key 'holiday'; did you mean 'holidays'?",
    "quiet: [{fri: '12:00-15:00'}]": "write it as 'fri 12:00-15:00', without the colon",
    "quiet: [{holidays: }]": "must have the code of one country, such as `holidays: IR`",
    "quiet: [{holidays: [IR, DE]}]": "for more, write one line for each",
    "quiet: [{holidays: true}]": "must have the code of one country",
    "quiet: [{holidays: IR, fri: x}]": "has several keys",
    "quiet: [{holidays: UK}]": "'holidays UK' names no country that the package `holidays` knows: UK; did you mean 'GB'?",
    "quiet: [{holidays: UA}]": "the package `holidays` has no holidays of UA",
    "quiet: [2027]": "must be a text, but is 2027",
    "quiet: true": "must be a list",
    "most_per_day: 0": "schedule.most_per_day: must be 1 or more, but is 0",
    "most_per_day: 1.5": "must be a whole number",
    "most_per_day: two": "must be a whole number",
    "order: by turns": "must be 'one after the other' or 'in turn'",
    "missed: all": "must be 'drop' or 'one'",
    "holidays: IR": "unknown key 'holidays'; did you mean 'quiet'?",
    "max_per_day: 3": "unknown key 'max_per_day'; did you mean 'most_per_day'?",
    "blackout: [fri]": "unknown key 'blackout'; did you mean 'quiet'?",
}


@pytest.mark.parametrize(("line", "said"), BAD_SCHEDULES.items(), ids=BAD_SCHEDULES)
def test_what_is_wrong_with_a_schedule_is_told_at_its_line(line, said):
    [told] = problems(with_schedule([line]))
    assert told.startswith("posts.yaml:4: ")
    assert said in told


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        (
            "[mon, wed 17:30]",
            "slot 'mon': it has no time; write 'mon 17:30' (a list in [ ] ends an entry at each comma",
        ),
        ("[17:30]", "slot '17:30': it has no day; write 'daily 17:30'"),
        ("[no]", "slot 'no': 'no' is neither a day of the week nor a time"),
        ("[1050]", "must be a text, but is 1050"),
        ("mon 9:00", "must be a list"),
        ('["0 9 30 2 *"]', "names a day that never comes"),
    ],
)
def test_a_slot_that_is_not_understood_is_told_with_what_yaml_does(slots, said):
    told = problems(changed(SLOTS, slots))
    assert any(said in one for one in told)


def test_slots_in_words_are_taken():
    assert load(written(changed(SLOTS, '["mon, wed 17:30", "daily 9am"]'))).content.schedule.slots == (
        "mon, wed 17:30",
        "daily 9am",
    )


KEYS = [
    "embargo", "embargo_until", "embargoed", "publish_after", "hold_until", "release", "release_date", "not before",
    "Not-Before", "notBefore", "do_not_publish_before", "withhold", "go_live_after", "lift_embargo",
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("place", [paper, finding], ids=["of a paper", "of a finding"])
def test_another_name_for_an_embargo_is_an_error_that_names_its_key(place, key):
    told = problems(place(f"{key}: 2027-03-18 10:00 Europe/London"))
    assert any(f"unknown key {key!r}; did you mean 'not_before'?" in one for one in told)


@pytest.mark.parametrize(
    ("place", "key", "meant"),
    [
        (paper, "expires", "'not_after'"), (paper, "end_date", "'not_after'"), (paper, "do_not_publish_after", "'not_after'"),
        (finding, "publish_at", "'at'"), (finding, "when", "'at'"), (finding, "scheduled_for", "'at'"),
    ],
)  # fmt: skip
def test_other_names_for_moments_name_their_keys(place, key, meant):
    told = problems(place(f"{key}: 2027-03-18 10:00"))
    assert any(f"unknown key {key!r}; did you mean {meant}?" in one for one in told)


def test_an_embargo_beside_the_papers_says_where_it_belongs():
    assert "an embargo stands at its paper, as `not_before:`" in problems(GOOD + "embargo: 2027-03-18\n")[0]


@pytest.mark.parametrize("key", ["journel", "end_page", "volume", "first_page", "pubdate"])
def test_a_misspelt_field_of_the_record_is_not_taken_for_a_moment(key):
    assert not any("'not_" in one.partition("did you mean")[2] for one in problems(paper(f"{key}: x")))


BAD_MOMENTS = {
    "an embargo without a zone": (paper, "not_before: 2027-03-18 10:00", "papers.1.not_before: '2027-03-18 10:00' names no time zone"),
    "an embargo by letters": (paper, "not_before: 2027-03-18 10:00 CET", "ends with CET"),
    "an embargo in words": (paper, "not_before: next week", "is no moment that is understood"),
    "an embargo that is a number": (paper, "not_before: 2027", "must be a text"),
    "an empty embargo": (paper, "not_before:", "is empty"),
    "an end that is none": (paper, "not_after: 2027-02-30", "in no calendar"),
    "a finding's embargo that is none": (finding, "not_before: 18/03/2027", "in two ways"),
    "a moment without a time": (finding, "at: 2027-03-18", "papers.1.findings.1.at: '2027-03-18' names no time"),
    "a moment that is none": (finding, "at: 10:30", "is no moment that is understood (only the time in it is, 10:30)"),
    "a moment too far away": (finding, "at: 9999-12-31 23:59 America/New_York", "too far away"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "line", "said"), BAD_MOMENTS.values(), ids=BAD_MOMENTS)
def test_what_is_no_moment_is_told_at_its_line(place, line, said):
    [told] = problems(place(line))
    assert said in told


def test_a_time_that_ends_before_it_begins_is_an_error():
    [told] = problems(paper("not_before: 2027-03-18 10:00 UTC", "not_after: 2027-03-17"))
    assert "papers.1.not_after: '2027-03-17' comes before the end of the embargo, '2027-03-18 10:00 UTC'" in told


def test_in_a_thread_only_the_first_finding_has_a_moment():
    text = paper("series: thread").replace(
        "      - id: f\n", "      - id: e\n        <<: *f\n      - &f\n        id: f\n"
    )
    assert text  # a merge key is none here; the second finding is written out
    second = GOOD.replace("    title: T\n", "    title: T\n    series: thread\n")
    body = second[second.index("      - id: f\n") :]
    whole = second + body.replace("id: f", "id: g").replace(
        "      - id: g\n", "      - id: g\n        at: 2027-03-18 10:30\n"
    )
    told = problems(whole)
    assert "papers.1.findings.2.at: a thread goes out as a whole" in told[0]


def test_a_paper_s_own_file_says_where_its_moment_is_wrong():
    Path("papers").mkdir()
    body = GOOD[GOOD.index("  - id: p") :].replace("  - id: p", "    id: p", 1)
    lines = "\n".join(line[4:] for line in body.splitlines())
    Path("papers/p.yaml").write_text(f"not_before: 2027-03-18 10:00\n{lines}\n", encoding="utf-8")
    written("include: papers/*.yaml\n")
    document, told = examine(Path("posts.yaml"))
    assert str(told[0]).startswith("papers/p.yaml:1: not_before: '2027-03-18 10:00' names no time zone")
    assert document.broken
