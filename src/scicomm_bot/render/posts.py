"""A paper's series: its posts in order, each in the longest wording that fits."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scicomm_bot.characters.compose import nfc
from scicomm_bot.domain.drafts import not_ready
from scicomm_bot.domain.ids import correction_id, post_id
from scicomm_bot.domain.paper import WHY, Content, Finding, LinkWay, Paper
from scicomm_bot.domain.post import Post, PostKind
from scicomm_bot.errors import Problem, TemplateError
from scicomm_bot.medium import length
from scicomm_bot.medium.prices import X_PRICES, Prices
from scicomm_bot.notices.corrections import TEMPLATE as CORRECTION
from scicomm_bot.notices.corrections import CorrectionDue
from scicomm_bot.render.images import read_pictures
from scicomm_bot.render.linking import as_linked, with_address
from scicomm_bot.render.templates import GIVEN, VARIABLES, Templates

if TYPE_CHECKING:
    from scicomm_bot.render.cards import Cards  # not loaded where no post has one


class Source(Protocol):
    """Where the content was read from, as a `Document` knows it: the place of each value, the folder of pictures."""

    @property
    def folder(self) -> Path:
        """Where the paths of pictures begin."""

    def place(self, *where: str | int) -> object:
        """Return the place of a value, shown by `str`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One post to be rendered: what it is made from, and where that stands in the content."""

    id: str
    kind: PostKind
    template: str
    finding: Finding | None
    where: tuple[str | int, ...]


def series_of(paper: Paper, number: int) -> Iterator[Part]:
    """Yield a paper's parts in order: findings, why, authors, source. `number` is the paper's index in the file.

    What corrects a post is no part of the series: it tells nothing that follows from the post before it.
    """
    here = ("papers", number)
    for index, finding in enumerate(paper.findings):
        if finding.corrects is None:
            yield _of_finding(paper, finding, paper.templates.finding, (*here, "findings", index))
    if paper.why is not None:
        yield Part(post_id(paper.id, WHY), "why", paper.templates.why, None, (*here, "why"))
    yield Part(post_id(paper.id, "authors"), "authors", paper.templates.authors, None, (*here, "authors"))
    yield Part(post_id(paper.id, "source"), "source", paper.templates.source, None, (*here, "journal"))


def corrections_of(paper: Paper, number: int) -> Iterator[Part]:
    """Yield the parts that correct posts, in the file's order; `number` is the paper's index in the file."""
    for index, finding in enumerate(paper.findings):
        if finding.corrects is not None:
            yield _of_finding(paper, finding, paper.templates.corrects, ("papers", number, "findings", index))


def _of_finding(paper: Paper, finding: Finding, template: str, where: tuple[str | int, ...]) -> Part:
    return Part(post_id(paper.id, finding.id), "finding", finding.template or template, finding, where)


def given_to(content: Content) -> dict[str, frozenset[str]]:
    """Return the names that each template in use is given, by the template's name: those that all its posts have."""
    given = {CORRECTION: GIVEN["correction"]}
    for number, paper in enumerate(content.papers):
        for part in (*series_of(paper, number), *corrections_of(paper, number)):
            given[part.template] = given.get(part.template, VARIABLES) & GIVEN[part.kind]
    return given


def render_posts(
    content: Content,
    templates: Templates,
    source: Source,
    corrections: Mapping[str, CorrectionDue] | None = None,
    prices: Prices = X_PRICES,
) -> list[Post]:
    """Make every post of every paper, in order, with its pictures and its price.

    One that cannot be rendered is empty, and its `failure` says why; so does the `problem` of a picture that cannot go
    out. What corrects posts comes after the series of its paper; the papers in `corrections` (by their ids) have one
    correction more, which says that the paper fell.
    """
    templates.reload()
    in_turn, due = bool(content.include), corrections or {}
    return [
        post
        for number, paper in enumerate(content.papers)
        for post in render_paper(paper, number, templates, source, due.get(paper.id), in_turn=in_turn, prices=prices)
    ]


def render_paper(
    paper: Paper,
    number: int,
    templates: Templates,
    source: Source,
    correction: CorrectionDue | None = None,
    *,
    in_turn: bool,
    prices: Prices = X_PRICES,
    link: LinkWay | None = None,
    cards: "Cards | None" = None,
    only: Container[str] | None = None,
) -> list[Post]:
    """Make every post of one paper as `render_posts` does, by the templates as they were last looked at.

    Args:
        paper: The paper.
        number: Its index in the content.
        templates: The templates.
        source: Where the paper stands.
        correction: What a correction says, for a paper that takes one.
        in_turn: Whether a paper lets those go first that have begun.
        prices: What X bills.
        link: Where its link goes, to compare; None for where the paper says.
        cards: What makes the cards of posts that have one; None where none is made.
        only: The ids of the posts that are asked for; None for all.
    """
    paper = as_linked(paper, link or paper.link)
    posts: list[Post] = []
    before: str | None = None
    parts = [*series_of(paper, number)]
    first = _first(parts)
    for position, part in enumerate(parts, 1):
        follows = before if paper.series == "thread" else None
        before = part.id
        if only is not None and part.id not in only:
            continue
        variables = _given(paper, part, templates)
        variables |= {"first": part is first, "position": position, "count": len(parts)}
        posts.append(
            _post(
                paper, part, templates, source, variables, prices=prices, follows=follows, in_turn=in_turn, cards=cards
            )
        )
    for part in corrections_of(paper, number):
        if only is not None and part.id not in only:
            continue
        variables = _given(paper, part, templates) | {"first": False, "position": 1, "count": 1}
        posts.append(_post(paper, part, templates, source, variables, prices=prices, in_turn=in_turn, cards=cards))
    if correction is not None:
        part = Part(correction_id(paper.id), "correction", CORRECTION, None, ("papers", number, "doi"))
        variables = {"paper": paper, "words": templates.words(paper.lang), **correction.variables()}
        posts.append(_post(paper, part, templates, source, variables, prices=prices, in_turn=in_turn))
    return posts


def _given(paper: Paper, part: Part, templates: Templates) -> dict[str, object]:
    """Return what a template is given of a part by itself, wherever it stands in its series."""
    lang = paper.lang_of(part.finding, part.kind)
    given = {"paper": paper, "words": templates.words(lang), "hashtags": " ".join(paper.hashtags_of(part.finding))}
    return given if part.finding is None else given | {"finding": part.finding}


def _first(parts: Sequence[Part]) -> Part:
    """Return the part that has the paper's labels: the first that is no draft; of drafts alone, the first."""
    return next((part for part in parts if part.finding is not None and not part.finding.draft), parts[0])


def _post(
    paper: Paper,
    part: Part,
    templates: Templates,
    source: Source,
    variables: Mapping[str, object],
    *,
    prices: Prices,
    follows: str | None = None,
    in_turn: bool,
    cards: "Cards | None" = None,
) -> Post:
    address = paper.address if paper.link == "all" and part.kind != "correction" else None
    text, failure, asked = _text_of(paper, part, templates, variables, address)
    obstacle = not_ready(paper, part.finding) if part.kind != "correction" else None
    images = part.finding.images if part.finding is not None else ()
    shows = cards if text and obstacle is None and part.kind != "correction" else None
    if shows is not None and not shows.wanted(paper, part.finding):
        shows = None
    pictures = read_pictures(images, source.folder, with_card=shows is not None)
    if shows is not None:
        lang = paper.lang_of(part.finding, part.kind)
        card, obstacle = shows.picture(part.id, text, paper, part.finding, lang=lang)
        pictures = (card, *pictures)
    alt_texts, link = sum(bool(image.alt) for image in pictures), bool(length.urls(text))
    return Post(
        id=part.id,
        paper_id=paper.id,
        kind=part.kind,
        text=text,
        weighted_length=length.weighted_length(text),
        price_micro_usd=prices.of_post(link=link, alt_texts=alt_texts),
        place=str(source.place(*part.where)),
        follows=follows,
        images=pictures,
        obstacle=obstacle,
        failure=failure,
        begins_in_turn=in_turn,
        was=tuple(post_id(paper.id, old) for old in part.finding.was) if part.finding is not None else (),
        has_link=link,
        link_micro_usd=prices.for_link if link else 0,
        alt_micro_usd=alt_texts * prices.alt_text,
        corrects=_corrects(paper, part),
        asks_for_link=asked,
    )


def _corrects(paper: Paper, part: Part) -> str | None:
    finding = part.finding
    return None if finding is None or finding.corrects is None else post_id(paper.id, finding.corrects)


def _text_of(
    paper: Paper, part: Part, templates: Templates, variables: Mapping[str, object], address: str | None
) -> tuple[str, Problem | None, bool]:
    """Return the text of a part, or why there is none, and whether its template asked for the link.

    What comes by itself says who wrote the paper, where and when: while the file does not know, it has no text. That a
    template fails is no fault of it where it may only miss what the file does not have yet.
    """
    missing = frozenset(paper.missing)
    if part.finding is None and missing & _NAMED_BY_ITSELF:
        return "", None, False
    try:
        wordings = with_address(templates.wordings(part.template, variables), address)
        return choose(tidy(wording) for wording in wordings), None, templates.asked_for_link
    except TemplateError as error:
        (failure,) = error.problems
        return "", None if missing else failure, templates.asked_for_link


_NAMED_BY_ITSELF = frozenset({"authors", "journal", "year"})


def tidy(text: str) -> str:
    """Bring a text into the form in which it is sent: NFC, no white space at line ends, one empty line at most."""
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in nfc(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def choose(wordings: Iterable[str]) -> str:
    """Return the longest wording that fits, or the shortest where none does (which the length rule then refuses)."""
    by_length = sorted(
        ((length.weighted_length(text), -index, text) for index, text in enumerate(wordings)), reverse=True
    )
    fitting = [text for weight, _, text in by_length if weight <= length.LIMIT]
    return fitting[0] if fitting else by_length[-1][2]
