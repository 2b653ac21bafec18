"""`scicomm-bot schema`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.cli.terminal import print_json
from scicomm_bot.domain.paper import Content


def add_options(parser: ArgumentParser) -> None:
    """Add no options: `schema` has none."""


def run(options: Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """Print the JSON Schema of posts.yaml."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "posts.yaml of scicomm-bot"}
    print_json({**Content.model_json_schema(), **schema})
    return 0
