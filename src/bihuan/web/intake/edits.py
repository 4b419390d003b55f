"""From what a browser sends to one edit of the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.loop.errors import Refused
from bihuan.loop.intake.lines import (
    Lines,
    added,
    assigned,
    below,
    changed,
    checked_all,
    merged,
    renumbered,
    split,
)
from bihuan.web.numbers import number_in
from bihuan.web.organisation import chosen_unit

PLAIN = ("title", "text", "number", "aspect", "nature", "due")
EMPTY_IS_NONE = {"number", "due"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. whole: other lines move too, so the whole list is drawn again."""

    apply: Callable[[Lines], Lines]
    whole: bool = False


def edit_line(line_id: str, sent: QueryDict, area_id: int) -> Edit:
    """Return the edit of one line that a form asks for. Raises Refused for a unit that cannot be told."""
    do = sent.get("do", "save")
    if do == "add":
        return Edit(lambda lines: added(lines, line_id, sent.get("new", ""))[0], whole=True)
    if do == "check_all":
        return Edit(lambda lines: checked_all(lines, below(lines, line_id), True), whole=True)
    values = _values(line_id, sent, area_id)
    if do == "split":
        at = number_in(sent.get("at")) or 0
        kept = {name: value for name, value in values.items() if name not in {"title", "text"}}
        return Edit(lambda lines: changed(split(lines, line_id, at), line_id, kept | {"checked": False}), whole=True)
    if do == "merge":
        return Edit(lambda lines: merged(changed(lines, line_id, values), line_id), whole=True)
    if do in {"drop", "restore"}:
        return Edit(lambda lines: changed(lines, line_id, values | {"dropped": do == "drop"}), whole=True)
    return Edit(lambda lines: changed(lines, line_id, values), whole="aspect" in values)


def _values(line_id: str, sent: QueryDict, area_id: int) -> dict[str, Any]:
    """Return the values a row or its editor sent; what it did not send stays as it is."""
    values: dict[str, Any] = {}
    for name in PLAIN:
        if (typed := sent.get(f"{name}-{line_id}")) is not None:
            values[name] = (typed.strip() or None) if name in EMPTY_IS_NONE else typed
    if "row" in sent:
        values["checked"] = f"checked-{line_id}" in sent
    wrong: dict[str, str] = {}
    for name in ("unit", "lead"):
        if f"{name}-{line_id}" in sent:
            try:
                values[name] = _unit(area_id, sent, f"{name}-{line_id}")
            except ValidationError as error:
                wrong[name] = " ".join(error.messages)
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    return values


def _unit(area_id: int, sent: QueryDict, name: str) -> int | None:
    unit = chosen_unit(area_id, sent.get(name, ""), sent.get(f"{name}_text", ""))
    return unit.pk if unit is not None else None


def edit_all(sent: QueryDict, area_id: int) -> tuple[Callable[[Lines], Lines], Callable[[], str]]:
    """
    Return an edit of the whole draft, and afterwards a sentence about it.

    Raises Refused for a unit that cannot be told or words that are missing.
    """
    do = sent.get("do", "")
    if do == "renumber":
        return renumbered, lambda: _("Findings and measures are numbered 1, 2, 3 … now.")
    if do == "add":
        return lambda lines: added(lines, None, sent.get("new", ""))[0], lambda: _("The finding was added at the end.")
    if do == "assign":
        return _assigning(sent, area_id)
    raise Refused(_("This cannot be done here."))


def _assigning(sent: QueryDict, area_id: int) -> tuple[Callable[[Lines], Lines], Callable[[], str]]:
    written, counted = sent.get("written", "").strip(), [0]
    wrong = {} if written else {"written": _("Write the words that stand in the document.")}
    unit = None
    try:
        unit = chosen_unit(area_id, sent.get("all_unit", ""), sent.get("all_unit_text", ""))
    except ValidationError as error:
        wrong["all_unit"] = " ".join(error.messages)
    if unit is None and "all_unit" not in wrong:
        wrong["all_unit"] = _("Choose the unit.")
    if unit is None or wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    unit_id, name = unit.pk, unit.name

    def assign(lines: Lines) -> Lines:
        new, counted[0] = assigned(lines, None, written, unit_id)
        return new

    def told() -> str:
        if not counted[0]:
            return _("No line without a unit names “%(written)s”.") % {"written": written}
        return _("%(n)s lines that name “%(written)s” belong to %(unit)s now.") % {
            "n": counted[0],
            "written": written,
            "unit": name,
        }

    return assign, told
