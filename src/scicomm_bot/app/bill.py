"""What papers cost before anything is sent: in the three ways of linking, and month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scicomm_bot.app.edition import Edition
from scicomm_bot.app.planning import slots_if_approved
from scicomm_bot.app.survey import Survey
from scicomm_bot.domain.paper import LINK_WAYS, LinkWay, Paper
from scicomm_bot.domain.post import Post
from scicomm_bot.medium.length import LIMIT
from scicomm_bot.medium.prices import Prices, month_of
from scicomm_bot.render import Templates, render_paper
from scicomm_bot.render.linking import relinked


@dataclass(frozen=True, slots=True)
class Way:
    """What a paper costs if its link goes where `link:` may say.

    Attributes:
        link: Where.
        micro_usd: What all its posts cost then.
        links: How many of them have a link.
        too_long: How many would be too long with it.
        is_used: Whether it is the way that the file has.
    """

    link: LinkWay
    micro_usd: int
    links: int
    too_long: int
    is_used: bool


@dataclass(frozen=True, slots=True)
class PaperBill:
    """What one paper costs in each of the three ways."""

    paper_id: str
    ways: Sequence[Way]


def bills_of(edition: Edition, chosen: Sequence[Post], templates: Templates, prices: Prices) -> list[PaperBill]:
    """Return what each paper costs of which every post was chosen, in the order of the file.

    What templates do is theirs: for each way that the file does not have, each post is made once more of which its
    template asked for the link, or that might be too long with it.
    """
    by_paper: dict[str, list[Post]] = {}
    for post in edition.posts:
        by_paper.setdefault(post.paper_id, []).append(post)
    there = {post.id for post in chosen}
    bills = []
    for number, paper in enumerate(edition.content.papers):
        posts = by_paper.get(paper.id, [])
        if posts and all(post.id in there for post in posts):
            ways = [
                _way(
                    link,
                    _linked(posts, number, link, edition, templates=templates, prices=prices),
                    is_used=link == paper.link,
                )
                for link in LINK_WAYS
            ]
            bills.append(PaperBill(paper.id, ways))
    return bills


def _linked(
    posts: Sequence[Post], number: int, link: LinkWay, edition: Edition, *, templates: Templates, prices: Prices
) -> Sequence[Post]:
    """Return the posts of the paper of that number as they would be if its link went there."""
    paper = edition.content.papers[number]
    if _is_the_same(paper, link):
        return posts
    corrections = [post for post in posts if post.kind == "correction"]
    known = [(post.id, relinked(post, paper, link)) for post in posts if post.kind != "correction"]
    made = [post for _, post in known if post is not None]
    if again := {post_id for post_id, post in known if post is None}:
        in_turn = bool(edition.content.include)
        made += render_paper(
            paper, number, templates, edition.document, in_turn=in_turn, prices=prices, link=link, only=again
        )
    alt_texts = {post.id: post.alt_micro_usd for post in posts}  # of cards, too, which are not drawn for this
    return [*(_with_alt_texts(post, alt_texts, prices) for post in made), *corrections]


def _is_the_same(paper: Paper, link: LinkWay) -> bool:
    """Whether a paper's posts are the same with another `link:`: without a `url`, only `all` makes a difference."""
    return link == paper.link or (paper.url is None and "all" not in {link, paper.link})


def _with_alt_texts(post: Post, alt_texts: Mapping[str, int], prices: Prices) -> Post:
    return replace(post, price_micro_usd=prices.of_post(link=post.has_link) + alt_texts.get(post.id, 0))


def in_all(bills: Sequence[PaperBill]) -> PaperBill:
    """Return what several papers cost together, if all had the same way; the one that they have is none of them."""
    several = zip(*(bill.ways for bill in bills), strict=True)
    ways = [
        Way(
            of_one_way[0].link,
            sum(way.micro_usd for way in of_one_way),
            sum(way.links for way in of_one_way),
            sum(way.too_long for way in of_one_way),
            all(way.is_used for way in of_one_way),
        )
        for of_one_way in several
    ]
    return PaperBill("all papers", ways)


def _way(link: LinkWay, posts: Sequence[Post], *, is_used: bool) -> Way:
    return Way(
        link,
        sum(post.price_micro_usd for post in posts),
        sum(post.has_link for post in posts),
        sum(post.weighted_length > LIMIT for post in posts),
        is_used,
    )


def by_month(survey: Survey, chosen: Sequence[Post]) -> list[tuple[datetime, int]]:
    """Return what the chosen posts that are still to come cost in each month of UTC, as the calendar has them.

    Whether somebody still has to approve them is not asked, so this is the earliest that the money can be spent.
    Without slots there is nothing to tell.
    """
    slots, months = slots_if_approved(survey), dict[datetime, int]()
    for post in chosen:
        if post.id in slots:
            month = month_of(slots[post.id])
            months[month] = months.get(month, 0) + post.price_micro_usd
    return sorted(months.items())
