"""
Check documents: do they agree with themselves, what must not be published, does a docx keep GB/T 9704.

Exit status: 0 nothing, or only questions; 1 something is wrong or probably wrong; 2 a file could not be read.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys

from bihuan.cli.terminal.given import close_quietly, for_each_file, is_several, knows_unicode
from bihuan.documents.files import read_file

FINE, REMARKS, UNREADABLE = 0, 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="文件或文件夹；- 为标准输入 | files or folders; - is standard input"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="输出 bihuan.remarks/1，多个文件时一行一个 | print bihuan.remarks/1, one a line for several files",
    )
    parser.add_argument("--no-layout", action="store_true", help="不检查版式 | leave out the layout of GB/T 9704")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="提示的语言 | language of the sentences")


def run(options: argparse.Namespace) -> int:
    """Check the files, print the remarks and return the exit status."""
    several, printed, wrong = is_several(options.files), 0, False

    def work(data: bytes, path: str, name: str) -> None:
        nonlocal printed, wrong
        wrong = _print(data, path, name, options, several=several, first=not printed) or wrong
        printed += 1

    try:
        well = for_each_file(options.files, work, language=options.lang)
    except BrokenPipeError:
        close_quietly()
        return FINE
    return UNREADABLE if not well else REMARKS if wrong else FINE


def _print(data: bytes, path: str, name: str, options: argparse.Namespace, *, several: bool, first: bool) -> bool:
    """Print the remarks on one file; return whether there are others than questions."""
    from bihuan.documents.checks import check_document

    source = read_file(data, name)
    remarks = check_document(source, data=None if options.no_layout else data)
    if options.json:
        from bihuan.documents.checks.remark_json import FORMAT, remarks_json

        written = {"format": FORMAT, "file": path, "remarks": remarks_json(remarks, source)}
        print(json.dumps(written, ensure_ascii=not knows_unicode(), indent=None if several else 2))
    else:
        from bihuan.cli.terminal.remarks import remark_lines

        if not first:
            print()
        most = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
        print("\n".join(remark_lines(remarks, source, language=options.lang, most=most)))
    return any(remark.severity != "question" for remark in remarks)
