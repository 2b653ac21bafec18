"""A reader of iCalendar (RFC 5545) of our own, so that no test asks the library that wrote a file what is in it."""

import re


def events(data: bytes) -> list[dict[str, str]]:
    """Return the events of a file: each property's value by its name, the parameters left out."""
    lines = unfolded(data)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name.partition(";")[0]] = text(value)
    return [{name: value for name, value in event.items() if name != "END"} for event in found]


def unfolded(data: bytes) -> list[str]:
    """Return the lines of a file (section 3.1): each ends with CRLF, is at most 75 octets long, and is sound UTF-8."""
    whole = data.decode()
    assert whole.endswith("\r\n")
    assert "\n" not in whole.replace("\r\n", "")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    return whole.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def text(value: str) -> str:
    """Return a text without its escapes (section 3.3.11)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
