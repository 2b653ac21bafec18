"""`scicomm-bot schema`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.cli.terminal import print_json
from scicomm_bot.domain.paper import Content, Paper


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `schema`."""
    parser.add_argument("--paper", action="store_true", help="of the file of one paper, which posts.yaml includes")


def run(options: Namespace) -> int:
    """Print the JSON Schema of posts.yaml, or of a paper's file."""
    model, what = (Paper, "a paper's file") if options.paper else (Content, "posts.yaml")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"{what} of scicomm-bot"}
    print_json({**model.model_json_schema(), **schema})
    return 0
