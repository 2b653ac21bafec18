"""What the models know at a path of `posts.yaml`: the keys, and whether a text stands there that people wrote."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from scicomm_bot.content.yaml_file import KeyPath
from scicomm_bot.domain.paper import FREE_TEXT, Content
from scicomm_bot.errors import near

_MOST_UNKNOWN = 100


def known_fields(where: KeyPath) -> tuple[str, ...]:
    """Return the keys that are known at a path of the file."""
    return tuple(_model_at(tuple(part for part in where if isinstance(part, str))).model_fields)


def is_misspelt(name: str, holder: object, where: KeyPath) -> bool:
    """Whether a key that is missing in what stands at a path is there, spelt otherwise.

    Of very many unknown keys the first hundred are looked at.
    """
    if not isinstance(holder, Mapping):
        return False
    known = known_fields(where)
    unknown = islice((key for key in holder if isinstance(key, str) and key not in known), _MOST_UNKNOWN)
    return any(near(key, known) == name for key in unknown)


def holds_text(where: KeyPath) -> bool:
    """Whether free text stands at a path: words of the paper or of people; no id, no day, no address, no choice."""
    return _holds_text(tuple(part for part in where if isinstance(part, str)))


@cache
def _model_at(keys: tuple[str, ...]) -> type[BaseModel]:
    model: type[BaseModel] = Content
    for key in keys:
        if key in model.model_fields:
            model = next(_models_in(model.model_fields[key].annotation), model)
    return model


@cache
def _holds_text(keys: tuple[str, ...]) -> bool:
    holder = _model_at(keys[:-1])
    while keys and keys[-1] not in holder.model_fields:  # a key of a mapping that has any, as `waive`
        keys = keys[:-1]
        holder = _model_at(keys[:-1])
    if not keys:
        return False
    info = holder.model_fields[keys[-1]]
    return FREE_TEXT in info.metadata or _has_text_in(info.annotation)


def _has_text_in(annotation: Any) -> bool:  # noqa: ANN401 - any annotation
    if get_origin(annotation) is Annotated and FREE_TEXT in annotation.__metadata__:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return False
    return any(_has_text_in(inner) for inner in get_args(annotation))


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {tuple, Union, UnionType}:
        for inner in get_args(annotation):
            yield from _models_in(inner)
