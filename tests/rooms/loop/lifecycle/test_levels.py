"""What a round may ask of its levels: acceptance on site, a truth pledge, warnings of their own; joint opinions as one return."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from PIL import Image

from bihuan.loop.cases.actions import correct_case, set_review_chain
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.queries import all_of
from bihuan.loop.lifecycle.review import open_relations
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.pages.stories import answered, clock, paper, reviewed
from tests.people import SmallArea, actor

PLEDGE = "本单位承诺所报材料真实、准确、完整。"
POINTS = {1: "met", 2: "met"}


def photo() -> NewEvidence:
    stream = BytesIO()
    Image.new("RGB", (8, 8), "gray").save(stream, "PNG")
    stream.seek(0)
    return NewEvidence(name="现场.png", stream=stream)


def level(*signed_by: str, **more: object) -> dict[str, object]:
    return {"signed_by": list(signed_by), "checks": [], "limit": {"unit": "workdays", "amount": 5}, **more}


def set_levels(small: SmallArea, case: Case, *steps: dict[str, object], pledge: str | None = None) -> Case:
    """Give the round of a case its levels."""
    top = Case.objects.get(area_id=case.area_id, pk=case.root_id or 0)
    by = actor(small.people.office)
    return set_review_chain(case=top, kind="finding", state="checking", steps=steps, by=by, at=clock(), pledge=pledge)


def submit(small: SmallArea, case: Case, **given: str) -> Case:
    brought = [paper("承诺书.pdf", kind="pledge"), paper("签字.pdf", kind="second_signature")]
    said = {"statement": "两点都已达到", **given}
    return move_case(
        case=case, move="submit", given=said, by=actor(small.people.director), at=clock(), evidence=brought
    )


def last_body(case: Case) -> dict[str, object]:
    event = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq").first()
    assert event is not None
    body: dict[str, object] = json.loads(event.record)["body"]
    return body


def test_work_is_handed_in_only_with_the_pledge_and_the_trail_keeps_its_words(small_area: SmallArea) -> None:
    case = answered(small_area)
    set_levels(small_area, case, level("desk.office"), pledge=PLEDGE)
    with pytest.raises(Refused) as refused:
        submit(small_area, case)
    assert "pledge" in refused.value.fields
    body = last_body(submit(small_area, case, pledge="yes"))
    assert body["pledge"] == PLEDGE
    assert body["pledged_by"] == small_area.people.director.name


def test_a_round_without_a_pledge_asks_for_none(small_area: SmallArea) -> None:
    case = answered(small_area)
    set_levels(small_area, case, level("desk.office"), pledge="")
    assert submit(small_area, case).state == "checking"


def test_acceptance_on_site_asks_for_day_place_people_and_a_photo(small_area: SmallArea) -> None:
    case = answered(small_area)
    set_levels(small_area, case, level("desk.office", on_site=True))
    case, by = submit(small_area, case), actor(small_area.people.office)
    site = {"on": local_day(clock()).isoformat(), "place": "兑现窗口", "who": "林若溪、童安"}
    with pytest.raises(Refused) as refused:
        sign_case(case=case, verdict="pass", points=POINTS, by=by, at=clock())
    assert {"on", "place", "who", "photos"} <= set(refused.value.fields)
    with pytest.raises(Refused) as refused:
        sign_case(case=case, verdict="pass", points=POINTS, by=by, at=clock(), site=site, photos=[paper("说明.pdf")])
    assert set(refused.value.fields) == {"photos"}
    held = Evidence.objects.filter(area_id=case.area_id, case_id=case.pk).count()
    closed = sign_case(case=case, verdict="pass", points=POINTS, by=by, at=clock(), site=site, photos=[photo()])
    assert closed.category == "closed"
    assert Evidence.objects.filter(area_id=case.area_id, case_id=case.pk).count() == held + 1
    assert last_body(closed)["site"] == site


def test_a_day_on_site_that_lies_ahead_is_refused(small_area: SmallArea) -> None:
    case = answered(small_area)
    set_levels(small_area, case, level("desk.office", on_site=True))
    case, by = submit(small_area, case), actor(small_area.people.office)
    site = {"on": "2099-01-01", "place": "兑现窗口", "who": "林若溪"}
    with pytest.raises(Refused) as refused:
        sign_case(case=case, verdict="pass", points=POINTS, by=by, at=clock(), site=site, photos=[photo()])
    assert "on" in refused.value.fields


def test_an_acceptance_on_site_may_be_returned_from_the_desk(small_area: SmallArea) -> None:
    case = answered(small_area)
    set_levels(small_area, case, level("desk.office", on_site=True))
    case = submit(small_area, case)
    by = actor(small_area.people.office)
    returned = sign_case(case=case, verdict="return", opinion="材料不全", by=by, at=clock())
    assert returned.state == "working"


def test_a_level_has_warnings_only_with_a_limit_and_only_those_of_the_pack(small_area: SmallArea) -> None:
    case = answered(small_area)
    with pytest.raises(Refused):
        set_levels(small_area, case, {"signed_by": ["desk.office"], "checks": [], "limit": None, "ladder": "short"})
    with pytest.raises(Refused):
        set_levels(small_area, case, level("desk.office", ladder="nonsense"))
    set_levels(small_area, case, level("desk.office", ladder="short"))
    case = submit(small_area, case)
    assert case.review is not None
    assert case.review["steps"][0]["ladder"] == "short"


def test_opinions_of_a_joint_level_are_one_return_numbered_by_body(small_area: SmallArea) -> None:
    people = small_area.people
    case = answered(small_area)
    set_levels(small_area, case, level("desk.discipline", "desk.organisation"))
    case = submit(small_area, case)
    case = sign_case(case=case, verdict="return", opinion="就事论事", by=actor(people.discipline), at=clock())
    case = sign_case(
        case=case, verdict="pass", opinion="同意", points=POINTS, by=actor(people.organisation), at=clock()
    )
    assert case.state == "working"
    assert last_body(case)["merged"] == [
        "（1）纪检监察机关（沈砚）：就事论事",
        "（2）组织部门（苏文茵）：同意",
    ]


def test_the_same_opinion_stands_once_under_both_bodies(small_area: SmallArea) -> None:
    people = small_area.people
    case = answered(small_area)
    set_levels(small_area, case, level("desk.discipline", "desk.organisation"))
    case = submit(small_area, case)
    for person in (people.discipline, people.organisation):
        case = sign_case(case=case, verdict="return", opinion="佐证不足", by=actor(person), at=clock())
    assert last_body(case)["merged"] == ["（1）纪检监察机关（沈砚）、组织部门（苏文茵）：佐证不足"]


def test_of_several_assisting_units_each_signs_and_none_goes_while_it_has_to(small_area: SmallArea) -> None:
    people, units, by = small_area.people, small_area.units, actor(small_area.people.office)
    case = answered(small_area)
    case = correct_case(
        case=case, given={"assisting": [units.planning, units.archive]}, reason="会签", by=by, at=clock()
    )
    set_levels(small_area, case, level("assisting"), level("desk.office"))
    case = submit(small_area, case)
    file = CaseFile(case, local_day(clock()))
    assert all_of(file, open_relations(file, [])) == "配合单位发展和改革局、配合单位档案馆"

    case = sign_case(case=case, verdict="pass", points=POINTS, by=actor(people.lead_clerk), at=clock())
    with pytest.raises(Refused, match="档案馆"):
        sign_case(case=case, verdict="pass", points=POINTS, by=by, at=clock())
    with pytest.raises(Refused, match="配合单位档案馆尚需"):
        correct_case(case=case, given={"assisting": [units.planning]}, reason="误填", by=by, at=clock())
    case = sign_case(case=case, verdict="pass", points=POINTS, by=actor(people.stranger), at=clock())
    assert sign_case(case=case, verdict="pass", points=POINTS, by=by, at=clock()).category == "closed"
    assert [str(broken) for broken in verify(case=case).broken] == []


def test_a_review_without_levels_of_its_own_is_as_before(small_area: SmallArea) -> None:
    assert reviewed(small_area).state == "checking"
