"""Makes the posts of a document paper by paper, and keeps what was made of a paper while nothing about it changes.

What is kept saves the service from making thousands of posts anew for a word in one of them. It decides about no
sending: a paper of which a post is about to be sent is made afresh (`app.afresh`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scicomm_bot.app.fingerprint import of_pictures, of_templates
from scicomm_bot.content import Document
from scicomm_bot.domain.paper import Paper
from scicomm_bot.fidelity import Neighbours, PaperLook, look_at
from scicomm_bot.medium.prices import Prices
from scicomm_bot.notices.corrections import CorrectionDue
from scicomm_bot.render import Templates, render_paper


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a paper, and of what: the paper as it was read, templates, pictures, a correction."""

    paper: Paper
    rest: object
    look: PaperLook


@dataclass(slots=True)
class Maker:
    """Makes posts by one folder of templates, at their prices; in `neighbours` is kept which are nearly the same."""

    templates: Templates
    prices: Prices
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
        for number, paper in enumerate(document.content.papers):
            correction = due.get(paper.id)
            rest = templates, of_pictures([paper], document.folder), correction, in_turn
            made = before.get(paper.id)
            if made is None or made.paper is not paper or made.rest != rest:
                posts = render_paper(
                    paper, number, self.templates, document, correction, in_turn=in_turn, prices=self.prices
                )
                made = _Made(paper, rest, look_at(posts, paper))
            self._made[paper.id] = made
            looks.append(made.look)
        return looks

    def forget(self, paper_id: str) -> None:
        """Make a paper anew the next time, changed or not."""
        self._made.pop(paper_id, None)
