"""The process in which cards are drawn: run as a file, it knows nothing of this program, and has none of its secrets.

A template may loop, grow or make the compiler fail; then this process ends, and not the one that asked. It reads a line
of JSON for each card, and writes one: `{"png": base64}` or `{"pages": 2}`, with what typst warns of; or the `error`.
"""

import base64
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_MOST_MEMORY = 1_000_000_000
_HERE = Path(__file__).parent


def main() -> None:
    """Draw until nobody asks any more."""
    for limit, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        with suppress(OSError, ValueError):  # a system that knows no such limit
            resource.setrlimit(limit, (most, most))
    import typst  # noqa: PLC0415 - only behind the limits

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])
    for line in sys.stdin.buffer:
        answer = _answer(typst, fonts, json.loads(line))
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _answer(typst: Any, fonts: Any, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - there is no typst without the extra
    files = {name: text.encode() for name, text in asked["files"].items()}
    nowhere = asked["nowhere"]
    try:
        made, warnings = typst.compile_with_warnings(
            {"main": asked["template"].encode(), **files},
            root=nowhere,
            package_path=nowhere,
            package_cache_path=nowhere,
            font_paths=fonts,
            ignore_system_fonts=True,
            format="png",
            ppi=144.0,
            sys_inputs={"card": asked["card"]},
        )
    except typst.TypstError as error:
        return {"error": error.message, "hints": list(error.hints), "at": error.diagnostic or ""}
    except RuntimeError as error:  # what typst says before it compiles anything
        return {"error": str(error)}
    told = [one.message for one in warnings]
    if not isinstance(made, bytes):
        return {"pages": len(made), "warnings": told}
    return {"png": base64.b64encode(made).decode(), "warnings": told}


if __name__ == "__main__":
    main()
