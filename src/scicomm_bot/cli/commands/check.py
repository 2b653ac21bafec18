"""`scicomm-bot check`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.desk import Access, Desk
from scicomm_bot.app.diagnostics import diagnose
from scicomm_bot.app.scope import Scope
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json
from scicomm_bot.cli.terminal import paint_for_stdout, print_json, print_lines
from scicomm_bot.cli.views.diagnostics import diagnosis_json, diagnosis_lines
from scicomm_bot.cli.views.rules import explained, rule_json, rule_lines
from scicomm_bot.cli.views.supervision import warn_if_not_looked_up


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `check`."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="tell only what concerns posts.yaml or these papers' files"
    )
    parser.add_argument(
        "--changed", metavar="REV", help="tell only what concerns files that git says changed since REV"
    )
    parser.add_argument(
        "--approved", action="store_true", help="also fail if what would be posted is not what a person approved"
    )
    parser.add_argument("--online", action="store_true", help="look each paper up at Crossref, too")
    parser.add_argument("--explain", metavar="RULE", help="say what a rule looks for, why, and how to write it instead")
    add_json(parser)


def usage_error(options: Namespace) -> str | None:
    """Return what is wrong with options that do not go together, or None."""
    others = {
        "--approved": options.approved,
        "--online": options.online,
        "--changed": options.changed is not None,
        "FILE": options.files,
    }
    wrong = next((name for name, given in others.items() if given and options.explain is not None), None)
    if wrong is not None:
        return f"--explain goes without {wrong}"
    return "--changed goes without FILE" if options.files and options.changed is not None else None


def run(options: Namespace) -> int:
    """Find everything that is wrong; 1 if anything blocks. Or explain a rule."""
    if options.explain is not None:
        return _explain(options)
    with open_desk(options, Access.CHANGE if options.online else Access.READ) as desk:
        if options.online:
            warn_if_not_looked_up(desk.supervision)
        found = diagnose(desk, approved=options.approved, online=options.online, scope=_scope(desk, options))
    if options.json:
        print_json(diagnosis_json(found))
    else:
        print_lines(diagnosis_lines(found, paint_for_stdout()))
    return 1 if found.blocking else 0


def _scope(desk: Desk, options: Namespace) -> Scope | None:
    if options.changed is not None:
        return Scope.changed(desk, options.changed)
    return Scope.of(desk, options.files) if options.files else None


def _explain(options: Namespace) -> int:
    rule = explained(options.explain)
    if options.json:
        print_json(rule_json(rule))
    else:
        print_lines(rule_lines(rule))
    return 0
