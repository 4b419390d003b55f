"""The working calendar of the area: shipped years, and what the area enters itself."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.loop.clocks.calendar import SpecialDay
from bihuan.loop.clocks.moving import CalendarPreview, preview_calendar
from bihuan.loop.clocks.years import (
    calendar_years,
    check_year,
    days_as_text,
    enter_year,
    entered_year,
    own_days,
    read_days,
    remove_year,
)
from bihuan.web.organisation import managers_only, tabs, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head

SHOWN = 200  # moved dates on the page; how many there are in all stands above them


class YearForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    days = forms.CharField(
        label=gettext_lazy("Days that differ"),
        widget=forms.Textarea(
            {"rows": 10, "placeholder": "2027-01-01 休 元旦\n2027-02-05 至 2027-02-11 休 春节\n2027-02-20 班 春节"}
        ),
        help_text=gettext_lazy("One a line: the day or the first and last day, 休 (free) or 班 (worked), the name."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Stands in the trail of every case whose due date moves, for example the notice."),
    )


@managers_only
def calendar(request: Request) -> HttpResponse:
    by = actor(request)
    form = YearForm(request.POST or None, initial=_initial(request, by.area_id))
    preview = None
    if request.method == "POST" and form.is_valid():
        year, at = form.cleaned_data["year"], request.received_at
        days = tried(form, lambda: _days(form))
        if days is not None and request.POST.get("do") == "enter":
            job = tried(
                form, lambda: (enter_year(year=year, days=days, reason=form.cleaned_data["reason"], by=by, at=at),)
            )
            if job is not None:
                messages.success(request, _entered(year, later=job[0] is not None))
                return redirect("calendar")
        elif days is not None:
            preview = preview_calendar(area_id=by.area_id, year=year, days=days, day=request.today)
    return _page(request, form, preview)


def _days(form: YearForm) -> list[SpecialDay]:
    """Return the days that were typed, if they can be those of the year."""
    days = read_days(form.cleaned_data["days"])
    check_year(form.cleaned_data["year"], days)
    return days


def _entered(year: int, *, later: bool) -> str:
    if later:
        return _("The calendar of %(year)d was entered; the due dates follow in a task.") % {"year": year}
    return _("The calendar of %(year)d was entered.") % {"year": year}


def _page(request: Request, form: YearForm, preview: CalendarPreview | None, removing: int = 0) -> HttpResponse:
    years = calendar_years(actor(request).area_id)
    until = max((line.year for line in years), default=0)
    facts = _("Published until %(year)d-12-31; later deadlines count weekends only and say so.") % {"year": until}
    context = {
        "place": "organisation",
        "head": Head(_("Working days"), facts=facts),
        "tabs": tabs("calendar"),
        "years": years,
        "form": form,
        "preview": preview,
        "moved": preview.moved[:SHOWN] if preview is not None else (),
        "removing": removing,
    }
    return page(request, "calendar", context, status=400 if form.errors else 200)


@managers_only
@require_POST
def remove(request: Request, year: int) -> HttpResponse:
    by = actor(request)
    if request.POST.get("do") != "remove":
        entered_year(by.area_id, year)
        preview = preview_calendar(area_id=by.area_id, year=year, days=None, day=request.today)
        return _page(request, YearForm(), preview, removing=year)
    remove_year(year=year, by=by, at=request.received_at, reason=request.POST.get("reason", ""))
    messages.success(request, _("What was entered for %(year)d was removed.") % {"year": year})
    return redirect("calendar")


def _initial(request: Request, area_id: int) -> dict[str, object]:
    asked = request.GET.get("year", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 4 and int(asked)):
        return {}
    return {"year": int(asked), "days": days_as_text(own_days(area_id, int(asked)))}


urlpatterns = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/<int:year>/remove/", remove, name="calendar_remove"),
]
