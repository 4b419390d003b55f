"""The page of the seals: what is printed and kept elsewhere, and what a case says of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from bihuan.loop.cases.models import Case
from bihuan.loop.seals import key
from bihuan.loop.seals.kept import read_kept
from bihuan.loop.seals.models import Seal
from bihuan.loop.seals.sealing import seal
from bihuan.loop.seals.verification import differing
from tests.pages.stories import handed_out
from tests.people import NOW, SmallArea, browser_of


def sealed(small: SmallArea, days: int = 1) -> list[Seal]:
    for day in range(days):
        seal(small.area.pk, day=NOW.date() + timedelta(days=day), at=NOW + timedelta(days=day))
    return list(Seal.objects.filter(area_id=small.area.pk).order_by("number"))


def test_before_the_first_night_the_page_says_when_the_first_seal_is_made(small_area: SmallArea) -> None:
    page = browser_of(small_area.people.clerk).get(reverse("seals")).text

    assert "尚未封存" in page
    assert reverse("seals_file") not in page


def test_a_seal_stands_with_its_day_its_cases_and_its_whole_digest(small_area: SmallArea) -> None:
    handed_out(small_area)
    (row,) = sealed(small_area)
    page = browser_of(small_area.people.clerk).get(reverse("seals")).text

    cases = Case.objects.filter(area_id=small_area.area.pk).count()
    assert f'<td class="num">{cases}</td><td><code>{row.digest}</code></td>' in page
    assert key.public() in page


def test_more_than_a_month_of_seals_is_paged_without_gap(small_area: SmallArea) -> None:
    sealed(small_area, 33)
    browser = browser_of(small_area.people.clerk)

    first, second = browser.get(reverse("seals")).text, browser.get(reverse("seals") + "?before=3").text

    assert first.count('id="seal-') == 31
    assert 'href="?before=3"' in first
    assert ('id="seal-2"' in second, 'id="seal-1"' in second, 'id="seal-3"' in second) == (True, True, False)


def test_the_file_holds_every_seal_and_agrees_with_the_rows(small_area: SmallArea) -> None:
    sealed(small_area, 3)
    answer = browser_of(small_area.people.clerk).get(reverse("seals_file"))
    kept = read_kept(answer.getvalue().decode())

    assert [one.number for one in kept] == [1, 2, 3]
    assert list(differing(small_area.area.pk, small_area.area.code, kept)) == []
    assert answer["Content-Disposition"].startswith('attachment; filename="seals-')


def test_a_case_says_up_to_which_event_it_is_sealed(small_area: SmallArea) -> None:
    case = handed_out(small_area)
    address = reverse("case_trail", args=[case.pack, case.number])
    browser = browser_of(small_area.people.office)
    assert "次封存覆盖" not in browser.get(address).text
    sealed(small_area)

    assert f"第 1 至 {Case.objects.get(area_id=case.area_id, pk=case.pk).seq} 条留痕已由" in browser.get(address).text


def test_only_administrators_have_it_in_their_menu(small_area: SmallArea) -> None:
    address = f'href="{reverse("seals")}"'

    assert address in browser_of(small_area.people.administrator).get(reverse("packs")).text
    assert address not in browser_of(small_area.people.clerk).get(reverse("packs")).text


@pytest.mark.parametrize("before", ["x", "-1", "0", "1", "99999999999999999999"])
def test_an_odd_place_to_begin_shows_the_newest(small_area: SmallArea, before: str) -> None:
    sealed(small_area)

    page = browser_of(small_area.people.clerk).get(reverse("seals"), {"before": before})

    assert page.status_code == 200
    assert 'id="seal-1"' in page.text
