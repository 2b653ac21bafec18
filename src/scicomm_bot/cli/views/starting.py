"""What `init` did, and what comes next, as lines."""

import shlex
from collections.abc import Iterator, Sequence

from scicomm_bot.app.starting import PAPERS, TEMPLATES, Beginning
from scicomm_bot.cli.terminal import hanging, rows
from scicomm_bot.cli.wording import counted

_EXAMPLE = "the paper that comes with the program"
_ABOUT = {
    "posts.yaml": "when posts go out, and about which papers",
    f"{PAPERS}/": "a file to each paper",
    f"{TEMPLATES}/": "how posts are worded",
    ".env": "settings and secrets; a dry run until you change that",
    ".gitignore": "keeps secrets and state out of git",
}


def beginning_lines(beginning: Beginning) -> Iterator[str]:
    """Yield what was written, what was left, what to look at, and the next commands."""
    where = "" if str(beginning.folder) == "." else f" in {beginning.folder}"
    made = [*_shown(beginning.made)]
    yield f"Made{where}:" if made else f"Everything is there{where} already; nothing was changed."
    yield from rows([(name, _about(name, beginning.made)) for name in made])
    if made and beginning.left:
        yield from hanging("", f"Left as they were: {', '.join(_shown(beginning.left))}")
    for one in beginning.look_at:
        yield from hanging("", f"Look at this: {one}.")
    yield ""
    yield "Next:"
    yield from _next(beginning)


def _shown(names: Sequence[str]) -> Iterator[str]:
    """Yield names, the files of a folder that is named itself left out."""
    folders = tuple(name for name in names if name == f"{TEMPLATES}/")
    yield from (name for name in names if name in folders or not name.startswith(folders or "\0"))


def _about(name: str, made: Sequence[str]) -> str:
    about = _ABOUT.get(name, _EXAMPLE if name.startswith(f"{PAPERS}/") else "")
    inner = sum(one.startswith(f"{TEMPLATES}/") for one in made) - 1
    return f"{about} ({counted(inner, 'file')})" if name == f"{TEMPLATES}/" else about


def _next(beginning: Beginning) -> Iterator[str]:
    if str(beginning.folder) != ".":
        yield f"  cd {shlex.quote(str(beginning.folder))}"
    add, check = ("add DOI", "writes the file of a paper"), ("check", "shows what is wrong with them")
    preview = ("preview", "shows how posts will read")
    commands = (preview, check) if beginning.has_paper else (add, preview)
    yield from rows([(f"scicomm-bot {words}", about) for words, about in commands])
