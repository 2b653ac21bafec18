"""A small good `posts.yaml`, and ways to change it."""

from pathlib import Path

GOOD = """\
schedule:
  timezone: UTC
  slots: ["0 9 * * 1"]
papers:
  - id: p
    title: T
    authors:
      - {name: N, affiliation: A}
    journal: J
    year: 2020
    study: {kind: review, peer_reviewed: true, on: [people]}
    abstract: Text of it. More of it.
    findings:
      - id: f
        text: A text.
        evidence:
          - {quote: Text of it., on: [people]}
"""
SECOND_FINDING = "      - id: f\n        text: B.\n        evidence: [{quote: Text of it., on: [people]}]\n"


def written(text: str | bytes) -> Path:
    """Write `posts.yaml` and return its path."""
    path = Path("posts.yaml")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def changed(*pairs: str) -> str:
    """Return the good file with each text of the first, third ... place replaced by the next."""
    text = GOOD
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    return text
