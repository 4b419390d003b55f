"""Rooms decide: they take the clock as an argument, change things by actions and know nothing of HTTP."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import (
    DOORS,
    PACKAGE,
    ROOMS,
    Function,
    calls,
    modules,
    place,
    public_functions,
    report,
    tree,
)

CLOCK_WORDS = {"now", "today", "utcnow"}
# These convert an instant that they are given, and read the clock only when they are given none.
CONVERTERS = {"localdate", "localtime"}
CLOCKS = {"datetime", "date", "timezone", "dt", "time"}
HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.template", "django.contrib.messages")


def reads_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and not node.args and not node.keywords:
        return ast.unparse(node.func).split(".")[-1] in CONVERTERS
    if isinstance(node, ast.Attribute) and node.attr in CLOCK_WORDS:
        return isinstance(node.value, ast.Name | ast.Attribute) and ast.unparse(node.value).split(".")[-1] in CLOCKS
    if isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
        return any(name.name in CLOCK_WORDS for name in node.names)
    return isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}


def test_rooms_never_read_the_clock() -> None:
    found = [
        place(file, getattr(node, "lineno", 0))
        for file in modules(*ROOMS)
        for node in ast.walk(tree(file))
        if reads_clock(node)
    ]
    assert not found, report("Rule 10: the clock is an argument; doors read it once and pass it down.", found)


def action_files() -> list[Path]:
    return [file for file in modules("loop", "accounts") if file.stem == "actions" or file.parent.name == "actions"]


def actions(file: Path) -> Iterator[Function]:
    """Yield the functions that open a transaction; what they share inside it is no action of its own."""
    for function in public_functions(file):
        if "transaction.atomic" in ast.unparse(function):
            yield function


def test_actions_take_keywords_and_say_who_and_when() -> None:
    found = []
    for file in action_files():
        for function in actions(file):
            words = {argument.arg for argument in function.args.kwonlyargs}
            if function.args.args or function.args.posonlyargs or not {"by", "at"} <= words:
                found.append(f"{place(file, function.lineno)} {function.name}")
    assert not found, report("Rule 6: an action takes keywords only, among them `by` and `at`.", found)


def test_doors_call_whole_actions_and_not_their_parts() -> None:
    whole = {(file, action.name) for file in action_files() for action in actions(file)}
    found = []
    for file in modules(*DOORS):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ImportFrom) and node.module and ".actions" in node.module:
                source = PACKAGE.parent / (node.module.replace(".", "/") + ".py")
                defined = {function.name for function in public_functions(source)} if source.is_file() else set()
                parts = [name.name for name in node.names if name.name in defined and (source, name.name) not in whole]
                found += [f"{place(file, node.lineno)} {name}" for name in parts]
    assert not found, report("Rule 6: a part of an action runs in the transaction of its action only.", found)


def test_the_time_of_an_action_has_no_default() -> None:
    found = []
    for file in action_files():
        for function in actions(file):
            for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
                if argument.arg == "at" and default is not None:
                    found.append(f"{place(file, function.lineno)} {function.name}")
    assert not found, report("Rule 10: no default for the time.", found)


def test_public_functions_of_rooms_say_what_they_do() -> None:
    found = [
        f"{place(file, function.lineno)} {function.name}"
        for file in modules(*ROOMS)
        for function in public_functions(file)
        if ast.get_docstring(function) is None
    ]
    assert not found, report("Rule 20: a public function of a room has a docstring.", found)


def test_rooms_know_nothing_of_http() -> None:
    found = []
    for file in modules(*ROOMS):
        for node in ast.walk(tree(file)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [item.name for item in node.names] if isinstance(node, ast.Import) else []
            if any(name == word or name.startswith(f"{word}.") for name in names for word in HTTP):
                found.append(place(file, getattr(node, "lineno", 0)))
    assert not found, report("Rule 1: rooms know nothing of requests, addresses and templates.", found)


def test_only_packs_know_the_names_of_states() -> None:
    found = []
    for file in modules("loop", "web", "api", "cli", "ops"):
        for node in ast.walk(tree(file)):
            if not isinstance(node, ast.Compare):
                continue
            sides = [node.left, *node.comparators]
            about_state = any(isinstance(side, ast.Attribute) and side.attr == "state" for side in sides)
            if about_state and any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides):
                found.append(place(file, node.lineno))
        for call, _, _ in calls(file):
            for keyword in call.keywords:
                if keyword.arg in {"state", "state__in"} and isinstance(keyword.value, ast.Constant):
                    found.append(place(file, call.lineno))
    assert not found, report("Rule 8: the lifecycle is a table of the pack; nothing else compares states.", found)
