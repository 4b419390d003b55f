"""
Reading in a process of its own, for doors that take files from strangers.

`read_file` looks at the clock between pages; a single page made to keep PDFium busy for hours, or to fill the memory, it cannot
stop. A process can be stopped. It costs a tenth of a second for each file.

    source = read_apart(data, "报告.pdf")
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import astuple

from bihuan.documents.blocks import SourceText
from bihuan.documents.errors import Unreadable
from bihuan.documents.files.limits import DEFAULT, MEGABYTE, Limits
from bihuan.documents.files.refusals import refuse

MEMORY = 2048 * MEGABYTE
GRACE = 5.0  # seconds for starting the process


def read_apart(
    data: bytes, name: str, *, limits: Limits = DEFAULT, memory: int = MEMORY, grace: float = GRACE
) -> SourceText:
    """
    Return the text of a file as `read_file` does, read in a process that is stopped when it takes too long or too much.

    memory: bytes of address space the process may take. grace: seconds for starting it, besides those of the limits.
    Raises Unreadable, also with the rules "too_slow" and "too_much".
    """
    order = pickle.dumps((data, name, astuple(limits), memory))
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=order,
            capture_output=True,
            timeout=limits.seconds + grace,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refuse("too_slow", seconds=round(limits.seconds)) from None
    if done.returncode != 0:
        raise refuse("too_much")
    # What comes back was written by our own process below, not by the file it read.
    answer = pickle.loads(done.stdout)  # noqa: S301
    if isinstance(answer, SourceText):
        return answer
    raise Unreadable(*answer)


def main() -> None:
    """Read the order on standard input and write the answer to standard output."""
    import resource

    from bihuan.documents.files import read_file

    data, name, limits, memory = pickle.load(sys.stdin.buffer)  # noqa: S301
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: object = read_file(data, name, limits=Limits(*limits))
    except Unreadable as error:
        answer = (error.rule, error.sentence, error.place)
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
