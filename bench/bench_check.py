"""How many posts `check` reads in a second, all rules included, on one core, beside PyYAML reading the same file."""

import os
import random
import re
import shutil
import sys
import tempfile
from pathlib import Path

from timing import medians

ROOT = Path(__file__).resolve().parent.parent
PAPERS, FINDINGS, RUNS, SEED = 1_250, 6, 3, 17
POSTS = 10_000
LEAST = 1_500
_SUBSTANCES = ("erythropoietin", "lithium", "riluzole", "vitamin D", "ceftriaxone", "melatonin", "insulin", "caffeine")
_ILLS = ("stroke", "epilepsy", "migraine", "asthma", "psoriasis", "gout", "anaemia", "glaucoma")
_ANIMALS = ("mice", "rats", "zebrafish", "pigs", "rabbits")
_OUTCOMES = ("survival", "memory", "grip strength", "weight", "walking speed", "sleep", "blood pressure", "appetite")
_VERBS = ("increased", "was associated with higher", "was linked to lower", "may improve", "reduced")


def paper_lines(number: int, draw: random.Random) -> list[str]:
    """Return one made-up paper as lines of YAML; half of its posts copy their evidence, half say more than it."""
    substance, ill, animals = draw.choice(_SUBSTANCES), draw.choice(_ILLS), draw.choice(_ANIMALS)
    sentences = [
        f"In {draw.randint(20, 900)} {animals} with {ill}, {substance} {draw.choice(_VERBS)} {outcome} by "
        f"{draw.randint(2, 60)}% after {draw.randint(2, 50)} weeks of group {number}."
        for outcome in draw.sample(_OUTCOMES, FINDINGS)
    ]
    negative = f"Studies in people with {ill} did not reproduce the results of group {number}."
    lines = [
        f"  - id: paper-{number}",
        f"    title: {substance.capitalize()} in {ill}, study {number}",
        f"    authors: [{{name: Doe J, affiliation: Institute {number}}}, {{name: Roe R, affiliation: Elsewhere}}]",
        f"    journal: Journal of Made-up Examples {number}",
        "    year: 2026",
        "    study: {kind: animal study, peer_reviewed: true, on: [animals]}",
        f"    abstract: {' '.join(sentences)} {negative}",
        "    findings:",
    ]
    for at, sentence in enumerate(sentences):
        said = sentence if at % 2 else f"{substance.capitalize()} cures {ill}! {sentence}"
        lines += [
            f"      - id: finding-{at}",
            f'        text: "{said} {negative}"',
            "        evidence:",
            f"          - {{quote: '{sentence}', on: [animals]}}",
            f"          - {{quote: '{negative}', on: [people]}}",
        ]
    return lines


def made_up() -> str:
    """Return 1,250 made-up papers of eight posts each, in which every sentence is another."""
    draw = random.Random(SEED)
    return "\n".join(["papers:", *(line for number in range(PAPERS) for line in paper_lines(number, draw))]) + "\n"


def shipped() -> str:
    """Return the shipped paper a thousand times, ten posts each, under other ids."""
    text = (ROOT / "posts.yaml").read_text(encoding="utf-8")
    head, _, paper = text.partition("  - id: gcsf-als\n")
    anchors = re.compile(r"([&*](?:activities|negative))\b")
    papers = []
    for number in range(1_000):
        own = anchors.sub(rf"\g<1>{number}", paper)
        papers.append(f"  - id: gcsf-als-{number}\n{own}")
    return head + "\n".join(papers)


def main() -> int:
    """Print a Markdown table."""
    print(f"10,000 posts in a file, medians of {RUNS} runs.\n")
    print("| posts | MB | seconds | posts a second | at least | PyYAML alone, seconds | ratio |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    measure("the shipped paper, 1,000 times", shipped())
    measure("1,250 made-up papers, every sentence another", made_up())
    return 0


def measure(what: str, text: str) -> None:
    """Print a line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "posts.yaml").write_text(text, encoding="utf-8")
        shutil.copytree(ROOT / "templates", Path(folder, "templates"))
        env = {name: value for name, value in os.environ.items() if not name.startswith("SCICOMM_")}
        program = str(Path(sys.executable).with_name("scicomm-bot"))
        read = "import yaml, pathlib; yaml.load(pathlib.Path('posts.yaml').read_text(), yaml.CSafeLoader)"
        os.chdir(folder)
        one_core = ["taskset", "-c", "0"]
        # `check` ends with 1, because half of the posts are bad.
        checked = ["sh", "-c", f"{program} check --json; test $? -le 1"]
        taken = medians({"check": [*one_core, *checked], "yaml": [*one_core, sys.executable, "-c", read]}, RUNS, env)
        size = Path("posts.yaml").stat().st_size / 1e6
        os.chdir(ROOT)
    print(
        f"| {what} | {size:.1f} | {taken['check']:.2f} | {POSTS / taken['check']:,.0f} | {LEAST:,} | "
        f"{taken['yaml']:.2f} | {taken['check'] / taken['yaml']:.2f} |"
    )


if __name__ == "__main__":
    sys.exit(main())
