"""Making papers' files: from what a person names, over the records that sources have, to `papers/ID.yaml`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scicomm_bot.app.desk import Desk
from scicomm_bot.app.known_papers import Known, are_included, folder_of, papers_of
from scicomm_bot.app.record_files import Read, records_in
from scicomm_bot.app.starting import PAPERS
from scicomm_bot.content.yaml_file import mappings, parse_yaml, read_text, read_yaml
from scicomm_bot.errors import ScicommError, SourceError, near
from scicomm_bot.files import write_atomically, write_new
from scicomm_bot.records.doubles import may_be_corrected
from scicomm_bot.records.findings import propose
from scicomm_bot.records.identifiers import Meant, Sort, understood
from scicomm_bot.records.ids import slug
from scicomm_bot.records.merge import merged
from scicomm_bot.records.merged import MergedRecord
from scicomm_bot.records.paper_fields import RETRACTION, retraction_line
from scicomm_bot.records.paper_file import missing, new_id, paper_yaml, stopping
from scicomm_bot.records.paper_update import Difference, updated
from scicomm_bot.records.record import Record, RecordError

if TYPE_CHECKING:
    from scicomm_bot.app.asking import Asking


LONGEST_ID = 60


_MOST_NAMES = 1_000
_SHOWN = 80
_FROM_A_FILE = "`scicomm-bot add refs.ris`"
_FEW = 20
"""Files that are waited for one by one until they are on the disk; more can be made again from their source."""


class Outcome(StrEnum):
    """What came of one record."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    """It is there, and the sources say nothing new."""
    THERE = "there"
    """It is there, and was left."""
    FAILED = "failed"


class ToFill(NamedTuple):
    """A field that a person has to fill in or choose, what to do, and the line of the file that says so."""

    field: str
    what: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How records are to be taken.

    Attributes:
        online: Ask registries about the records of files, too.
        update: Bring papers that are there up to date.
        only: Take the records of files that one of these means; all of them for none.
        paper_id: The id of the one paper; None to have one made.
    """

    online: bool = False
    update: bool = False
    only: Sequence[str] = ()
    paper_id: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one record.

    Attributes:
        source: As it was named.
        outcome: What came of it.
        number: Which record of the source, from 1, and `of` how many; 1 and 1 where there is one.
        known: What tells it from others: its title, or its id.
        paper_id: The paper's id; None where there is none.
        file: The paper's file, or the one that it is in already.
        findings: How many were proposed.
        merged: The record; None where there is none.
        to_fill: What a person has to fill in.
        told: What else a person should know, a sentence each.
        replaced: The fields that were updated or added.
        left: The fields that a person wrote, and that differ from the sources.
        not_held: Why the posts are not held by their file although something stands against the paper, with the
            remedy; empty where they are, or nothing does.
        error: What went wrong, with the remedy; None where nothing did.
    """

    source: str
    outcome: Outcome
    number: int = 1
    of: int = 1
    known: str = ""
    paper_id: str | None = None
    file: Path | None = None
    findings: int = 0
    merged: MergedRecord | None = None
    to_fill: Sequence[ToFill] = ()
    told: Sequence[str] = ()
    replaced: Sequence[str] = ()
    left: Sequence[Difference] = ()
    not_held: str = ""
    error: str | None = None


class Adding:
    """Makes papers' files, one record after the other."""

    def __init__(self, desk: Desk, wanted: Wanted, asking: "Callable[[], Asking]", stdin: Callable[[], bytes]) -> None:
        """Look at what is there.

        Args:
            desk: Where posts.yaml is, and which day it is.
            wanted: How records are to be taken.
            asking: Returns who asks registries; called when it is needed.
            stdin: Returns what stands in standard input; raises SourceError where nobody can have written it.

        Raises:
            ContentError: posts.yaml is not there, or cannot be read.
            SourceError: the id that is asked for is none, or is taken.
        """
        self._desk = desk
        self._wanted = wanted
        self._make_asking = asking
        self._asking: Asking | None = None
        self._stdin = stdin
        self._papers = papers_of(desk)
        self._day = desk.clock.now().date()
        self._folder = folder_of(desk)
        self._used: dict[str, str] = {}
        if wanted.paper_id is not None:
            self._refuse_id(wanted.paper_id)

    def of(self, sources: Sequence[str]) -> Iterator[Added]:
        """Make a file of each record of these sources; yield what came of each as soon as it is known."""
        for source in sources:
            try:
                meant = understood(source, is_there=_is_there(source))
                yield from self._of_id(source, meant) if meant.is_id else self._of_file(source, meant)
            except SourceError as error:
                yield Added(source, Outcome.FAILED, error=f"{error}{_near_file(source)}")

    def are_included(self, added: Sequence[Added]) -> bool:
        """Whether posts.yaml includes these papers' files, so that they are read."""
        files = [one.file for one in added if one.file is not None]
        return are_included(self._desk, files, self._papers.patterns)

    def _asked(self) -> "Asking":
        """Return who asks: one for all records, so that the registries' pace is kept."""
        self._asking = self._asking or self._make_asking()
        return self._asking

    def _of_id(self, source: str, meant: Meant) -> Iterator[Added]:
        learned = self._asked().of(meant)
        if not learned.records:
            why = "; ".join(learned.told) or f"nobody knows {meant}"
            export = f"; or export its record to a file, and give that: {_FROM_A_FILE}" if learned.unasked else ""
            yield Added(source, Outcome.FAILED, known=str(meant), error=f"{meant}: {why}{export}")
            return
        yield self._made(Added(source, Outcome.FAILED, known=str(meant), told=learned.told), learned.records)

    def _of_file(self, source: str, meant: Meant) -> Iterator[Added]:
        data = self._stdin() if meant.sort is Sort.STDIN else None
        read, of = records_in(source, data, self._wanted.only)
        if self._wanted.paper_id is not None and len(read) > 1:
            raise SourceError(f"{meant}: has {len(read)} records, and --id names one paper; choose one with --only")
        for one in read:
            blank = Added(source, Outcome.FAILED, one.number, of, one.known)
            yield self._of_record(blank, one)

    def _of_record(self, blank: Added, read: Read) -> Added:
        record = read.item
        if isinstance(record, RecordError):
            line = f", line {record.line}" if record.line is not None else ""
            return replace(blank, error=f"{read.place}{line}: {record.text}")
        records, told = [record], []
        if self._wanted.online:
            learned = self._asked().about_record(record)
            records, told = [*learned.records, record], learned.told
        return self._made(replace(blank, told=told), records)

    def _made(self, blank: Added, records: Sequence[Record]) -> Added:
        """Write or update the file of one paper."""
        made = merged(records, self._day)
        blank = replace(blank, merged=made, known=made.record.title or blank.known)
        if made.record.title is None:
            return replace(blank, error=_without_title(blank, made.record))
        try:
            there = self._there(made.record, blank.source)
            return self._written(blank, made) if there is None else self._again(blank, made, there)
        except OSError as error:
            where = error.filename or self._folder
            return replace(blank, error=f"{where}: cannot be written: {error.strerror or error}")
        except ScicommError as error:
            return replace(blank, error=str(error))

    def _there(self, record: Record, source: str) -> Known | None:
        """Return the paper that is there already, or None.

        Raises:
            SourceError: it is another one than `--id` says, or may be in a file in which something is wrong.
        """
        known, wanted = self._papers.find(record), self._wanted.paper_id
        if known is not None:
            if wanted not in {None, known.id}:
                raise SourceError(
                    f"{source}: is the paper {known.id}, which is in {known.file}, and not {wanted}; leave --id out"
                )
            return known
        file = None if wanted is None else self._papers.by_id.get(wanted)
        if wanted is not None and file is not None:
            self._refuse_another(record, source, wanted)
            return Known(record, wanted, file)
        broken = self._papers.may_hold(record, wanted or new_id(record, ()))
        if broken is not None:
            told = f"{broken.problem}; this paper may be in that file, so put it right first, then add again"
            raise SourceError(told)
        return None

    def _refuse_another(self, record: Record, source: str, wanted: str) -> None:
        """Refuse to write one paper's record over another one's: a corrected title or DOI is fine."""
        there = self._papers.named(wanted)
        if there is not None and not may_be_corrected(there.record, record):
            raise SourceError(
                f"{source}: is another paper ({_short(record.title or 'no title')}) than {wanted} in {there.file} "
                f"({_short(there.record.title or 'no title')}); leave --id out"
            )

    def _written(self, blank: Added, made: MergedRecord) -> Added:
        paper_id = self._wanted.paper_id or new_id(made.record, self._papers.by_id)
        file = self._folder / f"{paper_id}.yaml"
        findings = propose(made.record)
        text = paper_yaml(made, paper_id, findings)
        _make_folder(self._folder)
        write_new(file, text.encode(), durable=blank.of <= _FEW)
        self._papers.add(Known(made.record, paper_id, file))
        self._used[paper_id] = f"record {blank.number} of {blank.source}" if blank.of > 1 else blank.source
        return replace(
            blank,
            outcome=Outcome.WRITTEN,
            paper_id=paper_id,
            file=file,
            findings=len(findings),
            to_fill=() if stopping(made.record.remarks) else _to_fill(made, text, proposed=bool(findings)),
        )

    def _again(self, blank: Added, made: MergedRecord, there: Known) -> Added:
        """Leave a paper that is there, or bring its file up to date."""
        by_hand = self._wanted.update or there.file == self._desk.posts_file
        why = _not_held(made, there, by_hand=by_hand)
        blank = replace(blank, paper_id=there.id, file=there.file, not_held=why)
        if there.id in self._used:
            return replace(
                blank, outcome=Outcome.THERE, told=[*blank.told, f"the same paper as {self._used[there.id]}"]
            )
        if not self._wanted.update:
            return replace(blank, outcome=Outcome.THERE)
        if there.file == self._desk.posts_file:
            told = f"it is in {there.file}, which only people write; move it to {PAPERS}/{there.id}.yaml to update it"
            return replace(blank, outcome=Outcome.THERE, told=[*blank.told, told])
        text = read_text(there.file)
        news = updated(text, made, there.file)
        if news.text != text:
            write_atomically(there.file, news.text.encode())
        return replace(
            blank,
            outcome=Outcome.UNCHANGED if news.text == text else Outcome.UPDATED,
            to_fill=_still_to_fill(made, news.text, there.file),
            replaced=[*news.replaced, *news.added],
            left=news.left,
            not_held=_not_held(made, there, by_hand=True),
        )

    def _refuse_id(self, wanted: str) -> None:
        if slug(wanted, LONGEST_ID) != wanted or not wanted:
            raise SourceError(
                f"--id {wanted!r}: must be lower-case letters, digits and single hyphens, such as 'smith-2019'"
            )
        if wanted not in self._papers.by_id or self._wanted.update:
            return
        raise SourceError(f"--id {wanted}: is taken in {self._papers.by_id[wanted]}; choose another, or leave --id out")


def _short(title: str) -> str:
    return f"\u201c{title if len(title) <= _SHOWN else f'{title[:_SHOWN]}...'}\u201d"


def _is_there(source: str) -> bool:
    try:
        return bool(source.strip()) and (Path(source).exists() or Path(source).is_symlink())
    except (OSError, ValueError):  # a name that no file can have
        return False


def _still_to_fill(made: MergedRecord, text: str, path: Path) -> list[ToFill]:
    """Return what is to be filled in of a file that a person works at: not what they have filled in."""
    value = parse_yaml(path, text).value
    there = value if isinstance(value, dict) else {}
    if there.get(RETRACTION) is not None:
        return []
    findings = there.get("findings")
    drafts = not findings or any(one.get("draft") is True for _, one in mappings(findings))
    done = {name for name in there if not made.others.get(name)} - ({"findings"} if drafts else set())
    told = _to_fill(made, text, proposed=bool(findings))
    return [one for one in told if one.field not in done and (one.line or one.field not in there)]


def _not_held(made: MergedRecord, there: Known, *, by_hand: bool) -> str:
    """Return why a file that is there does not hold its posts, with the remedy; empty where it does or need not.

    `by_hand`: only a person can write it in.
    """
    line = retraction_line(made)
    if line is None or _has_retraction(there):
        return ""
    remedy = f"write into the paper there: {line}" if by_hand else "run the same again with --update"
    return (
        f"{there.file} has no `{RETRACTION}`; unless a person has looked and finds that the source is wrong, {remedy}"
    )


def _has_retraction(there: Known) -> bool:
    value = read_yaml(there.file).value
    papers = value.get("papers", [value]) if isinstance(value, dict) else None
    return any(one.get("id") == there.id and one.get(RETRACTION) is not None for _, one in mappings(papers))


def _without_title(blank: Added, record: Record) -> str:
    """Return why no file is made: one without a title is none that `check` takes, and hardly a record."""
    ids = {
        "Crossref": record.doi,
        "PubMed": record.pmid and f"PMID:{record.pmid}",
        "arXiv": record.arxiv_id and f"arXiv:{record.arxiv_id}",
    }
    registry, known = next(((name, one) for name, one in ids.items() if one), ("", ""))
    if not known or blank.told:
        return f"{record.origin}: has no title; write it into the record"
    return f"{record.origin}: has no title; `scicomm-bot add {known}` gets the whole record from {registry}"


def _near_file(source: str) -> str:
    """Return a hint at a file whose name is nearly this one, or nothing."""
    path = Path(source)
    try:
        names = [] if _is_there(source) else [one.name for one in islice(path.parent.iterdir(), _MOST_NAMES)]
    except (OSError, ValueError):
        return ""
    meant = near(path.name, names) if path.suffix else None
    return f"; did you mean {path.with_name(meant)}?" if meant else ""


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise SourceError(f"{folder}: is a file, and should be the folder of papers; move it away") from None


def _to_fill(made: MergedRecord, text: str, *, proposed: bool) -> list[ToFill]:
    """Return what is to be filled in, with the lines at the top of the file that say so."""
    lines = {line.split(":")[0].removeprefix("# - "): at for at, line in reversed([*enumerate(text.splitlines(), 1)])}
    return [ToFill(name, what, lines.get(name)) for name, what in missing(made, proposed=proposed)]
