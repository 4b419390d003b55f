"""Files and folders named on the command line: found, opened within the reader's limits, and complained of where they cannot be read."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import DEFAULT
from bihuan.documents.files.refusals import refuse, size
from bihuan.packspec.bilingual import Text

NO_FILE = Text("没有这个文件，请检查路径。", "There is no such file; check the path.")
NO_RIGHT = Text("没有权限打开这个文件，请检查权限。", "This file may not be opened; check its permissions.")
NOT_OPENED = Text("文件打不开：{reason}。", "The file cannot be opened: {reason}.")
NO_FILES = Text("文件夹里没有文件。", "There are no files in the folder.")
STDIN = "-"

Work = Callable[[bytes, str, str], None]
"""What is done with a file: its bytes, its path as typed, its own name."""


def for_each_file(given: Sequence[str], work: Work, *, language: str) -> bool:
    """
    Do a work for each file of what was named, with progress where there are several; return whether all could be read.

    Raises BrokenPipeError when nobody reads our output any more.
    """
    allow_any_terminal()
    paths, missing = paths_of(given)
    progress = Progress(len(paths)) if is_several(given) and sys.stderr.isatty() else None
    for path, sentence in missing:
        complain(path, sentence, None, language)
    well = not missing
    for number, path in enumerate(paths, start=1):
        if progress:
            progress.show(number, path)
        try:
            work(bytes_of(path), path, path if path == STDIN else Path(path).name)
            sys.stdout.flush()
        except Unreadable as error:
            if progress:
                progress.clear()
            complain(path, error.sentence, error.place, language)
            well = False
        except BrokenPipeError:
            raise
        except OSError as error:
            complain(path, why(error), None, language)
            well = False
    if progress:
        progress.clear()
    return well


def is_several(given: Sequence[str]) -> bool:
    """Return whether more than one file may have been named."""
    return len(paths_of(given)[0]) > 1 or any(Path(file).is_dir() for file in given if file != STDIN)


class Progress:
    """One line on the error stream that says which file is being read."""

    def __init__(self, count: int) -> None:
        self._count = count

    def show(self, number: int, path: str) -> None:
        """Show the file that is being read."""
        from bihuan.cli.terminal.columns import shortened

        room = shutil.get_terminal_size().columns - 16
        print(
            f"\r\x1b[K{number}/{self._count} {shortened(Path(path).name, max(room, 10))}",
            end="",
            file=sys.stderr,
            flush=True,
        )

    def clear(self) -> None:
        """Take the line away."""
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def paths_of(given: Sequence[str]) -> tuple[list[str], list[tuple[str, Text]]]:
    """Return the files of what was named, folders unfolded in order of name, and what was named in vain."""
    paths: list[str] = []
    missing: list[tuple[str, Text]] = []
    for name in given:
        if name != STDIN and Path(name).is_dir():
            inside = list(_files_below(Path(name)))
            paths += inside
            missing += [] if inside else [(name, NO_FILES)]
        elif name == STDIN or Path(name).exists():
            paths.append(name)
        else:
            missing.append((name, NO_FILE))
    return paths, missing


def _files_below(folder: Path) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (str(Path(root, name)) for name in sorted(names) if not name.startswith((".", "~$")))


def bytes_of(path: str) -> bytes:
    """Return the bytes of a file; never takes more of it into memory than the reader accepts. Raises Unreadable, OSError."""
    most = DEFAULT.file_bytes
    if path == STDIN:
        return sys.stdin.buffer.read(most + 1)
    if (length := Path(path).stat().st_size) > most:
        raise refuse("too_large", size=size(length), limit=size(most))
    with Path(path).open("rb") as file:
        return file.read(most + 1)


def knows_unicode() -> bool:
    """Return whether our output can show every character."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


def allow_any_terminal() -> None:
    """Let a terminal of another encoding show “?” where it knows no character, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def close_quietly() -> None:
    """Stop writing when the reader of our output, such as `head`, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(path: str, sentence: Text, place: str | None, language: str) -> None:
    """Say on the error stream why a file was not read."""
    where = f" ({place})" if place else ""
    print(f"{path}{where}: {sentence.in_(language)}", file=sys.stderr)


def why(error: OSError) -> Text:
    """Return the reason of the system as a sentence."""
    if isinstance(error, PermissionError):
        return NO_RIGHT
    return NOT_OPENED.format(reason=error.strerror or str(error))
