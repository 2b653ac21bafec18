"""What reading 1,000 records out of one file takes: CPU time and memory, beside parsing the same file alone."""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scicomm_bot.records.doubles import work_keys
from scicomm_bot.records.reading import read_records
from scicomm_bot.records.record import Record

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SCICOMM_SHARED") or ROOT.parent / "shared")
SAMPLE = SHARED / "records" / "pubmed" / "sample-2019-a.xml"
COUNT = 1_000
_ARTICLE = re.compile(r"<PubmedArticle>.*?</PubmedArticle>", re.DOTALL)
_SIGNS = re.compile(r"[{}%&]")
PLAIN = "import sys, xml.etree.ElementTree as ET\nfor _, one in ET.iterparse(sys.argv[1]): one.clear()"


def varied(articles: list[str]) -> Iterator[str]:
    """Yield as many articles as are wanted, no two with one id or title."""
    for number in range(COUNT):
        article = articles[number % len(articles)]
        article = re.sub(r"(<PMID[^>]*>)\d+", rf"\g<1>{40_000_000 + number}", article, count=1)
        article = re.sub(r"(10\.\d{4,9}/[^<\s]+)", rf"\1.{number}", article)
        yield article.replace("</ArticleTitle>", f" {number}</ArticleTitle>", 1)


def as_ris(record: Record) -> str:
    """Return a record as a reference manager would export it."""
    lines = ["TY  - JOUR", *(f"AU  - {one.family}, {one.given}" for one in record.authors), f"TI  - {record.title}"]
    lines += [f"JO  - {record.journal}", f"PY  - {record.year}", f"DO  - {record.doi}", f"AB  - {record.abstract_text}"]
    return "\n".join([*lines, "ER  - ", ""])


def as_bibtex(record: Record, key: int) -> str:
    """Return a record as a BibTeX entry."""
    values = {
        "author": " and ".join(f"{one.family}, {one.given}" for one in record.authors),
        "title": record.title,
        "journal": record.journal,
        "year": record.year,
        "doi": record.doi,
        "abstract": record.abstract_text,
    }
    fields = ",\n".join(f"  {name} = {{{_SIGNS.sub('', str(value))}}}" for name, value in values.items())
    return f"@article{{k{key},\n{fields}\n}}\n"


def files(folder: Path) -> list[Path]:
    """Write the records in three formats."""
    head, _, _ = SAMPLE.read_text(encoding="utf-8").partition("<PubmedArticle>")
    articles = list(varied(_ARTICLE.findall(SAMPLE.read_text(encoding="utf-8"))))
    xml = "\n".join([head, *articles, "</PubmedArticleSet>"])
    records = [one for one in read_records(xml.encode(), "made") if isinstance(one, Record)]
    texts = {
        "records.xml": xml,
        "records.ris": "\n".join(map(as_ris, records)),
        "records.bib": "\n".join(as_bibtex(record, number) for number, record in enumerate(records)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def read(path: Path) -> None:
    """Read a file and look for doubles; print how many records, the CPU seconds, and the most MiB of this process."""
    begun = time.process_time()
    count, seen = 0, set[str]()
    for one in read_records(path.read_bytes(), path.name):
        count += isinstance(one, Record)
        seen |= work_keys(one) if isinstance(one, Record) else set()
    taken = time.process_time() - begun
    most = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(count, taken, int(most[1]) / 1024 if most else 0)


def measured(path: Path) -> tuple[int, float, float]:
    """Return what `read` prints of a file, by the quickest of three runs."""
    runs = [
        subprocess.run([sys.executable, __file__, str(path)], check=True, capture_output=True, text=True).stdout.split()
        for _ in range(3)
    ]
    count, taken, memory = min(runs, key=lambda run: float(run[1]))
    return int(count), float(taken), float(memory)


def plain_seconds(path: Path) -> float:
    """Return the CPU seconds of a process that only parses the XML."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", PLAIN, str(path)], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print a Markdown table, or read the file that is named."""
    if len(sys.argv) > 1:
        read(Path(sys.argv[1]))
        return 0
    if not SAMPLE.is_file():
        print(f"Not measured: {SAMPLE.name} is not there (SCICOMM_SHARED).")
        return 0
    print("| file | MB | records | CPU seconds | records a second | at least | MiB | at most |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        made = files(Path(folder))
        for path in made:
            count, taken, memory = measured(path)
            size, rate = path.stat().st_size / 1_000_000, count / taken
            print(f"| {path.suffix} | {size:.1f} | {count:,} | {taken:.2f} | {rate:,.0f} | 100 | {memory:.0f} | 200 |")
        print(f"\nParsing the XML and nothing else takes {plain_seconds(made[0]):.2f} s in a process of its own.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
