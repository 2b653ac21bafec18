"""How often the rules agree with a careful reader: `python tests/evaluation/gold.py [--rule ID]`."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

if __package__ in {None, ""}:  # run as a file: the folder of the tests takes this folder's place on the path
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from evaluation.gold_set import GROUPS, Case, cases, messages, raised, read_gold
from scicomm_bot.fidelity import all_rules


@dataclass
class Score:
    """What a rule did on some posts."""

    true: int = 0
    false_alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        return self.true + len(self.missed)

    @property
    def precision(self) -> float:
        return self.true / max(1, self.true + len(self.false_alarms)) if self.true or self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        return self.true / self.bad if self.bad else 1.0

    def add(self, other: "Score") -> None:
        self.true += other.true
        self.false_alarms += other.false_alarms
        self.missed += other.missed


def levels() -> dict[str, str]:
    """The rules of the catalogue: id -> level. `language-unchecked` may come from the runner, and is one as well."""
    return {rule.id: rule.level.value for rule in all_rules()}


def scores(counts: Callable[[Case], bool] = lambda case: True) -> dict[str, Score]:
    """Score every rule of the catalogue on the posts that count: rule id -> its score."""
    result = {rule_id: Score() for rule_id in levels()}
    for together in read_gold():
        found = raised(together)
        for case in together.cases:
            if counts(case):
                _score(case, found[case.id], result)
    return result


def total(of: dict[str, Score], levels_of: str | None = None) -> Score:
    """All rules together, or those whose level is one of some letters."""
    result, known = Score(), levels()
    for rule_id, score in of.items():
        if levels_of is None or known[rule_id] in levels_of:
            result.add(score)
    return result


def section() -> list[str]:
    """The gold set's part of docs/fidelity.md, as lines of Markdown."""
    everything, fresh = scores(), scores(lambda case: case.group == "fresh")
    return ["## Rules, on the gold set", "", *_about(), "", *_table(everything, fresh), "", *_disagreements(everything)]


_FAMILY = {
    "number-unsourced": ("number-unit", "number-label", "number-sign"),
    "strength-up": ("hedge-lost", "cause-from-correlation", "forecast", "model-as-fact"),
}
"""Rules that came after the labels, and find what the labelled one found: any of them will do."""
_LABELLED = frozenset(rule_id for case in cases() for rule_id in (*case.raises, *case.may))


def _score(case: Case, found: dict[str, str], result: dict[str, Score]) -> None:
    for rule_id, score in result.items():
        if rule_id not in _LABELLED:
            if rule_id in found and case.faithful:
                score.false_alarms.append(case.id)
            continue
        got = found.get(rule_id)
        if got is None and rule_id in case.raises:
            got = next((found[one] for one in _FAMILY.get(rule_id, ()) if one in found), None)
        wanted = rule_id in case.raises and case.raises[rule_id] in {None, got}
        allowed = rule_id in case.may and case.may[rule_id] in {None, got}
        if got and wanted:
            score.true += 1
        elif got and not allowed and not any(rule_id in _FAMILY.get(one, ()) for one in case.raises):
            score.false_alarms.append(case.id)
        elif not got and rule_id in case.raises:
            score.missed.append(case.id)


def _about() -> Iterator[str]:
    several = list(cases())
    faithful = sum(case.faithful for case in several)
    papers = len({together.paper["title"] for together in read_gold()})
    yield f"{len(several)} posts about {papers} papers (`tests/gold`), {faithful} of them faithful: these must raise nothing."
    yield "All papers but one are made up for the purpose. The group `fresh`"
    count = sum(case.group == "fresh" for case in several)
    yield f"({count} posts) was written apart from the rules, in other words and about other papers; their figures at first sight"
    yield "are in `tests/gold/README.md`. By now the rules have been tuned on all of it: these figures say how well they fit the"
    yield "set, not how they do on posts that they have not met."
    yield "*Bad* posts must raise the rule; *found* are those that do, *missed* those that do not; *false alarms* are other"
    yield "posts that raise it. Precision is found / (found + false alarms), recall found / bad."
    arguable = sum(bool(case.may) for case in several)
    yield f"In {arguable} posts some id is arguable (`may`), and is counted neither way; remarks of level I do not count."
    if unknown := sorted({one for case in several for one in case.raises} - set(levels())):
        yield f"No such rule yet: {', '.join(unknown)}."


def _table(everything: dict[str, Score], fresh: dict[str, Score]) -> Iterator[str]:
    yield "| rule | level | bad | found | missed | false alarms | precision | recall | fresh: bad | precision | recall |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for rule_id, level in levels().items():
        if everything[rule_id].bad or everything[rule_id].false_alarms:
            yield _row(f"`{rule_id}` | {level}", everything[rule_id], fresh[rule_id])
    yield _row("**rules that hold** | E, Q", total(everything, "EQ"), total(fresh, "EQ"))
    yield _row("**all rules** |", total(everything), total(fresh))


def _row(name: str, score: Score, fresh: Score) -> str:
    parts = [score.bad, score.true, len(score.missed), len(score.false_alarms)]
    figures = [*map(str, parts), _figure(score), str(fresh.bad), _figure(fresh)]
    return f"| {name} | {' | '.join(figures)} |"


def _figure(score: Score) -> str:
    precision = f"{score.precision:.3f}" if score.true or score.false_alarms else "-"
    return f"{precision} | {score.recall:.3f}" if score.bad else f"{precision} | -"


def _disagreements(of: dict[str, Score]) -> Iterator[str]:
    missed = {rule_id: score.missed for rule_id, score in of.items() if score.missed}
    alarms = {rule_id: score.false_alarms for rule_id, score in of.items() if score.false_alarms}
    if not missed and not alarms:
        yield "The rules agree with the labels on every post."
    for name, several in (("Missed", missed), ("False alarms", alarms)):
        for rule_id, ids in several.items():
            yield f"- {name}, `{rule_id}`: {', '.join(ids)}"


def _listed(rule: str | None, group: str | None) -> Iterator[str]:
    """Each post on which rules and labels disagree, with its text and what the rules say."""
    for together in read_gold():
        found, told = raised(together), None
        for case in together.cases:
            of = {rule_id: Score() for rule_id in levels() if rule in {None, rule_id}}
            _score(case, found[case.id], of)
            wrong = [f"MISSED {rule_id}" for rule_id, score in of.items() if score.missed]
            wrong += [f"FALSE ALARM {rule_id}" for rule_id, score in of.items() if score.false_alarms]
            if wrong and group in {None, case.group}:
                told = told or messages(together)
                yield f"\n{case.id} ({case.group}): {', '.join(wrong)}"
                yield f"  {case.text}"
                yield from (f"  on {'/'.join(one['on'])}: {one['quote']}" for one in case.evidence)
                yield f"  expected: {', '.join(case.raises) or 'nothing'}; got: {', '.join(found[case.id]) or 'nothing'}"
                yield from (f"    {line}" for line in told[case.id])


def main(words: Sequence[str] | None = None) -> int:
    """Print the tables, or the posts of one rule."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rule", help="only this rule's disagreements")
    options.add_argument("--group", choices=GROUPS, help="only the posts of this group")
    chosen = options.parse_args(words)
    if chosen.rule and chosen.rule not in levels():
        options.error(f"no rule {chosen.rule}; there are: {', '.join(levels())}")
    if not chosen.rule:
        print("\n".join(section()))
    print("\n".join(_listed(chosen.rule, chosen.group)) or "\nNo disagreement.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
