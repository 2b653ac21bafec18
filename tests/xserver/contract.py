"""Holds requests and answers against X's own description of its API, where that file and jsonschema are present.

The description (OpenAPI 2.167) is looked for in `$SCICOMM_SHARED/x-api/` and in `<repository>/../shared/x-api/`.
Without it nothing is checked and `Contract.skipped` says why. It is read once per process, on first use.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = "openapi-2.167.json"
_ROOT = Path(__file__).resolve().parents[2]
_SHARED = os.environ.get("SCICOMM_SHARED")  # read once: a test's own environment has no SCICOMM_ variable

ALSO_DOCUMENTED = frozenset({"tweet.fields"})
"""Query names that the pages document [fundamentals/fields] where the description lists `post.fields` only."""

OLD_NAMES = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
}
"""Names of the pages -> names of the description, so that what is under them is checked all the same."""


def description_path() -> Path | None:
    """Where the description is, or None."""
    places = [Path(_SHARED)] if _SHARED else []
    for place in [*places, _ROOT.parent / "shared"]:
        if (path := place / "x-api" / FILE).is_file():
            return path
    return None


@cache
def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(path: Path, reference: str) -> Any:
    """A validator for one place in the description: OpenAPI 3.0 schemas are a dialect of JSON Schema draft 4."""
    import jsonschema  # type: ignore[import-untyped,unused-ignore]
    import referencing
    import referencing.jsonschema

    resource = referencing.jsonschema.DRAFT4.create_resource(_load(path))
    registry = referencing.Registry().with_resource("x:", resource)
    return jsonschema.Draft4Validator({"$ref": f"x:#{reference}"}, registry=registry)


class Contract:
    """Checks by operation: `POST`, `/2/users/{id}/tweets`. Each check returns what is wrong, a line each."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or description_path()
        self.skipped: str | None = None
        if self._path is None:
            self.skipped = f"{FILE} is not there: set SCICOMM_SHARED to the folder that holds x-api/"
        else:
            try:
                import jsonschema  # noqa: F401  (an optional dependency of the tests: only its presence matters here)
            except ImportError:
                self.skipped = "jsonschema is not installed"

    def request_body(self, method: str, template: str, body: Any) -> list[str]:
        """A request body against its schema; `text` is required unless there are media, which the schema only says."""
        if self.skipped or not self._operation(method, template).get("requestBody"):
            return []
        where = f"{method} {template} request"
        found = self._errors(where, [template, method.lower(), "requestBody", "content", "application/json"], body)
        if template == "/2/tweets" and isinstance(body, dict) and not body.get("text") and "media" not in body:
            found.append(f"{where}: text: required unless media is provided")
        return found

    def query(self, method: str, template: str, query: Mapping[str, str]) -> list[str]:
        """Query parameters: known names, and values as their schemas want them (lists are comma separated)."""
        if self.skipped or not self._operation(method, template):
            return []
        known = {str(parameter["name"]): parameter for parameter in self._parameters(method, template)}
        found = []
        for name, value in query.items():
            where = f"{method} {template} query {name}"
            if name in ALSO_DOCUMENTED:
                continue
            if name not in known:
                found.append(f"{where}: not a parameter of this operation")
                continue
            found += [f"{where}: {error}" for error in _schema_errors(known[name]["schema"], value)]
        return found

    def answer(self, method: str, template: str, status: int, body: Any) -> list[str]:
        """An answer: a success against its schema, a refusal against `Problem`, `Error` or RFC 9457's bare form.

        The bare form (title, detail, type, status) is what X sends for types outside its list, `about:blank` first.
        """
        if self.skipped or not self._operation(method, template):
            return []
        where = f"{method} {template} answer {status}"
        if status < 300:
            responses = self._operation(method, template)["responses"]
            if str(status) not in responses:
                return [f"{where}: the description has no such status"]
            place = [template, method.lower(), "responses", str(status), "content", "application/json"]
            return self._errors(where, place, _renamed(body))
        bare = isinstance(body, dict) and all(isinstance(body.get(k), str) for k in ("title", "detail", "type"))
        listed = bare and body["type"] in self._spec["components"]["schemas"]["Problem"]["discriminator"]["mapping"]
        if bare and not listed:
            return []
        tries = [self._valid(f"/components/schemas/{name}", body) for name in ("Problem", "Error")]
        return [] if any(tries) else [f"{where}: neither a Problem nor an Error: {body!r:.200}"]

    @property
    def _spec(self) -> dict[str, Any]:
        assert self._path is not None, self.skipped
        return _load(self._path)

    def _operation(self, method: str, template: str) -> dict[str, Any]:
        operation: dict[str, Any] = self._spec["paths"].get(template, {}).get(method.lower(), {})
        return operation

    def _parameters(self, method: str, template: str) -> Iterable[dict[str, Any]]:
        for parameter in self._operation(method, template).get("parameters", []):
            if "$ref" in parameter:
                yield self._spec["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[-1]]
            elif parameter["in"] == "query":
                yield parameter

    def _errors(self, where: str, place: list[str], body: Any) -> list[str]:
        assert self._path is not None
        reference = "/paths/" + "/".join(step.replace("~", "~0").replace("/", "~1") for step in place) + "/schema"
        errors = _validator(self._path, reference.replace("{", "%7B").replace("}", "%7D")).iter_errors(body)
        return [f"{where}: {'.'.join(map(str, error.absolute_path)) or '(body)'}: {error.message}" for error in errors]

    def _valid(self, reference: str, body: Any) -> bool:
        assert self._path is not None
        return bool(_validator(self._path, reference).is_valid(body))


def _schema_errors(schema: Mapping[str, Any], value: str) -> list[str]:
    import jsonschema

    given: Any = value
    if schema["type"] == "array":
        given = value.split(",")
    elif schema["type"] == "integer" and value.lstrip("-").isdigit():
        given = int(value)
    return [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(given)]


def _renamed(content: Any) -> Any:
    """The same with the pages' names replaced by the description's, at every depth."""
    if isinstance(content, dict):
        return {OLD_NAMES.get(name, name): _renamed(value) for name, value in content.items()}
    return [_renamed(element) for element in content] if isinstance(content, list) else content
