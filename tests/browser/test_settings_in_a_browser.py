"""Warnings, extensions, calendar, standing in and hand-overs in a browser: both languages, both widths, for everybody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages.stories import worked_on
from tests.people import PACK, SmallArea

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(1440, "zh"), (390, "en")])
def test_the_settings_of_an_office_fit_and_are_accessible(
    browse: Browse, small_area: SmallArea, width: int, language: str
) -> None:
    case, people = worked_on(small_area), small_area.people
    top = case.number.rsplit("-", 1)[0]
    of_office = (
        reverse("round_ladders", args=[PACK, top]),
        reverse("round_ladder", args=[PACK, top, "three_colour"]) + "?preset=colour_slips",
        reverse("round_extension_rule", args=[PACK, top]),
        reverse("extensions"),
        reverse("case_chain", args=[PACK, top, "finding", "checking"]),
    )
    of_administrator = (
        reverse("calendar"),
        reverse("hand_over_new", args=[people.clerk.pk]),
        reverse("hand_overs"),
        reverse("deputies"),
        reverse("delegations"),
    )
    for person, addresses in ((people.office, of_office), (people.administrator, of_administrator)):
        page = browse(person, width=width, language=language)
        for address in addresses:
            page.goto(address)
            assert_accessible(page)
            assert_fits(page)
