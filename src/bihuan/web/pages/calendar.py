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

from bihuan.loop.clocks.years import calendar_years, days_as_text, enter_year, own_days, read_days, remove_year
from bihuan.web.organisation import managers_only, tabs, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head


class YearForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    days = forms.CharField(
        label=gettext_lazy("Days that differ"),
        widget=forms.Textarea(
            {"rows": 10, "placeholder": "2027-01-01 休 元旦\n2027-02-05 至 2027-02-11 休 春节\n2027-02-20 班 春节"}
        ),
        help_text=gettext_lazy("One a line: the day or the first and last day, 休 (free) or 班 (worked), the name."),
    )


@managers_only
def calendar(request: Request) -> HttpResponse:
    by = actor(request)
    form = YearForm(request.POST or None, initial=_initial(request, by.area_id))
    if request.method == "POST" and form.is_valid():
        year, text = form.cleaned_data["year"], form.cleaned_data["days"]
        tried(form, lambda: enter_year(year=year, days=read_days(text), by=by, at=request.received_at))
        if not form.errors:
            messages.success(request, _("The calendar of %(year)d was entered.") % {"year": year})
            return redirect("calendar")
    years = calendar_years(by.area_id)
    until = max((line.year for line in years), default=0)
    facts = _("Published until %(year)d-12-31; later deadlines count weekends only and say so.") % {"year": until}
    context = {
        "place": "organisation",
        "head": Head(_("Working days"), facts=facts),
        "tabs": tabs("calendar"),
        "years": years,
        "form": form,
    }
    return page(request, "calendar", context, status=400 if form.errors else 200)


@managers_only
@require_POST
def remove(request: Request, year: int) -> HttpResponse:
    remove_year(year=year, by=actor(request), at=request.received_at)
    messages.success(request, _("What was entered for %(year)d was removed.") % {"year": year})
    return redirect("calendar")


def _initial(request: Request, area_id: int) -> dict[str, object]:
    asked = request.GET.get("year", "")
    if not asked.isdecimal() or len(asked) > 4:
        return {}
    return {"year": int(asked), "days": days_as_text(own_days(area_id, int(asked)))}


urlpatterns = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/<int:year>/remove/", remove, name="calendar_remove"),
]
