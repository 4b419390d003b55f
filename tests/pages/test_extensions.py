"""The register of extensions: who asked, what became of it, how many days it gave."""

from __future__ import annotations

import re
from io import BytesIO

import python_calamine
from django.urls import reverse

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from tests.pages.stories import clock, later, worked_on
from tests.people import SmallArea, actor, browser_of


def granted(small: SmallArea) -> Case:
    case, people = worked_on(small), small.people
    ask_extension(
        case=case, clock="work", asked_for=later(100), reason="招标延后", by=actor(people.director), at=clock()
    )
    return decide_extension(case=case, granted=True, answer="同意", by=actor(people.office), at=clock())


def test_the_register_counts_by_unit_and_is_taken_out(small_area: SmallArea) -> None:
    case = granted(small_area)
    browser = browser_of(small_area.people.office)
    shown = browser.get(reverse("extensions")).text
    assert all(text in shown for text in (case.number, "招标延后", "住建局"))
    file = browser.get(reverse("extensions_file", args=["xlsx"]))
    book = python_calamine.load_workbook(BytesIO(file.content))
    assert len([name for name in book.sheet_names if not name.startswith("_")]) >= 2
    assert case.number in {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}


def test_everybody_sees_the_extensions_of_own_cases_only(small_area: SmallArea) -> None:
    case = granted(small_area)
    assert case.number not in browser_of(small_area.people.stranger).get(reverse("extensions")).text
    assert case.number in browser_of(small_area.people.clerk).get(reverse("extensions")).text


def test_the_day_asked_for_is_chosen_from_a_calendar(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    address = reverse("case_extension", args=[case.pack, case.number, "work"])
    page = browser_of(small_area.people.director).get(address).text
    inputs = [tag for tag in re.findall(r"<input[^>]*>", page) if 'type="date"' in tag]
    assert inputs
    assert all(tag.count("type=") == 1 for tag in inputs)


def test_a_filter_of_what_became_of_it(small_area: SmallArea) -> None:
    case = granted(small_area)
    browser = browser_of(small_area.people.office)
    assert case.number not in browser.get(reverse("extensions"), {"outcome": "refused"}).text
    assert case.number in browser.get(reverse("extensions"), {"outcome": "granted", "first": "nonsense"}).text
    assert case.number not in browser.get(reverse("extensions"), {"last": "2020-01-01"}).text
