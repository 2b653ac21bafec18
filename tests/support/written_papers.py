"""Records and the files that are written of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from scicomm_bot.content import load
from scicomm_bot.content.yaml_file import parse_yaml
from scicomm_bot.domain.paper import Paper
from scicomm_bot.records.findings import propose
from scicomm_bot.records.merged import MergedRecord
from scicomm_bot.records.names import group, person
from scicomm_bot.records.paper_file import new_id, paper_yaml
from scicomm_bot.records.record import AbstractPart, Record, Suggestion

DAY = date(2026, 11, 30)
PATH = Path("papers/roe-2023.yaml")
RECORD = Record(
    "Crossref",
    title="Sleep in sheep: a trial",
    authors=(person("Roe", "Ann", affiliations=("Field School, Leeds", "Barn Institute")), group("Sheep Group")),
    journal="Journal of Sleep",
    year=2023,
    online_year=2022,
    volume="12",
    issue="3",
    pages="763-771",
    doi="10.1000/sheep",
    url="https://example.org/sheep",
    abstract=(
        AbstractPart("Sleep is good: no doubt.", "BACKGROUND"),
        AbstractPart("Hay improved the sleep of sheep. Naps were not longer.", "RESULTS"),
    ),
    kind=Suggestion("trial", 'PublicationType "Clinical Trial"'),
    on=(Suggestion("animals", 'MeSH "Sheep"'),),
)


def merged(record: Record = RECORD, day: date = DAY, origin: str = "Crossref", **others: object) -> MergedRecord:
    """Return a merged record with all from one source; `others`: what else `MergedRecord` takes."""
    names = (name for name in Record.__slots__ if getattr(record, name))
    return MergedRecord(record, day, dict.fromkeys(names, origin), asked=(origin,), **others)


def changed(**fields: object) -> Record:
    """Return the record with other fields."""
    return replace(RECORD, **fields)


def file_of(record: Record = RECORD, **others: object) -> str:
    """Return the file of a record, with its proposed findings."""
    return paper_yaml(merged(record, **others), new_id(record, ()), propose(record))


def read(text: str) -> dict:
    """Return the values of a file."""
    return parse_yaml(PATH, text).value


def loaded(text: str, folder: Path) -> Paper:
    """Return the paper of a file, read as a part of posts.yaml."""
    lines = [f"    {line}" if line.strip() else "" for line in text.split("\n")]
    first = next(number for number, line in enumerate(lines) if line.startswith("    id: "))
    lines[first] = f"  - {lines[first].strip()}"
    path = folder / "posts.yaml"
    path.write_text("\n".join(["papers:", *lines]), "utf-8")
    document = load(path)
    assert not document.doubts
    return document.content.papers[0]
