"""Cases that a ladder or a rule opens: under which case, with whom, and not while the earlier one is still going on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.unfolding import handed_down
from bihuan.packspec.model import Kind, Pack

LONGEST: Final = 200


def open_for_case(file: CaseFile, kind: str, *, word: str, at: datetime) -> Case | None:
    """
    Open a case of a kind because of a case: under it, or the nearest above it where such a kind may stand, or under nothing.

    It takes over the parties that both have, and links back where its kind has a link for it. None where one is open already.
    Raises Refused.
    """
    declared = file.pack.kinds[kind]
    parent = _above(file, declared)
    given: dict[str, Any] = handed_down(file, declared, ())
    link = _link_to(file, declared)
    if link:
        given[link] = file.case
    same = Case.objects.filter(area_id=file.case.area_id, pack=file.pack.id, kind=kind)
    same = same.filter(parent_id=parent.pk) if parent is not None else same.filter(parent__isnull=True)
    if parent is None and link:
        same = same.filter(**{f"fields__{link}": file.case.pk})
    elif parent is None and "responsible" in declared.parties:
        same = same.filter(responsible_id=file.case.responsible_id)
    if same.exclude(category=Category.CLOSED).exists():
        return None
    subject = f"{word}：{file.case.subject}"[:LONGEST]
    by = by_itself(file.case.area_id)
    return open_case(pack=file.pack.id, kind=kind, subject=subject, parent=parent, given=given, by=by, at=at)


def open_for_unit(pack: Pack, kind: str, *, area_id: int, unit: Unit | None, word: str, at: datetime) -> Case | None:
    """
    Open a case of a kind because of a unit, which is responsible for it, or because of the whole area (no unit).

    A kind that stands under another is opened under the newest open case of that kind, of a unit under its own. None where one is open
    already. Raises Refused.
    """
    declared = pack.kinds[kind]
    of_pack = Case.objects.filter(area_id=area_id, pack=pack.id).exclude(category=Category.CLOSED)
    own = of_pack if unit is None else of_pack.filter(responsible=unit)
    if own.filter(kind=kind).exists():
        return None
    parent = own.filter(kind__in=declared.parents).order_by("-pk").first() if declared.parents else None
    if declared.parents and parent is None:
        raise Refused(gettext("There is no open case under which it could stand."))
    given = {"responsible": unit} if unit is not None and "responsible" in declared.parties else {}
    subject = f"{word}：{unit.name}" if unit is not None else word
    by = by_itself(area_id)
    return open_case(pack=pack.id, kind=kind, subject=subject[:LONGEST], parent=parent, given=given, by=by, at=at)


def _above(file: CaseFile, kind: Kind) -> Case | None:
    """Return the case under which a kind is opened: this one, or the nearest above it where such a kind may stand."""
    if not kind.parents:
        return None
    near = [file.case, *reversed(file.ancestors)]
    return next((case for case in near if case.kind in kind.parents), file.case)


def _link_to(file: CaseFile, kind: Kind) -> str:
    name = f"{file.pack.id}.{file.case.kind}"
    return next((field.id for field in kind.fields.values() if field.type == "link" and name in field.to), "")
