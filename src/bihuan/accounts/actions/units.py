"""Units: added, renamed, moved in the tree, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from bihuan.accounts.audit import Verb, changed, record
from bihuan.accounts.errors import NotInArea, Refused, WrongInput
from bihuan.accounts.models import Area, Post, Unit
from bihuan.accounts.names import problem_of_length, problem_of_name, tidy
from bihuan.accounts.outline import OutlineLine
from bihuan.accounts.pinyin import typed_forms
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_in_area, check_may_manage_organisation

# 200 characters of `path` hold 25 steps of eight; nobody's organisation is that deep.
DEEPEST = 20


class Unchanged(Enum):
    """Marks an argument that was not given, where None has a meaning of its own."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


@transaction.atomic
def add_unit(
    *,
    by: Actor,
    at: datetime,
    name: str,
    short_name: str = "",
    former_names: Sequence[str] = (),
    kind: str = "",
    parent: Unit | None = None,
    receives: bool = True,
    order: int = 0,
) -> Unit:
    """
    Add a unit to the actor's area, below `parent` or at the top, and return it.

    receives: whether it may be handed cases. order: place among its siblings, equal ones in the order of entry.
    Raises NotAllowed; WrongInput with a sentence for each of name, short_name, kind, parent.
    """
    check_may_manage_organisation(by)
    area = locked_area(by.area_id)
    unit = Unit(
        area=area,
        name=tidy(name),
        short_name=tidy(short_name),
        kind=tidy(kind),
        parent=parent,
        receives=receives,
        order=order,
    )
    unit.former_names = _lines(former_names)
    _check_unit(unit, by)
    write_new_unit(unit)
    record(Verb.UNIT_ADDED, by=by, at=at, subject="unit", subject_id=unit.pk, name=unit.name, after=facts_of(unit))
    return unit


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    by: Actor,
    at: datetime,
    name: str | None = None,
    short_name: str | None = None,
    former_names: Sequence[str] | None = None,
    kind: str | None = None,
    parent: Unit | Unchanged | None = UNCHANGED,
    receives: bool | None = None,
    order: int | None = None,
) -> Unit:
    """
    Change what is given and return the unit as it now is; None leaves a value as it was.

    parent: the unit above; None makes it a top unit. The unit takes all below it along.
    A new name keeps the old one among the former names, so that older documents still find the unit.
    Raises NotAllowed, NotInArea; WrongInput with a sentence for each field.
    """
    check_may_manage_organisation(by)
    check_in_area(by, unit)
    locked_area(by.area_id)
    unit = Unit.objects.select_for_update().get(area_id=by.area_id, pk=unit.pk)
    before, old_path, old_name = facts_of(unit), unit.path, unit.name
    _take(unit, name=name, short_name=short_name, kind=kind, receives=receives, order=order)
    if former_names is not None:
        unit.former_names = _lines(former_names)
    if not isinstance(parent, Unchanged):
        unit.parent = parent
    if unit.name != old_name:
        unit.former_names = _lines([old_name, *(line for line in unit.former_names.splitlines() if line != unit.name)])
    _check_unit(unit, by)
    unit.path = path_below(unit.parent, unit.pk)
    unit.pinyin = pinyin_of(unit)
    unit.save(
        update_fields=["name", "short_name", "former_names", "kind", "parent", "receives", "order", "path", "pinyin"]
    )
    _move_all_below(unit, old_path)
    was, now = changed(before, facts_of(unit))
    if now:
        record(
            Verb.UNIT_CHANGED, by=by, at=at, subject="unit", subject_id=unit.pk, name=unit.name, before=was, after=now
        )
    return unit


@transaction.atomic
def end_unit(*, unit: Unit, by: Actor, at: datetime, on: date) -> Unit:
    """
    End a unit: from `on` it takes no part any more; its name and its past stay.

    Knows nothing of cases: whoever calls it asks the loop first whether the unit still has open ones.
    Raises NotAllowed, NotInArea; Refused while people hold posts there or units stand below it.
    """
    check_may_manage_organisation(by)
    check_in_area(by, unit)
    locked_area(by.area_id)
    unit = Unit.objects.select_for_update().get(area_id=by.area_id, pk=unit.pk)
    if unit.ended_on is not None:
        raise Refused(_("%(unit)s ended on %(day)s already.") % {"unit": unit.name, "day": unit.ended_on})
    _check_nobody_left(unit, on)
    unit.ended_on = on
    unit.save(update_fields=["ended_on"])
    record(
        Verb.UNIT_ENDED,
        by=by,
        at=at,
        subject="unit",
        subject_id=unit.pk,
        name=unit.name,
        after={"ended_on": on.isoformat()},
    )
    return unit


@transaction.atomic
def add_units_from_outline(*, lines: Sequence[OutlineLine], by: Actor, at: datetime) -> list[Unit]:
    """
    Add the units of an indented list, all or none, and return the new ones.

    A line whose name exists already is the place where the lines below it go.
    Raises NotAllowed; WrongInput with one entry a bad line, named `line 3`.
    """
    check_may_manage_organisation(by)
    known = {unit.name: unit for unit in Unit.objects.filter(area_id=by.area_id, outside="")}
    above: dict[int, Unit] = {}
    added: list[Unit] = []
    problems: dict[str, str] = {}
    for line in lines:
        unit = known.get(line.name)
        if unit is None:
            try:
                unit = add_unit(by=by, at=at, name=line.name, parent=above.get(line.depth - 1), order=line.number)
            except WrongInput as wrong:
                problems[f"line {line.number}"] = _("Line %(number)d: %(problem)s") % {
                    "number": line.number,
                    "problem": wrong,
                }
                continue
            known[unit.name] = unit
            added.append(unit)
        above[line.depth] = unit
    if problems:
        raise WrongInput(problems)
    return added


def locked_area(area_id: int) -> Area:
    """Return the area with its row locked: changes of a tree wait for each other, so two moves cannot make a circle."""
    return Area.objects.select_for_update().get(pk=area_id)


def path_below(parent: Unit | None, unit_id: int) -> str:
    """Return the path of a unit that stands below `parent`."""
    return f"{parent.path if parent else ''}{unit_id:07d}/"


def facts_of(unit: Unit) -> dict[str, Any]:
    """Return what the audit row keeps of a unit."""
    own = {
        "name": unit.name,
        "short_name": unit.short_name,
        "former_names": unit.former_names,
        "kind": unit.kind,
        "parent": unit.parent.name if unit.parent else "",
        "receives": unit.receives,
        "order": unit.order,
    }
    return own | ({"outside": unit.outside, "credit_code": unit.credit_code} if unit.outside else {})


def write_new_unit(unit: Unit) -> None:
    """Store a checked unit; its path needs its id, so the row is written twice."""
    unit.pinyin = pinyin_of(unit)
    unit.save(force_insert=True)
    unit.path = path_below(unit.parent, unit.pk)
    unit.save(update_fields=["path"])


def _take(unit: Unit, **given: Any) -> None:
    for field, value in given.items():
        if value is not None:
            setattr(unit, field, tidy(value) if isinstance(value, str) else value)


def _lines(names: Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(tidy(name) for name in names if tidy(name)))


def pinyin_of(unit: Unit) -> str:
    """Return how the names of a unit are typed."""
    return typed_forms(unit.name, unit.short_name, *unit.former_names.splitlines(), limit=400)


def _check_unit(unit: Unit, by: Actor) -> None:
    problems = {
        "name": problem_of_name(unit.name, 100) or _name_in_use(unit),
        "short_name": problem_of_length(unit.short_name, 40),
        "kind": problem_of_length(unit.kind, 40),
        "parent": _problem_of_parent(unit, by),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise WrongInput(found)


def _name_in_use(unit: Unit) -> str:
    other = Unit.objects.filter(area_id=unit.area_id, name=unit.name).exclude(pk=unit.pk).first()
    if other is None:
        return ""
    if other.ended_on:
        return _("A unit of this name existed until %(day)s. Choose a name that tells them apart.") % {
            "day": other.ended_on
        }
    return _("There is a unit of this name already.")


def _problem_of_parent(unit: Unit, by: Actor) -> str:
    parent = unit.parent
    if parent is None:
        return ""
    if parent.area_id != by.area_id:
        raise NotInArea(_("This does not exist in your area."))
    if parent.ended_on is not None:
        return _("%(unit)s has ended. Choose a unit that exists.") % {"unit": parent.name}
    if unit.pk and parent.path.startswith(unit.path):
        return _("A unit cannot stand below itself. Choose a unit outside %(unit)s.") % {"unit": unit.name}
    if parent.path.count("/") >= DEEPEST:
        return _("Units stand at most %(deepest)d levels deep.") % {"deepest": DEEPEST}
    return ""


def _move_all_below(unit: Unit, old_path: str) -> None:
    if unit.path == old_path:
        return
    below = Unit.objects.filter(area_id=unit.area_id, path__startswith=old_path).exclude(pk=unit.pk)
    below.update(path=Concat(Value(unit.path), Substr("path", len(old_path) + 1)))


def _check_nobody_left(unit: Unit, on: date) -> None:
    posts = Post.objects.filter(area_id=unit.area_id, unit_id=unit.pk).filter(Q(to_on__isnull=True) | Q(to_on__gt=on))
    names = list(dict.fromkeys(posts.values_list("person__name", flat=True)))
    if names:
        raise Refused(
            _("%(unit)s was not ended: %(people)s still hold posts there. End the posts first.")
            % {"unit": unit.name, "people": "、".join(names[:5]) + ("…" if len(names) > 5 else "")}
        )
    below = list(
        Unit.objects.filter(area_id=unit.area_id, parent=unit, ended_on__isnull=True).values_list("name", flat=True)[:5]
    )
    if below:
        raise Refused(
            _("%(unit)s was not ended: %(units)s stand below it. Move or end them first.")
            % {"unit": unit.name, "units": "、".join(below)}
        )
