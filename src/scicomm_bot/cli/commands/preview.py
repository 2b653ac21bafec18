"""`scicomm-bot preview`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from scicomm_bot.app.bill import bills_of
from scicomm_bot.app.edition import selected
from scicomm_bot.app.survey import Survey
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_which_ledger, file_name
from scicomm_bot.cli.terminal import hanging, print_json, print_lines
from scicomm_bot.cli.views.preview import preview_json, preview_lines
from scicomm_bot.cli.wording import counted
from scicomm_bot.domain.post import Post

_STANDARD_OUTPUT = "-"


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `preview`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="a post (gcsf-als/authors) or a paper (gcsf-als)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument(
        "--html",
        type=file_name,
        metavar="FILE",
        help="write the sign-off pack, one page to read, share or print (- for standard output)",
    )
    add_which_ledger(parser)


def run(options: Namespace) -> int:
    """Show every post as it will read."""
    with open_desk(options) as desk:
        survey, own = desk.survey(), desk.own_files
        chosen = selected(survey.edition, options.ids)
        bills = bills_of(survey.edition, chosen, desk.templates, desk.prices) if options.html is None else []
    if options.json:
        print_json(preview_json(survey, chosen, bills))
    elif options.html is not None:
        _write_pack(survey, chosen, options.html, own)
    else:
        print_lines(preview_lines(survey, chosen, bills))
    return 0


def _write_pack(survey: Survey, chosen: Sequence[Post], name: str, own: Sequence[Path]) -> None:
    from scicomm_bot.app import packing  # noqa: PLC0415 - only the page needs it

    pack = packing.pack_of(survey, chosen)
    if name == _STANDARD_OUTPUT:
        print_lines([packing.html_of(pack).removesuffix("\n")])
        return
    packing.write(pack, Path(name), own)
    told = f"{counted(len(pack.entries), 'post')} on {counted(len(pack.parts), 'paper')}"
    print_lines(hanging("", f"The sign-off pack is in {name}: {told}. Open it in a browser."))
