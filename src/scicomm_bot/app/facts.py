"""Facts of the findings: what was read from their quotations."""

from collections.abc import Iterator, Sequence

from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity.told_facts import FindingFacts, facts_of_finding


def facts_of_posts(content: Content, chosen: Sequence[Post]) -> Iterator[FindingFacts]:
    """Yield the facts of each chosen post that tells a finding; the others rest on no quotation."""
    known = {post_id(paper.id, finding.id): (paper, finding) for paper in content.papers for finding in paper.findings}
    for post in chosen:
        if post.id in known:
            yield facts_of_finding(post, *known[post.id])
