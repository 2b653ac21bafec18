"""Many processes that do one thing at once, for the scripts beside this file."""

import os
import sys


def at_once(count, work):
    """Let so many processes begin at the same time, each with its number, and print what each returns or raises."""
    gate, opener = os.pipe()
    out, into = os.pipe()
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            os.close(opener)
            os.read(gate, 1)  # ends when the parent closes the other end: all start at once
            try:
                said = work(number)
            except BaseException as error:
                said = repr(error)
            os.write(into, f"{said}\n".encode())
            os._exit(0)
        children.append(child)
    os.close(opener)
    for child in children:
        os.waitpid(child, 0)
    os.close(into)
    with os.fdopen(out) as lines:
        sys.stdout.write(lines.read())
