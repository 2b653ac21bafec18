"""Collects the licence texts of the packages that are installed beside the Python that runs it.

    python scripts/collect_licenses.py FOLDER [--lock requirements.lock]

Each package gets a folder with the licence files of its own metadata, and with its lists of bundled parts (SBOM,
PEP 770). INDEX.txt names all packages. A package without any licence text ends it with exit code 1, and the image is
not built: add the text, or choose another package. With --lock, only packages that the lock file names are looked at.
"""

import argparse
import re
import shutil
import sys
from importlib.metadata import Distribution, PackagePath, distributions
from pathlib import Path

LICENCE = re.compile(r"licen[cs]e|copying", re.IGNORECASE)
BESIDE = re.compile(r"notice|authors|patents|copyright", re.IGNORECASE)
"""What goes with a licence text, and is none by itself."""
PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
BUNDLED = re.compile(r"\.libs/(.+?)(?:-[0-9a-f]{8})?\.so[.\d]*$")
"""A shared library that auditwheel has put into a wheel, with a part of its hash in its name."""


def canonical(name: str) -> str:
    """Return a package's name as all its spellings have it in common (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def in_metadata(file: PackagePath) -> str | None:
    """Return a file's place in its package's metadata, or None where it is not there."""
    folder, _, place = file.as_posix().partition(".dist-info/")
    return place if place and "/" not in folder else None


def is_wanted(place: str) -> bool:
    """Whether a file of the metadata goes along: PEP 639 and PEP 770 have folders, older packages only names."""
    named = "/" not in place and (LICENCE.search(place) or BESIDE.search(place))
    return place.startswith(("licenses/", "sboms/")) or bool(named)


def collect(package: Distribution, folder: Path) -> list[str]:
    """Copy a package's licence files and lists of parts; return the places of the licence texts."""
    texts = []
    for file in package.files or []:
        place = in_metadata(file)
        if place is None or not is_wanted(place):
            continue
        source = Path(str(package.locate_file(file)))
        target = folder / place.removeprefix("licenses/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if LICENCE.search(target.name) and source.read_bytes().strip():
            texts.append(place.removeprefix("licenses/"))
    return sorted(texts)


def declared(package: Distribution) -> str:
    """Return the licence that a package says it has, on one line."""
    about = package.metadata
    classifiers = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    said = about.get("License-Expression") or ", ".join(classifiers) or about.get("License") or "see its text"
    return said.strip().splitlines()[0]


def main() -> int:
    """Collect, write the index, and say which packages have no text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to put the texts; made if it is not there")
    parser.add_argument("--lock", type=Path, help="look only at the packages that this lock file names")
    options = parser.parse_args()
    wanted = None
    if options.lock:
        wanted = {canonical(name) for name in PINNED.findall(options.lock.read_text(encoding="utf-8"))}
    packages = {canonical(package.metadata["Name"]): package for package in distributions()}
    lines, bare = [], []
    for name, package in sorted(packages.items()):
        if wanted is not None and name not in wanted:
            continue
        texts = collect(package, options.folder / f"{name}-{package.version}")
        if not texts:
            bare.append(f"{name} {package.version}")
        lines.append(f"{name} {package.version}: {declared(package)}: {', '.join(texts)}")
        parts = {found[1] for file in package.files or [] if (found := BUNDLED.search(file.as_posix()))}
        if parts:
            lines.append(f"    bundles {', '.join(sorted(parts))}")
    if bare or not lines:
        print(f"no licence text in: {', '.join(bare) or 'anything, because no package is installed'}", file=sys.stderr)
        return 1
    (options.folder / "INDEX.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines in {options.folder / 'INDEX.txt'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
