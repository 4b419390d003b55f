"""
The `bihuan` program. Every other file of this folder is one subcommand of the same name (`_` reads `-`).

A subcommand is a module with a docstring (its first line is the summary in `bihuan --help`) and two functions:

    def arguments(parser: argparse.ArgumentParser) -> None: ...   # what may be typed
    def run(options: argparse.Namespace) -> int: ...              # does it; returns the exit status

Only the one asked for is imported, so `bihuan read file.docx` never waits for Django.
"""

import argparse
import ast
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan import __version__

FOLDER = Path(__file__).parent


def commands() -> dict[str, Path]:
    """Return every subcommand and its file, in the order of the alphabet."""
    return {
        file.stem.replace("_", "-"): file
        for file in sorted(FOLDER.glob("*.py"))
        if file.stem != "main" and not file.stem.startswith("_")
    }


def summary(file: Path) -> str:
    """Return the first line of a module's docstring without importing the module."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


def program(chosen: str | None) -> argparse.ArgumentParser:
    """Return the parser, with the arguments of the `chosen` subcommand alone (none is imported for the overview)."""
    parser = argparse.ArgumentParser(prog="bihuan", description="闭环 Bihuan")
    parser.add_argument("--version", action="version", version=f"bihuan {__version__}")
    known = commands()
    if chosen in known:
        module = importlib.import_module(f"bihuan.cli.{known[chosen].stem}")
        below = parser.add_subparsers(dest="command", metavar="command", required=True)
        single = below.add_parser(chosen, help=summary(known[chosen]), description=module.__doc__)
        single.set_defaults(run=module.run)
        module.arguments(single)
        return parser
    below = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, file in known.items():
        below.add_parser(name, help=summary(file), add_help=False)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    typed = list(sys.argv[1:] if argv is None else argv)
    parser = program(typed[0] if typed else None)
    if not typed:
        parser.print_help()
        return 0
    options = parser.parse_args(typed)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
