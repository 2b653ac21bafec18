"""`python tests/evaluation/convert.py FROM TO`: take a folder of posts files and labels into tests/evaluation/practice.

FROM holds posts files, one paper each, and labels.yaml. Papers whose id is `pmid-...` become one posts.yaml, in which a
quotation is its place in PubMed's record; made-up papers are kept whole. It tells counts and ids, and never a text.
"""

import argparse
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

if __package__ in {None, ""}:  # run as a file: the folder of the tests takes this folder's place on the path
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from evaluation import pubmed
from evaluation.sets import read_labels
from scicomm_bot.content.yaml_file import read_yaml
from scicomm_bot.content.yaml_write import dump_yaml

PMID = re.compile(r"pmid-(\d+)")


def main(words: Sequence[str] | None = None) -> int:
    """Convert a folder; 1 where a quotation is in no record."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("source", type=Path, help="the folder with posts files and labels.yaml")
    options.add_argument("target", type=Path, help="the folder to be made, such as tests/evaluation/practice/a1")
    chosen = options.parse_args(words)
    papers = list(_papers(chosen.source))
    on_abstracts = [PMID.fullmatch(paper["id"]) is not None for _, paper in papers]
    assert len(set(on_abstracts)) == 1, "papers of PubMed and made-up ones go into folders of their own"
    chosen.target.mkdir(parents=True, exist_ok=True)
    if not on_abstracts[0]:
        for file in (*dict.fromkeys(file for file, _ in papers), chosen.source / pubmed.LABELS):
            shutil.copyfile(file, chosen.target / file.name)
        print(f"{len(papers)} made-up papers copied")
        return 0
    problems: list[str] = []
    labels = read_labels(chosen.source)
    posts = [one for _, paper in papers for one in _posts(paper, labels, problems)]
    (chosen.target / pubmed.POSTS).write_text(dump_yaml(posts), encoding="utf-8")
    print(f"{len(posts)} posts: {dict(Counter(one['kind'] for one in posts))}")
    print("\n".join(problems) or "Each quotation was found.")
    return 1 if problems else 0


def _papers(source: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for file in sorted(source.glob("*.yaml")):
        if file.name != pubmed.LABELS:
            read = read_yaml(file)
            assert not read.problems, f"{file.name}: {len(read.problems)} problems"
            yield from ((file, paper) for paper in read.value["papers"])


def _posts(paper: dict[str, Any], labels: dict[str, dict[str, str]], problems: list[str]) -> Iterator[dict[str, Any]]:
    """Yield a paper's posts; one whose quotations are in no record is left out, and told of in `problems`."""
    pmid = paper["id"].removeprefix("pmid-")
    record = pubmed.records()[pmid]
    for finding in paper["findings"]:
        name = f"{paper['id']}/{finding['id']}"
        places = [(one, _place(one["quote"], record)) for one in finding["evidence"]]
        quotes = [{**place, "on": list(one["on"])} for one, place in places if place is not None]
        if len(quotes) < len(places):
            problems.append(f"{name}: {len(places) - len(quotes)} of {len(places)} quotations are not in the record")
        if quotes:
            study = {**paper["study"], "on": list(paper["study"].get("on", []))}
            head = {"id": finding["id"], "pmid": int(pmid), "study": study, "text": " ".join(finding["text"].split())}
            yield {**head, **labels[name], "quotes": quotes}


def _place(quote: str, record: pubmed.Record) -> dict[str, Any] | None:
    words = " ".join(quote.split())
    for where, text in (("abstract", record.abstract), ("title", record.title)):
        if (at := text.find(words)) >= 0:
            return {"in": where, "from": at, "to": at + len(words)}
    return None


if __name__ == "__main__":
    sys.exit(main())
