"""What `doctor` found, as lines and as JSON."""

import textwrap
from collections.abc import Iterator

from scicomm_bot.app.examine import Examination
from scicomm_bot.cli.terminal import Paint, width


def examination_lines(found: Examination, paint: Paint) -> Iterator[str]:
    """Yield one examination, with `ok`, `note` or `fail` before it."""
    fine = paint("note", "yellow") if found.note else paint("ok  ", "green")
    sign = fine if found.trouble is None else paint("fail", "red", "bold")
    text = f"{found.about}: {found.trouble or found.said}"
    first, *rest = textwrap.wrap(text, width() - 5, break_long_words=False, break_on_hyphens=False)
    yield f"{sign} {first}"
    for line in rest:
        yield f"     {line}"


def examination_json(found: Examination) -> dict[str, object]:
    """Return one examination as its JSON object."""
    return {"about": found.about, "ok": found.trouble is None, "said": found.trouble or found.said}
