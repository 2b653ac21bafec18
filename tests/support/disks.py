"""Small disks that are mounted for a test, filled up, or made read-only."""

import contextlib
import os
import shutil
import subprocess

import pytest


@contextlib.contextmanager
def small_disk(place, kilobytes):
    """Mount a disk of so many kilobytes at `place`, a new folder; the test is skipped where that is not allowed."""
    place.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small disk")
    options = ["-o", f"size={kilobytes}k"]
    done = subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", place], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def make_read_only(disk):
    """Mount a disk anew, so that nobody can write to it."""
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


def fill(disk, leave=0):
    """Write until a disk is full; then give back `leave` bytes. Returns the file that fills it."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)
    os.truncate(filler, max(0, filler.stat().st_size - leave))
    return filler
