"""The records of a file or of standard input, and which of them are wanted."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scicomm_bot.domain.doi import bare_doi, folded_doi
from scicomm_bot.errors import SourceError
from scicomm_bot.files import broken_link, read_ordinary
from scicomm_bot.records.reading import read_records
from scicomm_bot.records.record import Record, RecordError
from scicomm_bot.records.same import words_of

MOST_BYTES = 100_000_000
STDIN_NAME = "standard input"


class Read(NamedTuple):
    """A record of a file, or what is wrong with it; `number` from 1, and `known` what tells it from others."""

    number: int
    item: Record | RecordError
    place: str
    known: str


def records_in(source: str, data: bytes | None, only: Sequence[str]) -> tuple[list[Read], int]:
    """Return the wanted records of a file, in its order, and how many it has.

    Args:
        source: The file.
        data: What stands in standard input; None to read the file.
        only: What the wanted ones are meant by: a DOI, a number, a PMID, a key, words of the title; all for none.

    Raises:
        SourceError: it cannot be read, or has no record, or none that is wanted.
    """
    place = STDIN_NAME if data is not None else source
    body = _bytes_of(source) if data is None else data
    _refuse_size(place, len(body))
    if not body.strip():
        raise SourceError(f"{place}: is empty; export the record again")
    name = STDIN_NAME if data is not None else Path(source).name
    read = [Read(number, item, place, _known(item)) for number, item in enumerate(_items(body, name, place), start=1)]
    if not read:
        raise SourceError(f"{place}: has no record in it")
    chosen = [one for one in read if not only or any(_is_meant(one, pattern) for pattern in only)]
    if not chosen:
        raise SourceError(
            f"{place}: none of its {len(read)} records is meant by --only {' or '.join(map(repr, only))}; it takes a "
            "DOI, a PMID, a key, the record's number, or words of the title"
        )
    return chosen, len(read)


def _items(body: bytes, name: str, place: str) -> Iterator[Record | RecordError]:
    try:
        yield from read_records(body, name)
    except RecordError as error:
        line = f", line {error.line}" if error.line is not None else ""
        raise SourceError(f"{place}{line}: {error.text}") from error


def _bytes_of(source: str) -> bytes:
    path = Path(source)
    try:
        _refuse_size(source, path.stat().st_size)
        return read_ordinary(path, MOST_BYTES + 1)
    except IsADirectoryError:
        raise SourceError(f"{source}: is a folder; name the files in it, such as {source.rstrip('/')}/*.ris") from None
    except OSError as error:
        why = broken_link(path) or f"cannot be read: {error.strerror or error}"
        hint = "" if path.is_file() or path.is_symlink() else "; of a pipe, hand on what is in it to `add -`"
        raise SourceError(f"{source}: {why}{hint}") from error


def _refuse_size(place: str, size: int) -> None:
    if size > MOST_BYTES:
        raise SourceError(f"{place}: has more than {MOST_BYTES // 1_000_000} MB; export fewer records to a file")


def _known(item: Record | RecordError) -> str:
    if isinstance(item, RecordError):
        return item.known
    return item.title or item.doi or item.pmid or item.arxiv_id or ""


def _is_meant(read: Read, pattern: str) -> bool:
    item, text = read.item, pattern.strip()
    if text.isdecimal():
        return int(text) == read.number or (isinstance(item, Record) and item.pmid == text.lstrip("0"))
    doi, words = bare_doi(text), words_of(text)
    if isinstance(item, RecordError):
        return bool(text) and text.lower() in item.known.lower()
    if doi is not None and item.doi is not None and folded_doi(doi) == folded_doi(item.doi):
        return True
    if item.arxiv_id is not None and item.arxiv_id.lower() == text.lower().removeprefix("arxiv:").strip():
        return True
    return bool(words) and (set(words) <= set(words_of(item.title or "")) or _is_key(text, item.origin))


def _is_key(text: str, origin: str) -> bool:
    """Whether a record's origin names this key: `refs.bib, doe2020`."""
    return any(text == part.strip().removeprefix("record ") for part in origin.split(",")[1:])
