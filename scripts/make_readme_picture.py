"""Draw the picture of the README: one post in the terminal, as its card, and on the page that asks for a yes.

    make picture        # writes docs/images/three-looks.png; needs Chromium and the extra `cards`

All that is seen is the program's own: `preview` of the shipped posts.yaml in a pseudo-terminal of 80 columns, `card`,
and the page of `preview --html` on a screen of 390 pixels. For the page, `cards: true` and a contact at example.org
are added. Around the frames the picture is clear, for GitHub in light and dark; its colours are brought down to 256,
which halves it.
"""

import base64
import fcntl
import html
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import zlib
from collections import Counter
from contextlib import suppress
from pathlib import Path

from support import browser as chromium
from support.browser import Browser
from support.pictures import chunk, png_of, rows_of

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "three-looks.png"
PROGRAM = [sys.executable, "-m", "scicomm_bot"]
POST = "gcsf-als/studies-in-people"
MOST_BYTES = 400_000
COLUMNS, LINES = 80, 25
PHONE = 390, 1_001
"""The width of a phone, and as much of the page as stands beside the two other frames."""
WIDTH, SHARPNESS = 880, 2
"""In pixels, as GitHub shows it, and how many of the picture's there are to one of these."""
_ADDED = "contact: {name: Press office, email: press@example.org}\ncards: true\n"
_STYLE = re.compile(r"\x1b\[([\d;]*)m")
_LOOKS = {
    "1": "font-weight: 700; color: #fff", "2": "color: #8f98a3", "31": "color: #ff8f87", "32": "color: #6fd88b",
    "33": "color: #eac55f",
}  # fmt: skip
"""What the program's styles look like (ECMA-48, SGR)."""
_FRAME = """<!doctype html><meta charset="utf-8"><style>
* { box-sizing: border-box; margin: 0 }
body { width: %(width)spx; padding: 6px; display: grid; grid-template-columns: 560px 1fr; gap: 14px; align-items: start;
  background: none; font: 600 11.5px "DejaVu Sans Mono", monospace }
figure { border: 1px solid #8b949e; border-radius: 9px; overflow: hidden; background: #fff }
figcaption { padding: 6px 12px; color: #24292f; background: #dfe3e8; border-bottom: 1px solid #8b949e }
pre { height: %(high)spx; padding: 9px 12px 0; overflow: hidden; font: 11px/15px "DejaVu Sans Mono", monospace;
  color: #d7dde4; background: #14181d }
img { display: block; width: 100%% }
div { display: grid; gap: 14px }
</style>
<div><figure><figcaption>$ scicomm-bot preview --dry-run</figcaption><pre>%(terminal)s</pre></figure>
<figure><figcaption>$ scicomm-bot card %(post)s -o card.png</figcaption><img src="%(card)s"></figure></div>
<figure><figcaption>preview --html, on a phone</figcaption><img src="%(page)s"></figure>
"""


def main() -> int:
    """Write the picture; exit with 1 where Chromium is missing, or where the picture is too large."""
    program = chromium.program()
    if program is None:
        print("there is no Chromium on this machine (Debian: apt install chromium)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name, chromium.browser(program) as tab:
        picture = _of_few_colours(_drawn(Path(name), tab))
    if len(picture) > MOST_BYTES:
        print(f"the picture has {len(picture):,} bytes, and {MOST_BYTES:,} are the most", file=sys.stderr)
        return 1
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(picture)
    return 0


def _drawn(folder: Path, tab: Browser) -> bytes:
    shutil.copytree(ROOT / "templates", folder / "templates")
    shipped = (ROOT / "posts.yaml").read_text(encoding="utf-8")
    (folder / "posts.yaml").write_text(shipped, encoding="utf-8")
    terminal = _in_a_terminal(folder, "preview", "--dry-run")
    _run(folder, "card", POST, "-o", "card.png")
    (folder / "posts.yaml").write_text(_ADDED + shipped, encoding="utf-8")
    _run(folder, "preview", "--html", "page.html")
    (folder / "page.png").write_bytes(_seen(tab, folder / "page.html", PHONE, whole=False))
    given = {
        "width": WIDTH, "high": 15 * LINES + 16, "terminal": _marked(terminal), "post": POST,
        "card": _data(folder / "card.png"), "page": _data(folder / "page.png"),
    }  # fmt: skip
    (folder / "frame.html").write_text(_FRAME % given, encoding="utf-8")
    return _seen(tab, folder / "frame.html", (WIDTH, 600), whole=True)


def _seen(tab: Browser, path: Path, size: tuple[int, int], *, whole: bool) -> bytes:
    """Return a picture of a page, sharp, with nothing behind it where the page has no colour."""
    tab.open(path, size)
    tab.call("Emulation.setDefaultBackgroundColorOverride", color={"r": 0, "g": 0, "b": 0, "a": 0})
    high = int(str(tab.value("document.body.offsetHeight"))) if whole else size[1]
    tab.call(
        "Emulation.setDeviceMetricsOverride",
        width=size[0],
        height=high,
        deviceScaleFactor=SHARPNESS,
        mobile=size == PHONE,
    )
    return tab.picture(whole=False)


def _run(folder: Path, *words: str) -> None:
    subprocess.run([*PROGRAM, *words], cwd=folder, env=_environment(folder), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


def _in_a_terminal(folder: Path, *words: str) -> str:
    """Return what a command writes on a terminal, with its colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    with subprocess.Popen([*PROGRAM, *words], cwd=folder, env=_environment(folder), stdout=theirs) as process:  # noqa: S603 - our own program
        os.close(theirs)
        written = bytearray()
        with suppress(OSError):  # how Linux says that the other end is closed
            while more := os.read(ours, 1 << 16):
                written += more
    os.close(ours)
    if process.returncode:
        raise SystemExit(process.returncode)
    return written.decode().replace("\r\n", "\n")


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment without the settings and the pictures of whoever draws."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SCICOMM_", "NO_COLOR"))}
    return bare | {"TERM": "xterm-256color", "TMPDIR": str(folder)}


def _marked(written: str) -> str:
    """Return the first lines of a terminal as HTML."""
    parts = _STYLE.split("\n".join(written.split("\n")[:LINES]))
    marked = [html.escape(parts[0])]
    for codes, text in zip(parts[1::2], parts[2::2], strict=True):
        looks = "; ".join(_LOOKS[code] for code in codes.split(";") if code in _LOOKS)
        marked.append(f'<span style="{looks}">{html.escape(text)}</span>')
    return "".join(marked)


def _of_few_colours(picture: bytes) -> bytes:
    """Return a PNG of four bytes to a pixel with a palette (PNG 1.2, section 4.1.2): its most frequent colours.

    The others, at the edges of letters, become the nearest of these.
    """
    rows = [[row[at : at + 4] for at in range(0, len(row), 4)] for row in rows_of(picture)]
    found = Counter(pixel for row in rows for pixel in row)
    palette = [colour for colour, _ in found.most_common(256)]
    number = {colour: palette.index(_nearest(colour, palette)) for colour in found}
    packed = zlib.compress(b"".join(b"\0" + bytes(number[pixel] for pixel in row) for row in rows), 9)
    parts = (
        chunk(b"PLTE", b"".join(colour[:3] for colour in palette)),
        chunk(b"tRNS", bytes(colour[3] for colour in palette)),
        chunk(b"IDAT", packed),
    )
    return png_of(struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0), b"".join(parts))


def _nearest(colour: bytes, palette: list[bytes]) -> bytes:
    return min(palette, key=lambda other: sum((one - two) ** 2 for one, two in zip(colour, other, strict=True)))


def _data(path: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"


if __name__ == "__main__":
    raise SystemExit(main())
