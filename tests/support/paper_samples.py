"""A small paper as models, and what a template is given of it."""

from scicomm_bot.domain.paper import Author, Evidence, Finding, Paper, Study

PAPER = Paper(
    id="p",
    title="A title",
    authors=(Author(name="Doe J", affiliation="Here"), Author(name="Roe R", affiliation="There")),
    journal="A Journal",
    year=2023,
    study=Study(kind="review", peer_reviewed=True, on=("people",)),
    abstract="An abstract. It goes on.",
    findings=(Finding(id="f", text="A finding.", evidence=(Evidence(quote="An abstract.", on=("people",)),)),),
)
VARIABLES = {"paper": PAPER, "finding": PAPER.findings[0], "first": True}
