"""What `add` shows: a line for each record, what a person has to fill in and to look at, and what comes next."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scicomm_bot.app.adding import Added, Outcome, ToFill
from scicomm_bot.app.starting import PAPERS
from scicomm_bot.cli.terminal import Paint, hanging
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.errors import listed
from scicomm_bot.records.merged import MergedRecord
from scicomm_bot.records.paper_file import Difference
from scicomm_bot.records.record import Remark, Standing

MOST_SHOWN = 3
"""Of more new papers than these, neither details nor posts are shown."""
_HELD = {
    Standing.RETRACTED: "RETRACTED",
    Standing.NOTICE: "NO PAPER, BUT THE NOTICE OF A RETRACTION",
    Standing.CONCERN: "UNDER AN EXPRESSION OF CONCERN",
}


def notice_line(record: RetractionRecord) -> str | None:
    """Return what Crossref has on record against a paper, where that stops it; else None."""
    if record.updates_of and record.updates_of[0].blocks:
        return f"doi:{record.doi} is no paper, but a notice about doi:{record.updates_of[0].doi}"
    return None if record.stops is None else f"doi:{record.doi} {record.stops}"


def failure_line(added: Added) -> str:
    """Return what went wrong with a record."""
    known = f" ({added.known})" if added.known and added.known not in (added.error or "") else ""
    return f"{_number(added)}{added.error}{known}"


def added_lines(added: Added, paint: Paint) -> Iterator[str]:
    """Yield what came of a record, what stands against it first."""
    name = f"{_number(added)}{added.paper_id or added.known}: "
    held = f"Its posts are not held: {added.not_held}" if added.not_held else "Its posts are held."
    for word in dict.fromkeys(_HELD[one.standing] for one in _stopping(added)):
        # What is to be pasted stays on one line.
        told = [f"{name}{word}. {held}"] if added.not_held else hanging(name, f"{word}. {held}")
        yield from (paint(line, "bold", "red") for line in told)
    yield from hanging(name, _outcome(added))


def _outcome(added: Added) -> str:
    match added.outcome:
        case Outcome.WRITTEN:
            fields = counted(len(added.to_fill), "field")
            return f"{added.file}, {counted(added.findings, 'finding')}, {fields} to fill in"
        case Outcome.UPDATED:
            return f"{added.file}, updated: {listed(added.replaced) if added.replaced else 'its comments'}"
        case Outcome.UNCHANGED:
            return f"{added.file}, nothing new"
    why = f"; {listed(added.told)}" if added.told else "; with --update, it is brought up to date"
    return f"is there already, in {added.file}{why}"


def summary_lines(told: Sequence[Added], *, included: bool) -> Iterator[str]:
    """Yield how many of many came to what; of a few, what to fill in and to look at; and what posts.yaml lacks."""
    counts = Counter(one.outcome for one in told)
    if len(told) > 1:
        words = {
            Outcome.WRITTEN: "written", Outcome.UPDATED: "updated", Outcome.UNCHANGED: "without news",
            Outcome.THERE: "there already", Outcome.FAILED: "failed",
        }  # fmt: skip
        parts = ", ".join(f"{counts[outcome]} {word}" for outcome, word in words.items() if counts[outcome])
        yield f"{counted(len(told), 'record')}: {parts}."
    changed = [one for one in told if one.outcome is not Outcome.FAILED and (one.to_fill or one.told or one.left)]
    if len(changed) <= MOST_SHOWN:
        for one in changed:
            yield from _details(one, f"{one.paper_id}: " if len(told) > 1 else "")
    else:
        yield from _registries(told)
    if not included:
        yield ""
        yield from hanging(
            "",
            f"posts.yaml does not include the files in {PAPERS}/ yet, so nothing of them is read. Add these lines at "
            "its left edge; where it has `include:`, the second alone:",
        )
        yield "include:"
        yield f"  - {PAPERS}/*.yaml"


def _registries(told: Sequence[Added]) -> Iterator[str]:
    """Yield, of many records, about how many a registry could not say all, with the first as an example."""
    some = [one for one in told if one.told and one.outcome not in {Outcome.THERE, Outcome.FAILED}]
    if some:
        about = f"{_number(some[0])}{some[0].paper_id}: {some[0].told[0]}"
        yield from hanging("Registries: ", f"{counted(len(some), 'record')}, such as {about}. All of them: --json.")


def _details(added: Added, name: str) -> Iterator[str]:
    """Yield what is to be looked at and filled in of one record; of several, with the paper's name before each."""
    record = None if added.merged is None else added.merged.record
    against = [_remark(one) for one in (record.remarks if record else ())]
    doubts = [] if record is None or added.outcome is Outcome.THERE else list(record.doubts)
    told = () if added.outcome is Outcome.THERE else added.told
    differ = [] if added.merged is None or added.outcome is Outcome.THERE else list(_differ(added.merged))
    left = [_left(one) for one in added.left]
    fill = [_fill(added, one) for one in added.to_fill]
    yield from _section("Against it:", against, name)
    yield from _section("Registries:", told, name)
    yield from _section("To look at:", doubts, name)
    yield from _section("The sources differ:", differ, name)
    yield from _section("Left as you wrote it:", left, name)
    yield from _section("To fill in:", fill)


def _section(title: str, entries: Sequence[str], name: str = "") -> Iterator[str]:
    if entries:
        yield ""
        yield title
        for entry in entries:
            yield from hanging("  ", f"{name}{entry}")


def _left(one: Difference) -> str:
    you = f"you have {_short(one.here)!r}" if one.here else "you have deleted it"
    return f"{one.field}: {you}; {one.origin} has {_short(one.there)!r}"


def _remark(remark: Remark) -> str:
    day = f", {remark.on.isoformat()}" if remark.on else ""
    notice = f", doi:{remark.doi}" if remark.doi else ""
    return f"{remark.standing.value} ({remark.told}{notice}{day})"


def _differ(merged: MergedRecord) -> Iterator[str]:
    for name, others in merged.others.items():
        for other in others:
            source = merged.origins.get(name, "none")
            said = f"names {_short(other.value)}" if name == "authors" else f"has {_short(other.value)!r}"
            yield f"{name}: taken from {source}; {other.origin} {said}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


_SHOWN = 100


def _fill(added: Added, one: ToFill) -> str:
    line = f":{one.line}" if one.line is not None else ""
    return f"{added.file}{line}: {one.field}: {one.what}"


def next_lines(told: Sequence[Added]) -> Iterator[str]:
    """Yield what to do next."""
    written = [one for one in told if one.outcome in {Outcome.WRITTEN, Outcome.UPDATED}]
    if not written:
        return
    yield ""
    held = [one for one in written if _is_held(one)]
    if len(held) == len(written):
        which = f"{held[0].file} is" if len(held) == 1 else f"the posts of all {len(held)} papers are"
        yield from hanging(
            "Next: ",
            f"nothing; {which} held. If you have looked and the source is wrong, delete `retraction` there, and say so "
            "in `retraction_check`.",
        )
        return
    written = [one for one in written if not _is_held(one)]
    files = str(written[0].file) if len(written) == 1 else f"the files in {PAPERS}/"
    yield from hanging(
        "Next: ", f"open {files}, fill in what is missing, write the findings; then `scicomm-bot check`."
    )


def _stopping(added: Added) -> list[Remark]:
    remarks = () if added.merged is None else added.merged.record.remarks
    return [one for one in remarks if one.standing in _HELD]


def _is_held(added: Added) -> bool:
    return bool(_stopping(added)) and not added.not_held


def _number(added: Added) -> str:
    return f"{added.number}/{added.of} " if added.of > 1 else ""


def added_json(told: Sequence[Added]) -> dict[str, object]:
    """Return what came of each record as JSON."""
    return {"added": [_json(one) for one in told]}


def _json(added: Added) -> dict[str, object]:
    record = None if added.merged is None else added.merged.record
    return {
        "source": added.source,
        "number": added.number,
        "of": added.of,
        "known": added.known,
        "outcome": added.outcome.value,
        "id": added.paper_id,
        "file": None if added.file is None else str(added.file),
        "findings": added.findings,
        "fields": [] if added.merged is None else _fields(added.merged),
        "missing": [one._asdict() for one in added.to_fill],
        "doubts": [] if record is None else list(record.doubts),
        "held": _is_held(added),
        "remarks": [] if record is None else [_remark_json(one) for one in record.remarks],
        "told": list(added.told),
        "updated": list(added.replaced),
        "left": [one._asdict() for one in added.left],
        "error": added.error,
    }


def _fields(merged: MergedRecord) -> list[dict[str, object]]:
    return [
        {
            "field": name,
            "origin": origin,
            "others": [{"value": other.value, "origin": other.origin} for other in merged.others.get(name, ())],
        }
        for name, origin in merged.origins.items()
    ]


def _remark_json(remark: Remark) -> dict[str, object]:
    day = None if remark.on is None else remark.on.isoformat()
    return {"standing": remark.standing.value, "told": remark.told, "doi": remark.doi, "on": day}
