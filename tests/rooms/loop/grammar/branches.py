"""Branches with their admissions, told through actions: what the tests of the grammar count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.packspec.model import Pack
from tests.people import NOW, SmallArea, actor

PACKS = Path(__file__).parent / "packs"
PACK = "branches"


def at(day: date) -> datetime:
    return NOW + (day - NOW.date())


def released(small: SmallArea) -> Pack:
    """Release the packs of these tests and give their desk to the office."""
    release_packs(PACKS, at=NOW)
    for pack in sorted(path.stem for path in PACKS.glob("*.toml")):
        set_desk_holder(pack=pack, desk="office", unit=small.units.office, by=actor(small.people.administrator), at=NOW)
    return newest_pack(PACK)


def opened(small: SmallArea, kind: str, subject: str, parent: Case | None = None, **given: Any) -> Case:
    by = actor(small.people.office)
    return open_case(pack=PACK, kind=kind, subject=subject, parent=parent, given=given, by=by, at=NOW)


def moved(small: SmallArea, case: Case, move: str, days: int = 0, **given: Any) -> Case:
    day = NOW.date() + timedelta(days=days)
    by = actor(small.people.office, on=day)
    return move_case(case=Case.objects.get(area_id=case.area_id, pk=case.pk), move=move, given=given, by=by, at=at(day))


def told(small: SmallArea) -> dict[str, Case]:
    """Two branches: a rural one with two admissions, one taken in; one of a company with one admission."""
    units, people = small.units, small.people
    rural = opened(
        small, "branch", "云山村支部", responsible=units.housing, sort="rural", size=12, admitted_on=date(2026, 9, 1),
        topics=["study", "talk"], panel=[people.clerk, people.director], partners=[units.archive, units.planning],
        assisting=[units.archive],
    )  # fmt: skip
    company = opened(
        small, "branch", "云湖电子支部", responsible=units.planning, sort="company", size=4, admitted_on=date(2026, 11, 1),
        topics=["talk"], partners=[units.archive],
    )  # fmt: skip
    opened(small, "branch", "空支部", responsible=units.planning)
    first = opened(small, "admission", "甲", rural, responsible=units.station, applicant=people.clerk)
    second = opened(small, "admission", "乙", rural, responsible=units.housing, applicant=people.clerk)
    third = opened(small, "admission", "丙", company, responsible=units.planning, applicant=people.stranger)
    moved(small, first, "check", days=2)
    moved(small, first, "take", days=3, taken_on=date(2026, 11, 22), fee="120.50")
    moved(small, third, "check", days=10)
    return {"rural": rural, "company": company, "first": first, "second": second, "third": third}
