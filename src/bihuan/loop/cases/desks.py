"""Who holds the desks of a pack: the offices that its lifecycles name, such as the rectification office."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.accounts.audit import Verb, record
from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.models import Area, Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_may_manage_organisation
from bihuan.loop.cases.models import Case, DeskHolder
from bihuan.loop.errors import PackNotFound
from bihuan.loop.lifecycle.afresh import wait_afresh
from bihuan.loop.lifecycle.packs import pack_known, packs_in_use
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Pack

OFFICE: Final = "office"  # the desk that most packs have: whoever keeps their ledger


def set_desk_holder(
    *,
    pack: str,
    desk: str,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    person: Person | None = None,
    heads_only: bool = False,
    case: Case | None = None,
) -> DeskHolder:
    """
    Name a unit or a person as holder of a desk, and return the row; a desk may have several holders.

    pack, desk: ids of the pack and of one of its desks.
    heads_only: only those who head the unit sign at this desk.
    case: holds for this case and all below it; without it for the whole area.
    Open cases that wait for the desk then wait for this holder too.
    Raises NotAllowed, NotInArea; WrongInput for `holder`, or for `desk` if the released pack has no such desk.
    """
    check_may_manage_organisation(by)
    _check_holder(by, unit, person)
    _check_desk(by.area_id, pack, desk)
    if case is not None and case.area_id != by.area_id:
        raise NotInArea(_("This does not exist in your area."))
    with transaction.atomic():
        # Two who name the same holder at once: the row of the area makes one wait for the other.
        Area.objects.select_for_update().get(pk=by.area_id)
        holder, is_new = DeskHolder.objects.get_or_create(
            area_id=by.area_id,
            pack=pack,
            desk=desk,
            unit=unit,
            person=person,
            case=case,
            defaults={"heads_only": heads_only and unit is not None},
        )
        if not is_new and holder.heads_only != heads_only:
            DeskHolder.objects.filter(area_id=by.area_id, pk=holder.pk).update(heads_only=heads_only)
            holder.heads_only = heads_only
        _record(Verb.DESK_SET, holder, by, at)
    wait_afresh(area_id=by.area_id, pack=pack, desk=desk, case_id=case.pk if case else None, at=at)
    return holder


def name_office(
    *, packs: Iterable[str], unit: Unit | None, heads_only: bool = False, by: Actor, at: datetime
) -> list[DeskHolder]:
    """
    Name one unit as the office of several packs at once, and return the rows: all of them, or none.

    Raises NotAllowed, NotInArea; WrongInput for `holder`, or for `desk` if a pack has no office.
    """
    with transaction.atomic():
        return [
            set_desk_holder(pack=pack, desk=OFFICE, unit=unit, heads_only=heads_only, by=by, at=at) for pack in packs
        ]


def remove_desk_holder(*, holder_id: int, by: Actor, at: datetime) -> None:
    """
    Take a desk from one of its holders; cases that wait for it then wait for the others.

    Raises NotAllowed, NotInArea.
    """
    check_may_manage_organisation(by)
    holder = DeskHolder.objects.select_related("unit", "person").filter(area_id=by.area_id, pk=holder_id).first()
    if holder is None:
        raise NotInArea(_("This does not exist in your area."))
    with transaction.atomic():
        DeskHolder.objects.filter(area_id=by.area_id, pk=holder_id).delete()
        _record(Verb.DESK_REMOVED, holder, by, at)
    wait_afresh(area_id=by.area_id, pack=holder.pack, desk=holder.desk, case_id=holder.case_id, at=at)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a desk for the whole area."""

    id: int
    name: str
    is_unit: bool
    heads_only: bool
    gone: bool  # the unit has ended or the person may not sign in


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk of a pack with those who hold it for the whole area."""

    id: str
    title: Text
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class PackDesks:
    """The desks that one pack needs."""

    id: str
    title: Text
    desks: tuple[Desk, ...]
    has_begun: bool  # it has a case, or somebody was named for one of its desks

    @property
    def free(self) -> tuple[Desk, ...]:
        """The desks that nobody holds who is still there."""
        return tuple(desk for desk in self.desks if all(holder.gone for holder in desk.holders))


def desk_lists(area_id: int) -> list[PackDesks]:
    """
    Return the desks of every pack in use with their holders, packs without desks left out; three queries.

    First those that have begun and lack a holder, then others that have begun, then those in which nothing has happened yet.
    """
    held = _held(area_id)
    with_cases = set(Case.objects.filter(area_id=area_id).order_by().values_list("pack", flat=True).distinct())
    packs = [_pack_desks(pack, held.get(pack.id, {}), with_cases) for pack in packs_in_use(area_id) if pack.desks]
    return sorted(packs, key=lambda pack: (not pack.has_begun, not pack.free))


def _pack_desks(pack: Pack, held: Mapping[str, Sequence[Holder]], with_cases: Collection[str]) -> PackDesks:
    desks = tuple(Desk(id_, title, tuple(held.get(id_, ()))) for id_, title in pack.desks.items())
    return PackDesks(pack.id, pack.title, desks, pack.id in with_cases or bool(held))


def holders_of_desks(area_id: int, pack: str) -> dict[str, list[Holder]]:
    """Return who holds each desk of a pack for the whole area, by desk id; desks without a holder are missing."""
    return _held(area_id, pack=pack).get(pack, {})


def _held(area_id: int, **only: str) -> dict[str, dict[str, list[Holder]]]:
    rows = DeskHolder.objects.filter(area_id=area_id, case__isnull=True, **only).select_related("unit", "person")
    found: dict[str, dict[str, list[Holder]]] = {}
    for row in rows.order_by("pack", "desk", "id"):
        found.setdefault(row.pack, {}).setdefault(row.desk, []).append(_holder(row))
    return found


def _holder(row: DeskHolder) -> Holder:
    if row.unit is not None:
        return Holder(row.pk, row.unit.name, True, row.heads_only, row.unit.ended_on is not None)
    return Holder(
        row.pk, row.person.name if row.person else "", False, False, not (row.person and row.person.is_active)
    )


def _check_holder(by: Actor, unit: Unit | None, person: Person | None) -> None:
    if (unit is None) == (person is None):
        raise WrongInput({"holder": _("Choose one unit or one person.")})
    if unit is not None and unit.ended_on is not None:
        raise WrongInput({"holder": _("%(unit)s has ended. Choose a unit that exists.") % {"unit": unit.name}})
    if person is not None and not person.is_active:
        raise WrongInput({"holder": _("%(person)s may not sign in any more.") % {"person": person.name}})
    subject = unit or person
    if subject is not None and subject.area_id != by.area_id:
        raise NotInArea(_("This does not exist in your area."))


def _check_desk(area_id: int, pack: str, desk: str) -> None:
    try:
        known = desk in pack_known(area_id, pack).desks
    except PackNotFound:
        # Holders may be named before the pack is released: the guided set-up and samples do so.
        known = True
    if not known:
        raise WrongInput({"desk": _("The pack has no such desk.")})


def _record(verb: Verb, holder: DeskHolder, by: Actor, at: datetime) -> None:
    facts: dict[str, Any] = {"holder": str(holder.unit or holder.person), "heads_only": holder.heads_only}
    if holder.case_id:
        facts["case_id"] = holder.case_id
    name = f"{holder.pack}.{holder.desk}"
    before, after = ({}, facts) if verb is Verb.DESK_SET else (facts, {})
    record(verb, by=by, at=at, subject="desk", subject_id=holder.pk or 0, name=name, before=before, after=after)
