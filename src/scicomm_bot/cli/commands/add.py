"""`scicomm-bot add`."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from scicomm_bot.app.adding import Added, Adding, Outcome, Wanted
from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.record_files import MOST_BYTES
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, one_line
from scicomm_bot.cli.terminal import on_stderr, paint_for_stdout, print_errors, print_json, print_lines, warn
from scicomm_bot.cli.views.adding import (
    MOST_SHOWN,
    added_json,
    added_lines,
    failure_line,
    next_lines,
    notice_line,
    summary_lines,
)
from scicomm_bot.cli.views.preview import preview_lines
from scicomm_bot.domain.notice import RetractionRecord
from scicomm_bot.errors import ScicommError, SourceError

_STDIN = "-"


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `add`."""
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a DOI, a PMID, an arXiv id, or a file: RIS, BibTeX, nbib, PubMed XML, Crossref or CSL JSON, a saved web "
        "page; - for standard input",
    )
    parser.add_argument(
        "--online", action="store_true", help="ask Crossref, PubMed and arXiv about files' records, too"
    )
    parser.add_argument(
        "--update", action="store_true", help="bring papers that are there up to date, never over what a person wrote"
    )
    parser.add_argument(
        "--only",
        type=one_line,
        action="append",
        default=[],
        metavar="PATTERN",
        help="take only these records of a file: by DOI, PMID, key, number, or words of the title; may be repeated",
    )
    parser.add_argument("--id", type=one_line, metavar="ID", help="the paper's id; by default, one is made")
    add_json(parser)


def usage_error(options: Namespace) -> str | None:
    """Return what is wrong with options that do not go together, or None."""
    if options.sources.count(_STDIN) > 1:
        return "standard input (-) can be read once"
    if options.id is not None and len(options.sources) > 1:
        return "--id goes with one source"
    return None


def run(options: Namespace) -> int:
    """Make a file of each paper; 0 once one is written or was there, 1 if nothing was."""
    wanted = Wanted(online=options.online, update=options.update, only=options.only, paper_id=options.id)
    with open_desk(options, Access.CHANGE) as desk:
        adding = Adding(desk, wanted, lambda: desk.asking(_tell), _standard_input)
        told = _json(adding.of(options.sources)) if options.json else _lines(adding.of(options.sources))
        if not options.json:
            _end(desk, adding, told)
    return 0 if any(one.outcome is not Outcome.FAILED for one in told) else 1


def _tell(record: RetractionRecord) -> None:
    """Say at once where a paper does not stand."""
    if (line := notice_line(record)) is not None:
        warn(line)


def _standard_input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise SourceError(
            "- reads what another program, or a file, hands on, and here is none: write `scicomm-bot add - < refs.ris`"
        )
    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _json(added: Iterator[Added]) -> list[Added]:
    told = list(added)
    print_json(added_json(told))
    return told


def _lines(added: Iterator[Added]) -> list[Added]:
    """Print what came of each record as soon as it is known."""
    told, paint = [], paint_for_stdout()
    for one in added:
        told.append(one)
        if one.error is not None:
            sys.stdout.flush()  # both may lead to one place, and should stand there in this order
            print_errors(on_stderr(f"scicomm-bot: error: {failure_line(one)}"))
        else:
            print_lines(added_lines(one, paint))
    return told


def _end(desk: Desk, adding: Adding, told: list[Added]) -> None:
    """Print what is to be done, and show the posts of a few papers."""
    written = [one for one in told if one.outcome is Outcome.WRITTEN]
    included = adding.are_included(written)
    print_lines(summary_lines(told, included=included))
    if included and 0 < len(written) <= MOST_SHOWN:
        _show_posts(desk, written)
    print_lines(next_lines(told))


def _show_posts(desk: Desk, written: list[Added]) -> None:
    try:
        survey = desk.survey()
        chosen = [post for post in survey.posts if post.paper_id in {one.paper_id for one in written}]
        if chosen:
            print_lines(["", *preview_lines(survey, chosen)])
    except ScicommError as error:
        warn(*(f"the posts cannot be shown: {line}" for line in str(error).splitlines()))
