"""Write the fonts of cards, and which letters they have.

    pip install fonttools==4.68.0 fontpkg-noto-sans==2.15
    npm pack vazirmatn@33.0.3 && tar xzf vazirmatn-33.0.3.tgz
    python scripts/make_card_fonts.py package           # writes src/scicomm_bot/cards/fonts and .../data/letters.txt
    python scripts/make_card_fonts.py package --check   # exit 1 if the letters there are not those of the fonts there

Vazirmatn is taken as it is. Of Noto Sans, which comes as one variable font, the two weights are cut out at which cards
use it. Both families are under the SIL Open Font License 1.1, and neither reserves its name; the licences lie beside
the fonts. The packages are needed here only.
"""

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import fontpkg_noto_sans
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

CARDS = Path(__file__).resolve().parent.parent / "src" / "scicomm_bot" / "cards"
FONTS, LETTERS = CARDS / "fonts", CARDS / "data" / "letters.txt"
_FIRST = 0x20
WEIGHTS = {"Regular": 400, "SemiBold": 600}


def main() -> int:
    """Write the files, or compare the letters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vazirmatn", type=Path, help="the unpacked npm package")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args()
    if not options.check:
        _write_fonts(options.vazirmatn)
    text = _letters()
    if options.check:
        return int(LETTERS.read_text(encoding="utf-8") != text)
    LETTERS.parent.mkdir(exist_ok=True)
    LETTERS.write_text(text, encoding="utf-8")
    return 0


def _write_fonts(vazirmatn: Path) -> None:
    FONTS.mkdir(exist_ok=True)
    noto = Path(fontpkg_noto_sans.__file__).parent
    for name, weight in WEIGHTS.items():
        font = TTFont(noto / "files" / "NotoSans[wdth,wght].ttf", recalcTimestamp=False)
        instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True, updateFontNames=True)
        font.save(FONTS / f"NotoSans-{name}.ttf")
        shutil.copyfile(vazirmatn / "fonts" / "ttf" / f"Vazirmatn-{name}.ttf", FONTS / f"Vazirmatn-{name}.ttf")
    shutil.copyfile(noto / "LICENSE", FONTS / "NotoSans-OFL.txt")
    shutil.copyfile(vazirmatn / "OFL.txt", FONTS / "Vazirmatn-OFL.txt")


def _letters() -> str:
    """Return the letters that each weight of one family has at least, as ranges of code points."""
    has = {
        path.stem: {point for point in TTFont(path).getBestCmap() if point >= _FIRST}
        for path in sorted(FONTS.glob("*.ttf"))
    }
    families = {name.partition("-")[0] for name in has}
    every = [set.intersection(*(has[one] for one in has if one.startswith(f"{family}-"))) for family in families]
    made = f"scripts/make_card_fonts.py, with fontTools {version('fonttools')}"
    head = f"# The letters that cards can show: ranges of code points. Written by {made}.\n"
    return head + "".join(f"{first:04X}-{last:04X}\n" for first, last in _ranges(sorted(set.union(*every))))


def _ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -1
    for point in points:
        if point != last + 1:
            if first >= 0:
                yield first, last
            first = point
        last = point
    yield first, last


if __name__ == "__main__":
    sys.exit(main())
