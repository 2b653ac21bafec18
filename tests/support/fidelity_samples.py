"""Posts made to measure for the rules: a text, the quotations it rests on, and what a rule finds."""

from collections.abc import Sequence

from scicomm_bot.domain.paper import Evidence, Finding, Paper
from scicomm_bot.domain.post import Post, PostImage
from scicomm_bot.fidelity.reading import PaperReading, Reading
from scicomm_bot.fidelity.rule import Found, Rule
from scicomm_bot.medium.length import urls, weighted_length
from scicomm_bot.medium.prices import X_PRICES
from support.paper_samples import PAPER


def paper_with(abstract: str = "An abstract.", **fields) -> Paper:
    """A small paper with this abstract."""
    return PAPER.model_copy(update={"abstract": abstract, **fields})


def reading(
    text: str,
    *evidence: tuple[str, str] | str,
    paper: Paper | None = None,
    kind: str = "finding",
    first: bool = False,
    post_id: str = "p/f",
    pictures: tuple[PostImage, ...] = (),
    **finding_fields,
) -> Reading:
    """Read a post that rests on `evidence`: quotations, each alone (then `unstated`) or with what it is on.

    Several are joined with spaces: `("In mice ...", "animals cells")`.
    """
    pairs = [(one, "unstated") if isinstance(one, str) else one for one in evidence]
    quotes = tuple(Evidence(quote=quote, on=tuple(on.split())) for quote, on in pairs)
    of = paper or paper_with(" ".join(quote for quote, _ in pairs) or "An abstract.")
    finding = None
    if kind == "finding":
        rests_on = quotes or (Evidence(quote="An abstract.", on=("unstated",)),)
        finding = Finding(id="f", text=text or "-", evidence=rests_on, **finding_fields)
    link = bool(urls(text))
    post = Post(
        post_id, of.id, kind, text, weighted_length(text), X_PRICES.of_post(link=link), "posts.yaml:1", images=pictures,
        has_link=link, link_micro_usd=X_PRICES.for_link * link,
    )  # fmt: skip
    return Reading(post, PaperReading(of), finding, first=first)


def found(rule: Rule, text: str, *evidence: tuple[str, str] | str, **more) -> list[Found]:
    """What a rule finds in such a post."""
    assert rule.check is not None
    return list(rule.check(reading(text, *evidence, **more)))


def found_in_series(rule: Rule, readings: Sequence[Reading]) -> dict[str, list[Found]]:
    """What a rule finds in a series, by the posts' ids."""
    assert rule.series is not None
    return {post_id: list(several) for post_id, several in rule.series(readings).items() if several}
