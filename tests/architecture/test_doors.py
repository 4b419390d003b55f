"""Doors translate: a view is short and changes nothing by itself."""

import ast

from tests.architecture.source import DOORS, calls, functions, modules, place, report

CHANGES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
LONGEST_VIEW = 25


def on_rows(before: ast.expr | None) -> bool:
    """Return whether `before.update(…)` changes rows and not a dictionary."""
    text = ast.unparse(before) if before is not None else ""
    return any(word in text for word in (".objects", ".filter(", ".exclude(", ".all("))


def test_doors_never_write() -> None:
    found = [
        f"{place(file, call.lineno)} .{name}("
        for file in modules(*DOORS)
        for call, name, before in calls(file)
        if before is not None
        and ast.unparse(before) != "router"  # `@router.delete` names the method of HTTP
        and (name in CHANGES or (name == "update" and on_rows(before)))
    ]
    assert not found, report("Rule 7: a door calls an action of a room; it never writes rows.", found)


def test_views_have_at_most_25_lines() -> None:
    found = []
    for file in modules("web"):
        for function in functions(file):
            arguments = [argument.arg for argument in function.args.args]
            if "pages" not in file.parts or arguments[:1] != ["request"] or function.end_lineno is None:
                continue
            length = function.end_lineno - function.lineno + 1
            if length > LONGEST_VIEW:
                found.append(f"{place(file, function.lineno)} {function.name}: {length} lines")
    assert not found, report("Rule 7: a view is request → one call into a room → response.", found)


def test_doors_never_ask_for_rows_of_another_place_by_hand() -> None:
    found = [
        place(file, call.lineno)
        for file in modules(*DOORS)
        for call, name, _ in calls(file)
        if name in {"raw", "cursor", "get_object_or_404"}
    ]
    assert not found, report("Rule 9: single objects come from the room, which asks who may see them.", found)
