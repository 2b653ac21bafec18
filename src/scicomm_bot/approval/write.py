"""Writing `approved.yaml`: whole or not at all, in the order of `posts.yaml`, other entries untouched to the byte."""

import fcntl
import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scicomm_bot.approval.models import Approval, ByMail, Signature
from scicomm_bot.approval.read import LIST, ApprovedFile, parse_file, read_file
from scicomm_bot.approval.signing import joined_to
from scicomm_bot.content.yaml_write import Block, dump_yaml
from scicomm_bot.errors import ApprovalError
from scicomm_bot.files import write_atomically

HEAD = f"""\
# What people said of the posts, word for word. Live, a post goes out only as it stands here.
# Written by `scicomm-bot approve`; commit it together with posts.yaml. Do not edit an entry: its seal would not fit any
# more, and its post would be held. An entry may be deleted; its post then waits for approval again.
{LIST}:
"""


def record(
    path: Path, new: Sequence[Approval], order: Sequence[str], joining: Mapping[str, Sequence[str]] | None = None
) -> list[Approval]:
    """Write entries into `approved.yaml`, each in the place of an older one of its post.

    The file is read again under a lock that keeps other writers out, so that of two at once none is lost; then a new
    one, on the disk, takes its name. Entries stand in the order of `order` (the ids of all posts), those of other posts
    after them. A link is followed as long as it stays in its folder: who puts one there, say in a repository that
    others copy, does not decide which file elsewhere is replaced.

    `joining` has the posts that several people must approve, with all ids that each has or had: a yes to one of them
    goes to what others approved before. Returns the entries as they stand in the file now, in the order of `new`.

    Raises:
        ApprovalError: the file that is there cannot be used, or the new one not written. The old one stays as it was.
    """
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(path.parent.resolve()):
        what = "is a link that leads out of its folder, so nothing was recorded; name the file itself in"
        raise ApprovalError.at(path, f"{what} SCICOMM_APPROVED, or remove the link")
    try:
        with _locked(real.parent):
            old = read_file(path)
            joined = _joined(old, new, joining or {})
            write_atomically(real, merged(path, old, [*joined.values()], order).encode())
            return [joined[entry.id] for entry in new]
    except OSError as error:
        why = f"cannot be written: {error.strerror}; nothing was recorded"
        raise ApprovalError.at(path, f"{why}; make it and its folder writable for this user, with room") from error


def _joined(old: ApprovedFile, new: Sequence[Approval], joining: Mapping[str, Sequence[str]]) -> dict[str, Approval]:
    """Return the new entry of each post: the last of several, with the signatures that stand for the same."""
    there = {entry.id: entry for entry in old.entries if entry.id not in old.tampered}
    joined: dict[str, Approval] = {}
    for entry in new:
        there[entry.id] = joined[entry.id] = joined_to(there, joining.get(entry.id, ()), entry)
    return joined


def merged(path: Path, old: ApprovedFile, new: Sequence[Approval], order: Sequence[str]) -> str:
    """Return the text of the file with `new` in it.

    Raises:
        ApprovalError: what was written does not read as what was meant, which is a bug; `path` is named.
    """
    head, indent, chunks = _chunks(path, old)
    replaced = {entry.id: textwrap.indent(entry_text(entry), indent) for entry in new}
    chunks.update(replaced)
    place = {post_id: number for number, post_id in enumerate(order)}
    ids = sorted(chunks, key=lambda one: place.get(one, len(place)))
    text = head + "\n".join(chunks[one].rstrip("\n") + "\n" for one in ids)
    expected = {entry.id: entry for entry in old.entries} | {entry.id: entry for entry in new}
    read = parse_file(path, text)
    tampered = old.tampered.keys() - replaced
    if {entry.id: entry for entry in read.entries} != expected or read.tampered.keys() != tampered:
        raise ApprovalError.at(path, "the new entries would not read as they were meant; nothing was recorded")
    return text


def entry_text(entry: Approval) -> str:
    """Return an entry as it is written: texts as blocks, so that a difference in git shows the lines."""
    fields: dict[str, object] = {
        "id": entry.id,
        "decision": entry.decision,
        "by": entry.by,
        "at": entry.at.isoformat(),
        "by_mail": entry.mail and _mail(entry.mail),
        "also": [_signature(one) for one in entry.also],
        "why": entry.why,
        "text": Block(entry.text),
        "images": [{name: getattr(image, name) for name in ("file", "sha256", "alt_sha256")} for image in entry.images],
        "evidence": entry.evidence,
        "answers": [{name: getattr(one, name) for name in ("key", "question", "answer")} for one in entry.answers],
        "seal": entry.seal,
    }
    may_be_missing = {"by_mail", "also", "why", "images", "answers"}
    kept = {name: value for name, value in fields.items() if name not in may_be_missing or value not in (None, [])}
    return dump_yaml([kept])


def _signature(one: Signature) -> dict[str, object]:
    mail = {"by_mail": _mail(one.mail)} if one.mail is not None else {}
    return {"by": one.by, "at": one.at.isoformat(), **mail}


def _mail(mail: ByMail) -> dict[str, str]:
    sent = {"sent": mail.sent.isoformat()} if mail.sent is not None else {}
    return {"recorded_by": mail.recorded_by, **sent}


def _chunks(path: Path, old: ApprovedFile) -> tuple[str, str, dict[str, str]]:
    """Return what stands above the entries, how far they are indented, and each entry's own lines."""
    if not old.entries:
        return HEAD, "", {}
    lines = [f"{line}\n" for line in old.text.split("\n")]  # not splitlines: it knows more line ends than YAML
    starts = [line - 1 for line in old.lines]
    indents = {lines[start].partition("- ")[0] for start in starts}
    if len(indents) != 1 or (indent := indents.pop()).strip():
        what = "the entries must begin with `- `, each in a line of its own; take the last good version from git"
        raise ApprovalError.at(path, what, old.lines[0])
    ends = [*starts[1:], len(lines)]
    chunks = {entry.id: "".join(lines[start:end]) for entry, start, end in zip(old.entries, starts, ends, strict=True)}
    return "".join(lines[: starts[0]]), indent, chunks


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other writers out by a lock on the folder: the file itself is replaced, and a lock file would lie about."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)
