"""What the program does never depends on the words of a message, of a reason, or of a rule's id written as a string.

Looked for in the source as code, not as text: a message that is taken apart, compared with words, or searched for them.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "scicomm_bot"
WORDS = {
    "detail",
    "message",
    "messages",
    "note",
    "paused",
    "reason",
    "reasons",
    "remark",
    "remedy",
    "rule",
    "rule_id",
    "trouble",
    "why",
}
"""Names, of variables and of attributes, that hold a message, a reason, or a rule's id."""
TAKES_APART = {
    "startswith",
    "endswith",
    "partition",
    "rpartition",
    "split",
    "rsplit",
    "find",
    "index",
    "count",
    "removeprefix",
}
ALLOWED = {
    ("ledger/tables.py", "is_key"),  # `rule` is SQL's there: what must hold of a column
    ("ledger/tables.py", "may_be_empty"),
    ("x/answers.py", "_refusal"),  # X says in words alone why it refuses
    (
        "render/templates.py",
        "_said",
    ),  # Jinja2 says in words alone that it is a filter that is missing; a hint hangs on it
}
"""Functions that read words of another program, which offers nothing else, or no message at all."""


def name_of(node: ast.expr) -> str | None:
    """The name that an expression ends in: `error.message` is `message`; `str(error)` is `message`, too."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id="error")]):
            return "message"
        case ast.Call(func=ast.Attribute(value=value)) | ast.Subscript(value=value):
            return name_of(value)
    return None


def holds_words(node: ast.expr) -> bool:
    return name_of(node) in WORDS


def is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        return bool(node.elts) and all(map(is_text, node.elts))
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def folded(tree: ast.AST) -> set[ast.AST]:
    """What is split only to be joined again by single spaces: folding white space reads no words."""
    return {
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and node.args
        if isinstance(node.args[0], ast.Call) and not node.args[0].args
    }


def offences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the code of each place that reads the words of a message."""
    allowed = folded(tree)
    for node in ast.walk(tree):
        if node in allowed:
            continue
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in TAKES_APART and holds_words(value):
                yield node.lineno, ast.unparse(node)
            case ast.Compare(left=left, comparators=others):
                for one, other in zip([left, *others], others, strict=False):
                    if (holds_words(one) and is_text(other)) or (is_text(one) and holds_words(other)):
                        yield node.lineno, ast.unparse(node)


def functions(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Yield each function of a module with its name; methods by their own names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node


def test_no_module_reads_the_words_of_a_message():
    found = {
        f"{path.relative_to(SOURCE)}:{line}: {code}"
        for path in sorted(SOURCE.rglob("*.py"))
        for name, function in functions(path)
        if (str(path.relative_to(SOURCE)), name) not in ALLOWED
        for line, code in offences(function)
    }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        'account.paused.startswith("X answered 401")',
        'line = problem.message.partition(": ")',
        "skip.reason.split()",
        'remark.rule == "template"',
        'one.rule in {"retracted", "template"}',
        '"locked" in str(error)',
        'str(error).startswith("database")',
        'why.strip().endswith("full")',
        '"busy" in reason',
    ],
)
def test_each_way_of_reading_words_is_found(code):
    assert list(offences(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "remark.rule == RETRACTED.id",
        'entry.why.rstrip(".")',
        '" ".join(message.split())',
        'f"{reason}."',
        'post.kind == "correction"',
        "remark.message in told",
    ],
)
def test_code_that_reads_no_words_passes(code):
    assert list(offences(ast.parse(code))) == []
