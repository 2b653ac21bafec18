"""Facts of the findings: what was read from their quotations."""

from collections.abc import Iterator, Sequence

from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity.told_facts import PUT_RIGHT, FindingFacts, facts_of_finding

__all__ = ["PUT_RIGHT", "facts_of_posts", "with_facts_put_right"]


def with_facts_put_right(content: Content) -> set[str]:
    """Return the ids of the posts of whose quotations a person put facts right."""
    return {
        post_id(paper.id, finding.id)
        for paper in content.papers
        for finding in paper.findings
        if any(one.facts is not None for one in finding.evidence)
    }


def facts_of_posts(content: Content, chosen: Sequence[Post]) -> Iterator[FindingFacts]:
    """Yield the facts of each chosen post that tells a finding; the others rest on no quotation."""
    known = {post_id(paper.id, finding.id): (paper, finding) for paper in content.papers for finding in paper.findings}
    for post in chosen:
        if post.id in known:
            yield facts_of_finding(post, *known[post.id])
