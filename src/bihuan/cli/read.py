"""Read txt, docx, html, md and pdf documents and print the findings and measures in them."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bihuan.documents.blocks import SourceText
from bihuan.documents.errors import Unreadable
from bihuan.documents.files import DEFAULT, read_file
from bihuan.documents.files.refusals import refuse, size
from bihuan.packspec.bilingual import Text

NO_FILE = Text("没有这个文件，请检查路径。", "There is no such file; check the path.")
NO_RIGHT = Text("没有权限打开这个文件，请检查权限。", "This file may not be opened; check its permissions.")
NOT_OPENED = Text("文件打不开：{reason}。", "The file cannot be opened: {reason}.")
NO_FILES = Text("文件夹里没有文件。", "There are no files in the folder.")
STDIN = "-"
READ, UNREADABLE = 0, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件或文件夹；- 为标准输入 | files or folders; - is standard input"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="输出 bihuan.draft/1，多个文件时一行一个 | print bihuan.draft/1, one a line for several files",
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="表格和提示的语言 | language of table and sentences"
    )


def run(options: argparse.Namespace) -> int:
    """Read the files and print what was read; return 0 if all were read, 1 if one was not."""
    _allow_any_terminal()
    paths, missing = _paths(options.files)
    several = len(paths) > 1 or any(Path(file).is_dir() for file in options.files if file != STDIN)
    progress = Progress(len(paths)) if several and sys.stderr.isatty() else None
    worst = READ
    for path, sentence in missing:
        worst = _complain(path, sentence, None, options.lang)
    for number, path in enumerate(paths, start=1):
        if progress:
            progress.show(number, path)
        try:
            _print(_source(path), path, options, several=several, first=number == 1)
            sys.stdout.flush()
        except Unreadable as error:
            if progress:
                progress.clear()
            worst = _complain(path, error.sentence, error.place, options.lang)
        except BrokenPipeError:
            return _closed()
        except OSError as error:
            worst = _complain(path, _why(error), None, options.lang)
    if progress:
        progress.clear()
    return worst


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


def _paths(given: list[str]) -> tuple[list[str], list[tuple[str, Text]]]:
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


def _source(path: str) -> SourceText:
    """Return the text of a file; never takes more of it into memory than the reader accepts."""
    most = DEFAULT.file_bytes
    if path == STDIN:
        return read_file(sys.stdin.buffer.read(most + 1), STDIN)
    if (length := Path(path).stat().st_size) > most:
        raise refuse("too_large", size=size(length), limit=size(most))
    with Path(path).open("rb") as file:
        return read_file(file.read(most + 1), Path(path).name)


def _print(source: SourceText, path: str, options: argparse.Namespace, *, several: bool, first: bool) -> None:
    from bihuan.documents.reading import read_draft

    draft = read_draft(source)
    if options.json:
        from bihuan.documents.draft_json import draft_json

        written = {"file": path, **draft_json(draft)} if several else draft_json(draft)
        print(json.dumps(written, ensure_ascii=not _knows_unicode(), indent=None if several else 2))
        return
    from bihuan.cli.terminal.draft import draft_lines

    if not first:
        print()
    most = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    print("\n".join(draft_lines(draft, source, language=options.lang, most=most)))


def _knows_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


def _allow_any_terminal() -> None:
    """Let a terminal of another encoding show “?” where it knows no character, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _closed() -> int:
    """Stop quietly when the reader of our output, such as `head`, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READ


def _complain(path: str, sentence: Text, place: str | None, language: str) -> int:
    where = f" ({place})" if place else ""
    print(f"{path}{where}: {sentence.in_(language)}", file=sys.stderr)
    return UNREADABLE


def _why(error: OSError) -> Text:
    if isinstance(error, PermissionError):
        return NO_RIGHT
    return NOT_OPENED.format(reason=error.strerror or str(error))
