"""Words of settings for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def rung_when(at: int, unit: str) -> str:
    """Return when a step of a ladder begins: “10 days before”, “on the due date”, “first day late”."""
    if at == 0:
        return _("on the due date")
    many = abs(at)
    if unit == "workdays":
        words = (
            ngettext("%(n)d working day before", "%(n)d working days before", many)
            if at < 0
            else ngettext("%(n)d working day late", "%(n)d working days late", many)
        )
    else:
        words = (
            ngettext("%(n)d day before", "%(n)d days before", many)
            if at < 0
            else ngettext("%(n)d day late", "%(n)d days late", many)
        )
    return words % {"n": many}
