"""
Compare two documents: a plan with the feedback it answers, or a report with the one before.

Exit status: 0 nothing differs, 1 something does, 2 a file could not be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bihuan.cli.terminal.given import (
    NO_FILE,
    STDIN,
    allow_any_terminal,
    bytes_of,
    close_quietly,
    complain,
    knows_unicode,
    why,
)
from bihuan.documents.compare.comparison import Comparison, Document
from bihuan.documents.errors import Unreadable
from bihuan.documents.files import read_file

SAME, DIFFERS, UNREADABLE = 0, 1, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("old", metavar="OLD", help="反馈意见或上期报告 | the feedback, or the last report")
    parser.add_argument("new", metavar="NEW", help="整改方案或本期报告 | the plan, or this report")
    parser.add_argument(
        "--as",
        dest="compared_as",
        choices=("plan", "previous"),
        help="按方案或按上期报告比对；不写则按文种判断 | as plan or as previous report; by the kind of document if left out",
    )
    parser.add_argument("--json", action="store_true", help="输出 bihuan.comparison/1 | print bihuan.comparison/1")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="提示的语言 | language of the sentences")


def run(options: argparse.Namespace) -> int:
    """Compare the two documents, print what differs and return the exit status."""
    allow_any_terminal()
    documents = [_document(path, options.lang) for path in (options.old, options.new)]
    old, new = documents
    if old is None or new is None:
        return UNREADABLE
    comparison = _compared(old, new, options.compared_as)
    try:
        _print(comparison, old, new, options)
        sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()
    return DIFFERS if comparison.differences else SAME


def _document(path: str, language: str) -> Document | None:
    if path != STDIN and not Path(path).is_file():
        complain(path, NO_FILE, None, language)
        return None
    try:
        return Document.read(read_file(bytes_of(path), path if path == STDIN else Path(path).name))
    except Unreadable as error:
        complain(path, error.sentence, error.place, language)
    except OSError as error:
        complain(path, why(error), None, language)
    return None


def _compared(old: Document, new: Document, compared_as: str | None) -> Comparison:
    from bihuan.documents.compare import compare_plan, compare_previous

    reports = old.draft.genre == new.draft.genre == "report"
    chosen = compared_as or ("previous" if reports else "plan")
    return compare_previous(old, new) if chosen == "previous" else compare_plan(old, new)


def _print(comparison: Comparison, old: Document, new: Document, options: argparse.Namespace) -> None:
    if options.json:
        from bihuan.documents.compare.comparison import comparison_json

        written = {**comparison_json(comparison), "old": options.old, "new": options.new}
        print(json.dumps(written, ensure_ascii=not knows_unicode(), indent=2))
        return
    from bihuan.cli.terminal.comparison import comparison_lines

    print("\n".join(comparison_lines(comparison, old.source, new.source, language=options.lang)))
