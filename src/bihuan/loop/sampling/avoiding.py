"""Who must keep away from which case (回避): asked of posts, of the trail of hands a case went through, and of declarations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext

from bihuan.accounts.models import Person, Post, Unit
from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import ROLES, Permission
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import Stay
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.sampling.models import Avoidance
from bihuan.loop.sampling.rows import sample_ids
from bihuan.loop.sampling.terms import target_id, whole

AVOIDS: Final = "avoids"  # the field in which a case names the units that its people keep away from


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason why one person may not check one case: names for the sentence, the ground in the reader's language."""

    person_id: int
    person: str
    case_id: int
    number: str
    ground: str

    def __str__(self) -> str:
        return gettext("%(person)s · %(number)s: %(ground)s") % {
            "person": self.person,
            "number": self.number,
            "ground": self.ground,
        }


def conflicts_of(file: CaseFile, by: Actor | None = None) -> list[Conflict]:
    """
    Return every conflict of the team of a plan or a check with what is to be checked.

    by: who acts; whoever acts on a check is looked at too, team or not. Of a plan the whole sample is looked at. Where people are posted
    (抽调、派驻) the units are looked at that the case names in its fields, and from which a case above it keeps them away.
    """
    targets = targets_of(file)
    if not targets:
        return _conflicts_with_units(file)
    people = set(team_of(file))
    if by is not None and not by.is_system and not file.kind.samples:
        people |= by.persons
    return conflicts_between(
        area_id=file.case.area_id, people=people, targets=targets, day=file.day, years=whole(file, "avoid_years")
    )


def _conflicts_with_units(file: CaseFile) -> list[Conflict]:
    """Return why the people of a case must keep away from the units that it names in its fields of type unit."""
    area_id, people = file.case.area_id, team_of(file)
    named = {value for field in units_looked_into(file) for value in field}
    units = list(Unit.objects.filter(area_id=area_id, pk__in=named).order_by("order", "id"))
    if not people or not units:
        return []
    kept_from = {value for one in (file.case, *file.ancestors) for value in _several(one.field(AVOIDS))}
    names = dict(Person.objects.filter(area_id=area_id, pk__in=people).order_by("id").values_list("pk", "name"))
    asked = _Asked(area_id, people, (), file.day, whole(file, "avoid_years"))
    found = []
    for person, name in names.items():
        for unit in units:
            grounds = [*asked.grounds_of_unit(person, unit)]
            if person == file.case.handler_id and any(_inside(unit, other) for other in kept_from):
                grounds.append(gettext("declared to keep away"))
            found += [Conflict(person, name, file.case.pk, unit.name, ground) for ground in grounds]
    return found


def units_looked_into(file: CaseFile) -> list[list[int]]:
    """Return the units that a case names in its own fields, beside those that somebody keeps away from."""
    fields = (field for field in file.kind.fields.values() if field.type == "unit" and field.id != AVOIDS)
    return [_several(file.case.field(field.id)) for field in fields]


def _several(value: Any) -> list[int]:
    return [int(one) for one in (value if isinstance(value, list) else [value])] if value not in (None, "") else []


def _inside(unit: Unit, other: int) -> bool:
    """Return whether a unit is the other one, or stands below it: a path names every unit on the way down."""
    return f"{other:07d}" in unit.path.split("/")


def team_of(file: CaseFile) -> list[int]:
    """Return the people who check: head, members and handler of the case, and of the plan above where the case names none."""
    found = [one for one in (file.case.leader_id, file.case.handler_id) if one is not None] + file.persons("panel")
    if found or not file.ancestors:
        return list(dict.fromkeys(found))
    return team_of(CaseFile(file.ancestors[-1], file.day))


def targets_of(file: CaseFile) -> list[Case]:
    """Return what a plan has drawn, or the one case that a check looks at."""
    area_id = file.case.area_id
    if file.kind.samples:
        ids: Collection[int] = sample_ids(file.case)
    else:
        one = target_id(file)
        ids = () if one is None else (one,)
    rows = Case.objects.filter(area_id=area_id, pk__in=ids).select_related("responsible", "lead")
    return list(rows.order_by("id"))


def conflicts_between(
    *, area_id: int, people: Collection[int], targets: Sequence[Case], day: date, years: int
) -> list[Conflict]:
    """
    Return why which of these people may not check which of these cases, person by person, at most one line for each ground.

    years: who left a unit less than so many years before `day` still belongs to it.
    """
    if not people or not targets:
        return []
    names = dict(Person.objects.filter(area_id=area_id, pk__in=people).order_by("id").values_list("pk", "name"))
    asked = _Asked(area_id, people, targets, day, years)
    return [
        Conflict(person, name, case.pk, case.number, ground)
        for person, name in names.items()
        for case in targets
        for ground in asked.grounds(person, case)
    ]


class _Asked:
    """Everything that grounds are taken from, in a handful of queries for any number of people and cases."""

    def __init__(self, area_id: int, people: Collection[int], targets: Sequence[Case], day: date, years: int) -> None:
        self._day = day
        ids = [case.pk for case in targets]
        since = day.replace(year=day.year - years, day=min(day.day, 28)) if years else day
        posts = Post.objects.filter(area_id=area_id, person_id__in=people, from_on__lte=day).select_related("unit")
        self._ever = _gathered(posts.order_by("id"), lambda post: post.person_id)
        self._posts = {one: [post for post in held if (post.to_on or day) >= since] for one, held in self._ever.items()}
        signed = Signature.objects.filter(area_id=area_id, case_id__in=ids, person_id__in=people)
        self._signed = set(signed.values_list("person_id", "case_id"))
        took = Stay.objects.filter(area_id=area_id, case_id__in=ids, entered_by_id__in=people)
        self._took = set(took.values_list("entered_by_id", "case_id"))
        declared = Avoidance.objects.filter(area_id=area_id, person_id__in=people, lifted_at__isnull=True)
        self._declared = _gathered(declared.select_related("unit"), lambda one: one.person_id)
        parties = (
            CaseParty.objects.filter(area_id=area_id, case_id__in=ids).exclude(party="below").select_related("unit")
        )
        self._parties = _gathered(parties.order_by("id"), lambda row: row.case_id)

    def grounds_of_unit(self, person: int, unit: Unit) -> Iterable[str]:
        """Return why a person keeps away from a unit: posts there, and what was declared."""
        row = CaseParty(party="responsible", unit=unit)
        yield from self._of_units(person, (row,))
        yield from self._of_declarations(person, None, (row,))

    def grounds(self, person: int, case: Case) -> Iterable[str]:
        parties = self._parties.get(case.pk, [])
        named = {row.party for row in parties if row.person_id == person}
        if "leader" in named:
            yield gettext("is the leader in charge of it")
        if "handler" in named or ((person, case.pk) in self._took and self._acted_for_a_party(person, parties)):
            yield gettext("handled it")
        if (person, case.pk) in self._signed:
            yield gettext("signed in its review")
        yield from self._of_units(person, parties)
        yield from self._of_declarations(person, case, parties)

    def _acted_for_a_party(self, person: int, parties: Sequence[CaseParty]) -> bool:
        """Return whether who moved a case ever worked where it was worked on: an office that hands out handles nothing."""
        held = self._ever.get(person, ())
        return any(post.unit.path.startswith(row.unit.path) for post in held for row in parties if row.unit is not None)

    def _of_units(self, person: int, parties: Sequence[CaseParty]) -> Iterable[str]:
        for row in parties:
            if row.unit is None or row.party not in {"responsible", "lead", "assisting"}:
                continue
            for post in self._posts.get(person, ()):
                if not _belongs(post, row.unit.path):
                    continue
                if post.to_on is None or post.to_on >= self._day:
                    yield gettext("works at %(unit)s") % {"unit": row.unit.name}
                else:
                    yield gettext("worked at %(unit)s until %(day)s") % {
                        "unit": row.unit.name,
                        "day": post.to_on.isoformat(),
                    }
                break

    def _of_declarations(self, person: int, case: Case | None, parties: Sequence[CaseParty]) -> Iterable[str]:
        units = {row.unit_id for row in parties if row.unit_id is not None}
        for one in self._declared.get(person, ()):
            if (case is not None and one.target_id == case.pk) or one.unit_id in units:
                words = {
                    "kin": gettext("declared kinship"),
                    "conflict": gettext("declared a conflict of interest"),
                    "other": gettext("declared to keep away"),
                }[one.sort]
                day = local_day(one.declared_at).isoformat()
                yield gettext("%(what)s on %(day)s") % {"what": words, "day": day}


def _belongs(post: Post, path: str) -> bool:
    """
    Return whether a post ties its holder to the unit with this path: the unit itself, one above it, or one inside it.

    Who leads or watches the whole area sits above every unit and is tied to none by that.
    """
    if post.unit.path.startswith(path):
        return True
    return path.startswith(post.unit.path) and Permission.SEE_AREA not in ROLES[post.role].permissions


def _gathered(rows: Iterable[Any], key: Any) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
