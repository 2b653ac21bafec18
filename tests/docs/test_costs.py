"""The bill in docs/costs.md is the one that the program works out for the paper that comes with it."""

import json
import re
from pathlib import Path

import pytest

from scicomm_bot.medium.prices import NAMES, PRICES_READ_ON, X_PRICES, usd

PAGE = Path(__file__).resolve().parents[2] / "docs" / "costs.md"
TABLE = re.compile(r"<!-- figures: the G-CSF paper -->\n(.*?)<!-- /figures -->", re.DOTALL)


def told():
    """The rows of the table: posts, with a link, in all, a post."""
    rows = [line.strip("|").split("|") for line in TABLE.search(PAGE.read_text())[1].splitlines()[2:]]
    return {name.strip(): [cell.strip() for cell in cells] for name, *cells in rows}


def row(posts, links, price):
    return [str(posts), str(links), f"${price:.3f}", f"${price / posts:.3f}"]


def test_each_way_of_linking_costs_what_the_page_says(shipped, cli):
    preview = json.loads(cli("preview", "--json").out)
    [ways], posts = preview["links"], len(preview["posts"])
    rows = list(told().values())
    assert rows == [
        row(posts, 0, ways["none_usd"]), row(posts, 1, ways["source_usd"]), row(posts, posts, ways["all_usd"]),
        row(posts, posts, posts * X_PRICES.post_with_link / 1_000_000),
    ]  # fmt: skip


def test_all_posts_with_a_link_need_the_cut_that_the_page_tells(shipped, cli):
    file = shipped / "posts.yaml"
    file.write_text(file.read_text().replace("    study:", "    link: all\n    study:", 1))
    [problem] = [one for one in json.loads(cli("check", "--json").out)["problems"] if one["rule"] == "length"]
    cut = re.search(r"one text must be (\d+) characters shorter", " ".join(PAGE.read_text().split()))[1]
    assert f"cut {cut}," in problem["message"]


@pytest.mark.parametrize("name", NAMES)
def test_each_price_and_its_name_stand_on_the_page(name):
    text = PAGE.read_text()
    assert f"`{name}`" in text
    assert usd(getattr(X_PRICES, name)) in text


def test_the_day_of_the_prices_stands_on_the_page():
    assert str(PRICES_READ_ON) in PAGE.read_text()
