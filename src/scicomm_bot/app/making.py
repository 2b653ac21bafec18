"""Makes the posts of a document paper by paper, and keeps what was made of a paper while nothing about it changes.

What is kept saves the service from making thousands of posts anew for a word in one of them. It decides about no
sending: a paper of which a post is about to be sent is made afresh (`app.afresh`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scicomm_bot.app.fingerprint import of_cards, of_pictures, of_templates
from scicomm_bot.content import Document
from scicomm_bot.domain.paper import Paper
from scicomm_bot.fidelity import Neighbours, PaperLook, look_at
from scicomm_bot.medium.prices import Prices
from scicomm_bot.notices.corrections import CorrectionDue
from scicomm_bot.render import Templates, render_paper

if TYPE_CHECKING:
    from scicomm_bot.render.cards import Cards


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a paper, and of what: the paper as it was read, templates, pictures, cards, a correction."""

    paper: Paper
    rest: object
    look: PaperLook


@dataclass(slots=True)
class Maker:
    """Makes posts by one folder of templates, at their prices; in `neighbours` is kept which are nearly the same.

    Attributes:
        templates: The templates.
        prices: What X bills.
        kept_cards: Where the cards lie that people approved.
    """

    templates: Templates
    prices: Prices
    kept_cards: Path
    neighbours: Neighbours = field(default_factory=Neighbours)
    _made: dict[str, _Made] = field(default_factory=dict)

    def make(self, document: Document, due: Mapping[str, CorrectionDue]) -> list[PaperLook]:
        """Return the posts of each paper, with what the rules say of them by themselves.

        Args:
            document: The files.
            due: The papers that take a correction, by their ids.
        """
        self.templates.reload()
        templates, in_turn = of_templates(self.templates.folder), bool(document.content.include)
        before, self._made = self._made, {}
        looks: list[PaperLook] = []
        with self.cards(document) as cards:
            for number, paper in enumerate(document.content.papers):
                correction = due.get(paper.id)
                pictures = of_pictures([paper], document.folder)
                rest = templates, pictures, correction, in_turn, self._of_cards(paper, document)
                made = before.get(paper.id)
                if made is None or made.paper is not paper or made.rest != rest:
                    posts = render_paper(
                        paper,
                        number,
                        self.templates,
                        document,
                        correction,
                        in_turn=in_turn,
                        prices=self.prices,
                        cards=cards,
                    )
                    made = _Made(paper, rest, look_at(posts, paper))
                self._made[paper.id] = made
                looks.append(made.look)
        return looks

    @contextmanager
    def cards(self, document: Document, *, even_so: bool = False) -> "Iterator[Cards | None]":
        """Return what makes the cards of a document; None where no post has one, unless `even_so`."""
        content = document.content
        if not (content.has_cards or even_so):
            yield None
            return
        from scicomm_bot.cards import Press
        from scicomm_bot.render.cards import Cards

        with Press() as press:
            yield Cards(content.cards, content.institution, document.folder, self.kept_cards, self.templates, press)

    def _of_cards(self, paper: Paper, document: Document) -> object:
        """Return what changes with the cards of a paper; nothing where no post of the file has one."""
        content = document.content
        if not content.has_cards:
            return None
        stamps = of_cards([paper], content.institution, document.folder, self.kept_cards)
        return content.cards, content.institution, stamps

    def forget(self, paper_id: str) -> None:
        """Make a paper anew the next time, changed or not."""
        self._made.pop(paper_id, None)
