"""A round names its lists, chooses their columns and their order; the trail tells of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.lists.actions import move_list, reset_list, set_list
from bihuan.loop.lists.models import ListSetting
from bihuan.loop.lists.queries import RoundColumn, RoundList, list_of, lists_of, pack_of_lists, paths_offered
from bihuan.loop.trail.models import Event
from tests.pages.stories import clock, opened_round
from tests.people import SmallArea, actor

TWO = (RoundColumn("subject", "问题"), RoundColumn("number"))


@pytest.fixture
def round_(small_area: SmallArea) -> Case:
    return opened_round(small_area)


def settle(small_area: SmallArea, round_: Case, list_id: str = "problems", **given: Any) -> RoundList:
    usual: dict[str, Any] = {
        "name": "",
        "columns": TWO,
        "shown": True,
        "by": actor(small_area.people.office),
        "at": clock(),
    }
    return set_list(round_=round_, list_id=list_id, **{**usual, **given})


def events(round_: Case) -> list[dict[str, object]]:
    rows = Event.objects.filter(area_id=round_.area_id, case_id=round_.pk, verb="lists_set").order_by("seq")
    return [json.loads(record)["body"] for record in rows.values_list("record", flat=True)]


def test_without_a_setting_a_list_is_as_the_pack_says(round_: Case) -> None:
    pack = pack_of_lists(round_)
    assert [one.id for one in lists_of(round_)] == list(pack.lists)
    one = list_of(round_, "problems")
    assert (one.title("zh-hans"), one.title("en"), one.is_set) == ("问题清单", "Problems", False)
    assert tuple(column.path for column in one.columns) == pack.lists["problems"].columns


def test_a_round_names_a_list_and_chooses_its_columns_in_order(small_area: SmallArea, round_: Case) -> None:
    settle(small_area, round_, name="巡察反馈问题整改清单")
    one = list_of(round_, "problems")
    assert one.title("zh-hans") == one.title("en") == "巡察反馈问题整改清单"
    assert one.columns == TWO


def test_the_trail_of_the_round_tells_what_was_set(small_area: SmallArea, round_: Case) -> None:
    settle(small_area, round_, name="问题清单（一）")
    (body,) = events(round_)
    assert body["list"] == "problems"
    assert body["old"] == {"name": "", "columns": [], "shown": True}
    assert body["new"] == {
        "name": "问题清单（一）",
        "columns": [{"path": "subject", "title": "问题"}, {"path": "number", "title": ""}],
        "shown": True,
    }


def test_what_changes_nothing_leaves_no_trace(small_area: SmallArea, round_: Case) -> None:
    usual = tuple(RoundColumn(path) for path in pack_of_lists(round_).lists["problems"].columns)
    settle(small_area, round_, name="问题清单", columns=usual)
    assert events(round_) == []
    assert not ListSetting.objects.filter(area_id=round_.area_id).exists()


def test_a_list_that_is_switched_off_is_not_among_those_of_the_round(small_area: SmallArea, round_: Case) -> None:
    settle(small_area, round_, "standing", columns=(RoundColumn("number"),), shown=False)
    assert "standing" not in [one.id for one in lists_of(round_)]
    assert "standing" in [one.id for one in lists_of(round_, hidden=True)]


def test_a_list_can_be_as_the_pack_says_again(small_area: SmallArea, round_: Case) -> None:
    settle(small_area, round_, name="改过的清单", shown=False)
    one = reset_list(round_=round_, list_id="problems", by=actor(small_area.people.office), at=clock())
    assert (one.title("zh-hans"), one.shown) == ("问题清单", True)
    assert len(events(round_)) == 2


def test_lists_are_moved_up_and_down(small_area: SmallArea, round_: Case) -> None:
    before = [one.id for one in lists_of(round_)]
    by = actor(small_area.people.office)
    move_list(round_=round_, list_id=before[1], step=-1, by=by, at=clock())
    assert [one.id for one in lists_of(round_)][:3] == [before[1], before[0], before[2]]
    move_list(round_=round_, list_id=before[1], step=-1, by=by, at=clock())  # it is the first already
    assert lists_of(round_)[0].id == before[1]
    move_list(round_=round_, list_id=before[1], step=1, by=by, at=clock())
    assert [one.id for one in lists_of(round_)] == before
    assert [set(body) for body in events(round_)] == [{"order"}, {"order"}]


def test_a_setting_holds_for_its_round_alone(small_area: SmallArea, round_: Case) -> None:
    other = opened_round(small_area)
    settle(small_area, round_, name="只用于本轮")
    assert list_of(other, "problems").title("zh-hans") == "问题清单"


@pytest.mark.parametrize("who", ["clerk", "director", "leader", "administrator", "stranger"])
def test_only_the_office_sets_lists(small_area: SmallArea, round_: Case, who: str) -> None:
    by = actor(getattr(small_area.people, who))
    with pytest.raises(NotAllowed):
        settle(small_area, round_, by=by)
    with pytest.raises(NotAllowed):
        reset_list(round_=round_, list_id="problems", by=by, at=clock())
    with pytest.raises(NotAllowed):
        move_list(round_=round_, list_id="problems", step=1, by=by, at=clock())
    assert events(round_) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"columns": ()}, "columns"),
        ({"columns": (RoundColumn("wishes"),)}, "columns"),
        ({"columns": (RoundColumn("number"), RoundColumn("number"))}, "columns"),
        ({"columns": (RoundColumn("number", "题" * 41),)}, "columns"),
        ({"name": "名" * 61}, "name"),
        ({"name": "两\n行"}, "name"),
    ],
)
def test_what_cannot_be_a_list_is_refused_with_a_sentence(
    small_area: SmallArea, round_: Case, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        settle(small_area, round_, **given)
    assert list(refusal.value.fields) == [field]
    assert events(round_) == []


def test_a_list_that_may_be_published_offers_only_the_public_line(small_area: SmallArea, round_: Case) -> None:
    pack = pack_of_lists(round_)
    spec = pack.lists["published"]
    offered = set(paths_offered(pack, spec))
    allowed = set(pack.kinds["finding"].public) | {f"round.{path}" for path in pack.kinds["round"].public}
    assert offered <= allowed | set(pack.figures)
    assert {"leader", "handler", "undone_reason"} & offered == set()
    with pytest.raises(Refused):
        settle(small_area, round_, "published", columns=(RoundColumn("number"), RoundColumn("handler")))


def test_other_lists_offer_fields_parties_figures_and_what_stands_above(round_: Case) -> None:
    pack = pack_of_lists(round_)
    offered = paths_offered(pack, pack.lists["ledger"])
    assert offered[: len(pack.lists["ledger"].columns)] == pack.lists["ledger"].columns
    assert {"content", "handler", "finding.amount", "round.inspector"} <= set(offered)
    assert "measures_rate" in paths_offered(pack, pack.lists["problems"])
    assert "measures_rate" not in offered
