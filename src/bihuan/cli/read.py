"""Read documents of every format that is known and print the findings and measures in them."""

from __future__ import annotations

import argparse
import json
import shutil
import sys

from bihuan.cli.terminal.given import close_quietly, for_each_file, is_several, knows_unicode
from bihuan.documents.files import read_file

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
    several, printed = is_several(options.files), 0

    def work(data: bytes, path: str, name: str) -> None:
        nonlocal printed
        _print(data, path, name, options, several=several, first=not printed)
        printed += 1

    try:
        return READ if for_each_file(options.files, work, language=options.lang) else UNREADABLE
    except BrokenPipeError:
        close_quietly()
        return READ


def _print(data: bytes, path: str, name: str, options: argparse.Namespace, *, several: bool, first: bool) -> None:
    from bihuan.documents.reading import read_draft

    source = read_file(data, name)
    draft = read_draft(source)
    if options.json:
        from bihuan.documents.draft_json import draft_json

        written = {"file": path, **draft_json(draft)} if several else draft_json(draft)
        print(json.dumps(written, ensure_ascii=not knows_unicode(), indent=None if several else 2))
        return
    from bihuan.cli.terminal.draft import draft_lines

    if not first:
        print()
    most = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    print("\n".join(draft_lines(draft, source, language=options.lang, most=most)))
