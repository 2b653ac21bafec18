"""Write the data file of `scicomm_bot.characters`: ranges of code points, by what they are.

    pip install regex==2026.11.19
    python scripts/make_character_data.py            # writes src/scicomm_bot/characters/data/signs.txt
    python scripts/make_character_data.py --check    # exit 1 if the file there differs from what it would write

The properties are those of the Unicode Character Database, as the package `regex` carries them. The package is needed
here only, never at run time: a verdict must not depend on how new the machine's Python is.
"""

import argparse
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import regex

DATA = Path(__file__).resolve().parent.parent / "src" / "scicomm_bot" / "characters" / "data" / "signs.txt"

# The scripts that have letters which join their neighbours on both sides, or a sign that stacks consonants.
JOINING = """
    Adlam Arabic Balinese Bengali Bhaiksuki Brahmi Chakma Chorasmian Devanagari Dives_Akuru Dogra
    Grantha Gujarati Gunjala_Gondi Gurmukhi Hanifi_Rohingya Javanese Kaithi Kannada Kawi Kharoshthi
    Khmer Khojki Malayalam Mandaic Manichaean Masaram_Gondi Meetei_Mayek Modi Mongolian Myanmar
    Nandinagari Newa Nko Old_Uyghur Oriya Phags_Pa Psalter_Pahlavi Saurashtra Sharada Siddham Sinhala
    Sogdian Soyombo Sundanese Syloti_Nagri Syriac Tai_Tham Takri Tamil Telugu Tirhuta Tulu_Tigalari
    Zanabazar_Square
""".split()  # noqa: SIM905 - sixty names, a line each, would be no easier to read
JOINS = r"\p{Joining_Type=D}|\p{Indic_Syllabic_Category=Virama}|\p{Indic_Syllabic_Category=Invisible_Stacker}"
# Alphabets with letters that look like Latin ones.
LOOK_ALIKE = ("Greek", "Cyrillic", "Armenian", "Coptic", "Cherokee", "Lisu", "Deseret")

INVISIBLE = r"\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}"
SECTIONS = {
    "invisible": INVISIBLE,
    "unassigned": rf"(?!{INVISIBLE})\p{{Cn}}",
    "private": r"\p{Co}",
    "emoji": r"(?![0-9#*])\p{Emoji}",
    "joining": "|".join(rf"(?=[\p{{L}}\p{{M}}])\p{{scx={script}}}" for script in JOINING),
    "unspaced": r"\p{Line_Break=SA}",
    "right-to-left": r"(?!\p{Cn})(?=\p{L})[\p{Bidi_Class=R}\p{Bidi_Class=AL}]",
    "han": r"\p{Script=Han}",
    "look-alike": r"(?=\p{L})(?:" + "|".join(rf"\p{{Script={script}}}" for script in LOOK_ALIKE) + ")",
}
"""The name of each section of the file, and the signs in it as a pattern of `regex`."""


def ranges(pattern: str) -> Iterator[str]:
    """Yield the ranges of code points that a pattern takes, in hexadecimal: `200B-200F`, or `00AD` for a single one."""
    taken, start = regex.compile(pattern), None
    for code in range(sys.maxunicode + 2):
        if code <= sys.maxunicode and taken.match(chr(code)):
            start = code if start is None else start
        elif start is not None:
            yield f"{start:04X}" if start == code - 1 else f"{start:04X}-{code - 1:04X}"
            start = None


def content() -> str:
    """Return the file."""
    others = regex.compile("|".join(rf"\p{{scx={script}}}" for script in JOINING))
    joins = regex.compile(JOINS)
    missing = [code for code in range(sys.maxunicode + 1) if joins.match(chr(code)) and not others.match(chr(code))]
    if missing:
        told = ", ".join(f"U+{code:04X}" for code in missing[:5])
        raise SystemExit(f"letters that join, of a script that JOINING lacks: {told}")
    lines = [
        "# Signs by what they are: ranges of code points in hexadecimal.",
        f"# From regex {version('regex')} by scripts/make_character_data.py",
    ]
    for name, pattern in SECTIONS.items():
        lines += [f"[{name}]", *ranges(pattern)]
    return "\n".join(lines) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Write the file, or with --check compare it."""
    parser = argparse.ArgumentParser(description="Write the data file of scicomm_bot.characters.")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if the file differs")
    options = parser.parse_args(argv)
    if options.check:
        same = DATA.exists() and DATA.read_text(encoding="utf-8") == content()
        print(f"{DATA.name}: {'same' if same else 'differs'}")
        return 0 if same else 1
    DATA.write_text(content(), encoding="utf-8", newline="\n")
    print(f"{DATA.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
