"""A line opened for editing: its words, number, nature, due date, and where it can be split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.models import Unit
from bihuan.loop.cases.values import NATURES, words
from bihuan.loop.intake.lines import Line, cuts, whole
from bihuan.web.shapes import Combo, DraftEditor

if TYPE_CHECKING:
    from bihuan.web.intake.draft import Attempt

AROUND = 10  # characters shown on each side of a cut


def editor_of(line: Line, units: Mapping[int, Unit], close: str, tried: Attempt | None) -> DraftEditor:
    """
    Return the editor of a line, filled with what was typed where that was refused, else with what the draft holds.

    close: the address of the page without the editor.
    """
    typed = tried.typed if tried is not None else {}
    key = line["id"]

    def value(name: str) -> str:
        return typed.get(f"{name}-{key}", str(line.get(name) or ""))

    separate = line["text"] != line["title"] and "measures" not in line
    return DraftEditor(
        title=value("title"),
        text=value("text") if separate else "",
        number=value("number"),
        nature=value("nature"),
        natures=tuple((name, words(text)) for name, text in NATURES.items()),
        due=value("due"),
        cuts=tuple((place, _around(whole(line), place)) for place in cuts(line)),
        whole=whole(line),
        aspect=value("aspect") if "aspect" in line else None,
        lead=_lead(line, units, typed, tried.fields if tried else {}) if "lead" in line else None,
        can_add="measures" in line,
        close=close,
        errors=tuple((name, sentence) for name, sentence in (tried.fields if tried else {}).items() if name != "unit"),
    )


def _around(text: str, place: int) -> str:
    before, after = text[max(0, place - AROUND) : place], text[place : place + AROUND]
    return f"{'…' if place > AROUND else ''}{before} ┃ {after}{'…' if place + AROUND < len(text) else ''}"


def _lead(line: Line, units: Mapping[int, Unit], typed: Mapping[str, str], wrong: Mapping[str, str]) -> Combo:
    name, unit = f"lead-{line['id']}", units.get(line["lead"] or 0)
    return Combo(
        name,
        _("Lead unit"),
        reverse("find_units") + "?receives=1",
        typed.get(name, str(line["lead"] or "")),
        typed.get(f"{name}_text", unit.name if unit else ""),
        error=wrong.get("lead", ""),
    )
