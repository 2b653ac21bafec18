"""What `add` costs: of one record beside `preview` of the outcome, and of a thousand records in one file."""

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import cpu_medians

ROOT = Path(__file__).resolve().parent.parent
RUNS, RECORDS, SEED = 9, 1_000, 23
MOST_RATIO, LEAST_RATE, MOST_MIB = 1.3, 100, 200
_FAMILIES = ("Moser", "Okafor", "Lindqvist", "van der Berg", "Haddad", "Tanaka", "Kowalczyk", "Silva")
_SUBSTANCES = ("caffeine", "melatonin", "lithium", "vitamin D", "insulin", "riluzole", "ceftriaxone", "nitrate")
_OUTCOMES = ("running", "grip strength", "memory", "sleep", "appetite", "walking speed", "body weight", "survival")


def record(number: int, draw: random.Random) -> str:
    """Return one made-up article as PubMed writes it: six authors with affiliations, an abstract of five sentences."""
    substance, outcome, other = draw.choice(_SUBSTANCES), *draw.sample(_OUTCOMES, 2)
    sentences = {
        "BACKGROUND": f"It is not known whether {substance} changes {outcome} in older mice of strain {number}.",
        "METHODS": f"We gave {substance} to {draw.randint(20, 90)} mice for {draw.randint(2, 40)} weeks.",
        "RESULTS": f"{substance.capitalize()} increased {outcome} by {draw.randint(2, 60)}% (95% CI 1 to 70). "
        f"No effect on {other} was seen.",
        "CONCLUSIONS": f"In mice, {substance} may improve {outcome}.",
    }
    abstract = "".join(f'<AbstractText Label="{label}">{text}</AbstractText>' for label, text in sentences.items())
    authors = "".join(
        f"<Author><LastName>{draw.choice(_FAMILIES)}</LastName><ForeName>Ana {letter}.</ForeName><Initials>A{letter}"
        f"</Initials><AffiliationInfo><Affiliation>Department {letter}, University {number}, Elsewhere.</Affiliation>"
        "</AffiliationInfo></Author>"
        for letter in "BCDEFG"
    )
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{90_000_000 + number}</PMID><Article><Journal><JournalIssue><Volume>4"
        "</Volume><Issue>2</Issue><PubDate><Year>2024</Year></PubDate></JournalIssue><Title>Journal of made-up examples"
        f"</Title></Journal><ArticleTitle>{substance.capitalize()} and {outcome} in older mice, study {number}."
        f"</ArticleTitle><Pagination><MedlinePgn>{number}-{number + 9}</MedlinePgn></Pagination>"
        f'<ELocationID EIdType="doi">10.5555/made-up.{number}</ELocationID><Abstract>{abstract}</Abstract>'
        f"<AuthorList>{authors}</AuthorList><Language>eng</Language></Article></MedlineCitation></PubmedArticle>"
    )


def made_up(count: int) -> str:
    """Return a file of this many made-up records."""
    draw = random.Random(SEED)
    return f"<PubmedArticleSet>{''.join(record(number, draw) for number in range(count))}</PubmedArticleSet>"


def main() -> int:
    """Print two Markdown tables."""
    program = str(Path(sys.executable).with_name("scicomm-bot"))
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program keeps its bytecode
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([program, "init"], check=True, capture_output=True, env=env)
        Path("one.xml").write_text(made_up(1), encoding="utf-8")
        Path("many.xml").write_text(made_up(RECORDS), encoding="utf-8")
        one(program, env)
        many(program, env)
        os.chdir(ROOT)
    return 0


def one(program: str, env: dict[str, str]) -> None:
    """Print what one record costs; its file is deleted before each run, in both commands' time."""
    Path("kept").mkdir()
    subprocess.run([program, "add", "one.xml"], check=True, capture_output=True, env=env)
    made = next(Path("papers").glob("*.yaml"))
    shutil.copy(made, "kept")
    add = ["sh", "-c", f"rm -f papers/*.yaml; exec {program} add one.xml"]
    preview = ["sh", "-c", f"cp kept/*.yaml papers/; exec {program} preview"]
    taken = cpu_medians({"add": add, "preview": preview}, RUNS, env)
    print(f"Medians of {RUNS} interleaved runs.\n\n| what | CPU ms | beside | CPU ms | ratio | at most |")
    print("|---|--:|---|--:|--:|--:|")
    ratio = taken["add"] / taken["preview"]
    print(
        f"| `add` of one record from a file | {taken['add'] * 1e3:.0f} | `preview` of the outcome | "
        f"{taken['preview'] * 1e3:.0f} | {ratio:.2f} | {MOST_RATIO} |"
    )


def many(program: str, env: dict[str, str]) -> None:
    """Print what a thousand records cost; no posts are shown of so many."""
    for path in Path("papers").glob("*.yaml"):
        path.unlink()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "add", "many.xml"], check=True, capture_output=True, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    mib = after.ru_maxrss / 1_024
    files = len(list(Path("papers").glob("*.yaml")))
    print("\n| records | files | CPU seconds | records a second | at least | MiB | at most |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    rate = RECORDS / seconds
    print(f"| {RECORDS:,} | {files:,} | {seconds:.1f} | {rate:,.0f} | {LEAST_RATE} | {mib:.0f} | {MOST_MIB} |")


if __name__ == "__main__":
    sys.exit(main())
