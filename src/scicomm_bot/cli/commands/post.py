"""`scicomm-bot post --once`."""

import sys
import time
from argparse import ArgumentParser, Namespace

from scicomm_bot.app.asked import ANSWER_ALL
from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.posting import Posting, StepTaken
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, add_live_or_dry
from scicomm_bot.cli.terminal import hanging, print_errors, print_json, print_lines
from scicomm_bot.cli.views.files import warn_of_broken
from scicomm_bot.cli.views.steps import is_failure, step_json, step_lines
from scicomm_bot.cli.views.supervision import warn_if_unsupervised


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `post`."""
    parser.add_argument(
        "--once", action="store_true", required=True, help="publish one post, say what was done, and end"
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="this post instead of the next one")
    add_live_or_dry(parser)
    add_json(parser)


def run(options: Namespace) -> int:
    """Publish the next pending post, or the one asked for, say what was done, and end."""
    with open_desk(options, Access.MAKE) as desk:
        posting = Posting.prepared(desk, options.id)
        if posting.asked.since_approval:
            print_errors(hanging("", f"scicomm-bot: {posting.asked.upgrade_text}; to answer, run `{ANSWER_ALL}`"))
        if not desk.rehearse:
            warn_if_unsupervised(desk.supervision)
        warn_of_broken(posting.edition.document)
        for held in posting.held:
            print_errors(hanging("", f"scicomm-bot: {held}"))
        results: list[StepTaken] = []
        try:
            for result in posting.steps(time.sleep):
                results.append(result)
                if not options.json:
                    _show(result, desk)
        finally:  # what went out is told, even where a later step raises
            if options.json and results:
                steps = [step_json(one, rehearsal=desk.rehearse) for one in results]
                print_json({**steps[-1], "steps": steps})
    return 1 if is_failure(results[-1]) or posting.approvals_broken or posting.lacks_a_file(results) else 0


def _show(result: StepTaken, desk: Desk) -> None:
    failed = is_failure(result)
    zone = desk.zone if failed else None  # the file is read for it
    lines = step_lines(result, rehearsal=desk.rehearse, ledger_name=desk.ledger_name, zone=zone)
    if failed:
        print_errors(lines)
    else:
        print_lines(lines)
        sys.stdout.flush()  # the next part of a thread may take its time
