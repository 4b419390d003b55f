"""A letter about a case is found on the page of the case, by the office and by the unit it was written to."""

from __future__ import annotations

from bihuan.loop.cases.models import Case
from bihuan.loop.letters.actions import issue_prepared, prepare_letter
from tests.pages.stories import clock, handed_out
from tests.people import SmallArea, actor, browser_of


def page_of(area: SmallArea, case: Case, who: str) -> str:
    answer = browser_of(getattr(area.people, who)).get(f"/cases/rectification/{case.number}/")
    return answer.content.decode()


def test_an_issued_letter_stands_on_the_page_of_its_case_for_its_unit_too(small_area: SmallArea) -> None:
    case, office = handed_out(small_area), actor(small_area.people.office)
    made = prepare_letter(case=case, letter="reminder", by=office, at=clock())
    assert f"/letters/{made.pk}/" in page_of(small_area, case, "office")
    assert f"/letters/{made.pk}/" not in page_of(small_area, case, "clerk")
    final = issue_prepared(letter=made, by=office, at=clock())
    assert final.number in page_of(small_area, case, "clerk")


def test_only_the_office_is_offered_to_write_one(small_area: SmallArea) -> None:
    case = handed_out(small_area)
    address = f"/letters/write/rectification/{case.number}/reminder/"
    assert address in page_of(small_area, case, "office")
    assert address not in page_of(small_area, case, "clerk")
