"""Python values to YAML, written so that a difference in git shows the lines of a text."""

import yaml


class Block(str):
    """A text that is written as a block where YAML can, else in quotes."""

    __slots__ = ()


def dump_yaml(value: object) -> str:
    """Return lists, mappings and scalars as YAML: in their own order, no line broken, each `Block` as a block."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


class _Dumper(yaml.SafeDumper):
    """Writes blocks."""


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if set(text) & _OTHER_LINE_ENDS else "|" if isinstance(text, Block) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


_OTHER_LINE_ENDS = frozenset("\x85\u2028\u2029")
"""What YAML 1.1 takes for the end of a line, too; in quotes they are written as escapes."""
for _kind in (str, Block):
    _Dumper.add_representer(_kind, _represent)
