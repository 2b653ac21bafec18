"""What is said of papers' files: those with an error, whose posts are held; and that there is no paper yet."""

from collections.abc import Iterator

from scicomm_bot.cli.terminal import hanging, print_errors
from scicomm_bot.content import Document

NO_PAPER = "No paper yet: `scicomm-bot add` makes the file of one, from a DOI or a file of a reference manager."


def has_no_paper(document: Document) -> bool:
    """Whether nothing is there to make posts from, and nothing is wrong either: as in a fresh folder."""
    return not document.content.papers and not document.files


def broken_lines(document: Document) -> Iterator[str]:
    """Yield what is wrong with papers' files, and what becomes of their posts."""
    for file in document.files:
        for problem in file.problems:
            yield from hanging("", str(problem))
    if broken := [file for file in document.files if file.problems]:
        whose = "its" if len(broken) == 1 else "their"
        yield from hanging("", f"Until that is corrected, none of {whose} posts goes out; other papers' do.")


def warn_of_broken(document: Document) -> None:
    """Say the same on standard error."""
    print_errors(list(broken_lines(document)))


def broken_json(document: Document) -> list[dict[str, object]]:
    """Return what is wrong with papers' files as JSON objects."""
    return [{"place": str(one.place), "message": one.message} for one in document.problems]
