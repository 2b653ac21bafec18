"""The fields of a paper's file: each with its value and its lines, where it is from, and what other sources say."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scicomm_bot.characters.pattern import Pattern
from scicomm_bot.domain.doi import bare_doi
from scicomm_bot.domain.study import KINDS
from scicomm_bot.errors import listed
from scicomm_bot.records.findings import ProposedEvidence, ProposedFinding
from scicomm_bot.records.merged import MergedRecord, Other
from scicomm_bot.records.record import STOPPING, Person, Record, Remark, Standing
from scicomm_bot.records.yaml_text import comment, comment_lines, quoted, scalar

MOST_AUTHORS = 60
"""So many authors are written out; how many more there are, `authors_more` says. Posts name three."""
MOST_TEXT = 2_000
MOST_ABSTRACT = 50_000
YEARS = range(1665, 2201)
IN_RECORD = {"authors_more": "authors"}
"""The field of the record that a field of the file is made from, where the names differ."""
_ADDRESS = Pattern(r"[Hh][Tt][Tt][Pp][Ss]?://\S+")
_SHOWN = 1_000
"""So much of what another source says is shown: an abstract is not written out twice."""
_DIGITS = 8


ORDER = (
    "id", "retraction", "title", "authors", "authors_more", "journal", "year", "issue", "pages", "url", "doi", "study",
    "abstract", "findings",
)  # fmt: skip
"""The fields of a paper's file that are written here, in their order; nobody is to overlook the second."""
RETRACTION = "retraction"
_KEPT = "# it holds all posts of this paper; see docs/writing.md"
_DAY = "  on: "
_STANDINGS = {
    Standing.RETRACTED: "RETRACTED: this paper was retracted. Its posts are held.",
    Standing.NOTICE: "NO PAPER: this is the notice of a retraction. Its posts are held.",
    Standing.CONCERN: "EXPRESSION OF CONCERN: the journal warns about this paper. Its posts are held.",
    Standing.CORRECTED: "CORRECTED: this paper has a correction. Check each figure against it.",
}
_KIND = {
    Standing.RETRACTED: "retracted",
    Standing.NOTICE: "notice",
    Standing.CONCERN: "expression of concern",
}
_BAR = f"# {'=' * 20}"
CHOOSE = "# Choose:"
_SEAL = "# Written by `scicomm-bot add`; `--update` changes nothing else:"
_SEALED = Pattern(r"([a-z_]+)=([0-9a-f]{8})\b")


@dataclass(frozen=True, slots=True)
class FileField:
    """A field of the file.

    Attributes:
        name: Its key.
        value: Its value, as it is read back.
        lines: Its lines, with where it is from behind the first.
        above: Comments before it: what other sources say.
    """

    name: str
    value: object
    lines: Sequence[str]
    above: Sequence[str] = ()


def missing(merged: MergedRecord, *, proposed: bool = True) -> list[tuple[str, str]]:
    """Return the fields that a person has to fill in or choose, in the order of the file, each with what to do.

    Args:
        merged: The record.
        proposed: Whether the file has findings.
    """
    record, there = merged.record, {field.name for field in fields_of(merged)}
    found = [(name, _to_do(record, name)) for name in TO_DO if name not in there]
    found += [
        (name, f"{_sources(others)} another one; choose, and delete the comment above it")
        for name in ORDER
        if name in there and (others := merged.others.get(IN_RECORD.get(name, name))) and name not in IN_RECORD
    ]
    found.append(("findings", _WRITE_EACH if proposed else _WRITE_FIRST))
    return sorted(found, key=lambda one: ORDER.index(one[0]))


TO_DO = {
    "title": "copy the title from the paper",
    "authors": "name the authors, in the paper's order",
    "journal": "write the journal's full name",
    "year": "write the year of the issue",
    "doi": "look it up; for a paper without one, `retraction_check` says who looked for a retraction",
    "study": "say what kind of study it is, on whom, and whether it was peer-reviewed",
    "abstract": "copy the abstract from the paper: all quotations are looked up in it",
}


_WRITE_EACH = "write each `text` for readers, check its quotation, and take `draft` away"
_WRITE_FIRST = (
    "none could be proposed; write `findings:`, each with `id`, `text` and `evidence`: a `quote` of the abstract, and "
    "what it is `on`"
)


def _to_do(record: Record, name: str) -> str:
    if name == "doi" and record.published_doi is not None:
        return (
            f"write {record.published_doi} if that is this paper, published; for the preprint alone, "
            "`retraction_check` says who looked for a retraction"
        )
    return _too_long(record, name) or TO_DO[name]


def fields_of(merged: MergedRecord) -> list[FileField]:
    """Return the fields of a paper's record that are known, in order; findings and study apart."""
    return [*_retraction(merged), *_names(merged), *_publication(merged), *_abstract(merged)]


def stopping(remarks: Sequence[Remark]) -> list[Remark]:
    """Return the gravest of what holds all posts of a paper; empty where nothing does."""
    found = ([one for one in remarks if one.standing is standing] for standing in STOPPING)
    return next((some for some in found if some), [])


def is_graver(one: object, other: object) -> bool:
    """Whether one `kind` of `retraction` weighs more than another; what is none weighs nothing here."""
    order = [str(standing) for standing in STOPPING]
    return one in order and other in order and order.index(str(one)) < order.index(str(other))


def _retraction(merged: MergedRecord) -> Iterator[FileField]:
    remarks = stopping(merged.record.remarks)
    if not remarks:
        return
    value = {
        "kind": str(_KIND[remarks[0].standing]),
        "told": _cut(comment("; ".join(dict.fromkeys(one.told for one in remarks)))),
        "source": _cut(comment(listed([*dict.fromkeys(one.origin or merged.record.origin for one in remarks)]))),
        "on": merged.day.isoformat(),
    }
    doi = next((bare for one in remarks if one.doi is not None and (bare := bare_doi(one.doi)) is not None), None)
    value |= {"doi": doi} if doi is not None else {}
    lines = [line for key, text in value.items() for line in scalar(key, text, "  ")]
    yield FileField(RETRACTION, value, [f"{RETRACTION}:  {_KEPT}", *lines])


def retraction_line(merged: MergedRecord) -> str | None:
    """Return `retraction` as one line, for a person to write into a file; None where nothing holds the posts."""
    value = next((field.value for field in _retraction(merged)), None)
    if not isinstance(value, dict):
        return None
    return f"{RETRACTION}: {{{', '.join(f'{key}: {quoted(text)}' for key, text in value.items())}}}"


def _names(merged: MergedRecord) -> Iterator[FileField]:
    record = merged.record
    if record.title is not None and record.title.strip() and len(record.title) <= MOST_TEXT:
        yield _text(merged, "title", record.title)
    people = [one for one in record.authors if one.name.strip()]
    more = max(0, len(people) - MOST_AUTHORS) + record.authors_left_out
    if people:
        shown = people[:MOST_AUTHORS]
        lines = [f"authors:  # {_behind(merged, 'authors')}", *(line for one in shown for line in _author_lines(one))]
        yield FileField("authors", [_author(one) for one in shown], lines, _choices(merged, "authors"))
    if people and more:
        yield FileField("authors_more", more, [f"authors_more: {more}  # {_left_out(merged, people)}"])


def _publication(merged: MergedRecord) -> Iterator[FileField]:
    record = merged.record
    if _fits(record.journal):
        yield _text(merged, "journal", record.journal)
    if record.year in YEARS:
        online = f"; online already in {record.online_year}" if record.online_year is not None else ""
        behind = f"{_behind(merged, 'year')}{online}"
        yield FileField("year", record.year, [f"year: {record.year}  # {behind}"], _choices(merged, "year"))
    for name in ("issue", "pages"):
        if _fits(value := getattr(record, name)):
            yield _text(merged, name, value)
    if record.url is not None and _ADDRESS.fullmatch(record.url) and len(record.url) <= MOST_TEXT:
        yield _text(merged, "url", record.url)
    if record.doi is not None and bare_doi(record.doi) is not None:
        yield _text(merged, "doi", record.doi)


def _abstract(merged: MergedRecord) -> Iterator[FileField]:
    text = merged.record.abstract_text.strip()
    if text and len(text) <= MOST_ABSTRACT:
        yield _text(merged, "abstract", text)


def _fits(value: str | None) -> bool:
    return value is not None and bool(value.strip()) and len(value) <= MOST_TEXT


def _text(merged: MergedRecord, name: str, value: str | None) -> FileField:
    text = value or ""
    return FileField(name, text, scalar(name, text, behind=_behind(merged, name)), _choices(merged, name))


def _behind(merged: MergedRecord, name: str) -> str:
    """Return where a field is from, and on which day."""
    origin = merged.origins.get(IN_RECORD.get(name, name), merged.record.origin)
    return comment(f"{origin}, {merged.day.isoformat()}")


def _choices(merged: MergedRecord, name: str) -> list[str]:
    """Return what other sources say of a field, for a person to choose."""
    return [
        line
        for other in merged.others.get(name, ())
        for line in comment_lines(f"{CHOOSE[2:]} {_said(name, other)}", hanging="  ")
    ]


def _said(name: str, other: Other) -> str:
    value = _cut(other.value)
    return f"{other.origin} names {value}" if name == "authors" else f"{other.origin} has “{value}”"


def _cut(text: str) -> str:
    one = comment(text)
    return one if len(one) <= _SHOWN else f"{one[:_SHOWN]}..."


def _author(person: Person) -> dict[str, str]:
    affiliation = _affiliation(person)
    return {"name": person.name} | ({"affiliation": affiliation} if affiliation else {})


def _author_lines(person: Person) -> Iterator[str]:
    first, *others = _author(person).items()
    yield from scalar(f"- {first[0]}", first[1], "  ")
    for key, value in others:
        yield from scalar(key, value, "    ")


def _affiliation(person: Person) -> str:
    """Return an author's affiliations as one text, as many as there is room for."""
    text = ""
    for one in person.affiliations:
        longer = f"{text}; {one}" if text else one
        if len(longer) > MOST_TEXT:
            break
        text = longer
    return text


def _left_out(merged: MergedRecord, people: Sequence[Person]) -> str:
    """Return what the comment behind `authors_more` says: who is not named, as far as it is known."""
    rest = people[MOST_AUTHORS:]
    groups = [one.name for one in rest if one.is_group][:3]
    told = [f"the last is {rest[-1].name}"] if rest else []
    told += [f"with {', '.join(groups)}"] if groups else []
    return comment("; ".join([_behind(merged, "authors"), *told]))


def _elsewhere(merged: MergedRecord) -> Iterator[str]:
    """Yield what the record has and a paper's file has no field for."""
    record = merged.record
    known = {"volume": record.volume, "PMID": record.pmid, "arXiv": record.arxiv_id}
    told = [f"{name} {value}" for name, value in known.items() if value]
    told += [f"keywords {', '.join(record.keywords)}"] if record.keywords else []
    if told:
        yield from comment_lines(f"Besides: {'; '.join(told)}", hanging="  ")


def study_lines(merged: MergedRecord) -> Iterator[str]:
    """Yield what has no field of its own, and the study, as comments: what it is, a person says."""
    record = merged.record
    yield from _elsewhere(merged)
    held = stopping(record.remarks)
    what = "what the sources suggest" if held else "once each line from here on is right, take its first two signs away"
    yield from comment_lines(f"Kinds of study: {', '.join(KINDS)}", hanging="  ")
    yield from comment_lines("`on` is a list of: people, animals, cells. `peer_reviewed` is true or false.")
    yield f"# study:  # {what}"
    kind = record.kind
    yield from _suggested("kind", kind.value if kind else "...", kind.why if kind else "no source says it")
    preprint = record.is_preprint
    why = "a source says that it is a preprint" if preprint else "no source says it"
    yield from _suggested("peer_reviewed", "false" if preprint else "...", why)
    if preprint:
        yield from _suggested("preprint", "true", why)
    on = record.on
    values = ", ".join(dict.fromkeys(one.value for one in on)) or "..."
    yield from _suggested("on", f"[{values}]", "; ".join(one.why for one in on) or "no source says it")


def _suggested(key: str, value: str, why: str) -> Iterator[str]:
    yield f"#   {key}: {comment(value)}  # {comment(why)}"


_DRAFTS = (
    "# Proposed from the abstract, a sentence to each. A draft is never posted: write its `text` for readers, then",
    "# delete its line `draft: true`. Delete what is not to be told; add what is missing, each with a quotation.",
    "# An `id` may be changed until its first post is out, the paper's, too. From then on it stays as it is.",
)
_HELD_DRAFTS = ("# Proposed from the abstract, a sentence to each. Nothing of it goes out: see `retraction` above.",)


def findings_fields(merged: MergedRecord, findings: Sequence[ProposedFinding]) -> Iterator[FileField]:
    """Yield the field with the proposed findings, all drafts; none where none is proposed."""
    if not findings:
        return
    suggested = sorted({one.value for one in merged.record.on})
    lines = ["findings:"]
    for number, finding in enumerate(findings):
        lines += [""] if number else []
        lines += _finding_lines(finding, suggested)
    above = ["", *(_HELD_DRAFTS if stopping(merged.record.remarks) else _DRAFTS)]
    yield FileField("findings", [_finding_value(one) for one in findings], lines, above)


def _finding_value(finding: ProposedFinding) -> dict[str, object]:
    language = {"lang": finding.lang} if _is_other(finding) else {}
    evidence = [{"quote": one.quote, "on": [one.on]} for one in finding.evidence]
    return {"id": finding.id, "draft": True, "text": finding.text, **language, "evidence": evidence}


def _is_other(finding: ProposedFinding) -> bool:
    return finding.lang not in {"en", "und"}


def _finding_lines(finding: ProposedFinding, suggested: Sequence[str]) -> Iterator[str]:
    label = f", from “{_cut(finding.label)}”" if finding.label else ""
    yield from comment_lines(f"{finding.role.value}{label}", "  ")
    yield f"  - id: {finding.id}"
    yield "    draft: true"
    yield from scalar("text", finding.text, "    ")
    if _is_other(finding):
        yield f"    lang: {finding.lang}"
    elif finding.lang != "en":
        yield "    # lang: ...    # say which language it is in, such as 'es'"
    yield "    evidence:"
    for number, one in enumerate(finding.evidence):
        yield from _evidence_lines(one, suggested, beside=number > 0)


def _evidence_lines(one: ProposedEvidence, suggested: Sequence[str], *, beside: bool) -> Iterator[str]:
    if beside:
        yield "      # the negative result, so that no post tells of the benefit alone"
    yield from scalar("- quote", one.quote, "      ")
    yield f"        on: [{one.on}]{_why_on(one, suggested)}"
    if one.facts and not beside:
        yield "        # read from it:"
        for fact in one.facts:
            yield from comment_lines(f"- {fact}", "        ", "  ")


def _why_on(one: ProposedEvidence, suggested: Sequence[str]) -> str:
    if one.on != "unstated":
        return ""
    if one.named:
        return f"  # choose: it names {' and '.join(one.named)}"
    return f"  # a source suggests {' and '.join(suggested)}" if suggested else ""


def seal_of(name: str, lines: Iterable[str]) -> str:
    """Return what tells the lines of a field from others; the day on which a retraction was told is not looked at."""
    return digest(line for line in lines if name != RETRACTION or not line.startswith(_DAY))


def digest(lines: Iterable[str]) -> str:
    """Return what tells these lines from others, whatever ends them."""
    text = "\n".join(line.rstrip() for line in lines).rstrip()
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def remark_lines(remarks: Sequence[Remark]) -> Iterator[str]:
    """Yield what stands against a paper, so that nobody misses it, each thing once; nothing where nothing does."""
    if remarks:
        yield _BAR
    for standing in dict.fromkeys(remark.standing for remark in remarks):
        yield from comment_lines(_STANDINGS[standing])
    for remark in remarks:
        notice = f"; DOI {remark.doi}" if remark.doi else ""
        day = f"; {remark.on.isoformat()}" if remark.on else ""
        yield from comment_lines(f"{remark.told}{notice}{day}", hanging="  ")
    if remarks:
        yield _BAR


def is_told(remark: Remark, lines: Collection[str]) -> bool:
    """Whether a file's lines tell already that this stands against the paper."""
    return all(line in lines for line in comment_lines(_STANDINGS[remark.standing]))


def to_do_lines(name: str, what: str) -> Iterator[str]:
    """Yield the comment that asks a person for a field."""
    yield from comment_lines(f"- {name}: {what}", hanging="  ")


def _sources(others: Iterable[Other]) -> str:
    names = list(dict.fromkeys(other.origin for other in others))
    return f"{' and '.join(names)} {'has' if len(names) == 1 else 'have'}"


def _too_long(record: Record, name: str) -> str | None:
    value = {"title": record.title, "journal": record.journal, "abstract": record.abstract_text}.get(name)
    most = MOST_ABSTRACT if name == "abstract" else MOST_TEXT
    if value is None or len(value) <= most:
        return None
    return f"the source's has {len(value):,} characters, and {most:,} are allowed: copy what posts rest on"


def seal_line(digests: Mapping[str, str]) -> str:
    """Return the last line of a file: of each field, the digest of its lines as `add` wrote them."""
    return " ".join([_SEAL, *(f"{name}={one}" for name, one in digests.items())])


def seal_place(lines: Sequence[str]) -> int | None:
    """Return the number of that line, or None where a person has taken it away."""
    return next((at for at in range(len(lines) - 1, -1, -1) if lines[at].startswith(_SEAL)), None)


def sealed(lines: Sequence[str]) -> dict[str, str]:
    """Return the digests that a file holds, by the fields' names."""
    at = seal_place(lines)
    return {found[1]: found[2] for found in _SEALED.finditer(lines[at])} if at is not None else {}
