"""`scicomm-bot approve`."""

from argparse import ArgumentParser, Namespace

from scicomm_bot.app.approving import Word, approve
from scicomm_bot.app.desk import Access
from scicomm_bot.cli.opening import open_desk
from scicomm_bot.cli.options import add_json, one_line
from scicomm_bot.cli.terminal import print_json, print_lines
from scicomm_bot.cli.views.approving import approving_json, approving_lines
from scicomm_bot.cli.views.supervision import warn_if_not_looked_up


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `approve`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="a post (gcsf-als/authors) or a paper (gcsf-als)")
    parser.add_argument("--all", action="store_true", help="all posts that are not out, approved or rejected")
    parser.add_argument("--by", required=True, type=one_line, metavar="NAME", help="who approves, or rejects")
    parser.add_argument("--reject", action="store_true", help="record a no: the posts are held; takes --why")
    parser.add_argument("--why", type=one_line, metavar="TEXT", help="with --reject: the reason; it is kept")
    add_json(parser)


def usage_error(options: Namespace) -> str | None:
    """Return what is wrong with options that do not go together, or None."""
    if bool(options.ids) == options.all:
        return "approve takes the ids of posts, or --all"
    if options.reject != (options.why is not None):
        return "--reject and --why go together"
    return "--reject takes the ids of posts, not --all" if options.reject and options.all else None


def run(options: Namespace) -> int:
    """Show the posts and record what the person says of them; 1 if a post could not be approved."""
    with open_desk(options, Access.READ if options.reject else Access.CHANGE) as desk:
        done = approve(desk, options.ids, Word(options.by, options.why, every=options.all))
        if not options.reject:
            warn_if_not_looked_up(desk.supervision)
    if options.json:
        print_json(approving_json(done))
    else:
        print_lines(approving_lines(done, options.by, rejects=options.reject))
    return 1 if any(answer.failed for answer in done.answers) else 0
