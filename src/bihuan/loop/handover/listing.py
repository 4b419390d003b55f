"""What stands in one person's name: the list of a hand-over, before it and as it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import Final

from django.db.models import Q

from bihuan.accounts.models import Person, Post, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, CaseParty, Category, DeskHolder
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.lifecycle.packs import pack_known, pack_of
from bihuan.packspec.bilingual import Text

ROLES: Final = ("leader", "handler", "panel")  # what somebody is for a case by name; what a unit is stays with the unit


@dataclass(frozen=True, slots=True)
class Line:
    """
    One thing that goes over.

    what: case, desk, or an id of CARRIERS. subject_id: of the case, the desk's row, or the other subject's row.
    """

    what: str
    subject_id: int
    title: str
    number: str = ""
    roles: tuple[str, ...] = ()
    state: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """How another subject hands over what it keeps by name: `lines` lists it, `carry` changes one line and returns why not, or nothing."""

    lines: Callable[[int, Person], list[Line]]
    carry: Callable[[Line, Person, Person, Actor, datetime], str]


# Subjects that keep people by name beside cases and desks: id → `module:name` of a Carrier.
CARRIERS: Final[dict[str, str]] = {"instruction": "bihuan.loop.instructions.carrying:CARRIER"}


def carrier(what: str) -> Carrier:
    """Return how a subject hands over its lines."""
    module, _, name = CARRIERS[what].partition(":")
    found: Carrier = getattr(import_module(module), name)
    return found


@dataclass(frozen=True, slots=True)
class HandOverPreview:
    """
    What would go over. stays: open cases in the person's name that belong to other posts, and stay.

    posts: the person's own posts that count today, for the choice of one.
    """

    lines: tuple[Line, ...]
    stays: int = 0
    posts: tuple[Post, ...] = field(default=())


def what_goes_over(*, person: Person, post: Post | None, on: date) -> HandOverPreview:
    """
    Return everything in a person's name that goes over with a post, or with all posts where none is named.

    With one of several posts goes what belongs to its unit; with the last post, and without one, everything.
    """
    area_id = person.area_id or 0
    held = _posts(area_id, person.pk, on)
    last = post is None or not [one for one in held if one.pk != post.pk]
    cases = _case_lines(area_id, person.pk, None if last or post is None else post.unit)
    others = 0
    if not last:
        others = len(_case_lines(area_id, person.pk, None)) - len(cases)
        return HandOverPreview(tuple(cases), others, held)
    more = [line for what in CARRIERS for line in carrier(what).lines(area_id, person)]
    return HandOverPreview((*cases, *_desk_lines(area_id, person.pk), *more), 0, held)


def _posts(area_id: int, person_id: int, on: date) -> tuple[Post, ...]:
    posts = Post.objects.filter(area_id=area_id, person_id=person_id, from_on__lte=on).select_related("unit")
    return tuple(posts.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).order_by("id"))


def _case_lines(area_id: int, person_id: int, unit: Unit | None) -> list[Line]:
    roles: dict[int, list[str]] = {}
    named = CaseParty.objects.filter(area_id=area_id, person_id=person_id, party__in=ROLES)
    named = named.exclude(case__category=Category.CLOSED)
    for case_id, party in named.order_by("case_id", "id").values_list("case_id", "party"):
        roles.setdefault(case_id, []).append(party)
    rows = Case.objects.filter(area_id=area_id, pk__in=roles).select_related("responsible", "lead")
    if unit is not None:
        rows = rows.filter(Q(responsible__path__startswith=unit.path) | Q(lead__path__startswith=unit.path))
    return [
        Line(
            "case",
            case.pk,
            case.subject if case.wall is None else words(HIDDEN),
            case.number if case.wall is None else "",
            tuple(dict.fromkeys(roles[case.pk])),
            words(_state_title(case)),
            case.runs_until or case.due,
        )
        for case in rows.order_by("pack", "number")
    ]


def _state_title(case: Case) -> Text:
    pack = pack_of(case.pack, case.pack_version)
    return pack.kinds[case.kind].lifecycle_of(pack).states[case.state].title


def _desk_lines(area_id: int, person_id: int) -> list[Line]:
    rows = DeskHolder.objects.filter(area_id=area_id, person_id=person_id).select_related("case").order_by("id")
    return [
        Line(
            "desk", row.pk, _desk_title(row), row.case.number if row.case and row.case.wall is None else "", (row.desk,)
        )
        for row in rows
    ]


def _desk_title(row: DeskHolder) -> str:
    desk = pack_known(row.area_id, row.pack).desks.get(row.desk)
    return words(desk) if desk is not None else f"{row.pack}.{row.desk}"
