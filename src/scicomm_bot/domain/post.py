"""A post, and what the checks say of it."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from scicomm_bot.domain.obstacle import Obstacle
from scicomm_bot.domain.timing import ANY_TIME, Timing
from scicomm_bot.errors import Problem

if TYPE_CHECKING:
    from scicomm_bot.domain.card import Card
    from scicomm_bot.medium.images import ImageFacts  # not loaded where no picture is read

PostKind = Literal["finding", "why", "authors", "source", "correction"]


class Level(StrEnum):
    """How much a remark weighs; the letters are those of the list of rules."""

    ERROR = "E"
    """Blocks publishing; nobody can answer it."""
    QUESTION = "Q"
    """Asks: the post does not go live until a person has answered with a sentence, which is kept."""
    WARNING = "W"
    """A person should look; it holds nothing."""
    INFO = "I"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule found in a post.

    Attributes:
        rule: The rule's id.
        level: How much it weighs.
        message: What was found, why it matters, and what to do.
        waived: The reason for which a person waived a warning, or None.
        place: Where that stands, as `posts.yaml:41`; None where it is the place of the post.
        brief: The message without why it matters, for where that was told already; None where there is no shorter one.
        key: Of a question, its name: the rule and a hash of the words that it is about, so that it stays while they do.
        answer: A person's answer to a question, or None.
        answered_by: Who answered, where `approved.yaml` says so; None where the answer stands in the file.
        other: The id of another post that it is about as well, or None.
        of_drafts: Whether it weighs as much in a draft: it is about the paper, not about what is written of it.
    """

    rule: str
    level: Level
    message: str
    waived: str | None = None
    place: str | None = None
    brief: str | None = None
    key: str | None = None
    answer: str | None = None
    answered_by: str | None = None
    other: str | None = None
    of_drafts: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is a question that nobody has answered."""
        return self.level is Level.QUESTION and self.answer is None

    @property
    def question(self) -> str:
        """A question without why it matters, as it is asked and kept."""
        return self.brief or self.message

    def answered(self, answer: str | None, by: str | None = None) -> "Remark":
        """Return the question with an answer; with None, open again."""
        return replace(self, answer=answer, answered_by=by)


@lru_cache(maxsize=32_768)
def _sha256(text: str) -> str:
    """Return the hash of a text; each step asks for that of every post."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PostImage:
    """A picture as it is on the disk now.

    Attributes:
        file: Its path.
        sha256: The SHA-256 of its bytes, in hexadecimal; empty where it cannot be read.
        alt: Its alt text, or None.
        problem: Why it cannot go out: its path as the content names it, what is wrong, and the remedy; or None.
        facts: What its headers say of it; None where it is no sound picture, or one that X does not take by itself.
        card: Of a card, what stands on it; None for a picture of the file.
        kept_as: Of a card, where the picture is kept that a person approves; it lies there where `file` is the same.
    """

    file: str
    sha256: str
    alt: str | None
    problem: str | None = None
    facts: "ImageFacts | None" = None
    card: "Card | None" = None
    kept_as: str | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it is a card that does not lie where an approved one is kept."""
        return self.kept_as is not None and self.file != self.kept_as


@dataclass(frozen=True, slots=True)
class Post:
    """A rendered post.

    Attributes:
        id: `paper/finding`, `paper/why`, `paper/authors` or `paper/source`.
        paper_id: The id of its paper.
        kind: What it is made from.
        text: The text exactly as it is sent to X, in NFC; empty where it could not be rendered.
        weighted_length: X's count of `text`; at most 280 may be sent.
        price_micro_usd: What X bills for it, alt texts included, in millionths of a US dollar.
        place: Where it stands in the file, as `posts.yaml:41`.
        remarks: What the checks say of it, in the order in which they ran.
        follows: In a thread, the id of the post that this one replies to; None for a post of its own.
        images: The pictures that go out with it, in order.
        obstacle: Why it does not go out as things stand, besides its remarks; or None.
        failure: Why it could not be rendered, or None; the checks make a blocking remark of it.
        begins_in_turn: Whether its paper, while nothing of it is out, lets those go first of which something is.
        was: Ids that it had before: what the ledger and `approved.yaml` have under one of them is its own.
        timing: When it may go out, as far as its file says so.
        has_link: Whether X makes a link of something in it.
        link_micro_usd: How much of its price is for a link in it: without one it would cost so much less.
        alt_micro_usd: How much of its price is for alt texts.
        corrects: The id of the post that this one corrects, of the same paper, to which it replies; or None.
        asks_for_link: Whether its template asked for the paper's address or where its link goes, so that it may read
            otherwise where `link:` says so.
    """

    id: str
    paper_id: str
    kind: PostKind
    text: str
    weighted_length: int
    price_micro_usd: int
    place: str
    remarks: tuple[Remark, ...] = ()
    follows: str | None = None
    images: tuple[PostImage, ...] = ()
    obstacle: Obstacle | None = None
    failure: Problem | None = None
    begins_in_turn: bool = False
    was: tuple[str, ...] = ()
    timing: Timing = ANY_TIME
    has_link: bool = False
    link_micro_usd: int = 0
    alt_micro_usd: int = 0
    corrects: str | None = None
    asks_for_link: bool = False

    @property
    def goes_first(self) -> bool:
        """Whether it puts right what is out: then it does not wait for what other posts say."""
        return self.kind == "correction" or self.corrects is not None

    def with_paper(self, obstacle: Obstacle | None) -> "Post":
        """Return the post as held by what stops its paper, if anything; what says that it fell goes out."""
        return self if obstacle is None or self.kind == "correction" else replace(self, obstacle=obstacle)

    @property
    def blocked(self) -> bool:
        """Whether a remark keeps this post from going out, or that it could not be rendered."""
        return self.failure is not None or any(remark.level is Level.ERROR for remark in self.remarks)

    @property
    def asking(self) -> bool:
        """Whether a question is open, so that the post does not go live."""
        return any(remark.is_open for remark in self.remarks)

    @property
    def only_asking(self) -> bool:
        """Whether a question is open and an answer is all that is missing: a post with an error cannot be approved."""
        return self.asking and not self.blocked and all(image.sha256 for image in self.images)

    @property
    def questions(self) -> tuple[Remark, ...]:
        """The questions that are asked about this post, answered or not."""
        return tuple(remark for remark in self.remarks if remark.level is Level.QUESTION)

    @property
    def open_questions(self) -> tuple[Remark, ...]:
        """Those of them that nobody has answered."""
        return tuple(remark for remark in self.remarks if remark.is_open)

    @property
    def media_sha256(self) -> str:
        """The SHA-256 of the pictures and their alt texts, in hexadecimal; empty for a post without a picture."""
        if not self.images:
            return ""
        parts = (part for image in self.images for part in (image.sha256, image.alt or ""))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def seen_sha256(self) -> str:
        """The SHA-256 of all that a person sees of the post: of its text alone, or with its pictures and alt texts."""
        seen = self.media_sha256
        return hashlib.sha256(f"{self.text_sha256} {seen}".encode()).hexdigest() if seen else self.text_sha256

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return _sha256(self.text)
