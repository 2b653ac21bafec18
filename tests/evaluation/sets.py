"""The sets of labelled posts: where each is, and its posts checked as `check` does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evaluation import data, gold_set, pubmed
from evaluation.labelled import ASIDE, FAITHFUL, Label, Labelled, labelled, rendered
from scicomm_bot.content import load
from scicomm_bot.content.yaml_file import read_yaml
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.errors import ContentError
from scicomm_bot.fidelity import check_posts, doubt_remarks, rule_ids

UNSEEN = data.FOLDER / "unseen-1"
SEALED = Path(__file__).parent / "sealed" / "posts.yaml"


@dataclass(frozen=True, slots=True)
class Set:
    """A set: its name, what it is in a few words, why it is not there (or None), and how its posts are read."""

    name: str
    about: str
    missing: str | None
    read: Callable[[], tuple[Labelled, ...]]


def all_sets() -> tuple[Set, ...]:
    """Return the sets that have been seen, in the order of the tables; the one that was sealed is seen since its run."""
    gone = None if UNSEEN.is_dir() else f"no folder {UNSEEN}; set SCICOMM_SHARED to where it is"
    return (
        Set("gold", "`tests/gold`, the rules were tuned on it", None, gold),
        Set("unseen-1", "by strangers, on published papers", gone, lambda: folder(UNSEEN)),
        *_practice_sets(),
        _on_abstracts("once-sealed", SEALED),
    )


def sealed() -> Set:
    """Return the set that is run once, when the work is done."""
    return _on_abstracts("sealed", SEALED)


def _practice_sets() -> Iterator[Set]:
    for one in sorted(pubmed.FOLDER.iterdir()):
        name = f"practice-{one.name}"
        if (one / pubmed.POSTS).is_file():
            yield _on_abstracts(name, one / pubmed.POSTS)
        elif (one / pubmed.LABELS).is_file():
            yield Set(
                name, "by a language model, blind to the rules, on made-up papers", None, lambda one=one: folder(one)
            )


def _on_abstracts(name: str, file: Path) -> Set:
    about = "by a language model, blind to the rules, on abstracts of PubMed"
    return Set(name, about, pubmed.missing(), lambda: abstracts(file))


@cache
def gold() -> tuple[Labelled, ...]:
    """The gold set; a post that must raise rules has the first of them for its kind. Those left aside are left out."""
    several: list[Labelled] = []
    for together in gold_set.read_gold():
        paper, posts = gold_set.as_posts(together)
        content = Content(papers=(paper,))
        checked = check_posts(posts, content)[-len(together.cases) :]
        labels = {post.id: _gold_label(case) for case, post in zip(together.cases, checked, strict=True)}
        several += labelled(content, checked, labels.get)
    return tuple(several)


def _gold_label(case: gold_set.Case) -> Label | None:
    faults = [rule for rule in case.raises if rule not in ASIDE]
    if case.faithful:
        return Label(FAITHFUL)
    return Label(faults[0]) if faults else None


@cache
def folder(where: Path) -> tuple[Labelled, ...]:
    """Read a folder of posts files with their `labels.yaml`."""
    labels = {one: Label(label["kind"], label.get("fault", "")) for one, label in read_labels(where).items()}
    several: list[Labelled] = []
    for file in sorted(where.glob("*.yaml")):
        if file.name != pubmed.LABELS:
            several += labelled(*_checked(file), labels.get)
    unlike = labels.keys() - {one.id for one in several}
    assert not unlike, f"labels without a post: {sorted(unlike)}"
    return tuple(several)


def _checked(file: Path) -> tuple[Content, list[Post]]:
    try:
        document = load(file, rules=rule_ids())
    except ContentError:  # a study on nothing alive, or what the model refuses indeed
        content = Content(papers=tuple(map(pubmed.valid_paper, read_yaml(file).value["papers"])))
        return content, check_posts(rendered(content), content)
    posts = rendered(document.content, document)
    more = doubt_remarks(posts, document.content, document.doubts)
    return document.content, check_posts(posts, document.content, more)


def read_labels(where: Path) -> dict[str, dict[str, str]]:
    """Read the labels of a folder: the post's id -> kind and fault."""
    read = read_yaml(where / pubmed.LABELS)
    assert not read.problems, read.problems
    return dict(read.value)


@cache
def abstracts(file: Path) -> tuple[Labelled, ...]:
    """Read a file of posts on abstracts of PubMed."""
    content, labels = pubmed.read_posts(file)
    return tuple(labelled(content, check_posts(rendered(content), content), labels.get))
