"""One input: a good folder in which one thing was changed, the commands, and what would be a silent success.

**No traceback**: each command ends with 0, 1 or 2, and prints no traceback; a password of the settings is never shown.

**No silent success**, for each kind of file by a reading that is not the program's own:

- `posts.yaml`: where PyYAML reads other values than from the good file, `preview --json`, `plan --json`, `check --json`
  or the sign-off page differs from the good file's, or one of them ends with another exit code than 0. What none of them
  has to show is left out: affiliations, a term's source, who looked where, the account's statement, and signs of format
  (Unicode's Cf), without which quotations are compared; in a post they block it.
- `approved.yaml`: a post whose entry PyYAML reads otherwise than before, or not at all, is not shown as approved.
- a template: where Jinja2 itself cannot parse it, `check` does not end with 0; where it parses, and its code differs,
  `preview --json` differs or something does not end with 0 (a change of a branch that no post takes counts as seen).
- the state file: where SQLite's own check fails, or a value was put in that no program writes there, `doctor` does not
  call it sound, and does not end with 0.
- the settings: where a value is of no use (its validator, written here a second time, says so), the exit code is not 0.
"""

import json
import os
import random
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import yaml

from fuzz.mutations import ODD_VALUES, mutated
from fuzz.world import PASSWORD, Ran, copy_of, run, run_for_itself
from scicomm_bot.ledger.tables import TABLES, Kind

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("check", "--json"),
    ("check", "--approved"),
    ("preview",),
    ("preview", "--json"),
    ("preview", "--html", "page.html"),
    ("plan",),
    ("plan", "--json"),
    ("status",),
    ("status", "--json"),
    ("history",),
    ("history", "--json"),
    ("approve", "--all", "--by", "Jane Doe"),
    ("post", "--once", "--dry-run"),
    ("doctor",),
    ("doctor", "--json"),
)
IN_A_PROCESS = 0.02
"""So many of the inputs are run in a process of their own, too."""


@dataclass
class Input:
    """One input and what came of it."""

    seed: int
    kind: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    ran: list[Ran] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def run(self, *words: str) -> Ran:
        """Run a command, and look for what none may do."""
        ran = run(self.folder, *words, settings=self.settings)
        self.look(ran)
        return ran

    def look(self, ran: Ran) -> None:
        """Keep what a command did."""
        self.ran.append(ran)
        if what := ran.wrong():
            self.wrong.append(f"{' '.join(ran.words)}: {what}\n{ran.err[-1_500:]}")

    def silent(self, what: str) -> None:
        """Say what went well that should not have."""
        self.wrong.append(f"silent: {what}")


def play(seed: int, good: Path, place: Path) -> Input:
    """Make the input of a seed, run it, and return what was wrong."""
    draw = random.Random(seed)
    kind = draw.choice([*KINDS])
    one = Input(seed, kind, copy_of(good, place))
    judge = KINDS[kind](draw, one)
    for words in draw.sample(COMMANDS, 2):
        one.run(*words)
    judge()
    if draw.random() < IN_A_PROCESS:
        one.look(run_for_itself(one.folder, draw.choice(COMMANDS), one.settings))
    return one


def _read(data: bytes) -> object:
    """Return the values as PyYAML has them, or an error's kind; a map keeps its last of two equal keys."""
    try:
        return repr(yaml.safe_load(data.decode("utf-8-sig")))
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, OverflowError, AttributeError) as error:
        return type(error)


def _shown(run_it: Callable[..., Ran], folder: Path) -> list[tuple[int, str]]:
    asked = [("preview", "--json", "--dry-run"), ("check", "--json"), ("plan", "--json", "--dry-run")]
    shown = [(ran.code, ran.out) for ran in (run_it(*words) for words in asked)]
    page = run_it("preview", "--html", "-", "--dry-run")
    return [*shown, (page.code, page.out)]


def _bare(data: bytes) -> object:
    """Return the values without those that no output has to show."""
    try:
        text = data.decode("utf-8-sig")
        read = yaml.safe_load("".join(sign for sign in text if unicodedata.category(sign) != "Cf"))
        for paper in read["papers"]:
            for author in paper["authors"]:
                author.pop("affiliation", None)
                author.pop("institution", None)
            for finding in paper["findings"]:
                for one in finding["evidence"]:
                    one["quote"] = " ".join(one["quote"].split())  # so are quotations compared
            for term in paper.get("glossary") or ():
                term.pop("source", None)
            (paper.get("retraction_check") or {}).clear()
        (read.get("account") or {}).clear()
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _read(data)
    return repr(read)


def _posts(draw: random.Random, one: Input) -> Callable[[], None]:
    file = one.folder / "posts.yaml"
    before = file.read_bytes()
    good = _shown(lambda *words: run(one.folder, *words), one.folder)
    file.write_bytes(mutated(draw, before))

    def judge() -> None:
        if _bare(before) != _bare(file.read_bytes()) and _shown(one.run, one.folder) == good and good[0][0] == 0:
            one.silent("posts.yaml says something else, and nothing shows it")

    return judge


def _entries(data: bytes) -> dict[object, object]:
    try:
        read = yaml.load(data.decode(), yaml.BaseLoader)  # noqa: S506 - it makes texts alone
        return {entry["id"]: repr(entry) for entry in read["posts"]}
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _approvals(draw: random.Random, one: Input) -> Callable[[], None]:
    file = one.folder / "approved.yaml"
    before = _entries(file.read_bytes())
    data = mutated(draw, file.read_bytes())
    file.write_bytes(data)

    def judge() -> None:
        file.write_bytes(data)  # a command may have approved what is not approved any more
        after, preview = _entries(data), one.run("preview", "--json")
        if preview.code:
            return
        for post in json.loads(preview.out)["posts"]:
            approval = post.get("approval") or {}
            if approval.get("state") == "approved" and after.get(post["id"]) != before[post["id"]]:
                one.silent(f"the entry of {post['id']} is another, and it holds")

    return judge


def _template(draw: random.Random, one: Input) -> Callable[[], None]:
    file = draw.choice(sorted((one.folder / "templates").glob("*.j2")))
    in_use = file.name in {"finding.txt.j2", "authors.txt.j2", "source.txt.j2"}
    before = file.read_bytes()
    file.write_bytes(mutated(draw, before))

    def judge() -> None:
        checked = one.run("check")
        try:
            jinja2.Environment().parse(file.read_text("utf-8"))  # noqa: S701 - only parsed
        except (jinja2.TemplateSyntaxError, UnicodeDecodeError):
            if in_use and checked.code == 0:
                one.silent(f"{file.name} is no template, and check is content")
        except (ValueError, RecursionError, OverflowError):
            pass  # Jinja2 itself falls over

    return judge


def _state_bytes(draw: random.Random, one: Input) -> Callable[[], None]:
    file = one.folder / "state.db"
    file.write_bytes(mutated(draw, file.read_bytes(), text=False))

    def judge() -> None:
        if not _is_sound(file) and (ran := one.run("doctor")).code == 0:
            one.silent(f"SQLite calls the state file damaged, and doctor does not: {ran.out[-300:]}")

    return judge


def _is_sound(file: Path) -> bool:
    try:
        db = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
        try:
            return list(db.execute("PRAGMA integrity_check(1)")) == [("ok",)]
        finally:
            db.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return False


_ODD = {
    Kind.TIME: ("yesterday", "", "2026-13-01T00:00:00+00:00", "2026-11-28", "2026-11-28T07:00:00", "99999", None),
    Kind.SORTED_TIME: ("yesterday", "", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "07:00", None),
    Kind.COUNT: (-1, 2**62, None),
    Kind.FLAG: (2, -1, 2**40, None),
    Kind.STATE: ("sent", "", "POSTED", None),
    Kind.TEXT: (None,),
    Kind.SORTED_TEXT: (),
    Kind.KEY: (),
}
_ODD_TEXT = {
    "cause": ("bad weather",),
    "code": ("ouch",),
    "source": ("nobody",),
    "updates": ("", "[]", "{", '{"by": 7}', "null"),
}


def _state_values(draw: random.Random, one: Input) -> Callable[[], None]:
    file = one.folder / "state.db"
    choices = [
        (table.name, column.name, value)
        for table in TABLES
        for column in table.columns
        for value in (
            *_ODD[column.kind],
            *(_ODD_TEXT.get(column.name, ()) if table.name != "retraction" or column.name == "updates" else ()),
        )
        if not (table.name == "wait" and column.name == "source")
        if value is not None or "NOT NULL" in column.rule
    ]
    table, column, value = draw.choice(choices)
    db = sqlite3.connect(file)
    db.execute("PRAGMA ignore_check_constraints=ON")
    db.execute("PRAGMA writable_schema=ON")
    db.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = ?", [table])
    db.commit()
    db.close()
    db = sqlite3.connect(file)
    db.execute("PRAGMA ignore_check_constraints=ON")
    changed = 0
    try:
        rows = [row[0] for row in db.execute(f"SELECT rowid FROM {table}")]
        if rows:
            changed = db.execute(
                f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [value, draw.choice(rows)]
            ).rowcount
        db.commit()
    except sqlite3.Error:
        changed = 0  # an index or a type says no
    db.close()

    def judge() -> None:
        if changed:
            ran = one.run("doctor")
            if ran.code == 0:
                one.silent(f"{table}.{column} is {value!r}, and doctor calls the ledger sound")

    return judge


_SETTINGS = ("POSTS", "TEMPLATES", "STATE", "APPROVED", "SECRETS_DIR", "DRY_RUN", "X_API_URL", "X_TIMEOUT_SECONDS",
             "SETTLE_SECONDS", "MONTHLY_BUDGET_USD", "LOG_FORMAT", "RETRACTION_MAX_AGE", "RETRACTION_WORD_DAYS",
             "CROSSREF_MAILTO", "CROSSREF_URL", "PING_URL", "REQUIRE_APPROVAL", "X_API_KEY", "NOBODY")  # fmt: skip
_ODD_SETTINGS = (*ODD_VALUES, "a" * 300, "/" + "a/" * 3_000, "/proc/self/mem", "/dev/full", "://", "postgresql://", "[::1", "https://[", "file:///x",
                 f"postgresql://jane:{PASSWORD}@localhost:1/db", f"postgresql://localhost:1/db?password={PASSWORD}",
                 f"host=localhost port=1 password='{PASSWORD}'")  # fmt: skip
_NUMBERS = {"X_TIMEOUT_SECONDS", "SETTLE_SECONDS", "RETRACTION_WORD_DAYS"}


def _settings(draw: random.Random, one: Input) -> Callable[[], None]:
    name, value = draw.choice(_SETTINGS), draw.choice(_ODD_SETTINGS)
    in_env = draw.random() < 0.5 and "\x00" not in value
    if in_env:
        one.settings[f"SCICOMM_{name}"] = value
    else:
        with (one.folder / ".env").open("a", encoding="utf-8") as file:
            file.write(f"SCICOMM_{name}={value}\n")

    def judge() -> None:
        ran = one.run("status")
        if in_env and name in _NUMBERS and value.strip() and not _is_number(value) and ran.code == 0:
            one.silent(f"SCICOMM_{name}={value!r} is no number, and status is content")

    return judge


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _dotenv(draw: random.Random, one: Input) -> Callable[[], None]:
    file = one.folder / ".env"
    match draw.randrange(6):
        case 0:
            file.write_bytes(mutated(draw, file.read_bytes()))
        case 1:
            file.write_bytes(file.read_text("utf-8").encode(draw.choice(("utf-16", "utf-32", "utf-16-be"))))
        case 2:
            file.write_bytes(draw.randbytes(200))
        case 3:
            file.unlink()
            os.mkfifo(file)
        case 4:
            file.unlink()
            file.symlink_to("/dev/zero")
        case _:
            file.unlink()
            file.mkdir()
    return lambda: None


KINDS: Mapping[str, Callable[[random.Random, Input], Callable[[], None]]] = {
    "posts": _posts,
    "approvals": _approvals,
    "template": _template,
    "state bytes": _state_bytes,
    "state values": _state_values,
    "settings": _settings,
    ".env": _dotenv,
}


def inputs(first: int, count: int, good: Path, place: Path) -> Iterator[Input]:
    """Play so many seeds."""
    for seed in range(first, first + count):
        yield play(seed, good, place)
