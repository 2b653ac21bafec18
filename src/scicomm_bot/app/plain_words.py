"""How easily the posts read: a hint for who writes them, which holds nothing."""

from collections.abc import Sequence

from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.paper import Content
from scicomm_bot.domain.post import Post
from scicomm_bot.english.reading_ease import HARD, PLAIN, reading_ease


def reading_eases(posts: Sequence[Post], content: Content) -> dict[str, int]:
    """Return the reading ease of each English post that tells a finding, by its id; of its own words alone.

    What the template adds (labels, journal, hashtags) is the same in each post and not for the writer to change.
    """
    known = {post_id(paper.id, one.id): (paper, one) for paper in content.papers for one in paper.findings}
    eases = {}
    for post in posts:
        if post.id not in known:
            continue
        paper, finding = known[post.id]
        if paper.lang_of(finding).partition("-")[0] != "en":
            continue
        text = " ".join(post.text.split())
        told = next((one for one in finding.wordings if " ".join(one.split()) in text), None)
        ease = reading_ease(told or finding.text)
        if ease is not None:
            eases[post.id] = ease
    return eases


def ease_words(ease: int) -> str:
    """Return what a reading ease means: "reading ease 65, plain"."""
    return f"reading ease {ease}, {'plain' if ease >= PLAIN else 'hard' if ease >= HARD else 'very hard'}"
