"""X's rules for automated accounts, as far as `doctor` can look at them (https://docs.x.com/developer-guidelines)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scicomm_bot.characters.fold import fold
from scicomm_bot.domain.paper import AccountStatement
from scicomm_bot.domain.post import Post
from scicomm_bot.fidelity.rules import duplicates, mentions

_TEXT_RULES = (mentions.mention, mentions.cashtag, duplicates.NEAR_DUPLICATE, duplicates.DUPLICATE)
_WRITE = (
    "write `account:` at the left margin of {file}, and below it, indented, `operator:` with who runs the account, as "
    "its bio on X names them, and `automated_label: {{by: ..., on: ..., where: ...}}` with who saw, on which day and "
    "where, that the account carries X's label \u201cAutomated\u201d and is tied to a person's account"
)


def missing(statement: AccountStatement | None, file: object) -> str | None:
    """Return what is missing in the statement, with what to write; None where it is there and signed."""
    if statement is None:
        return f"nobody has said who runs the account and that X labels it as automated; {_WRITE.format(file=file)}"
    if statement.automated_label is None:
        return f"nobody has signed that X labels the account as automated; {_WRITE.format(file=file)}"
    return None


def signed(statement: AccountStatement) -> str:
    """Return who signed the statement, when and where they looked."""
    word = statement.automated_label
    seen = f"; label \u201cAutomated\u201d seen by {word.by} on {word.on}: {word.where}" if word is not None else ""
    return f"run by {statement.operator}{seen}"


def of_texts(posts: Sequence[Post]) -> str:
    """Say how many remarks there are on what X forbids automated accounts to write; waived ones are counted too."""
    found = list(_counts(posts))
    told = ", ".join(found) or f"no {', '.join(rule.id for rule in _TEXT_RULES)}"
    return f"{len(posts)} posts: {told}"


def _counts(posts: Sequence[Post]) -> Iterator[str]:
    counts = Counter(remark.rule for post in posts for remark in post.remarks)
    for rule in _TEXT_RULES:
        if counts[rule.id]:
            yield f"{counts[rule.id]} {rule.id}"


def bio_trouble(statement: AccountStatement | None, bio: str) -> str | None:
    """Return what is wrong with the account's bio: it must name the operator; None where it does."""
    if statement is None:
        return "posts.yaml does not say who runs the account, so the bio cannot be compared; add `account:` to it"
    if fold(statement.operator).casefold() in fold(bio).casefold():
        return None
    return (
        f"the bio does not name {statement.operator}, the operator in posts.yaml; write the name into the bio on X, or "
        "correct `operator:`"
    )
