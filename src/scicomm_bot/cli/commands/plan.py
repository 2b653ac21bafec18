"""`scicomm-bot plan`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from scicomm_bot.app import handouts
from scicomm_bot.app.desk import Desk
from scicomm_bot.app.handouts import Handout
from scicomm_bot.app.plan_window import MOST_DAYS, USUAL_DAYS, window_of
from scicomm_bot.app.planning import Plan, plan_of
from scicomm_bot.characters.invisible import shown
from scicomm_bot.cli.opening import asked
from scicomm_bot.cli.options import add_json, add_which_ledger, count, file_name, most
from scicomm_bot.cli.terminal import hanging, paint_for_stdout, print_bytes, print_json, print_lines, print_table
from scicomm_bot.cli.views.month import month_lines
from scicomm_bot.cli.views.plan import is_plan_table, plan_json, plan_lines, plan_table
from scicomm_bot.cli.wording import counted

_STANDARD_OUTPUT = "-"
_TABLE = Handout("table", "table of `plan --csv`", "plan.csv", "--csv", is_plan_table)


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `plan`."""
    parser.add_argument("--slots", type=count, default=None, metavar="N", help="only the next N slots")
    parser.add_argument(
        "--days", type=most(MOST_DAYS), default=None, metavar="N", help="every slot of N days, today among them"
    )
    parser.add_argument(
        "--from",
        dest="since",
        default=None,
        metavar="DAY",
        help="every slot from then on: a day, or a day and a time, in the time zone of the schedule",
    )
    parser.add_argument(
        "--to",
        dest="until",
        default=None,
        metavar="DAY",
        help=f"every slot until then; a day is included (default: {USUAL_DAYS} days)",
    )
    add_json(parser)
    parser.add_argument(
        "--ics",
        type=partial(file_name, example="plan.ics"),
        metavar="FILE",
        help="write a calendar file, for any calendar (- for standard output)",
    )
    parser.add_argument(
        "--csv",
        type=partial(file_name, example="plan.csv"),
        metavar="FILE",
        help="write a table for spreadsheets (- for standard output)",
    )
    add_which_ledger(parser)


def usage_error(options: Namespace) -> str | None:
    """Return what is wrong with the options together, or None."""
    if options.days is not None and (options.since is not None or options.until is not None):
        return "--days says how long from today; give either --days, or --from and --to"
    if [options.ics, options.csv, "-" if options.json else None].count(_STANDARD_OUTPUT) > 1:
        return "--json, --ics - and --csv - all print to standard output; give one of them"
    if options.ics is not None and options.ics == options.csv:
        return f"--ics and --csv both name {options.ics}; give each a file of its own"
    return None


def run(options: Namespace) -> int:
    """Show which post goes out at which slot, and what that costs, as things stand now."""
    found = asked(options, lambda desk: _plan(desk, options))
    if found is None:
        return 1
    plan, told = found
    if options.json:
        print_json(plan_json(plan))
    elif options.ics is not None or options.csv is not None:
        print_lines(told)
    elif plan.window is not None:
        print_lines(month_lines(plan, paint_for_stdout()))
    else:
        print_lines(plan_lines(plan))
    return 0


def _plan(desk: Desk, options: Namespace) -> tuple[Plan, list[str]]:
    """Return the plan, and what to tell of the files that it was written into."""
    survey = desk.survey()
    window = window_of(survey.now, survey.zone, options.days, options.since, options.until)
    plan, own = plan_of(survey, options.slots, window), desk.own_files
    return plan, [*_write_calendar(plan, options.ics, own), *_write_table(plan, options.csv, own)]


def _write_calendar(plan: Plan, name: str | None, own: Sequence[Path]) -> list[str]:
    """Write the calendar file; return what to tell of it."""
    if name is None:
        return []
    from scicomm_bot.app import calendar_file  # noqa: PLC0415 - only a calendar file needs its library

    if name == _STANDARD_OUTPUT:
        print_bytes(calendar_file.calendar_of(plan))
        return []
    written = calendar_file.write(plan, Path(name), own)
    gone = f", and as cancelled {counted(written.cancelled, 'event')} that it had before"
    told = f"The calendar is in {name}: {counted(written.posts, 'post')}{gone if written.cancelled else ''}"
    return hanging("", f"{told}. Import it into any calendar; an import of a later one updates its events.")


def _write_table(plan: Plan, name: str | None, own: Sequence[Path]) -> list[str]:
    """Write the table; return what to tell of it."""
    if name is None:
        return []
    lines = list(plan_table(plan))
    if name == _STANDARD_OUTPUT:
        print_table(lines)
        return []
    handouts.write(_TABLE, Path(name), "".join(f"{shown(line)}\r\n" for line in lines).encode(), own)
    return hanging("", f"The table is in {name}: {counted(len(lines) - 1, 'post')}.")
