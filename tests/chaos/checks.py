"""What must hold when a seed has ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scicomm_bot.bot.same import same_text
from scicomm_bot.domain.post import Post
from scicomm_bot.domain.publication import Publication, PublicationState
from xserver.posts import ServedPost


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: `what` is lost, doubled, out of order, ledger, open, contract, stuck or bug."""

    what: str
    post_id: str
    detail: str


def wrongs(
    posts: Sequence[Post], served: Sequence[ServedPost], publications: Sequence[Publication], violations: Sequence[str]
) -> Iterator[Wrong]:
    """Hold the posts against what the server has and what the ledger says."""
    out = {one.post_id: one for one in publications if one.state is PublicationState.POSTED}
    live = [one for one in served if not one.deleted]
    for post in posts:
        same = [one for one in live if same_text(one.text, post.text)]
        ours = [one for one in same if one.author == "us"]
        if not same:
            yield Wrong("lost", post.id, "it is not on X")
        if len(ours) > 1:
            yield Wrong("doubled", post.id, f"it is on X {len(ours)} times: {[one.id for one in ours]}")
        if any(one.text != post.text for one in ours):
            yield Wrong("changed", post.id, "what was sent is not the post's text")
        said = out.get(post.id)
        if said is None:
            yield Wrong("ledger", post.id, "the ledger does not have it as posted")
        elif said.remote_id not in {one.id for one in same}:
            yield Wrong("ledger", post.id, f"the ledger's id {said.remote_id} is none of {[one.id for one in same]}")
        elif ours and len(same) == 1 and said.remote_id != ours[0].id:
            yield Wrong("ledger", post.id, f"the ledger's id is {said.remote_id}, the server's {ours[0].id}")
    for one in publications:
        if one.open:
            yield Wrong("open", one.post_id, f"an attempt is still {one.state}")
        if one.late_remote_id:
            yield Wrong("late", one.post_id, f"an id came late: {one.late_remote_id}")
    yield from _out_of_order(posts, live, publications, out)
    yield from (Wrong("contract", "", line) for line in violations)


def _out_of_order(
    posts: Sequence[Post],
    live: Sequence[ServedPost],
    publications: Sequence[Publication],
    out: dict[str, Publication],
) -> Iterator[Wrong]:
    """Within a paper, posts go out in order; one that X refused waits for a person, and may come later."""
    refused = {one.post_id for one in publications if (one.reason or "") == "a person said so"}
    by_id = {one.id: one for one in live}
    for paper in dict.fromkeys(post.paper_id for post in posts):
        ids = []
        for post in (one for one in posts if one.paper_id == paper):
            served = by_id.get(out[post.id].remote_id or "") if post.id in out else None
            if served is None or served.author != "us":
                continue
            if post.follows is None:
                if served.reply_to is not None:
                    yield Wrong("out of order", post.id, f"it replies to {served.reply_to}")
                if post.id not in refused:
                    ids.append((int(served.id), post.id))
            else:
                before = out.get(post.follows)
                if before is None or served.reply_to != before.remote_id:
                    yield Wrong("out of order", post.id, f"it replies to {served.reply_to}, not to {post.follows}")
                ids.append((int(served.id), post.id))
        if ids != sorted(ids):
            yield Wrong("out of order", ids[0][1], f"the paper's posts went out as {[one for _, one in sorted(ids)]}")
