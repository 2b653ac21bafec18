"""The data sets that claim strength is measured on, where they are: they are not part of the project."""

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SCICOMM_SHARED") or ROOT.parent / "shared")
FOLDER = SHARED / "fidelity"
PAIRS, SENTENCES = FOLDER / "insciout_train.jsonl", FOLDER / "pubmed_causal_language_use.csv"

_PUBMED = {"0": 0, "1": 3, "2": 2, "3": 1}
"""PubMed's labels: 1 is direct causal and 3 correlational there, the other way round than here."""


@dataclass(frozen=True)
class Pair:
    """The conclusions of a press release and of its paper's abstract, with their labelled strengths."""

    release: str
    abstract: str
    release_strength: int
    abstract_strength: int


def missing() -> list[Path]:
    """The files that are not there."""
    return [path for path in (PAIRS, SENTENCES) if not path.is_file()]


def pairs() -> list[Pair]:
    read = (json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Pair(
            one["press_release_conclusion"],
            one["abstract_conclusion"],
            int(one["press_release_strength"]),
            int(one["abstract_strength"]),
        )
        for one in read
    ]


def sentences() -> list[tuple[str, int]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], _PUBMED[row["label"]]) for row in csv.DictReader(file)]
