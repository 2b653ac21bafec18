"""Answers that stand in the file: a person's word on what a rule asks about one post."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from scicomm_bot.domain.answer import counts, too_short, words_of
from scicomm_bot.domain.paper import Finding, Paper, PaperAnswers
from scicomm_bot.domain.post import Level, PostKind, Remark
from scicomm_bot.errors import near
from scicomm_bot.fidelity.extra_rules import ANSWER
from scicomm_bot.fidelity.waivers import reasons

_ONE_SLIP = 0.8
"""Two hashes of ten signs of which so much is the same are one with a slip; of two that are not, less is."""


def answered(
    remarks: Sequence[Remark], paper: Paper, finding: Finding | None, kind: PostKind, known: Collection[str]
) -> Iterator[Remark]:
    """Yield the remarks, each question with its answer in the file, and a remark on each answer that does nothing.

    An answer is looked up by the question's key; one that is too short is none. A waiver is looked up by its rule, and
    may have any length: it may be from the time when the rule only noted. Of a rule that is not `known` nothing is told
    where none are: then no rule looked.
    """
    answers, waivers = answers_in_file(paper, finding, kind), reasons(paper, finding, kind)
    asked = {remark.key: remark for remark in remarks if remark.level is Level.QUESTION and remark.key is not None}
    for remark in remarks:
        if remark.key not in asked:
            yield remark
            continue
        answer = answers.get(remark.key, "")
        yield replace(remark, answer=answer if counts(answer) else waivers.get(remark.rule))
    if not known:
        return
    for key, answer in answers.items():
        if key not in asked:
            yield _of_no_question(key, [*asked.values()], answers, known)
        elif not words_of(answer):  # pasted, and not filled in
            yield _said(f"the answer to {key} is blank; write your sentence behind `{key}:`")
        elif not counts(answer):
            yield _said(f"the answer to {key} {too_short(answer)}")


def answers_in_file(paper: Paper, finding: Finding | None, kind: PostKind) -> Mapping[str, str]:
    """Return the answers that the file has for a post, by the keys of their questions."""
    if finding is not None:
        return finding.answers
    return getattr(paper.answers, kind) if kind in PaperAnswers.model_fields else {}


def _of_no_question(key: str, asked: Sequence[Remark], answers: Mapping[str, str], known: Collection[str]) -> Remark:
    """Return what is told of an answer whose key names nothing that is asked here, with the right key."""
    rule_id, _, digits = key.partition("/")
    still_open = [one.key for one in asked if one.key and one.key not in answers]
    if (meant := _mistyped(key, still_open)) is not None:
        return _said(f"`answers:` has the key {key!r}, which is no question here; did you mean `{meant}:`?")
    if rule_id not in known:
        meant = near(rule_id, known)
        what = f"`answers:` has the key {key!r}, and there is no rule {rule_id!r}"
        keys = _keys(asked, meant) if meant else ""
        return _said(f"{what}; {f'write {keys}' if keys else _hint(key, meant, still_open)}")
    keys = _keys(asked, rule_id)
    if not digits:
        what = f"`answers:` names {rule_id} without its question"
        return _said(f"{what}; {f'write {keys}' if keys else 'it asks nothing here, so delete that line'}")
    if keys:
        what = f"{key} is not asked any more, for the words are others now"
        return _said(f"{what}; if the answer still holds, write {keys} in its place", Level.INFO)
    return _said(f"{key} is not asked any more; delete its answer", Level.INFO)


def _mistyped(key: str, open_keys: Sequence[str]) -> str | None:
    """Return the open question that a key means whose hash is nearly its own: a sign or two are typed otherwise."""
    import difflib  # noqa: PLC0415 - only for a mistake

    by_hash = {one.partition("/")[2]: one for one in open_keys}
    found = difflib.get_close_matches(key.partition("/")[2], by_hash, n=1, cutoff=_ONE_SLIP)
    return by_hash[found[0]] if found else None


def _hint(key: str, meant: str | None, open_keys: Sequence[str]) -> str:
    if open_keys:
        import difflib  # noqa: PLC0415 - only for a mistake

        nearest = max(open_keys, key=lambda one: difflib.SequenceMatcher(None, key, one).ratio())
        return f"the open question nearest to it is `{nearest}:`"
    return f"did you mean {meant}?" if meant else "nothing is open here, so delete that line"


def _keys(asked: Sequence[Remark], rule_id: str) -> str:
    return " or ".join(f"`{one.key}:`" for one in asked if one.rule == rule_id)


def _said(text: str, level: Level = ANSWER.level) -> Remark:
    return Remark(ANSWER.id, level, text)
