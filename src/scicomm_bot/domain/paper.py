"""What `posts.yaml` says: papers, their findings and the schedule.

The field descriptions are what an editor shows while `posts.yaml` is typed (`scicomm-bot schema`).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.config import JsonDict

from scicomm_bot.domain.colours import COLOUR, LEAST_CONTRAST, LEAST_CONTRAST_OF_SHAPES, contrast
from scicomm_bot.domain.doi import bare_doi, doi_link, why_no_doi
from scicomm_bot.domain.ids import post_id
from scicomm_bot.domain.mail_address import plain_address
from scicomm_bot.domain.phrasing import with_article
from scicomm_bot.domain.study import EXPERIMENTS, NAMED_BY_KIND, OBSERVATIONAL, OF_SEVERAL, REVIEWS, TRIALS, Kind
from scicomm_bot.errors import listed, near
from scicomm_bot.medium.tags import hashtag

RESERVED_IDS = frozenset({"authors", "source", "correction"})
"""Ids that a finding may not have: they name the posts that come by themselves."""
WHY = "why"
"""The id of the post made of `why:`, and of no finding where there is one; files of before may have such a finding."""

ID = re.compile(r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*")
"""What an id of a paper or a finding is made of, for what is no model yet."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
FREE_TEXT = "free text"
"""What marks the type of a text that people wrote or copied, as `typing.Annotated` metadata."""

Word = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
Line = Annotated[Word, FREE_TEXT]
TemplateName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", max_length=200)]
Address = Annotated[str, StringConstraints(pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s]+$", max_length=2_000)]
Studied = Literal["people", "animals", "cells", "unstated"]


def _doi(written: str) -> str:
    doi = bare_doi(written)
    if doi is None:
        raise ValueError(why_no_doi(written))
    return doi


def _day(written: str) -> str:
    try:
        date.fromisoformat(written)
    except ValueError as error:
        raise ValueError("must be a day that there is, such as '2026-11-22'") from error
    return written


def _one_line(text: str) -> str:
    return " ".join(part.strip(" \t") for part in _LINE_ENDS.split(text)) if _LINE_ENDS.search(text) else text


_LINE_ENDS = re.compile("[\n\r\v\f\x85\u2028\u2029]+")
OneLine = Annotated[Line, AfterValidator(_one_line)]
"""A text that has one line wherever it is told, however many it has in the file."""
Hashtag = Annotated[str, StringConstraints(max_length=100), AfterValidator(hashtag), FREE_TEXT]
"""One of which X links the whole, kept with its mark."""


def _no_tag_twice(tags: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for tag in tags:
        if tag.casefold() in seen:
            raise ValueError(f"has {tag} twice; delete one of them")
        seen.add(tag.casefold())
    return tags


Hashtags = Annotated[tuple[Hashtag, ...], Field(strict=False, max_length=10), AfterValidator(_no_tag_twice)]
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
Lang = Annotated[str, StringConstraints(pattern=f"^{_LANG.pattern}$")]
"""The language of a post, as BCP 47 has it."""
Moment = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
"""A moment as a person writes it; `plan.moments` reads it."""


def _a_moment(written: object) -> object:
    """Refuse an empty one: a key that somebody wrote and did not fill in must not hold for no embargo."""
    if written is None:
        raise ValueError("is empty; write the moment, as '2027-03-18 10:00 Europe/London', or delete the line")
    return written


MaybeMoment = Annotated[Moment | None, BeforeValidator(_a_moment)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)]
Doi = Annotated[str, AfterValidator(_doi)]
"""In any spelling; kept bare."""
Waivers = dict[Annotated[str, StringConstraints(min_length=1, max_length=60)], Line]
"""Rule id -> why its warning does not hold here."""


def _text(written: object) -> object:
    return "" if written is None else written


Answer = Annotated[str, StringConstraints(max_length=2_000, strip_whitespace=True), BeforeValidator(_text), FREE_TEXT]
"""A blank one, as a line that was pasted and not filled in, makes no file unreadable; `check` says that it is none."""
Answers = dict[Annotated[str, StringConstraints(min_length=1, max_length=100)], Answer]
"""The key of a question, `rule-id/0123456789` -> a person's answer."""


def _whole_number(written: object) -> object:
    if isinstance(written, bool | float):  # equal to a number, and none that anybody means
        raise ValueError("must be 1 or 2")  # noqa: TRY004 - what pydantic makes a problem of
    return written


SignedBy = Annotated[Literal[1, 2], BeforeValidator(_whole_number)]
"""How many different people must approve a post."""


class _Frozen(BaseModel):
    # Deferred: the validator of `Content` holds those of all the others, so building each by itself is wasted.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class _Record(_Frozen):
    """A part of a paper's record, whose lines are one line when they are told.

    An approval rests on the record as it is written in the file, line breaks included, and holds as long as that does.
    """

    _written: dict[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_as_written(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(value)
        for name, text in value.items() if isinstance(value, dict) else ():
            if isinstance(text, str) and _LINE_ENDS.search(text) and getattr(made, name) == _one_line(text.strip()):
                made.as_written[name] = text.strip()
        return made

    @property
    def as_written(self) -> dict[str, str]:
        """The fields that have several lines in the file, as they stand there, by their names."""
        return self._written


class Author(_Record):
    """One author of a paper, as the paper names them; a group may have no affiliation."""

    name: OneLine = Field(description="The name as the paper prints it, e.g. 'Jafarzadeh F'.")
    affiliation: OneLine | None = Field(
        default=None, description="The affiliation as the paper prints it; a consortium may have none."
    )
    institution: OneLine | None = Field(
        default=None, description="The institution's own name alone, for posts; must stand in the affiliation."
    )


_SERVERS = re.compile(r"rxiv|preprint|\bSSRN\b|Research Square|\bOSF\b", re.IGNORECASE)
_ADJECTIVES = {"people": "human", "animals": "animal", "cells": "cell"}


class Study(_Frozen):
    """What kind of work the paper is: the three labels of a press release."""

    kind: Kind = Field(description="The kind of study.")
    peer_reviewed: bool = Field(description="Whether the paper was peer-reviewed before it was published.")
    preprint: bool = Field(
        default=False, description="Whether the paper is a preprint; what kind of study it is, `kind` says."
    )
    on: Annotated[tuple[Literal["people", "animals", "cells"], ...], Field(strict=False)] = Field(
        default=(),
        description="What was studied. Leave it out for a study of none of these: of stars, rocks, plants or texts.",
    )

    @property
    def name(self) -> str:
        """What the work is called in a sentence: "cohort study"; "study" for a kind that has no name here."""
        return "study" if self.kind == "other" else self.kind

    @property
    def a_name(self) -> str:
        """The same with its article: "an observational study"."""
        return with_article(self.name)

    @property
    def review_status(self) -> str:
        """The first of the three labels: whether it was peer-reviewed, and whether it is a preprint."""
        if self.preprint:
            return "Peer-reviewed preprint" if self.peer_reviewed else "Preprint, not peer-reviewed"
        return "Peer-reviewed" if self.peer_reviewed else "Not peer-reviewed"

    @property
    def status(self) -> str:
        """The name of the first label in the words of a language: "reviewed", "not reviewed", "preprint" ..."""
        if self.preprint:
            return "reviewed preprint" if self.peer_reviewed else "preprint"
        return "reviewed" if self.peer_reviewed else "not reviewed"

    @property
    def label_form(self) -> str:
        """The name of the form of the labels there: "of studies", "on" what was studied, or "alone"."""
        if not self.on or self.on == NAMED_BY_KIND.get(self.kind):
            return "alone"
        return "of studies" if self.is_review or (self.kind in OF_SEVERAL and not self.preprint) else "on"

    @property
    def label(self) -> str:
        """The three labels of a press release, as one English sentence: "Peer-reviewed cohort study in people."."""
        kind = f"{self.review_status}{':' if self.preprint else ''} {self.name}"
        match self.label_form:
            case "of studies":
                return f"{kind}; {' and '.join(_ADJECTIVES[one] for one in self.on)} studies."
            case "on":
                return f"{kind} in {listed(self.on)}."
        return f"{kind}."

    @property
    def is_experiment(self) -> bool:
        """Whether somebody set what differs between groups, so that the study can show a cause; not so for reviews."""
        return self.kind in EXPERIMENTS

    @property
    def is_observational(self) -> bool:
        """Whether nobody did, so that it shows no cause; reviews and `other` are neither this nor an experiment."""
        return self.kind in OBSERVATIONAL

    @property
    def is_review(self) -> bool:
        """Whether it brings together what others found."""
        return self.kind in REVIEWS

    @property
    def is_trial(self) -> bool:
        """Whether it is a trial, randomised or not."""
        return self.kind in TRIALS


class UnknownStudy(Study):
    """What stands for the study of a paper whose file does not say yet what it is: called "study", without labels.

    A `Study`, so that templates and rules need not ask whether there is one. No post of such a paper goes out.
    """

    @property
    def review_status(self) -> str:
        """Empty: nobody has said whether it was peer-reviewed."""
        return ""

    @property
    def label(self) -> str:
        """Empty: there is nothing to label it with."""
        return ""


UNKNOWN_STUDY = UnknownStudy.model_construct(kind="other", peer_reviewed=False, preprint=False, on=())


class CorrectedFacts(_Frozen):
    """What `scicomm-bot facts` read wrongly in a quotation, put right by a person; only what differs."""

    labels: dict[Annotated[str, StringConstraints(min_length=1, max_length=60)], Line] = Field(
        default={}, description="Whose a figure is: the figure as the quotation has it, and its group, e.g. placebo."
    )
    on: Line | None = Field(default=None, description="Whom the quotation is on, e.g. 'patients receiving oxygen'.")
    compared: Annotated[tuple[Line, ...], Field(strict=False)] = Field(
        default=(), max_length=2, description="What is compared with what: two texts."
    )
    direction: dict[Line, Literal["up", "down", "same"]] = Field(
        default={}, description="Which way something went, e.g. 'deaths: down'."
    )


class Evidence(_Frozen):
    """A verbatim quotation of the paper, and what it is on."""

    quote: Line = Field(description="Words of the abstract or the title, copied exactly.")
    on: Annotated[tuple[Studied, ...], Field(strict=False)] = Field(
        default=(),
        description="What this quotation is on; 'unstated' where the paper does not say. To be left out only where "
        "`study.on` is.",
    )
    facts: CorrectedFacts | None = Field(
        default=None, description="What `scicomm-bot facts` read wrongly in this quotation; only what differs."
    )


class Image(_Frozen):
    """A picture that goes out with a post."""

    file: Word = Field(description="The picture's file, seen from the folder of posts.yaml: JPG, PNG, GIF or WEBP.")
    alt: Line | None = Field(
        default=None, description="What the picture shows, for those who cannot see it; at most 1,000 characters."
    )


class Term(_Frozen):
    """A word of the field in plain words, so that posts may use it."""

    term: Line = Field(description="The term or abbreviation, as posts use it, e.g. 'G-CSF'.")
    plain: Line = Field(description="What it means, in plain words, as a post may put it in brackets.")
    source: Line = Field(description="Where that explanation is from.")


class PersonsWord(_Frozen):
    """What a person looked up and stands for."""

    by: Line = Field(description="Who looked: a name.")
    on: Day = Field(description="On which day, as 2026-11-22.")
    where: Line = Field(description="Where they looked, e.g. the journal's own page of the paper.")


class Retraction(_Frozen):
    """What a source says against a paper; all its posts are held as long as this stands in the file."""

    kind: Literal["retracted", "notice", "expression of concern"] = Field(
        default="retracted",
        description="What it is: 'retracted' (also withdrawn or removed), 'notice' where this is no paper but a notice "
        "about another one, or 'expression of concern'.",
    )
    told: OneLine = Field(description="What the source says, in its own words.")
    source: OneLine = Field(description="Who says so, e.g. 'PubMed', 'Crossref' or the name of a file.")
    on: Day = Field(description="On which day the source said so, as 2026-11-22.")
    doi: Doi | None = Field(default=None, description="The notice's DOI; of a notice, that of the paper it is about.")


def _something(written: object) -> object:
    if written is None:
        raise ValueError("is empty; say what the source says, or delete the line")
    return written


_MOST_PICTURES = 4


class Finding(_Frozen):
    """One statement of the paper in plain words, with its evidence."""

    id: Id = Field(description="Unique within the paper; where it is changed, `was` has the one before.")
    text: Line = Field(description="The finding in plain words.")
    short: Line | None = Field(default=None, description="The same in fewer words, for when `text` does not fit.")
    evidence: Annotated[tuple[Evidence, ...], Field(strict=False)] = Field(
        min_length=1, description="The quotations that this finding rests on."
    )
    draft: bool = Field(
        default=False,
        description="Whether it is written for colleagues, not yet for readers; a draft never goes out.",
    )
    at: MaybeMoment = Field(
        default=None,
        description="The moment at which its post goes out, in a slot of its own, as '2027-03-18 10:30'; without a "
        "zone, by the clocks of the schedule. Where that moment is missed, the post is held.",
    )
    not_before: MaybeMoment = Field(
        default=None,
        description="Until then its post is held, as '2027-03-18 10:30'; without a zone, by the schedule's clocks.",
    )
    template: TemplateName | None = Field(default=None, description="Another template for this finding alone.")
    lang: Lang = Field(
        default="en",
        description="The language of the post (BCP 47), e.g. 'en' or 'fa'; without it, that of the paper.",
    )
    hashtags: Hashtags | None = Field(
        default=None, description="Hashtags for the end of the post, with # or without; without it, those of the paper."
    )
    was: Annotated[tuple[Id, ...], Field(strict=False)] = Field(
        default=(), description="Ids that this finding had before; what is out under one of them is out."
    )
    corrects: Id | None = Field(
        default=None,
        description="What this finding corrects of what is out: the id of another finding of the paper, or 'authors', "
        "'source' or 'why'. Its post replies to that one, before all others.",
    )
    waive: Waivers = Field(
        default={}, description="Warnings that do not hold for this post: the rule's id, and why. Errors cannot be."
    )
    answers: Answers = Field(
        default={},
        description="Answers to the questions that `check` asks about this post: the question's key, as `check` prints "
        "it, and a sentence that says why the post may stand.",
    )
    images: Annotated[tuple[Image, ...], Field(strict=False)] = Field(
        default=(), max_length=_MOST_PICTURES, description="Up to four pictures, each with its alt text."
    )
    cards: bool | None = Field(
        default=None,
        description="Whether this post has a card; without it, as its paper has. One with `images` has one only where "
        "this is true.",
    )
    alt: Line | None = Field(
        default=None,
        description="The alt text of the card, in the place of the one that is made of its words; at most 1,000 "
        "characters.",
    )

    @model_validator(mode="after")
    def _has_room_for_its_card(self) -> Self:
        if self.cards and len(self.images) >= _MOST_PICTURES:
            raise ValueError("X takes four pictures, and the card is one; leave one of `images` out, or `cards`")
        return self

    @property
    def wordings(self) -> tuple[str, ...]:
        """The wordings of this finding, the fullest first."""
        return (self.text,) if self.short is None else (self.text, self.short)


class Why(_Record):
    """Why the work matters, in the words of one of its authors: a post of its own."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True), FREE_TEXT] = Field(
        description="One sentence, as the author wrote or said it, without quotation marks around it."
    )
    by: OneLine = Field(description="Whose words they are: an author's name, as in `authors`.")
    lang: Lang | None = Field(
        default=None, description="The language of the sentence, and so of its post; without it, that of the paper."
    )


class TemplateNames(_Frozen):
    """The templates that a paper uses, as file names inside the templates folder."""

    finding: TemplateName = Field(default="finding.txt.j2", description="For each finding.")
    corrects: TemplateName = Field(
        default="corrects.txt.j2", description="For each finding that corrects a post which is out."
    )
    why: TemplateName = Field(default="why.txt.j2", description="For the post in an author's own words.")
    authors: TemplateName = Field(default="authors.txt.j2", description="For the post that names the authors.")
    source: TemplateName = Field(default="source.txt.j2", description="For the post that names the source.")


class PaperWaivers(_Frozen):
    """Waived warnings of the posts that come by themselves."""

    why: Waivers = Field(default={}, description="Of the post in an author's own words: the rule's id, and why.")
    authors: Waivers = Field(default={}, description="Of the post that names the authors: the rule's id, and why.")
    source: Waivers = Field(default={}, description="Of the post that names the source: the rule's id, and why.")


class PaperAnswers(_Frozen):
    """Answers to questions about the posts that come by themselves."""

    why: Answers = Field(default={}, description="About the post in an author's own words: the key, and a sentence.")
    authors: Answers = Field(default={}, description="About the post that names the authors: the key, and a sentence.")
    source: Answers = Field(default={}, description="About the post that names the source: the key, and a sentence.")


LinkWay = Literal["source", "all", "none"]
"""Which posts of a paper have a link to it."""
LINK_WAYS: tuple[LinkWay, ...] = get_args(LinkWay)

UNLESS_DRAFTS = ("authors", "journal", "year", "study", "abstract")
"""The fields of a paper that may be missing while all its findings are drafts; an editor is told so by the schema."""
_ALL_DRAFTS: JsonDict = {
    "properties": {"findings": {"items": {"required": ["draft"], "properties": {"draft": {"const": True}}}}}
}


class Paper(_Record):
    """A published paper and what is to be told of it.

    While all its findings are drafts, or it has none, `UNLESS_DRAFTS` may be missing: the file of a paper grows.
    `content` sees to it that they are there as soon as one finding is no draft.
    """

    model_config = ConfigDict(json_schema_extra={"if": _ALL_DRAFTS, "else": {"required": [*UNLESS_DRAFTS]}})

    id: Id = Field(description="Unique among all papers; the first half of each post's id.")
    title: OneLine = Field(description="The title, in the paper's own words.")
    authors: Annotated[tuple[Author, ...], Field(strict=False, min_length=1)] = Field(
        default=(), description="All authors, in the paper's order; of very many, the first."
    )
    authors_more: int = Field(
        default=0, ge=0, le=1_000_000, description="How many more authors there are than `authors` names."
    )
    journal: OneLine = Field(default="", description="The journal's full name.")
    year: Annotated[int, Field(ge=1665, le=2200)] = Field(
        default=0, description="The year of the issue, or of publication online."
    )
    issue: OneLine | None = Field(default=None, description="The issue, as the journal's record has it.")
    pages: OneLine | None = Field(default=None, description="The pages, e.g. '763-771'.")
    url: Address | None = Field(
        default=None, description="The public page of the paper. A post with an address in it costs X's link price."
    )
    doi: Doi | None = Field(
        default=None,
        description="The DOI, as '10.1000/abc' or in any other spelling. Leave it out rather than guess it.",
    )
    link: LinkWay = Field(
        default="source",
        description="Where the link to the paper goes: 'source' (into the post that names the source, where there is "
        "a `url`), 'all' (into every post) or 'none' (into no post; the DOI stays, as text). `scicomm-bot preview` "
        "compares what each costs.",
    )
    study: Study = Field(default_factory=lambda: UNKNOWN_STUDY, description="The kind of study.")
    abstract: Annotated[str, StringConstraints(min_length=1, max_length=50_000, strip_whitespace=True), FREE_TEXT] = (
        Field(default="", description="The abstract, copied exactly: the source that all evidence is looked up in.")
    )
    lang: Lang = Field(
        default="en",
        description="The language of the paper's posts (BCP 47); a finding and `why` may have another.",
    )
    hashtags: Hashtags = Field(
        default=(), description="Hashtags for the end of each finding's post, with # or without, e.g. ALS."
    )
    why: Why | None = Field(
        default=None,
        description="Why the work matters, in one author's own words: a post of its own after the findings.",
    )
    glossary: Annotated[tuple[Term, ...], Field(strict=False)] = Field(
        default=(), description="Terms that posts may use though the abstract does not, or explains them otherwise."
    )
    retraction: Annotated[Retraction | None, BeforeValidator(_something)] = Field(
        default=None,
        description="What a source says against the paper; it holds all posts. To be deleted only where a person has "
        "looked and finds that the source is wrong.",
    )
    retraction_check: PersonsWord | None = Field(
        default=None,
        description="For a paper without a DOI: who looked, when and where, and found no retraction; it grows stale.",
    )
    waive: PaperWaivers = Field(
        default=PaperWaivers(), description="Warnings that do not hold for the posts that come by themselves."
    )
    answers: PaperAnswers = Field(
        default=PaperAnswers(), description="Answers to questions about the posts that come by themselves."
    )
    approvals: SignedBy | None = Field(
        default=None,
        description="How many different people must approve each of its posts; without it, what the top of posts.yaml "
        "says.",
    )
    series: Literal["standalone", "thread"] = Field(
        default="standalone",
        description="'standalone': each post for itself, one to a slot. 'thread': each replies to the one before, all "
        "in one slot.",
    )
    templates: TemplateNames = Field(default=TemplateNames(), description="Other templates for this paper.")
    not_before: MaybeMoment = Field(
        default=None,
        description="The end of the embargo: until then every post is held, whoever asks for it. A moment with its "
        "zone, as '2027-03-18 10:00 Europe/London' or '2027-03-18T10:00Z'.",
    )
    not_after: MaybeMoment = Field(
        default=None,
        description="From then on what is not out yet is held for good, as '2027-06-30'; without a zone, by the clocks "
        "of the schedule. A day alone is its end.",
    )
    cards: bool | None = Field(
        default=None, description="Whether the paper's posts have cards; without it, as `cards` beside `schedule` says."
    )
    findings: Annotated[tuple[Finding, ...], Field(strict=False)] = Field(
        default=(), description="The findings, in the order in which they are posted."
    )

    @model_validator(mode="before")
    @classmethod
    def _findings_speak_its_language(cls, value: object) -> object:
        """Give each finding of the file that names no language that of the paper; one that is wrong is told once."""
        lang = value.get("lang") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(lang, str) or not _LANG.fullmatch(lang):
            return value
        findings = value.get("findings")
        if not isinstance(findings, list):
            return value
        spoken = [{"lang": lang} | one if isinstance(one, dict) else one for one in findings]
        return {**value, "findings": spoken}

    @field_validator("link")
    @classmethod
    def _links_somewhere(cls, value: LinkWay, info: ValidationInfo) -> LinkWay:
        """Refuse a link in every post of a paper that has nothing to link to; one that is wrong is told itself."""
        known = info.data
        if value == "all" and {"url", "doi"} <= known.keys() and not known["url"] and not known["doi"]:
            raise ValueError("'all' needs a `url` or a `doi` of the paper to link to")
        return value

    @property
    def address(self) -> str | None:
        """What a link to the paper leads to: its `url`, else its DOI's address; None where it has neither."""
        return self.url or (doi_link(self.doi) if self.doi else None)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that the file does not have yet, and that must be there before anything of the paper goes out."""
        here = {name: getattr(self, name) for name in UNLESS_DRAFTS}
        return tuple(name for name, value in here.items() if not value or isinstance(value, UnknownStudy))

    @property
    def is_all_draft(self) -> bool:
        """Whether no finding is there that is no draft, so that nothing of the paper can go out."""
        return all(finding.draft for finding in self.findings)

    @property
    def author_count(self) -> int:
        """How many authors there are, those included that the list does not name."""
        return len(self.authors) + self.authors_more

    @property
    def own_posts(self) -> tuple[str, ...]:
        """The names of the posts that come by themselves, in order; they are the second half of their ids."""
        return (*([WHY] if self.why is not None else []), "authors", "source")

    def lang_of(self, finding: Finding | None, name: str = "") -> str:
        """Return the language of a post: of a finding, or without one of the post that comes by itself with a name."""
        if finding is not None:
            return finding.lang
        own = self.why.lang if name == WHY and self.why is not None else None
        return own or self.lang

    def hashtags_of(self, finding: Finding | None) -> tuple[str, ...]:
        """Return the hashtags of a finding's post, or of the paper for one without a finding."""
        return self.hashtags if finding is None or finding.hashtags is None else finding.hashtags

    @property
    def is_preprint(self) -> bool:
        """Whether the record says that it is a preprint: by itself, or by the server that stands for the journal."""
        return self.study.preprint or (not self.study.peer_reviewed and _SERVERS.search(self.journal) is not None)


HOLIDAYS = "holidays"
"""The key of an entry of `quiet:` that names a country; such an entry is kept as the text `holidays IR`."""
_COUNTRY = re.compile(r"\S{1,60}")


def _one_or_several(written: object) -> object:
    return (written,) if isinstance(written, str) else written


def _one_entry_or_several(written: object) -> object:
    return (written,) if isinstance(written, dict) else _one_or_several(written)


def _quiet_entry(written: object) -> object:
    """Return an entry of `quiet:` as a text: the mapping `holidays: IR` as `holidays IR`."""
    if not isinstance(written, dict):
        return written
    if set(written) != {HOLIDAYS}:
        raise ValueError(_no_holidays(written))
    country = written[HOLIDAYS]
    if not isinstance(country, str) or not _COUNTRY.fullmatch(country.strip()):
        raise ValueError("must have the code of one country, such as `holidays: IR`; for more, write one line for each")
    return f"{HOLIDAYS} {country.strip()}"


def _no_holidays(written: dict[object, object]) -> str:
    """Say what an entry of `quiet:` with a colon should be: `fri: 12:00-15:00` is a mapping for YAML."""
    if len(written) > 1:
        return "has several keys; write one line that begins with `- ` for each"
    (key, value), *_ = written.items() or [("", None)]
    if near(str(key).casefold(), [HOLIDAYS]) is not None:
        return f"has the unknown key {key!r}; did you mean 'holidays'?"
    text = f"{key} {value}" if isinstance(value, str) else str(key)
    return f"has a colon that makes a key of {key!r}; write it as '{text}', without the colon"


_QUIET_SCHEMA: dict[str, object] = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": 2_000},
        {
            "type": "object",
            "properties": {HOLIDAYS: {"type": "string", "minLength": 1}},
            "required": [HOLIDAYS],
            "additionalProperties": False,
        },
    ]
}
MOST_QUIET = 366
Quiet = Annotated[Word, BeforeValidator(_quiet_entry)]
QuietTimes = Annotated[
    tuple[Quiet, ...],
    Field(strict=False, max_length=MOST_QUIET),
    BeforeValidator(_one_entry_or_several),
    WithJsonSchema({"type": "array", "items": _QUIET_SCHEMA, "maxItems": MOST_QUIET}),
]


class Schedule(_Frozen):
    """When posts may go out."""

    timezone: Word = Field(default="UTC", description="An IANA time zone, e.g. 'Asia/Tehran'.")
    slots: Annotated[tuple[Word, ...], Field(strict=False)] = Field(
        default=(),
        description="When one post goes out, in plain words ('mon, wed 17:30', 'weekdays 9:00', 'daily 12:00') or as "
        "crontab lines (minute hour day-of-month month day-of-week; 0 and 7 are Sunday). Put each in quotes.",
    )
    most_per_day: int | None = Field(
        default=None,
        ge=1,
        le=1_000,
        description="How many posts go out on one day, by the clocks of the schedule, at most; a thread counts as one.",
    )
    quiet: QuietTimes = Field(
        default=(),
        description="When nothing goes out: days ('2027-03-21', '2027-03-20 to 2027-04-02', every year '24 dec to "
        "1 jan'), days of the week ('thu, fri'), hours ('22:00-07:00', 'fri 12:00-15:00'), and the public holidays of "
        "a country (`holidays: IR`, `holidays: DE-BY`).",
    )
    order: Literal["one after the other", "in turn"] = Field(
        default="one after the other",
        description="'one after the other': a paper's posts, then the next paper's. 'in turn': one post of each paper, "
        "then the next of each.",
    )
    missed: Literal["drop", "one"] = Field(
        default="drop",
        description="What becomes of slots that pass while no service runs, or while it fails: 'drop' them, or send "
        "'one' post late for all of them.",
    )
    least_gap_minutes: float = Field(
        default=10,
        ge=0,
        le=10_080,
        description="Two posts are never closer together than this, whatever the slots say.",
    )
    thread_gap_seconds: float = Field(
        default=5, ge=0, le=3_600, description="The parts of a thread go out this far from one another."
    )


class AccountStatement(_Frozen):
    """What X asks of an automated account, as far as only a person can see it."""

    operator: Line = Field(description="Who runs the account, as its bio on X names them.")
    automated_label: PersonsWord | None = Field(
        default=None,
        description="Who saw, when and where, that the account carries X's label 'Automated' and is tied to a person's "
        "account.",
    )


def _a_name(written: str) -> str:
    if "@" in written or "<" in written:
        raise ValueError("must be a name; the address has a field of its own, `email:`")
    return written


class Contact(_Frozen):
    """Who asks for the sign-off of posts, where answers go, and until when."""

    name: Annotated[OneLine, AfterValidator(_a_name)] = Field(
        max_length=200, description="Who asks: a person or an office, e.g. 'Jane Doe, press office'."
    )
    email: Annotated[Word, AfterValidator(plain_address)] = Field(
        description="The address that answers go to: one, without a name, e.g. 'press@example.org'."
    )
    reply_by: Word | None = Field(
        default=None,
        description="Until when an answer is asked for: a day (until its end), or a day and a time, in the time zone "
        "of the schedule.",
    )


def _colour(written: object) -> object:
    if isinstance(written, str) and COLOUR.fullmatch(written):
        return written.upper()
    if written is None or isinstance(written, int):
        raise ValueError(f"{_IS_A_COLOUR}; put it in quotes, because # begins a comment")
    raise ValueError(_IS_A_COLOUR)


_IS_A_COLOUR = "must be a colour of six digits, such as '#0B5A7D'"
Colour = Annotated[
    str,
    BeforeValidator(_colour),
    WithJsonSchema({"type": "string", "pattern": f"^{COLOUR.pattern}$"}),
]
"""A colour as style sheets have it."""


class Colours(_Frozen):
    """The colours of cards, which can be told apart by those who see little, too."""

    background: Colour = Field(default="#FFFFFF", description="Behind everything, e.g. '#FFFFFF'.")
    text: Colour = Field(
        default="#14202B", description="Of the words; its contrast with the background is 4.5:1 at least."
    )
    accent: Colour = Field(
        default="#0B5A7D", description="Of the chips and lines; its contrast with the background is 3:1 at least."
    )

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for name, least in (("text", LEAST_CONTRAST), ("accent", LEAST_CONTRAST_OF_SHAPES)):
            colour = getattr(self, name)
            if (ratio := contrast(colour, self.background)) < least:
                shown = int(ratio * 100) / 100
                raise ValueError(
                    f"{name} {colour} on background {self.background} has a contrast of {shown}:1, and needs "
                    f"{least:g}:1 to be read (WCAG 2.2, AA); make one of them darker, or the other lighter"
                )
        return self


class Institution(_Frozen):
    """Who shows the cards."""

    name: OneLine = Field(description="The institution's name, as it stands on cards.")
    short_name: OneLine | None = Field(default=None, description="A shorter name, for where the whole does not fit.")
    colours: Colours = Field(default=Colours(), description="The colours of cards.")
    logo: Word | None = Field(
        default=None,
        description="The logo's file, seen from the folder of posts.yaml: PNG, JPG, or SVG of shapes alone; at most "
        "1 MB.",
    )


MOST_PATTERNS = 100
_PATTERN: dict[str, object] = {"type": "string", "minLength": 1, "maxLength": 2_000}
Patterns = Annotated[
    tuple[Word, ...],
    Field(strict=False, max_length=MOST_PATTERNS),
    BeforeValidator(_one_or_several),
    WithJsonSchema({"anyOf": [_PATTERN, {"type": "array", "items": _PATTERN, "maxItems": MOST_PATTERNS}]}),
]


class FileStop(_Frozen):
    """A person stops everything, from where only the files are at hand."""

    why: OneLine = Field(description="Why nothing is to go out.")
    until: Word | None = Field(
        default=None,
        description="When it ends by itself: a day, or a day and a time, in the time zone of the schedule. Leave it "
        "out to stop until `pause:` is deleted.",
    )


class Content(_Frozen):
    """The whole of `posts.yaml`, with the papers of the files that it includes behind its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["papers"], "properties": {"papers": {"minItems": 1}}},
                {"required": ["include"]},
            ]
        }
    )

    pause: FileStop | None = Field(
        default=None, description="Nothing goes out, whatever else the file says, until this is over or deleted."
    )
    account: AccountStatement | None = Field(default=None, description="What X asks of an automated account.")
    contact: Contact | None = Field(
        default=None, description="Who asks for sign-off, and where answers go: shown on the sign-off page."
    )
    approvals: SignedBy = Field(
        default=1, description="How many different people must approve a post before it goes live; a paper may differ."
    )
    schedule: Schedule = Field(default=Schedule(), description="When posts may go out.")
    cards: bool = Field(
        default=False,
        description="Whether posts have cards: a picture with the post's own words, and where they are from.",
    )
    institution: Institution | None = Field(default=None, description="Who shows the cards: name, colours, logo.")
    include: Patterns = Field(
        default=(),
        description="Files of one paper each, as a pattern seen from the folder of posts.yaml, e.g. 'papers/*.yaml', "
        "or a list of patterns. Their papers come after those of `papers`, by the files' names.",
    )
    papers: Annotated[tuple[Paper, ...], Field(strict=False)] = Field(
        default=(),
        description="The papers, in the order in which they are posted. It may be missing where `include` is there.",
    )

    def approvals_of_papers(self) -> dict[str, int]:
        """Return how many people must approve the posts of each paper, by its id."""
        return {paper.id: paper.approvals or self.approvals for paper in self.papers}

    @property
    def has_cards(self) -> bool:
        """Whether any post may have a card."""
        one = any(paper.cards or any(finding.cards for finding in paper.findings) for paper in self.papers)
        return self.cards or one

    def post_ids(self) -> Iterator[str]:
        """Yield the id of every post, in the order in which they go out."""
        for paper in self.papers:
            for finding in paper.findings:
                yield post_id(paper.id, finding.id)
            for name in paper.own_posts:
                yield post_id(paper.id, name)
