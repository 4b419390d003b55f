"""What the pages show of cases one may not see: nothing, and no number counts them."""

from __future__ import annotations

from datetime import date

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import remove_desk_holder, set_desk_holder
from bihuan.loop.cases.models import Case, DeskHolder
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from tests.pages.stories import address, clock, handed_out
from tests.people import PACK, SmallArea, actor, browser_of


def another_finding(small: SmallArea, beside: Case) -> Case:
    """A finding of the same round that only 发改局 works on."""
    office, round_ = (
        actor(small.people.office),
        Case.objects.get(area_id=beside.area_id, number=beside.number.rsplit("-", 1)[0]),
    )
    case = open_case(
        pack=PACK, kind="finding", parent=round_, subject="旁人经手的底数不清", standard=["查清"], by=office, at=clock(),
        given={"aspect": "履职尽责"},
    )  # fmt: skip
    given = {"responsible": small.units.planning, "nature": "by_date", "due": date(2027, 3, 1)}
    return move_case(case=case, move="hand_out", given=given, by=office, at=clock())


def test_the_page_of_a_round_lists_only_the_findings_one_may_see(small_area: SmallArea) -> None:
    own = handed_out(small_area)
    other = another_finding(small_area, own)
    round_ = Case.objects.get(area_id=own.area_id, number=own.number.rsplit("-", 1)[0])
    whole = browser_of(small_area.people.office).get(address(round_)).content.decode()
    assert own.subject in whole
    assert other.subject in whole
    mine = browser_of(small_area.people.clerk).get(address(round_)).content.decode()
    assert own.subject in mine
    assert other.subject not in mine
    assert other.number not in mine


def test_who_holds_a_desk_in_every_system_that_is_kept_sees_none_that_is_kept_no_longer(small_area: SmallArea) -> None:
    release_packs(at=clock())
    people, by = small_area.people, actor(small_area.people.administrator)
    finding = handed_out(small_area)
    set_desk_holder(pack="hazards", desk="office", person=people.director, heads_only=False, by=by, at=clock())
    drive = open_case(
        pack="hazards", kind="drive", subject="拔钉除患专项行动", given={"responsible": small_area.units.planning},
        by=actor(people.director), at=clock(),
    )  # fmt: skip
    holder = DeskHolder.objects.get(area_id=drive.area_id, pack="hazards")
    remove_desk_holder(holder_id=holder.pk, by=by, at=clock())
    seen = visible_to(actor(people.office))
    assert seen.filter(pk=finding.pk).exists()
    assert not seen.filter(pk=drive.pk).exists()
