"""`schema` prints what editors use."""

import json
from pathlib import Path

import jsonschema
import pytest

from support.draft_samples import ABSTRACT, ONE_DRAFT, OTHER, STUDY, without
from support.paper_files import paper
from support.yaml_samples import GOOD, changed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def schema():
    return json.loads((ROOT / "docs/posts.schema.json").read_text(encoding="utf-8"))


def typed(text):
    """Return the values of a file as the program reads them."""
    from scicomm_bot.content.yaml_file import read_yaml

    Path("any.yaml").write_text(text)
    return read_yaml(Path("any.yaml")).value


def test_the_schema_in_the_docs_is_the_program_s(cli):
    assert cli("schema").out == (ROOT / "docs/posts.schema.json").read_text(encoding="utf-8")


def test_the_schema_of_a_paper_s_file_in_the_docs_is_the_program_s(cli):
    assert cli("schema", "--paper").out == (ROOT / "docs/paper.schema.json").read_text(encoding="utf-8")


def test_the_schema_is_a_schema(schema):
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.fixture(scope="module")
def of_paper():
    return json.loads((ROOT / "docs/paper.schema.json").read_text(encoding="utf-8"))


def test_the_schema_of_a_paper_s_file_takes_one_and_no_posts_yaml(of_paper):
    jsonschema.Draft202012Validator.check_schema(of_paper)
    jsonschema.validate(typed(paper("a")), of_paper)
    for text in (GOOD, paper("a", "year: 2026", "year: soon"), paper("a", "title:", "titel:")):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(typed(text), of_paper)


@pytest.mark.parametrize("include", ["papers/*.yaml", "[papers/*.yaml, more/*.yaml]"])
def test_a_posts_yaml_that_includes_files_keeps_to_it(include, schema):
    jsonschema.validate(typed(f"include: {include}\n"), schema)
    jsonschema.validate(typed(f"{GOOD}include: {include}\n"), schema)


@pytest.mark.parametrize("text", ["schedule: {timezone: UTC}\n", "include: 7\n", "include: [7]\n"])
def test_what_has_no_papers_and_includes_none_the_schema_refuses(text, schema):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(typed(text), schema)


def test_the_repository_s_posts_keep_to_it(schema):
    jsonschema.validate(typed((ROOT / "posts.yaml").read_text()), schema)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(changed("title: T", "titel: T"), id="an unknown key"),
        pytest.param(changed("    title: T\n", ""), id="a missing key"),
        pytest.param(changed("year: 2020", "year: x"), id="a wrong type"),
        pytest.param(changed("id: f", "id: F x"), id="a bad id"),
        pytest.param(changed("kind: review", "kind: opinion"), id="an unknown kind"),
        pytest.param("papers: []\n", id="no papers"),
    ],
)
def test_what_the_program_refuses_the_schema_refuses(text, schema):
    jsonschema.validate(typed(GOOD), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(typed(text), schema)


def test_every_field_is_described(schema):
    models = [schema, *schema["$defs"].values()]
    bare = [
        name
        for model in models
        for name, field in model["properties"].items()
        if not {"description", "$ref"} & field.keys()
    ]
    assert bare == []


def test_posts_yaml_names_the_schema_for_editors():
    first = (ROOT / "posts.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=docs/posts.schema.json"


def test_a_paper_of_drafts_alone_may_lack_parts_for_an_editor_too(schema):
    jsonschema.validate(typed(without(ONE_DRAFT, STUDY, ABSTRACT)), schema)


@pytest.mark.parametrize("part", [STUDY, ABSTRACT])
def test_beside_a_finding_for_readers_an_editor_misses_them(schema, part):
    with pytest.raises(jsonschema.ValidationError, match="is a required property"):
        jsonschema.validate(typed(without(ONE_DRAFT + OTHER, part)), schema)
