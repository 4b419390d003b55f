"""The source of the project as the rules look at it: files, trees and functions."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/bihuan"
ROOMS = ("loop", "accounts", "documents", "packspec")
DOORS = ("web", "api", "cli", "ops")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*names: str) -> list[Path]:
    """Return the Python files of some rooms or doors, without migrations."""
    return [file for name in names for file in sorted((PACKAGE / name).rglob("*.py")) if "migrations" not in file.parts]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def place(file: Path, line: int = 0) -> str:
    name = str(file.relative_to(ROOT))
    return f"{name}:{line}" if line else name


def functions(file: Path) -> Iterator[Function]:
    """Yield every function of a file, those of classes too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, Function):
            yield node


def public_functions(file: Path) -> Iterator[Function]:
    """Yield the functions that others may call: at the top of the file and without an underscore."""
    for node in tree(file).body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def calls(file: Path) -> Iterator[tuple[ast.Call, str, ast.expr | None]]:
    """Yield every call with the last part of its name and what stands before the dot."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr, node.func.value
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id, None


def templates() -> list[Path]:
    return sorted(PACKAGE.rglob("templates/**/*.html"))


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git keeps; nothing in a copy without git."""
    if not (ROOT / ".git").exists():
        return ()
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(file for name in listed.decode().split("\0") if name and (file := ROOT / name).is_file())


def report(rule: str, found: list[str]) -> str:
    return f"\n{rule}\n" + "\n".join(f"  {line}" for line in found)
