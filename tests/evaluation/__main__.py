"""`python tests/evaluation`: measure the rules, and write the figures into docs/fidelity.md.

What is between `<!-- measured: NAME -->` and `<!-- /measured -->` is written; the rest of the page is written by hand.
"""

import argparse
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

if not __package__:  # run as a folder: its parent takes the folder's place on the path, so that it is a package
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from evaluation import data, gold, mutations, pubmed, sets, strength, table
from evaluation.labelled import Labelled

PAGE = data.ROOT / "docs" / "fidelity.md"
PROGRAM = ("src", "templates")
PART = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- /measured -->)", re.DOTALL)


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page; or list posts."""
    chosen = _options().parse_args(words)
    if chosen.sealed:
        return _sealed()
    if chosen.show:
        return _show(chosen.show, chosen.rule)
    known = {one.name: one for one in sets.all_sets()}
    read = {name: one.read() for name, one in known.items() if one.missing is None}
    mutants = mutations.mutants([one for posts in read.values() for one in posts], chosen.seed)
    if chosen.mutants:
        print("\n".join(mutations.passed(list(mutants), chosen.mutants)))
        return 0
    for name, one in known.items():
        about = table.whole({name: read[name]}) if name in read else [f"Not measured: {one.missing}."]
        print("\n".join([f"### {name}: {one.about}", "", *about]), end="\n\n")
    parts = {"gold": gold.section()}
    if len(read) == len(known):
        parts["sets"] = list(_sets(read))
        parts["mutations"] = [f"Seed {chosen.seed}.", "", *mutations.summary(list(mutants))]
    if absent := data.missing():
        names = ", ".join(path.name for path in absent)
        print(f"Claim strength is not measured: no {names} in {data.FOLDER}; set SCICOMM_SHARED to where they are.")
    else:
        parts["strength"] = list(strength.section())
    _publish(parts, write=not chosen.print)
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python tests/evaluation", description=__doc__.partition("\n")[0])
    options.add_argument("--print", action="store_true", help="print only; leave the page as it is")
    options.add_argument("--show", metavar="SET", help="list a set's misses and false alarms, with all that is told")
    options.add_argument("--rule", help="with --show: only the posts on which this rule says something")
    kinds = [one.name for one in mutations.MUTATIONS]
    options.add_argument("--mutants", choices=kinds, help="list the mutants of one kind that nothing new holds")
    options.add_argument("--seed", type=int, default=mutations.SEED, help="which mutants are made (%(default)s)")
    options.add_argument("--sealed", action="store_true", help="measure the sealed set alone, once, at the end")
    return options


def _publish(parts: dict[str, list[str]], *, write: bool) -> None:
    """Print the parts of the page, with the day and what was measured, and write them."""
    head = f"Measured on {datetime.now(UTC).date().isoformat()}{_state()} with `make eval`."
    for lines in parts.values():
        print("\n".join(lines), end="\n\n")
    if write:
        page = written(PAGE.read_text(encoding="utf-8"), {name: [head, "", *lines] for name, lines in parts.items()})
        PAGE.write_text(page, encoding="utf-8")


def _show(name: str, rule: str | None) -> int:
    """List a set's misses and false alarms; 2 for a name that no set has."""
    known = {one.name: one for one in sets.all_sets()}
    if name not in known:
        print(f"no set {name!r}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    if known[name].missing:
        print(f"{name}: {known[name].missing}")
        return 0
    posts = known[name].read()
    print("\n".join([*table.disagreements(posts, rule), "", *table.whole({name: posts})]))
    return 0


def _sealed() -> int:
    """Print the figures of the sealed set, and nothing of its posts: no text, no id, no message of an error."""
    of = sets.sealed()
    if of.missing:
        print(f"The sealed set is not measured: {of.missing}.")
        return 1
    try:
        posts = of.read()
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        print(f"The sealed set cannot be read: {type(error).__name__} at {Path(at.filename).name}:{at.lineno}")
        return 1
    cut, quotations = table.quotations_cut(posts)
    print(f"Quotations that begin or end within a word: {cut} of {quotations}; many would be a fault of the reading.\n")
    print("\n".join(table.whole({of.name: posts})))
    return 0


def _sets(read: Mapping[str, Sequence[Labelled]]) -> Iterator[str]:
    """Yield the part of docs/fidelity.md on labelled posts, as lines of Markdown."""
    yield from table.summary(_by_kind_of_paper(read))
    yield from ("", "Each practice set by itself:", "")
    yield from table.rows({name: posts for name, posts in read.items() if name.startswith("practice")})
    several = [one for name, posts in read.items() if name != "gold" for one in posts]
    yield from ("", f"All sets but `gold` together, {len(several)} posts:", "", *table.kinds(several))
    yield from ("", *table.rules(several))


def _by_kind_of_paper(read: Mapping[str, Sequence[Labelled]]) -> dict[str, list[Labelled]]:
    """Join the practice sets on abstracts of PubMed, and those on made-up papers."""
    together: dict[str, list[Labelled]] = {}
    for name, posts in read.items():
        kind = "PubMed" if (pubmed.FOLDER / name.removeprefix("practice-") / pubmed.POSTS).is_file() else "made up"
        together.setdefault(f"practice, {kind}" if name.startswith("practice") else name, []).extend(posts)
    return together


def _state() -> str:
    """Return which rules were measured: the last commit that changed the program, where git knows."""
    git = ["git", "-C", str(data.ROOT)]
    last = subprocess.run([*git, "log", "-1", "--format=%h", "--", *PROGRAM], capture_output=True, text=True)
    if last.returncode or not last.stdout.strip():
        return ""
    changed = subprocess.run([*git, "status", "--porcelain", "--", *PROGRAM], capture_output=True, text=True)
    return f" at {last.stdout.strip()}{' and what was not committed then' if changed.stdout.strip() else ''}"


def written(page: str, parts: dict[str, list[str]]) -> str:
    """Put the parts into their places of the page; a part that was not measured stays as it is."""

    def part(match: re.Match[str]) -> str:
        begin, name, end = match.groups()
        return begin + "\n".join([*parts[name], end]) if name in parts else match.group()

    return PART.sub(part, page)


if __name__ == "__main__":
    sys.exit(main())
