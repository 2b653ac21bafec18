"""What comes with the program as files: the templates, the example, and what a new folder begins with.

Templates and example stand once in the repository, at its top. A wheel has copies of them in this package
(pyproject.toml), and a checkout is read as it is.
"""

from pathlib import Path

_PACKED = Path(__file__).parent
_CHECKOUT = _PACKED.parents[2]


def templates_folder() -> Path:
    """Return the folder of the program's own templates."""
    return _found("templates")


def example_file() -> Path:
    """Return the `posts.yaml` that comes with the program as an example."""
    return _found("posts.yaml")


def start_text(name: str) -> str:
    """Return what a new folder begins with: `posts.yaml` (with `{timezone}` and `{comment}`), `env` or `gitignore`."""
    return (_PACKED / "start" / name).read_text(encoding="utf-8")


def _found(name: str) -> Path:
    packed = _PACKED / name
    return packed if packed.exists() else _CHECKOUT / name
