"""An entry of `approved.yaml` as it is written."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.functional_validators import BeforeValidator

from scicomm_bot.approval.models import Approval, Decision, GivenAnswer, SeenImage


def _moment(written: object) -> datetime:
    """Read a time in ISO 8601 with its offset."""
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"`at:` must be a time such as 2026-11-22T16:00:00+00:00, but is {written!r}")
    return moment.astimezone(UTC)


def _named(by: str) -> str:
    if not by.strip():
        raise ValueError("`by:` is blank, so nobody approved it")
    return by


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Image(_Strict):
    file: str
    sha256: str
    alt_sha256: str


class _Answer(_Strict):
    key: str
    question: str
    answer: str


class Entry(_Strict):
    """The fields of an entry; `Approval` says what they mean. The error of a bad value names its field."""

    id: str
    decision: Decision
    by: Annotated[str, AfterValidator(_named)]
    at: Annotated[datetime, BeforeValidator(_moment)]
    why: str | None = None
    text: str
    images: Annotated[tuple[_Image, ...], Field(strict=False)] = ()
    evidence: str
    answers: Annotated[tuple[_Answer, ...], Field(strict=False)] = ()
    seal: str

    @model_validator(mode="after")
    def _rejected_for_a_reason(self) -> Self:
        if self.decision == "rejected" and not self.why:
            raise ValueError("`why:` is missing")
        return self

    def approval(self) -> Approval:
        """Return what the entry says, without its seal."""
        images = tuple(SeenImage(one.file, one.sha256, one.alt_sha256) for one in self.images)
        answers = tuple(GivenAnswer(one.key, one.question, one.answer) for one in self.answers)
        return Approval(self.id, self.decision, self.by, self.at, self.text, self.evidence, images, self.why, answers)
