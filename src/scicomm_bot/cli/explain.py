"""`scicomm-bot check --explain`: what a rule detects, why, and how to write it instead."""

from collections.abc import Iterator, Mapping

from scicomm_bot.cli import show
from scicomm_bot.domain.post import Level
from scicomm_bot.errors import NotFoundError
from scicomm_bot.fidelity import Rule, all_rules

_FILE = Rule(
    "file",
    Level.ERROR,
    detects="posts.yaml cannot be read, or says something it may not",
    why="what is not understood cannot be published as it was meant",
    bad="year: x",
    good="year: 2023",
)
_TEMPLATE = Rule(
    "template",
    Level.ERROR,
    detects="a template is missing, has a mistake, or does not come to an end",
    why="there is no text to publish",
    bad="{% if paper.doi %}doi:{{ paper.doi }}",
    good="{% if paper.doi %}doi:{{ paper.doi }}{% endif %}",
)
_UNDEFINED = Rule(
    "undefined-variable",
    Level.ERROR,
    detects="a template uses a name that it is not given",
    why="the post would have an empty spot where the name stands",
    bad="{{ papr.title }}",
    good="{{ paper.title }}",
)
_EDITED = Rule(
    "edited-after-posting",
    Level.INFO,
    detects="the post is out with another text; the change is not published",
    why="a post that is out stays as it is; to correct it, write a new finding with a new id",
    bad="a new text under the id of a post that is out",
    good="a new text under a new id",
)
_IMAGE = Rule(
    "image",
    Level.ERROR,
    detects="a picture that is missing, or that X does not take",
    why="X takes JPG, PNG, GIF and WEBP up to 5 MB, and alt texts up to 1,000 characters; else nothing would be posted",
    bad="images: [{file: figure.pdf, alt: A nerve cell.}]",
    good="images: [{file: figure.png, alt: A nerve cell.}]",
)
_WAIVER = Rule(
    "waiver",
    Level.ERROR,
    detects="a waiver of what blocks (E), or of what is not found any more (I)",
    why="what blocks is mended, not excused; and a waiver without its finding would hide the next one",
    bad="waive: {cure: the editor likes it}",
    good="waive: {hype: quoted from the paper's title}",
    also=(Level.INFO,),
)
_UNAPPROVED = Rule(
    "unapproved",
    Level.ERROR,
    detects="with --approved: what would be posted is not what a person approved",
    why="live, only an approved post goes out, word for word",
    bad="a post that was changed after it was approved",
    good="scicomm-bot approve gcsf-als/survival-in-mice --by NAME",
)
_APPROVED_FILE = Rule(
    "approved-file",
    Level.ERROR,
    detects="with --approved: approved.yaml cannot be used",
    why="without it nobody knows what a person approved",
    bad="approved.yaml with the marks of a merge conflict",
    good="approved.yaml as `scicomm-bot approve` wrote it",
)
OTHERS = (_FILE, _UNDEFINED, _TEMPLATE, _IMAGE, _WAIVER, _UNAPPROVED, _APPROVED_FILE, _EDITED)
"""What `check` finds besides the rules on posts."""


def run(rule_id: str, *, as_json: bool) -> int:
    """Print what is to be known of a rule.

    Raises:
        NotFoundError: there is no such rule; says the nearest.
    """
    rule = explained(rule_id)
    if as_json:
        show.print_json(rule_json(rule))
    else:
        show.print_lines(lines_of(rule))
    return 0


def explained(rule_id: str) -> Rule:
    """Return the rule with this id.

    Raises:
        NotFoundError: there is none; says the nearest.
    """
    known: Mapping[str, Rule] = {rule.id: rule for rule in (*all_rules(), *OTHERS)}
    if rule_id in known:
        return known[rule_id]
    import difflib  # noqa: PLC0415 - only for a mistake

    near = difflib.get_close_matches(rule_id, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
    raise NotFoundError(f"no rule {rule_id!r}; {hint}")


def lines_of(rule: Rule) -> Iterator[str]:
    """Yield the lines that explain a rule."""
    words = {Level.ERROR: "blocks the post", Level.WARNING: "asks you to look", Level.INFO: "is worth knowing"}
    less = "".join(f"; or {level}, {words[level]}" for level in rule.also)
    yield f"{rule.id}: {rule.level}, {words[rule.level]}{less}"
    yield ""
    told = {"Detects": rule.detects, "Why": rule.why, "Bad": rule.bad, "Good": rule.good, "Waiving": _waiving(rule)}
    for name, text in told.items():
        first, *rest = show.wrap(text, show.WIDTH - _INDENT)
        yield f"{name + ':':<{_INDENT}}{first}"
        yield from (f"{' ' * _INDENT}{line}" for line in rest)


_INDENT = 10


def _waiving(rule: Rule) -> str:
    how = f"waive: {{{rule.id}: the reason}} at the finding; or, for the posts on authors and source, at the paper"
    if rule.level is Level.ERROR:
        return f"an error cannot be waived; mend what it found{f'. A warning can: {how}' * _can_be_waived(rule)}"
    if _can_be_waived(rule):
        return how
    return "not needed: it does not hold the post"


def _can_be_waived(rule: Rule) -> bool:
    return Level.WARNING in (rule.level, *rule.also)


def rule_json(rule: Rule) -> dict[str, object]:
    """Return a rule as its JSON object."""
    return {
        "rule": rule.id,
        "level": str(rule.level),
        "also": [str(level) for level in rule.also],
        "detects": rule.detects,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "can_be_waived": _can_be_waived(rule),
    }
