"""Puts the meter into a parsed template: on everything that takes time or makes a value."""

from typing import TypeVar, cast

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

# Filters that are put in here; their names hold a space, so that no template can name them. They are given the
# context, which keeps Jinja2 from working them out once, when it compiles.
TURNS, WEIGHED, TEXT, JOINED = "each turn", "each value", "each text", "in one"

_N = TypeVar("_N", bound=nodes.Node)


def metered(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """Return the template with the filters `TURNS`, `WEIGHED` and `TEXT` in it."""
    tree = cast("nodes.Template", _Metering().visit(tree))
    tree.set_environment(environment)
    return tree


class _Metering(NodeTransformer):
    """Puts the meter's filters into a parsed template."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja2's way of naming
        node.iter = _through(TURNS, node.iter)
        return self._inside(node)

    def visit_Assign(self, node: nodes.Assign) -> nodes.Assign:  # noqa: N802 - Jinja2's way of naming
        node.node = _through(WEIGHED, node.node)
        return self._inside(node)

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja2's way of naming
        node.nodes = [_through(TEXT, one) for one in node.nodes]
        return self._inside(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802 - Jinja2's way of naming
        texts = [_through(TEXT, self._inside(one)) for one in node.nodes]
        return _through(WEIGHED, _through(JOINED, nodes.List(texts, lineno=node.lineno)))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802 - Jinja2's way of naming
        node.expr = _through(WEIGHED, node.expr)
        for operand in node.ops:
            operand.expr = _through(WEIGHED, operand.expr)
        return self._inside(node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:  # noqa: N802 - Jinja2's way of naming
        self._inside(node)
        return _through(WEIGHED, node) if isinstance(node.arg, nodes.Slice) else node

    def visit_List(self, node: nodes.List) -> nodes.Expr:  # noqa: N802 - Jinja2's way of naming
        return _through(WEIGHED, self._inside(node))

    def visit_Dict(self, node: nodes.Dict) -> nodes.Expr:  # noqa: N802 - Jinja2's way of naming
        return _through(WEIGHED, self._inside(node))

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:  # noqa: N802 - Jinja2's way of naming
        self._inside(node)
        return _through(WEIGHED, node) if node.ctx == "load" else node

    def _inside(self, node: _N) -> _N:
        return cast("_N", self.generic_visit(node))


def _through(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno)
