"""The floor for `preview`: one plain script with the same libraries that renders the same posts, and nothing else."""

import sys
from pathlib import Path
from typing import Any

import jinja2
import pydantic_settings
import yaml


class Settings(pydantic_settings.BaseSettings):
    """Two of the program's settings."""

    posts: Path = Path("posts.yaml")
    templates: Path = Path("templates")


class Record:
    """Attribute access to a mapping, as templates expect of a paper."""

    text: str
    authors: list[Any]
    peer_reviewed: bool
    kind: str

    def __init__(self, fields: dict[Any, Any]) -> None:
        # PyYAML reads the key `on` as true.
        self.__dict__.update({"on" if name is True else name: record(value) for name, value in fields.items()})

    doi = issue = pages = institution = authors_more = preprint = None
    label = "known"

    @property
    def wordings(self) -> list[str]:
        return [self.text]

    @property
    def author_count(self) -> int:
        return len(self.authors)

    @property
    def status(self) -> str:
        return "reviewed" if self.peer_reviewed else "not reviewed"

    @property
    def label_form(self) -> str:
        return "of studies" if self.kind == "review" else "on"


def record(value: Any) -> Any:
    """Make records of mappings, all the way down."""
    if isinstance(value, dict):
        return Record(value)
    return [record(item) for item in value] if isinstance(value, list) else value


def listed(items: list[Any], word: str, between: str, attribute: str | None = None) -> str:
    """Write a list as people do; with an attribute, that of each item."""
    texts = [getattr(item, attribute) for item in items] if attribute else items
    return word.join([between.join(texts[:-1]), *texts[-1:]] if len(texts) > 1 else texts)


settings = Settings()
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
content = yaml.load(settings.posts.read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe loader
environment = jinja2.Environment(  # noqa: S701 - a post is plain text
    loader=jinja2.FileSystemLoader(settings.templates), undefined=jinja2.StrictUndefined, trim_blocks=True
)
environment.globals["or_shorter"] = "\0"
environment.filters["fill"] = lambda phrase, /, **given: phrase.format(**given)
environment.filters["digits"] = lambda value, _digits: str(value)
environment.filters["listed"] = listed
environment.filters["with_article"] = lambda text: f"{'an' if text[0] in 'aeiou' else 'a'} {text}"
words = yaml.load((settings.templates / "words.en.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506 - as above
for fields in content["papers"]:
    paper = record(fields)
    tags = " ".join(f"#{tag}" for tag in fields.get("hashtags", ()))
    given = {"paper": paper, "words": words, "hashtags": tags}
    for number, finding in enumerate(paper.findings):
        text = environment.get_template("finding.txt.j2").render(**given, finding=finding, first=number == 0)
        print(text.split("\0")[0].strip(), file=sys.stdout)
    source = fields.get("templates", {}).get("source", "source.txt.j2")
    for name in ("authors.txt.j2", source):
        text = environment.get_template(name).render(**given, first=False)
        print(text.split("\0")[0].strip(), file=sys.stdout)
