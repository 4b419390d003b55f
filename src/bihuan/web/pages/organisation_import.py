"""Import a list of units and people: template, upload, preview with every fault, taking it, one-time passwords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.accounts.actions import ImportResult, take_import
from bihuan.accounts.errors import Refused
from bihuan.accounts.import_files import read_sheets
from bihuan.accounts.import_plan import ImportPlan, RowPlan, RowProblem, plan_import
from bihuan.accounts.import_rows import Row, read_rows, title_of
from bihuan.accounts.import_sheets import kinds_of_files, password_list, refused_rows, template
from bihuan.loop.lists.files import FORMS
from bihuan.web.organisation import FIELDS, managers_only, tabs
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Upload

MOST_MB = 10
SHOWN = 200
# The list travels in the page between preview and taking, so that nothing half-decided is stored on the server.
ROWS, PASSWORDS = "bihuan.import.rows", "bihuan.import.passwords"


@managers_only
def begin(request: Request) -> HttpResponse:
    """Ask for the file; with a file show what it would do."""
    upload = request.FILES.get("list")
    if request.method != "POST":
        return _page(request, {"step": "begin"})
    if upload is None or upload.size is None:
        return _refuse(request, _("Choose a file first."))
    if upload.size > MOST_MB * 1024 * 1024:
        return _refuse(request, _("%(file)s is larger than %(mb)d MB.") % {"file": upload.name, "mb": MOST_MB})
    try:
        rows = read_rows(read_sheets(upload.read(), upload.name or ""))
    except Refused as refusal:
        return _refuse(request, refusal.sentence)
    return _preview(request, rows)


@managers_only
@require_POST
def take(request: Request) -> HttpResponse:
    """Store the list that was previewed, all of it or the good rows."""
    rows = _rows(request)
    try:
        result = take_import(
            rows=rows, by=actor(request), at=request.received_at, only_good="only_good" in request.POST
        )
    except Refused as refusal:
        return _preview(request, rows, refusal.sentence)
    return _page(request, {"step": "done", **_done(result)})


@managers_only
@require_POST
def refused(request: Request) -> HttpResponse:
    """Answer the refused rows as a workbook."""
    plan = plan_import(_rows(request), area_id=actor(request).area_id, on=request.today)
    return _workbook(refused_rows(plan.problems), _("refused rows"))


@managers_only
@require_POST
def passwords(request: Request) -> HttpResponse:
    """Answer the one-time passwords of the page that shows them as a workbook."""
    return _workbook(password_list(_signed(request, PASSWORDS)), _("one-time passwords"))


@managers_only
def take_template(request: Request) -> HttpResponse:
    return _workbook(template(get_language() or ""), _("units and people"))


def _preview(request: Request, rows: Sequence[Row], sentence: str = "") -> HttpResponse:
    plan = plan_import(rows, area_id=actor(request).area_id, on=request.today)
    packed = signing.dumps([[row.kind, row.sheet, row.number, row.values] for row in rows], salt=ROWS, compress=True)
    new = [one for one in plan.plans if one.does != "same"]
    context = {
        "step": "preview",
        "counts": _counts(plan),
        "changes": [_change(one) for one in new[:SHOWN]],
        "more_changes": max(0, len(new) - SHOWN),
        "problems": [_problem(one) for one in plan.problems[:SHOWN]],
        "more_problems": max(0, len(plan.problems) - SHOWN),
        "bad": len(plan.bad_rows),
        "good": len(new),
        "packed": packed,
        "refused": sentence,
    }
    return _page(request, context, status=400 if sentence else 200)


def _counts(plan: ImportPlan) -> list[dict[str, Any]]:
    """Return the figures of the preview: units and people, new, changed, as they are."""
    words = {"unit": _("Units"), "person": _("People")}
    return [
        {
            "name": words[kind],
            "add": plan.count(kind, "add"),
            "change": plan.count(kind, "change"),
            "same": plan.count(kind, "same"),
            "bad": sum(row.kind == kind for row in plan.bad_rows),
        }
        for kind in ("unit", "person")
    ]


def _change(one: RowPlan) -> dict[str, Any]:
    does = {"add": _("new"), "change": _("change"), "same": ""}[one.does]
    fields = "、".join(str(FIELDS.get(name, name)) for name in one.changed)
    post = f"{one.post['unit']} · {one.post['title']}".rstrip(" ·") if one.post else ""
    detail = post or str(one.facts.get("parent", ""))
    return {"row": one.row, "does": does, "name": one.facts["name"], "fields": fields, "detail": detail}


def _problem(one: RowProblem) -> dict[str, Any]:
    return {"row": one.row, "column": title_of(one.row.kind, one.column), "value": one.value, "sentence": one.sentence}


def _done(result: ImportResult) -> dict[str, Any]:
    people = [[one.person.name, one.person.username, one.password] for one in result.people]
    packed = signing.dumps(people, salt=PASSWORDS, compress=True) if people else ""
    return {"counts": _counts(result.plan), "posts": result.plan.posts, "people": people[:SHOWN], "packed": packed,
            "more_people": max(0, len(people) - SHOWN), "bad": len(result.plan.bad_rows)}  # fmt: skip


def _rows(request: Request) -> list[Row]:
    return [Row(*fields) for fields in _signed(request, ROWS)]


def _signed(request: Request, salt: str) -> Any:
    try:
        return signing.loads(request.POST.get("packed", ""), salt=salt, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise Http404 from error


def _workbook(content: bytes, name: str) -> HttpResponse:
    return attached(content, f"{name}.xlsx", FORMS["xlsx"])


def _refuse(request: Request, sentence: str) -> HttpResponse:
    return _page(request, {"step": "begin", "refused": sentence}, status=400)


def _page(request: Request, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    upload = Upload(
        "list",
        _("List of units, of people, or of both"),
        hint=_("xlsx, xls, ods or csv. Columns in any order, in Chinese or English."),
        accept=",".join(kinds_of_files()),
        max_mb=MOST_MB,
        multiple=False,
    )
    head = Head(_("Import a list"), facts=_("Nothing is stored before you have seen what it does."))
    whole = {"place": "organisation", "head": head, "tabs": tabs("import"), "upload": upload, **context}
    return page(request, "organisation_import", whole, status=status)


urlpatterns = [
    path("organisation/import/", begin, name="organisation_import"),
    path("organisation/import/take/", take, name="organisation_import_take"),
    path("organisation/import/refused/", refused, name="organisation_import_refused"),
    path("organisation/import/passwords/", passwords, name="organisation_import_passwords"),
    path("organisation/import/template/", take_template, name="organisation_import_template"),
]
