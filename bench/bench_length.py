"""How fast is `weighted_length`, beside the two other implementations of X's rule?

    pip install twitter-text-parser==3.0.0 "setuptools<81"    # it needs pkg_resources
    npm install twitter-text@3.1.0                            # in some folder
    python bench/bench_length.py --node-modules FOLDER/node_modules

2,000 posts from a seed, 500 of each kind, measured kind by kind in interleaved runs after one to warm up; the table
has the medians, in microseconds per post. All must agree on every count, else the exit code is 1. A peer that is not
installed is left out, and said to be missing.
"""

# ruff: noqa: RUF001 - the Persian is meant

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import time
import warnings
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from scicomm_bot.medium.length import weighted_length

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Measure = Callable[[list[str], int], tuple[float, list[int]]]

ENGLISH = (
    "patients with amyotrophic lateral sclerosis were treated for twelve months and motor neurons survived longer in "
    "mice, the review found; no difference in survival (p=0.05) was seen in trials of G-CSF. However, evidence remains "
    "limited: small samples, short follow-up, few centres. Safety was good"
)
PERSIAN = (
    "بیماران مبتلا به اسکلروز جانبی آمیوتروفیک دوازده ماه درمان شدند و نورون‌های حرکتی در موش‌ها بیشتر زنده ماندند، "
    "اما در کارآزمایی‌ها تفاوتی دیده نشد؛ شواهد هنوز محدود است. این مرور می‌گوید که درمان بی‌خطر بوده است"
)
ADDRESSES = [
    "https://doi.org/10.1000/182", "example.com/news", "https://www.example.org/papers/als_(review)?page=2&lang=en",
    "www.bbc.co.uk", "http://t.co/AbC123", "https://en.wikipedia.org/wiki/Motor_neuron#Types",
]  # fmt: skip
EMOJI = ["🧠", "❤️", "👩🏽‍🔬", "👨‍👩‍👧‍👦", "🇮🇷", "🙋🏾", "1️⃣", "🔬", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "✈️", "👍🏻", "😷"]
KINDS: dict[str, tuple[str, Sequence[str]]] = {
    "plain": (ENGLISH, ()),
    "URLs": (ENGLISH, ADDRESSES),
    "emoji": (ENGLISH, EMOJI),
    "Persian": (PERSIAN, ()),
}
OURS, PYTHON, NODE = "scicomm_bot.medium.length", "twitter-text-parser", "twitter-text (Node)"


def corpus(seed: int, each: int) -> dict[str, list[str]]:
    """`each` posts of every kind, about 150 to 280 characters long; the same for the same seed."""
    chance = random.Random(seed)
    return {kind: [_post(chance, *parts) for _ in range(each)] for kind, parts in KINDS.items()}


def _post(chance: random.Random, source: str, extras: Sequence[str]) -> str:
    words, size, text = source.split(), chance.randint(150, 270), ""
    while len(text) < size:
        text += chance.choice(words) + " "
    parts = text.split()
    for _ in range(chance.randint(1, 3) if extras else 0):
        parts.insert(chance.randint(1, len(parts)), chance.choice(extras))
    return " ".join(parts)


def in_python(function: Callable[[str], int]) -> Measure:
    """The seconds that `rounds` over the posts take, and the lengths."""

    def measure(posts: list[str], rounds: int) -> tuple[float, list[int]]:
        lengths: list[int] = []
        start = time.perf_counter()
        for _ in range(rounds):
            lengths = [function(post) for post in posts]
        return time.perf_counter() - start, lengths

    return measure


def in_node(process: subprocess.Popen[str]) -> Measure:
    """The same, by a Node process that stays up, so that its compiler has warmed up as well."""

    def measure(posts: list[str], rounds: int) -> tuple[float, list[int]]:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the Node process has no pipes")
        process.stdin.write(json.dumps({"posts": posts, "rounds": rounds}) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        return answer["seconds"], answer["lengths"]

    return measure


def python_peer() -> tuple[str, Measure] | None:
    """twitter-text-parser with its version, if it is installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it imports the deprecated pkg_resources
            from twitter_text import parse_tweet  # type: ignore[import-untyped,unused-ignore]
        name = f"{PYTHON} {version(PYTHON)}"
    except (ImportError, PackageNotFoundError):
        return None
    return name, in_python(lambda text: int(parse_tweet(text).weightedLength))


def node_peer(modules: Path | None) -> tuple[str, subprocess.Popen[str]] | None:
    """twitter-text on Node with both versions, if `modules` has it."""
    node = shutil.which("node")
    manifest = modules / "twitter-text" / "package.json" if modules else None
    if node is None or manifest is None or not manifest.exists():
        return None
    runtime = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    script = Path(__file__).with_name("length_node.mjs")
    process = subprocess.Popen(
        [node, str(script), str(modules)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    return f"twitter-text {json.loads(manifest.read_text(encoding='utf-8'))['version']} (Node {runtime})", process


def run(
    measures: dict[str, Measure], posts: dict[str, list[str]], runs: int, rounds: dict[str, int]
) -> tuple[dict[tuple[str, str], float], list[str]]:
    """Microseconds per post by kind and implementation, and the posts on which not all agree."""
    times: dict[tuple[str, str], list[float]] = {}
    disagreements: list[str] = []
    for turn in range(runs + 1):
        for kind, texts in posts.items():
            lengths = {}
            for name, measure in measures.items():
                seconds, lengths[name] = measure(texts, rounds[name])
                if turn:  # the first run warms up
                    times.setdefault((kind, name), []).append(seconds / rounds[name] / len(texts) * 1e6)
            if not turn:
                columns = zip(*lengths.values(), strict=True)
                disagreements += [text for text, found in zip(texts, columns, strict=True) if len(set(found)) > 1]
    return {key: median(values) for key, values in times.items()}, disagreements


def table(medians: dict[tuple[str, str], float], names: list[str], kinds: list[str]) -> str:
    """The medians in Markdown, with each peer's time over ours, and a last line for all kinds together."""
    ours, *peers = names
    lines = ["| posts | " + " | ".join([f"{ours} µs", *(f"{peer} µs | ratio" for peer in peers)]) + " |"]
    lines.append("|---|" + "--:|" * (1 + 2 * len(peers)))
    rows = {kind: {name: medians[kind, name] for name in names} for kind in kinds}
    rows["all"] = {name: sum(medians[kind, name] for kind in kinds) / len(kinds) for name in names}
    for kind, row in rows.items():
        cells = [f"{row[ours]:.2f}", *(f"{row[peer]:.2f} | {row[peer] / row[ours]:.1f}" for peer in peers)]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Measure, print the table, and return 1 if the implementations disagree on any post."""
    parser = argparse.ArgumentParser(description="Time weighted_length and its peers.")
    parser.add_argument("--node-modules", type=Path, default=os.environ.get("BENCH_NODE_MODULES"), metavar="DIR")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--posts", type=int, default=500, help="posts of each kind")
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args(argv)

    measures: dict[str, Measure] = {OURS: in_python(weighted_length)}
    rounds = {OURS: 20}
    if python := python_peer():
        measures[python[0]], rounds[python[0]] = python[1], 1
    else:
        print(f"missing: {PYTHON} (pip install twitter-text-parser==3.0.0 'setuptools<81')")
    modules = Path(options.node_modules) if options.node_modules else None
    if node := node_peer(modules):
        measures[node[0]], rounds[node[0]] = in_node(node[1]), 20
    else:
        print(f"missing: {NODE} (npm install twitter-text@3.1.0, then --node-modules DIR)")
    try:
        posts = corpus(options.seed, options.posts)
        medians, disagreements = run(measures, posts, options.runs, rounds)
    finally:
        if node and node[1].stdin:
            node[1].stdin.close()
            node[1].wait(timeout=10)
    print(f"Python {platform.python_version()}, {options.posts * len(posts)} posts, medians of {options.runs} runs\n")
    print(table(medians, list(measures), list(posts)))
    for text in disagreements[:10]:
        print(f"disagree: {text!r}")
    print(f"\n{len(disagreements)} posts on which {len(measures)} implementations disagree")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
