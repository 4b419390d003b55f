"""From what a form says to an edit of a document."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.loop.writing.editing import (
    Edit,
    added,
    as_paragraph,
    as_row,
    as_the_rows_say,
    chosen,
    put_back,
    removed,
    reworded,
)

LEVELS = {"": 0, "1": 1, "2": 2, "3": 3, "4": 4}


def edit_of(typed: Mapping[str, str]) -> Edit | None:
    """Return the edit a form asks for by its button, None for a button there is not."""
    anchor = typed.get("part", "")
    match typed.get("do", ""):
        case "text":
            return reworded(anchor, _text(typed))
        case "add":
            return added(anchor, as_paragraph(typed.get("text", "")), level=LEVELS.get(typed.get("level", ""), 0))
        case "remove":
            return removed(anchor)
        case "back":
            return put_back(anchor)
        case "rows":
            return as_the_rows_say(anchor)
        case "hand":
            return chosen(anchor, hand=True)
        case "new":
            return chosen(anchor, hand=False)
    return None


def _text(typed: Mapping[str, str]) -> str:
    """Return the text of a paragraph, or the cells of a row; a row stays a row even when all its cells are emptied."""
    cells = [name for name in typed if name.startswith("cell-")]
    if not cells:
        return as_paragraph(typed.get("text", ""))
    return as_row([typed[name] for name in sorted(cells, key=lambda name: int(name[5:] or 0))])
