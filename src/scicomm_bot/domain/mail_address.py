"""A mail address as a person writes it into a file: one address alone, in the form that every mail program takes.

The form is the `dot-atom` of RFC 5322 (3.4.1) before the `@`, and a domain name behind it. So there is no room for a
second address, for a name beside it, or for a line that would become a header of its own.
"""

import re

_MOST_BEFORE, _MOST = 64, 254
"""RFC 5321, 4.5.3.1."""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"({_ATOM}(?:\.{_ATOM})*)@((?:{_LABEL}\.)+(?:[A-Za-z]{{2,}}|[Xx][Nn]--[A-Za-z0-9-]*[A-Za-z0-9]))"
)


def plain_address(written: str) -> str:
    """Return an address that is one; in a `mailto:` it must still be percent-encoded, for it may hold `?` and `&`.

    Raises:
        ValueError: it is none, or more than one; says what to write.
    """
    if len(written) > _MOST:
        raise ValueError(f"is too long for an address, which has up to {_MOST} characters")
    found = _ADDRESS.fullmatch(written)
    if found is None or len(found[1]) > _MOST_BEFORE:
        raise ValueError(_why_none(written))
    return written


def _why_none(written: str) -> str:
    if written.lower().startswith("mailto:"):
        return "has `mailto:` before the address; leave that out"
    if "<" in written or ">" in written:
        return "has a name or brackets beside the address; write the address alone, and the name as `name:`"
    if written.count("@") > 1 or re.search(r"@.*[,;\s]", written, re.DOTALL):
        return "must be one address, with nothing beside it; answers go to one place"
    if (odd := next((sign for sign in written if not sign.isascii()), None)) is not None:
        return (
            f"has {odd!r} (U+{ord(odd):04X}) in it, which many mail programs do not take; write a domain of other "
            "letters as `xn--...`"
        )
    return "is no mail address, such as 'press@example.org'"
