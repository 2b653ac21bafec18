"""Where the link to a paper goes, whatever templates are used: `link: source`, `all` or `none` of the paper.

A template is given a paper as its `link:` has it. With `none`, it has an empty `url`: a template falls back on what
it prints where there is none, and one that does not ask prints nothing. With `all`, the address is put below each
wording that does not have it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scicomm_bot.domain.paper import LinkWay, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.medium import length


def as_linked(paper: Paper, way: LinkWay) -> Paper:
    """Return a paper as its templates are to see it."""
    match way:
        case "none" if paper.url is not None:
            return paper.model_copy(update={"url": "", "link": way})
        case "all" if paper.url is None:
            return paper.model_copy(update={"url": paper.address, "link": way})
        case _:
            return paper if paper.link == way else paper.model_copy(update={"link": way})


def with_address(wordings: Iterable[str], address: str | None) -> Iterator[str]:
    """Yield wordings, each with the address below it where it does not have it; all as they are where it is None."""
    for wording in wordings:
        yield wording if address is None or not wording.strip() or address in wording else f"{wording}\n\n{address}"


def relinked(post: Post, paper: Paper, way: LinkWay) -> Post | None:
    """Return the text, length and link that a post has with the link elsewhere; None where only rendering tells.

    Its template made the same of it if it did not ask. Of several wordings, the longest that fits is taken; with the
    address below each it is still that one while it fits.
    """
    if post.asks_for_link or paper.link == "all":
        return None
    if way != "all" or not post.text:
        return post
    text = next(with_address([post.text], paper.address))
    weight = length.weighted_length(text)
    if weight > length.LIMIT:
        return None
    return replace(post, text=text, weighted_length=weight, has_link=bool(length.urls(text)))
