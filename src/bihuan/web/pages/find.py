"""What a combo asks while somebody types: units, people and cases of one's own area."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.accounts.directory import PersonLine, find_people
from bihuan.accounts.models import Unit
from bihuan.accounts.queries import find_enterprises, find_units
from bihuan.loop.cases.finding import cases_to_link
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import ENTERPRISE_PREFIX
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.web.case.marks import stage_of, system_of
from bihuan.web.language import say
from bihuan.web.numbers import number_in
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Choice

MOST_KINDS = 20


def units(request: Request) -> HttpResponse:
    """Answer `?q=` with the units that fit; with `receives=1` those that cannot be handed cases say so."""
    typed = request.GET.get("q", "")
    receiving = request.GET.get("receives") == "1"
    return _answer(request, typed, [_unit(unit, receiving) for unit in find_units(actor(request).area_id, typed)])


def people(request: Request) -> HttpResponse:
    """Answer `?q=` with the people that fit, each with the posts held today."""
    typed = request.GET.get("q", "")
    found = find_people(actor(request).area_id, typed, on=request.today)
    return _answer(request, typed, [_person(line) for line in found])


def enterprises(request: Request) -> HttpResponse:
    """Answer `?q=` with the enterprises that fit, each with its credit code."""
    typed = request.GET.get("q", "")
    found = find_enterprises(actor(request).area_id, typed)
    return _answer(request, typed, [Choice(str(unit.pk), unit.name, unit.credit_code) for unit in found])


def applicants(request: Request) -> HttpResponse:
    """Answer `?q=` with enterprises and people together: `enterprise:3` or `8`."""
    typed, area_id = request.GET.get("q", ""), actor(request).area_id
    choices = [
        Choice(f"{ENTERPRISE_PREFIX}{unit.pk}", unit.name, unit.credit_code)
        for unit in find_enterprises(area_id, typed, limit=6)
    ]
    choices += [_person(one) for one in find_people(area_id, typed, on=request.today, limit=6)]
    return _answer(request, typed, choices)


def cases(request: Request) -> HttpResponse:
    """Answer `?q=&to=pack.kind` with the cases that a link may lead to, each with where it stands; its number is what is kept."""
    typed, without = request.GET.get("q", ""), number_in(request.GET.get("without")) or 0
    found = cases_to_link(actor(request), request.GET.getlist("to")[:MOST_KINDS], typed, without=without)
    return _answer(request, typed, [_case(case) for case in found])


def holders(request: Request) -> HttpResponse:
    """Answer `?q=` with units and people together: `unit:3` or `person:8`."""
    typed, area_id = request.GET.get("q", ""), actor(request).area_id
    choices = [_prefixed("unit", _unit(unit, False)) for unit in find_units(area_id, typed, limit=6)]
    choices += [_prefixed("person", _person(one)) for one in find_people(area_id, typed, on=request.today, limit=6)]
    return _answer(request, typed, choices)


def _answer(request: Request, typed: str, choices: list[Choice]) -> HttpResponse:
    if request.accepts("text/html") or request.htmx:
        return render(request, "components/combo_list.html", {"choices": choices, "typed": typed.strip()})
    fields = ("value", "label", "note", "reason")
    return JsonResponse({"choices": [{field: getattr(choice, field) for field in fields} for choice in choices]})


def _unit(unit: Unit, receiving: bool) -> Choice:
    former = unit.former_names.splitlines()
    note = unit.short_name
    if former:
        note = " · ".join(part for part in (note, _("formerly %(name)s") % {"name": former[0]}) if part)
    reason = _("cannot be handed cases") if receiving and not unit.receives else ""
    return Choice(str(unit.pk), unit.name, note, reason)


def _person(line: PersonLine) -> Choice:
    posts = "、".join(f"{post.unit} {post.title or say(post.role)}" for post in line.posts)
    return Choice(str(line.id), line.name, posts or _("no post today"))


def _case(case: Case) -> Choice:
    stage = stage_of(case, pack_of(case.pack, case.pack_version)).word
    note = " · ".join(part for part in (system_of(case), str(case.responsible or ""), stage) if part)
    return Choice(case.number, f"{case.number} {case.subject}", note)


def _prefixed(kind: str, choice: Choice) -> Choice:
    return Choice(f"{kind}:{choice.value}", choice.label, choice.note)


urlpatterns = [
    path("find/units", units, name="find_units"),
    path("find/people", people, name="find_people"),
    path("find/enterprises", enterprises, name="find_enterprises"),
    path("find/applicants", applicants, name="find_applicants"),
    path("find/cases", cases, name="find_cases"),
    path("find/holders", holders, name="find_holders"),
]
