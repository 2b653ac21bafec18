"""Files of one paper each, beside a `posts.yaml` that includes them."""

from pathlib import Path

INCLUDES = """\
schedule:
  timezone: UTC
  slots: ["0 9 * * *"]
include: papers/*.yaml
"""
PAPER = """\
id: {id}
title: A study of {id}
authors:
  - {{name: Doe J, affiliation: Institute of {id}}}
journal: Journal of {id}
year: 2026
study: {{kind: review, peer_reviewed: true, on: [people]}}
abstract: Rest helped {id} in people. Sleep helped {id} as well. It was not long.
findings:
  - id: rest
    text: Rest helped {id} in people.
    evidence:
      - {{quote: Rest helped {id} in people., on: [people]}}
  - id: sleep
    text: Sleep helped {id} as well.
    evidence:
      - {{quote: Sleep helped {id} as well., on: [people]}}
"""


def paper(name: str, *changes: str) -> str:
    """Return the text of a paper's file, with each text of the first, third ... place replaced by the next."""
    text = PAPER.format(id=name)
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new, 1)
    return text


def write_papers(folder: Path, *names: str, include: str = INCLUDES) -> Path:
    """Write `posts.yaml` and a file for each paper below `folder`; return the folder of the papers."""
    (folder / "posts.yaml").write_text(include)
    papers = folder / "papers"
    papers.mkdir(exist_ok=True)
    for name in names:
        (papers / f"{name}.yaml").write_text(paper(name))
    return papers
