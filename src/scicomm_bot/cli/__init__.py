"""The command line: options, views, printing, exit codes.

This module is the one error boundary. It imports next to nothing, so that `scicomm-bot --version` is quick.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from scicomm_bot import version_line

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_BUG = 3
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 an expected failure, 2 usage, 3 a bug, 130 interrupted."""
    words = list(sys.argv[1:] if argv is None else argv)
    _open_what_is_closed()
    if words == ["--version"]:
        print(version_line())
        return EXIT_DONE
    if os.name == "nt" and not {"-h", "--help"} & {*words}:  # what follows needs the file locks of POSIX
        _say(f"scicomm-bot: error: {_NO_WINDOWS}")
        return EXIT_FAILED
    import gc  # noqa: PLC0415 - as below

    # pydantic would look through all installed packages for plugins of its own; none is of use here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # a command makes objects that live to its end; looking for cycles takes a tenth of the start
    # Each of these costs as much as all of --version.
    from scicomm_bot.cli.parser import parse  # noqa: PLC0415
    from scicomm_bot.errors import ScicommError  # noqa: PLC0415
    from scicomm_bot.zones import use_newest  # noqa: PLC0415

    try:
        options = parse(words)
        use_newest()  # here, for the whole process is ours; who imports a part of the program keeps what Python does
        command = import_module(f"scicomm_bot.cli.commands.{options.command}")
        code = int(command.run(options))
        sys.stdout.flush()
    except SystemExit as stop:  # argparse: 0 after --help, 2 after a usage error
        return stop.code if isinstance(stop.code, int) else EXIT_USAGE
    except ScicommError as error:
        from scicomm_bot.cli.terminal import on_stderr  # noqa: PLC0415

        _say(*(told for line in str(error).splitlines() for told in on_stderr(f"scicomm-bot: error: {line}")))
        return EXIT_FAILED
    except BrokenPipeError:  # the reader of our output has left, as `| head` does
        _write_nowhere()
        return EXIT_DONE
    except KeyboardInterrupt as stop:  # with words where it is known what was done before
        known = f"; {stop}" if str(stop) else _AFTER_INTERRUPTING.get(next(iter(words), ""), "")
        _say(f"scicomm-bot: interrupted{known}")
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the boundary: whatever was not expected is a bug, and says so
        if isinstance(error, OSError) and (why := _why_nothing_is_written()):
            _say(f"scicomm-bot: error: standard output: {why}; what was asked for may be done, and is not all shown")
            return EXIT_FAILED
        import traceback  # noqa: PLC0415 - only a bug needs these two

        from scicomm_bot.redaction import Redactor  # noqa: PLC0415

        seen = Redactor([]).text(traceback.format_exc())  # the settings may be what failed: no secret is known here
        _say(seen, f"{version_line()}: this is a bug; please report it with the lines above.")
        return EXIT_BUG
    return code


_NO_WINDOWS = (
    "this is Windows, where files are locked otherwise, so that nobody could be sure what went out; use WSL (in "
    "PowerShell: wsl --install), install scicomm-bot in it, and begin there with `scicomm-bot init`"
)
_AFTER_INTERRUPTING = {
    "add": "; each file that is named above is whole, and no other was begun",
    "approve": "; nothing is recorded that was not shown as recorded",
    "post": "; if a post was in flight, the next run looks for it first",
    "ledger": "; run the same command again before anything else: it compares the two places, and does what is missing",
}


def _open_what_is_closed() -> None:
    """Open a stream that the caller has closed (`>&-`), to nowhere: else the next file would take its place."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - it stays open to the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as above


def _why_nothing_is_written() -> str | None:
    """Return why standard output takes nothing, such as a full disk; None where it does.

    Python may have dropped what it could not write, so one more sign is tried.
    """
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError as error:
        _write_nowhere()
        return error.strerror or "cannot be written"
    return None


def _write_nowhere() -> None:
    """Keep Python from trying again, at its end, to write what could not be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(*lines: str) -> None:
    from scicomm_bot.characters.invisible import shown  # noqa: PLC0415 - for `--version`, nothing is imported

    for line in lines:
        print(shown(line), file=sys.stderr)
