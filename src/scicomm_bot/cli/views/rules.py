"""A rule explained: what it detects, why, and how to write it instead."""

from collections.abc import Iterator, Mapping

from scicomm_bot.cli.terminal import width, wrap
from scicomm_bot.domain.post import Level
from scicomm_bot.errors import NotFoundError, near
from scicomm_bot.fidelity import Rule, all_rules
from scicomm_bot.fidelity.extra_rules import EXTRA_RULES


def explained(rule_id: str) -> Rule:
    """Return the rule with this id.

    Raises:
        NotFoundError: there is none; says the nearest.
    """
    known: Mapping[str, Rule] = {rule.id: rule for rule in (*all_rules(), *EXTRA_RULES)}
    if rule_id in known:
        return known[rule_id]
    meant = near(rule_id, known)
    hint = f"did you mean {meant}?" if meant else f"there are {', '.join(sorted(known))}"
    raise NotFoundError(f"no rule {rule_id!r}; {hint}")


def rule_lines(rule: Rule) -> Iterator[str]:
    """Yield the lines that explain a rule."""
    less = "".join(f"; or {level}, {_WORDS[level]}" for level in rule.also)
    yield f"{rule.id}: {rule.level}, {_WORDS[rule.level]}{less}"
    yield ""
    told = {"Detects": rule.detects, "Why": rule.why, "Bad": rule.bad, "Good": rule.good}
    if rule.level is Level.QUESTION:
        told["Answer"] = _ANSWERING
    told["Waiving"] = _waiving(rule)
    for name, text in told.items():
        first, *rest = wrap(text, width() - _INDENT)
        yield f"{name + ':':<{_INDENT}}{first}"
        yield from (f"{' ' * _INDENT}{line}" for line in rest)


_INDENT = 10
_WORDS = {
    Level.ERROR: "blocks the post",
    Level.QUESTION: "asks you a question",
    Level.WARNING: "asks you to look",
    Level.INFO: "is worth knowing",
}


_ANSWERING = (
    "the post does not go live until somebody has said why it may stand: run `scicomm-bot approve ID`, or put the "
    "block that `scicomm-bot check` prints below the question into posts.yaml"
)


def _how_to_waive(rule: Rule) -> str:
    return f"waive: {{{rule.id}: the reason}} at the finding; or, for the posts on authors and source, at the paper"


def _waiving(rule: Rule) -> str:
    how = _how_to_waive(rule)
    if rule.level is Level.ERROR:
        return f"an error cannot be waived; fix what it found{f'. A warning can: {how}' * _can_be_waived(rule)}"
    if rule.level is Level.QUESTION:
        return f"{how}; it answers all that the rule asks about that post"
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
