"""Labelled posts with what the rules say of them, whatever set they are from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evaluation.data import ROOT
from scicomm_bot.domain.paper import Content, Finding, Paper
from scicomm_bot.domain.post import Post, Remark
from scicomm_bot.fidelity import hint
from scicomm_bot.fidelity.reading import PaperReading, Reading
from scicomm_bot.render import Templates, render_posts

ASIDE = frozenset({"near-duplicate", "duplicate", "retracted", "labels", "language-unchecked"})
"""Rules whose remarks do not count: they are about other posts, the paper's standing or the series."""
FAITHFUL = "faithful"
WRONG_LABEL = "nr-swapped-numbers"
"""The kind of fault that has a figure by the wrong label."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the writer of a post says of it: `faithful`, or the kind of its fault, and the fault in a few words."""

    kind: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled post, checked. `finding` is None for a post that comes by itself."""

    id: str
    label: Label
    paper: Paper
    finding: Finding | None
    post: Post
    pointed_at: bool = False
    """Whether a hint ("look at") is shown for it."""

    @property
    def faithful(self) -> bool:
        return self.label.kind == FAITHFUL

    @property
    def wrong_label(self) -> bool:
        return self.label.kind == WRONG_LABEL

    @property
    def known_kind(self) -> bool:
        """Whether a rule knows the kind of its fault."""
        return not self.label.kind.startswith("nr-") and self.label.kind != "bad"

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The remarks that count."""
        return tuple(counting(self.post))

    @property
    def levels(self) -> frozenset[str]:
        return frozenset(one.level.value for one in self.remarks)

    @property
    def stopped(self) -> bool:
        return "E" in self.levels

    @property
    def asked(self) -> bool:
        """Asked about, and not stopped anyway."""
        return "Q" in self.levels and not self.stopped

    @property
    def held(self) -> bool:
        return not self.levels.isdisjoint("EQ")

    @property
    def noted_alone(self) -> bool:
        return "W" in self.levels and not self.held


def counting(post: Post) -> Iterator[Remark]:
    """Yield the remarks of a post that count: neither answered nor of a rule that is left aside."""
    for one in post.remarks:
        if one.rule not in ASIDE and one.waived is None and one.answer is None:
            yield one


class _Nowhere:
    """Where content stands that was read from no file."""

    folder = Path()

    def place(self, *where: str | int) -> object:
        return "/".join(map(str, where))


@cache
def _templates() -> Templates:
    return Templates(ROOT / "templates")


def rendered(content: Content, source: object = None) -> list[Post]:
    """Make the posts of some papers with the templates that the program ships."""
    posts = render_posts(content, _templates(), source or _Nowhere())
    assert not [one.id for one in posts if one.failure], "posts that the templates cannot make"
    return posts


def labelled(content: Content, checked: Iterable[Post], label_of: Callable[[str], Label | None]) -> Iterator[Labelled]:
    """Yield the posts that have a label, in order."""
    papers = {paper.id: PaperReading(paper) for paper in content.papers}
    findings = {f"{paper.id}/{one.id}": one for paper in content.papers for one in paper.findings}
    for post in checked:
        label, source = label_of(post.id), papers[post.paper_id]
        if label is not None:
            finding = findings.get(post.id)
            yield Labelled(post.id, label, source.paper, finding, post, pointed_at(post, source, finding))


def pointed_at(post: Post, source: PaperReading, finding: Finding | None) -> bool:
    """Whether the program shows a hint for a post."""
    return hint(Reading(post, source, finding, first=False)) is not None
