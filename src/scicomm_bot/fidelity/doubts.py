"""What the posts are told of a place in `posts.yaml` that may not say what was meant; `content` finds the places."""

from collections.abc import Iterator, Mapping, Sequence

from scicomm_bot.characters.fold import fold
from scicomm_bot.domain.doubt import Doubt, DoubtKind
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import WHY, Content, Paper
from scicomm_bot.domain.post import Post, Remark
from scicomm_bot.fidelity.extra_rules import SAME_DOI, YAML_COMMENT, YAML_KEY
from scicomm_bot.fidelity.rule import Found

_OF_KIND = {DoubtKind.COMMENT: YAML_COMMENT, DoubtKind.KEY: YAML_KEY, DoubtKind.SAME_DOI: SAME_DOI}


def doubt_remarks(posts: Sequence[Post], content: Content, doubts: Sequence[Doubt]) -> dict[str, list[Remark]]:
    """Return the remarks on places in the file, by the ids of the posts that say what stands there.

    A place in a finding concerns its post; one among the authors, theirs; a field of the paper, each post with its
    words. What is in no post is told at the paper's first, and what belongs to no paper at the first of all.
    """
    by_paper: dict[str, list[Post]] = {}
    for post in posts if doubts else ():
        by_paper.setdefault(post.paper_id, []).append(post)
    remarks: dict[str, list[Remark]] = {}
    for doubt in doubts:
        remark = _OF_KIND[doubt.kind].remark(Found(doubt.message, doubt.remedy), doubt.place)
        for about in _concerned(posts, by_paper, content, doubt):
            remarks.setdefault(about, []).append(remark)
    return remarks


def _concerned(
    posts: Sequence[Post], by_paper: Mapping[str, Sequence[Post]], content: Content, doubt: Doubt
) -> Iterator[str]:
    match doubt.where:
        case ("papers", int(number), "findings", int(index), *_):
            paper = content.papers[number]
            yield post_id(paper.id, paper.findings[index].id)
        case ("papers", int(number), *inner):
            paper = content.papers[number]
            yield from _of_paper(by_paper.get(paper.id, ()), paper, inner)
        case _:
            yield from (post.id for post in posts[:1])


def _of_paper(posts: Sequence[Post], paper: Paper, inner: Sequence[str | int]) -> Iterator[str]:
    if inner and inner[0] in {"authors", WHY}:
        yield post_id(paper.id, str(inner[0]))
        return
    value = getattr(paper, str(inner[0])) if len(inner) == 1 else None
    words = fold(value) if isinstance(value, str) else ""
    yield from [post.id for post in posts if words and words in fold(post.text)] or [post.id for post in posts[:1]]
