"""
The tags of our templates.

`{% show shape %}` draws a shape of `bihuan.web.shapes` with its component; the marks of rows have tags of their own.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.forms.widgets import Input
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from bihuan.web import dates, drawing, shapes

register = template.Library()

register.simple_tag(drawing.icon, name="icon")
register.simple_tag(drawing.stage, name="stage")
register.simple_tag(drawing.light, name="light")
register.simple_tag(drawing.nature, name="nature")
register.simple_tag(drawing.unit, name="unit")
register.simple_tag(drawing.mark, name="mark")
register.simple_tag(drawing.again, name="again")
register.simple_tag(drawing.bar, name="bar")
register.simple_tag(drawing.ring, name="ring")
register.simple_tag(drawing.symbol, name="symbol")
register.simple_tag(drawing.sprite, name="sprite")
register.simple_tag(drawing.ledger_rows, name="ledger_rows")

register.filter("day", dates.day)
register.filter("weekday", dates.weekday)
register.filter("weekday_short", dates.weekday_short)
register.filter("moment", dates.moment)
register.filter("iso_moment", dates.iso_moment)

# Which component draws which shape, and under which name the component finds it.
COMPONENTS: dict[type, tuple[str, str]] = {
    shapes.Asof: ("asof", "asof"),
    shapes.Bulk: ("bulk", "bulk"),
    shapes.Chain: ("chain", "chain"),
    shapes.Chart: ("chart", "chart"),
    shapes.Chip: ("chip", "chip"),
    shapes.Clock: ("clock", "clock"),
    shapes.Combo: ("combo", "combo"),
    shapes.DraftFind: ("draft_find", "find"),
    shapes.DraftLine: ("draft_line", "line"),
    shapes.DueStrip: ("due_strip", "strip"),
    shapes.Empty: ("empty", "empty"),
    shapes.Facts: ("facts", "facts"),
    shapes.Find: ("find", "find"),
    shapes.Head: ("head", "head"),
    shapes.Ledger: ("ledger", "ledger"),
    shapes.Link: ("link", "link"),
    shapes.Loop: ("loop", "loop"),
    shapes.MoveForm: ("move_form", "move"),
    shapes.Moves: ("moves", "moves"),
    shapes.Pager: ("pager", "pager"),
    shapes.Point: ("point", "point"),
    shapes.Say: ("say", "say"),
    shapes.Source: ("source", "source"),
    shapes.Stat: ("stat", "stat"),
    shapes.Sum: ("sum", "sum"),
    shapes.Task: ("task", "task"),
    shapes.TaskGroup: ("task_group", "group"),
    shapes.Thumb: ("thumb", "thumb"),
    shapes.Trail: ("trail", "trail"),
    shapes.Upload: ("upload", "upload"),
    shapes.Views: ("views", "views"),
    shapes.Watch: ("watch", "watch"),
}
DRAWN: dict[type, Any] = {
    shapes.Bar: drawing.bar,
    shapes.Light: drawing.light,
    shapes.Nature: drawing.nature,
    shapes.Ring: drawing.ring,
    shapes.Stage: drawing.stage,
    shapes.Unit: drawing.unit,
}


@register.simple_tag(takes_context=True)
def show(context: Context, shape: object, **extra: object) -> SafeString:
    """Draw a shape, or each of a tuple of shapes, with the component of its kind; nothing for None."""
    if shape is None or shape == "":
        return SafeString()
    if isinstance(shape, tuple | list):
        return mark_safe("".join(show(context, one, **extra) for one in shape))  # noqa: S308
    if type(shape) in DRAWN:
        return DRAWN[type(shape)](shape)  # type: ignore[no-any-return]
    name, variable = COMPONENTS[type(shape)]
    values = {variable: shape, "csrf_token": context.get("csrf_token"), **extra}
    return context.template.engine.get_template(f"components/{name}.html").render(context.new(values))  # type: ignore[union-attr]


@register.simple_tag
def field(bound: BoundField, hint: str = "", kind: str = "") -> SafeString:
    """Draw a form field with label, hint and error, tied together for screen readers."""
    described = []
    if hint or bound.help_text:
        described.append(f"{bound.auto_id}_hint")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attrs: dict[str, str | bool] = {"class": _control_class(bound)}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if kind and isinstance(bound.field.widget, Input) and _fits(bound.value(), kind):
        bound.field.widget.input_type = kind  # an attribute would stand beside the type that the widget writes itself
    values = {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "hint": hint or bound.help_text,
        "checkbox": isinstance(bound.field.widget, CheckboxInput),
    }
    return mark_safe(get_template("components/field.html").render(values))  # noqa: S308


def _fits(value: object, kind: str) -> bool:
    """Return whether an input of a kind can show a value: that for dates would show a limit in words as nothing."""
    return kind != "date" or not value or re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)) is not None


def _control_class(bound: BoundField) -> str:
    widget = bound.field.widget
    invalid = " is-invalid" if bound.errors else ""
    if isinstance(widget, CheckboxInput):
        return "form-check-input" + invalid
    if isinstance(widget, Select):
        return "form-select" + invalid
    if isinstance(widget, Textarea):
        return "form-control form-control--text" + invalid
    return "form-control" + invalid


@register.filter
def as_say(message: Message) -> shapes.Say:
    """Turn a stored message into a sentence of the system."""
    kinds: dict[str, shapes.SayKind] = {"success": "yes", "warning": "warn", "error": "no"}
    title, _line, text = str(message).partition("\n")
    return shapes.Say(kinds.get(message.level_tag, "plain"), title, text)


@register.simple_tag
def page_language() -> str:
    """Return the value of the page's lang attribute."""
    return "en" if (get_language() or "").startswith("en") else "zh-Hans"


@register.filter
def iso(value: date | datetime) -> str:
    """Return 2026-11-20 for a date."""
    return value.isoformat()[:10]


@register.simple_tag
def when(value: date) -> SafeString:
    """Return a <time> with day and weekday."""
    return format_html('<time datetime="{}">{} {}</time>', value.isoformat(), dates.day(value), dates.weekday(value))


@register.simple_tag
def strip_top(one: shapes.DueDay, strip: shapes.DueStrip) -> int:
    """Return where the bar of a day begins in a box 44 high; the fullest day fills 40 of them."""
    most = max((other.count for other in strip.days), default=0)
    return 44 - round(40 * one.count / most) if most else 44


@register.simple_tag
def bar_sum(value: shapes.Bar) -> int:
    """Return how many cases a bar stands for."""
    return value.closed + value.review + value.open + value.pending


@register.simple_tag
def underline(label: str, typed: str) -> SafeString:
    """Return a label with the typed part marked, where it stands in it."""
    at = label.lower().find(typed.lower()) if typed else -1
    if at < 0:
        return format_html("{}", label)
    end = at + len(typed)
    return format_html("{}<b>{}</b>{}", label[:at], label[at:end], label[end:])
