"""A letter about a case is found on the page of the case, by the office and by the unit it was written to."""

from __future__ import annotations

from datetime import date

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.writing.actions import make_final, write_document
from tests.people import NOW, TODAY, SmallArea, actor, browser_of


def finding(area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    case = open_case(
        pack="rectification", kind="finding", parent=round_, subject="兑现周期长", by=office, at=NOW, standard=["办结"]
    )
    handed = {"responsible": area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    return move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)


def page_of(area: SmallArea, case: Case, who: str) -> str:
    answer = browser_of(getattr(area.people, who)).get(f"/cases/rectification/{case.number}/")
    return answer.content.decode()


def test_a_final_letter_stands_on_the_page_of_its_case_for_its_unit_too(small_area: SmallArea) -> None:
    case, office = finding(small_area), actor(small_area.people.office)
    made = write_document(case=case, document="reminder", asof=TODAY, by=office, at=NOW)
    assert f"/papers/{made.pk}/" in page_of(small_area, case, "office")
    assert f"/papers/{made.pk}/" not in page_of(small_area, case, "clerk")
    final = make_final(writing=made, version=made.version, by=office, at=NOW)
    assert final.number in page_of(small_area, case, "clerk")


def test_only_the_office_is_offered_to_write_one(small_area: SmallArea) -> None:
    case = finding(small_area)
    address = f"/papers/reminder/write/?case={case.number}"
    assert address in page_of(small_area, case, "office")
    assert address not in page_of(small_area, case, "clerk")
