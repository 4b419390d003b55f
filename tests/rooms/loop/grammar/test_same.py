"""Cases that are the same problem: a link says so, each ledger keeps its row, and what is counted over all counts them once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bihuan.loop.asof.counting import figures_at, kinds_counted
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.systems import systems_at, total_of
from bihuan.loop.cases.withdrawing import withdraw_case
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.lifecycle.waiting import count_waiting, waiting_by_pack, waiting_for
from bihuan.loop.lists.listing import listing_of
from bihuan.loop.lists.queries import whole_pack
from tests.people import NOW, TODAY, SmallArea, actor, browser_of
from tests.rooms.loop.grammar.branches import released

PACK = "concerns"


@pytest.fixture
def found(small_area: SmallArea) -> dict[str, Case]:
    """Three concerns in two ledgers: the second is the same as the first, in the other ledger; and what was heard about the first."""
    released(small_area)
    by, unit = actor(small_area.people.office), small_area.units.housing
    ledgers = [
        open_case(pack=PACK, kind="ledger", subject=title, given={}, by=by, at=NOW)
        for title in ("巡视台账", "审计台账")
    ]

    def concern(subject: str, ledger: Case, **given: object) -> Case:
        values = {"responsible": unit, "cost": "100", "due": TODAY + timedelta(days=30), **given}
        return open_case(pack=PACK, kind="concern", subject=subject, parent=ledger, given=values, by=by, at=NOW)

    first = concern("道路破损", ledgers[0])
    second = concern("路面坑洼", ledgers[1], same_as=first)
    third = concern("路灯不亮", ledgers[1])
    return {"inspection": ledgers[0], "audit": ledgers[1], "first": first, "second": second, "third": third}


def values_of(small: SmallArea, scope: Case | None = None) -> dict[str, object]:
    return dict(figure_values(newest_pack(PACK), area_id=small.area.pk, day=TODAY, scope=scope))


def settled(small: SmallArea, case: Case) -> None:
    fresh = Case.objects.get(area_id=small.area.pk, pk=case.pk)
    move_case(case=fresh, move="settle", given={}, by=actor(small.people.office), at=NOW)


def linked(small: SmallArea, case: Case, to: Case | None) -> Case:
    fresh = Case.objects.get(area_id=small.area.pk, pk=case.pk)
    given = {"same_as": to.number if to is not None else ""}
    return correct_case(case=fresh, given=given, reason="两本台账核对", by=actor(small.people.office), at=NOW)


def test_figures_of_a_ledger_count_its_rows_and_those_of_the_area_count_a_problem_once(
    small_area: SmallArea, found: dict[str, Case]
) -> None:
    assert values_of(small_area, found["inspection"])["concerns"] == 1
    assert values_of(small_area, found["audit"])["concerns"] == 2
    assert values_of(small_area)["concerns"] == 2


def test_the_case_that_is_linked_to_speaks_for_both(small_area: SmallArea, found: dict[str, Case]) -> None:
    settled(small_area, found["second"])
    assert values_of(small_area)["settled"] == 0
    settled(small_area, found["first"])
    assert values_of(small_area)["rate"] == 50


def test_sums_add_what_every_row_says(small_area: SmallArea, found: dict[str, Case]) -> None:
    assert values_of(small_area)["spent"] == 300


def test_the_trail_tells_the_same_figures_as_the_rows(small_area: SmallArea, found: dict[str, Case]) -> None:
    pack, later = newest_pack(PACK), TODAY + timedelta(days=1)
    told = cases_at(actor(small_area.people.office), pack=PACK, kinds=kinds_counted(pack), asof=TODAY, today=later)
    assert figures_at(pack, told, TODAY, once=True) == values_of(small_area)


def test_the_total_below_a_list_is_that_of_its_rows(small_area: SmallArea, found: dict[str, Case]) -> None:
    for today in (TODAY, TODAY + timedelta(days=1)):
        by = actor(small_area.people.office, on=today)
        listing = listing_of(by, whole_pack(small_area.area.pk, newest_pack(PACK)), "concerns", asof=TODAY, today=today)
        assert listing.count == 3
        assert "3" in str(listing.totals["subject"])


def test_all_systems_together_count_a_problem_once_also_over_packs(
    small_area: SmallArea, found: dict[str, Case]
) -> None:
    by = actor(small_area.people.leader)
    open_case(
        pack=PACK, kind="echo", subject="群众反映道路破损",
        given={"responsible": small_area.units.housing, "about": found["first"]}, by=actor(small_area.people.office), at=NOW,
    )  # fmt: skip
    counts = systems_at(by, TODAY)
    assert counts[PACK].live == 6  # two ledgers, three concerns, one echo: each row for itself
    assert total_of(by, counts.values(), TODAY).live == 4
    settled(small_area, found["second"])
    counts = systems_at(by, TODAY)
    assert (counts[PACK].closed, total_of(by, counts.values(), TODAY).closed) == (1, 0)
    assert values_of(small_area)["echoes"] == 1  # another kind: its own row counts


def test_who_does_not_see_the_other_case_has_one_of_their_own(small_area: SmallArea, found: dict[str, Case]) -> None:
    by = actor(small_area.people.office)
    own = open_case(
        pack=PACK, kind="concern", subject="档案馆门前道路", parent=found["audit"],
        given={"responsible": small_area.units.archive, "due": TODAY + timedelta(days=30), "same_as": found["third"]}, by=by, at=NOW,
    )  # fmt: skip
    stranger = actor(small_area.people.stranger)
    counts = systems_at(stranger, TODAY)
    assert total_of(stranger, counts.values(), TODAY).live == counts[PACK].live
    browser, address = browser_of(small_area.people.stranger), f"/cases/{PACK}/{own.number}/"
    page = browser.get(address).text
    assert (
        found["third"].number in page
    )  # it is known under which number the other ledger has it, and not what it is about
    assert "路灯不亮" not in page + browser.get(f"{address}trail/").text
    assert "路灯不亮" in browser_of(small_area.people.office).get(address).text


def test_a_problem_waits_once_and_is_shown_with_its_state_elsewhere(
    small_area: SmallArea, found: dict[str, Case]
) -> None:
    clerk = actor(small_area.people.clerk)
    assert waiting_by_pack(clerk)[PACK][0] == 3
    assert count_waiting(clerk) == len(waiting_for(clerk)) == 2
    assert len(waiting_for(clerk, pack=PACK)) == 3
    page = browser_of(small_area.people.clerk).get(reverse("home")).text
    assert "同一问题" in page
    settled(small_area, found["first"])
    page = browser_of(small_area.people.clerk).get(reverse("home")).text
    assert count_waiting(clerk) == 2
    assert f"/cases/{PACK}/{found['first'].number}/" in page
    assert "办结" in page


def test_each_case_shows_the_other_with_its_state(small_area: SmallArea, found: dict[str, Case]) -> None:
    settled(small_area, found["first"])
    browser = browser_of(small_area.people.office)
    on_second = browser.get(f"/cases/{PACK}/{found['second'].number}/").text.partition('id="h-same"')[2]
    assert "道路破损" in on_second
    assert "办结" in on_second
    on_first = browser.get(f"/cases/{PACK}/{found['first'].number}/").text.partition('id="h-same"')[2]
    assert "路面坑洼" in on_first


def test_a_link_to_one_that_links_on_is_kept_as_a_link_to_the_first(
    small_area: SmallArea, found: dict[str, Case]
) -> None:
    kept = linked(small_area, found["third"], found["second"])
    assert kept.fields["same_as"] == found["first"].pk
    assert kept.same_id == found["first"].pk


def test_the_link_can_be_taken_away_again(small_area: SmallArea, found: dict[str, Case]) -> None:
    assert linked(small_area, found["second"], None).same_id is None
    assert values_of(small_area)["concerns"] == 3


def test_no_case_is_the_same_as_itself_and_no_circle_is_closed(small_area: SmallArea, found: dict[str, Case]) -> None:
    with pytest.raises(Refused, match="自身"):
        linked(small_area, found["third"], found["third"])
    with pytest.raises(Refused, match=found["second"].number):
        linked(small_area, found["first"], found["third"])


def test_a_case_that_others_are_the_same_as_is_not_withdrawn(small_area: SmallArea, found: dict[str, Case]) -> None:
    with pytest.raises(Refused):
        withdraw_case(case=found["first"], reason="重复", by=actor(small_area.people.office), at=NOW)


def test_a_link_is_looked_for_while_typing_and_written_by_its_number(
    small_area: SmallArea, found: dict[str, Case]
) -> None:
    browser = browser_of(small_area.people.office)
    offered = browser.get(f"{reverse('find_cases')}?to={PACK}.concern&q=道路", headers={"accept": "application/json"})
    assert [one["label"] for one in offered.json()["choices"]] == [f"{found['first'].number} 道路破损"]
    address = reverse("case_correct", args=[PACK, found["third"].number])
    form = browser.get(address).text
    assert f"{reverse('find_cases')}?to={PACK}.concern" in form
    standing = re.search(r'name="_standing" value="([^"]*)"', form)
    assert standing is not None
    sent = {
        "_standing": standing[1], "subject": "路灯不亮", "responsible": small_area.units.housing.pk,
        "responsible_text": small_area.units.housing.name, "cost": "100", "reason": "核对",
        "same_as": "", "same_as_text": f"{found['first'].number} 道路破损",
    }  # fmt: skip
    browser.post(address, sent)
    assert Case.objects.get(area_id=small_area.area.pk, pk=found["third"].pk).same_id == found["first"].pk


def test_people_are_offered_only_cases_they_may_see(small_area: SmallArea, found: dict[str, Case]) -> None:
    asked = f"{reverse('find_cases')}?to={PACK}.concern&q=道路"
    offered = browser_of(small_area.people.stranger).get(asked, headers={"accept": "application/json"})
    assert offered.json()["choices"] == []
