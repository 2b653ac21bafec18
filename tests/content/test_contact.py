"""Who asks for sign-off, where answers go, and until when."""

from datetime import UTC, date, datetime, time

import pytest

from scicomm_bot.content import examine, load
from scicomm_bot.content.contact import reply_by
from support.yaml_samples import GOOD, changed, written

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def with_contact(lines: str, text: str = GOOD) -> str:
    return f"contact: {lines}\n{text}"


def told(text: str) -> list[str]:
    return [f"{problem.place.line}: {problem.message}" for problem in examine(written(text), now=NOW)[1]]


def asked_until(written_as: str, text: str = GOOD):
    file = with_contact(f"{{name: J, email: j@example.org, reply_by: {written_as}}}", text)
    return reply_by(load(written(file), now=NOW).content, NOW)


def test_a_contact_has_a_name_and_one_address():
    contact = load(written(with_contact("{name: 'Jane Doe, press office', email: press@example.org}"))).content.contact
    assert (contact.name, contact.email, contact.reply_by) == ("Jane Doe, press office", "press@example.org", None)


def test_a_file_without_a_contact_has_none():
    assert load(written(GOOD)).content.contact is None
    assert reply_by(load(written(GOOD)).content, NOW) is None


@pytest.mark.parametrize(
    "address",
    [
        "press@example.org",
        "jane.doe+posts@mail.example.co.uk",
        "o'neill@example.org",
        "Press_Office-1@sub-domain.example.org",
        "info@xn--mnchen-3ya.de",
        "j@a.example.xn--p1ai",
    ],
)
def test_a_plain_address_is_taken_as_it_stands(address):
    assert load(written(with_contact(f'{{name: J, email: "{address}"}}'))).content.contact.email == address


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("Jane <jane@example.org>", "has a name or brackets beside the address"),
        ("jane@example.org, dean@example.org", "must be one address"),
        ("jane@example.org;dean@example.org", "must be one address"),
        ("jane@example.org dean", "must be one address"),
        ("mailto:jane@example.org", "has `mailto:` before the address"),
        ("jane@example.org\\nBcc: x@example.com", "must be one address"),
        ("jane@example.org?cc=x@example.com", "must be one address"),
        ("jane@exämple.org", "U+00E4"),
        ("jane@exam\\u200bple.org", "U+200B"),
        ("jane@example.org\\u202e", "U+202E"),
        ("jane", "is no mail address, such as 'press@example.org'"),
        ("jane@localhost", "is no mail address"),
        ("jane@example.org.", "is no mail address"),
        ("jane..doe@example.org", "is no mail address"),
        (".jane@example.org", "is no mail address"),
        ("@example.org", "is no mail address"),
        ("jane@192.168.1.1", "is no mail address"),
        ("jane@-a.org", "is no mail address"),
        ("a" * 65 + "@example.org", "is no mail address"),
        ("a@" + "a" * 250 + ".org", "is too long"),
    ],
)
def test_what_is_not_one_plain_address_says_what_to_write(address, says):
    (problem,) = told(with_contact(f'{{name: J, email: "{address}"}}'))
    assert problem.startswith("1: contact.email: ")
    assert says in problem


@pytest.mark.parametrize("name", ["jane@example.org", "Jane <jane@example.org>"])
def test_the_name_is_no_address(name):
    (problem,) = told(with_contact(f"{{name: '{name}', email: j@example.org}}"))
    assert problem.startswith("1: contact.name: ")
    assert "must be a name" in problem


@pytest.mark.parametrize(
    ("written_as", "until", "day", "clock"),
    [
        ("2026-12-10", "2026-12-11T00:00", date(2026, 12, 10), None),
        ("'2026-12-10 18:00'", "2026-12-10T18:00", date(2026, 12, 10), time(18)),
        ("'2026-12-10 00:00'", "2026-12-10T00:00", date(2026, 12, 10), time(0)),
        ("'2026-12-10T18:00+02:00'", "2026-12-10T16:00", date(2026, 12, 10), time(16)),
        ("10 December 2026", "2026-12-11T00:00", date(2026, 12, 10), None),
        ("2020-01-31", "2020-02-01T00:00", date(2020, 1, 31), None),
    ],
)
def test_a_day_alone_is_until_its_end(written_as, until, day, clock):
    read = asked_until(written_as)
    assert (read.until, read.day, read.clock) == (datetime.fromisoformat(until).replace(tzinfo=UTC), day, clock)


def test_a_time_is_by_the_clocks_of_the_schedule():
    read = asked_until("'2026-12-10 18:00'", changed("timezone: UTC", "timezone: Asia/Tehran"))
    assert (read.until, read.day, read.clock) == (
        datetime(2026, 12, 10, 14, 30, tzinfo=UTC),
        date(2026, 12, 10),
        time(18),
    )


@pytest.mark.parametrize(
    ("written_as", "says"),
    [
        ("tomorrow", "is no moment that is understood"),
        ("friday", "is no moment that is understood"),
        ("'2h'", "is no moment"),
        ("2026-02-30", "names a day that is in no calendar"),
        ("10.12.2026", "is a day that people read in two ways"),
        ("9999-12-31", "is too far away"),
    ],
)
def test_until_when_means_the_same_whenever_it_is_read(written_as, says):
    (problem,) = told(with_contact(f"{{name: J, email: j@example.org, reply_by: {written_as}}}"))
    assert problem.startswith(f"1: contact.reply_by: {written_as.strip(chr(39))!r} ")
    assert says in problem


@pytest.mark.parametrize("lines", ["{name: J, email: j@example.org, reply_by: soon}", "[]", "x", "{name: J, mail: j}"])
def test_a_contact_that_is_wrong_is_told_once_for_each_thing(lines):
    problems = told(with_contact(lines))
    assert len(problems) == 1


def test_a_file_with_a_zone_that_is_none_can_still_be_looked_at():
    document, problems = examine(
        written(
            with_contact("{name: J, email: j@example.org, reply_by: soon}", changed("timezone: UTC", "timezone: X"))
        ),
        now=NOW,
    )
    assert len(problems) == 2
    assert reply_by(document.content, NOW) is None


def test_a_paper_s_own_file_has_no_contact(tmp_path):
    (tmp_path / "a.yaml").write_text("contact: {name: J, email: j@example.org}\nid: p\n")
    (tmp_path / "posts.yaml").write_text("include: a.yaml\n")
    (problem,) = examine(tmp_path / "posts.yaml", now=NOW)[1]
    assert "has `contact:`, as posts.yaml has" in problem.message
