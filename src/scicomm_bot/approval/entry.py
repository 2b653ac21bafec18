"""An entry of `approved.yaml` as it is written."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.functional_validators import BeforeValidator

from scicomm_bot.approval.models import Approval, ByMail, Decision, GivenAnswer, SeenImage, Signature


def _moment(written: object, key: str) -> datetime:
    """Read a time in ISO 8601 with its offset; the error of one that is none names its key."""
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"`{key}:` must be a time such as 2026-11-22T16:00:00+00:00, but is {written!r}")
    return moment.astimezone(UTC)


def _at(written: object) -> datetime:
    return _moment(written, "at")


def _sent(written: object) -> datetime:
    return _moment(written, "sent")


def _named(by: str) -> str:
    if not by.strip():
        raise ValueError("`by:` is blank, so nobody approved it")
    return by


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class _Image(_Strict):
    file: str
    sha256: str
    alt_sha256: str


class _Answer(_Strict):
    key: str
    question: str
    answer: str


class _Mail(_Strict):
    recorded_by: Annotated[str, AfterValidator(_named)]
    sent: Annotated[datetime | None, BeforeValidator(_sent)] = None

    def by_mail(self) -> ByMail:
        return ByMail(self.recorded_by, self.sent)


def _by_mail(mail: _Mail | None) -> ByMail | None:
    return None if mail is None else mail.by_mail()


class _Signature(_Strict):
    by: Annotated[str, AfterValidator(_named)]
    at: Annotated[datetime, BeforeValidator(_at)]
    by_mail: _Mail | None = None

    def signature(self) -> Signature:
        return Signature(self.by, self.at, _by_mail(self.by_mail))


class Entry(_Strict):
    """The fields of an entry; `Approval` says what they mean. The error of a bad value names its field."""

    id: str
    decision: Decision
    by: Annotated[str, AfterValidator(_named)]
    at: Annotated[datetime, BeforeValidator(_at)]
    by_mail: _Mail | None = None
    also: Annotated[tuple[_Signature, ...], Field(strict=False)] = ()
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
        said = (self.id, self.decision, self.by, self.at, self.text, self.evidence, images, self.why, answers)
        return Approval(*said, _by_mail(self.by_mail), tuple(one.signature() for one in self.also))
