"""docs/fields.md is made from the schema of `posts.yaml`, so the two cannot differ.

`python tests/docs/test_fields.py --write` (`make docs`) writes it anew.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scicomm_bot.domain.paper import Content

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fields.md"
START = """\
# The fields

Written by `make docs` from the schema (`scicomm-bot schema`), and compared by a test: do not edit it by hand.
[Writing posts](writing.md) tells how the fields are meant, with examples.

Fields marked * are required. A misspelt field is an error, and the message suggests the right one. A paper's own file, such as
one in `papers/`, holds the fields of [a paper](#paper) and nothing else.
"""
NAMES = {"Content": "posts.yaml", "PersonsWord": "Person's word"}
Schema = dict


def table_of(name: str, schema: Schema, parts: dict[str, Schema]) -> str:
    """The heading, the description and a row for each field of one part."""
    needed = schema.get("required", ())
    rows = [row(field, one, parts, needed=field in needed) for field, one in schema["properties"].items()]
    head = "| field | what it is | default | what to write |\n|---|---|---|---|\n"
    return f"## {heading(name)}\n\n{escaped(schema['description'])}\n\n{head}{''.join(rows)}"


def row(field: str, schema: Schema, parts: dict[str, Schema], *, needed: bool) -> str:
    default = schema.get("default")
    says_something = default is False or (default and isinstance(default, str | int | float))  # nothing is no default
    shown = f"`{json.dumps(default)}`" if says_something and not needed else ""
    # A description that is the part's own is left out of the schema.
    about = schema.get("description") or parts[schema["$ref"].rpartition("/")[2]]["description"]
    return f"| `{field}`{' *' if needed else ''} | {kind(schema)} | {shown} | {escaped(about)} |\n"


def kind(schema: Schema) -> str:
    """What a value is, in words, with its limits; a part that has a table is a link to it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{heading(name).lower()}](#{anchor(heading(name))})"
    if "anyOf" in schema:
        return ", or ".join(dict.fromkeys(kind(one) for one in schema["anyOf"] if one.get("type") != "null"))
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{one}`" for one in schema.get("enum", [schema.get("const")]))
    match schema.get("type"):
        case "array":
            most = f" of up to {schema['maxItems']}" if "maxItems" in schema else ""
            return f"list{most}: {kind(schema['items'])}"
        case "object" if "properties" in schema:
            return "keys: " + ", ".join(f"`{one}`" for one in schema["properties"])
        case "object":
            return f"keys of its own, each with: {kind(schema['additionalProperties'])}"
        case "integer":
            return f"whole number{limits(schema)}"
        case "number":
            return f"number{limits(schema)}"
        case "boolean":
            return "`true` or `false`"
        case "string":
            return "text"
    raise AssertionError(schema)


def limits(schema: Schema) -> str:
    """The least and the most of a number; a year has no comma."""
    low, high = schema.get("minimum"), schema.get("maximum")
    return (
        "" if low is None or high is None else f" from {low:.0f} to {f'{high:,.0f}' if high > 9_999 else f'{high:.0f}'}"
    )


def heading(name: str) -> str:
    """`PaperWaivers` as a heading: "Paper waivers"."""
    return NAMES.get(name) or " ".join(re.findall(r"[A-Z][a-z]*", name)).capitalize()


def anchor(text: str) -> str:
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def refs(schema: object) -> Iterator[str]:
    """The parts that a schema names, in their order."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for inner in schema.values():
            yield from refs(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from refs(inner)


def page() -> str:
    whole = Content.model_json_schema()
    parts, told = whole["$defs"], {}
    queue = [("Content", whole)]
    while queue:
        name, schema = queue.pop(0)
        if name not in told:
            told[name] = table_of(name, schema, parts)
            queue += [(one, parts[one]) for one in refs(schema["properties"])]
    assert set(told) == {"Content", *parts}
    return "\n".join([START, *told.values()])


def test_the_page_of_the_fields_is_what_the_schema_says():
    assert PAGE.read_text("utf-8") == page(), "run: make docs"


def test_every_part_that_is_linked_has_a_heading():
    anchors = {anchor(one) for one in re.findall(r"^## (.*)$", page(), re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page())) <= anchors


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/docs/test_fields.py --write")
    PAGE.write_text(page(), encoding="utf-8")
