"""Write the lists of top-level domains (`medium.length`) and of emoji sequences (`characters.emoji`) that X knows.

    pip install twitter-text-parser==3.0.0 emoji==2.16.0
    python scripts/make_length_data.py            # writes the two files
    python scripts/make_length_data.py --check    # exit 1 if the files there differ from what it would write

Both packages are needed here only, never at run time. The lines are sorted by code point, so a rerun with the same
versions gives the same bytes.
"""

from __future__ import annotations

import argparse
import ast
import sys
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TYPE_CHECKING

from emoji import EMOJI_DATA, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "scicomm_bot"
TLDS = PACKAGE / "medium" / "length" / "data" / "tlds.txt"
EMOJI = PACKAGE / "characters" / "data" / "emoji.txt"

# Characters that are colourful by themselves and may still be followed by U+FE0F without costing more: those with a
# standardized emoji presentation from before Unicode 6.0. X's counter takes these and no others.
SHOWN_AS_EMOJI_BEFORE_UNICODE_6 = "⌚⌛◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛔⛪⛲⛳⛵⛺⛽❗⬛⬜⭐⭕🀄🈚🈯"
# Sequences without their U+FE0F that X's counter takes as one emoji all the same. It takes no others, and nor do we:
# a post counted too short is refused, one counted too long is only a little shorter than it might be.
UNQUALIFIED = [*(key + "\u20e3" for key in "#*0123456789"), "\U0001f441\u200d\U0001f5e8"]


def top_level_domains() -> list[str]:
    """All top-level domains of twitter-text, generic and of countries, in lower case."""
    found: set[str] = set()
    for module in ("valid_gtld", "valid_cctld"):
        source = distribution("twitter-text-parser").locate_file(f"twitter_text/regexp/{module}.py")
        tree = ast.parse(Path(str(source)).read_text(encoding="utf-8"))
        pattern = next(
            node.value for node in ast.walk(_folded(tree)) if isinstance(node, ast.Constant) and "|" in str(node.value)
        )
        found.update(str(pattern).split(")")[0].replace("(?:", "").split("|"))
    return sorted(found)


def _folded(tree: ast.AST) -> ast.AST:
    """The tree with every sum of literal strings put together into one literal."""

    class Fold(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
            left, right = self.visit(node.left), self.visit(node.right)
            return ast.Constant(left.value + right.value)

    return Fold().visit(tree)  # type: ignore[no-any-return]


def emoji_sequences() -> list[str]:
    """All emoji of more than one code point that count as one: 2, whatever their length."""
    recommended = {text for text, facts in EMOJI_DATA.items() if facts["status"] == STATUS["fully_qualified"]}
    presented = {character + "\ufe0f" for character in SHOWN_AS_EMOJI_BEFORE_UNICODE_6}
    return sorted(text for text in recommended | presented | set(UNQUALIFIED) if len(text) > 1)


def files() -> Iterable[tuple[Path, str]]:
    """Path and content of each data file."""
    for path, title, package, lines in (
        (TLDS, "Top-level domains that X knows", "twitter-text-parser", top_level_domains()),
        (EMOJI, "Emoji of several code points that X counts as one", "emoji", emoji_sequences()),
    ):
        header = f"# {title}: {len(lines)} lines.\n# From {package} {version(package)} by scripts/make_length_data.py\n"
        yield path, header + "".join(line + "\n" for line in lines)


def main(argv: list[str] | None = None) -> int:
    """Write the files, or with --check compare them."""
    parser = argparse.ArgumentParser(description="Write the data files of scicomm_bot.medium.length.")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if a file differs")
    options = parser.parse_args(argv)
    differing = 0
    for path, content in files():
        if options.check:
            same = path.exists() and path.read_text(encoding="utf-8") == content
            differing += not same
            print(f"{path.name}: {'same' if same else 'differs'}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
            print(f"{path.name}: {content.count(chr(10)) - 2} lines")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
